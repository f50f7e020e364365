"""First painted frame of the flagship beside a bare Qt window, `--version` beside `python -c pass`, and peak memory.

Fresh processes, in turn, so that a machine that gets slower meanwhile slows both. On the display there is, else offscreen.
"""

import os
import statistics
import subprocess
import sys
import time

ROUNDS = 5
BARE = """
import os, sys, time
from PySide6.QtWidgets import QApplication, QWidget
class Window(QWidget):
    def paintEvent(self, event):
        print(time.monotonic() - float(os.environ["BEGAN"]), flush=True)
        os._exit(0)
application = QApplication([])
window = Window()
window.resize(1440, 900)
window.show()
application.exec()
"""
OURS = """
import os, resource, sys, time
from outage_gui.workbench.shipped import flagship
from outage_gui.workbench.workbench import Workbench
from outage_gui.views.main_window import MainWindow
from outage_gui.views.settings import Settings
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

class Watch(QObject):
    seen = set()
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            self.seen.add(watched.objectName())
            if len(self.seen) == 2:
                QTimer.singleShot(0, done)
        return False

def done():
    took = time.monotonic() - float(os.environ["BEGAN"])
    if os.environ.get("LINGER"):
        for _ in range(200):
            workbench.step()
            application.processEvents()
        workbench.start()
    print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, flush=True)
    os._exit(0)

application = QApplication([])
workbench = Workbench()
workbench.open(flagship())
window = MainWindow(workbench, Settings(None), "dark")
watch = Watch()
for name, widget in (("graph", window.graph), ("lanes", window.lanes.canvas)):
    widget.setObjectName(name)
    widget.installEventFilter(watch)
window.show()
application.exec()
"""


def fresh(code: str, **more: str) -> list[float]:
    """What the code prints, run in a process of its own."""
    environment = {"QT_QPA_PLATFORM": "offscreen"} if not os.environ.get("DISPLAY") else {}
    environment |= {**os.environ, **more, "BEGAN": str(time.monotonic())}
    result = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return [float(word) for word in result.stdout.split()]


def taken(*command: str) -> float:
    began = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    return time.monotonic() - began


def main() -> None:
    fresh(BARE), fresh(OURS)  # warm: bytecode, layout cache
    pairs = [(fresh(OURS)[0], fresh(BARE)[0]) for _ in range(ROUNDS)]
    ratio = statistics.median(ours / bare for ours, bare in pairs)
    ours, bare = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"first painted frame, flagship: {ours:.2f} s; bare window: {bare:.2f} s; ratio {ratio:.2f} (at most 3.0)")
    python, program = [sys.executable, "-c", "pass"], [sys.executable, "-m", "outage_gui", "--version"]
    more = statistics.median(taken(*program) - taken(*python) for _ in range(ROUNDS))
    print(f"--version over python -c pass: {more:.2f} s (at most 0.25)")
    memory = fresh(OURS, LINGER="1")[1]
    print(f"peak memory with the flagship, stepped 200 times: {memory:.0f} MB (at most 300)")


if __name__ == "__main__":
    main()
