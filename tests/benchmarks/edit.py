"""A key in the text of a long scenario to its problems on screen; an edit of many services to painted; printed in ms.

python -m tests.benchmarks.edit [--keys N]. Compared with QPlainTextEdit alone taking the same key, and with reading
the file once: no answer can be faster than that.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from outage_gui.model import files
from outage_gui.views.main_window import MainWindow
from outage_gui.views.settings import Settings
from outage_gui.workbench.workbench import Workbench

LINES, SERVICES = 5_000, 200


def long_text(lines: int = LINES) -> str:
    """Forty processes of sixteen steps, and services and moments up to so many lines."""
    made = ["format: 1", "title: Long", "types:", "  Count: 0..4", "state:"]
    made += [f"  v{n}: {{type: Count, start: 0, label: Value {n}}}" for n in range(150)]
    made.append("processes:")
    for n in range(40):
        made += [
            f"  p{n}:",
            f"    label: Process {n}",
            "    local:",
            "      seen: {type: Count, start: 0}",
            "    steps:",
        ]
        for k in range(16):
            made += [f"      - step: s{k}", f"        label: Step {k}", f"        when: v{(n + k) % 150} <= 3"]
            made += [
                "        do: |",
                f"          seen = v{(n * 3 + k) % 150}",
                f"          v{(n + k) % 150} = min(seen + 1, 4)",
            ]
    made.append("services:")
    made += services(SERVICES)
    made.append("timeline:")
    while len(made) < lines:
        made += [f"  - at: 2025-10-20 {len(made) // 60 % 24:02}:{len(made) % 60:02}", "    say: Something was seen"]
    return "\n".join(made) + "\n"


def services(count: int) -> list[str]:
    return [f"  s{n}: {{label: Service {n}{f', needs: [s{n // 2}]' if n else ''}}}" for n in range(count)]


def many_services() -> str:
    return "\n".join(["format: 1", "title: Many", "services:", *services(SERVICES)]) + "\n"


def opened(text: str) -> MainWindow:
    path = Path(tempfile.mkdtemp()) / "long.yaml"
    path.write_text(text, encoding="utf-8")
    workbench = Workbench()
    workbench.open(path)
    window = MainWindow(workbench, Settings(None), "dark")
    window.resize(1440, 900)
    window.show()
    workbench.set_screen("edit")
    workbench.await_places()
    QTest.qWait(300)
    return window


def told(name: str, times: list[float]) -> None:
    times = sorted(time * 1000 for time in times)
    late = times[min(len(times) - 1, int(len(times) * 0.95))]
    print(f"{name:58} median {statistics.median(times):6.1f}   95 % {late:6.1f}   worst {times[-1]:6.1f}")


def until(done: Callable[[], bool]) -> None:
    while not done():
        QApplication.processEvents()


def keys(window: MainWindow, count: int) -> list[float]:
    """A letter that makes an expression wrong, and its taking back; each until the list of problems shows it."""
    source, workbench, taken = window.edit.source.field, window._workbench, []
    line = source.toPlainText().split("\n").index("        when: v20 <= 3")
    source.setFocus()
    source.go_to(line, len("        when: v20"))
    QTest.qWait(500)
    for number in range(count):
        wrong = number % 2 == 0
        began = time.perf_counter()
        QTest.keyClick(source, "x") if wrong else QTest.keyClick(source, "\b")
        until(lambda wrong=wrong: bool(workbench.editing.problems) == wrong)
        window.repaint()
        taken.append(time.perf_counter() - began)
        QTest.qWait(600)
    return taken


def alone(text: str, count: int) -> list[float]:
    field, taken = QPlainTextEdit(), []
    field.setPlainText(text)
    field.show()
    for _ in range(count):
        began = time.perf_counter()
        QTest.keyClick(field, "x")
        field.repaint()
        taken.append(time.perf_counter() - began)
    return taken


def reading(text: str, count: int) -> list[float]:
    taken = []
    for number in range(count):
        began = time.perf_counter()
        files.read(f"{text}# {number}\n", "long.yaml")
        taken.append(time.perf_counter() - began)
    return taken


def edits(window: MainWindow, count: int) -> tuple[list[float], list[float]]:
    """A box moved, and a label changed, until the canvas is painted."""
    acts, workbench, graph = window.edit.canvas.graph.acts, window._workbench, window.edit.canvas.graph
    moved, named = [], []
    for number in range(count):
        began = time.perf_counter()
        acts.move_box("s7", 100.0 + number, 100.0)
        graph.repaint()
        moved.append(time.perf_counter() - began)
        text = workbench.editing.text.replace("Service 9,", f"Service 9 {number},", 1)
        QTest.qWait(50)
        began = time.perf_counter()
        workbench.write(text, f"Edit {number}")
        workbench.settle()
        graph.repaint()
        named.append(time.perf_counter() - began)
        QTest.qWait(50)
    return moved, named


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--keys", type=int, default=20)
    count = parser.parse_args().keys
    application = QApplication.instance() or QApplication([])
    text = long_text()
    window = opened(text)
    told(f"key in {text.count(chr(10)):,} lines to its problems (<= 100)", keys(window, count))
    told("the same key in a QPlainTextEdit alone", alone(text, count))
    told("reading that text once, judged", reading(text, 5))
    window = opened(many_services())
    moved, named = edits(window, count)
    told(f"a box of {SERVICES} moved to painted (<= 33)", moved)
    told(f"a label of {SERVICES} changed to painted (<= 33)", named)
    del application


if __name__ == "__main__":
    main()
