"""What is wrong with the text, a line each: a click leads there, a button mends what has an obvious remedy."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from outage_gui.model.problems import Problem
from outage_gui.views.plain import label, plain, set_text, set_tip
from outage_gui.workbench.edit_changes import Change
from outage_gui.workbench.edit_frame import Edit
from outage_gui.workbench.edit_remedies import remedies_for

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench

TALLEST = 190


class ProblemList(QWidget):
    """One calm line when there is nothing to mend."""

    def __init__(self, workbench: "Workbench", go_to: Callable[[int, int], None]) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAccessibleName("Problems")
        self._workbench, self._go_to = workbench, go_to
        self._shown: tuple[Problem, ...] | None = None
        self._head, self._area = label(name="muted"), QScrollArea()
        self._area.setObjectName("panel")
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(14, 6, 8, 6)
        lines.setSpacing(2)
        lines.addWidget(self._head)
        lines.addWidget(self._area)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def draw(self, edit: Edit) -> None:
        if edit.problems == self._shown:
            return
        self._shown = edit.problems
        count = len(edit.problems)
        sentence = (
            "No problems: what you see is the scenario."
            if not count
            else (f"{count} problem{'s' if count > 1 else ''}. The pictures show the last text without one.")
        )
        set_text(self._head, sentence)
        self._area.setVisible(count > 0)
        if count:
            self._fill(edit)

    def _fill(self, edit: Edit) -> None:
        page = QWidget()
        page.setObjectName("panel")
        lines = QVBoxLayout(page)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        for problem in edit.problems:
            lines.addLayout(self._line(problem, edit.text))
        lines.addStretch(1)
        if (old := self._area.takeWidget()) is not None:
            old.hide()
            old.deleteLater()
        self._area.setWidget(page)
        self._area.setFixedHeight(min(TALLEST, page.sizeHint().height() + 4))

    def _line(self, problem: Problem, text: str) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(6)
        says = problem.cause + (f"  –  {problem.hint}" if problem.hint else "")
        way = QPushButton(plain(f"× {problem.line}   {says}", 160).replace("&", "&&"))
        way.setObjectName("entry")
        way.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        set_tip(way, says)
        way.clicked.connect(lambda: self._go_to(problem.line - 1, problem.column - 1))
        line.addWidget(way, 1)
        for remedy in remedies_for(problem, text)[:2]:
            mend = QPushButton(plain(remedy.name, 48).replace("&", "&&"))
            mend.setObjectName("remedy")
            mend.clicked.connect(lambda _=False, remedy=remedy: self._mend(remedy))
            line.addWidget(mend, 0, Qt.AlignmentFlag.AlignRight)
        return line

    def _mend(self, remedy: Change) -> None:
        self._workbench.do(remedy)
