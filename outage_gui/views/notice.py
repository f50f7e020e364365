"""One calm bar under the header: a refused file with its problems, a run that no longer fits, a what-if."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from outage_gui.views.header import tint, tool
from outage_gui.views.plain import label, set_text
from outage_gui.workbench.actions import ACTIONS
from outage_gui.workbench.frame import Frame
from outage_gui.workbench.theme import Theme

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench

ANSWERS = ("file.recover", "file.discard_recovery", "file.merge", "file.take_theirs", "file.keep_mine")
BY_KEY = {action.key: action for action in ACTIONS}
SHOWN = 5  # problems; the rest is counted


class NoticeBar(QWidget):
    """Never a dialog: the old scenario stays in sight, and the bar goes when it is dismissed or mended."""

    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self.setObjectName("noticebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._notice, self._problems = label(name="notice", wrap=True), label(name="fine", wrap=True)
        self._problems.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = tool("x", "Dismiss", workbench.dismiss_notice)
        self._again = tool("refresh-cw", "Read the file again (F5)", workbench.reload)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._notice)
        texts.addWidget(self._problems)
        self._answers = {key: QPushButton(BY_KEY[key].title) for key in ANSWERS}
        for key, answer in self._answers.items():
            answer.clicked.connect(partial(self._answer, key, workbench))
        line = QHBoxLayout(self)
        line.setContentsMargins(20, 6, 12, 6)
        line.addLayout(texts, 1)
        buttons: tuple[QAbstractButton, ...] = (*self._answers.values(), self._again, self._close)
        for button in buttons:
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def _answer(self, key: str, workbench: "Workbench") -> None:
        run = BY_KEY[key].run
        assert run is not None
        run(workbench)

    def draw(self, frame: Frame, theme: Theme) -> None:
        offer = frame.offer
        lines = [frame.notice] * bool(frame.notice) + ([offer.line] if offer else [])
        self.setVisible(bool(lines))
        for key, answer in self._answers.items():
            answer.setVisible(offer is not None and key in offer.answers)
        if not lines:
            return
        set_text(
            self._notice, " ".join((*[frame.notice] * bool(frame.notice), *([offer.line] if offer else []))), most=400
        )
        more = len(frame.problems) - SHOWN
        lines = [*frame.problems[:SHOWN], *([f"and {more} more"] if more > 0 else [])]
        text = "\n".join(line[:300] for line in lines)
        if self._problems.text() != text:
            self._problems.setText(text)
        self._problems.setVisible(bool(lines))
        self._again.setVisible(frame.again and offer is None)
        self._close.setVisible(bool(frame.notice))
        for button in (self._again, self._close):
            tint(button, theme.degraded.text)
