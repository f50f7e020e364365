"""Chances, the point of no return, distances: published numbers, small systems by hand, every schedule counted."""

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from slow.every_schedule import Everything, cases, some_runs
from slow.generator import scenario
from slow.interpreter import TooManyError, load

from outage_gui.engine import odds
from outage_gui.engine.analysis import Map
from outage_gui.engine.answer import answered
from outage_gui.engine.counting import counted
from outage_gui.engine.program import Program, compiled
from outage_gui.engine.search import Limits, Space, explored
from outage_gui.engine.trace import Trace, decoded, replayed
from outage_gui.model.files import read

SCENARIOS = Path(__file__).parent.parent / "scenarios"
WALK = """\
format: 1
title: A walk between two ends
state: {x: {type: 0..6, start: START}}
processes:
  walker:
    order: any
    steps:
      - {step: down, when: x > 0 and x < 6, do: x -= 1}
      - {step: up, when: x > 0 and x < 6, do: x += 1}
checks:
  away: {always: x != 6}
"""
SPIN = """\
format: 1
title: One turns, one may end it
state: {broken: {type: bool, start: false}}
processes:
  wheel: {repeat: forever, steps: [{step: turn}]}
  hand: {FAIRsteps: [{step: wait}, {step: spoil, do: broken = true}]}
checks:
  whole: {always: not broken}
"""


def whole(text: str) -> tuple[Program, Space]:
    program = compiled(read(text, "odds.yaml"))
    return program, explored(program)


def shipped(name: str) -> tuple[Program, Space]:
    return whole((SCENARIOS / f"{name}.yaml").read_text(encoding="utf-8"))


def run(program: Program, text: str) -> Trace:
    found = replayed(program, decoded(program, text))
    assert found.stopped is None
    return found


def test_the_published_race_grows_from_two_percent_to_certainty() -> None:
    program, space = shipped("dns-race-published")
    schedule = answered(program, space).findings[0].schedule
    along = Map(program, space).along(replayed(program, schedule).rows)
    shown = [round(100 * chance) for chance in along.chances]
    assert shown[0] == 2
    assert shown[-6:] == [6, 12, 23, 45, 92, 100]
    assert along.chances[0] == pytest.approx(0.0223, abs=1e-4)
    assert along.no_return == 11
    assert all(along.tail)


def test_a_lost_update_is_certain_once_both_have_read() -> None:
    program, space = shipped("lost-update")
    rows = run(program, "worker.a.read, worker.b.read, worker.a.write, worker.b.write").rows
    assert Map(program, space).along(rows).chances == (0.5, 0.5, 1.0, 1.0, 1.0)
    assert Map(program, space).along(rows).no_return == 2
    good = run(program, "worker.a.read, worker.a.write, worker.b.read, worker.b.write").rows
    assert Map(program, space).along(good).chances == (0.5, 0.5, 0.0, 0.0, 0.0)
    assert Map(program, space).along(good).no_return is None


@pytest.mark.parametrize("start", range(7))
@pytest.mark.parametrize("outright", [0, 10_000])
def test_a_walk_fails_as_often_as_it_began_near_the_end(
    start: int, outright: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(odds, "OUTRIGHT", outright)
    program, space = whole(WALK.replace("START", str(start)))
    seen = Map(program, space).along(program.starts[:1])
    assert seen.chances[0] == pytest.approx(start / 6, abs=1e-12)
    assert Map(program, space).distance(program.starts[0]) == (6 - start if start else None)


def test_nobody_avoids_what_a_fair_process_will_do() -> None:
    program, space = whole(SPIN.replace("FAIR", ""))
    seen = Map(program, space).along(program.starts[:1])
    assert (seen.chances, seen.no_return) == ((1.0,), 0)


def test_a_process_that_may_be_passed_over_leaves_a_way_out() -> None:
    program, space = whole(SPIN.replace("FAIR", "fair: false, "))
    seen = Map(program, space).along(program.starts[:1])
    assert (seen.chances, seen.no_return) == ((1.0,), None)


def test_what_is_owed_from_the_start_is_not_owed_again_there() -> None:
    text = WALK.replace("away: {always: x != 6}", "up: {eventually: x == 2}").replace("START", "{any: '{1, 2}'}")
    program, space = whole(text)
    one = Map(program, space).along(program.starts[:1]).chances[0]
    two = Map(program, space).along(program.starts[1:2]).chances[0]
    assert (one, two) == (pytest.approx(0.5), 0.0)


def test_a_space_that_is_not_whole_and_an_unknown_name_are_refused() -> None:
    program, space = shipped("lost-update")
    with pytest.raises(ValueError, match="not whole"):
        Map(program, explored(program, Limits(states=5)))
    with pytest.raises(ValueError, match="no check"):
        Map(program, space, "nobody")
    end = run(program, "worker.a.read, worker.a.write").rows[-1:]
    with pytest.raises(ValueError, match="does not begin"):
        Map(program, space).along(end)


def test_what_people_do_keeps_the_last_chance() -> None:
    human = "  human: {only_in_runs: true, steps: [{step: look}]}\nchecks:"
    program, space = whole((SCENARIOS / "lost-update.yaml").read_text(encoding="utf-8").replace("checks:", human, 1))
    seen = Map(program, space).along(run(program, "worker.a.read, human.look").rows)
    assert (seen.chances, seen.tail) == ((0.5, 0.5, 0.5), (True, True, False))


@pytest.mark.parametrize("block", range(4))
def test_every_schedule_counted_gives_the_same_chances(block: int, many: int) -> None:
    for text, failing in cases(block, 3 * many):
        program, space = whole(text)
        seen, slow = Map(program, space, failing), Everything(load(text), failing)
        if failing is None and (counts := counted(program, seen.graph)) is not None:
            assert counts.failing == sum(slow.begun(each).failing for each in distinct(slow))
        for schedule, states in some_runs(slow, block):
            trace = run(program, schedule)
            along, expected = seen.along(trace.rows), slow.along(states)
            assert along.chances == pytest.approx([float(each.chance) for each in expected], abs=1e-12)
            lost = [each.total == each.failing for each in expected]
            assert along.no_return == (lost.index(True) if True in lost else None), json.dumps([schedule, text])
            assert [seen.distance(trace.rows[: i + 1]) for i in range(len(lost))] == [e.nearest for e in expected]


def distinct(slow: Everything) -> list[object]:
    return list(dict.fromkeys(slow.slow.starts()))


@pytest.mark.parametrize("block", range(4))
def test_the_nearest_start_is_as_far_as_the_shortest_finding_is_long(block: int, many: int) -> None:
    judged = 0
    for seed in range(block * 1000, block * 1000 + 12 * many):
        text = scenario(seed)
        try:
            shortest = load(text).explore(150).findings
        except TooManyError:
            continue
        program, space = whole(text)
        for name in {*shortest, "deadlock", "holds", "last"} - {"seen"}:
            seen = Map(program, space, name)
            near = [seen.distance(row) for row in np.unique(program.starts, axis=0)]
            assert min((d for d in near if d is not None), default=None) == shortest.get(name), f"{name}\n{text}"
            judged += 1
    assert judged > 10


def test_the_slow_counts_are_those_of_two_workers() -> None:
    slow = Everything(load((SCENARIOS / "lost-update.yaml").read_text(encoding="utf-8")), None)
    found = slow.begun(slow.slow.starts()[0])
    assert (found.total, found.failing, found.chance, found.nearest) == (6, 4, Fraction(1, 2), 4)
