"""The outage chance along the run on screen, drawn over the overview strip, with a mark at the point of no return."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from outage_gui.views.fonts import font
from outage_gui.views.guard import guarded
from outage_gui.views.paint import painting
from outage_gui.views.timespan import GUTTER, TimeSpan
from outage_gui.workbench.explore_frame import Along
from outage_gui.workbench.explore_words import percent
from outage_gui.workbench.frame import Frame
from outage_gui.workbench.theme import SIZES, Theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Chance(QWidget):
    """Lies over the chart and lets every click through. top, height: of the chart."""

    def __init__(self, parent: QWidget, top: int, height: int) -> None:
        super().__init__(parent)
        self._top, self._height = top, height
        self._frame: Frame | None = None
        self._theme: Theme | None = None
        self._span = TimeSpan()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def draw(self, frame: Frame, theme: Theme, span: TimeSpan) -> None:
        along = along_of(frame)
        self.setVisible(along is not None)
        if along is None:
            return
        self._frame, self._theme, self._span = frame, theme, span
        now = along.chances[min(frame.step, len(along.chances) - 1)]
        self.setAccessibleName(f"Chance to fail from here {percent(now)}, if every next move is picked at random")
        over = self.parentWidget()
        if over is not None:
            self.setGeometry(over.rect())
        self.raise_()
        self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        frame, theme = self._frame, self._theme
        along = along_of(frame) if frame else None
        if frame is None or theme is None or along is None:
            return
        with painting(self) as painter:
            self._words(painter, frame, along, theme)
            painter.setClipRect(QRectF(GUTTER - 2, 0, self.width() - GUTTER + 2, self.height()))
            self._curve(painter, frame, along, theme)
            self._no_return(painter, frame, along, theme)

    def _words(self, painter: QPainter, frame: Frame, along: Along, theme: Theme) -> None:
        now = along.chances[min(frame.step, len(along.chances) - 1)]
        painter.setFont(font(SIZES["fine"], "medium"))
        painter.setPen(QColor(theme.accent))
        y = self._top + 39
        painter.drawText(QRectF(12, y, GUTTER - 14, 14), LEFT, f"Chance {percent(now)}")
        painter.setFont(font(SIZES["fine"]))
        painter.setPen(QColor(theme.muted))
        painter.drawText(QRectF(12, y + 13, GUTTER - 14, 14), LEFT, "to fail from here")

    def _y(self, chance: float) -> float:
        return self._top + 2 + (self._height - 4) * (1 - chance)

    def _curve(self, painter: QPainter, frame: Frame, along: Along, theme: Theme) -> None:
        """Stairs: a chance holds until the next move."""
        path = QPainterPath(QPointF(self._span.px(0.0), self._y(along.chances[0])))
        for x, chance in zip(places(frame), along.chances[1:], strict=False):
            path.lineTo(self._span.px(x), path.currentPosition().y())
            path.lineTo(self._span.px(x), self._y(chance))
        path.lineTo(self._span.px(1.0), path.currentPosition().y())
        painter.setPen(QPen(QColor(theme.accent), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)

    def _no_return(self, painter: QPainter, frame: Frame, along: Along, theme: Theme) -> None:
        xs = places(frame)
        if along.no_return is None or along.no_return > len(xs):
            return
        x = self._span.px(xs[along.no_return - 1] if along.no_return else 0.0)
        painter.setPen(QPen(QColor(theme.down.line), 1.4, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, self._top), QPointF(x, self._top + self._height))
        painter.setPen(QPen(QColor(theme.down.line), 1.4))
        painter.setBrush(QColor(theme.panel))
        painter.drawPolygon([QPointF(x, self._top + 9), QPointF(x - 5, self._top), QPointF(x + 5, self._top)])
        painter.setFont(font(SIZES["fine"], "medium"))
        text = "point of no return"
        wide = painter.fontMetrics().horizontalAdvance(text)
        left = x + 9 if x + 12 + wide < self.width() else x - 9 - wide
        place = QRectF(left - 3, self._top + self._height - 17, wide + 6, 15)
        ground = QColor(theme.panel)
        ground.setAlpha(210)
        painter.fillRect(place, ground)
        painter.setPen(QColor(theme.down.text))
        painter.drawText(place.adjusted(3, 0, 0, 0), LEFT, text)


def along_of(frame: Frame) -> Along | None:
    """None: not explored, or not of this run."""
    along = frame.explore.along if frame.explore else None
    return along if along is not None and along.chances else None


def places(frame: Frame) -> list[float]:
    """Where each move stands on the axis, in order."""
    return [block.x for block in sorted(frame.score.blocks, key=lambda block: block.number)]
