"""The rules of the format's section "Clock" for the moves of a run."""

from collections.abc import Sequence
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outage_gui.engine.clocked import moments
from outage_gui.engine.spread import Moment
from outage_gui.model.scenario import Join, Process, RunEntry, Scenario, Span, Step


class Replay(NamedTuple):
    moves: Sequence[str]


STEPS = (
    Step(name="read", takes=Span(low=2, high=9)),
    Step(name="write", takes=Span(low=3, high=3)),
    Step(name="rest"),
)
SCENARIO = Scenario(format=1, title="t", processes=(Process(name="worker", instances=("a", "b"), steps=STEPS),))


def run(*entries: tuple[str, int | None]) -> tuple[RunEntry, ...]:
    return tuple(RunEntry(move=move, at=at) for move, at in entries)


def laid(*entries: tuple[str, int | None], scenario: Scenario = SCENARIO) -> list[tuple[int, bool]]:
    replay = Replay([move for move, _ in entries if not move.startswith("start(")])
    return [(moment.at, moment.assumed) for moment in moments(scenario, run(*entries), replay)]


def test_a_given_time_is_when_the_effect_is_there() -> None:
    assert laid(("worker.a.read", 10), ("worker.a.write", 20))[1:] == [(10, False), (20, False)]


def test_without_a_time_a_move_follows_the_one_before_by_the_lower_end_of_what_it_takes_and_is_assumed() -> None:
    assert laid(("worker.a.write", 10), ("worker.b.read", None))[1:] == [(10, False), (12, True)]


def test_a_step_that_says_nothing_takes_no_time() -> None:
    assert laid(("worker.a.read", 10), ("worker.a.rest", None))[2] == (10, True)


def test_entries_before_the_first_time_are_laid_backwards_from_it() -> None:
    assert laid(("worker.a.read", None), ("worker.a.write", None), ("worker.b.read", 100)) == [
        (93, True),
        (95, True),
        (98, True),
        (100, False),
    ]


def test_with_no_time_at_all_the_run_starts_at_zero() -> None:
    assert laid(("worker.a.read", None), ("worker.a.write", None)) == [(0, True), (2, True), (5, True)]


def test_a_run_without_moves_has_its_start() -> None:
    assert laid() == [(0, True)]


def test_the_start_may_have_a_time_of_its_own() -> None:
    assert laid(("start(x=2)", 50), ("worker.a.read", None)) == [(50, False), (52, True)]


def test_a_start_without_a_time_is_laid_like_any_other() -> None:
    assert laid(("start(x=2)", None), ("worker.a.read", 50)) == [(48, True), (50, False)]


def test_a_guess_never_passes_the_next_time_that_is_known() -> None:
    entries = (("worker.a.read", 10), ("worker.a.write", None), ("worker.b.read", None), ("worker.b.write", 12))
    assert laid(*entries)[1:] == [(10, False), (12, True), (12, True), (12, False)]


def test_going_back_in_time_is_refused() -> None:
    with pytest.raises(ValueError, match="must not go back"):
        laid(("worker.a.read", 20), ("worker.b.read", None), ("worker.a.write", 19))


def test_picked_values_and_crashes_do_not_confuse_the_step() -> None:
    assert laid(("worker.a.write(p=b.read)", None), ("worker.a.crash", None)) == [(0, True), (3, True), (3, True)]


def test_what_the_steps_of_a_joined_move_take_adds_up() -> None:
    process = SCENARIO.processes[0].model_copy(update={"joins": (Join(steps=("read", "write")),)})
    joined = SCENARIO.model_copy(update={"processes": (process,)})
    assert laid(("worker.a.read", None), scenario=joined) == [(0, True), (5, True)]


def test_a_run_that_stops_early_has_moments_only_as_far_as_it_goes() -> None:
    entries = run(("worker.a.read", None), ("worker.a.write", None), ("worker.b.read", 100))
    assert moments(SCENARIO, entries, Replay(["worker.a.read"])) == (Moment(93, 0, True), Moment(95, 1, True))


def test_a_branch_goes_on_from_the_moments_it_shares() -> None:
    shared = (Moment(93, 0, True), Moment(95, 1, True))
    entries = run(("worker.a.read", None), ("worker.b.read", None), ("worker.b.write", None))
    assert moments(SCENARIO, entries, Replay(entries), shared) == (*shared, Moment(97, 2, True), Moment(100, 3, True))


@given(st.lists(st.tuples(st.sampled_from(STEPS), st.none() | st.integers(0, 30)), max_size=12))
def test_time_never_goes_back_and_every_given_time_is_kept(entries: list[tuple[Step, int | None]]) -> None:
    times = iter(sorted(at for _, at in entries if at is not None))
    timed = [(f"worker.a.{step.name}", None if at is None else next(times)) for step, at in entries]
    found = laid(*timed)
    assert [at for at, _ in found] == sorted(at for at, _ in found)
    assert [at for at, assumed in found if not assumed] == [at for _, at in timed if at is not None]
