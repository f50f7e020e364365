"""Services as pictures: how much is drawn depends on how near we are.

A box is put together from three kept pictures: its body (shared by all of the same size and look), its label, its
detail. A step then only copies pictures; all are forgotten when scale, theme, screen or stage change.
"""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap

from outage_gui.model.status import Status
from outage_gui.views.fonts import font
from outage_gui.views.icons import icon_pixmap, kind_icon
from outage_gui.views.marks import draw_mark
from outage_gui.views.paint import canvas, painting
from outage_gui.views.plain import plain
from outage_gui.views.wrap import cut, metrics, wrapped
from outage_gui.workbench.frame import Box, Rectangle
from outage_gui.workbench.theme import STATUS_WORD, Theme

BLEED = 10.0  # pixels around a box for the halo and the recorded chip
SMALLEST_TEXT, LARGEST_LABEL = 10.0, 22.0
LABEL, DETAIL = 13.0, 11.0
FAR_LABEL = 27  # pixels: 20 pt, what the last row of a room can read
LEAST_WIDTH, LEAST_HEIGHT = 46.0, 13.0  # pixels below which there is no name
ICONS_FROM, DETAILS_FROM, TROUBLE_FROM = 0.8, 0.8, 0.55  # scale
MOST_DETAILS = 2000
BESIDE = 5.0  # pixels between a name and the word behind it


class Look(NamedTuple):
    """What a box shows at one moment."""

    status: Status
    detail: str
    observed: Status | None  # where it differs
    fresh: bool


class Scheme(NamedTuple):
    """What all pictures depend on. `large`: names as large as there is room for, for people far away; no icons."""

    theme: Theme
    scale: float
    dpr: float
    large: bool = False


class Text(NamedTuple):
    """Where the words of a box go, from the corner of its body's picture; the detail is drawn apart.

    `beside`: what the last line of the label leaves free, for the one word of a status that has no line of its own.
    """

    label: QPixmap
    at: QPointF
    lines: int
    detail: QRectF
    beside: QRectF


class BoxPictures:
    """Draws boxes of one stage from kept pictures. `prepare` before every frame."""

    def __init__(self) -> None:
        self._of: tuple[object, Scheme] | None = None
        self._bodies: dict[tuple[object, ...], QPixmap] = {}
        self._texts: dict[tuple[int, bool], Text] = {}
        self._details: dict[tuple[str, Status, float], QPixmap] = {}

    def prepare(self, boxes: tuple[Box, ...], scheme: Scheme) -> None:
        """What is drawn next; forgets all pictures when any of it has changed."""
        if self._of is None or self._of[0] is not boxes or self._of[1] != scheme:
            self._of, self._boxes, self._scheme = (boxes, scheme), boxes, scheme
            self._bodies.clear()
            self._texts.clear()
            self._details.clear()

    def draw(self, painter: QPainter, index: int, look: Look, corner: QPointF) -> None:
        """One box; `corner` as the function of that name gives it."""
        box, scheme = self._boxes[index], self._scheme
        painter.drawPixmap(corner, self._body(box, look))
        if not _named(box.place.width * scheme.scale, box.place.height * scheme.scale):
            return
        if scheme.scale >= ICONS_FROM and not scheme.large:
            self._draw_icon(painter, box, look, corner)
        detail = look.detail if self._tells(index, look) else ""
        text = self._text(index, bool(detail))
        painter.drawPixmap(corner + text.at, text.label)
        if detail and not text.detail.isEmpty():
            painter.drawPixmap(corner + text.detail.topLeft(), self._detail(detail, look.status, text.detail))
        elif look.status != "ok" and self._scheme.scale >= TROUBLE_FROM and not scheme.large:
            self._draw_beside(painter, look.status, text.beside, corner)

    def _tells(self, index: int, look: Look) -> bool:
        """Near, every box has its detail; from farther away only trouble, where it fits under a short name."""
        if self._scheme.scale >= DETAILS_FROM:
            return True
        return self._scheme.scale >= TROUBLE_FROM and look.status != "ok" and self._text(index, False).lines == 1

    def _draw_beside(self, painter: QPainter, status: Status, room: QRectF, corner: QPointF) -> None:
        """The word of the status behind a name that takes all lines, where there is room for it."""
        word = STATUS_WORD[status]
        if metrics(detail_font(self._scheme).toString()).horizontalAdvance(word) <= room.width():
            painter.drawPixmap(corner + room.topLeft(), self._detail(word, status, room))

    def _draw_icon(self, painter: QPainter, box: Box, look: Look, corner: QPointF) -> None:
        size = round(14 * min(self._scheme.scale, 1.6))
        pad = _pad(self._scheme.scale) * 0.8
        at = QPointF(round(BLEED + box.place.width * self._scheme.scale - size - pad), round(BLEED + pad))
        colour = _icon_colour(look, self._scheme.theme)
        painter.drawPixmap(corner + at, icon_pixmap(kind_icon(box.kind), colour, size, self._scheme.dpr))

    def _body(self, box: Box, look: Look) -> QPixmap:
        key = (box.place[2:], look.status, look.observed, look.fresh, box.assumed)
        if key not in self._bodies:
            self._bodies[key] = body_picture(box, look, self._scheme)
        return self._bodies[key]

    def _text(self, index: int, with_detail: bool) -> Text:
        key = (index, with_detail)
        if key not in self._texts:
            self._texts[key] = text_picture(self._boxes[index], self._scheme, with_detail)
        return self._texts[key]

    def _detail(self, detail: str, status: Status, room: QRectF) -> QPixmap:
        key = (detail, status, room.width())
        if key not in self._details:
            if len(self._details) > MOST_DETAILS:
                self._details.clear()
            self._details[key] = detail_picture(detail, status, room, self._scheme)
        return self._details[key]


def corner(area: Rectangle, dpr: float) -> QPointF:
    """Of the body's picture, on a whole screen pixel, so that text stays sharp."""
    return QPointF(round((area.x - BLEED) * dpr) / dpr, round((area.y - BLEED) * dpr) / dpr)


def _pad(scale: float) -> float:
    return max(4.0, 8.0 * scale)


def _named(width: float, height: float) -> bool:
    """Whether there is room for a name."""
    return width >= LEAST_WIDTH and height >= LEAST_HEIGHT


def _side(scale: float, height: float) -> float:
    """Of the mark of the status."""
    return min(17.0 * max(scale, 0.62), height * 0.55)


def _blank(box: Box, scheme: Scheme) -> tuple[QPixmap, QRectF]:
    """An empty picture for the whole box, and where the box is in it."""
    width, height = box.place.width * scheme.scale, box.place.height * scheme.scale
    size = QSize(round(width + 2 * BLEED + 0.5), round(height + 2 * BLEED + 0.5))
    return canvas(size, scheme.dpr), QRectF(BLEED, BLEED, width, height)


def body_picture(box: Box, look: Look, scheme: Scheme) -> QPixmap:
    """Ground, outline, mark of the status, chip of what was recorded."""
    made, area = _blank(box, scheme)
    theme, named = scheme.theme, _named(area.width(), area.height())
    with painting(made) as painter:
        _draw_ground(painter, area, box, look, theme)
        if named:
            side, pad = _side(scheme.scale, area.height()), _pad(scheme.scale)
            draw_mark(painter, look.status, QPointF(area.x() + pad + side / 2, area.center().y()), side, theme)
        elif look.status != "ok":
            draw_mark(painter, look.status, area.center(), max(5.0, min(area.width(), area.height()) * 0.7), theme)
        if look.observed is not None and named:
            _draw_observed(painter, area, look.observed, scheme)
    return made


def _draw_ground(painter: QPainter, area: QRectF, box: Box, look: Look, theme: Theme) -> None:
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


def _draw_observed(painter: QPainter, area: QRectF, status: Status, scheme: Scheme) -> None:
    """A chip on the lower right corner: what was recorded at this time, where the model says otherwise."""
    radius = max(5.5, 7.5 * min(scheme.scale, 1.2))
    centre = QPointF(area.right() - 1, area.bottom() - 1)
    painter.setPen(QPen(QColor(scheme.theme.hue(status).line), 1.2))
    painter.setBrush(QColor(scheme.theme.canvas))
    painter.drawEllipse(centre, radius, radius)
    draw_mark(painter, status, centre, radius * 1.15, scheme.theme)


def _icon_colour(look: Look, theme: Theme) -> str:
    return theme.quiet if look.status == "ok" else theme.hue(look.status).text


def text_picture(box: Box, scheme: Scheme, with_detail: bool) -> Text:
    """The label in as many lines as there is room for, two at most, with the detail's room below it."""
    pad, scale = _pad(scheme.scale), scheme.scale
    left, room, height = name_room(box, scale)
    icon = 14 * min(scale, 1.6) + pad * 0.6 if scale >= ICONS_FROM and not scheme.large else 0.0
    face = largest(box, scale) if scheme.large else label_font(scale)
    high, low = _line(face), _line(detail_font(scheme)) if with_detail else 0.0
    if scheme.large:
        lines = wrapped(plain(box.label), face, room, 2)
        low = low if len(lines) * high + low <= height else 0.0
    else:
        lines = wrapped(plain(box.label), face, room - icon, min(2, max(1, int((height - low - 2) / high))))
    top = round(BLEED + (height - len(lines) * high - low) / 2)
    made = canvas(QSize(round(room) + 2, round(len(lines) * high) + 2), scheme.dpr)
    with painting(made) as painter:
        painter.setFont(face)
        painter.setPen(QColor(scheme.theme.text))
        for number, line in enumerate(lines):
            painter.drawText(QRectF(0, number * high, room + 2, high), Qt.AlignmentFlag.AlignVCenter, line)
    used = metrics(face.toString()).horizontalAdvance(lines[-1]) + BESIDE if lines else 0.0
    last = top + (len(lines) - 1) * high
    beside = QRectF(round(left + used), round(last), max(0.0, room - used), round(high))
    detail = QRectF(left, round(top + len(lines) * high), room, low)
    return Text(made, QPointF(left, top), len(lines), detail, beside)


def name_room(box: Box, scale: float) -> tuple[float, float, float]:
    """Where a name begins in the box's picture, its width, and the height of the box; pixels."""
    width, height = box.place.width * scale, box.place.height * scale
    left = round(BLEED + _pad(scale) * 1.75 + _side(scale, height))
    return left, BLEED + width - _pad(scale) * 0.6 - left, height


def largest(box: Box, scale: float) -> QFont:
    """In which the whole name fits, in two lines at most; the usual one where none does."""
    label, (_, room, height) = plain(box.label), name_room(box, scale)
    for size in range(FAR_LABEL, round(LABEL * scale), -1):
        face = font(float(size), "semibold")
        lines = wrapped(label, face, room, 2)
        if " ".join(lines) == label and len(lines) * _line(face) <= height - 4:
            return face
    return label_font(scale)


def detail_picture(detail: str, status: Status, room: QRectF, scheme: Scheme) -> QPixmap:
    """One line, cut to the room."""
    made = canvas(QSize(round(room.width()) + 1, round(room.height()) + 1), scheme.dpr)
    face = detail_font(scheme)
    with painting(made) as painter:
        painter.setFont(face)
        painter.setPen(QColor(scheme.theme.muted if status == "ok" else scheme.theme.hue(status).text))
        whole = metrics(face.toString()).horizontalAdvance(plain(detail)) <= room.width()
        line = cut(plain(detail) if whole or not scheme.large else STATUS_WORD[status], face, room.width())
        painter.drawText(QRectF(0, 0, room.width() + 1, room.height()), Qt.AlignmentFlag.AlignVCenter, line)
    return made


def label_font(scale: float) -> QFont:
    return font(min(LARGEST_LABEL, max(SMALLEST_TEXT, LABEL * scale)), "semibold")


def detail_font(scheme: Scheme) -> QFont:
    return font(FAR_LABEL if scheme.large else max(SMALLEST_TEXT, DETAIL * min(scheme.scale, 1.6)))


def _line(face: QFont) -> float:
    measure = metrics(face.toString())
    return measure.ascent() + measure.descent() * 0.9
