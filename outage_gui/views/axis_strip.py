"""The ticks under the lanes, in steps or on the clock, and how much each fold leaves out."""

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from outage_gui.views.fonts import font
from outage_gui.views.guard import guarded
from outage_gui.views.paint import painting
from outage_gui.views.timespan import GUTTER, TimeSpan
from outage_gui.workbench.frame import Frame
from outage_gui.workbench.theme import DARK, SIZES, Theme

HEIGHT = 34
CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop


class AxisStrip(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._frame: Frame | None = None
        self._theme, self._span = DARK, TimeSpan()
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName("Time axis")

    def draw(self, frame: Frame, theme: Theme, span: TimeSpan) -> None:
        self._frame, self._theme, self._span = frame, theme, span
        self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._frame is None:
            return
        theme, score = self._theme, self._frame.score
        with painting(self) as painter:
            painter.fillRect(self.rect(), QColor(theme.panel))
            painter.setFont(font(SIZES["fine"], numbers=True))
            taken = -1.0
            for tick in score.ticks:
                taken = self._tick(painter, tick.x, tick.label, tick.major, taken)
            painter.setFont(font(SIZES["fine"]))
            painter.setPen(QColor(theme.muted))
            taken = -1.0
            for fold in score.folds:
                x = self._span.px(fold.x)
                half = painter.fontMetrics().horizontalAdvance(fold.label) / 2
                if GUTTER <= x <= self.width() and x - half > taken + 10:
                    painter.drawText(QRectF(x - half - 2, 18, 2 * half + 4, 14), CENTRE, fold.label)
                    taken = x + half

    def _tick(self, painter: QPainter, x: float, text: str, major: bool, taken: float) -> float:
        """Draw one tick, its label only where the one before leaves room; the pixel it takes up to."""
        px = self._span.px(x)
        if not GUTTER - 1 <= px <= self.width():
            return taken
        painter.setPen(QPen(QColor(self._theme.quiet), 1))
        painter.drawLine(QLineF(px, 0, px, 5 if major else 3))
        half = painter.fontMetrics().horizontalAdvance(text) / 2
        if px - half < taken + 8:
            return taken
        painter.setPen(QColor(self._theme.text if major else self._theme.muted))
        painter.drawText(QRectF(px - half - 2, 4, 2 * half + 4, 14), CENTRE, text)
        return px + half
