"""Every step of every process, with two buttons each: at once with the next one, and its read and its write apart."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from outage_gui.views.plain import label, plain, set_text, set_tip
from outage_gui.workbench.explore_frame import Explore, Outcome, StepLine, StepPart
from outage_gui.workbench.explore_frame import Row as LabRow
from outage_gui.workbench.explore_words import told
from outage_gui.workbench.theme import Theme

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench


class StepRow(QWidget):
    """One step."""

    def __init__(self, workbench: "Workbench", process: str, step: str) -> None:
        super().__init__()
        self.step = step
        self._name = label(wrap=True)
        self._name.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.join = self._button("At once with the next", partial(workbench.try_join, process, step))
        self.split = self._button("Read and write apart", partial(workbench.try_split, process, step))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._name, 1)
        line.addWidget(self.join)
        line.addWidget(self.split)

    def _button(self, text: str, pressed: Callable[[], None]) -> QPushButton:
        made = QPushButton(text)
        made.setCheckable(True)
        made.setObjectName("what")
        made.clicked.connect(lambda: pressed())
        return made

    def show_part(self, part: StepPart) -> None:
        set_text(self._name, part.label)
        self._dress(self.join, part, part.join, part.joined, "one move with the step after it")
        self._dress(self.split, part, part.split, part.apart, "its read one move, its write another")

    def _dress(self, button: QPushButton, part: StepPart, why: str, on: bool, words: str) -> None:
        button.setEnabled(not why)
        button.setChecked(on)
        button.setAccessibleName(plain(f"{part.label}: {words}" + (f"; cannot be: {why}" if why else "")))
        set_tip(button, f"Cannot be: {why}" if why else f"What if: {words}. The file stays as it is")


class Answer(QWidget):
    """What one what-if has brought about, to keep or to drop."""

    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self._name = ""
        self._words = label(name="what", wrap=True)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.replay, self.keep, self.drop = (QPushButton(text) for text in ("Replay", "Keep as a fix", "Drop"))
        self.replay.clicked.connect(lambda: workbench.show_lab((self._name,)))
        self.keep.clicked.connect(lambda: workbench.keep_what_if(self._name))
        self.drop.clicked.connect(lambda: workbench.drop_what_if(self._name))
        set_tip(self.keep, "Writes it among the fixes of the file; Save puts it on disk")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._words, 1)
        for widget in (self.replay, self.keep, self.drop):
            line.addWidget(widget)

    def show_answer(self, row: LabRow, before: Outcome | None) -> None:
        self._name = row.what_if
        set_text(self._words, answer_words(row, before), most=400)
        self.setAccessibleName(plain(self._words.text(), 400))
        self.replay.setEnabled(row.outcome is not None)


def answer_words(row: LabRow, before: Outcome | None) -> str:
    if row.refused:
        return f"What if “{row.label}”: cannot be, {row.refused}"
    if row.outcome is None:
        return f"What if “{row.label}”: exploring …"
    states = f"{row.outcome.states:,} states"
    return f"What if “{row.label}”: {told(before, row.outcome)} ({row.outcome.verdict}, {states})"


class Steps(QWidget):
    """The page. Built anew only for another list of steps."""

    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self._workbench = workbench
        self._shape: tuple[tuple[str, tuple[str, ...]], ...] = ()
        self._rows: list[StepRow] = []
        self.answers: list[Answer] = []
        self._head = label(
            "Take two steps at once, or part a read from its write: does the failure vanish or appear? "
            "It is a what-if, the file stays as it is.",
            name="muted",
            wrap=True,
        )
        self._none = label("This file has no steps that race.", name="muted")
        self._told, self._list = QVBoxLayout(), QVBoxLayout()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        lines.addWidget(self._head)
        lines.addLayout(self._told)
        lines.addWidget(self._none)
        lines.addLayout(self._list)
        lines.addStretch(1)
        self.setAccessibleName("Steps, joined or split")

    def draw(self, explore: Explore, theme: Theme) -> None:
        shape = tuple((line.process, tuple(part.step for part in line.steps)) for line in explore.steps)
        if shape != self._shape:
            self._shape = shape
            self._build(explore.steps)
        parts = [part for line in explore.steps for part in line.steps]
        for row, part in zip(self._rows, parts, strict=True):
            row.show_part(part)
        self._none.setVisible(not parts)
        tried = [row for row in explore.lab if row.what_if]
        before = next((row.outcome for row in explore.lab if not row.fixes), None)
        while len(self.answers) < len(tried):
            self.answers.append(Answer(self._workbench))
            self._told.addWidget(self.answers[-1])
        for answer, one in zip(self.answers, tried, strict=False):
            answer.show_answer(one, before)
        for number, answer in enumerate(self.answers):
            answer.setVisible(number < len(tried))

    def _build(self, lines: tuple[StepLine, ...]) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if widget := item.widget():
                widget.setParent(None)
                widget.deleteLater()
        self._rows = []
        for line in lines:
            self._list.addWidget(label(line.label.upper(), name="section"), 0, Qt.AlignmentFlag.AlignLeft)
            for part in line.steps:
                self._rows.append(StepRow(self._workbench, line.process, part.step))
                self._list.addWidget(self._rows[-1])

    def row(self, step: str) -> StepRow:
        """The first of that name."""
        return next(row for row in self._rows if row.step == step)
