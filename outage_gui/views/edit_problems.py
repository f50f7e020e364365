"""What is wrong with the text, a line each: a click leads there, a button mends what has an obvious remedy.

Below it stand hints on its words, as quiet as remarks: nothing is wrong with a text that has them.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from outage_gui.model.blame import Hint
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
        self._shown: tuple[tuple[Problem, ...], tuple[Hint, ...]] | None = None
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
        shown = (edit.problems, edit.hints)
        if shown == self._shown:
            return
        self._shown = shown
        set_text(self._head, _sentence(len(edit.problems), len(edit.hints)))
        self._area.setVisible(any(shown))
        if any(shown):
            self._fill(edit)

    def _fill(self, edit: Edit) -> None:
        page = QWidget()
        page.setObjectName("panel")
        lines = QVBoxLayout(page)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        for problem in edit.problems:
            lines.addLayout(self._line(problem, edit.text))
        for hint in edit.hints:
            lines.addWidget(self._way(hint, "hint", "hint", hint.says))
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
        line.addWidget(self._way(problem, "entry", "×", says), 1)
        for remedy in remedies_for(problem, text)[:2]:
            mend = QPushButton(plain(remedy.name, 48).replace("&", "&&"))
            mend.setObjectName("remedy")
            mend.clicked.connect(lambda _=False, remedy=remedy: self._mend(remedy))
            line.addWidget(mend, 0, Qt.AlignmentFlag.AlignRight)
        return line

    def _way(self, place: Problem | Hint, name: str, sign: str, says: str) -> QPushButton:
        """A click leads to the place. name: object name, for the style sheet."""
        way = QPushButton(plain(f"{sign} {place.line}   {says}", 160).replace("&", "&&"))
        way.setObjectName(name)
        way.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        set_tip(way, says)
        way.clicked.connect(lambda: self._go_to(place.line - 1, place.column - 1))
        return way

    def _mend(self, remedy: Change) -> None:
        self._workbench.do(remedy)


def _sentence(problems: int, hints: int) -> str:
    said = (
        f"{problems} problem{'s' if problems > 1 else ''}. The pictures show the last text without one."
        if problems
        else "No problems: what you see is the scenario."
    )
    return f"{said} {hints} hint{'s' if hints > 1 else ''} on words." if hints else said
