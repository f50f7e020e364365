"""What steps do, learned by heart, is what they do: the same moves from every state, the same answers of a search."""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from slow.generator import scenario

from outage_gui.engine import learned as learned_module
from outage_gui.engine import search as search_module
from outage_gui.engine.learned import Learned, Part
from outage_gui.engine.program import Program, compiled
from outage_gui.engine.search import Limits, explored
from outage_gui.engine.step import Batch, batches
from outage_gui.model.files import read
from outage_gui.model.fixes import with_fixes

SCENARIOS = Path(__file__).parent.parent / "scenarios"
BLOCKS, A_BLOCK = 2, 15  # 30 random scenarios, times --many
LARGEST = 300  # states of a random scenario


def moves(found: Iterable[Batch]) -> Counter[Any]:
    """Every move as its parent, the row after it, the fault, and whether it is a crash."""
    told: Counter[Any] = Counter()
    for batch in found:
        faults = batch.faults.tolist() or [0] * len(batch.parents)
        for parent, row, fault in zip(batch.parents.tolist(), batch.rows, faults, strict=True):
            told[(parent, b"" if fault else row.tobytes(), fault, batch.is_crash)] += 1
    return told


def same_moves(program: Program, most: int) -> int:
    """How many moves of how many states were compared."""
    rows = explored(program, Limits(states=most)).rows
    by_step, by_heart = moves(batches(program, rows)), moves(Learned(program).batches(rows))
    assert by_step == by_heart
    return sum(by_step.values())


@cache
def random_programs(block: int, count: int) -> tuple[tuple[str, Program], ...]:
    def found() -> Iterator[tuple[str, Program]]:
        for seed in itertools.count(90_000_000 + block * 1_000_000):
            text = scenario(seed)
            program = compiled(with_fixes(text, "dice.yaml", ()))
            if not explored(program, Limits(states=LARGEST)).stopped:
                yield text, program

    return tuple(itertools.islice(found(), count))


@pytest.mark.parametrize("most_bits", [14, 6, 2])
@pytest.mark.parametrize("block", range(BLOCKS))
def test_a_random_scenario_has_the_same_moves_by_heart(
    block: int, most_bits: int, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learned_module, "MOST_BITS", most_bits)
    compared = 0
    for text, program in random_programs(block, A_BLOCK * many):
        try:
            compared += same_moves(program, LARGEST)
        except AssertionError as difference:
            raise AssertionError(f"{difference}\nin\n{text}") from difference
    assert compared > 500


@pytest.mark.parametrize("file", sorted(SCENARIOS.glob("*.yaml")), ids=lambda file: file.stem)
def test_a_shipped_scenario_has_the_same_moves_by_heart(file: Path) -> None:
    program = compiled(read(file.read_text(encoding="utf-8"), file.name))
    if program.units:
        assert same_moves(program, 2_000) > 0


def told(program: Program) -> tuple[Any, ...]:
    space = explored(program)
    found = sorted((bad.name, bad.depth, len(bad.rows)) for bad in space.bad)
    levels = [sorted(row.tobytes() for row in level) for level in space.levels]
    return levels, space.generated, space.deadlocks, found, sorted(space.unseen)


@pytest.mark.parametrize("block", range(BLOCKS))
def test_a_search_by_heart_finds_the_same(block: int, many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for text, program in random_programs(block, A_BLOCK * many):
        monkeypatch.setattr(search_module, "LEARNED", 1 << 60)
        by_step = told(program)
        monkeypatch.setattr(search_module, "LEARNED", 0)
        assert told(program) == by_step, text


TABLE = """\
format: 1
title: One entry, chosen by a key
types: {Key: 0..5, Value: 0..3}
state:
  key: {type: Key, start: 0}
  entries: {type: {each: Key, is: Value}, start: 0}
  other: {type: Value, start: 0}
processes:
  writer:
    repeat: forever
    steps:
      - {step: write, do: "entries[key] = (entries[key] + 1) % 4; key = (key + 1) % 6"}
  idle:
    repeat: forever
    steps:
      - {step: wait, do: other = 1}
"""


def test_every_entry_a_key_can_choose_counts_as_touched() -> None:
    program = compiled(read(TABLE, "table.yaml"))
    assert same_moves(program, 500) == 96
    # The key's 3 bits and 12 of the table are more than are learned; the other process is, with its one variable.
    assert [len(part.runs) if isinstance(part, Part) else part.step for part in Learned(program).parts] == ["write", 1]


def test_a_move_that_changes_nothing_is_a_move() -> None:
    program = compiled(read(TABLE, "table.yaml"))
    space = explored(program)
    by_heart = [batch for batch in Learned(program).batches(space.rows) if batch.move < 0]
    assert sum(len(batch.parents) for batch in by_heart) == space.states
