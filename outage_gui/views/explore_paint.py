"""What the parts of the Explore screen share: the mark of a verdict, lines of text, and rows that can be pressed."""

from functools import lru_cache

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QAbstractButton

from outage_gui.model.status import Status
from outage_gui.views.guard import guarded
from outage_gui.views.marks import draw_mark
from outage_gui.views.plain import plain
from outage_gui.views.rows import PRESSES
from outage_gui.workbench.explore_frame import Verdict
from outage_gui.workbench.theme import DARK, Hue, Theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
STATUS_OF: dict[Verdict, Status] = {"verified": "recovering", "violated": "down", "incomplete": "degraded"}


def verdict_hue(verdict: Verdict | None, theme: Theme) -> Hue:
    return theme.hue(STATUS_OF[verdict]) if verdict else theme.ok


def draw_verdict(painter: QPainter, verdict: Verdict | None, centre: QPointF, size: float, theme: Theme) -> None:
    """A cross, a triangle, a tick; a ring where nothing is known. The word always stands beside it."""
    if verdict == "verified":
        draw_tick(painter, centre, size, QColor(theme.recovering.line))
    else:
        draw_mark(painter, STATUS_OF[verdict] if verdict else "ok", centre, size, theme)


def draw_tick(painter: QPainter, centre: QPointF, size: float, colour: QColor) -> None:
    pen = QPen(colour, max(1.6, size * 0.15))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = size / 2 - pen.widthF() / 2
    path = QPainterPath(centre + QPointF(-half, half * 0.05))
    path.lineTo(centre + QPointF(-half * 0.3, half * 0.7))
    path.lineTo(centre + QPointF(half, -half * 0.65))
    painter.drawPath(path)


def write(
    painter: QPainter, place: QRectF, text: str, face: QFont, colour: str, *, align: Qt.AlignmentFlag = LEFT
) -> None:
    """One line of a stranger's text, cut where room ends."""
    painter.setFont(face)
    painter.setPen(QColor(colour))
    cut = painter.fontMetrics().elidedText(plain(text), Qt.TextElideMode.ElideRight, int(place.width()))
    painter.drawText(place, align, cut)


def write_lines(painter: QPainter, place: QRectF, text: str, face: QFont, colour: str) -> None:
    """A stranger's text over as many lines as there is room for; cut in the last."""
    painter.setFont(face)
    painter.setPen(QColor(colour))
    lines = broken(text, face, int(place.width()))
    high = QFontMetricsF(face).lineSpacing()
    most = max(1, int((place.height() + 1) / high))
    for number, line in enumerate(lines[:most]):
        if number == most - 1 and len(lines) > most:
            line = " ".join(lines[number:])
        if number == most - 1 or " " not in line:  # the last one, or a word that may be too long for any line
            line = QFontMetricsF(face).elidedText(line, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(QRectF(place.left(), place.top() + number * high, place.width(), high), LEFT, line)


@lru_cache(maxsize=2048)
def broken(text: str, face: QFont, width: int) -> tuple[str, ...]:
    """Lines that fit the width, parted between words; a word too long for one is a line of its own."""
    lines, room = [""], float(width)
    for word in plain(text, 400).split():
        wide = word_wide(word, face)
        if lines[-1] and wide > room:
            lines.append(word)
            room = width - wide
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
            room -= wide
    return tuple(lines)


@lru_cache(maxsize=4096)
def word_wide(word: str, face: QFont) -> float:
    """With the blank after it: a line is then measured by adding up, not anew with every word."""
    return QFontMetricsF(face).horizontalAdvance(word + " ")


def high(text: str, face: QFont, width: float) -> float:
    """Height of a text broken to that width."""
    return QFontMetricsF(face).lineSpacing() * len(broken(text, face, int(width)))


class Pressable(QAbstractButton):
    """A painted button: Enter and Space press it, even where they are keys of the window."""

    def __init__(self) -> None:
        super().__init__()
        self.theme = DARK
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def ground(self, painter: QPainter, *, edge: str = "") -> None:
        """A raised card; an accent frame where the focus is."""
        place = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        hover = self.underMouse() and self.isEnabled()
        painter.setPen(QPen(QColor(edge or (self.theme.quiet if hover else self.theme.line)), 1))
        painter.setBrush(QColor(self.theme.raised))
        painter.drawRoundedRect(place, 8, 8)
        self.focus_frame(painter, place, 8)

    def focus_frame(self, painter: QPainter, place: QRectF, radius: float) -> None:
        if self.hasFocus():
            painter.setPen(QPen(QColor(self.theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place, radius, radius)

    @guarded(default=lambda: False)
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in PRESSES:
            event.accept()
            return True
        return super().event(event)

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in PRESSES:
            self.click()
        else:
            super().keyPressEvent(event)
