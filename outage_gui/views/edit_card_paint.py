"""How a step card, the head of a lane and the places to add something are painted."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from outage_gui.views.edit_highlight import formats
from outage_gui.views.fonts import font
from outage_gui.views.plain import plain
from outage_gui.workbench.edit_colours import language
from outage_gui.workbench.edit_places import Path
from outage_gui.workbench.edit_process import Card, Lane
from outage_gui.workbench.theme import SIZES, Theme

LINE, LINES = 17.0, 7
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Look(NamedTuple):
    theme: Theme
    path: Path

    def colour(self, name: str) -> QColor:
        return QColor(str(getattr(self.theme, name)))

    def chosen(self, path: Path) -> bool:
        return self.path[: len(path)] == path and (len(path) > 2 or self.path == path)


def paint_head(painter: QPainter, lane: Lane, area: QRectF, look: Look) -> None:
    """Name and what it is made of, left of the cards."""
    if look.chosen(lane.path):
        painter.setPen(QPen(look.colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area.adjusted(-6, 0, 6, 0), 8, 8)
    painter.setFont(font(SIZES["label"], "bold"))
    painter.setPen(look.colour("text"))
    painter.drawText(QRectF(area.x(), area.y() + 8, area.width(), 22), LEFT, _cut(painter, lane.title, area.width()))
    painter.setFont(font(SIZES["small"]))
    painter.setPen(look.colour("muted"))
    for number, line in enumerate(lane.about[:4]):
        row = QRectF(area.x(), area.y() + 32 + LINE * number, area.width(), LINE)
        painter.drawText(row, LEFT, _cut(painter, line, area.width()))


def paint_card(painter: QPainter, card: Card, area: QRectF, look: Look) -> None:
    chosen = look.chosen(card.path)
    painter.setPen(QPen(look.colour("accent" if chosen else "line"), 2 if chosen else 1))
    painter.setBrush(look.colour("raised"))
    painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 9, 9)
    inner = area.adjusted(12, 8, -10, -8)
    painter.setFont(font(SIZES["body"], "medium"))
    painter.setPen(look.colour("text"))
    painter.drawText(QRectF(inner.x(), inner.y(), inner.width(), 18), LEFT, _cut(painter, card.title, inner.width()))
    painter.setFont(font(SIZES["small"], numbers=True))
    for number, line in enumerate(card.lines[:LINES]):
        last = number == LINES - 1 and len(card.lines) > LINES
        _paint_language(painter, "…" if last else line, inner.x(), inner.y() + 23 + LINE * number, inner.width(), look)
    _paint_foot(painter, card, inner, look)


def _paint_language(painter: QPainter, line: str, x: float, y: float, width: float, look: Look) -> None:
    known = formats(look.theme)
    text = _cut(painter, line, width)
    stretches, done = list(language(text.rstrip("…"), 0)), 0
    metrics = painter.fontMetrics()
    for stretch in (*stretches, None):
        gap = text[done : stretch.start] if stretch is not None else text[done:]
        painter.setPen(look.colour("text"))
        painter.drawText(QPointF(x, y + 12.5), gap)
        x += metrics.horizontalAdvance(gap)
        if stretch is None:
            break
        part = text[stretch.start : stretch.start + stretch.length]
        painter.setPen(known[stretch.colour].foreground().color())
        painter.drawText(QPointF(x, y + 12.5), part)
        x += metrics.horizontalAdvance(part)
        done = stretch.start + stretch.length


def _paint_foot(painter: QPainter, card: Card, inner: QRectF, look: Look) -> None:
    """What it reads and writes, and who stands there now."""
    painter.setFont(font(SIZES["fine"]))
    painter.setPen(look.colour("muted"))
    told = [f"reads {', '.join(card.reads)}"] if card.reads else []
    told += [f"writes {', '.join(card.writes)}"] if card.writes else []
    row = QRectF(inner.x(), inner.bottom() - 16, inner.width(), 16)
    painter.drawText(row, LEFT, _cut(painter, "  ·  ".join(told), inner.width() - 22 * len(card.here)))
    right = inner.right()
    for name in reversed(card.here[:3]):
        wide = painter.fontMetrics().horizontalAdvance(name) + 12
        chip = QRectF(right - wide, inner.bottom() - 17, wide, 17)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accent"))
        painter.drawRoundedRect(chip, 8, 8)
        painter.setPen(look.colour("on_accent"))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, plain(name, 12))
        right -= wide + 4


def paint_plus(painter: QPainter, area: QRectF, said: str, look: Look) -> None:
    painter.setPen(QPen(look.colour("quiet"), 1, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 9, 9)
    painter.setFont(font(SIZES["body"], "medium"))
    painter.setPen(look.colour("muted"))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, said)


def paint_drop(painter: QPainter, before: QRectF, look: Look) -> None:
    painter.setPen(QPen(look.colour("accent"), 3))
    x = before.left() - 7
    painter.drawLine(QPointF(x, before.top()), QPointF(x, before.bottom()))


def _cut(painter: QPainter, text: str, width: float) -> str:
    return painter.fontMetrics().elidedText(plain(text, 160), Qt.TextElideMode.ElideRight, max(10, int(width)))
