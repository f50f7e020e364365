"""One run of each class: shortest, ending as its class says, and none that failed before. Brute force agrees."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from outage_gui.engine.analysis import Map
from outage_gui.engine.answer import answered
from outage_gui.engine.program import Program, compiled
from outage_gui.engine.proof import fails
from outage_gui.engine.samples import Runs
from outage_gui.engine.search import explored
from outage_gui.engine.step import successors
from outage_gui.engine.trace import Schedule, decoded, replayed, unpacked
from outage_gui.model.files import read

SCENARIOS = Path(__file__).parent.parent / "scenarios"
SMALL = ("lost-update", "check-then-act", "stale-cache", "fencing-token", "aba", "double-checked-locking")


def shipped(name: str) -> Program:
    return compiled(read((SCENARIOS / f"{name}.yaml").read_text(encoding="utf-8"), f"{name}.yaml"))


def runs(program: Program, failing: str | None = None) -> Runs:
    return Runs(Map(program, explored(program), failing))


def complete(program: Program, made: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    """Every complete schedule from the first start, by trying all of them."""
    row = replayed(program, Schedule(0, made)).rows[-1:]
    found = successors(program, row)
    if not len(found.move):
        yield made
    for move in found.move.tolist():
        yield from complete(program, (*made, move))


def first_failure(program: Program, check: str, schedule: tuple[int, ...]) -> int | None:
    """After how many moves it fails for the first time."""
    made = range(len(schedule) + 1)
    return next((n for n in made if fails(program, check, Schedule(0, schedule[:n]))), None)


@pytest.mark.parametrize("name", SMALL)
def test_every_step_that_can_make_it_fail_has_one_run_and_none_is_longer_than_need_be(name: str) -> None:
    program = shipped(name)
    check = answered(program, explored(program)).findings[0].check
    wanted: dict[tuple[str, str], int] = {}
    for schedule in complete(program):
        steps = first_failure(program, check, schedule)
        if steps:
            last = program.moves[schedule[steps - 1]]
            key = (last.process, last.step)
            wanted[key] = min(steps, wanted.get(key, steps))
    found = {}
    for sample in runs(program, check).failing():
        moves = sample.schedule.moves
        last = program.moves[moves[-1]]
        found[last.process, last.step] = len(moves)
        assert first_failure(program, check, moves) == len(moves)
    assert found == wanted


@pytest.mark.parametrize("name", SMALL)
def test_every_good_ending_has_one_run_and_none_is_longer_than_need_be(name: str) -> None:
    program = shipped(name)
    check = answered(program, explored(program)).findings[0].check
    wanted: dict[str, int] = {}
    for schedule in complete(program):
        if first_failure(program, check, schedule) is None:
            key = ending(program, schedule)
            wanted[key] = min(len(schedule), wanted.get(key, len(schedule)))
    every = runs(program)
    found = {ending(program, one.schedule.moves): len(one.schedule.moves) for one in every.good(99)}
    assert found == wanted
    assert len(every.endings) == len(wanted)


def ending(program: Program, schedule: tuple[int, ...]) -> str:
    """What the shared variables are in the end."""
    values = unpacked(program, replayed(program, Schedule(0, schedule)).rows[-1]).values
    return str([values[variable.name] for variable in program.scenario.state])


def test_the_first_sample_is_as_short_and_calm_as_the_finding_itself() -> None:
    program = shipped("dns-race-published")
    (finding,) = answered(program, explored(program)).findings
    (sample,) = runs(program, finding.check).failing()
    assert (len(sample.schedule.moves), sample.switches) == (finding.steps, finding.switches) == (11, 4)


def test_a_standstill_that_three_steps_lead_to_has_three_classes() -> None:
    program = shipped("aws-2025-10-20-dynamodb-dns")
    steps = Counter(program.moves[one.schedule.moves[-1]].step for one in runs(program, "deadlock").failing())
    assert steps == {"check": 1, "take_lock": 1, "publish": 1}


def test_a_run_that_never_ends_has_no_ending() -> None:
    assert runs(shipped("philosophers")).good(6) == ()


def test_no_more_good_runs_are_told_than_were_asked_for_the_nearest_ones() -> None:
    every = runs(shipped("teaching-concurrency"))
    assert len(every.endings) > 6
    told = [len(one.schedule.moves) for one in every.good(6)]
    assert len(told) == 6
    assert told == sorted(told)


def test_a_failure_at_the_start_has_no_run() -> None:
    text = (
        "format: 1\ntitle: T\nstate: {x: {type: 0..1, start: 0}}\n"
        "processes: {p: {steps: [{step: s, do: x = 1}]}}\nchecks: {c: {always: x == 1}}\n"
    )
    assert list(runs(compiled(read(text, "t.yaml")), "c").failing()) == []


# --- how far it is ------------------------------------------------------------------------------------------------


def test_the_move_of_a_lead_brings_the_failure_one_move_nearer() -> None:
    program = shipped("dns-race-published")
    seen = Map(program, explored(program), "active-plan-exists")
    made: tuple[int, ...] = ()
    for left in range(11, 0, -1):
        lead = seen.leads(replayed(program, Schedule(0, made)).rows)[-1]
        assert lead.steps == left
        assert lead.move is not None
        made = (*made, lead.move)
    assert seen.leads(replayed(program, Schedule(0, made)).rows)[-1] == (0, None)
    assert fails(program, "active-plan-exists", Schedule(0, made))


def test_where_it_cannot_fail_any_more_nothing_leads_there() -> None:
    program = shipped("lost-update")
    seen = Map(program, explored(program), "nothing-lost")
    rows = replayed(program, decoded(program, "worker.a.read, worker.a.write")).rows
    assert seen.leads(rows)[-1] == (None, None)


def test_the_chance_of_a_start_is_the_chance_of_the_whole() -> None:
    program = shipped("dns-race-published")
    space = explored(program)
    counts = answered(program, space).counts
    assert counts is not None
    assert Map(program, space).chance == pytest.approx(counts.chance)
