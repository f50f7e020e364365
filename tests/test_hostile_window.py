"""Files of strangers in the window: nothing fails, no text is taken for markup, no file but theirs is opened."""

import logging
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hostile_files import CANARY, FILES, everywhere
from hostile_stage import ROWS, STEPS, Stage, staged
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from outage_gui.views.rows import RowButton

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def stage(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    with staged(qtbot, monkeypatch) as made:
        yield made


@pytest.mark.parametrize("name", FILES)
def test_a_strange_file_is_shown_stepped_hovered_and_left(stage: Stage, tmp_path: Path, name: str) -> None:
    stage.open(tmp_path, FILES[name])
    before = len(stage.frames)
    stage.look_at_all()
    assert len(stage.frames) - before <= 4 * STEPS  # a key is one announcement at most
    assert len(stage.window.findChildren(RowButton)) <= ROWS
    picture = stage.window.grab().toImage()
    assert len({picture.pixel(x, y) for x in range(0, 1400, 31) for y in range(0, 880, 31)}) > 4


def test_the_markup_is_shown_as_it_was_written(stage: Stage, tmp_path: Path) -> None:
    stage.open(tmp_path, FILES["markup"])
    stage.look_at_all()
    stage.workbench.end()
    stage.hover_all()
    assert CANARY in stage.window.windowTitle()
    assert any(CANARY in label.text() for label in stage.window.findChildren(QLabel))
    read = QTextDocument()
    told = []
    for tip in stage.tips.shown:
        read.setHtml(tip)
        told.append(read.toPlainText())
    assert sum(CANARY in text for text in told) >= 4


def test_choosing_moves_goes_on_where_no_run_is_recorded(stage: Stage, tmp_path: Path) -> None:
    stage.open(tmp_path, FILES["processes only"])
    for made in range(1, 5):
        button = stage.window.panel.next_section.buttons()[0]
        QTest.mouseClick(button, LEFT)
        assert stage.workbench.frame.step == made
    assert not stage.workbench.frame.next_moves
    assert not stage.window.panel.next_section.buttons()
    QTest.keyClick(stage.window, Qt.Key.Key_Left)
    assert stage.workbench.frame.step == 3


def test_a_deadlock_is_shown_as_processes_that_wait(stage: Stage, tmp_path: Path) -> None:
    stage.open(tmp_path, FILES["a deadlock"])
    stage.workbench.end()
    frame = stage.workbench.frame
    assert not frame.next_moves
    assert [blocked.process for blocked in frame.blocked] == ["p"]


def test_a_run_that_faults_says_where_it_stops(stage: Stage, tmp_path: Path) -> None:
    stage.open(tmp_path, FILES["a run that faults"])
    stage.workbench.end()
    assert stage.workbench.frame.step == 1
    assert "out-of-range" in stage.workbench.frame.notice
    assert [move.fault for move in stage.workbench.frame.next_moves] == ["out-of-range"]
    stage.workbench.choose(stage.workbench.frame.next_moves[0].move)
    assert stage.workbench.frame.notice


# --- what the system sees --------------------------------------------------------------------------------------------

WATCHED = """
import sys
from pathlib import Path
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid
from outage_gui.views.main_window import MainWindow
from outage_gui.views.settings import Settings
from outage_gui.workbench.workbench import Workbench
application = QApplication(["outage-gui"])
workbench = Workbench(reduced_motion=True)
workbench.open(Path(sys.argv[1]))
assert not workbench.frame.problems
window = MainWindow(workbench, Settings(None), "dark")
window.show()
window.lanes.overview.load_chart()
for _ in range(6):
    window.press("replay.step")
    window.press("why.next")
    for widget in window.findChildren(QWidget):
        for x in range(3, widget.width() if isValid(widget) else 0, 40):  # the label of the last tip comes and goes
            if not isValid(widget):
                break
            at = QPoint(x, widget.height() // 2)
            application.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, at, widget.mapToGlobal(at)))
    application.processEvents()
window.press("help.commands")
window.press("help.keys")
application.processEvents()
assert workbench.frame.step == 4
window.close()
print("seen")
"""


def test_no_other_file_and_no_socket_is_opened_for_a_file_full_of_markup(tmp_path: Path) -> None:
    if shutil.which("strace") is None:
        assert not os.environ.get("CI")
        pytest.skip("strace is not installed")
    path, trace = tmp_path / "file.yaml", tmp_path / "trace"
    path.write_text(everywhere(CANARY), encoding="utf-8")
    calls = "trace=open,openat,openat2,stat,lstat,newfstatat,statx,access,faccessat2,readlink,connect,socket"
    command = ["strace", "-f", "-s", "200", "-o", str(trace), "-e", calls, sys.executable, "-c", WATCHED, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "seen\n"), done.stderr
    seen = trace.read_text(encoding="utf-8", errors="replace")
    assert f'"{path}"' in seen  # so that an empty trace proves nothing
    assert "CANARY" not in seen
    assert not re.findall(r"AF_INET6?\b.*", seen)


# --- exceptions in what Qt calls -------------------------------------------------------------------------------------


def broken(*_: object, **__: object) -> None:
    raise RuntimeError("broken for the test")


def drawn(widget: QWidget) -> None:
    widget.repaint()
    widget.grab()


FAULTS: dict[str, tuple[tuple[tuple[str, str], ...], Callable[[Stage], object]]] = {
    "the lanes painted": ((("lanes.canvas", "_picture"),), lambda s: drawn(s.window.lanes.canvas)),
    "the lanes pressed": (
        (("lanes.canvas", "_pressed"),),
        lambda s: QTest.mouseClick(s.window.lanes.canvas, LEFT, pos=QPoint(400, 20)),
    ),
    "the lanes hovered": ((("lanes.canvas", "_told"),), lambda s: s.hover(s.window.lanes.canvas, 400, 20)),
    "a key on the lanes": (
        (("lanes.canvas", "_go_through"),),
        lambda s: QTest.keyClick(s.window.lanes.canvas, Qt.Key.Key_Down),
    ),
    "the lanes resized": ((("lanes", "_share"),), lambda s: s.window.lanes.resize(500, 300)),
    "the overview painted": ((("lanes.overview", "_names"),), lambda s: drawn(s.window.lanes.overview)),
    "the overview pressed": (
        (("workbench", "seek_x"),),
        lambda s: QTest.mouseClick(s.window.lanes.overview, LEFT, pos=QPoint(400, 60)),
    ),
    "the axis painted": ((("lanes.axis", "_tick"),), lambda s: drawn(s.window.lanes.axis)),
    "a row painted": ((("row", "_ground"),), lambda s: drawn(row(s))),
    "a row measured": ((("row", "_text_room"),), lambda s: (row(s).sizeHint(), row(s).heightForWidth(200))),
    "a row pressed by key": ((("row", "click"),), lambda s: QTest.keyClick(row(s), Qt.Key.Key_Return)),
    "the window closed": ((("settings", "keep"),), lambda s: s.window.close()),
}


def row(stage: Stage) -> RowButton:
    return stage.window.panel.next_section.buttons()[0]


@pytest.mark.usefixtures("expects_a_failure")
@pytest.mark.parametrize("name", FAULTS)
def test_an_exception_in_what_qt_calls_is_logged_and_the_window_goes_on(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    stage.open(tmp_path, FILES["processes only"])
    stage.workbench.choose(stage.workbench.frame.next_moves[0].move)
    things = {"row": row(stage), "workbench": stage.workbench, "settings": stage.window._settings}
    faults, drive = FAULTS[name]
    with monkeypatch.context() as patched:
        for path, method in faults:
            thing = things.get(path) or walked(stage.window, path)
            patched.setattr(thing, method, broken)
        drive(stage)
        stage.settle()
        assert [record for record in caplog.records if record.levelno == logging.ERROR]
    caplog.clear()
    stage.workbench.start()
    stage.window.show()
    stage.settle()
    assert not caplog.records
    assert not stage.window.grab().isNull()


def walked(thing: object, path: str) -> object:
    for part in path.split("."):
        thing = getattr(thing, part)
    return thing


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_painting_takes_no_reference_to_none_away(qapp: QApplication) -> None:
    """PySide6 6.12.0 does, on every call that gives nothing, until the process aborts."""
    image = QImage(8, 8, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    before = sys.getrefcount(None)
    for _ in range(1_000):
        painter.save()
        painter.restore()
    after = sys.getrefcount(None)
    painter.end()
    assert after > before - 100
