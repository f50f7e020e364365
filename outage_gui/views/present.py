"""What the room sees: the graph, the clock, one caption; large enough for the last row. Made when first presented."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QRectF, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from outage_gui.views.camera import Camera
from outage_gui.views.graph import GraphView
from outage_gui.views.guard import guarded
from outage_gui.views.paint import painting
from outage_gui.views.plain import label, set_text
from outage_gui.views.present_ink import Ink
from outage_gui.views.present_keys import TalkWindow
from outage_gui.views.scene_pictures import around
from outage_gui.workbench.frame import Frame
from outage_gui.workbench.presenting import Present
from outage_gui.workbench.theme import DARK, STATUS_WORD, Theme

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench

STRIP = 64  # pixels of the strip of time
TRAVEL = 600  # ms the camera takes from scene to scene


class TimeStrip(QWidget):
    """Services affected over time, and where we are; what is still to come is left out where the scene says so."""

    def __init__(self) -> None:
        super().__init__()
        self._frame: Frame | None = None
        self._theme = DARK
        self.setFixedHeight(STRIP)

    def draw(self, frame: Frame, theme: Theme) -> None:
        self._frame, self._theme = frame, theme
        self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._frame is None or self._frame.present is None:
            return
        frame, room = self._frame, QRectF(28, 6, self.width() - 56.0, self.height() - 16.0)
        with painting(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.panel))
            if frame.present is not None and frame.present.hide_future:
                painter.setClipRect(QRectF(0, 0, room.x() + room.width() * frame.x, self.height()))
            self._columns(painter, frame, room)
            painter.setClipping(False)
            painter.fillRect(QRectF(room.x(), room.bottom(), room.width(), 2), QColor(self._theme.line))
            x = room.x() + room.width() * frame.x
            painter.fillRect(QRectF(x - 1.5, 2, 3, self.height() - 6), QColor(self._theme.accent))

    def _columns(self, painter: QPainter, frame: Frame, room: QRectF) -> None:
        samples = frame.score.samples
        most = max((one.down + one.degraded + one.recovering for one in samples), default=0) or 1
        ends = [*(one.x for one in samples[1:]), 1.0]
        for one, end in zip(samples, ends, strict=False):
            left, wide = room.x() + room.width() * one.x, room.width() * (end - one.x)
            bottom = room.bottom()
            for count, hue in ((one.down, "down"), (one.degraded, "degraded"), (one.recovering, "recovering")):
                high = room.height() * count / most
                painter.fillRect(QRectF(left, bottom - high, wide, high), QColor(getattr(self._theme, hue).line))
                bottom -= high


class Blank(QWidget):
    """Nothing, so that the room looks at whoever speaks."""

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            painter.fillRect(self.rect(), QColor("#000000"))


class RoomGraph(GraphView):
    """Tells when it has another size: of the display, or of the words below it."""

    resized = Signal()

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class PresentView(TalkWindow):
    """`draw(frame, theme)` is all it is told."""

    def __init__(self, workbench: "Workbench") -> None:
        super().__init__(workbench)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.graph, self.strip = RoomGraph(workbench, for_room=True), TimeStrip()
        self.graph.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.ink = Ink(workbench, self.graph)
        self._clock, self._date, self._place = label(name="bigclock"), label(name="far"), label(name="far")
        self._tally = label(name="far")
        self._title, self._say = label(name="scene", wrap=True), label(name="caption", wrap=True)
        self._ask, self._notes = label(name="ask", wrap=True), label(name="notes", wrap=True)
        self._verdict, self._actions = label(name="verdict", wrap=True), label(name="far", wrap=True)
        self._shown: tuple[int, str] = (0, "")
        self._room: Present | None = None  # what the room sees
        self._travel = QVariantAnimation(self)
        self._target: Camera | None = None
        self.graph.resized.connect(self._look_again)
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(28, 14, 28, 6)
        top.setSpacing(20)
        for widget in (self._clock, self._date):
            top.addWidget(widget, 0, Qt.AlignmentFlag.AlignBaseline)
        top.addStretch(1)
        top.addWidget(self._tally, 0, Qt.AlignmentFlag.AlignBaseline)
        top.addStretch(1)
        top.addWidget(self._place, 0, Qt.AlignmentFlag.AlignBaseline)
        words = QVBoxLayout()
        words.setContentsMargins(28, 10, 28, 18)
        words.setSpacing(6)
        for widget in (self._title, self._say, self._ask, self._verdict, self._actions, self._notes):
            words.addWidget(widget)
        room = QWidget()
        column = QVBoxLayout(room)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.graph, 1)
        column.addWidget(self.strip)
        column.addLayout(words)
        self._sides = QStackedLayout(self)
        self._sides.addWidget(room)
        self._sides.addWidget(Blank())

    def draw(self, frame: Frame, theme: Theme) -> None:
        present = frame.present
        if present is None:
            return
        self._sides.setCurrentIndex(1 if present.blank else 0)
        kept = self._room if present.frozen else None
        if kept is not None:
            self._show_frozen(present, kept, theme)
            return
        self._room = present
        set_text(self._place, f"{present.scene} / {len(present.titles)}")
        self.graph.set_theme(theme)
        self.graph.draw(frame)
        self.strip.draw(frame, theme)
        clock = frame.clock
        set_text(self._clock, f"{clock.time} {clock.zone}".strip())
        set_text(self._date, clock.date + (" · what-if" if frame.what_if else ""))
        set_text(self._tally, tallied(frame))
        set_text(self._title, present.title)
        set_text(self._say, present.say, most=600)
        set_text(self._ask, present.ask, most=400)
        self._ask.setVisible(present.asked)
        set_text(self._notes, present.notes, most=800)
        self._notes.setVisible(present.notes_shown)
        set_text(self._verdict, present.verdict)
        self._verdict.setVisible(bool(present.verdict))
        last = present.scene == len(present.titles) and bool(present.actions)
        set_text(self._actions, f"Actions noted: {'  ·  '.join(present.actions)}", most=600)
        self._actions.setVisible(last)
        self.ink.draw(present, theme)
        self.setAccessibleName(f"Scene {present.scene}: {self._title.text()}. {self._say.text()}")
        self._look(frame, present)

    def _show_frozen(self, present: Present, kept: Present, theme: Theme) -> None:
        """What the room saw last; only the mouse goes on drawing on it."""
        set_text(self._place, f"{kept.scene} / {len(kept.titles)}  ·  frozen")
        there = present.scene == kept.scene
        self.ink.draw(present if there else kept._replace(tool=present.tool, wiped=present.wiped), theme)

    def _look(self, frame: Frame, present: Present) -> None:
        """The camera goes once for each scene; after that it is the presenter's."""
        if self._shown == (present.scene, present.title):
            return
        first, self._shown = not self._shown[0], (present.scene, present.title)
        target = self._target = self.graph.fitting(around(frame, present.focus))
        if first or self._workbench.reduced_motion or not self.isVisible():
            self.graph.move_to(target)
            return
        self._travel.stop()
        start = self.graph.camera
        self._travel = QVariantAnimation(self)
        self._travel.setDuration(TRAVEL)
        self._travel.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._travel.setStartValue(0.0)
        self._travel.setEndValue(1.0)
        self._travel.valueChanged.connect(lambda share: self.graph.glide(start, target, float(share)))
        self._travel.start()

    def _look_again(self) -> None:
        """The same scene on another size, unless the presenter has moved the camera."""
        frame, travels = self.graph.frame, self._travel.state() == QVariantAnimation.State.Running
        if frame is not None and self._room is not None and (travels or self.graph.camera == self._target):
            self._travel.stop()
            self._target = self.graph.fitting(around(frame, self._room.focus))
            self.graph.move_to(self._target)

    @guarded
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()


def tallied(frame: Frame) -> str:
    """ "23 down · 19 degraded of 53 services"; what nothing is in is left out."""
    counts = [f"{count} {STATUS_WORD[status]}" for status, count in reversed(frame.tally) if count and status != "ok"]
    return f"{' · '.join(counts)} of {frame.score.services} services" if counts else "all services ok"
