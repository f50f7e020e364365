"""The storyboard: scenes as pictures, put in order, doubled, dropped, added by one click; all of it with undo."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from outage_gui.views.edit_story import Board
from outage_gui.views.main_window import MainWindow
from outage_gui.views.scene_pictures import ScenePictures
from outage_gui.views.settings import Settings
from outage_gui.workbench.story_edits import reading
from outage_gui.workbench.theme import DARK
from outage_gui.workbench.workbench import Workbench

FLAGSHIP = Path(__file__).parent.parent / "scenarios" / "aws-2025-10-20-dynamodb-dns.yaml"


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    workbench = Workbench(reduced_motion=True, remembers=False)
    workbench.open(FLAGSHIP)
    made = MainWindow(workbench, Settings(None), "dark")
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    workbench.set_screen("edit")
    made.press("edit.page_story")
    made.asked = True
    return made


def board(window: MainWindow) -> Board:
    return window.edit.canvas.story.board


def titles(window: MainWindow) -> list[str]:
    return [scene.title for scene in window._workbench.document.scenario.story]


def drag(qtbot: QtBot, widget: QWidget, start: QPointF, end: QPointF) -> None:
    qtbot.mousePress(widget, Qt.MouseButton.LeftButton, pos=start.toPoint())
    for share in (0.5, 1.0):
        spot = start + (end - start) * share
        event = QMouseEvent(
            QEvent.Type.MouseMove, spot, QPointF(widget.mapToGlobal(spot.toPoint())), Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(widget, event)
    widget.grab()
    qtbot.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=end.toPoint())


def test_a_click_chooses_a_scene_for_form_and_text_and_a_double_click_goes_there(
    qtbot: QtBot, window: MainWindow
) -> None:
    widget, workbench = board(window), window._workbench
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.card(4).center().toPoint())
    assert workbench.editing.path == ("story", 4)
    assert window.edit.canvas.page == "story"
    qtbot.mouseDClick(widget, Qt.MouseButton.LeftButton, pos=widget.card(4).center().toPoint())
    assert workbench.frame.explore is not None
    assert workbench.frame.explore.screen == "replay"
    assert "23:48" in workbench.frame.clock.time


def test_a_card_is_dragged_to_another_place_and_undo_brings_it_back(qtbot: QtBot, window: MainWindow) -> None:
    widget, before = board(window), titles(window)
    drag(qtbot, widget, widget.card(0).center(), widget.card(3).center() + QPointF(widget.card(3).width() / 3, 0))
    assert titles(window) == [*before[1:4], before[0], *before[4:]]
    assert window._workbench.editing.path == ("story", 3)
    drag(qtbot, widget, widget.card(3).center(), widget.card(0).center() - QPointF(40, 0))
    assert titles(window) == before
    window._workbench.undo()
    window._workbench.undo()
    assert window._workbench.document.text == FLAGSHIP.read_text(encoding="utf-8")


def test_a_card_put_down_where_it_was_changes_nothing(qtbot: QtBot, window: MainWindow) -> None:
    widget = board(window)
    drag(qtbot, widget, widget.card(2).center(), widget.card(2).center() + QPointF(20, 5))
    assert not window._workbench.frame.unsaved


def test_keys_choose_move_and_drop(qtbot: QtBot, window: MainWindow) -> None:
    widget, workbench, before = board(window), window._workbench, titles(window)
    qtbot.keyClick(widget, Qt.Key.Key_Right)
    qtbot.keyClick(widget, Qt.Key.Key_Right)
    assert workbench.editing.path == ("story", 1)
    qtbot.keyClick(widget, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert titles(window) == [before[0], before[2], before[1], *before[3:]]
    qtbot.keyClick(widget, Qt.Key.Key_Delete)
    assert titles(window) == [before[0], before[2], *before[3:]]
    qtbot.keyClick(widget, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert titles(window) == [before[0], before[2], *before[3:]]


def test_a_scene_is_doubled_after_itself_to_the_last_word(window: MainWindow) -> None:
    workbench = window._workbench
    workbench.look_at(("story", 1))
    window.press("edit.duplicate")
    story = workbench.document.scenario.story
    assert len(story) == 17
    assert story[1] == story[2]
    assert workbench.editing.path == ("story", 2)
    assert window.edit.canvas.page == "story"


def test_the_last_card_adds_the_moment_of_the_replay(qtbot: QtBot, window: MainWindow) -> None:
    widget, workbench, before = board(window), window._workbench, titles(window)
    workbench.seek_text("2025-10-20 04:00")
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.card(16).center().toPoint())
    assert len(titles(window)) == len(before) + 1
    added = next(scene for scene in workbench.document.scenario.story if scene.at == "2025-10-20 04:00")
    assert added.run == "as-it-happened"


def test_it_says_how_long_the_story_takes(window: MainWindow) -> None:
    story = window._workbench.document.scenario.story
    seconds = int(sum(map(reading, story)))
    assert f"16 scenes  ·  {seconds // 60}:{seconds % 60:02} to read" in board(window)._told()


def test_pictures_show_what_the_scenes_show_and_are_kept_until_that_changes(window: MainWindow) -> None:
    workbench = window._workbench
    pictures = ScenePictures(workbench, whole=True)
    pictures.prepare(DARK, QSize(320, 180), 1.0)
    healthy, broken = pictures.picture(1), pictures.picture(7)
    assert healthy is not None
    assert broken is not None
    assert healthy.toImage() != broken.toImage()
    assert pictures.picture(7) is broken
    for number in (1, 7, 16):
        frame = workbench.scene_frame(number)
        workbench.chapter(number)
        assert frame is not None
        assert (frame.statuses, frame.at, frame.step) == (
            workbench.frame.statuses, workbench.frame.at, workbench.frame.step,
        )  # fmt: skip
    assert pictures.picture(17) is None
    workbench.edit(workbench.document.text.replace("at: 2025-10-20T06:58Z", "at: nowhere", 1), "Break")
    assert pictures.picture(1) is not None


def test_a_story_of_none_offers_to_begin_one(qtbot: QtBot, window: MainWindow) -> None:
    workbench = window._workbench
    workbench.open(FLAGSHIP.with_name("lost-update.yaml"))
    window.press("edit.page_story")
    widget = board(window)
    assert widget.grab().size() == widget.size()
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(*map(int, widget.card(0).center().toTuple())))
    assert len(titles(window)) == 1


def test_a_scene_at_a_move_or_mark_is_dragged_to_a_time(qtbot: QtBot, window: MainWindow) -> None:
    workbench = window._workbench
    window.press("edit.page_clock")
    rows = window.edit.canvas.clock.rows
    number, item = next((n, one) for n, (_, one) in enumerate(rows._lines) if one and one.path == ("story", 3))
    assert (item.time, item.fixed) == ("24", False)
    assert item.at is not None
    start = QPointF(rows._x(item.at), rows._row(number).center().y())
    drag(qtbot, rows, start, start + QPointF(60, 0))
    moved = workbench.document.scenario.story[3]
    assert moved.at.startswith("2025-10-20 0")
    workbench.chapter(4)
    assert workbench.frame.at > item.at
    workbench.undo()
    assert workbench.document.text == FLAGSHIP.read_text(encoding="utf-8")
