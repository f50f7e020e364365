"""Step to painted: the graph view beside a plain QGraphicsScene that shows the same, in one run, printed in ms.

python -m tests.benchmarks.graph [--frames N]. Every step recolours a tenth of the services and what hangs on them.
"""

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QApplication, QGraphicsPathItem, QGraphicsScene, QGraphicsSimpleTextItem, QGraphicsView

from outage_gui.model.scenario import Group, Need, Scenario, Service, Status
from outage_gui.views.graph import GraphView
from outage_gui.workbench.frame import Frame, Stage
from outage_gui.workbench.layers import placed
from outage_gui.workbench.stage import sketch_of, staged
from outage_gui.workbench.theme import DARK
from tests.frames import Verbs, frame

SIZE = 1600, 900
CASES = ((500, 1500), (1500, 4500))
WORDS: dict[Status, str] = {"ok": "ok", "degraded": "degraded", "down": "down", "recovering": "recovering"}


def made_up(services: int, needs: int) -> Stage:
    """Layers of services in groups of twenty; three quarters of the needs stay near."""
    dice = random.Random(services)
    wanted: dict[int, set[int]] = {}
    while sum(map(len, wanted.values())) < needs:
        target = dice.randrange(1, services)
        source = dice.randrange(max(0, target - 40), target) if dice.random() < 0.75 else dice.randrange(target)
        wanted.setdefault(target, set()).add(source)
    names = [f"service-{number}" for number in range(services)]
    scenario = Scenario(
        format=1,
        title="",
        groups=tuple(Group(name=f"group-{number}") for number in range(services // 20)),
        services=tuple(
            Service(
                name=name,
                label=f"Service number {number}",
                group=f"group-{number // 20}",
                needs=tuple(Need(services=(names[one],)) for one in sorted(wanted.get(number, ()))),
            )
            for number, name in enumerate(names)
        ),
    )
    return staged(scenario, placed(sketch_of(scenario)), provisional=False)


def steps(stage: Stage, count: int) -> Iterator[Frame]:
    """Frames in which each time another tenth changes its status."""
    dice = random.Random(1)
    index = {box.name: number for number, box in enumerate(stage.boxes)}
    ends = [(index[arrow.source], index[arrow.target]) for arrow in stage.arrows]
    statuses: list[Status] = ["ok"] * len(stage.boxes)
    for number in range(count):
        fresh = dice.sample(range(len(statuses)), len(statuses) // 10)
        for one in fresh:
            statuses[one] = dice.choices(("ok", "down", "degraded", "recovering"), (6, 2, 1, 1))[0]
        passing = tuple(
            statuses[a] if statuses[a] in ("down", "degraded") and statuses[b] != "ok" else "ok" for a, b in ends
        )
        yield frame(
            stage=stage,
            statuses=tuple(statuses),
            details=tuple(f"{WORDS[status]} {number} min" for status in statuses),
            observed=(None,) * len(statuses),
            hurting=passing,
            fresh=frozenset(fresh),
        )


def wave(stage: Stage, count: int) -> Iterator[Frame]:
    """Frames in which nothing changes but how far eight failures have come along their arrows."""
    base = next(steps(stage, 1))
    dice = random.Random(3)
    arrows = dice.sample(range(len(stage.arrows)), 8)
    for number in range(count):
        yield base._replace(waves=tuple((arrow, (number / 27 + place / 8) % 1) for place, arrow in enumerate(arrows)))


class PlainScene(QGraphicsView):
    """What one would write first: an item for everything, recoloured."""

    def __init__(self, stage: Stage) -> None:
        scene = QGraphicsScene()
        super().__init__(scene)
        self._scene = scene
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.arrows = [scene.addPath(_path(arrow.route), QPen(QColor(DARK.quiet), 1.2)) for arrow in stage.arrows]
        self.boxes: list[QGraphicsPathItem] = []
        self.details: list[QGraphicsSimpleTextItem] = []
        for box in stage.boxes:
            outline = QPainterPath()
            outline.addRoundedRect(QRectF(*box.place), 8, 8)
            self.boxes.append(scene.addPath(outline))
            for text, down in ((box.label, 8), ("", 28)):
                item = scene.addSimpleText(text)
                item.setBrush(QBrush(QColor(DARK.text)))
                item.setPos(box.place.x + 28, box.place.y + down)
            self.details.append(item)

    def draw(self, frame: Frame) -> None:
        for item, text, status, detail in zip(self.boxes, self.details, frame.statuses, frame.details, strict=True):
            hue = DARK.hue(status)
            item.setPen(QPen(QColor(hue.line), 1.6))
            item.setBrush(QColor(hue.ground))
            text.setText(detail)
        for arrow, status in zip(self.arrows, frame.hurting, strict=True):
            arrow.setPen(QPen(QColor(DARK.quiet if status == "ok" else DARK.hue(status).line), 1.2 + (status != "ok")))


def _path(route: tuple[tuple[float, float], ...]) -> QPainterPath:
    first, *others = (QPointF(*point) for point in route)
    path = QPainterPath(first)
    for start in range(0, len(others), 3):
        path.cubicTo(*others[start : start + 3])
    return path


def timed(frames: Iterator[Frame], show: Callable[[Frame], None]) -> list[tuple[float, float]]:
    """Milliseconds on the clock and of the processor for each frame but the first, which fills the caches."""
    show(next(frames))
    times = []
    for one in frames:
        began = time.perf_counter(), time.process_time()
        show(one)
        times.append(((time.perf_counter() - began[0]) * 1e3, (time.process_time() - began[1]) * 1e3))
    return times


def told(name: str, times: list[tuple[float, float]]) -> None:
    """On a machine busy with other things the processor's time is the fairer one."""
    clock, own = sorted(one for one, _ in times), statistics.median(one for _, one in times)
    middle, late = statistics.median(clock), clock[int(len(clock) * 0.95)]
    print(f"  {name:<30} median {middle:6.1f} ms  p95 {late:6.1f} ms  processor {own:6.1f} ms  {len(clock)} frames")


def main() -> None:
    reader = argparse.ArgumentParser()
    reader.add_argument("--frames", type=int, default=60)
    count = reader.parse_args().frames + 1
    application = QApplication([])
    for services, needs in CASES:
        stage = made_up(services, needs)
        print(f"{services} services, {needs} dependencies, {SIZE[0]}x{SIZE[1]}, {application.platformName()}")
        for name, near in (("whole", False), ("at 1x", True)):
            view = GraphView(Verbs())
            view.resize(*SIZE)
            view.draw(frame(stage=stage, statuses=("ok",) * services, details=("",) * services,
                            observed=(None,) * services, hurting=("ok",) * needs))  # fmt: skip
            plain = PlainScene(stage)
            plain.resize(*SIZE)
            plain.show()
            view.show()
            application.processEvents()
            if near:
                view.zoom_to(1.0)
                plain.centerOn(*_middle(stage))
            else:
                plain.fitInView(QRectF(*stage.size))

            def ours(one: Frame, view: GraphView = view) -> None:
                view.draw(one)
                view.repaint()

            def theirs(one: Frame, plain: PlainScene = plain) -> None:
                plain.draw(one)
                plain.viewport().repaint()

            told(f"graph view, {name}", timed(steps(stage, count), ours))
            told(f"plain QGraphicsScene, {name}", timed(steps(stage, count), theirs))
            told(f"a wave runs, {name}", timed(wave(stage, count), ours))
            view.close()
            plain.close()


def _middle(stage: Stage) -> tuple[float, float]:
    return stage.size.x + stage.size.width / 2, stage.size.y + stage.size.height / 2


if __name__ == "__main__":
    main()
