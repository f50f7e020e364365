"""Dependencies as curves: quiet at rest; in the status hue, thicker and with a head when they pass something on."""

import math
from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from outage_gui.model.status import Status
from outage_gui.views.camera import Camera
from outage_gui.views.graph_marks import draw_front
from outage_gui.workbench.frame import Arrow, Point
from outage_gui.workbench.theme import Theme

REST, SOFT_REST, HURT, SOFT_HURT, LIT = 1.15, 0.9, 2.1, 1.5, 3.2  # pixels
DASHES = [4.0, 3.0]
PIECES = 5  # of each stretch of a curve, from far away
FAR = 0.35  # scale below which arrows that hurt are hairs without dashes or heads
WAVE = 0.16  # length of a running piece, as a share of the arrow


class Curve:
    """One arrow in drawing units, made once per stage."""

    def __init__(self, arrow: Arrow) -> None:
        self.arrow = arrow
        self.points = arrow.route
        first, *others = (QPointF(*point) for point in self.points)
        self.path = QPainterPath(first)
        for number in range(0, len(others) - 2, 3):
            self.path.cubicTo(*others[number : number + 3])
        self._lines: list[QLineF] = []
        self.hull: QRectF = self.path.controlPointRect().adjusted(-1, -1, 1, 1)

    @property
    def lines(self) -> list[QLineF]:
        """The curve in straight pieces, short enough from far away."""
        if not self._lines:
            spots = [self.points[0]]
            for start in range(0, len(self.points) - 3, 3):
                spots += _along(self.points[start : start + 4])
            self._lines = [QLineF(*a, *b) for a, b in pairwise(spots)]
        return self._lines


def enter(painter: QPainter, camera: Camera) -> None:
    """From here on the painter takes drawing units; widths meant in pixels are to be divided by the scale."""
    painter.translate(camera.x, camera.y)
    painter.scale(camera.scale, camera.scale)


def draw_resting(painter: QPainter, curves: Iterable[Curve], theme: Theme, scale: float) -> None:
    """Arrows as they are when nothing is wrong. This and what follows: after `enter`."""
    pens = {soft_assumed: _rest_pen(*soft_assumed, theme, scale) for soft_assumed in _kinds()}
    heads = QColor(theme.quiet)
    for curve in curves:
        painter.setPen(pens[curve.arrow.soft, curve.arrow.assumed])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(curve.path)
    if scale >= 0.3:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(heads)
        for curve in curves:
            painter.drawPolygon(_head(curve.points, 4.5 / scale))


def draw_hurting(painter: QPainter, curve: Curve, status: Status, theme: Theme, scale: float) -> None:
    """One arrow that passes its cause's trouble on."""
    colour = QColor(theme.hue(status).line)
    _draw_strong(painter, curve, colour, SOFT_HURT if curve.arrow.soft else HURT, scale, head=8.0)


def draw_far(painter: QPainter, curves: Iterable[Curve], status: Status, theme: Theme) -> None:
    """The same of many arrows from far away: hairs in one go, ten times as fast as curves one by one."""
    pen = QPen(QColor(theme.hue(status).line), 1.0)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.drawLines([line for curve in curves for line in curve.lines])


def draw_lit(painter: QPainter, curve: Curve, status: Status, theme: Theme, scale: float) -> None:
    """One arrow of the chain that is being explained."""
    glow = QColor(theme.accent)
    glow.setAlpha(90)
    painter.setPen(_round(QPen(glow, (LIT + 5) / scale)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(curve.path)
    colour = theme.accent if status == "ok" else theme.hue(status).line
    _draw_strong(painter, curve, QColor(colour), LIT, scale, head=10.0)


def draw_wave(painter: QPainter, curve: Curve, along: float, status: Status, theme: Theme, scale: float) -> None:
    """Something on its way, its front at the share `along`: failure a bright piece of the line, recovery dashes."""
    front = min(1.0, max(0.0, along))
    steps = [max(0.0, front - WAVE) + (front - max(0.0, front - WAVE)) * part / 8 for part in range(9)]
    line = [QPointF(*_at(curve.points, step)) for step in steps]
    colour = QColor(theme.hue(status).text)
    back = status in ("ok", "recovering")
    pen = QPen(colour, 3.0 / scale) if back else _round(QPen(colour, 3.8 / scale))
    if back:
        pen.setDashPattern([1.6, 1.4])
    painter.setPen(pen)
    painter.drawPolyline(QPolygonF(line))
    draw_front(painter, line[-1], colour, scale, back=back)


def nearest(curves: Iterable[Curve], unit: Point, reach: float) -> int | None:
    """Which curve passes within `reach` units; the last drawn of several."""
    spot = QRectF(unit[0] - reach, unit[1] - reach, 2 * reach, 2 * reach)
    found = None
    for number, curve in enumerate(curves):
        if curve.hull.intersects(spot) and _passes(curve.points, unit, reach):
            found = number
    return found


def _kinds() -> list[tuple[bool, bool]]:
    return [(soft, assumed) for soft in (False, True) for assumed in (False, True)]


def _rest_pen(soft: bool, assumed: bool, theme: Theme, scale: float) -> QPen:
    colour = QColor(theme.quiet)
    colour.setAlpha(120 if soft else 190)
    pen = QPen(colour, (SOFT_REST if soft else REST) / scale)
    if assumed:
        pen.setDashPattern(DASHES)
    return pen


def _draw_strong(painter: QPainter, curve: Curve, colour: QColor, width: float, scale: float, *, head: float) -> None:
    pen = _round(QPen(colour, width / scale))
    if curve.arrow.assumed:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([part * 1.6 / max(1.0, width / 1.5) for part in DASHES])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(curve.path)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(_head(curve.points, head / scale))


def _round(pen: QPen) -> QPen:
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen


def _head(points: tuple[Point, ...], size: float) -> QPolygonF:
    """A triangle whose tip is the curve's end."""
    (x, y), before = points[-1], next((one for one in reversed(points[:-1]) if one != points[-1]), points[0])
    angle = math.atan2(y - before[1], x - before[0])
    sides = (angle + math.pi - 0.42, angle + math.pi + 0.42)
    return QPolygonF([QPointF(x, y), *(QPointF(x + size * math.cos(a), y + size * math.sin(a)) for a in sides)])


def _at(points: tuple[Point, ...], share: float) -> Point:
    """A place on the curve; pieces count alike, whatever their length."""
    pieces = (len(points) - 1) // 3
    piece = min(pieces - 1, int(share * pieces))
    t = share * pieces - piece
    weights = _weights(t)
    corners = points[3 * piece : 3 * piece + 4]
    return sum(w * x for w, (x, _) in zip(weights, corners, strict=True)), sum(
        w * y for w, (_, y) in zip(weights, corners, strict=True)
    )


def _weights(t: float) -> tuple[float, float, float, float]:
    """Of the four corners of a stretch, at a share of it."""
    u = 1 - t
    return u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t


EVENLY = tuple(_weights(part / PIECES) for part in range(1, PIECES + 1))


def _along(corners: tuple[Point, ...]) -> list[Point]:
    """Places on one stretch, its end among them."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
    return [(a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy) for a, b, c, d in EVENLY]


def _passes(points: tuple[Point, ...], unit: Point, reach: float) -> bool:
    steps = 16 * ((len(points) - 1) // 3)
    line = [_at(points, step / steps) for step in range(steps + 1)]
    return any(_gap(a, b, unit) <= reach for a, b in pairwise(line))


def _gap(a: Point, b: Point, spot: Point) -> float:
    """Distance of a point from a straight piece."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    share = 0.0 if not length else min(1.0, max(0.0, ((spot[0] - a[0]) * dx + (spot[1] - a[1]) * dy) / length))
    return math.hypot(a[0] + share * dx - spot[0], a[1] + share * dy - spot[1])
