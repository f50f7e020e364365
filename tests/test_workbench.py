"""The workbench as views see it: verbs in, one frame out. A small race with a clock, no Qt, no worker process."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from outage_gui.workbench.frame import Frame, Stage
from outage_gui.workbench.layers import placed
from outage_gui.workbench.stage import sketch_of, staged
from outage_gui.workbench.workbench import Workbench

SHOP = """
format: 1
title: Two clerks, one counter
zone: UTC
sources: {report: {title: Our report}}
types: {Count: 0..4}
state:
  counter: {type: Count, start: 0, label: Rows billed}
  paged: {type: bool, start: false}
processes:
  clerk:
    label: Billing clerk
    instances: [a, b]
    local: {seen: {type: Count, start: 0}}
    steps:
      - {step: read, do: seen = counter, label: Read the counter, takes: 2s, source: report}
      - {step: write, do: counter = seen + 1, label: Write it back, takes: 1s}
  auditor:
    steps:
      - {step: audit, when: counter == 2, label: Wait for two rows}
  operator:
    only_in_runs: true
    steps:
      - {step: page, do: paged = true, label: Page somebody}
checks:
  nothing-lost: {ends: counter == 2}
  small: {always: counter <= 1, label: Few rows}
services:
  billing: {label: Billing, fails_when: counter == 1 and ended(clerk) and not paged, recovers: {after: 5m},
            source: report, impact: {users: 100, cost_per_minute: 2, currency: EUR, source: report}}
  invoices: {label: Invoices, needs: [{service: billing, after: 10m, why: the nightly export reads it, source: report}]}
  mail: {label: Mail, needs: [{service: invoices, kind: soft}]}
  archive: {label: Archive}
timeline:
  - {at: 2025-01-01 12:00:07, say: Billing stops, mark: started, source: report, status: {billing: down}}
  - {at: 2025-01-01 12:30, say: An alarm, mark: detected, role: on call}
runs:
  lost:
    label: As it happened
    schedule:
      - {move: clerk.a.read, at: 2025-01-01 12:00:02, source: report}
      - clerk.b.read
      - {move: clerk.a.write, at: 2025-01-01 12:00:06, say: Clerk a goes first}
      - {move: clerk.b.write, at: 2025-01-01 12:00:07, source: report}
      - {move: operator.page, at: 2025-01-01 13:00}
  good:
    label: As designed
    schedule: [clerk.a.read, clerk.a.write, clerk.b.read, clerk.b.write, auditor.audit]
fixes:
  atomic: {label: Add in one step, join: {clerk: [read, write]}}
"""


class Still:
    """A layout that is ready at once and starts no process."""

    def stage(self, scenario: object) -> Stage:
        return staged(scenario, placed(sketch_of(scenario)), provisional=False)

    def poll(self) -> Stage | None:
        return None

    def close(self) -> None:
        return None


class Late(Still):
    """A layout that gives something provisional first."""

    def stage(self, scenario: object) -> Stage:
        self.better = super().stage(scenario)
        return self.better._replace(provisional=True)

    def poll(self) -> Stage | None:
        return self.better


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "shop.yaml"
    path.write_text(SHOP, encoding="utf-8")
    return path


@pytest.fixture
def workbench(file: Path) -> Iterator[Workbench]:
    made = Workbench(reduced_motion=True, layout=Still())
    made.open(file)
    assert made.frame.problems == ()
    yield made
    made.close()


def statuses(frame: Frame) -> dict[str, str]:
    return {box.name: status for box, status in zip(frame.stage.boxes, frame.statuses, strict=True)}


def details(frame: Frame) -> dict[str, str]:
    return {box.name: detail for box, detail in zip(frame.stage.boxes, frame.details, strict=True)}


def test_it_opens_healthy_at_the_start(workbench: Workbench) -> None:
    frame = workbench.frame
    assert (frame.title, frame.file, frame.subtitle) == ("Two clerks, one counter", "shop.yaml", "1 January 2025")
    assert (frame.step, frame.x, frame.clock.time, frame.clock.elapsed) == (0, 0.0, "12:00:00", "T−00:00:07")
    assert set(frame.statuses) == {"ok"}
    assert (frame.what_if, frame.notice, frame.transport.at_start) == (False, "", True)
    assert [run.label for run in frame.runs if run.on] == ["As it happened"]


def test_steps_go_through_the_moves_and_then_through_what_they_leave_behind(workbench: Workbench) -> None:
    seen = []
    while not workbench.frame.transport.at_end:
        workbench.step()
        seen.append((workbench.frame.step, workbench.frame.clock.time))
    assert seen == [
        (1, "12:00:02"),
        (2, "12:00:04"),
        (3, "12:00:06"),
        (4, "12:00:07"),
        (5, "13:00:00"),
        (5, "13:05:00"),
    ]
    workbench.step()
    assert workbench.frame.clock.time == "13:05:00"


def test_every_frame_on_the_way_back_is_the_one_of_the_way_there(workbench: Workbench) -> None:
    for forward, backward in (
        (workbench.step, workbench.back),
        (workbench.next_change, workbench.previous_change),
        (workbench.next_mark, workbench.previous_mark),
    ):
        workbench.start()
        seen = []
        while not workbench.frame.transport.at_end:
            seen.append(workbench.frame)
            forward()
        assert len(seen) >= 3
        while seen:
            backward()
            assert workbench.frame == seen.pop()


def test_a_jump_shows_what_stepping_there_shows(workbench: Workbench) -> None:
    for number in range(6):
        workbench.jump(number)
        jumped = workbench.frame
        workbench.start()
        for _ in range(number):
            workbench.step()
        assert workbench.frame == jumped


def test_changes_stop_at_every_status_change_and_every_recorded_entry(workbench: Workbench) -> None:
    workbench.jump(4)
    seen = []
    for _ in range(3):
        workbench.next_change()
        seen.append((workbench.frame.clock.time, workbench.frame.saying.title))
    assert seen == [
        ("12:10:07", "Invoices is down and Mail is degraded"),
        ("12:30:00", "An alarm"),
        ("13:00:00", "operator: page somebody"),
    ]
    workbench.previous_change()
    workbench.previous_change()
    assert workbench.frame.fresh == {1, 2}


def test_boxes_say_how_long_they_have_been_down_and_what_was_observed(workbench: Workbench) -> None:
    workbench.seek_text("12:40")
    assert statuses(workbench.frame) == {"billing": "down", "invoices": "down", "mail": "degraded", "archive": "ok"}
    assert details(workbench.frame)["billing"] == "down 39 min 53 s"
    assert details(workbench.frame)["mail"] == "degraded"
    assert workbench.frame.observed == ("down", None, None, None)
    workbench.seek_text("13:02")
    assert details(workbench.frame)["billing"] == "recovering"
    assert workbench.frame.hurting == ("ok", "ok")


def test_an_arrow_hurts_only_once_its_delay_is_over(workbench: Workbench) -> None:
    workbench.seek_text("12:10:06")
    assert workbench.frame.hurting == ("ok", "ok")
    workbench.seek_text("12:10:07")
    assert workbench.frame.hurting == ("down", "degraded")


def test_why_goes_down_to_the_move_and_lights_the_way(workbench: Workbench) -> None:
    workbench.seek_text("12:30")
    workbench.select("mail")
    why = workbench.frame.why
    assert why is not None
    assert [(hop.kind, hop.label, hop.status) for hop in why.hops] == [
        ("service", "Mail", "degraded"),
        ("service", "Invoices", "down"),
        ("service", "Billing", "down"),
        ("move", "Move 4", "down"),
    ]
    assert why.hops[1].text == "needs Billing; the nightly export reads it; felt after 10 min"
    assert (why.hops[0].assumed, why.hops[1].assumed, why.hops[1].source) == (True, False, "Our report")
    assert (why.services, why.arrows, why.moves) == ({0, 1, 2}, {0, 1}, {4})
    assert why.sentence == (
        "Mail is degraded since 12:10:07 because of Invoices, Billing; "
        "that goes back to move 4, Billing clerk b: write it back."
    )


def test_why_of_a_service_that_is_ok_is_one_sentence(workbench: Workbench) -> None:
    workbench.select("archive")
    assert workbench.frame.why is not None
    assert (workbench.frame.why.hops, workbench.frame.why.sentence) == ((), "Archive is ok, as from the start.")
    workbench.end()
    workbench.select("billing")
    assert workbench.frame.why.sentence == "Billing is ok again since 13:05."


def test_a_block_lights_what_it_brought_about(workbench: Workbench) -> None:
    workbench.select_block(4)
    why = workbench.frame.why
    assert why is not None
    assert (why.services, why.arrows, why.moves) == ({0, 1, 2}, {0, 1}, {4})
    assert "3 services down or degraded" in why.sentence
    workbench.select_block(1)
    assert workbench.frame.why is not None
    assert workbench.frame.why.services == frozenset()
    workbench.select_block(99)
    assert workbench.frame.why is None


def test_lamps_cells_and_next_moves_tell_the_state(workbench: Workbench) -> None:
    workbench.jump(3)
    frame = workbench.frame
    assert [(lamp.label, lamp.holds, lamp.text) for lamp in frame.lamps] == [
        ("nothing-lost", None, "judged when all is quiet"),
        ("Few rows", True, "true"),
    ]
    changed = {(cell.owner, cell.name): (cell.before, cell.value) for cell in frame.cells if cell.before is not None}
    assert changed == {("", "counter"): ("0", "1")}
    assert [(move.move, move.recorded) for move in frame.next_moves] == [
        ("clerk.b.write", True),
        ("operator.page", False),
    ]
    assert frame.next_moves[0].label == "Billing clerk b: write it back"
    assert [(one.process, one.step) for one in frame.blocked][-1] == ("auditor", "audit")
    assert (frame.saying.say, frame.saying.assumed) == ("Clerk a goes first", True)


def test_a_move_that_writes_what_another_wrote_meanwhile_is_stale(workbench: Workbench) -> None:
    tones = {block.number: block.tone for block in workbench.frame.score.blocks}
    assert tones == {1: "plain", 2: "plain", 3: "plain", 4: "cause", 5: "human"}
    assert [(flow.read, flow.stale) for flow in workbench.frame.score.flows if flow.stale] == [(4, True)]
    assert "went by counter as read in move 2; changed by move 3 since" in workbench.frame.score.blocks[3].detail
    workbench.show_run("good")
    assert not [flow for flow in workbench.frame.score.flows if flow.stale]


def test_waiting_is_drawn_where_a_guard_is_false(workbench: Workbench) -> None:
    lanes = workbench.frame.score.lanes
    assert [(lanes[wait.lane].label, wait.label) for wait in workbench.frame.score.waits] == [
        ("auditor", "Wait for two rows")
    ]


def test_the_score_keeps_its_identity_while_time_moves(workbench: Workbench) -> None:
    first = workbench.frame
    workbench.step()
    assert workbench.frame.score is first.score
    assert workbench.frame.stage is first.stage
    workbench.set_axis("clock")
    workbench.set_axis("steps")
    assert workbench.frame.score is first.score


def test_counters_take_only_sourced_figures(workbench: Workbench) -> None:
    workbench.seek_text("12:30:07")
    assert [(counter.label, counter.value) for counter in workbench.frame.counters] == [
        ("since the start", "30 min"),
        ("services affected", "3 of 4"),
        ("down now", "2"),
        ("users affected now", "100"),
        ("cost so far", "60 EUR"),
    ]


def test_on_the_steps_axis_every_move_has_equal_room(workbench: Workbench) -> None:
    blocks = workbench.frame.score.blocks
    assert [round(block.x - block.begins, 9) for block in blocks] == [round(blocks[0].x, 9)] * len(blocks)
    workbench.set_axis("clock")
    assert all(block.begins <= block.x for block in workbench.frame.score.blocks)


def test_a_better_layout_arrives_by_itself_and_leaves_the_lanes_alone(file: Path) -> None:
    layout = Late()
    workbench = Workbench(layout=layout)
    workbench.open(file)
    workbench.select("mail")
    before = workbench.frame
    workbench.poll()
    assert (before.stage.provisional, workbench.frame.stage.provisional) == (True, False)
    assert workbench.frame._replace(stage=before.stage) == before
    assert workbench.frame.score is before.score


# --- branches and fixes ---------------------------------------------------------------------------------------------


def test_the_recorded_move_is_a_step_and_another_a_what_if_branch(workbench: Workbench) -> None:
    workbench.step()
    workbench.choose("clerk.b.read")
    assert (workbench.frame.step, workbench.frame.what_if, len(workbench.frame.twigs)) == (2, False, 2)
    workbench.back()
    workbench.choose("clerk.a.write")
    frame = workbench.frame
    assert (frame.step, frame.what_if, frame.saying.what_if, frame.clock.assumed) == (2, True, True, True)
    assert [(twig.label, twig.depth, twig.current, twig.fork) for twig in frame.twigs][:2] == [
        ("As it happened", 0, False, 0),
        ("What if 1", 1, True, 1),
    ]
    assert [block.what_if for block in frame.score.blocks] == [False, True]
    assert frame.score.branch_x == frame.score.blocks[0].x
    workbench.choose("clerk.b.read")
    workbench.choose("clerk.b.write")
    workbench.choose("auditor.audit")
    assert [block.number for block in workbench.frame.score.blocks] == [1, 2, 3, 4, 5]
    assert workbench.frame.lamps[0].holds is True
    workbench.jump(1)
    assert workbench.frame.what_if is False


def test_the_recorded_run_is_never_lost(workbench: Workbench) -> None:
    recorded = workbench.frame
    workbench.choose("clerk.b.read")
    branch = next(twig.key for twig in workbench.frame.twigs if twig.current)
    workbench.show_branch("run:lost")
    workbench.start()
    assert workbench.frame == recorded._replace(twigs=workbench.frame.twigs)
    workbench.show_branch(branch)
    workbench.drop_branch(branch)
    workbench.start()
    assert workbench.frame == recorded
    workbench.drop_branch("run:lost")
    assert workbench.frame.notice == "A recorded run cannot be dropped."


def test_a_move_that_cannot_be_taken_is_told(workbench: Workbench) -> None:
    workbench.choose("auditor.audit")
    assert (workbench.frame.notice, workbench.frame.step) == ("auditor.audit cannot be taken now.", 0)
    workbench.dismiss_notice()
    assert workbench.frame.notice == ""


def test_a_run_that_no_longer_fits_says_where_it_stops(workbench: Workbench) -> None:
    workbench.set_fix("atomic", True)
    frame = workbench.frame
    assert frame.what_if
    assert frame.notice.startswith("Move 3 'clerk.a.write' is no longer possible: ")
    assert frame.saying.total == 2
    assert [fix.on for fix in frame.fixes] == [True]
    workbench.end()
    assert "down" not in workbench.frame.statuses
    workbench.set_fix("atomic", False)
    workbench.start()
    assert (workbench.frame.what_if, workbench.frame.notice, workbench.frame.saying.total) == (False, "", 5)


def test_a_fix_that_is_not_there_changes_nothing(workbench: Workbench) -> None:
    before = workbench.frame
    workbench.set_fix("magic", True)
    assert workbench.frame.notice
    assert workbench.frame._replace(notice="", problems=(), again=False) == before


# --- going to a time ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "time", "step"),
    [
        ("12:30", "12:30:00", 4),
        ("12:00:04Z", "12:00:04", 2),
        ("T+1m", "12:01:07", 4),
        ("T-0:00:05", "12:00:02", 1),
        ("2025-01-01T13:00Z", "13:00:00", 5),
        ("detected", "12:30:00", 4),
        ("3", "12:00:06", 3),
    ],
)
def test_a_typed_place_is_found(workbench: Workbench, text: str, time: str, step: int) -> None:
    workbench.seek_text(text)
    assert (workbench.frame.clock.time, workbench.frame.step, workbench.frame.notice) == (time, step, "")


@pytest.mark.parametrize("text", ["", "25:00", "99", "T+9d", "yesterday", "12:00 or so", "7" * 300, "2025-13-01T00:00"])
def test_a_place_that_is_nowhere_is_told_and_nothing_moves(workbench: Workbench, text: str) -> None:
    workbench.jump(2)
    workbench.seek_text(text)
    assert workbench.frame.notice
    assert workbench.frame.step == 2


def test_dragging_finds_stops_on_the_steps_axis_and_instants_on_the_clock(workbench: Workbench) -> None:
    for block in workbench.frame.score.blocks:
        workbench.seek_x(block.x + 0.01)
        assert workbench.frame.step == block.number
    workbench.set_axis("clock")
    for x in (0.0, 0.3, 0.77, 1.0):
        workbench.seek_x(x)
        assert abs(workbench.frame.x - x) < 1e-6


def test_without_a_story_the_milestones_are_the_chapters(workbench: Workbench) -> None:
    assert [chapter.title for chapter in workbench.frame.score.chapters] == ["Billing stops", "An alarm"]
    workbench.chapter(2)
    assert workbench.frame.clock.time == "12:30:00"
    workbench.chapter(9)
    assert workbench.frame.clock.time == "12:30:00"


# --- playing --------------------------------------------------------------------------------------------------------


def test_play_steps_once_a_second_and_stops_at_the_end(workbench: Workbench) -> None:
    workbench.set_speed(4)
    workbench.play()
    workbench.tick(250)
    assert (workbench.frame.step, workbench.frame.transport.playing) == (1, True)
    workbench.tick(60_000)
    assert (workbench.frame.transport.at_end, workbench.frame.transport.playing) == (True, False)
    workbench.toggle_play()
    assert (workbench.frame.step, workbench.frame.transport.playing) == (0, True)
    workbench.pause()


def test_a_tick_announces_only_where_something_moves(workbench: Workbench) -> None:
    heard: list[Frame] = []
    workbench.listen(heard.append)
    workbench.tick(16)
    workbench.poll()
    assert heard == []
    workbench.play()
    workbench.tick(16)
    assert len(heard) == 2


def test_failures_run_along_their_arrows_and_come_to_rest(file: Path) -> None:
    workbench = Workbench(layout=Still())
    workbench.open(file)
    workbench.seek_text("12:05:07")
    assert workbench.frame.waves == ((0, 0.5),)
    workbench.next_change()
    assert dict(workbench.frame.waves) == {0: 0.0, 1: 0.0}
    workbench.tick(200)
    assert all(0 < share < 1 for _, share in workbench.frame.waves)
    workbench.tick(1000)
    assert workbench.frame.waves == ()
    workbench.reduced_motion = True
    workbench.seek_text("12:05:07")
    assert workbench.frame.waves == ()


# --- the file -------------------------------------------------------------------------------------------------------


def test_a_refused_file_leaves_the_open_one_as_it_is(workbench: Workbench, tmp_path: Path) -> None:
    workbench.jump(3)
    before = workbench.frame
    bad = tmp_path / "bad.yaml"
    bad.write_text("format: 1\ntitle: x\nsteps: 1\n", encoding="utf-8")
    workbench.open(bad)
    assert workbench.frame.notice == "bad.yaml is refused; what was open stays open."
    assert workbench.frame.problems[0].startswith("bad.yaml:3:1: ")
    assert workbench.frame._replace(notice="", problems=(), again=False) == before
    workbench.open(tmp_path / "none.yaml")
    assert "cannot be read" in workbench.frame.notice
    assert workbench.frame.problems == ()


def test_reload_keeps_the_place_and_undo_has_the_old_text(workbench: Workbench, file: Path) -> None:
    workbench.jump(3)
    file.write_text(SHOP.replace("Two clerks", "Two people"), encoding="utf-8")
    workbench.reload()
    assert (workbench.frame.title, workbench.frame.step, workbench.frame.unsaved) == (
        "Two people, one counter",
        3,
        False,
    )
    workbench.undo()
    assert (workbench.frame.title, workbench.frame.unsaved) == ("Two clerks, one counter", True)
    file.write_text("format: 1\n", encoding="utf-8")
    workbench.reload()
    assert workbench.frame.problems
    assert workbench.frame.title == "Two clerks, one counter"


def test_a_moved_box_stays_can_be_undone_and_is_saved(workbench: Workbench, file: Path) -> None:
    workbench.jump(4)
    before = workbench.frame
    workbench.move_box("mail", 300, 200)
    place = next(box.place for box in workbench.frame.stage.boxes if box.name == "mail")
    assert (place.x + place.width / 2, place.y + place.height / 2) == (300, 200)
    assert (workbench.frame.unsaved, workbench.frame.can_undo) == (True, "Move mail")
    assert workbench.frame.score is before.score
    workbench.undo()
    assert workbench.frame == before._replace(can_redo="Move mail")
    workbench.redo()
    workbench.save()
    assert not workbench.frame.unsaved
    saved = file.read_text(encoding="utf-8")
    assert saved.startswith(SHOP)
    assert "mail" in saved[len(SHOP) :]


def test_a_file_that_changed_on_disk_is_not_overwritten(workbench: Workbench, file: Path) -> None:
    workbench.move_box("mail", 300, 200)
    file.write_text(SHOP + "# by somebody else\n", encoding="utf-8")
    workbench.save()
    assert workbench.frame.notice == "shop.yaml has changed on disk; nothing was written."
    assert workbench.frame.offer is not None
    assert workbench.frame.unsaved
    assert file.read_text(encoding="utf-8").endswith("else\n")


def test_opened_files_are_remembered(workbench: Workbench, file: Path) -> None:
    assert [(entry.name, entry.label) for entry in workbench.frame.recent] == [(str(file), "shop.yaml")]


def test_a_run_without_times_has_its_own_clock_and_no_timeline_beside_it(workbench: Workbench) -> None:
    workbench.show_run("good")
    frame = workbench.frame
    assert (frame.subtitle, frame.clock.time, frame.clock.zone, frame.score.marks) == ("", "T−00:00:02", "", ())
    workbench.end()
    assert workbench.frame.clock.time == "T+00:00:04"
    assert set(workbench.frame.statuses) == {"ok"}


def test_a_scenario_without_runs_can_be_played_by_choosing_moves(tmp_path: Path) -> None:
    path = tmp_path / "free.yaml"
    path.write_text(SHOP[: SHOP.index("\nruns:")] + "\n", encoding="utf-8")
    workbench = Workbench(reduced_motion=True, layout=Still())
    workbench.open(path)
    assert [twig.label for twig in workbench.frame.twigs] == ["No recorded run"]
    workbench.choose("clerk.b.read")
    workbench.choose("clerk.b.write")
    assert (workbench.frame.step, workbench.frame.what_if, workbench.frame.clock.date) == (2, True, "Wed 1 Jan 2025")


def test_nothing_open_is_a_frame_too() -> None:
    workbench = Workbench(layout=Still())
    for verb in (workbench.step, workbench.back, workbench.end, workbench.play, workbench.save, workbench.reload):
        verb()
    assert workbench.frame.title == "No scenario is open"


def test_each_verb_ends_in_one_announcement(workbench: Workbench, file: Path) -> None:
    heard: list[Frame] = []
    workbench.listen(heard.append)
    verbs = (
        lambda: workbench.open(file),
        workbench.reload,
        workbench.save,
        lambda: workbench.move_box("mail", 1, 2),
        workbench.undo,
        workbench.redo,
        workbench.step,
        workbench.back,
        workbench.end,
        lambda: workbench.jump(2),
        lambda: workbench.seek(0),
        lambda: workbench.seek_x(0.5),
        lambda: workbench.seek_text("x"),
        lambda: workbench.chapter(1),
        lambda: workbench.show_run("good"),
        lambda: workbench.choose("clerk.b.read"),
        lambda: workbench.show_branch("run:lost"),
        lambda: workbench.drop_branch("branch:1"),
        lambda: workbench.set_fix("atomic", True),
        lambda: workbench.select("mail"),
        lambda: workbench.select_next(1, 0),
        lambda: workbench.select_block(1),
        lambda: workbench.set_axis("clock"),
        lambda: workbench.set_true_to_clock(True),
        workbench.toggle_play,
        workbench.dismiss_notice,
    )
    for number, verb in enumerate(verbs, start=1):
        verb()
        assert len(heard) == number
        assert heard[-1] is workbench.frame


def test_a_recorded_incident_without_processes_replays_too(tmp_path: Path) -> None:
    path = tmp_path / "recorded.yaml"
    path.write_text(
        """
format: 1
title: Recorded
services: {web: {label: Web}, shop: {needs: [web]}}
timeline:
  - {at: 2025-01-01T10:00Z, say: Web fails, status: {web: down}}
  - {at: 2025-01-01T10:30Z, status: {web: ok}}
""",
        encoding="utf-8",
    )
    workbench = Workbench(layout=Still())
    workbench.open(path)
    assert workbench.frame.problems == ()
    seen = [workbench.frame.observed]
    while not workbench.frame.transport.at_end:
        workbench.step()
        seen.append(workbench.frame.observed)
    assert seen == [("down", None), ("ok", None)]
    assert workbench.frame.saying.title == "Web ok"
