"""The flagship through its whole day on the workbench: from the start to the last recovery and back, frame by frame."""

from collections.abc import Iterator

import pytest

from outage_gui.workbench import shipped
from outage_gui.workbench.frame import Frame, Stage
from outage_gui.workbench.layers import placed
from outage_gui.workbench.stage import sketch_of, staged
from outage_gui.workbench.workbench import Workbench


class Still:
    """A layout that is ready at once and starts no process."""

    def stage(self, scenario: object) -> Stage:
        return staged(scenario, placed(sketch_of(scenario)), provisional=False)

    def poll(self) -> Stage | None:
        return None

    def close(self) -> None:
        return None


@pytest.fixture(scope="module")
def opened() -> Workbench:
    made = Workbench(reduced_motion=True, layout=Still())
    made.open(shipped.scenario("aws-2025-10-20-dynamodb-dns.yaml"))
    return made


@pytest.fixture
def workbench(opened: Workbench) -> Iterator[Workbench]:
    """At the start of what happened, nothing chosen."""
    opened.show_run("as-it-happened")
    opened.set_axis("steps")
    opened.select(None)
    opened.start()
    assert (opened.frame.problems, opened.frame.notice) == ((), "")
    return opened


def status(frame: Frame, service: str) -> str:
    return next(status for box, status in zip(frame.stage.boxes, frame.statuses, strict=True) if box.name == service)


@pytest.mark.parametrize("way", ["moves", "changes", "marks"])
def test_the_day_there_and_back_shows_the_same_frames(workbench: Workbench, way: str) -> None:
    forward, backward = {
        "moves": (workbench.step, workbench.back),
        "changes": (workbench.next_change, workbench.previous_change),
        "marks": (workbench.next_mark, workbench.previous_mark),
    }[way]
    workbench.select("lambda-invoke")
    seen = []
    while not workbench.frame.transport.at_end:
        seen.append(workbench.frame)
        forward()
    assert len(seen) > 20
    assert [one.x for one in seen] == sorted(one.x for one in seen)
    while seen:
        backward()
        assert workbench.frame == seen.pop()
    assert workbench.frame.transport.at_start


def test_it_is_green_before_the_deletion_and_after_the_last_recovery(workbench: Workbench) -> None:
    assert set(workbench.frame.statuses) == {"ok"}
    workbench.seek_text("06:48Z")
    assert status(workbench.frame, "dynamodb") == "down"
    workbench.back()
    assert set(workbench.frame.statuses) == {"ok"}
    workbench.end()
    assert not {"down", "recovering"} & set(workbench.frame.statuses)


def test_playing_the_day_ends_where_the_end_is(workbench: Workbench) -> None:
    workbench.end()
    end = workbench.frame
    for true_to_clock in (False, True):
        workbench.start()
        workbench.set_speed(8)
        workbench.set_true_to_clock(true_to_clock)
        workbench.play()
        for _ in range(2000):
            workbench.tick(100)
        assert workbench.frame._replace(transport=end.transport) == end
        workbench.set_true_to_clock(False)
        workbench.set_speed(1)


def test_every_red_box_is_followed_back_to_one_move_or_the_start(workbench: Workbench) -> None:
    reds = 0
    for chapter in range(1, 16):
        workbench.chapter(chapter)
        for box, now in zip(workbench.frame.stage.boxes, workbench.frame.statuses, strict=True):
            if now == "ok":
                continue
            workbench.select(box.name)
            why = workbench.frame.why
            assert why is not None
            assert why.hops[0].name == box.name
            assert why.hops[-1].kind in ("move", "start")
            assert why.hops[-1].step <= workbench.frame.step
            reds += 1
    assert reds > 200


def test_the_stale_move_the_deletion_and_the_people_are_told_apart(workbench: Workbench) -> None:
    tones: dict[str, list[str]] = {}
    for block in workbench.frame.score.blocks:
        tones.setdefault(block.tone, []).append(block.detail.splitlines()[0].partition(": ")[2])
    assert tones["stale"] == ["enactor.a.apply"]
    assert tones["cause"] == ["enactor.b.delete"]
    assert len(tones["human"]) == 14


def test_what_hurts_now_explains_what_is_not_ok_now(workbench: Workbench) -> None:
    """A box whose present cause is a need has an arrow into it that passes something on."""
    for chapter in range(1, 16):
        workbench.chapter(chapter)
        frame = workbench.frame
        hurt = {arrow.target for arrow, level in zip(frame.stage.arrows, frame.hurting, strict=True) if level != "ok"}
        for box, now in zip(frame.stage.boxes, frame.statuses, strict=True):
            workbench.select(box.name)
            why = workbench.frame.why
            if now in ("down", "degraded") and why and why.hops[0].text.startswith(("needs ", "is hurt ")):
                assert box.name in hurt


def test_a_choice_before_the_race_is_lost_keeps_the_services_green(workbench: Workbench) -> None:
    deletion = next(block for block in workbench.frame.score.blocks if block.tone == "cause")
    workbench.jump(deletion.number - 2)
    workbench.choose("enactor.b.delete")
    assert workbench.frame.what_if
    assert set(workbench.frame.statuses) == {"ok"}
    workbench.show_run("as-it-happened")
    workbench.drop_branch("branch:1")
