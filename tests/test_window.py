"""The window's wiring: a click or a key reaches its verb, and what the frame says is what the widgets say."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from outage_gui.views.commands import score
from outage_gui.views.main_window import MainWindow
from outage_gui.views.settings import Settings
from outage_gui.workbench.actions import ACTIONS
from outage_gui.workbench.shipped import flagship, scenario
from outage_gui.workbench.workbench import Workbench

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def workbench() -> Iterator[Workbench]:
    made = Workbench(reduced_motion=True)
    made.open(scenario("lost-update.yaml"))
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, workbench: Workbench) -> Iterator[MainWindow]:
    made = MainWindow(workbench, Settings(None), "dark")
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.lanes.overview.load_chart()  # so that no timer of its own outlives the test


def test_the_arrow_keys_step_forward_and_back(window: MainWindow, workbench: Workbench) -> None:
    QTest.keyClick(window, Qt.Key.Key_Right)
    assert workbench.frame.step == 1
    QTest.keyClick(window, Qt.Key.Key_Left)
    assert workbench.frame.step == 0


def test_end_and_home_go_to_both_ends(window: MainWindow, workbench: Workbench) -> None:
    QTest.keyClick(window, Qt.Key.Key_End)
    assert workbench.frame.transport.at_end
    QTest.keyClick(window, Qt.Key.Key_Home)
    assert workbench.frame.transport.at_start


def test_space_plays_and_pauses(window: MainWindow, workbench: Workbench) -> None:
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert workbench.frame.transport.playing
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert not workbench.frame.transport.playing


def test_another_next_move_starts_a_what_if_and_keeps_the_recorded_run(
    window: MainWindow, workbench: Workbench
) -> None:
    other = next(move for move in workbench.frame.next_moves if not move.recorded)
    button = next(b for b in window.panel.next_section.buttons() if other.label in b.accessibleName())
    QTest.mouseClick(button, LEFT)
    assert workbench.frame.what_if
    assert any(not twig.what_if for twig in workbench.frame.twigs)


def test_a_row_with_the_focus_is_pressed_by_enter(window: MainWindow, workbench: Workbench) -> None:
    button = window.panel.next_section.buttons()[0]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert workbench.frame.step == 1


def test_a_click_on_a_red_service_says_why(window: MainWindow, workbench: Workbench) -> None:
    workbench.end()
    red = next(number for number, status in enumerate(workbench.frame.statuses) if status == "down")
    place = window.graph.box_area(red)
    middle = QPoint(int(place.x + place.width / 2), int(place.y + place.height / 2))
    QTest.mouseClick(window.graph, LEFT, pos=middle)
    assert workbench.frame.why is not None
    assert workbench.frame.why.hops[-1].kind in {"move", "start"}
    assert window.panel.why_section.buttons()


def test_a_move_on_its_lane_says_what_it_brings_about(window: MainWindow, workbench: Workbench) -> None:
    QTest.keyClick(window.lanes.canvas, Qt.Key.Key_Down)
    assert workbench.frame.why is not None
    assert window.panel.why_section.accessibleName() == "What this move brings about"


def test_a_refused_file_leaves_the_old_scenario_on_screen(
    window: MainWindow, workbench: Workbench, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("format: 1\ntitle: x\nproceses: {}\n", encoding="utf-8")
    title = workbench.frame.title
    window.open_file(str(broken))
    assert workbench.frame.title == title
    assert window.notice.isVisible()
    told = " ".join(label.text() for label in window.notice.findChildren(QLabel))
    assert "broken.yaml:3" in told
    assert "processes" in told


@pytest.mark.filterwarnings("ignore:.*QDragEnterEvent.*:DeprecationWarning")  # Qt has no newer one to make by hand
def test_a_file_dropped_on_the_window_opens(window: MainWindow, workbench: Workbench) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(scenario("peterson.yaml")))])
    nothing, left = Qt.KeyboardModifier.NoModifier, LEFT
    entering = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, left, nothing)
    window.dragEnterEvent(entering)
    assert entering.isAccepted()
    window.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, left, nothing))
    assert workbench.frame.file == "peterson.yaml"


def test_every_action_of_the_table_can_be_pressed(
    window: MainWindow, workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(window, "choose_file", lambda: asked.append("file"))
    monkeypatch.setattr(window, "choose_place", lambda: asked.append("place"))
    monkeypatch.setattr(window, "choose_export", lambda: asked.append("export"))
    for action in ACTIONS:
        if action.key not in {"file.quit", "view.full", "help.about"}:
            window.press(action.key)
    window.close_dialogs()
    assert asked == ["file", "place", "export"]


def test_no_two_actions_share_a_key() -> None:
    keys = [key for action in ACTIONS for key in action.shortcuts]
    assert len(keys) == len(set(keys))


def test_the_palette_finds_by_letters_in_order() -> None:
    assert score("stp", "step") is not None
    assert score("pts", "step") is None
    best = min((score("step", action.title.lower()) or 0, action.title) for action in ACTIONS if "tep" in action.title)
    assert best[1] == "Step"


def test_the_theme_changes_and_changes_back(window: MainWindow, workbench: Workbench) -> None:
    window.lanes.overview.load_chart()  # else it comes in between
    before = window.grab().toImage()
    window.change_theme()
    assert window.grab().toImage() != before
    window.change_theme()
    assert window.grab().toImage() == before


def test_the_flagship_shows_clock_checks_and_data(window: MainWindow, workbench: Workbench) -> None:
    workbench.open(flagship())
    workbench.seek_text("2025-10-20T06:48Z")
    spoken = [button.accessibleName() for button in window.panel.checks_section.buttons()]
    assert any("false since move" in name for name in spoken)
    assert workbench.frame.clock.time == "23:48:00"
