"""A talk on two displays, one of which goes and comes back. Run by `test_displays.py`, in a process of its own."""

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from outage_gui.views.main_window import MainWindow
from outage_gui.views.settings import Settings
from outage_gui.workbench.workbench import Workbench

STEPS = 28


def main(file: Path) -> None:
    application = QApplication([])
    workbench = Workbench(reduced_motion=True, remembers=False)
    workbench.open(file)
    window = MainWindow(workbench, Settings(None), "dark")
    window.show()
    workbench.set_screen("present")
    laptop, room = application.screens()
    print("begins", where(window))
    QTest.keyClick(window.present, Qt.Key.Key_S)
    print("swapped", where(window))
    QTest.keyClick(window.notes, Qt.Key.Key_S)
    print("swapped back", where(window))
    QTest.keyClick(window.notes, Qt.Key.Key_PageDown)
    print("scene", scene(workbench))
    window.notes.action.setFocus()
    QTest.keyClicks(window.notes.action, "check the lock")
    QTest.keyClick(window.notes.action, Qt.Key.Key_Return)
    print("noted", workbench.frame.present.actions if workbench.frame.present else None, "scene", scene(workbench))
    come_and_go(application, window, workbench, laptop, room)
    QTest.keyClick(window.present, Qt.Key.Key_Escape)
    print("left", where(window))
    workbench.undo()
    window.close()
    workbench.close()


def where(window: MainWindow) -> str:
    """Full-screen and visible are what they have to be."""
    room = f"room on {window.screen().name()}" if window.isFullScreen() else "no room"
    return f"{room}, notes on {window.notes.screen().name()}" if window.notes.isVisible() else room


def come_and_go(
    application: QApplication, window: MainWindow, workbench: Workbench, laptop: QScreen, room: QScreen
) -> None:
    """The room's display is pulled out and put in again, again and again, between the steps of the talk."""
    seen, lost = [], 0
    every = QGuiApplication.screens
    for step in range(STEPS):
        there = bool(step % 2)
        QGuiApplication.screens = staticmethod(every if there else lambda: [laptop])  # type: ignore[method-assign]
        (application.screenAdded if there else application.screenRemoved).emit(room)
        before = scene(workbench)
        QTest.keyClick(window.present, Qt.Key.Key_Right if step < 14 else Qt.Key.Key_Left)
        lost += abs(scene(workbench) - before) != 1
        seen.append(window.notes.isVisible() == there)
    print("came and went", all(seen), "lost", lost)


def scene(workbench: Workbench) -> int:
    return workbench.frame.present.scene if workbench.frame.present else 0


if __name__ == "__main__":
    main(Path(sys.argv[1]))
