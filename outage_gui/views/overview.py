"""The strip above the lanes: how many services are down, degraded, recovering over time; chapters; a click seeks.

The chart is pyqtgraph's; its import takes longer than the first frame may, so it comes after that, in the same place.
"""

from bisect import bisect_right
from typing import Any, Protocol

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from outage_gui.views.fonts import font
from outage_gui.views.guard import guarded
from outage_gui.views.paint import painting
from outage_gui.views.plain import plain
from outage_gui.views.timespan import GUTTER, TimeSpan
from outage_gui.workbench.frame import Chapter, Frame, Score
from outage_gui.workbench.theme import DARK, SIZES, Theme

HEIGHT = 92
LEAST_TITLE = 84  # pixels below which a chapter shows its number only
AFTER_FIRST_FRAME = 120  # ms
CHART_TOP, CHART_HEIGHT = 24, 62
LAYERS = ("recovering", "degraded", "down")
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Verbs(Protocol):
    def seek_x(self, x: float) -> None: ...
    def chapter(self, number: int) -> None: ...


class Overview(QWidget):
    def __init__(self, verbs: Any) -> None:
        super().__init__()
        self._verbs: Verbs = verbs
        self._frame: Frame | None = None
        self._theme, self._span = DARK, TimeSpan()
        self._chart: Any = None
        self._picture = QPixmap()  # of the chart
        self._curves: list[Any] = []
        self._chance: Any = None  # over the chart, once every order was explored
        self._drawn: tuple[object, ...] = ()
        self.setFixedHeight(HEIGHT)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("Services affected over time")

    def draw(self, frame: Frame, theme: Theme, span: TimeSpan) -> None:
        self._frame, self._theme, self._span = frame, theme, span
        if self._chart is not None:
            self._draw_chart(frame)
        if frame.explore is not None:
            self._draw_chance(frame)
        self.update()

    def _draw_chance(self, frame: Frame) -> None:
        if self._chance is None:
            from outage_gui.views.chance import Chance

            self._chance = Chance(self, CHART_TOP, CHART_HEIGHT)
        self._chance.draw(frame, self._theme, self._span)

    def load_chart(self) -> None:
        """Bring pyqtgraph in; nothing happens when it is there."""
        if self._chart is not None:
            return
        import pyqtgraph

        pyqtgraph.setConfigOptions(antialias=True)
        self._chart = pyqtgraph.PlotWidget(parent=self, background=None, enableMenu=False)
        self._chart.setMouseEnabled(False, False)
        self._chart.hideButtons()
        self._chart.hideAxis("left")
        self._chart.hideAxis("bottom")
        self._chart.getPlotItem().setContentsMargins(0, 0, 0, 0)
        self._chart.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._chart.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._chart.setAccessibleName("Chart of services affected")
        self._curves = [self._chart.plot(stepMode="right", fillLevel=0) for _ in LAYERS]
        self._chart.hide()
        if self._frame:
            self._draw_chart(self._frame)
            self.update()

    def _draw_chart(self, frame: Frame) -> None:
        span, score = self._span, frame.score
        key = (id(score), self._theme.name, span, self.devicePixelRatioF())
        if self._drawn == key:
            return
        self._drawn = key
        self._chart.setGeometry(GUTTER, CHART_TOP, int(span.room), CHART_HEIGHT)
        self._chart.getViewBox().setRange(
            xRange=(span.low, span.high), yRange=(0, max(1, self._tallest(score))), padding=0
        )
        xs = [sample.x for sample in score.samples] + [1.0]
        heights = [0] * len(score.samples)
        stacked = []
        for layer in reversed(LAYERS):
            heights = [height + getattr(sample, layer) for height, sample in zip(heights, score.samples, strict=True)]
            stacked.append((layer, list(heights)))
        for curve, (layer, ys) in zip(self._curves, reversed(stacked), strict=True):
            hue = getattr(self._theme, layer)
            curve.setData(xs, [*ys, ys[-1] if ys else 0], pen=QPen(QColor(hue.line), 0), brush=QColor(hue.ground))
        self._picture = self._chart.grab()

    @staticmethod
    def _tallest(score: Score) -> int:
        return max((sample.down + sample.degraded + sample.recovering for sample in score.samples), default=1)

    # --- what is drawn by hand: names, chapters, playhead ------------------------------------------------------------

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._frame is None:
            return
        if self._chart is None:
            QTimer.singleShot(AFTER_FIRST_FRAME, self, self.load_chart)
        with painting(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.panel))
            painter.drawPixmap(QPointF(GUTTER, CHART_TOP), self._picture)
            self._names(painter, self._frame)
            self._now(painter, self._span.px(self._frame.x))
            self._chapters(painter, self._frame)

    def _now(self, painter: QPainter, x: float) -> None:
        if x >= GUTTER - 1:
            painter.setPen(QPen(QColor(self._theme.accent), 1))
            painter.drawLine(QLineF(x, CHART_TOP, x, CHART_TOP + CHART_HEIGHT))

    def _names(self, painter: QPainter, frame: Frame) -> None:
        samples = frame.score.samples
        place = bisect_right(samples, frame.x, key=lambda sample: sample.x)
        now = samples[place - 1] if place else None
        painter.setFont(font(SIZES["small"]))
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(QRectF(12, CHART_TOP, GUTTER - 16, 18), LEFT, "Services affected")
        painter.setFont(font(SIZES["label"], "semibold"))
        painter.setPen(QColor(self._theme.text))
        affected = now.down + now.degraded + now.recovering if now else 0
        painter.drawText(QRectF(12, CHART_TOP + 18, GUTTER - 16, 22), LEFT, f"{affected} of {frame.score.services}")

    def _chapters(self, painter: QPainter, frame: Frame) -> None:
        painter.setFont(font(SIZES["fine"], "medium"))
        xs = [self._span.px(chapter.x) for chapter in frame.score.chapters]
        current = max((c.number for c in frame.score.chapters if (c.at, c.step) <= (frame.at, frame.step)), default=0)
        for chapter, x, after in zip(frame.score.chapters, xs, [*xs[1:], self.width() - 4.0], strict=False):
            if x < GUTTER - 2:
                continue
            painter.setPen(QPen(QColor(self._theme.accent if chapter.number == current else self._theme.line), 1))
            painter.drawLine(int(x), 6, int(x), HEIGHT)
            if chapter.number != current:
                self._chapter(painter, chapter, x, after - x - 8)
        for chapter, x in zip(frame.score.chapters, xs, strict=True):
            if chapter.number == current and x >= GUTTER - 2:
                self._current_chapter(painter, chapter, x)

    def _chapter(self, painter: QPainter, chapter: Chapter, x: float, room: float) -> None:
        """Its title as far as there is room; where that is little, the number alone."""
        text = f"{chapter.number}  {plain(chapter.title)}" if room > LEAST_TITLE else str(chapter.number)
        painter.setPen(QColor(self._theme.muted))
        if room > 8:
            told = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(max(room, 14)))
            painter.drawText(QRectF(x + 4, 4, max(room, 14), 18), LEFT, told)

    def _current_chapter(self, painter: QPainter, chapter: Chapter, x: float) -> None:
        """Its whole title, over those of its neighbours."""
        text = f"{chapter.number}  {plain(chapter.title)}"
        wide = min(painter.fontMetrics().horizontalAdvance(text) + 4, int(self.width() - GUTTER))
        left = min(x + 4, self.width() - wide - 6.0)
        room = QRectF(left, 4, wide, 18)
        painter.fillRect(room.adjusted(-2, -2, 6, 0), QColor(self._theme.panel))
        painter.setPen(QColor(self._theme.text))
        painter.drawText(room, LEFT, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, wide))

    @guarded
    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._frame is None or at.x() < GUTTER - 4:
            return
        if at.y() < CHART_TOP:
            before = [c for c in self._frame.score.chapters if self._span.px(c.x) <= at.x() + 2]
            if before:
                self._verbs.chapter(before[-1].number)
                return
        self._verbs.seek_x(self._span.x(at.x()))

    @guarded
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and event.position().y() >= CHART_TOP:
            self._verbs.seek_x(self._span.x(event.position().x()))
