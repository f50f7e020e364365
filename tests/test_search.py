"""Search finds every state once and every finding's shortest schedule; a slow explorer and brute force agree."""

import itertools
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from slow import document
from slow.exploring import Result, TooManyError
from slow.generator import scenario
from slow.interpreter import load

from outage_gui.engine import seen as seen_module
from outage_gui.engine.answer import Answer, answered
from outage_gui.engine.counting import signs_of
from outage_gui.engine.graph import graph_of
from outage_gui.engine.layout import TAKEN
from outage_gui.engine.program import Program, compiled
from outage_gui.engine.search import Limits, Space, explored, search
from outage_gui.engine.seen import Numbers, Seen
from outage_gui.engine.shortest import Way, ways
from outage_gui.engine.step import successors
from outage_gui.engine.tables import loops
from outage_gui.engine.trace import replayed
from outage_gui.model.fixes import with_fixes

SCENARIOS = Path(__file__).parent.parent / "scenarios"
SLOW_LIMIT = 2_000  # states that the slow explorer may take
LARGEST = 400  # states of a random scenario
BLOCKS, A_BLOCK = 10, 20  # 200 random scenarios, times --many
PATHS = 20_000  # ways of one length that brute force lists
SCHEDULES = 3_000  # complete schedules that brute force lists


def program_of(text: str, fixes: Sequence[str] = ()) -> Program:
    return compiled(with_fixes(text, "dice.yaml", tuple(fixes)))


def answer_of(text: str, fixes: Sequence[str] = ()) -> Answer:
    program = program_of(text, fixes)
    return answered(program, explored(program))


def lengths(answer: Answer) -> dict[str, int]:
    return {one.check: one.steps for one in answer.findings}


def same(answer: Answer, result: Result) -> None:
    space = answer.space
    assert (space.states, space.generated, space.depth) == (result.states, result.generated, result.depth)
    assert space.deadlocks == result.deadlocks
    assert lengths(answer) == result.findings
    assert answer.verdict == ("violated" if result.findings else "verified")


# --- the slow explorer agrees -------------------------------------------------------------------------------------


def fix_sets() -> Iterator[Any]:
    """Every shipped file with every set of fixes of which its `expect` speaks."""
    for file in sorted(SCENARIOS.glob("*.yaml")):
        expectations = document.read(file.read_text(encoding="utf-8")).get("expect", [])
        for fixes in dict.fromkeys(tuple(each.get("with", ())) for each in expectations):
            known = next(
                (int(e["states"]) for e in expectations if tuple(e.get("with", ())) == fixes and "states" in e), 0
            )
            if known <= SLOW_LIMIT:
                yield pytest.param(file, fixes, id="-".join((file.stem, *fixes)))


@pytest.mark.parametrize(("file", "fixes"), tuple(fix_sets()))
def test_a_shipped_scenario_has_the_counts_and_findings_of_the_slow_explorer(file: Path, fixes: tuple[str]) -> None:
    text = file.read_text(encoding="utf-8")
    try:
        result = load(text, fixes).explore(SLOW_LIMIT)
    except TooManyError:
        pytest.skip("too many states for the slow explorer")
    same(answer_of(text, fixes), result)


@cache
def small_ones(block: int, count: int) -> tuple[tuple[str, Result], ...]:
    """So many random scenarios that the slow explorer can finish, most of them with more than a few states."""

    def found() -> Iterator[tuple[str, Result]]:
        for seed in itertools.count(50_000_000 + block * 1_000_000):
            text = lively(scenario(seed)) if seed % 2 else scenario(seed)
            try:
                result = load(text).explore(LARGEST)
            except TooManyError:
                continue
            if result.states > 5 or seed % 10 == 0:
                yield text, result

    return tuple(itertools.islice(found(), count))


def lively(text: str) -> str:
    """The same with checks of what happens in the end."""
    read = yaml.safe_load(text)
    checks = read["checks"]
    one, other = checks["holds"]["always"], checks["seen"]["sometimes"]
    checks["soon"] = {"eventually": other}
    checks["later"] = {"leads": {"from": other, "to": f"not ({one})"}}
    return yaml.safe_dump(read, sort_keys=False, width=1000)


@pytest.mark.parametrize("block", range(BLOCKS))
def test_a_random_scenario_has_the_counts_and_findings_of_the_slow_explorer(block: int, many: int) -> None:
    for text, result in small_ones(block, A_BLOCK * many):
        try:
            answer = answer_of(text)
            # A way into debt that touches what pays it is no way; the slow explorer measures to the state alone.
            for check in {"soon", "later"} & lengths(answer).keys() & result.findings.keys():
                assert lengths(answer)[check] >= result.findings[check]
                result.findings[check] = lengths(answer)[check]
            same(answer, result)
        except (AssertionError, ValueError) as difference:
            raise AssertionError(f"{difference}\nin\n{text}") from difference


# --- brute force agrees -------------------------------------------------------------------------------------------


class Course(NamedTuple):
    """One schedule and where it ends."""

    moves: tuple[int, ...]
    row: bytes
    fault: int


def paths(program: Program, length: int) -> list[Course]:
    """Every schedule of that length, or that faults there, from the only start; [] if there are too many."""
    known = [Course((), program.starts[0].tobytes(), 0)]
    for _ in range(length):
        known = [after for path in known if not path.fault for after in onward(program, path)]
        if len(known) > PATHS:
            return []
    return known


def onward(program: Program, path: Course) -> list[Course]:
    row = np.frombuffer(path.row, np.uint64).reshape(1, -1)
    found = successors(program, row)
    numbered = zip(found.move.tolist(), found.rows, found.fault.tolist(), strict=True)
    return [Course((*path.moves, move), after.tobytes(), fault) for move, after, fault in numbered]


def switches(program: Program, moves: Sequence[int]) -> int:
    who = [program.moves[move][:2] for move in moves]
    return sum(one != other for one, other in itertools.pairwise(who))


def bad_ends(program: Program, space: Space, name: str) -> tuple[int, set[tuple[bytes, int]]]:
    """The length of the shortest, and where they may end: a row, or a row and the move that faults."""
    bad = next(bad for bad in space.bad if bad.name == name)
    level = space.levels[bad.depth]
    moves = bad.moves.tolist() or [-1] * len(bad.rows)
    return bad.steps, {(level[row].tobytes(), move) for row, move in zip(bad.rows.tolist(), moves, strict=True)}


@pytest.mark.parametrize("block", range(2))
def test_the_schedule_told_has_the_fewest_switches_and_is_the_first_of_all_shortest_ones(block: int, many: int) -> None:
    compared = 0
    for text, _ in small_ones(block, A_BLOCK * many):
        program = program_of(text)
        space = explored(program)
        found = ways(program, space, space.bad)
        for bad, way in zip(space.bad, found, strict=True):
            every = shortest_by_force(program, space, bad.name) if len(program.starts) == 1 else []
            if every:
                best = min(every, key=lambda moves: (switches(program, moves), moves))
                assert (way.moves, way.switches) == (best, switches(program, best)), text
                compared += 1
    assert compared > 5


def shortest_by_force(program: Program, space: Space, name: str) -> list[tuple[int, ...]]:
    length, ends = bad_ends(program, space, name)
    if all(move < 0 for _, move in ends):
        return [path.moves for path in paths(program, length) if not path.fault and (path.row, -1) in ends]
    before = paths(program, length - 1)
    return [
        after.moves
        for path in before
        if not path.fault
        for after in onward(program, path)
        if after.fault and (path.row, after.moves[-1]) in ends
    ]


def schedules_by_force(program: Program, answer: Answer) -> tuple[int, int, float] | None:
    """All complete schedules one by one, those that meet a bad state, fault or end badly, and the chance of these.

    None if there are too many.
    """
    graph = graph_of(program, answer.space)
    signs = signs_of(program, graph)
    known = {row.tobytes(): i for i, row in enumerate(graph.rows)}
    starts = [Course((), row.tobytes(), 0) for row in np.unique(program.starts, axis=0)]
    todo = [(path, bool(signs.bad[known[path.row]]), 1 / len(starts)) for path in starts]
    total, failing, chance = 0, 0, 0.0
    while todo:
        path, failed, share = todo.pop()
        stuck = not path.fault and bool(signs.stuck[known[path.row]])
        if path.fault or stuck:
            total, failing = total + 1, failing + (failed or bool(path.fault))
            chance += share * (failed or bool(path.fault))
        afters = [] if path.fault else onward(program, path)
        for after in afters:
            wrong = failed or (not after.fault and bool(signs.bad[known[after.row]]))
            todo.append((after, wrong, 0.0 if stuck else share / len(afters)))
        if len(todo) + total > SCHEDULES:
            return None
    return total, failing, chance


@pytest.mark.parametrize("blocks", [range(5), range(5, 10)], ids=["one-half", "other-half"])
def test_schedules_are_counted_as_if_they_were_listed_one_by_one(blocks: range, many: int) -> None:
    compared = 0
    for text, result in (one for block in blocks for one in small_ones(block, A_BLOCK * many)):
        if "later" in text or result.states > 100:  # what is owed is not read off single states
            continue
        program = program_of(text)
        answer = answered(program, explored(program))
        listed = schedules_by_force(program, answer) if answer.counts is not None else None
        if answer.counts is not None and listed is not None:
            assert (answer.counts.total, answer.counts.failing) == listed[:2], text
            assert answer.counts.chance == pytest.approx(listed[2]), text
            compared += 1
    assert compared > 5


def test_a_schedule_that_ends_in_debt_fails_and_one_that_pays_does_not() -> None:
    text = """\
format: 1
title: One of two pays
state:
  asked: {type: bool, start: false}
  paid: {type: bool, start: false}
processes:
  asker: {steps: [{step: ask, do: asked = true}]}
  payer: {steps: [{step: pay, do: paid = true}]}
  thief: {steps: [{step: take, do: paid = false}]}
checks:
  pays: {leads: {from: asked, to: paid}}
"""
    # What was asked stays asked, so that it is owed again where `take` comes after `pay`: in three of six orders.
    counts = answer_of(text).counts
    assert counts is not None
    assert (counts.total, counts.failing, counts.chance) == (6, 3, pytest.approx(0.5))


# --- exact answers ------------------------------------------------------------------------------------------------

TURNS = """\
format: 1
title: One waits, one turns
state:
  done: {type: bool, start: false}
processes:
  waiter:
    FAIR
    steps:
      - {step: finish, WHEN, do: done = true}
  wheel:
    repeat: forever
    local: {up: {type: bool, start: false}}
    steps:
      - {step: turn, do: up = not up}
checks:
  finishes: {eventually: done}
"""


def turns(fair: str = "fair: true", when: str = "when: true") -> str:
    return TURNS.replace("FAIR", fair).replace("WHEN", when)


def test_a_process_that_stays_ready_is_not_passed_over_for_ever() -> None:
    assert answer_of(turns()).findings == ()


def test_an_unfair_process_may_be_passed_over_and_the_finding_shows_the_loop() -> None:
    program = program_of(turns(fair="fair: false"))
    (found,) = answered(program, explored(program)).findings
    assert (found.check, found.steps) == ("finishes", 0)
    assert [program.moves[move].text for move in found.loop or ()] == ["wheel.turn", "wheel.turn"]


def test_a_process_that_is_ready_now_and_then_only_may_be_passed_over() -> None:
    text = turns(when="when: up").replace("local: {up: {type: bool, start: false}}\n    ", "")
    text = text.replace("state:\n", "state:\n  up: {type: bool, start: false}\n")
    program = program_of(text)
    (found,) = answered(program, explored(program)).findings
    trace = replayed(program, found.schedule._replace(moves=found.schedule.moves + (found.loop or ())))
    assert trace.stopped is None
    assert np.array_equal(trace.rows[-1], trace.rows[found.steps])


def test_a_run_that_stands_still_in_debt_has_an_empty_loop() -> None:
    text = turns(when="when: false").replace("repeat: forever", "repeat: 1")
    found = {one.check: one for one in answer_of(text).findings}
    assert (found["finishes"].steps, found["finishes"].loop) == (1, ())
    assert found["deadlock"].loop is None


def test_a_circle_of_moves_makes_the_number_of_schedules_unbounded() -> None:
    assert answer_of(turns()).counts is None


@pytest.mark.parametrize(
    ("fixes", "total", "failing"), [((), 5_841_186, 166_204), (("three-plans",), 2_282, 36)], ids=["five", "three"]
)
def test_the_published_race_has_the_published_number_of_schedules(
    fixes: tuple[str, ...], total: int, failing: int
) -> None:
    answer = answer_of((SCENARIOS / "dns-race-published.yaml").read_text(encoding="utf-8"), fixes)
    assert answer.counts is not None
    assert (answer.counts.total, answer.counts.failing) == (total, failing)
    (found,) = answer.findings
    assert (found.steps, found.switches) == (11, 4)


def test_a_lost_update_fails_in_four_of_its_six_orders() -> None:
    answer = answer_of((SCENARIOS / "lost-update.yaml").read_text(encoding="utf-8"))
    assert answer.counts is not None
    assert (answer.counts.total, answer.counts.failing, answer.counts.exact) == (6, 4, True)
    assert answer.counts.chance == pytest.approx(0.5)


# --- slices, limits, tables ---------------------------------------------------------------------------------------


def micro(*fixes: str) -> Program:
    """1,985 states, the first failure after 10 moves."""
    return program_of((SCENARIOS / "dns-race-micro.yaml").read_text(encoding="utf-8"), fixes)


def drained(program: Program, limits: Limits, size: int) -> Space:
    turns_ = search(program, limits, size=size)
    before = (0, 0, 0)
    while True:
        try:
            now = next(turns_)
        except StopIteration as done:
            result: Space = done.value
            return result
        assert (now.depth, now.states, now.generated) >= before
        before = (now.depth, now.states, now.generated)


def told(program: Program, space: Space) -> tuple[Any, ...]:
    return space.states, space.generated, space.depth, space.deadlocks, answered(program, space).findings


@pytest.mark.parametrize("size", [1, 7, 1 << 16])
def test_the_size_of_a_slice_changes_nothing_that_is_told(size: int) -> None:
    program = micro("three-plans")
    assert told(program, drained(program, Limits(), size)) == told(program, explored(program))


def test_without_a_compiler_the_answers_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    program = micro("three-enactors")
    answer = told(program, explored(program))
    monkeypatch.setattr(seen_module, "loops", lambda: None)
    assert answer == told(program, explored(program))
    assert answer[0] == 33_023


def test_a_limit_on_states_leaves_the_space_incomplete_and_not_verified() -> None:
    program = micro("check-when-applying")
    answer = answered(program, explored(program, Limits(states=1_000)))
    assert (answer.space.stopped, answer.verdict, answer.counts) == ("more than 1,000 states", "incomplete", None)
    assert explored(program, Limits(states=1_157)).stopped == ""


def test_a_limit_on_states_is_kept_to_the_state() -> None:
    program = micro()
    whole = explored(program)
    for most in (1, 2, 100, 1_984, 1_985, 5_000):
        space = explored(program, Limits(states=most))
        assert (space.states, sum(map(len, space.levels))) == (min(most, 1_985),) * 2
        assert bool(space.stopped) == (most < 1_985)
        assert np.array_equal(space.rows, whole.rows[:most])


def test_a_limit_on_bytes_is_kept_while_the_set_grows() -> None:
    program = micro("three-enactors")  # 33,023 states
    for most in (500_000, 2_000_000):
        space = explored(program, Limits(bytes=most))
        assert space.stopped == f"more than {most:,} bytes"
        assert 8 * program.words * space.states < most
    assert explored(program, Limits(bytes=8_000_000)).stopped == ""


def test_every_state_that_is_counted_was_judged() -> None:
    program = program_of(TURNS_BAD)
    # The bad state is the last one met within the limit, and was never expanded.
    for most in (3, 4):
        space = explored(program, Limits(states=most))
        assert [(bad.name, bad.depth) for bad in space.bad] == ([("low", 3)] if most == 4 else [])


TURNS_BAD = """\
format: 1
title: A counter that gets too high
state:
  counter: {type: 0..9, start: 0}
processes:
  wheel: {repeat: forever, steps: [{step: turn, when: counter < 9, do: counter += 1, may_wait: true}]}
checks:
  low: {always: counter < 3}
"""


def test_what_is_found_before_a_limit_is_told_with_its_shortest_schedule() -> None:
    program = micro()
    answer = answered(program, explored(program, Limits(states=1_500)))
    assert answer.space.stopped
    assert ("endpoint-resolves", 10) in lengths(answer).items()
    assert answer.verdict == "violated"


def test_a_limit_on_bytes_stops_the_search() -> None:
    assert explored(micro(), Limits(bytes=100_000)).stopped == "more than 100,000 bytes"


def test_a_limit_on_seconds_is_judged_by_the_clock_that_is_given() -> None:
    ticks = itertools.count()
    space = explored(micro(), Limits(seconds=3), lambda: float(next(ticks)))
    assert (space.stopped, space.depth) == ("more than 3 seconds", 1)
    assert explored(micro(), Limits(seconds=3)).stopped == ""


def test_a_check_that_could_not_be_judged_is_named() -> None:
    program = program_of(turns())
    answer = answered(program, explored(program, Limits(states=1)))
    assert (answer.open, answer.verdict) == (("finishes",), "incomplete")


@st.composite
def batches_of_rows(draw: st.DrawFn) -> list[Any]:
    words = draw(st.integers(1, 5))
    row = st.lists(st.integers(0, 3), min_size=words, max_size=words)
    lists = draw(st.lists(st.lists(row, max_size=40), min_size=1, max_size=6))
    found = [np.array(each, np.uint64).reshape(-1, words) for each in lists]
    for rows in found:
        rows[:, 0] |= np.uint64(TAKEN)
    return found


@settings(deadline=None)  # the first of each width is compiled
@given(parts=batches_of_rows(), small=st.sampled_from([0, 10, 10_000]))
def test_the_set_gives_each_row_once_in_the_order_it_came(parts: list[Any], small: int) -> None:
    seen, known = Seen(parts[0].shape[1], small=small), dict[bytes, None]()
    for rows in parts:
        fresh = dict.fromkeys(row.tobytes() for row in rows if row.tobytes() not in known)
        assert [row.tobytes() for row in seen.add(rows.copy())] == list(fresh)
        known |= fresh
        assert seen.count == len(known)


@settings(deadline=None)  # the first of each width is compiled
@given(parts=batches_of_rows(), small=st.sampled_from([0, 10_000]))
def test_every_known_row_has_its_number_and_no_other_row_has_one(parts: list[Any], small: int) -> None:
    known = Seen(parts[0].shape[1]).add(parts[0].copy())
    numbers = Numbers(known, small=small)
    assert numbers.of(known).tolist() == list(range(len(known)))
    keys = {row.tobytes(): i for i, row in enumerate(known)}
    for rows in parts[1:]:
        assert numbers.of(rows).tolist() == [keys.get(row.tobytes(), -1) for row in rows]


def test_the_compiled_tables_work_where_the_compiler_is_installed() -> None:
    pytest.importorskip("numba")
    assert loops() is not None


def test_a_way_of_no_moves_is_a_way() -> None:
    program = program_of(turns().replace("eventually: done", "always: done"))
    space = explored(program)
    assert ways(program, space, space.bad) == [Way(0, (), 0, 0)]
