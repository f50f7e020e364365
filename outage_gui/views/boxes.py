"""A service as a picture: how much of it is drawn depends on how near we are.

Pictures are kept until scale, theme or stage change.
"""

from collections import OrderedDict
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap

from outage_gui.model.scenario import Status
from outage_gui.views.fonts import font
from outage_gui.views.icons import icon_pixmap, kind_icon
from outage_gui.views.marks import draw_mark
from outage_gui.views.paint import canvas, painting
from outage_gui.views.plain import plain
from outage_gui.views.wrap import cut, metrics, wrapped
from outage_gui.workbench.frame import Box
from outage_gui.workbench.theme import Theme

BLEED = 10.0  # pixels around a box for glow and the observed chip
KEPT_BYTES = 48e6
SMALLEST_TEXT, LARGEST_LABEL = 10.0, 22.0
LABEL, DETAIL = 13.0, 11.0
LEAST_WIDTH, LEAST_HEIGHT = 46.0, 13.0  # pixels below which there is no name
ICONS_FROM, DETAILS_FROM = 0.8, 0.8  # scale


class Look(NamedTuple):
    """What a box shows at one moment."""

    status: Status
    detail: str
    observed: Status | None  # where it differs
    fresh: bool


class BoxPictures:
    """Pictures of boxes for one theme, scale and screen; made when first asked for."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, Look], QPixmap] = OrderedDict()
        self._for: tuple[object, ...] = ()

    def prepare(self, boxes: tuple[Box, ...], theme: Theme, scale: float, dpr: float) -> None:
        """What the next pictures are of; forgets the others when any of it has changed."""
        wanted = (id(boxes), theme.name, scale, dpr)
        if wanted != self._for:
            self._kept.clear()
            self._for, self._boxes, self._theme, self._scale, self._dpr = wanted, boxes, theme, scale, dpr
            largest = max((box.place.width * box.place.height for box in boxes), default=1.0)
            self._most = max(200, int(KEPT_BYTES / (4 * largest * (scale * dpr) ** 2)))

    def picture(self, index: int, look: Look) -> QPixmap:
        """Larger than the box by BLEED pixels on each side."""
        if self._scale < DETAILS_FROM:
            look = look._replace(detail="")
        key = (index, look)
        made = self._kept.get(key)
        if made is None:
            made = self._kept[key] = box_picture(self._boxes[index], look, self._theme, self._scale, self._dpr)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made


def box_picture(box: Box, look: Look, theme: Theme, scale: float, dpr: float) -> QPixmap:
    width, height = box.place.width * scale, box.place.height * scale
    made = canvas(QSize(round(width + 2 * BLEED + 0.5), round(height + 2 * BLEED + 0.5)), dpr)
    with painting(made) as painter:
        area = QRectF(BLEED, BLEED, width, height)
        draw_body(painter, area, box, look, theme)
        if width >= LEAST_WIDTH and height >= LEAST_HEIGHT:
            _draw_inside(painter, area, box, look, theme, scale, dpr)
        elif look.status != "ok":
            draw_mark(painter, look.status, area.center(), max(5.0, min(width, height) * 0.7), theme)
        if look.observed is not None and width >= LEAST_WIDTH:
            _draw_observed(painter, area, look.observed, theme, scale)
    return made


def draw_body(painter: QPainter, area: QRectF, box: Box, look: Look, theme: Theme) -> None:
    """The rounded ground; what we assumed has a dashed outline, what just changed a halo."""
    hue = theme.hue(look.status)
    radius = min(8.0, area.height() / 4)
    if look.fresh:
        halo = QColor(hue.line)
        halo.setAlpha(80)
        painter.setPen(QPen(halo, 5.0))
        painter.drawRoundedRect(area, radius, radius)
    pen = QPen(QColor(hue.line), 1.1 if look.status == "ok" else 1.7)
    if box.assumed:
        pen.setDashPattern([3.2, 2.4])
    painter.setPen(pen)
    painter.setBrush(QColor(hue.ground))
    painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def _draw_inside(painter: QPainter, area: QRectF, box: Box, look: Look, theme: Theme, scale: float, dpr: float) -> None:
    side = min(17.0 * max(scale, 0.62), area.height() * 0.55)
    pad = max(4.0, 8.0 * scale)
    draw_mark(painter, look.status, QPointF(area.x() + pad + side / 2, area.center().y()), side, theme)
    text = area.adjusted(pad * 1.75 + side, 0, -pad * 0.6, 0)
    if scale >= ICONS_FROM:
        size = round(14 * min(scale, 1.6))
        corner = QPointF(area.right() - size - pad * 0.8, area.y() + pad * 0.8)
        painter.drawPixmap(corner, icon_pixmap(kind_icon(box.kind), _icon_colour(look, theme), size, dpr))
        text.setRight(corner.x() - pad * 0.3)
    _draw_text(painter, text, area.right() - pad * 0.6, box, look, theme, scale)


def _icon_colour(look: Look, theme: Theme) -> str:
    return theme.quiet if look.status == "ok" else theme.hue(look.status).text


def _draw_text(painter: QPainter, text: QRectF, right: float, box: Box, look: Look, theme: Theme, scale: float) -> None:
    label_font = font(min(LARGEST_LABEL, max(SMALLEST_TEXT, LABEL * scale)), "semibold")
    detail_font = font(max(SMALLEST_TEXT, DETAIL * min(scale, 1.6)))
    detail = plain(look.detail) if scale >= DETAILS_FROM else ""
    high, low = _line(label_font), _line(detail_font) if detail else 0.0
    lines = wrapped(plain(box.label), label_font, text.width(), max(1, int((text.height() - low - 2) / high)))[:2]
    y = text.center().y() - (len(lines) * high + low) / 2
    painter.setPen(QColor(theme.text))
    painter.setFont(label_font)
    for line in lines:
        painter.drawText(QRectF(text.x(), y, text.width() + 1, high), Qt.AlignmentFlag.AlignVCenter, line)
        y += high
    if detail:
        painter.setPen(QColor(theme.muted if look.status == "ok" else theme.hue(look.status).text))
        painter.setFont(detail_font)
        room = QRectF(text.x(), y, right - text.x(), low)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, cut(detail, detail_font, room.width()))


def _line(face: QFont) -> float:
    measure = metrics(face.toString())
    return measure.ascent() + measure.descent() * 0.9


def _draw_observed(painter: QPainter, area: QRectF, status: Status, theme: Theme, scale: float) -> None:
    """A chip on the lower right corner: what was recorded at this time, where the model says otherwise."""
    radius = max(5.5, 7.5 * min(scale, 1.2))
    centre = QPointF(area.right() - 1, area.bottom() - 1)
    painter.setPen(QPen(QColor(theme.hue(status).line), 1.2))
    painter.setBrush(QColor(theme.canvas))
    painter.drawEllipse(centre, radius, radius)
    draw_mark(painter, status, centre, radius * 1.15, theme)
