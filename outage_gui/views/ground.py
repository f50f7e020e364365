"""What lies behind the services: frames of groups with their names, the hatch of a what-if, the legend."""

from collections import Counter

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

from outage_gui.model.status import Status
from outage_gui.views.camera import Camera
from outage_gui.views.fonts import font
from outage_gui.views.graph_tips import WORST_FIRST
from outage_gui.views.marks import draw_mark
from outage_gui.views.plain import plain
from outage_gui.views.wrap import cut, metrics
from outage_gui.workbench.frame import Frame, Region
from outage_gui.workbench.theme import STATUS_WORD, Theme

LEGEND = 26.0  # pixels at the bottom
HATCH = 9.0
TITLE_UNITS = 30.0  # of a frame, above its boxes
LEAST_TITLE = 56.0  # pixels; in less of it only dots would be left
NAMES_INSIDE = 0.28  # scale below which boxes have no names and groups get theirs across


def draw_frames(painter: QPainter, groups: tuple[Region, ...], camera: Camera, theme: Theme) -> None:
    """Outermost first, each a shade apart from what it lies in."""
    for region in sorted(groups, key=lambda one: one.depth):
        area = QRectF(*camera.area(region.place))
        radius = min(12.0, 12.0 * max(camera.scale, 0.5))
        painter.setPen(QPen(QColor(theme.line), 1.0))
        painter.setBrush(shade(theme, region.depth))
        painter.drawRoundedRect(area, radius, radius)


def draw_titles(
    painter: QPainter, groups: tuple[Region, ...], camera: Camera, theme: Theme, *, large: bool = False
) -> None:
    """Over the arrows, on a ground of their own, so that they can be read; `large`: from far away."""
    face = title_font(camera.scale, 1.6 if large else 1.0)
    painter.setFont(face)
    inner = max((region.depth for region in groups), default=0)
    capitals = _capitals(groups, face, camera.scale)
    for region in groups:
        area = QRectF(*camera.area(region.place))
        text = plain(region.label).upper() if capitals else plain(region.label)
        if camera.scale >= NAMES_INSIDE or region.depth < inner:
            _draw_title(painter, area, region, text, camera.scale, theme)
        elif area.height() > 16 and area.width() > LEAST_TITLE:
            painter.setPen(QColor(theme.muted))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, cut(text, face, area.width() - 8))


def _draw_title(painter: QPainter, area: QRectF, region: Region, text: str, scale: float, theme: Theme) -> None:
    pad = _pad(scale)
    high = max(12.0, TITLE_UNITS * scale)
    face = painter.font()
    text = cut(text, face, area.width() - 2 * pad)
    room = QRectF(area.x() + pad, area.y() + 2, metrics(face.toString()).horizontalAdvance(text) + 2, high)
    back = shade(theme, region.depth)
    back.setAlpha(225)
    painter.fillRect(room.adjusted(-3, 2, 3, -2), back)
    painter.setPen(QColor(theme.muted))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)


def _capitals(groups: tuple[Region, ...], face: QFont, scale: float) -> bool:
    """Capitals when all titles fit so; else all are as written."""
    measure = metrics(face.toString())
    return all(
        measure.horizontalAdvance(plain(region.label).upper()) <= region.place.width * scale - 2 * _pad(scale)
        for region in groups
    )


def _pad(scale: float) -> float:
    return max(6.0, 14.0 * scale)


def title_font(scale: float, larger: float = 1.0) -> QFont:
    made = QFont(font(larger * min(16.0, max(9.5, 11.5 * scale)), "semibold"))
    made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.5 if scale > 0.6 else 0.0)
    return made


def shade(theme: Theme, depth: int) -> QColor:
    """The ground of a frame: from the canvas towards the panel with each level."""
    a, b = QColor(theme.canvas), QColor(theme.panel)
    share = min(1.0, 0.45 + 0.4 * depth)
    pairs = ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    return QColor(*(round(x + (y - x) * share) for x, y in pairs))


def draw_what_if(painter: QPainter, area: QRectF, theme: Theme) -> None:
    """A hatched border and the word: what is inside did not happen."""
    band = QPainterPath()
    band.addRect(area)
    band.addRect(area.adjusted(HATCH, HATCH, -HATCH, -HATCH))
    colour = QColor(theme.what_if)
    painter.setPen(Qt.PenStyle.NoPen)
    colour.setAlpha(45)
    painter.fillPath(band, colour)
    painter.save()
    painter.setClipPath(band)
    painter.setPen(QPen(QColor(theme.what_if), 1.6))
    for x in range(round(area.x() - area.height()), round(area.right()), 9):
        painter.drawLine(QPointF(x, area.bottom()), QPointF(x + area.height(), area.y()))
    painter.restore()
    _draw_word(painter, area, theme)


def _draw_word(painter: QPainter, area: QRectF, theme: Theme) -> None:
    pill = QRectF(area.right() - HATCH - 76, area.y() + HATCH + 6, 68, 22)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.what_if))
    painter.drawRoundedRect(pill, 11, 11)
    painter.setPen(QColor(theme.canvas))
    painter.setFont(font(12, "semibold"))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, "what-if")


def draw_legend(painter: QPainter, area: QRectF, frame: Frame, theme: Theme) -> None:
    """Every shape with its word and count, how many services there are, what is hidden, what the strokes mean."""
    face = font(11.5)
    painter.fillRect(area, QColor(theme.canvas))
    painter.setFont(face)
    x = area.x() + 14
    counts = dict(frame.tally) if frame.tally else Counter(frame.statuses)
    for status in WORST_FIRST:
        draw_mark(painter, status, QPointF(x + 6, area.center().y()), 12.0, theme)
        x = (
            _say(
                painter,
                x + 17,
                area,
                f"{_word(status, frame)} {counts.get(status, 0)}",
                theme.text if counts.get(status) else theme.muted,
            )
            + 14
        )
    services = frame.score.services or len(frame.stage.boxes)
    hidden = plain(frame.stage.hidden) or "nothing hidden"
    busy = " · arranging …" if frame.stage.provisional else ""
    x = _say(painter, x + 4, area, f"{services} service{'s' * (services != 1)} · {hidden}{busy}", theme.muted)
    _draw_strokes(painter, area, x + 24, frame, theme)


def _word(status: Status, frame: Frame) -> str:
    return "ok or nothing said" if frame.known and status == "ok" else STATUS_WORD[status]


def _draw_strokes(painter: QPainter, area: QRectF, least: float, frame: Frame, theme: Theme) -> None:
    """On the right, as far as there is room: assumed, soft, observed; only what occurs."""
    face = font(11.5)
    stage = frame.stage
    entries = []
    if any(box.assumed for box in stage.boxes) or any(arrow.assumed for arrow in stage.arrows):
        entries.append(("dashed", "assumed, no source"))
    if any(arrow.soft for arrow in stage.arrows):
        entries.append(("thin", "soft dependency"))
    if any(seen not in (None, now) for seen, now in zip(frame.observed, frame.statuses, strict=True)):
        entries.append(("chip", "as it was" if frame.known else "recorded otherwise"))
    x = area.right() - 14
    for kind, word in entries:
        x -= metrics(face.toString()).horizontalAdvance(word) + 28
        if x < least:
            return
        _draw_stroke(painter, kind, QPointF(x, area.center().y()), theme)
        _say(painter, x + 26, area, word, theme.muted)
        x -= 16


def _draw_stroke(painter: QPainter, kind: str, at: QPointF, theme: Theme) -> None:
    pen = QPen(QColor(theme.muted), 0.9 if kind == "thin" else 1.6)
    if kind == "dashed":
        pen.setDashPattern([3, 2])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if kind == "chip":
        painter.drawEllipse(QPointF(at.x() + 14, at.y()), 5.5, 5.5)
    else:
        painter.drawLine(at, QPointF(at.x() + 20, at.y()))


def _say(painter: QPainter, x: float, area: QRectF, text: str, colour: str) -> float:
    """The text at x in the middle of the strip; where it ends."""
    width = metrics(painter.font().toString()).horizontalAdvance(text)
    painter.setPen(QColor(colour))
    painter.drawText(QRectF(x, area.y(), width + 2, area.height()), Qt.AlignmentFlag.AlignVCenter, text)
    return x + width
