"""Lanes and clock with a million events: pan and zoom to painted, in ms, beside the same with a hundred.

python -m tests.benchmarks.clock [--events N] [--frames N]
"""

import argparse
import os
import random
import statistics
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from outage_gui.views.lanes import LanesView
from outage_gui.workbench.frame import Mark
from tests.frames import Verbs, frame, score

SIZE = 1440, 420


def marks(count: int) -> tuple[Mark, ...]:
    dice = random.Random(count)
    xs = sorted(dice.random() for _ in range(count))
    return tuple(
        Mark(0, x, x, number, f"event {number}", None, "on call", "log") for number, x in enumerate(xs, start=1)
    )


def measured(count: int, frames: int) -> None:
    view = LanesView(Verbs())
    view.resize(*SIZE)
    view.show()
    began = time.perf_counter()
    view.draw(frame(score=score(marks=marks(count))))
    QApplication.processEvents()
    view.overview.load_chart()
    first = time.perf_counter() - began
    times, span, dice = [], view.canvas._rows.span, random.Random(1)  # type: ignore[union-attr]
    for number in range(frames):
        span = span.zoomed(dice.choice((0.7, 0.9, 1.2)), dice.uniform(200, 1300)) if number % 2 else span.moved(0.03)
        began = time.perf_counter()
        view.canvas.spanned(span)
        view.repaint()
        QApplication.processEvents()
        times.append((time.perf_counter() - began) * 1e3)
    times.sort()
    late = times[round(0.95 * (len(times) - 1))]
    print(f"{count:>9,} events: first {first:6.2f} s, then median {statistics.median(times):6.1f}  95 % {late:6.1f} ms")
    view.close()


def main() -> None:
    reader = argparse.ArgumentParser()
    reader.add_argument("--events", type=int, default=1_000_000)
    reader.add_argument("--frames", type=int, default=80)
    chosen = reader.parse_args()
    application = QApplication([])
    print("pan and zoom to painted (aim: 16 ms a frame after the first)")
    for count in (100, 10_000, chosen.events):
        measured(count, chosen.frames)
    application.quit()


if __name__ == "__main__":
    main()
