"""The Edit screen: the canvas, a form for what is chosen there, the text of the file, and what is wrong with it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from outage_gui.views.edit_canvas import Canvas
from outage_gui.views.edit_inspector import Inspector
from outage_gui.views.edit_problems import ProblemList
from outage_gui.views.edit_source import REST, SourceView
from outage_gui.workbench.frame import Frame
from outage_gui.workbench.theme import Theme

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench


class EditView(QWidget):
    """All four look at one place; whichever is used last says which."""

    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self._workbench = workbench
        self._theme: Theme | None = None
        self.canvas, self.inspector = Canvas(workbench), Inspector(workbench)
        self.source = SourceView(workbench)
        self.problems = ProblemList(workbench, self._go_to)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(workbench.settle)
        right = QWidget()
        lines = QVBoxLayout(right)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(1)
        lines.addWidget(self.source, 1)
        lines.addWidget(self.problems)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        for number, (widget, share) in enumerate(((self.canvas, 10), (self.inspector, 5), (right, 9))):
            split.addWidget(widget)
            split.setStretchFactor(number, share)
        split.setSizes([670, 300, 470])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)
        self.setFocusProxy(self.canvas)
        self.canvas.graph.wants_form.connect(self.inspector.enter)
        self.canvas.processes.sheet.wants_form.connect(self.inspector.enter)
        self.inspector.left.connect(self.canvas.setFocus)

    def draw(self, frame: Frame, theme: Theme) -> None:
        assert frame.edit is not None
        if theme is not self._theme:
            self._theme = theme
            self.source.set_theme(theme)
        self.canvas.draw(frame, theme)
        self.inspector.draw(frame, theme)
        self.source.draw(frame.edit)
        self.problems.draw(frame.edit)
        self._rest.start()

    def flush(self) -> None:
        """Nothing that was typed is left behind when something else is asked for."""
        self.source.flush()
        self.inspector.flush()

    def _go_to(self, line: int, column: int) -> None:
        self.source.field.go_to(line, column)
        self.source.field.setFocus()
