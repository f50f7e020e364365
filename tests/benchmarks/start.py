"""First painted frame of the flagship beside a bare Qt window, `--version` beside `python -c pass`, and peak memory.

Fresh processes, in turn, so that a machine that gets slower meanwhile slows both. On the display there is, else
offscreen. The time is taken when the pass that painted graph and lanes is over, before anything that waited for it.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 5
BARE = """
import os, sys, time
from PySide6.QtWidgets import QApplication, QWidget
class Window(QWidget):
    def paintEvent(self, event):
        print(time.monotonic() - float(os.environ["BEGAN"]), time.process_time(), flush=True)
        os._exit(0)
application = QApplication([])
window = Window()
window.resize(1440, 900)
window.show()
application.exec()
"""
OURS = """
import os, resource, sys, time
from outage_gui.app import hasten
hasten()
from outage_gui.views.preflight import missing
assert not missing(needs_window=True)
from outage_gui.views.session import shown_window, started
from outage_gui.workbench.shipped import flagship
from PySide6.QtCore import QEvent, QObject, QTimer

class Watch(QObject):
    seen = set()
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            if not self.seen:
                QTimer.singleShot(0, done)
            self.seen.add(watched.objectName())
        return False

def done():
    assert watch.seen == {"window", "graph", "lanes"}, watch.seen
    took = time.monotonic() - float(os.environ["BEGAN"])
    verbs = window._workbench
    if os.environ.get("LINGER"):
        verbs.start()
        for _ in range(200):
            verbs.step()
            application.processEvents()
        verbs.start()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent = time.process_time()
    print(took, memory, spent, int("numpy" in sys.modules), flush=True)
    if os.environ.get("KEEP"):
        verbs.start()
        verbs.close()
    os._exit(0)

application = started()
window = shown_window(flagship(), "dark")
watch = Watch()
for name, widget in (("window", window), ("graph", window.graph), ("lanes", window.lanes.canvas)):
    widget.setObjectName(name)
    widget.installEventFilter(watch)
application.exec()
"""


def fresh(code: str, home: str, **more: str) -> list[float]:
    """What the code prints, run in a process of its own, with a home of its own for settings and caches."""
    environment = {"QT_QPA_PLATFORM": "offscreen"} if not os.environ.get("DISPLAY") else {}
    folders = {f"XDG_{name}_HOME": f"{home}/{name}" for name in ("CACHE", "CONFIG", "STATE")}
    environment |= {**os.environ, **folders, **more}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode, as Qt's modules have
    environment["PYTHONPYCACHEPREFIX"] = f"{home}/bytecode"
    environment["BEGAN"] = str(time.monotonic())
    result = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return [float(word) for word in result.stdout.split()]


def told(name: str, ours: list[list[float]], bare: list[list[float]]) -> None:
    pairs = list(zip(ours, bare, strict=True))
    ratio = statistics.median(a[0] / b[0] for a, b in pairs)
    processor = statistics.median(a[2] / b[1] for a, b in pairs)
    wall, plain = statistics.median(one[0] for one in ours), statistics.median(one[0] for one in bare)
    print(f"{name}: {wall:.2f} s; bare window: {plain:.2f} s; ratio {ratio:.2f}, of processor time {processor:.2f}")


def taken(*command: str) -> float:
    began = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    return time.monotonic() - began


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        fresh(BARE, home), fresh(OURS, home), fresh(OURS, home)  # warm: bytecode
        first, later, bare = [], [], []
        for _ in range(ROUNDS):
            shutil.rmtree(f"{home}/CACHE/outage-gui", ignore_errors=True)  # ours only: the font cache is the machine's
            first.append(fresh(OURS, home))
            fresh(OURS, home, KEEP="1")  # leaves the kept frame behind, whichever way it started
            later.append(fresh(OURS, home))
            bare.append(fresh(BARE, home))
        memory = fresh(OURS, home, LINGER="1")[1]
    print("first painted frame of the flagship, at most 3.0 times the bare window")
    told("very first start on a machine", first, bare)
    told("later starts, from the kept frame", later, bare)
    python, program = [sys.executable, "-c", "pass"], [sys.executable, "-m", "outage_gui", "--version"]
    more = statistics.median(taken(*program) - taken(*python) for _ in range(ROUNDS))
    print(f"--version over python -c pass: {more:.2f} s (at most 0.25)")
    print(f"peak memory with the flagship, stepped 200 times: {memory:.0f} MB (at most 300)")


if __name__ == "__main__":
    main()
