"""The kept picture of the graph: whatever changed since the last frame, it is as if painted from nothing."""

import random
from itertools import pairwise
from typing import Any, get_args

import pytest
from frames import NEEDS, frame, stage, why
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QRegion
from PySide6.QtWidgets import QApplication

from outage_gui.model.status import Status
from outage_gui.views.camera import Camera, fitted
from outage_gui.views.graph_picture import GraphPicture
from outage_gui.views.graph_still import View
from outage_gui.views.paint import painting
from outage_gui.views.tiles import SIDE, tiled
from outage_gui.workbench.frame import Arrow, Frame, Rectangle, Stage
from outage_gui.workbench.routes import route
from outage_gui.workbench.theme import DARK, LIGHT

SIZE = QSize(530, 330)
COUNT = 60


def crowded() -> Stage:
    """Sixty boxes with arrows across each other, dashed ones and soft ones among them."""
    dice, one = random.Random(5), stage().boxes[0]
    places = [Rectangle(20.0 + 190 * (n % 10), 30.0 + 110 * (n // 10), 170, 52) for n in range(COUNT)]
    boxes = tuple(one._replace(name=f"s{n}", label=f"Service {n}", place=place) for n, place in enumerate(places))
    ends = [tuple(dice.sample(range(COUNT), 2)) for _ in range(120)]
    arrows = tuple(
        Arrow(f"s{a}", f"s{b}", route(places[a], places[b]), a % 3 == 0, False, False, b % 4 == 0, "") for a, b in ends
    )
    return stage(boxes=boxes, groups=(), arrows=arrows, size=Rectangle(0, 0, 1920, 690))


CROWDED = crowded()


def frames(shown: Stage, seed: int) -> list[Frame]:
    """Each differs a little from the one before; now and then a service is explained."""
    dice, count = random.Random(seed), len(shown.boxes)
    statuses: list[Status] = ["ok"] * count
    hurting: list[Status] = ["ok"] * len(shown.arrows)
    made = []
    for number in range(8):
        for kept in (statuses, hurting):
            for index in dice.sample(range(len(kept)), dice.randrange(4)):
                kept[index] = dice.choice(get_args(Status))
        made.append(
            frame(
                stage=shown,
                statuses=tuple(statuses),
                details=tuple(f"{status} {number // 3} min" for status in statuses),
                observed=tuple(dice.choice((None, "down")) if n == number else None for n in range(count)),
                hurting=tuple(hurting),
                fresh=frozenset(dice.sample(range(count), dice.randrange(3))),
                waves=((dice.randrange(len(NEEDS)), dice.random()),),
                returning=((dice.randrange(count), dice.random()),),
                why=why() if dice.random() < 0.2 else None,
            )
        )
    return made


def painted(picture: GraphPicture, shown: Frame, view: View) -> QImage:
    image = QImage(view.size * view.dpr, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(view.dpr)
    image.fill(0)
    with painting(image) as painter:
        picture.paint(painter, shown, view)
    return image


@given(st.integers(0, 1 << 30), st.sampled_from(("whole", 0.2, 0.5, 1.0, 2.2)), st.sampled_from((1.0, 1.25, 2.0)))
@pytest.mark.usefixtures("qapp")
def test_a_picture_kept_from_frame_to_frame_is_the_one_painted_from_nothing(seed: int, scale: Any, dpr: float) -> None:
    shown = CROWDED if seed % 2 else stage()
    camera = fitted(shown.size, SIZE.width(), SIZE.height()) if scale == "whole" else Camera(scale, -20.3, -10.7)
    view = View(camera, LIGHT if seed % 3 else DARK, SIZE, dpr)
    kept = GraphPicture()
    for one in frames(shown, seed):
        assert painted(kept, one, view) == painted(GraphPicture(), one, view)


def test_tiles_cover_what_they_are_asked_for(qapp: QApplication) -> None:
    tiles, dice = tiled(SIZE), random.Random(2)
    whole = QRectF(0, 0, SIZE.width(), SIZE.height())
    for _ in range(200):
        area = QRectF(dice.uniform(-60, 560), dice.uniform(-60, 360), dice.uniform(0, 300), dice.uniform(0, 90))
        region = tiles.region(tiles.touched(area))
        inside = area.intersected(whole)
        assert QRegion(inside.toAlignedRect()).subtracted(region).isEmpty() or inside.isEmpty()
        assert all(rect.width() % SIDE == 0 and rect.height() % SIDE == 0 for rect in region)
    parts = [tiles.region(1 << number) for number in range(tiles.columns * tiles.rows)]
    assert not any(a.intersects(b) for a, b in pairwise(parts))
    assert tiles.region(tiles.every()).boundingRect().contains(whole.toAlignedRect())
