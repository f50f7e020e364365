"""What the window feels of an exploration: `python -m tests.benchmarks.explore [--large]`.

A real window, offscreen. While the worker searches 2.4 million states (with --large, as many as it may take of a race
of more than 60 million) a timer beats every 10 ms; the gaps between beats are what a person would feel. On a machine
that is busy with other things they are longer than the window's own work in them, which is told too. Then how long
cancel takes, and how long a small model takes to answer after an edit. Beside each the number to keep.
"""

import argparse
import itertools
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from outage_gui.views.main_window import MainWindow
from outage_gui.views.settings import Settings
from outage_gui.workbench import shipped
from outage_gui.workbench.workbench import Workbench
from tests.benchmarks.race import race

BEAT = 10  # ms
PATIENCE = 600.0  # seconds


class Bench:
    """A window and its heart."""

    def __init__(self) -> None:
        self.application = QApplication.instance() or QApplication([])
        self.workbench = Workbench(reduced_motion=True)
        self.window = MainWindow(self.workbench, Settings(None), "dark")
        self.window.resize(1440, 900)
        self.window.show()
        self.beats: list[tuple[float, float]] = []  # by the clock, and this process's own work
        self.timer = QTimer(interval=BEAT)
        self.timer.timeout.connect(lambda: self.beats.append((time.perf_counter(), time.process_time())))
        self.timer.start()

    def until(self, done: Callable[[], bool]) -> float:
        """Let the window live until then; seconds that took."""
        began = time.perf_counter()
        while not done() and time.perf_counter() - began < PATIENCE:
            self.application.processEvents()
            time.sleep(0.0005)
        return time.perf_counter() - began

    @property
    def state(self) -> str:
        explore = self.workbench.frame.explore
        return explore.state if explore else "idle"

    def opened(self, path: Path) -> None:
        self.workbench.open(path)
        self.until(lambda: True)
        self.workbench.set_screen("explore")
        self.until(lambda: self.state != "running")

    def searched(self, name: str, path: Path, *, cancel_at: int = 0) -> None:
        self.opened(path)
        self.beats.clear()
        self.workbench.explore()
        large = cancel_at or 1 << 60
        took = self.until(lambda: self.state != "running" or self.counted() > large)
        print(f"{name}: {self.counted():,} states, {took:.1f} s")
        for what, times in zip(("between beats", "own work in it"), zip(*self.beats, strict=True), strict=True):
            gaps = sorted(1000 * (after - before) for before, after in itertools.pairwise(times))
            rare = gaps[int(len(gaps) * 0.99)]
            told = f"median {statistics.median(gaps):5.1f} ms, 99 % {rare:5.1f}, worst {gaps[-1]:6.1f}"
            print(f"  {what:<15} {told} (to keep: 100)")
        if self.state == "running":
            began = time.perf_counter()
            self.workbench.cancel_exploring()
            self.until(lambda: self.state != "running")
            print(f"  cancelled in {1000 * (time.perf_counter() - began):.1f} ms (to keep: 200)")

    def counted(self) -> int:
        explore = self.workbench.frame.explore
        if explore is None:
            return 0
        return explore.outcome.states if explore.outcome else explore.counters.states

    def edited(self, path: Path) -> None:
        """From an edit of what a step does to the answer for the fixes that are on."""
        self.opened(path)
        outcome = self.workbench.frame.explore and self.workbench.frame.explore.outcome
        assert outcome, "not explored"
        took, worked = [], []
        for number in range(5):
            text = self.workbench.document.text.replace("\nstate:", f"\n# edit {number}\nstate:", 1)
            text = text.replace("title: ", f"title: {number} ", 1)
            began, work = time.perf_counter(), time.process_time()
            self.workbench.edit(text, "an edit")
            self.until(lambda: bool(self.workbench.frame.explore and self.workbench.frame.explore.outcome))
            took.append(1000 * (time.perf_counter() - began))
            worked.append(1000 * (time.process_time() - work))
        print(f"{path.stem}: {outcome.states:,} states; an edit is answered in {statistics.median(took):.0f} ms,")
        print(f"  worst {max(took):.0f} ms, own work {statistics.median(worked):.0f} ms (to keep: 200)")

    def close(self) -> None:
        self.window.close()
        self.workbench.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="also as many states as the worker may take")
    given = parser.parse_args()
    bench = Bench()
    with TemporaryDirectory() as folder:
        for name in ("peterson", "dns-race-micro", "two-phase-commit", "philosophers"):
            bench.edited(shipped.scenario(f"{name}.yaml"))
        path = Path(folder) / "race.yaml"
        path.write_text(race(4, 3), encoding="utf-8")
        bench.searched("a race of four", path)
        large = Path(folder) / "large.yaml"
        large.write_text(race(5, 3), encoding="utf-8")
        bench.searched("a race of five, cancelled", large, cancel_at=3_000_000)
        if given.large:
            bench.searched("a race of five", large)
    bench.close()


if __name__ == "__main__":
    main()
