"""The worker process of an exploration: the same answers as slices, pause, cancel, what happens when it dies."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from outage_gui.workbench import explore_jobs
from outage_gui.workbench.explore_frame import Outcome
from outage_gui.workbench.explore_jobs import Slices, Worker
from outage_gui.workbench.explored import Question, Tick
from outage_gui.workbench.exploring import Exploring
from outage_gui.workbench.shipped import scenario
from outage_gui.workbench.workbench import Workbench

PATIENCE = 60.0
SETS = ((), ("three-plans",), ("check-when-applying",))


@pytest.fixture(scope="module")
def shared() -> Iterator[Worker]:
    made = Worker()
    yield made
    made.close()


def question(*sets: tuple[str, ...]) -> Question:
    file = scenario("dns-race-micro.yaml")
    return Question(file.read_text(encoding="utf-8"), file.name, sets or SETS)


def until(job: Worker | Slices, enough: Callable[[list[tuple[str, Any]]], bool]) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found += job.messages()
        if enough(found):
            return found
        time.sleep(0.002)
    raise AssertionError(f"still waiting after {found[-3:]}")


def finished(job: Worker | Slices) -> list[tuple[str, Any]]:
    return until(job, lambda found: any(kind in ("done", "fault") for kind, _ in found))


def outcomes(found: list[tuple[str, Any]]) -> list[Outcome]:
    return [value._replace(seconds=0.0) for kind, value in found if kind == "outcome"]


def test_worker_and_slices_give_the_same_answers(shared: Worker) -> None:
    shared.explore(question())
    by_worker, by_slices = finished(shared), finished(Slices(question()))
    assert outcomes(by_worker)[-1].fixes == SETS[-1]
    assert outcomes(by_worker)[-1] == outcomes(by_slices)[-1]
    last = [{one.fixes: one for one in outcomes(found)} for found in (by_worker, by_slices)]
    assert last[0] == last[1]


def test_the_share_that_is_done_never_goes_back_for_any_set(shared: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explore_jobs, "TURN_SECONDS", 0.01)  # else a fast machine is done before it tells anything
    shared.explore(question(("three-enactors",), *SETS))
    shares: dict[tuple[str, ...], list[float]] = {}
    for kind, tick in finished(shared):
        if kind == "tick":
            assert isinstance(tick, Tick)
            shares.setdefault(tuple(tick.fixes), []).append(tick.share)
    assert shares
    for seen in shares.values():
        assert seen == sorted(seen)
        assert 0.0 <= seen[-1] <= 1.0


def test_a_paused_worker_comes_to_rest_and_goes_on_where_it_was(
    shared: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explore_jobs, "TURN_SECONDS", 0.01)
    large = ("three-enactors",)
    shared.explore(question(large, *SETS))
    before = until(shared, lambda found: any(kind == "tick" for kind, _ in found))
    shared.paused = True
    before += until(shared, lambda _: shared._owed == 0)  # the turns that were on their way
    time.sleep(0.2)
    assert list(shared.messages()) == []
    assert all(kind != "done" for kind, _ in before)
    shared.paused = False
    after = finished(shared)
    found = [*before, *after]
    states = [value.states for kind, value in found if kind == "tick" and tuple(value.fixes) == large]
    assert states == sorted(states)
    assert 33_023 in [one.states for one in outcomes(found)]


def test_cancel_ends_the_process_at_once_and_the_next_question_gets_another() -> None:
    worker = Worker()
    worker.explore(question(("three-enactors",)))
    until(worker, lambda found: any(kind == "tick" for kind, _ in found))
    process = worker._process
    assert process is not None
    worker.stop()
    process.wait(1)
    assert list(worker.messages()) == []
    worker.explore(question(("three-plans",)))
    assert [one.fixes for one in outcomes(finished(worker))][-1] == ("three-plans",)
    worker.close()


def test_a_worker_that_died_while_idle_is_replaced() -> None:
    worker = Worker()
    worker.explore(question(("three-plans",)))
    finished(worker)
    assert worker._process is not None
    worker._process.kill()
    worker._process.wait()
    worker.explore(question(("three-plans",)))
    assert outcomes(finished(worker))
    worker.close()


def test_a_worker_that_dies_at_work_is_told_calmly_and_can_be_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outage_gui.workbench.exploring.SMALL", 500)
    workbench = Workbench(reduced_motion=True)
    workbench.open(scenario("dns-race-micro.yaml"))
    workbench.explore()
    exploring = workbench.exploring
    polled(workbench, exploring, lambda: exploring._worker._process is not None)
    process = exploring._worker._process
    assert process is not None
    process.kill()
    polled(workbench, exploring, lambda: exploring._state != "running")
    explore = workbench.frame.explore
    assert explore is not None
    assert (explore.state, explore.sentence) == ("stopped", "The search ended: its process ended")
    workbench.explore()
    polled(workbench, exploring, lambda: exploring.outcome is not None)
    assert workbench.frame.explore is not None
    assert workbench.frame.explore.verdict == "violated"
    workbench.close()


def polled(workbench: Workbench, exploring: Exploring, enough: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not enough():
        assert time.monotonic() < end, exploring.value(0)
        workbench.poll()
        time.sleep(0.002)
