"""The graph painted. What stays between frames is kept as pictures: the ground with all arrows at rest, the arrows that
hurt, each box in each look. A step paints only what it changed and puts the pictures on top of each other.
"""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from outage_gui.model.scenario import Status
from outage_gui.views.arrows import Curve, draw_hurting, draw_lit, draw_resting, draw_wave, enter
from outage_gui.views.boxes import BLEED, BoxPictures, Look
from outage_gui.views.camera import Camera
from outage_gui.views.ground import LEGEND, draw_frames, draw_legend, draw_titles, draw_what_if
from outage_gui.views.paint import canvas, painting
from outage_gui.workbench.frame import Box, Frame, Rectangle, Stage
from outage_gui.workbench.routes import route
from outage_gui.workbench.theme import Theme

DIM_BOX, DIM_ARROWS = 0.42, 0.3


class View(NamedTuple):
    """From where, in which colours, on what size of screen the graph is seen; all but the frame."""

    camera: Camera
    theme: Theme
    size: QSize
    dpr: float


class Drag(NamedTuple):
    """A box on its way: drawn there while the mouse is down."""

    index: int
    dx: float  # units
    dy: float


class GraphPicture:
    """Paints frames. Everything it keeps can be thrown away at any time."""

    def __init__(self) -> None:
        self._stage: Stage | None = None
        self.curves: tuple[Curve, ...] = ()
        self._boxes = BoxPictures()
        self._ground, self._ground_of = QPixmap(), (None, None)  # type: tuple[Stage | None, View | None]
        self._hurt, self._hurting = QPixmap(), ()  # type: tuple[Status, ...]
        self._hurt_of: View | None = None

    def paint(self, painter: QPainter, frame: Frame, view: View, drag: Drag | None = None) -> None:
        """The whole widget."""
        self._take(frame.stage)
        self._prepare_ground(view)
        self._prepare_hurting(frame, view)
        self._boxes.prepare(frame.stage.boxes, view.theme, view.camera.scale, view.dpr)
        self._paint_arrows(painter, frame, view)
        self._paint_boxes(painter, frame, view)
        self._paint_waves(painter, frame, view)
        if frame.selected is not None:
            _paint_selection(painter, frame.stage.boxes[frame.selected], view)
        if drag is not None:
            self._paint_drag(painter, frame, view, drag)
        self._paint_edge(painter, frame, view)

    def _take(self, stage: Stage) -> None:
        if stage is not self._stage:
            self._stage, self.curves = stage, tuple(Curve(arrow) for arrow in stage.arrows)
            self._ground_of, self._hurt_of = (None, None), None

    def _prepare_ground(self, view: View) -> None:
        assert self._stage is not None
        if self._ground_of == (self._stage, view) and self._ground_of[0] is self._stage:
            return
        self._ground = canvas(view.size, view.dpr)
        self._ground.fill(QColor(view.theme.canvas))
        with painting(self._ground) as painter:
            draw_frames(painter, self._stage.groups, view.camera, view.theme)
            enter(painter, view.camera)
            visible = _visible(view)
            draw_resting(
                painter, [one for one in self.curves if one.hull.intersects(visible)], view.theme, view.camera.scale
            )
        self._ground_of = (self._stage, view)

    def _prepare_hurting(self, frame: Frame, view: View) -> None:
        """Arrows that begin to hurt are added; when one stops the picture is made anew."""
        if self._hurt_of == view and self._hurting == frame.hurting:
            return
        before = self._hurting if self._hurt_of == view else ("ok",) * len(frame.hurting)
        added = [n for n, (old, new) in enumerate(zip(before, frame.hurting, strict=True)) if old != new]
        if self._hurt_of != view or any(before[number] != "ok" for number in added):
            self._hurt = canvas(view.size, view.dpr)
            added = [number for number, status in enumerate(frame.hurting) if status != "ok"]
        with painting(self._hurt) as painter:
            self._draw_hurting(painter, frame, view, added)
            draw_titles(painter, frame.stage.groups, view.camera, view.theme)
        self._hurt_of, self._hurting = view, frame.hurting

    def _draw_hurting(self, painter: QPainter, frame: Frame, view: View, numbers: list[int]) -> None:
        visible = _visible(view)
        painter.save()
        enter(painter, view.camera)
        for number in sorted(numbers, key=lambda one: frame.hurting[one] == "down"):
            if self.curves[number].hull.intersects(visible):
                draw_hurting(painter, self.curves[number], frame.hurting[number], view.theme, view.camera.scale)
        painter.restore()

    def _paint_arrows(self, painter: QPainter, frame: Frame, view: View) -> None:
        painter.drawPixmap(QPointF(0, 0), self._ground)
        if frame.why is not None:
            painter.setOpacity(DIM_ARROWS)
        painter.drawPixmap(QPointF(0, 0), self._hurt)
        painter.setOpacity(1.0)
        if frame.why is None or not frame.why.arrows:
            return
        painter.save()
        enter(painter, view.camera)
        for number in sorted(frame.why.arrows):
            draw_lit(painter, self.curves[number], frame.hurting[number], view.theme, view.camera.scale)
        painter.restore()

    def _paint_boxes(self, painter: QPainter, frame: Frame, view: View) -> None:
        lit = frame.why.services if frame.why is not None else None
        pixels = QRectF(0, 0, view.size.width(), view.size.height() - LEGEND)
        for index, box in enumerate(frame.stage.boxes):
            area = view.camera.area(box.place)
            if not pixels.intersects(QRectF(*area)):
                continue
            if lit is not None:
                painter.setOpacity(1.0 if index in lit else DIM_BOX)
            painter.drawPixmap(_corner(area, view.dpr), self._boxes.picture(index, look(frame, index)))
        painter.setOpacity(1.0)

    def _paint_waves(self, painter: QPainter, frame: Frame, view: View) -> None:
        if not frame.waves:
            return
        painter.save()
        enter(painter, view.camera)
        for number, along in frame.waves:
            hurting = frame.hurting[number]
            status: Status = "recovering" if hurting == "ok" else hurting
            draw_wave(painter, self.curves[number], along, status, view.theme, view.camera.scale)
        painter.restore()

    def _paint_drag(self, painter: QPainter, frame: Frame, view: View, drag: Drag) -> None:
        """The box where it would be let go, and its arrows there."""
        boxes = frame.stage.boxes
        names = {box.name: box.place for box in boxes}
        moved = boxes[drag.index]
        names[moved.name] = place = moved.place._replace(x=moved.place.x + drag.dx, y=moved.place.y + drag.dy)
        painter.save()
        enter(painter, view.camera)
        painter.setPen(_thin(view.theme.accent))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for arrow in frame.stage.arrows:
            if moved.name in (arrow.source, arrow.target):
                way = route(names[arrow.source], names[arrow.target])
                painter.drawPath(Curve(arrow._replace(route=way)).path)
        painter.restore()
        picture = self._boxes.picture(drag.index, look(frame, drag.index))
        painter.drawPixmap(_corner(view.camera.area(place), view.dpr), picture)

    def _paint_edge(self, painter: QPainter, frame: Frame, view: View) -> None:
        width, height = view.size.width(), view.size.height()
        draw_legend(painter, QRectF(0, height - LEGEND, width, LEGEND), frame, view.theme)
        if frame.what_if:
            draw_what_if(painter, QRectF(0, 0, width, height - LEGEND), view.theme)


def look(frame: Frame, index: int) -> Look:
    status, seen = frame.statuses[index], frame.observed[index]
    return Look(status, frame.details[index], None if seen == status else seen, index in frame.fresh)


def _visible(view: View) -> QRectF:
    """The part of the drawing on screen, in units."""
    left, top = view.camera.unit((0, 0))
    return QRectF(left, top, view.size.width() / view.camera.scale, view.size.height() / view.camera.scale)


def _corner(area: Rectangle, dpr: float) -> QPointF:
    """On a whole screen pixel, so that text stays sharp."""
    return QPointF(round((area.x - BLEED) * dpr) / dpr, round((area.y - BLEED) * dpr) / dpr)


def _thin(colour: str) -> QPen:
    pen = QPen(QColor(colour), 1.6)
    pen.setCosmetic(True)
    return pen


def _paint_selection(painter: QPainter, box: Box, view: View) -> None:
    area = QRectF(*view.camera.area(box.place)).adjusted(-4, -4, 4, 4)
    painter.setPen(QPen(QColor(view.theme.accent), 2.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = min(11.0, area.height() / 4 + 3)
    painter.drawRoundedRect(area, radius, radius)
