"""A talk stepped through for so many seconds, and disturbed in each round: a display goes or comes, the process stands
still, a method that Qt calls raises. Prints what happened as JSON. Run by `test_displays.py` and `benchmarks/talk.py`.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from outage_gui.views.main_window import MainWindow
from outage_gui.views.settings import Settings
from outage_gui.workbench.workbench import Workbench

BEAT, STEP = 10, 70  # ms
SCREENS = [
    {"name": "laptop", "x": 0, "y": 0, "width": 1440, "height": 900, "logicalDpi": 96, "dpr": 1},
    {"name": "room", "x": 1440, "y": 0, "width": 1920, "height": 1080, "logicalDpi": 96, "dpr": 1},
]


class Talk:
    def __init__(self, application: QApplication, file: Path) -> None:
        self.application = application
        self.workbench = Workbench(remembers=False)
        self.workbench.open(file)
        self.workbench.await_places()
        self.window = MainWindow(self.workbench, Settings(None), "dark")
        self.window.show()
        self.workbench.set_screen("present")
        self.every = QGuiApplication.screens
        self.steps = self.lost = self.dialogs = self.raised = self.displays = self.stops = 0
        self.gaps: list[float] = []
        self.last = 0.0
        self.way = 1
        self.beat = QTimer()
        self.beat.setTimerType(Qt.TimerType.PreciseTimer)
        self.beat.timeout.connect(self._heard)

    def _heard(self) -> None:
        now = time.monotonic()
        if self.last:
            self.gaps.append(now - self.last)
        self.last = now

    @property
    def scene(self) -> int:
        return self.workbench.frame.present.scene if self.workbench.frame.present else 0

    def step(self) -> None:
        """On to the last scene, and back to the first; every key counts."""
        count = len(self.workbench.document.scenario.story)
        self.way = -1 if self.scene == count else 1 if self.scene == 1 else self.way
        before = self.scene
        window = self.window.notes if self.window.notes.isVisible() and self.steps % 2 else self.window.present
        QTest.keyClick(window, Qt.Key.Key_PageDown if self.way > 0 else Qt.Key.Key_PageUp)
        self.steps += 1
        self.lost += self.scene != before + self.way
        self.dialogs += sum(isinstance(one, QDialog) and one.isVisible() for one in self.application.topLevelWidgets())
        QTest.qWait(STEP)

    def change_displays(self) -> None:
        gone, (laptop, room) = self.displays % 2 == 0, self.every()
        QGuiApplication.screens = staticmethod((lambda: [laptop]) if gone else self.every)  # type: ignore[method-assign]
        (self.application.screenRemoved if gone else self.application.screenAdded).emit(room)
        self.displays += 1

    def stand_still(self, seconds: float) -> None:
        """As when a laptop is closed or the disk has to wake up."""
        subprocess.Popen(["sh", "-c", f"sleep {seconds}; kill -CONT {os.getpid()}"])
        os.kill(os.getpid(), signal.SIGSTOP)
        self.stops += 1
        self.last = 0.0  # that was no stall of ours

    def go_wrong(self) -> None:
        """A method that Qt calls raises, once."""
        strip = self.window.present.strip
        good = strip._columns

        def bad(*_: object) -> None:
            strip._columns = good  # type: ignore[method-assign]
            self.raised += 1
            raise RuntimeError("on purpose")

        strip._columns = bad  # type: ignore[method-assign]
        strip.update()


def main(file: Path, seconds: float, rounds: int, still: float) -> None:
    logging.getLogger("outage_gui.views").addHandler(logging.NullHandler())
    application = QApplication([])
    talk = Talk(application, file)
    QTest.qWait(500)
    talk.beat.start(BEAT)
    began = time.monotonic()
    for number in range(1, rounds + 1):
        talk.change_displays()
        talk.stand_still(still)
        talk.go_wrong()
        while time.monotonic() - began - talk.stops * still < number * seconds / rounds:
            talk.step()
    talk.beat.stop()
    gaps = sorted(talk.gaps)
    QTest.keyClick(talk.window.present, Qt.Key.Key_Escape)
    told = {name: getattr(talk, name) for name in ("steps", "lost", "dialogs", "raised", "displays", "stops")}
    told |= {"left": not talk.window.isFullScreen(), "worst": gaps[-1], "over": sum(gap > 0.1 for gap in gaps)}
    print(json.dumps(told | {"beats": len(gaps)}))
    talk.window.close()
    talk.workbench.close()


def run(file: Path, folder: Path, seconds: float, rounds: int, still: float) -> dict[str, float]:
    """In a process of its own with two displays; raises where it ends before its time."""
    screens = folder / "screens.json"
    screens.write_text(json.dumps({"screens": SCREENS}), encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-m", "tests.talk_child", str(file), str(seconds), str(rounds), str(still)],
        env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={screens}"},
        cwd=Path(__file__).parent.parent, stdout=subprocess.PIPE, text=True, timeout=seconds * 3 + 120, check=True,
    )  # fmt: skip
    found: dict[str, float] = json.loads(told.stdout)
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
