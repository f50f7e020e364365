"""Schedules as text, runs replayed as far as they go, and why a process cannot move."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outage_gui.engine.blocked import blocked
from outage_gui.engine.program import Program, compiled
from outage_gui.engine.trace import decoded, move_text, next_moves, replayed, schedule_text, unpacked
from outage_gui.model.files import read

RACE = """
format: 1
title: A lock and its readers
types:
  Plan: 0..3
  Color: [red, green]
state:
  root: {type: Plan, start: {any: "{0, 2}"}}
  lock: {type: {maybe: enactor}, start: none}
  seen: {type: {set: Color}, start: []}
  owner: {type: {each: Plan, is: Color}, start: red}
  mended: {type: Plan, start: 0}
processes:
  planner:
    steps:
      - {step: publish, when: "root > 0 and lock == none and owner[root] == green", do: root = 3}
  enactor:
    instances: [a, b]
    repeat: forever
    steps:
      - {step: take, when: lock == none, do: lock = self}
      - {step: check, pick: {p: "{q for q in Plan if q > root}"}, do: "root = p; owner[p] = green"}
      - {step: paint, pick: {some: subsets(Color)}, do: seen = some}
      - {step: leave, do: lock = none}
  people:
    only_in_runs: true
    steps:
      - {step: mend, do: mended = 3 - root}
"""
PROGRAM = compiled(read(RACE, "race.yaml"))


def walked(program: Program, seed: int, length: int, start: int) -> list[int]:
    """A schedule that fits, by dice of that seed."""
    dice, row, moves = random.Random(seed), program.starts[start], []
    for _ in range(length):
        possible = [each for each in next_moves(program, row) if not each.fault]
        if not possible:
            break
        chosen = dice.choice(possible)
        moves.append(chosen.move)
        row = chosen.row
    return moves


@given(st.integers(0, 10_000), st.integers(0, 12), st.integers(0, 1))
def test_a_schedule_survives_its_text_and_replays_to_its_end(seed: int, length: int, start: int) -> None:
    moves = walked(PROGRAM, seed, length, start)
    schedule = decoded(PROGRAM, schedule_text(PROGRAM, moves, start))
    assert (schedule.start, list(schedule.moves), schedule.refused) == (start, moves, None)
    trace = replayed(PROGRAM, schedule)
    assert trace.stopped is None
    assert trace.moves.tolist() == moves
    assert trace.rows.shape == (len(moves) + 1, PROGRAM.words)


def test_a_schedule_is_read_with_any_blanks_and_separators() -> None:
    text = "start( root = 2 ) ;enactor.a.take\n enactor.a.check( p=3 ),enactor.a.paint(some={green,red})"
    schedule = decoded(PROGRAM, text)
    told = [move_text(PROGRAM.moves[move]) for move in schedule.moves]
    assert told == ["enactor.a.take", "enactor.a.check(p=3)", "enactor.a.paint(some={red, green})"]
    assert schedule_text(PROGRAM, schedule.moves, schedule.start).startswith("start(root=2), enactor.a.take, ")


@pytest.mark.parametrize(
    ("text", "number", "why"),
    [
        ("enactor.a.tke", 1, "there is no move 'enactor.a.tke'; did you mean 'enactor.a.take'?"),
        ("planner.publish, enactor.a.check(p=9)", 2, "there is no move 'enactor.a.check(p=9)'; did you mean"),
        ("start(root=1), planner.publish", 0, "there is no start 'start(root=1)'; did you mean 'start(root="),
    ],
)
def test_what_is_no_move_is_told_with_the_nearest_one(text: str, number: int, why: str) -> None:
    refused = decoded(PROGRAM, text).refused
    assert refused is not None
    assert refused.number == number
    assert refused.why.startswith(why)


@pytest.mark.parametrize(
    ("text", "rows", "why"),
    [
        ("enactor.a.take, enactor.b.take", 2, "lock == none is false: lock is a"),
        ("enactor.a.take, enactor.a.paint(some={})", 2, "enactor.a stands at check"),
        ("people.mend, people.mend", 2, "people has ended"),
        ("start(root=2), enactor.a.take, enactor.a.check(p=1)", 2, "p = 1 cannot be picked now"),
        ("start(root=2), people.mend, nobody.here", 2, "there is no move 'nobody.here'"),
    ],
)
def test_a_run_that_no_longer_fits_stops_there_and_says_why(text: str, rows: int, why: str) -> None:
    trace = replayed(PROGRAM, decoded(PROGRAM, text))
    assert len(trace.rows) == rows
    assert len(trace.moves) == rows - 1
    assert trace.stopped is not None
    assert trace.stopped.number == rows
    assert trace.stopped.why.startswith(why)


def test_a_faulting_move_can_be_seen_but_not_be_taken() -> None:
    text = RACE.replace("3 - root", "3 + root")
    program = compiled(read(text, "race.yaml"))
    trace = replayed(program, decoded(program, "start(root=2), people.mend"))
    assert trace.stopped is not None
    assert trace.stopped.why == "it faults: out-of-range"
    told = [(program.moves[each.move].text, program.faults[each.fault]) for each in next_moves(program, trace.rows[0])]
    assert told == [("enactor.a.take", ""), ("enactor.b.take", ""), ("people.mend", "out-of-range")]


def test_a_state_is_shown_with_its_values_and_positions() -> None:
    trace = replayed(PROGRAM, decoded(PROGRAM, "enactor.b.take, enactor.b.check(p=2)"))
    state = unpacked(PROGRAM, trace.rows[-1])
    owner = {0: "red", 1: "red", 2: "green", 3: "red"}
    assert state.values == {"root": 2, "lock": "b", "seen": frozenset(), "owner": owner, "mended": 0}
    assert state.positions == {"planner": "publish", "enactor.a": "take", "enactor.b": "paint", "people": "mend"}


def test_each_process_that_cannot_move_says_which_part_of_its_guard_is_false_now() -> None:
    trace = replayed(PROGRAM, decoded(PROGRAM, "start(root=2), enactor.b.take"))
    told = {each.instance: (each.step, each.false_part, each.text) for each in blocked(PROGRAM, trace.rows[-1])}
    assert told == {
        "planner": ("publish", "lock == none", "lock == none is false: lock is b"),
        "enactor.a": ("take", "lock == none", "lock == none is false: lock is b"),
    }
    first = {each.instance: each.text for each in blocked(PROGRAM, PROGRAM.starts[1])}
    assert first == {"planner": "owner[root] == green is false: owner[root] is red, root is 2"}


def test_a_process_with_nothing_to_pick_says_which_set_is_empty() -> None:
    text = (
        "start(root=2), enactor.a.take, enactor.a.check(p=3), enactor.a.paint(some={}), enactor.a.leave, enactor.b.take"
    )
    trace = replayed(PROGRAM, decoded(PROGRAM, text))
    assert trace.stopped is None
    stuck = {each.instance: each for each in blocked(PROGRAM, trace.rows[-1])}
    assert "enactor.b" in stuck
    assert stuck["enactor.b"].text == "nothing to pick for p: {q for q in Plan if q > root} is empty: root is 3"
