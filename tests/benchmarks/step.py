"""Step to painted, end to end: a verb on a generated file, its frame, the whole window painted. Medians in ms.

python -m tests.benchmarks.step [--steps N] [--profile]. Beside it a plain QGraphicsScene of the same size that shows
the same statuses, step by step in turn, so that a busy machine slows both.
"""

import argparse
import cProfile
import os
import pstats
import random
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, QRectF
from PySide6.QtWidgets import QApplication

from outage_gui.model.scenario import Scenario
from outage_gui.views.main_window import MainWindow
from outage_gui.views.settings import Settings
from outage_gui.workbench.frame import Stage
from outage_gui.workbench.layers import placed
from outage_gui.workbench.stage import sketch_of, staged
from outage_gui.workbench.workbench import Workbench
from tests.benchmarks.graph import PlainScene

SIZE = 1600, 900
SWITCHES = 12
LONGEST = 30.0  # seconds for one paint
AIMS = {500: "median <= 16, 95 % <= 33", 1500: "median <= 40", 60: "median <= 50"}


class Cost(NamedTuple):
    """Of one step, in ms: on the clock, and of the processor (fairer on a busy machine)."""

    clock: float
    own: float


class Own:
    """Our own places at once: what is measured is the step, not the layout."""

    def stage(self, scenario: Scenario) -> Stage:
        return staged(scenario, placed(sketch_of(scenario)), provisional=False)

    def poll(self) -> Stage | None:
        return None

    def close(self) -> None:
        return None


def scenario(services: int, needs: int, moves: int) -> str:
    """Twelve switches broken and mended in turn; each move turns what hangs on its switch red, or well again."""
    dice = random.Random(services)
    schedule = "\n".join(
        f"    - {{move: switch.{n // 2 % SWITCHES}.{'mend' if n % 2 else 'break_'}}}" for n in range(moves)
    )
    return f"""format: 1
title: {services} services, {needs} dependencies, {moves} moves
types:
  Switch: 0..{SWITCHES - 1}
state:
  broken: {{type: {{each: Switch, is: bool}}, start: false}}
processes:
  switch:
    instances: 0..{SWITCHES - 1}
    order: any
    steps:
      - {{step: break_, do: "broken[self] = true", takes: 90s}}
      - {{step: mend, do: "broken[self] = false", takes: 90s}}
checks:
  fine: {{always: "not any(broken[s] for s in Switch)"}}
groups:
{chr(10).join(f"  group-{n}: {{label: Group number {n}}}" for n in range(-(-services // 20)))}
services:
{_services(services, needs, dice)}
runs:
  long:
    schedule:
{schedule}
"""


def _services(count: int, needs: int, dice: random.Random) -> str:
    """A part for each switch, a twelfth of the services; three quarters of the needs stay near."""
    wanted: dict[int, set[int]] = {}
    while sum(map(len, wanted.values())) < needs:
        target = dice.randrange(SWITCHES, count)
        ways = target // SWITCHES
        way = dice.randint(1, min(ways, 4)) if dice.random() < 0.75 else dice.randint(1, ways)
        wanted.setdefault(target, set()).add(target - SWITCHES * way)
    lines = []
    for number in range(count):
        told = ", ".join(
            f"{{service: s{one}, kind: {dice.choice(('hard', 'soft'))}}}" for one in sorted(wanted.get(number, ()))
        )
        own = f'fails_when: "broken[{number}]", ' if number < SWITCHES else ""
        lines.append(
            f"  s{number}: {{label: Service number {number}, group: group-{number // 20}, {own}needs: [{told}]}}"
        )
    return "\n".join(lines)


class Painted(QObject):
    """Knows when the widgets it watches have all been painted."""

    def __init__(self, *widgets: QObject) -> None:
        super().__init__()
        self._widgets, self._seen = widgets, set[int]()
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._seen.add(id(watched))
        return False

    def wait(self) -> None:
        """Until each has been painted since the last wait. TimeoutError when one of them is never painted."""
        until = time.monotonic() + LONGEST
        while len(self._seen) < len(self._widgets):
            QApplication.processEvents()
            if time.monotonic() > until:
                raise TimeoutError("a part of the window is not painted")
        self.forget()

    def forget(self) -> None:
        """What has been painted so far does not count for the next wait."""
        self._seen.clear()


def cost(work: Callable[[], object]) -> Cost:
    began = time.perf_counter(), time.process_time()
    work()
    return Cost((time.perf_counter() - began[0]) * 1e3, (time.process_time() - began[1]) * 1e3)


def told(name: str, costs: list[Cost], aim: str = "") -> float:
    clock = sorted(one.clock for one in costs)
    middle, late = statistics.median(clock), clock[round(0.95 * (len(clock) - 1))]
    own = statistics.median(one.own for one in costs)
    print(
        f"  {name:<34} median {middle:7.1f}   95 % {late:7.1f}   processor {own:7.1f}" + (f"   ({aim})" if aim else ""),
        flush=True,
    )
    return middle


class Bench:
    """A window on a file, and a plain scene of the same graph."""

    def __init__(self, path: Path) -> None:
        self.workbench = Workbench(layout=Own())  # type: ignore[arg-type]  # stands in for the worker's
        self.workbench.open(path)
        self.workbench.start()
        frame = self.workbench.frame
        assert not frame.problems, frame.problems
        self.window = MainWindow(self.workbench, Settings(None), "dark")
        self.window.resize(*SIZE)
        self.window.show()
        self.painted = Painted(self.window.graph, self.window.lanes.canvas)
        self.painted.wait()
        self.window.lanes.overview.load_chart()
        self.plain = PlainScene(frame.stage)
        self.plain.resize(*SIZE)
        self.plain.show()
        self.plainly = Painted(self.plain.viewport())
        self.plainly.wait()

    def near(self, near: bool) -> None:
        size = self.workbench.frame.stage.size
        if near:
            self.window.graph.zoom_to(1.0)
            self.plain.scale(1.0 / self.plain.transform().m11(), 1.0 / self.plain.transform().m22())
            self.plain.centerOn(size.x + size.width / 2, size.y + size.height / 2)
        else:
            self.window.graph.fit()
            self.plain.fitInView(QRectF(*size))
        QApplication.processEvents()
        self.painted.forget()
        self.plainly.forget()

    def ours(self, verb: Callable[[], object]) -> None:
        verb()
        self.painted.wait()

    def theirs(self) -> None:
        self.plain.draw(self.workbench.frame)
        self.plainly.wait()

    def steps(self, count: int) -> tuple[list[Cost], list[Cost]]:
        """The first steps fill the caches and are not counted. Neither side pays for what the other left to be done."""
        ours, theirs = [], []
        for _ in range(count + 4):
            ours.append(cost(lambda: self.ours(self.workbench.step)))
            QApplication.processEvents()
            theirs.append(cost(self.theirs))
            QApplication.processEvents()
            self.plainly.forget()
            self.painted.forget()
        return ours[4:], theirs[4:]

    def jumps(self, count: int) -> list[Cost]:
        dice, total = random.Random(2), self.workbench.frame.saying.total
        places = [dice.randrange(total + 1) for _ in range(count)]
        return [cost(partial(self.ours, partial(self.workbench.jump, place))) for place in places]

    def close(self) -> None:
        self.plain.close()
        self.window.close()


def measured(folder: Path, services: int, needs: int, moves: int, steps: int) -> None:
    path = folder / f"{services}.yaml"
    path.write_text(scenario(services, needs, moves), encoding="utf-8")
    bench = Bench(path)
    print(f"{bench.workbench.frame.title}, window {SIZE[0]}x{SIZE[1]}, {QApplication.platformName()}")
    for name, near in (("at 1x", True), ("whole", False)):
        bench.near(near)
        bench.workbench.start()
        bench.painted.wait()
        ours, theirs = bench.steps(steps)
        middle = told(f"step to painted, {name}", ours, AIMS[services])
        plain = told(f"plain QGraphicsScene, {name}", theirs)
        ratio = statistics.median(one.own for one in ours) / statistics.median(one.own for one in theirs)
        print(f"  {'ratio to the plain scene':<34} {middle / plain:7.2f}   of processor time {ratio:5.2f}")
    told("jump anywhere to painted", bench.jumps(steps), AIMS[60])
    red = [sum(status != "ok" for status in bench.workbench.frame.statuses)]
    assert red
    bench.close()


def main() -> None:
    reader = argparse.ArgumentParser()
    reader.add_argument("--steps", type=int, default=60)
    reader.add_argument("--profile", action="store_true", help="where the time goes, of the first size")
    reader.add_argument("--only", type=int, help="the size with so many services only")
    chosen = reader.parse_args()
    application = QApplication([])
    profile = cProfile.Profile()
    with TemporaryDirectory() as folder:
        for services, needs, moves in ((500, 1500, 200), (1500, 4500, 200), (60, 120, 10_000)):
            if chosen.only not in (None, services):
                continue
            if chosen.profile:
                profile.enable()
            measured(Path(folder), services, needs, moves, chosen.steps)
            profile.disable()
    if chosen.profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(45)
    application.quit()


if __name__ == "__main__":
    main()
