"""The shape of a status, drawn: ring, triangle, cross, turn. Shapes tell what colours tell, never glyphs of a font."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from outage_gui.model.status import Status
from outage_gui.workbench.theme import STATUS_SHAPE, Shape, Theme


def mark_path(shape: Shape, centre: QPointF, size: float) -> QPainterPath:
    """An outline to be stroked; `size` is the side of the square it fills."""
    half = size / 2
    match shape:
        case "ring":
            return _ring(centre, half * 0.62)
        case "triangle":
            return _triangle(centre, half)
        case "cross":
            return _cross(centre, half * 0.82)
        case "turn":
            return _turn(centre, half * 0.86)


def draw_mark(painter: QPainter, status: Status, centre: QPointF, size: float, theme: Theme) -> None:
    """The mark in its hue; line width follows the size."""
    width = max(1.3, size * (0.11 if status == "ok" else 0.15))
    pen = QPen(QColor(theme.hue(status).line), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(mark_path(STATUS_SHAPE[status], centre, size - width))


def _ring(centre: QPointF, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(centre, radius, radius)
    return path


def _triangle(centre: QPointF, half: float) -> QPainterPath:
    x, y = centre.x(), centre.y()
    path = QPainterPath(QPointF(x, y - half * 0.92))
    path.lineTo(x + half, y + half * 0.8)
    path.lineTo(x - half, y + half * 0.8)
    path.closeSubpath()
    return path


def _cross(centre: QPointF, half: float) -> QPainterPath:
    x, y = centre.x(), centre.y()
    path = QPainterPath(QPointF(x - half, y - half))
    path.lineTo(x + half, y + half)
    path.moveTo(x + half, y - half)
    path.lineTo(x - half, y + half)
    return path


def _turn(centre: QPointF, radius: float) -> QPainterPath:
    """Most of a circle, clockwise, ending in an arrow head at the upper right."""
    box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
    ends = 30.0  # degrees, as a clock hand pointing to two
    path = QPainterPath()
    path.arcMoveTo(box, ends - 55)
    path.arcTo(box, ends - 55, -(360 - 55))
    angle = math.radians(ends)
    tip = QPointF(centre.x() + radius * math.cos(angle), centre.y() - radius * math.sin(angle))
    back = angle + math.pi / 2  # against the way the circle was drawn
    for side in (back - 0.62, back + 0.85):
        path.moveTo(tip)
        path.lineTo(tip.x() + radius * 0.85 * math.cos(side), tip.y() - radius * 0.85 * math.sin(side))
    return path
