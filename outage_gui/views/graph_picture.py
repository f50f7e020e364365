"""The graph painted. What stays between frames is kept as pictures: the ground with all arrows at rest, the arrows that
hurt, each box in each look. A step paints only what it changed and puts the pictures on top of each other.
"""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from outage_gui.model.status import Status
from outage_gui.views.arrows import FAR, Curve, draw_far, draw_hurting, draw_lit, draw_resting, draw_wave, enter
from outage_gui.views.boxes import BoxPictures, Look, Scheme, corner
from outage_gui.views.camera import Camera
from outage_gui.views.graph_marks import draw_badges, draw_known, draw_returning
from outage_gui.views.ground import LEGEND, draw_frames, draw_legend, draw_titles, draw_what_if
from outage_gui.views.paint import canvas, painting
from outage_gui.workbench.frame import Box, Frame, Stage
from outage_gui.workbench.routes import route
from outage_gui.workbench.theme import Theme

HURTS: tuple[Status, ...] = ("recovering", "degraded", "down")  # the worst is drawn last
DIM_BOX, DIM_ARROWS = 0.42, 0.3


class View(NamedTuple):
    """From where, in which colours, on what size of screen the graph is seen; all but the frame."""

    camera: Camera
    theme: Theme
    size: QSize
    dpr: float
    legend: float = LEGEND  # its height at the foot; 0: none
    large: bool = False  # names as large as there is room for


class Drag(NamedTuple):
    """A box on its way: drawn there while the mouse is down."""

    box: int
    dx: float  # units
    dy: float


class GraphPicture:
    """Paints frames. Everything it keeps can be thrown away at any time."""

    def __init__(self) -> None:
        self._stage: Stage | None = None
        self.curves: tuple[Curve, ...] = ()
        self._sources: tuple[int, ...] = ()  # the box at which each arrow begins
        self._boxes = BoxPictures()
        self._view: View | None = None
        self._ground, self._titles = QPixmap(), QPixmap()
        self._corners: tuple[tuple[int, QPointF], ...] = ()  # of the boxes on screen
        self._hurt: QPixmap | None = None
        self._hurting: tuple[Status, ...] = ()

    def paint(self, painter: QPainter, frame: Frame, view: View, drag: Drag | None = None) -> None:
        """The whole widget."""
        self._take(frame.stage)
        self._prepare_ground(frame.stage, view)
        self._prepare_hurting(frame, view)
        self._boxes.prepare(frame.stage.boxes, Scheme(view.theme, view.camera.scale, view.dpr, view.large))
        self._paint_arrows(painter, frame, view)
        self._paint_boxes(painter, frame)
        draw_returning(painter, frame, view.camera, view.theme)
        draw_badges(painter, frame, view.camera, view.theme, large=view.large)
        self._paint_waves(painter, frame, view)
        if frame.selected is not None:
            _paint_selection(painter, frame.stage.boxes[frame.selected], view)
        if drag is not None:
            self._paint_drag(painter, frame, view, drag)
        self._paint_edge(painter, frame, view)

    def _take(self, stage: Stage) -> None:
        if stage is not self._stage:
            self._stage, self.curves = stage, tuple(Curve(arrow) for arrow in stage.arrows)
            index = {box.name: number for number, box in enumerate(stage.boxes)}
            self._sources = tuple(index[arrow.source] for arrow in stage.arrows)
            self._view = None

    def _prepare_ground(self, stage: Stage, view: View) -> None:
        """All that stays while only time moves."""
        if self._view == view:
            return
        self._view, self._hurt = view, None
        self._ground = canvas(view.size, view.dpr)
        self._ground.fill(QColor(view.theme.canvas))
        with painting(self._ground) as painter:
            draw_frames(painter, stage.groups, view.camera, view.theme)
            enter(painter, view.camera)
            shown = _shown(view)
            draw_resting(
                painter, [one for one in self.curves if one.hull.intersects(shown)], view.theme, view.camera.scale
            )
        self._titles = canvas(view.size, view.dpr)
        with painting(self._titles) as painter:
            draw_titles(painter, stage.groups, view.camera, view.theme, large=view.large)
        areas = ((index, QRectF(*box.place), box.place) for index, box in enumerate(stage.boxes))
        self._corners = tuple(
            (index, corner(view.camera.area(place), view.dpr)) for index, area, place in areas if shown.intersects(area)
        )

    def _prepare_hurting(self, frame: Frame, view: View) -> None:
        """Arrows that begin to hurt are added; when one stops the picture is made anew."""
        if self._hurt is not None and self._hurting == frame.hurting:
            return
        fresh = self._hurt is None or any(
            old not in ("ok", new) for old, new in zip(self._hurting, frame.hurting, strict=True)
        )
        before = ("ok",) * len(frame.hurting) if fresh else self._hurting
        added = [n for n, (old, new) in enumerate(zip(before, frame.hurting, strict=True)) if old != new]
        if self._hurt is None or fresh:
            self._hurt = canvas(view.size, view.dpr)
        with painting(self._hurt) as painter:
            self._draw_hurting(painter, frame, view, added)
        self._hurting = frame.hurting

    def _draw_hurting(self, painter: QPainter, frame: Frame, view: View, numbers: list[int]) -> None:
        shown = _shown(view)
        painter.save()
        enter(painter, view.camera)
        seen = [number for number in numbers if self.curves[number].hull.intersects(shown)]
        for status in HURTS:
            curves = [self.curves[number] for number in seen if frame.hurting[number] == status]
            if view.camera.scale < FAR:
                draw_far(painter, curves, status, view.theme)
                continue
            for curve in curves:
                draw_hurting(painter, curve, status, view.theme, view.camera.scale)
        painter.restore()

    def _paint_arrows(self, painter: QPainter, frame: Frame, view: View) -> None:
        painter.drawPixmap(QPointF(0, 0), self._ground)
        if frame.why is not None:
            painter.setOpacity(DIM_ARROWS)
        if self._hurt is not None:
            painter.drawPixmap(QPointF(0, 0), self._hurt)
        painter.setOpacity(1.0)
        painter.drawPixmap(QPointF(0, 0), self._titles)
        if frame.why is None or not frame.why.arrows:
            return
        painter.save()
        enter(painter, view.camera)
        for number in sorted(frame.why.arrows):
            draw_lit(painter, self.curves[number], frame.hurting[number], view.theme, view.camera.scale)
        painter.restore()

    def _paint_boxes(self, painter: QPainter, frame: Frame) -> None:
        lit = frame.why.services if frame.why is not None else None
        for index, spot in self._corners:
            if lit is not None:
                painter.setOpacity(1.0 if index in lit else DIM_BOX)
            self._boxes.draw(painter, index, look(frame, index), spot)
        painter.setOpacity(1.0)

    def _paint_waves(self, painter: QPainter, frame: Frame, view: View) -> None:
        if not frame.waves:
            return
        painter.save()
        enter(painter, view.camera)
        for number, along in frame.waves:
            status = self._carried(frame, number)
            draw_wave(painter, self.curves[number], along, status, view.theme, view.camera.scale)
        painter.restore()

    def _carried(self, frame: Frame, number: int) -> Status:
        """What a wave brings: the trouble of its cause, else the end of it."""
        cause = frame.statuses[self._sources[number]]
        return cause if cause in ("down", "degraded") else "recovering"

    def _paint_drag(self, painter: QPainter, frame: Frame, view: View, drag: Drag) -> None:
        """The box where it would be let go, and its arrows there."""
        boxes = frame.stage.boxes
        names = {box.name: box.place for box in boxes}
        moved = boxes[drag.box]
        names[moved.name] = place = moved.place._replace(x=moved.place.x + drag.dx, y=moved.place.y + drag.dy)
        painter.save()
        enter(painter, view.camera)
        painter.setPen(QPen(QColor(view.theme.accent), 1.6 / view.camera.scale))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for arrow in frame.stage.arrows:
            if moved.name in (arrow.source, arrow.target):
                way = route(names[arrow.source], names[arrow.target])
                painter.drawPath(Curve(arrow._replace(route=way)).path)
        painter.restore()
        self._boxes.draw(painter, drag.box, look(frame, drag.box), corner(view.camera.area(place), view.dpr))

    def _paint_edge(self, painter: QPainter, frame: Frame, view: View) -> None:
        width, height = view.size.width(), view.size.height()
        if view.legend:
            draw_legend(painter, QRectF(0, height - view.legend, width, view.legend), frame, view.theme)
        if frame.what_if:
            draw_what_if(painter, QRectF(0, 0, width, height - view.legend), view.theme)
        if frame.known:
            draw_known(painter, QRectF(0, 0, width, height - view.legend), frame, view.theme)


def look(frame: Frame, index: int) -> Look:
    status, seen = frame.statuses[index], frame.observed[index]
    return Look(status, frame.details[index], None if seen == status else seen, index in frame.fresh)


def _shown(view: View) -> QRectF:
    """The part of the drawing on screen, in units."""
    left, top = view.camera.unit((0, 0))
    return QRectF(left, top, view.size.width() / view.camera.scale, view.size.height() / view.camera.scale)


def _paint_selection(painter: QPainter, box: Box, view: View) -> None:
    area = QRectF(*view.camera.area(box.place)).adjusted(-4, -4, 4, 4)
    painter.setPen(QPen(QColor(view.theme.accent), 2.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = min(11.0, area.height() / 4 + 3)
    painter.drawRoundedRect(area, radius, radius)
