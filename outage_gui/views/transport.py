"""The bar at the bottom: step, play, speed, axis, and a field to type a time."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from outage_gui.views.controls import Chooser
from outage_gui.views.guard import guarded
from outage_gui.views.header import tint, tool
from outage_gui.views.plain import label, set_text
from outage_gui.workbench.frame import Frame, Transport
from outage_gui.workbench.theme import Theme

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench

ROOMY = 860  # pixels
SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)


class TransportBar(QWidget):
    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self.setObjectName("bar")
        self._workbench = workbench
        self._start = tool("skip-back", "To the start (Home)", workbench.start)
        self._back = tool("step-back", "Step back (←)", workbench.back)
        self._play = tool("play", "Play or pause (Space)", workbench.toggle_play, style="play")
        self._step = tool("step-forward", "Step (→)", workbench.step)
        self._end = tool("skip-forward", "To the end (End)", workbench.end)
        self._steps = self._switch("Steps", "Equal room for every move")
        self._clock = self._switch("Clock", "Room by the clock, quiet stretches folded")
        self._true = self._switch("True to the clock", "Play in proportion to the time that passed")
        self._speed, self._seek, self._where = Chooser(), QLineEdit(), label(name="muted")
        self._theme: Theme | None = None
        self._playing = False
        self._wire()
        self._lay_out()

    def _switch(self, text: str, hint: str) -> QToolButton:
        made = tool("", hint, lambda: None, style="switch")
        made.setText(text)
        made.setCheckable(True)
        return made

    def _wire(self) -> None:
        workbench = self._workbench
        self._steps.clicked.connect(lambda: workbench.set_axis("steps"))
        self._clock.clicked.connect(lambda: workbench.set_axis("clock"))
        self._true.clicked.connect(lambda on: workbench.set_true_to_clock(on))
        self._speed.addItems([f"{speed:g}×" for speed in SPEEDS])
        self._speed.setAccessibleName("Speed")
        self._speed.activated.connect(lambda number: workbench.set_speed(SPEEDS[number]))
        self._seek.setPlaceholderText("Go to 07:04, T+1h …")
        self._seek.setAccessibleName("Go to a time or a mark")
        self._seek.setFixedWidth(210)
        self._seek.returnPressed.connect(self._sought)

    def ask(self) -> None:
        """Ready to type a time."""
        self._seek.setFocus()

    def _sought(self) -> None:
        self._workbench.seek_text(self._seek.text())
        self._seek.clear()
        self._seek.clearFocus()  # arrows and Space belong to the replay again

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 6, 16, 8)
        line.setSpacing(6)
        for widget in (self._start, self._back, self._play, self._step, self._end):
            line.addWidget(widget)
        line.addSpacing(10)
        line.addWidget(self._speed)
        line.addWidget(self._true)
        line.addSpacing(10)
        for widget in (self._steps, self._clock):
            line.addWidget(widget)
        line.addStretch(1)
        line.addWidget(self._where)
        line.addWidget(self._seek)

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        """What a key does too gives way where there is little room; no button is ever cut."""
        super().resizeEvent(event)
        self._true.setVisible(self.width() >= ROOMY)
        self._where.setVisible(self.width() >= ROOMY)
        self._seek.setFixedWidth(210 if self.width() >= ROOMY else 96)

    def draw(self, frame: Frame, theme: Theme) -> None:
        transport = frame.transport
        self._draw_switches(transport)
        for button, off in (
            (self._start, transport.at_start),
            (self._back, transport.at_start),
            (self._step, transport.at_end),
            (self._end, transport.at_end),
        ):
            button.setEnabled(not off)
        set_text(self._where, f"{frame.step} of {frame.saying.total} moves")
        if theme is not self._theme or transport.playing != self._playing:
            self._theme, self._playing = theme, transport.playing
            tint(self._play, theme.on_accent, "pause" if transport.playing else "play")
            for button in (self._start, self._back, self._step, self._end):
                tint(button, theme.text)

    def _draw_switches(self, transport: Transport) -> None:
        self._steps.setChecked(transport.axis == "steps")
        self._clock.setChecked(transport.axis == "clock")
        self._true.setChecked(transport.true_to_clock)
        if transport.speed in SPEEDS:
            self._speed.setCurrentIndex(SPEEDS.index(transport.speed))
