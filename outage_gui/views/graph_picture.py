"""The graph painted: the kept picture of what stays, and on it what moves: waves, bars, selection, the legend."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from outage_gui.views.arrows import Curve, draw_wave, enter
from outage_gui.views.boxes import corner
from outage_gui.views.graph_marks import draw_badges, draw_known, draw_returning
from outage_gui.views.graph_still import Still, View, look
from outage_gui.views.ground import draw_legend, draw_what_if
from outage_gui.workbench.frame import Box, Frame
from outage_gui.workbench.routes import route


class Drag(NamedTuple):
    """A box on its way: drawn there while the mouse is down."""

    box: int
    dx: float  # units
    dy: float


class GraphPicture:
    """Paints frames. Everything it keeps can be thrown away at any time."""

    def __init__(self) -> None:
        self._still = Still()

    @property
    def curves(self) -> tuple[Curve, ...]:
        """The arrows of the last frame."""
        return self._still.curves

    def paint(self, painter: QPainter, frame: Frame, view: View, drag: Drag | None = None) -> None:
        """The whole widget."""
        painter.drawPixmap(QPointF(0, 0), self._still.picture(frame, view))
        draw_returning(painter, frame, view.camera, view.theme)
        draw_badges(painter, frame, view.camera, view.theme, large=view.large)
        self._paint_waves(painter, frame, view)
        if frame.selected is not None:
            _paint_selection(painter, frame.stage.boxes[frame.selected], view)
        if drag is not None:
            self._paint_drag(painter, frame, view, drag)
        self._paint_edge(painter, frame, view)

    def _paint_waves(self, painter: QPainter, frame: Frame, view: View) -> None:
        if not frame.waves:
            return
        painter.save()
        enter(painter, view.camera)
        for number, along in frame.waves:
            status = self._still.carried(frame, number)
            draw_wave(painter, self.curves[number], along, status, view.theme, view.camera.scale)
        painter.restore()

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
        self._still.boxes.draw(painter, drag.box, look(frame, drag.box), corner(view.camera.area(place), view.dpr))

    def _paint_edge(self, painter: QPainter, frame: Frame, view: View) -> None:
        width, height = view.size.width(), view.size.height()
        if view.legend:
            draw_legend(painter, QRectF(0, height - view.legend, width, view.legend), frame, view.theme)
        if frame.what_if:
            draw_what_if(painter, QRectF(0, 0, width, height - view.legend), view.theme)
        if frame.known:
            draw_known(painter, QRectF(0, 0, width, height - view.legend), frame, view.theme)


def _paint_selection(painter: QPainter, box: Box, view: View) -> None:
    area = QRectF(*view.camera.area(box.place)).adjusted(-4, -4, 4, 4)
    painter.setPen(QPen(QColor(view.theme.accent), 2.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = min(11.0, area.height() / 4 + 3)
    painter.drawRoundedRect(area, radius, radius)
