"""How many orders agree with what was recorded: as many as brute force lists, none where a fix forbids it."""

from collections.abc import Iterator

import pytest

from outage_gui.engine.agreeing import agreeing, recorded
from outage_gui.engine.graph import graph_of
from outage_gui.engine.layout import Rows
from outage_gui.engine.program import Program, compiled
from outage_gui.engine.search import explored
from outage_gui.engine.step import successors
from outage_gui.model.fixes import with_fixes
from outage_gui.workbench.shipped import scenario

RACE = """\
format: 1
title: Three workers, one counter
sources: {log: {title: The log}}
state:
  counter: {type: 0..9, start: any}
  mended: {type: bool, start: false}
processes:
  worker:
    instances: [INSTANCES]
    repeat: ROUNDS
    local: {seen: {type: 0..9, start: 0}}
    steps:
      - {step: read, do: seen = counter}
      - {step: write, do: counter = seen + 1}
  people: {only_in_runs: true, steps: [{step: mend, do: mended = true}]}
runs:
  happened:
    schedule: [ENTRIES]
fixes:
  atomic: {label: Add in one step, join: {worker: [read, write]}}
"""
HAPPENED = (
    "start(counter=0)",
    "{move: worker.a.read, source: log}",
    "worker.b.read",
    "{move: worker.b.write, at: 2025-01-01T00:00Z}",
    "{move: worker.a.write, source: log}",
    "{move: people.mend, source: log}",
)


def program_of(
    *entries: str, instances: str = "a, b, c", rounds: str = "1", start: str = "0", fixes: tuple[str, ...] = ()
) -> Program:
    given = {"ENTRIES": ", ".join(entries), "INSTANCES": instances, "ROUNDS": rounds, "start: any": f"start: {start}"}
    text = RACE
    for name, value in given.items():
        text = text.replace(name, value)
    return compiled(with_fixes(text, "race.yaml", fixes))


def counted(program: Program) -> float | None:
    return agreeing(program, graph_of(program, explored(program)))


def listed(program: Program, row: Rows, made: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    """Every complete schedule from there; one that faults is complete."""
    found = successors(program, row)
    if not len(found.move):
        yield made
    for move, after, fault in zip(found.move.tolist(), found.rows, found.fault.tolist(), strict=True):
        if fault:
            yield (*made, move)
        else:
            yield from listed(program, after.reshape(1, -1), (*made, move))


def agrees(order: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    moves = iter(order)
    return all(move in moves for move in wanted)


@pytest.mark.parametrize(("instances", "rounds", "orders"), [("a, b, c", "1", 90), ("a, b", "2", 70)])
def test_as_many_orders_agree_as_brute_force_lists(instances: str, rounds: str, orders: int) -> None:
    program = program_of(*HAPPENED[1:], instances=instances, rounds=rounds)
    wanted = recorded(program, program.scenario.runs[0])
    assert [program.moves[move].text for move in wanted] == ["worker.a.read", "worker.b.write", "worker.a.write"]
    every = list(listed(program, program.starts))
    assert len(every) == orders
    assert counted(program) == sum(agrees(order, wanted) for order in every) > 0


def test_a_recorded_start_is_the_only_one_that_agrees() -> None:
    every, one = counted(program_of(*HAPPENED[1:], start="any")), counted(program_of(*HAPPENED, start="any"))
    assert one == counted(program_of(*HAPPENED[1:]))
    assert every is not None
    assert one is not None
    assert every > one


def test_with_a_fix_that_forbids_the_record_no_order_agrees() -> None:
    assert counted(program_of(*HAPPENED[1:], fixes=("atomic",))) == 0


def test_where_nothing_is_recorded_there_is_nothing_to_agree_with() -> None:
    assert counted(program_of("worker.a.read", "worker.a.write")) is None
    assert counted(program_of("{move: people.mend, source: log}")) is None


CIRCLE = """\
format: 1
title: Up and down
sources: {log: {title: The log}}
state: {up: {type: bool, start: false}}
processes:
  wheel: {repeat: forever, steps: [{step: turn, do: up = not up}]}
runs:
  happened: {schedule: [{move: wheel.turn, source: log}]}
"""


def test_where_runs_go_round_in_circles_there_is_no_number() -> None:
    assert counted(compiled(with_fixes(CIRCLE, "circle.yaml", ()))) is None


def test_the_flagship_agrees_with_its_record_in_some_orders_and_not_in_all() -> None:
    program = compiled(
        with_fixes(scenario("aws-2025-10-20-dynamodb-dns.yaml").read_text(encoding="utf-8"), "a.yaml", ())
    )
    found = counted(program)
    assert len(recorded(program, program.scenario.runs[0])) == 17
    assert found is not None
    assert 1e35 < found < 1e36
