"""The story told to a room: scenes, keys, notes; what the room sees and when."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outage_gui.views.boxes import FAR_LABEL, largest
from outage_gui.views.look import other_display
from outage_gui.views.main_window import MainWindow
from outage_gui.views.present import PresentView, tallied
from outage_gui.views.present_ink import RING
from outage_gui.views.present_keys import OTHERS
from outage_gui.views.presenter import PresenterWindow, pace
from outage_gui.views.scene_pictures import around
from outage_gui.views.settings import Settings
from outage_gui.workbench.actions import ACTIONS
from outage_gui.workbench.presenting import Present
from outage_gui.workbench.theme import DARK
from outage_gui.workbench.workbench import Workbench

FLAGSHIP = Path(__file__).parent.parent / "scenarios" / "aws-2025-10-20-dynamodb-dns.yaml"
PLAIN = FLAGSHIP.with_name("lost-update.yaml")


@pytest.fixture
def workbench() -> Workbench:
    made = Workbench(reduced_motion=True)
    made.open(FLAGSHIP)
    made.set_screen("present")
    return made


def present(workbench: Workbench) -> Present:
    found = workbench.frame.present
    assert found is not None
    return found


def test_a_talk_starts_healthy_and_goes_through_every_scene(workbench: Workbench) -> None:
    story = workbench.document.scenario.story
    assert present(workbench).scene == 1
    assert set(workbench.frame.statuses) == {"ok"}
    for number, scene in enumerate(story[1:], start=2):
        workbench.talk.next_scene()
        assert (present(workbench).scene, present(workbench).title) == (number, scene.title)
    workbench.talk.next_scene()
    assert present(workbench).scene == len(story)
    assert present(workbench).next_title == ""
    workbench.close()


def test_back_is_the_same_picture_as_before(workbench: Workbench) -> None:
    workbench.talk.show_scene(5)
    before = workbench.frame
    workbench.talk.next_scene()
    workbench.talk.previous_scene()
    assert workbench.frame._replace(moving=False) == before._replace(moving=False)
    workbench.talk.previous_scene()
    assert present(workbench).scene == 4
    workbench.close()


def test_a_question_and_a_blank_screen_are_over_with_the_next_scene(workbench: Workbench) -> None:
    workbench.talk.show_scene(2)
    workbench.talk.ask_room(True)
    workbench.talk.blank(True)
    assert present(workbench).asked
    assert present(workbench).blank
    workbench.talk.next_scene()
    assert not present(workbench).asked
    assert not present(workbench).blank
    workbench.close()


def test_a_what_if_on_the_way_comes_back_to_the_scene_it_left(workbench: Workbench) -> None:
    workbench.talk.show_scene(4)
    told = workbench.frame
    workbench.set_screen("replay")
    other = next(move for move in workbench.frame.next_moves if not move.recorded)
    workbench.choose(other.move)
    assert workbench.frame.what_if
    workbench.set_screen("present")
    assert present(workbench).scene == 4
    assert not workbench.frame.what_if
    assert workbench.frame.statuses == told.statuses
    workbench.close()


def test_a_file_without_a_story_says_so_and_stays_where_it_is() -> None:
    workbench = Workbench()
    workbench.open(PLAIN)
    workbench.set_screen("present")
    assert workbench.frame.present is None
    assert "no story" in workbench.frame.notice
    workbench.close()


def test_another_file_begins_its_own_talk(workbench: Workbench) -> None:
    workbench.talk.show_scene(9)
    workbench.open(FLAGSHIP)
    workbench.set_screen("present")
    assert present(workbench).scene == 1
    workbench.close()


KEYS = [
    (Qt.Key.Key_Right, 6), (Qt.Key.Key_PageDown, 6), (Qt.Key.Key_Space, 6), (Qt.Key.Key_Left, 4),
    (Qt.Key.Key_PageUp, 4), (Qt.Key.Key_Home, 1), (Qt.Key.Key_End, 16), (Qt.Key.Key_3, 3),
]  # fmt: skip


@pytest.mark.parametrize("window", [PresentView, PresenterWindow])
def test_keys_and_clickers_lead_through_the_scenes_in_both_windows(
    qtbot: QtBot, workbench: Workbench, window: type[PresentView] | type[PresenterWindow]
) -> None:
    view = window(workbench)
    qtbot.addWidget(view)
    for key, scene in KEYS:
        workbench.talk.show_scene(5)
        qtbot.keyClick(view, key)
        assert present(workbench).scene == scene
    for letter, field in (("b", "blank"), ("a", "asked"), ("n", "notes_shown"), ("f", "frozen"), ("p", "tool")):
        workbench.talk.show_scene(2)
        qtbot.keyClick(view, letter)
        assert getattr(present(workbench), field)
        qtbot.keyClick(view, letter)
        assert not getattr(present(workbench), field)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert workbench.frame.present is None
    workbench.close()


def test_the_camera_goes_to_what_is_in_focus_and_shows_all_where_nothing_is(workbench: Workbench) -> None:
    stage = workbench.frame.stage
    place = around(workbench.frame, (0,))
    box = stage.boxes[0].place
    assert place.width < stage.size.width
    assert place.x <= box.x
    assert box.x + box.width <= place.x + place.width
    assert around(workbench.frame, ()) == stage.size
    workbench.close()


def test_the_room_is_told_in_words_how_many_are_down(workbench: Workbench) -> None:
    assert tallied(workbench.frame) == "all services ok"
    workbench.talk.show_scene(7)
    assert tallied(workbench.frame) == "23 down · 19 degraded of 53 services"
    workbench.close()


def test_notes_are_for_the_presenter_only(qtbot: QtBot, workbench: Workbench) -> None:
    view = PresentView(workbench)
    qtbot.addWidget(view)
    view.resize(1200, 800)
    view.show()
    view.draw(workbench.frame, DARK)
    assert not view._notes.isVisible()
    workbench.talk.show_notes(True)
    view.draw(workbench.frame, DARK)
    assert view._notes.isVisible()
    assert view._notes.text() == present(workbench).notes
    workbench.close()


def test_the_window_gives_the_whole_screen_to_the_talk_and_takes_it_back(qtbot: QtBot, workbench: Workbench) -> None:
    workbench.set_screen("replay")
    window = MainWindow(workbench, Settings(None), "dark")
    qtbot.addWidget(window)
    window.show()
    window.press("present.show")
    assert window.isFullScreen()
    assert not window.header.isVisible()
    window.press("present.leave")
    assert not window.isFullScreen()
    assert window.header.isVisible()
    window.close()


def test_with_one_display_there_is_no_second_window() -> None:
    assert other_display(QGuiApplication.primaryScreen()) is None


def room(qtbot: QtBot, workbench: Workbench) -> PresentView:
    """What the room sees, kept up to date."""
    view = PresentView(workbench)
    qtbot.addWidget(view)
    view.resize(1440, 900)
    view.show()
    workbench.listen(lambda frame: view.draw(frame, DARK))
    view.draw(workbench.frame, DARK)
    return view


def test_a_frozen_room_keeps_its_picture_while_the_presenter_goes_on(qtbot: QtBot, workbench: Workbench) -> None:
    workbench.talk.show_scene(4)
    view = room(qtbot, workbench)
    title, said = view._title.text(), view.graph.frame
    workbench.talk.freeze(True)
    workbench.talk.next_scene()
    workbench.talk.next_scene()
    assert present(workbench).scene == 6
    assert (view._title.text(), view.graph.frame) == (title, said)
    assert view._place.text() == "4 / 16 · frozen"
    workbench.talk.freeze(False)
    assert view._title.text() == present(workbench).title != title
    assert view._place.text() == "6 / 16"
    workbench.talk.freeze(True)
    workbench.set_screen("replay")
    workbench.set_screen("present")
    assert not present(workbench).frozen
    workbench.close()


def drag(qtbot: QtBot, view: PresentView, start: QPoint, end: QPoint) -> None:
    qtbot.mousePress(view.ink, Qt.MouseButton.LeftButton, pos=start)
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(end), QPointF(view.ink.mapToGlobal(end)), Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(view.ink, event)
    qtbot.mouseRelease(view.ink, Qt.MouseButton.LeftButton, pos=end)


def test_what_is_drawn_is_seen_stays_on_its_spot_and_goes_with_the_scene(qtbot: QtBot, workbench: Workbench) -> None:
    workbench.talk.show_scene(4)
    view = room(qtbot, workbench)
    before = view.graph.grab().toImage()
    workbench.talk.take("pen")
    drag(qtbot, view, QPoint(200, 200), QPoint(500, 300))
    middle, accent = QPoint(350, 250), QColor(DARK.accent)
    assert view.graph.grab().toImage().pixelColor(middle) == accent
    view.graph.move_to(view.graph.camera.panned(40, 30))
    assert view.graph.grab().toImage().pixelColor(middle + QPoint(40, 30)) == accent
    view.graph.move_to(view.graph.camera.panned(-40, -30))
    workbench.talk.wipe()
    assert view.graph.grab().toImage() == before
    drag(qtbot, view, QPoint(200, 200), QPoint(500, 300))
    workbench.talk.next_scene()
    workbench.talk.previous_scene()
    assert view.graph.grab().toImage() == before
    workbench.close()


def test_the_pointer_follows_the_mouse_and_is_put_down_by_escape(qtbot: QtBot, workbench: Workbench) -> None:
    view = room(qtbot, workbench)
    before = view.graph.grab().toImage()
    qtbot.keyClick(view, "p")
    drag(qtbot, view, QPoint(300, 300), QPoint(420, 260))
    assert view.graph.grab().toImage().pixelColor(QPoint(420 + int(RING), 260)) == QColor(DARK.accent)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.graph.grab().toImage() == before
    assert workbench.frame.present is not None
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert workbench.frame.present is None
    workbench.close()


def test_the_room_predicts_what_fails_next_and_the_story_tells(qtbot: QtBot, workbench: Workbench) -> None:
    workbench.talk.show_scene(7)
    names, order = [box.name for box in workbench.frame.stage.boxes], ("ok", "recovering", "degraded", "down")
    fallen = [name for name, status in zip(names, workbench.frame.statuses, strict=True) if order.index(status) > 0]
    same = next(name for name in names if name not in fallen)
    workbench.talk.show_scene(1)
    view = room(qtbot, workbench)
    workbench.talk.take("guess")
    for name in (fallen[0], same, fallen[1]):
        area = view.graph.box_area(names.index(name))
        middle = QPoint(int(area.x + area.width / 2), int(area.y + area.height / 2))
        qtbot.mouseClick(view.ink, Qt.MouseButton.LeftButton, pos=middle)
    assert present(workbench).verdict == "3 services guessed to fail next"
    workbench.talk.next_scene()
    assert set(workbench.frame.statuses) == {"ok"}
    assert [guess.right for guess in present(workbench).guesses] == [None] * 3
    workbench.talk.show_scene(7)
    assert [guess.right for guess in present(workbench).guesses] == [True, False, True]
    assert view._verdict.text() == f"2 of 3 foreseen · {len(fallen) - 2} more got worse that nobody named"
    workbench.talk.next_scene()
    assert present(workbench).guesses == ()
    assert not view._verdict.isVisible()
    workbench.close()


def test_the_pace_is_told_once_a_scene_is_done() -> None:
    assert pace(50, 0, 16) == ""
    assert pace(120, 4, 16) == "at this pace 8 min in all"
    assert pace(120, 16, 16) == ""


def test_a_talk_that_was_left_tells_how_long_it_took(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("outage_gui.workbench.talk.time.monotonic", lambda: now[0])
    workbench = Workbench(reduced_motion=True)
    workbench.open(FLAGSHIP)
    workbench.set_screen("present")
    now[0] += 65
    workbench.talk.next_scene()
    now[0] += 130
    workbench.set_screen("replay")
    assert workbench.frame.notice == "2 scenes took 3:15; the longest was 2, Ask once, use later: 2:10."
    now[0] += 600
    workbench.set_screen("present")
    assert now[0] - present(workbench).began == 195
    workbench.close()


def test_an_action_is_noted_at_its_moment_with_undo_and_is_listed(workbench: Workbench) -> None:
    before = workbench.document.text
    workbench.talk.show_scene(7)
    at = workbench.frame.at
    workbench.talk.note_action("  give the clean-up a guard: #1 ")
    assert present(workbench).scene == 7
    assert present(workbench).actions == ("give the clean-up a guard: #1",)
    entry = next(one for one in workbench.document.scenario.timeline if one.say.startswith("Action: "))
    assert (entry.at, entry.mark) == (at, "note")
    times = [one.at for one in workbench.document.scenario.timeline]
    assert times == sorted(times)
    changed = [line for line in workbench.document.text.splitlines() if line not in before.splitlines()]
    assert len(changed) == 1
    workbench.talk.note_action(" ")
    workbench.undo()
    assert workbench.document.text == before
    assert present(workbench).actions == ()
    workbench.close()


def test_this_moment_becomes_a_scene_in_its_place(workbench: Workbench) -> None:
    before = workbench.document.text
    workbench.set_screen("replay")
    workbench.seek_text("2025-10-20 04:00")
    workbench.select("dynamodb")
    here = (workbench.frame.at, workbench.frame.step)
    workbench.talk.add_scene()
    titles = [scene.title for scene in workbench.document.scenario.story]
    assert len(titles) == 17
    number = 1 + next(n for n, scene in enumerate(workbench.document.scenario.story) if "04:00" in scene.at)
    assert workbench.frame.notice == f"Scene {number} of the story is this moment."
    assert workbench.frame.selected is not None
    workbench.start()
    workbench.chapter(number)
    assert (workbench.frame.at, workbench.frame.step) == here
    assert workbench.document.scenario.story[number - 1].focus == ("dynamodb",)
    workbench.jump(6)
    workbench.talk.add_scene()
    assert workbench.document.scenario.story[2].at == "6"
    workbench.undo()
    workbench.undo()
    assert workbench.document.text == before
    workbench.close()


def test_a_branch_is_no_scene_and_a_run_without_dates_has_no_clock_to_note_on() -> None:
    workbench = Workbench(reduced_motion=True)
    workbench.open(PLAIN)
    before = workbench.document.text
    workbench.talk.note_action("look again")
    assert "no dates" in workbench.frame.notice
    workbench.talk.add_scene()
    assert workbench.document.scenario.story[0].at == "0"
    workbench.undo()
    other = next(move for move in workbench.frame.next_moves if not move.recorded)
    workbench.choose(other.move)
    workbench.talk.add_scene()
    assert "record this branch" in workbench.frame.notice
    assert workbench.document.text == before
    workbench.close()


def test_another_size_shows_the_same_scene_unless_the_presenter_has_moved_it(
    qtbot: QtBot, workbench: Workbench
) -> None:
    workbench.talk.show_scene(4)
    view = room(qtbot, workbench)
    focus = present(workbench).focus
    view.resize(1920, 1080)
    qtbot.wait(20)
    assert view.graph.camera == view.graph.fitting(around(workbench.frame, focus))
    moved = view.graph.camera.panned(50, 0)
    view.graph.move_to(moved)
    view.resize(1440, 900)
    qtbot.wait(20)
    assert view.graph.camera == moved
    workbench.close()


def test_names_are_20_points_on_a_projector(qtbot: QtBot, workbench: Workbench) -> None:
    view = room(qtbot, workbench)
    view.resize(1920, 1080)
    for number in range(2, 17):
        workbench.talk.show_scene(number)
        qtbot.wait(5)
        shown = [
            largest(box, view.graph.camera.scale).pixelSize()
            for number, box in enumerate(workbench.frame.stage.boxes)
            if view.graph.rect().contains(QRectF(*view.graph.box_area(number)).toAlignedRect())
        ]
        assert len(shown) > 5
        assert set(shown) == {FAR_LABEL}
    workbench.close()


def test_every_key_of_the_talk_that_is_told_does_something_and_the_sheet_fits_a_laptop(
    qtbot: QtBot, workbench: Workbench
) -> None:
    window = MainWindow(workbench, Settings(None), "dark")
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    keys = [action.in_talk.lower() for action in ACTIONS if action.in_talk]
    assert set(keys) == set(OTHERS) - {"."}
    told = []
    window.present.swapped.connect(lambda: told.append("s"))
    for key in keys:
        workbench.talk.show_scene(2)
        before = workbench.frame
        qtbot.keyClick(window.present, key)
        told += [key] * (workbench.frame.present != before.present)
    assert sorted(told) == sorted(keys)
    window.press("help.keys")
    assert window._sheet.isVisible()
    assert window._sheet.height() < 860
    assert window._sheet.width() < 1400
    window._sheet.close()
    window.asked = True
    window.close()
