"""What is put on boxes while time moves: how far a recovery has come, who fell or came back when, what was known."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from outage_gui.views.camera import Camera
from outage_gui.views.fonts import font
from outage_gui.views.plain import plain
from outage_gui.views.wrap import metrics
from outage_gui.workbench.frame import Frame
from outage_gui.workbench.theme import Theme

BAR = 3.0  # pixels
BADGE = 8.5  # radius, pixels
LEAST = 0.35  # scale below which a number could not be read


def draw_returning(painter: QPainter, frame: Frame, camera: Camera, theme: Theme) -> None:
    """A bar along the foot of each box that comes back, full when it is back."""
    painter.setPen(Qt.PenStyle.NoPen)
    for number, share in frame.returning:
        area = QRectF(*camera.area(frame.stage.boxes[number].place))
        foot = QRectF(area.x() + 5, area.bottom() - BAR - 2, max(0.0, area.width() - 10), BAR)
        painter.setBrush(QColor(theme.line))
        painter.drawRoundedRect(foot, 1.5, 1.5)
        painter.setBrush(QColor(theme.recovering.line))
        painter.drawRoundedRect(QRectF(foot.x(), foot.y(), foot.width() * share, BAR), 1.5, 1.5)


def draw_badges(painter: QPainter, frame: Frame, camera: Camera, theme: Theme, *, large: bool = False) -> None:
    """With motion reduced: numbers in the order of failing, filled, and of coming back, hollow."""
    radius = BADGE * (1.5 if large else 1.0)
    if camera.scale < LEAST:
        return
    painter.setFont(font(15 if large else 10, "semibold", numbers=True))
    for badge in frame.badges:
        area = camera.area(frame.stage.boxes[badge.box].place)
        place = QRectF(area.x - radius + 3, area.y - radius + 3, 2 * radius, 2 * radius)
        hue = theme.recovering if badge.back else theme.hue(frame.statuses[badge.box])
        painter.setPen(QPen(QColor(hue.line), 1.6))
        painter.setBrush(QColor(theme.canvas if badge.back else hue.line))
        painter.drawEllipse(place)
        painter.setPen(QColor(hue.text if badge.back else theme.canvas))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(badge.number))


def draw_known(painter: QPainter, area: QRectF, frame: Frame, theme: Theme) -> None:
    """A frame and a word: this is what had been told, not what was."""
    painter.setPen(QPen(QColor(theme.accent), 3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area.adjusted(1.5, 1.5, -1.5, -1.5))
    painter.setFont(font(12, "semibold"))
    text = plain(f"Known at {frame.clock.time}  ·  small marks: as it was")
    wide = metrics(painter.font().toString()).horizontalAdvance(text) + 28
    pill = QRectF(area.center().x() - wide / 2, area.y() + 8, wide, 24)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.accent))
    painter.drawRoundedRect(pill, 12, 12)
    painter.setPen(QColor(theme.canvas))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)


def draw_front(painter: QPainter, tip: QPointF, colour: QColor, scale: float, *, back: bool) -> None:
    """The head of a wave: a full dot for failure, a ring for recovery."""
    if back:
        painter.setPen(QPen(colour, 2.2 / scale))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(tip, 5.0 / scale, 5.0 / scale)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(tip, 4.4 / scale, 4.4 / scale)
