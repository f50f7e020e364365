"""The story told to a room: scenes, keys, notes; what the room sees and when."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from outage_gui.views.main_window import MainWindow
from outage_gui.views.present import PresentView, around, tallied
from outage_gui.views.presenter import PresenterWindow, other_screen
from outage_gui.views.settings import Settings
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
        workbench.next_scene()
        assert (present(workbench).scene, present(workbench).title) == (number, scene.title)
    workbench.next_scene()
    assert present(workbench).scene == len(story)
    assert present(workbench).next_title == ""
    workbench.close()


def test_back_is_the_same_picture_as_before(workbench: Workbench) -> None:
    workbench.show_scene(5)
    before = workbench.frame
    workbench.next_scene()
    workbench.previous_scene()
    assert workbench.frame._replace(moving=False) == before._replace(moving=False)
    workbench.previous_scene()
    assert present(workbench).scene == 4
    workbench.close()


def test_a_question_and_a_blank_screen_are_over_with_the_next_scene(workbench: Workbench) -> None:
    workbench.show_scene(2)
    workbench.ask_room(True)
    workbench.blank(True)
    assert present(workbench).asked
    assert present(workbench).blank
    workbench.next_scene()
    assert not present(workbench).asked
    assert not present(workbench).blank
    workbench.close()


def test_a_what_if_on_the_way_comes_back_to_the_scene_it_left(workbench: Workbench) -> None:
    workbench.show_scene(4)
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
    workbench.show_scene(9)
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
        workbench.show_scene(5)
        qtbot.keyClick(view, key)
        assert present(workbench).scene == scene
    for letter, field in (("b", "blank"), ("a", "asked"), ("n", "notes_shown")):
        workbench.show_scene(2)
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
    workbench.show_scene(7)
    assert tallied(workbench.frame) == "23 down · 19 degraded of 53 services"
    workbench.close()


def test_notes_are_for_the_presenter_only(qtbot: QtBot, workbench: Workbench) -> None:
    view = PresentView(workbench)
    qtbot.addWidget(view)
    view.resize(1200, 800)
    view.show()
    view.draw(workbench.frame, DARK)
    assert not view._notes.isVisible()
    workbench.show_notes(True)
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
    assert other_screen(QGuiApplication.primaryScreen()) is None
