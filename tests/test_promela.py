"""SPIN stores the engine's states and one more, and breaks the same checks, on shipped and on random scenarios."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from slow import document
from slow.generator import scenario as written_by_dice
from spin_runs import NEEDS_SPIN, Spun, spun

from outage_gui.cli import main
from outage_gui.engine.answer import Answer, answered
from outage_gui.engine.findings import LIVELY
from outage_gui.engine.program import compiled
from outage_gui.engine.search import Limits, explored
from outage_gui.exporters.promela import promela
from outage_gui.model.fixes import with_fixes
from outage_gui.model.problems import ScenarioError
from outage_gui.model.scenario import Scenario

SCENARIOS = Path(__file__).parent.parent / "scenarios"
FLAGSHIP = "aws-2025-10-20-dynamodb-dns"
ALIKE = (
    ("aba", ()),
    ("aba", ("versioned",)),
    ("alternating-bit", ()),
    ("barrier", ()),
    ("check-then-act", ()),
    ("dns-race-micro", ()),
    ("dns-race-published", ()),
    ("dns-race-published", ("one-step-enactor",)),
    ("double-checked-locking", ()),
    ("fencing-token", ()),
    ("leader-election", ()),
    ("lock", ()),
    ("lost-update", ()),
    ("lost-update", ("atomic",)),
    ("lost-update", ("compare-and-set",)),
    ("mars-pathfinder", ()),
    ("peterson", ("swapped",)),
    ("philosophers", ()),
    ("philosophers-chandy-misra", ()),
    ("prisoners", ()),
    ("readers-writers", ()),
    ("simple-allocator", ()),
    ("stale-cache", ()),
    ("teaching-concurrency", ()),
    ("termination-detection", ()),
    ("token-ring", ()),
    ("transaction-commit", ()),
    ("two-phase-commit", ()),
    (FLAGSHIP, ()),
    (FLAGSHIP, ("recheck-at-apply",)),
)
BLOCKS, A_BLOCK = 5, 4  # 20 random scenarios, times --many
LARGEST = 2_000  # states of a random scenario


def shipped(name: str, fixes: tuple[str, ...] = ()) -> Scenario:
    file = SCENARIOS / f"{name}.yaml"
    return with_fixes(file.read_text(encoding="utf-8"), file.name, fixes)


def answer_of(scenario: Scenario, limits: Limits | None = None) -> Answer:
    program = compiled(scenario)
    return answered(program, explored(program, limits or Limits()), most=0)


def same(scenario: Scenario, answer: Answer, found: Spun) -> None:
    """SPIN's words are the engine's: states but for the start, names of what fails, deadlocks where none may crash."""
    left_out = {check.name for check in scenario.checks if check.kind in LIVELY or check.kind == "sometimes"}
    names = {finding.check for finding in answer.findings}
    broken = set(found.broken) | ({"deadlock"} if found.invalid_ends else set())
    assert found.states == answer.space.states + 1
    assert broken == {name.replace("-", "_") for name in names - left_out}
    sometimes = {check.name for check in scenario.checks if check.kind == "sometimes"}
    assert found.seen == {name.replace("-", "_") for name in sometimes - names}
    crashes = any(process.crash and not process.only_in_runs for process in scenario.processes)
    if not crashes and not scenario.deadlock_allowed:
        assert found.invalid_ends == answer.space.deadlocks


@NEEDS_SPIN
@pytest.mark.parametrize(("name", "fixes"), ALIKE, ids=["-".join((name, *fixes)) for name, fixes in ALIKE])
def test_spin_finds_the_same_in_a_shipped_scenario(name: str, fixes: tuple[str, ...], tmp_path: Path) -> None:
    scenario = shipped(name, fixes)
    same(scenario, answer_of(scenario), spun(promela(scenario, fixes), tmp_path))


def by_dice(block: int) -> Iterator[tuple[Scenario, Answer]]:
    """Random scenarios of a good size, every second with steps joined where that is possible."""
    for seed in itertools.count(block * 1_000_000):
        text = written_by_dice(seed)
        joined = ("joined",) if seed % 2 and "joined" in document.read(text)["fixes"] else ()
        scenario = with_fixes(text, "dice.yaml", joined)
        answer = answer_of(scenario, Limits(states=LARGEST))
        if not answer.space.stopped and answer.space.states > 5:
            yield scenario, answer


@NEEDS_SPIN
@pytest.mark.parametrize("block", range(BLOCKS))
def test_spin_finds_the_same_in_random_scenarios(block: int, many: int, tmp_path: Path) -> None:
    compared = 0
    for scenario, answer in by_dice(block):
        text = said(scenario)
        if text:
            same(scenario, answer, spun(text, tmp_path))
            compared += 1
        if compared == A_BLOCK * many:
            return


def said(scenario: Scenario) -> str:
    """The model; empty where it would be too long, the one reason for which dice may be refused."""
    try:
        return promela(scenario)
    except ScenarioError as error:
        if "more text than SPIN can read" in str(error):
            return ""
        raise


CRASHING = """
format: 1
title: A worker that may crash */ with a lock
state:
  lock: {type: {maybe: worker}, start: none}
  rows: {type: {queue: 0..2, size: 2}, start: [1]}
processes:
  worker:
    instances: [a, b]
    repeat: 2
    local: {seen: {type: -1..2, start: any}, int: {type: 0..1, start: 0}}
    faults: {crash: {at_most: 1, restart: take, forgets: [int]}}
    steps:
      - {step: take, when: lock == none, do: "lock = self; int = 1"}
      - {step: push, do: "if len(rows) < 2: rows.push(max(seen, 0))"}
      - {step: drop, do: "rows.pop(); lock = none", then: {end: rows == rows, take: otherwise}}
checks:
  short: {always: len(rows) <= 2}
  chained: {always: "len(rows) in {0, 1, 2} == {2, 1, 0}"}
  all-seen: {sometimes: ended(worker) and lock == none}
"""


HUMAN = """
format: 1
title: A human stands beside, and names of pan.c
state:
  rows: {type: {queue: 0..2, size: 2}, start: [1]}
  n: {type: -3..3, start: any}
  fixed: {type: bool, start: false}
processes:
  worker:
    instances: 0..1
    repeat: forever
    steps:
      - {step: take, when: len(rows) > 0, do: "rows.pop(); n = n % -2", may_wait: true}
      - {step: give, do: "rows.push(1)", then: {give: "n // -2 == 1 and len(rows) < 2", take: otherwise}}
  human:
    only_in_runs: true
    local: {seen: {type: bool, start: any}}
    steps: [{step: mend, do: "fixed = true"}, {step: rest}]
checks:
  errors: {always: "n < 3"}
  depth: {sometimes: "n == -3"}
services:
  s: {fails_when: "at(human, mend) and rows[0] == 1"}
  t: {fails_when: "ended(human) and rows[1] == 1"}
"""


@NEEDS_SPIN
def test_who_is_only_replayed_stands_still_and_no_name_is_one_of_the_verifiers(tmp_path: Path) -> None:
    scenario = with_fixes(HUMAN, "human.yaml", ())
    answer = answer_of(scenario)
    assert {finding.check for finding in answer.findings} >= {"errors", "s"}
    same(scenario, answer, spun(promela(scenario), tmp_path))


@NEEDS_SPIN
def test_crashes_rounds_starts_and_awkward_names_count_alike(tmp_path: Path) -> None:
    scenario = with_fixes(CRASHING, "crash.yaml", ())
    answer = answer_of(scenario)
    assert {finding.check for finding in answer.findings} >= {"deadlock"}
    same(scenario, answer, spun(promela(scenario), tmp_path))


def test_the_text_is_the_same_every_time_and_has_nothing_of_this_machine() -> None:
    text = promela(shipped(FLAGSHIP))
    assert text == promela(shipped(FLAGSHIP))
    assert "/" + "work" not in text
    assert text.isascii()


def test_labels_are_comments_that_nothing_can_end() -> None:
    title = promela(with_fixes(CRASHING, "crash.yaml", ())).splitlines()[0]
    assert title == "/* A worker that may crash with a lock"


def test_what_promela_cannot_say_is_refused_with_the_step() -> None:
    wide = """
format: 1
title: Wide
state: {many: {type: {set: 0..40}, start: []}}
processes: {p: {steps: [{step: grow, do: many.add(3)}]}}
"""
    with pytest.raises(ScenarioError, match=r"step 'grow' of 'p' keeps a set of up to 41 values"):
        promela(with_fixes(wide, "wide.yaml", ()))


def test_export_writes_a_file_once_and_again_only_when_forced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output, source = tmp_path / "x.pml", str(SCENARIOS / "lost-update.yaml")
    assert main(["export", source, "-o", str(output), "--with", "atomic"]) == 0
    first = output.read_text(encoding="utf-8")
    assert "with atomic" in first
    assert main(["export", source, "-o", str(output)]) == 2
    assert "is there already (--force replaces it)" in capsys.readouterr().err
    assert output.read_text(encoding="utf-8") == first
    assert main(["export", source, "-o", str(output), "--force"]) == 0
    assert output.read_text(encoding="utf-8") != first


def test_an_unknown_suffix_is_refused_with_the_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(SCENARIOS / "lost-update.yaml"), "-o", str(tmp_path / "x.xml")]) == 2
    told = capsys.readouterr().err
    assert "cannot export to '.xml'" in told
    assert ".pml (Promela for SPIN)" in told
    assert not list(tmp_path.iterdir())
