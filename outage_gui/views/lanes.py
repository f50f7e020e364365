"""The time side of the window: overview above, lanes and ribbons in the middle, the axis below; one span for all."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QToolTip, QVBoxLayout, QWidget

from outage_gui.views.axis_strip import AxisStrip
from outage_gui.views.guard import guarded
from outage_gui.views.lane_paint import FAINT, Scene, draw_moving, draw_still
from outage_gui.views.lane_rows import Rows, placed
from outage_gui.views.overview import Overview
from outage_gui.views.paint import canvas, painting
from outage_gui.views.plain import plain, tip
from outage_gui.views.timespan import GUTTER, TimeSpan
from outage_gui.workbench.frame import Block, Frame, Score
from outage_gui.workbench.theme import DARK, Theme

if TYPE_CHECKING:
    from outage_gui.views.lane_index import LaneMarks

ZOOM = 1.0015  # per wheel unit
MANY_MARKS = 2_000  # from which on only those are placed that can be told apart


class Verbs(Protocol):
    """What the lanes ask of the workbench."""

    def seek_x(self, x: float) -> None: ...
    def jump(self, step: int) -> None: ...
    def select_block(self, number: int) -> None: ...


class LanesView(QWidget):
    """`draw(frame)` and `set_theme(theme)` are all it is told."""

    def __init__(self, verbs: Verbs) -> None:
        super().__init__()
        self._span, self._theme = TimeSpan(), DARK
        self._frame: Frame | None = None
        self.overview, self.axis = Overview(verbs), AxisStrip()
        self.canvas = LaneCanvas(verbs)
        self.canvas.spanned = self._set_span
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # its coming would move all
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.canvas)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self.overview)
        lines.addWidget(self._scroll, 1)
        lines.addWidget(self.axis)
        self.setMinimumHeight(220)
        self.setAccessibleName("Lanes and clock")

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        if self._frame:
            self.draw(self._frame)

    def draw(self, frame: Frame) -> None:
        if self._frame is None or frame.score.axis != self._frame.score.axis:
            self._span = self._span.at(0.0, 1.0)
        self._frame = frame
        self._span = self._span.following(frame.x)
        self._share()

    def _set_span(self, span: TimeSpan) -> None:
        self._span = span
        self._share()

    def _share(self) -> None:
        if self._frame is None:
            return
        span = self._span._replace(width=self._scroll.viewport().width())
        self.overview.draw(self._frame, self._theme, span)
        self.canvas.draw(self._frame, self._theme, span)
        self.axis.draw(self._frame, self._theme, span)

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    @guarded
    def showEvent(self, event: QEvent) -> None:
        self._share()


def nothing(span: TimeSpan) -> None:
    """Until somebody wants to know."""


class LaneCanvas(QWidget):
    """What no step changes is kept as two pictures, of all past and of all to come; a step moves the line between."""

    def __init__(self, verbs: Verbs) -> None:
        super().__init__()
        self._verbs = verbs
        self.spanned: Callable[[TimeSpan], None] = nothing
        self._frame: Frame | None = None
        self._rows: Rows | None = None
        self._index: tuple[Score, tuple[LaneMarks, ...]] | None = None
        self._theme = DARK
        self._still = QPixmap(), QPixmap()
        self._still_of: tuple[object, ...] = ()
        self._dragged: QPointF | None = None
        self._key_block: Block | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Lanes")
        self.setAccessibleDescription("Up and Down go through the moves, Enter jumps to one.")

    def draw(self, frame: Frame, theme: Theme, span: TimeSpan) -> None:
        if self._rows is None or self._rows.score is not frame.score or self._rows.span != span:
            self._rows = self._placed(frame.score, span)
            self.setMinimumHeight(self._rows.height)
        self._frame, self._theme = frame, theme
        self.update()

    def _placed(self, score: Score, span: TimeSpan) -> Rows:
        """Of very many marks those that can be told apart at this span; sorted once for a score."""
        if len(score.marks) <= MANY_MARKS:
            return placed(score, span)
        from outage_gui.views.lane_index import indexed

        if self._index is None or self._index[0] is not score:
            self._index = score, indexed(score)
        return placed(score, span, [lane.shown(span) for lane in self._index[1]])

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._frame is None or self._rows is None:
            return
        scene = self._scene(self._rows)
        past, future = self._pictures(scene)
        now = min(max(self._rows.span.px(self._frame.x), float(GUTTER)), float(self.width()))
        with painting(self) as painter:
            for picture, left, right in ((past, 0.0, now), (future, now, float(self.width()))):
                painter.setClipRect(QRectF(left, scene.top, right - left, scene.bottom - scene.top))
                painter.drawPixmap(QPointF(0, scene.top), picture)
            painter.setClipping(False)
            draw_moving(painter, scene, self._frame)

    def _scene(self, rows: Rows) -> Scene:
        """The rows that are in sight: of hundreds of ribbons a few."""
        above = self.parentWidget()
        if above is None:
            return Scene(rows, self._theme, 0, self.height())
        return Scene(rows, self._theme, max(0, -self.y()), min(self.height(), above.height() - self.y()))

    def _pictures(self, scene: Scene) -> tuple[QPixmap, QPixmap]:
        """All as if it had come to pass, and all as if it were to come; the playhead divides them."""
        key = (id(scene.rows), *scene[1:], self.width(), self.devicePixelRatioF())
        if key != self._still_of:
            self._still = self._picture(scene, 1.0), self._picture(scene, FAINT)
            self._still_of = key
        return self._still

    def _picture(self, scene: Scene, opacity: float) -> QPixmap:
        size = QSize(self.width(), max(1, round(scene.bottom - scene.top)))
        made = canvas(size, self.devicePixelRatioF())
        with painting(made) as painter:
            painter.translate(0, -scene.top)
            draw_still(painter, scene, opacity)
        return made

    # --- mouse -----------------------------------------------------------------------------------------------------

    @guarded
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.MiddleButton:
            self._dragged = event.position()
        elif event.button() == Qt.MouseButton.LeftButton:
            self._pressed(event.position())

    def _pressed(self, at: QPointF) -> None:
        if self._rows is None:
            return
        if chip := self._rows.chip_at(at.x(), at.y()):
            self._verbs.jump(chip.block.number)
        elif mark := self._rows.mark_at(at.x(), at.y()):
            self._verbs.seek_x(mark.mark.x)
        elif at.x() >= GUTTER:
            self._verbs.seek_x(self._rows.span.x(at.x()))

    @guarded
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._rows and (chip := self._rows.chip_at(at.x(), at.y())):
            self._verbs.select_block(chip.block.number)

    @guarded
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._rows is None:
            return
        if self._dragged is not None:
            self.spanned(self._rows.span.moved((self._dragged.x() - at.x()) / self._rows.span.room))
            self._dragged = at
        elif event.buttons() & Qt.MouseButton.LeftButton and at.x() >= GUTTER:
            self._verbs.seek_x(self._rows.span.x(at.x()))

    @guarded
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged = None

    @guarded
    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta()
        if self._rows is None:
            return
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.spanned(self._rows.span.zoomed(ZOOM ** -turn.y(), event.position().x()))
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier or abs(turn.x()) > abs(turn.y()):
            self.spanned(self._rows.span.moved(-(turn.x() or turn.y()) / 1200))
        else:
            event.ignore()

    @guarded(default=lambda: False)
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._rows:
            QToolTip.showText(event.globalPos(), tip(self._told(event.pos().x(), event.pos().y())), self)
            return True
        return super().event(event)

    def _told(self, x: float, y: float) -> str:
        assert self._rows is not None
        if chip := self._rows.chip_at(x, y):
            return f"Move {chip.block.number}: {chip.block.label}\n{chip.block.detail}"
        if mark := self._rows.mark_at(x, y):
            role = f" · {mark.mark.role}" if mark.mark.role else ""
            return f"{mark.mark.label}{role}\n" + (
                f"Source: {mark.mark.source}" if mark.mark.source else "No source is given"
            )
        return ""

    # --- keys ------------------------------------------------------------------------------------------------------

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._go_through(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._key_block:
            self._verbs.jump(self._key_block.number)
        else:
            super().keyPressEvent(event)

    def _go_through(self, turn: int) -> None:
        if self._frame is None or not self._frame.score.blocks:
            return
        blocks = sorted(self._frame.score.blocks, key=lambda block: block.number)
        now = self._key_block.number if self._key_block else self._frame.step
        self._key_block = blocks[min(len(blocks), max(1, now + turn)) - 1]
        lane = self._frame.score.lanes[self._key_block.lane].label
        self.setAccessibleName(plain(f"Move {self._key_block.number}, {lane}: {self._key_block.label}"))
        self._verbs.select_block(self._key_block.number)

    @guarded(default=lambda: QSize(800, 300))
    def sizeHint(self) -> QSize:
        return QSize(800, self._rows.height if self._rows else 300)
