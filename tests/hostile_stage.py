"""A window for files of strangers: it is driven everywhere, and nothing in it may be taken for markup."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from outage_gui.views import graph as graph_file
from outage_gui.views import lanes as lanes_file
from outage_gui.views.main_window import MainWindow
from outage_gui.views.settings import Settings
from outage_gui.workbench.frame import Frame
from outage_gui.workbench.workbench import Workbench

STEPS, HOVERED, ROWS = 40, 60, 1_200
PYQTGRAPH_SAYS = {"Opacity"}  # in menus it makes for itself


class Tips:
    """Stands where QToolTip stood and keeps what it was to show."""

    def __init__(self) -> None:
        self.shown: list[str] = []

    def showText(self, at: QPoint, text: str, widget: QWidget) -> None:  # noqa: N802
        self.shown.append(text)

    def hideText(self) -> None:  # noqa: N802
        pass


class Stage(NamedTuple):
    """A window with what it was told."""

    window: MainWindow
    workbench: Workbench
    tips: Tips
    frames: list[Frame]

    def open(self, folder: Path, text: str) -> None:
        path = folder / "file.yaml"
        path.write_text(text, encoding="utf-8")
        self.window.open_file(str(path))
        assert not self.workbench.frame.problems
        self.settle()

    def settle(self) -> None:
        QApplication.processEvents()

    def hover(self, widget: QWidget, x: float, y: float) -> None:
        at = QPoint(int(x), int(y))
        QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, at, widget.mapToGlobal(at)))

    def hover_all(self) -> None:
        """Every box, arrow, move and mark there is, up to a generous number; overview, axis and every row."""
        frame, graph, lanes = self.workbench.frame, self.window.graph, self.window.lanes
        for number in range(min(len(frame.stage.boxes), HOVERED)):
            place = graph.box_area(number)
            self.hover(graph, place.x + place.width / 2, place.y + place.height / 2)
        rows = lanes.canvas._rows
        assert rows is not None
        for thing in (*rows.chips[:HOVERED], *rows.marks[:HOVERED]):
            self.hover(lanes.canvas, thing.place.center().x(), thing.place.center().y())
        for x in range(0, lanes.width(), 97):
            for widget in (lanes.overview, lanes.axis):
                self.hover(widget, x, 20)
        for widget in self.window.findChildren(QWidget):
            self.hover(widget, 3, 3)

    def look_at_all(self) -> None:
        """Steps to the end and back, asks why, opens what can be opened, in both themes and on both axes."""
        workbench, window = self.workbench, self.window
        for _ in range(STEPS):
            QTest.keyClick(window, Qt.Key.Key_Right)
            self.settle()
        QTest.keyClick(window, Qt.Key.Key_End)
        assert workbench.frame.transport.at_end
        self.hover_all()
        for box in workbench.frame.stage.boxes[-3:]:
            workbench.select(box.name)
            self.settle()
        for key in ("replay.axis", "view.theme", "why.next", "help.commands", "help.keys"):
            window.press(key)
            self.settle()
        window._recent.aboutToShow.emit()
        self.no_markup()
        window.close_dialogs()
        window.press("view.theme")
        for _ in range(STEPS):
            QTest.keyClick(window, Qt.Key.Key_Left)
        QTest.keyClick(window, Qt.Key.Key_Home)
        self.hover_all()
        assert workbench.frame.transport.at_start
        assert workbench.frame.step == 0

    def no_markup(self) -> None:
        labels = [w for top in QApplication.topLevelWidgets() for w in top.findChildren(QLabel)]
        own_tips = [label for label in labels if label.metaObject().className() == "QTipLabel"]
        labels = [label for label in labels if label not in own_tips]
        assert labels
        for label in labels:
            ours = label.textFormat() == Qt.TextFormat.PlainText
            assert ours or label.text() in PYQTGRAPH_SAYS, label.text()
        tips = [widget.toolTip() for widget in self.window.findChildren(QWidget)]
        for tip in filter(None, [*tips, *self.tips.shown, *(label.text() for label in own_tips)]):
            assert re.fullmatch(r"<qt>([^<>]|<br>)*</qt>", tip), tip


@contextmanager
def staged(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """A window that leaves nothing behind."""
    workbench, tips, frames = Workbench(reduced_motion=True), Tips(), []
    monkeypatch.setattr(graph_file, "QToolTip", tips)
    monkeypatch.setattr(lanes_file, "QToolTip", tips)
    window = MainWindow(workbench, Settings(None), "dark")
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    qtbot.waitExposed(window)
    workbench.listen(frames.append)
    window.lanes.overview.load_chart()
    yield Stage(window, workbench, tips, frames)
    window.close()
    assert not [timer for timer in window.findChildren(QTimer) if timer.isActive()]
    assert not children()


def children() -> list[str]:
    """Processes this one has started and that still run."""
    told = Path("/proc/self/task").glob("*/children")
    alive = [number for file in told for number in file.read_text().split()]
    return [number for number in alive if " Z " not in Path(f"/proc/{number}/stat").read_text()]
