"""One calm bar under the header: a refused file with its problems, a run that no longer fits, a what-if."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from outage_gui.views.header import tint, tool
from outage_gui.views.plain import label, set_text
from outage_gui.workbench.frame import Frame
from outage_gui.workbench.theme import Theme

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench

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
        line = QHBoxLayout(self)
        line.setContentsMargins(20, 6, 12, 6)
        line.addLayout(texts, 1)
        for button in (self._again, self._close):
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def draw(self, frame: Frame, theme: Theme) -> None:
        self.setVisible(bool(frame.notice))
        if not frame.notice:
            return
        set_text(self._notice, frame.notice, most=400)
        more = len(frame.problems) - SHOWN
        lines = [*frame.problems[:SHOWN], *([f"and {more} more"] if more > 0 else [])]
        text = "\n".join(line[:300] for line in lines)
        if self._problems.text() != text:
            self._problems.setText(text)
        self._problems.setVisible(bool(lines))
        self._again.setVisible(frame.again)
        for button in (self._again, self._close):
            tint(button, theme.degraded.text)
