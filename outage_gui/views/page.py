"""A page in the place of the side panel: what else could fall, what was recorded, what it cost, what is not shown.

Imported when it is first shown.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from outage_gui.views.plain import label, set_text
from outage_gui.views.rows import Row, Section
from outage_gui.workbench.frame import Frame
from outage_gui.workbench.page_frame import PagePart, PageRow
from outage_gui.workbench.theme import Theme

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench

PARTS = 8


class PagePanel(QScrollArea):
    """`draw(frame, theme)` is all it is told."""

    def __init__(self, workbench: "Workbench", width: int) -> None:
        super().__init__()
        self._workbench = workbench
        self.setObjectName("panel")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(width)
        self.setAccessibleName("Page")
        self._title, self._sentence = label(name="saying", wrap=True), label(name="body", wrap=True)
        self._doing = label(name="muted")
        self._ways, self.parts = Section("Go on"), tuple(Section("") for _ in range(PARTS))
        self.setWidget(self._column())

    def _column(self) -> QWidget:
        inner = QWidget()
        inner.setObjectName("panel")
        lines = QVBoxLayout(inner)
        lines.setContentsMargins(20, 16, 20, 20)
        lines.setSpacing(4)
        for widget in (self._title, self._sentence, self._doing, *self.parts, self._ways):
            lines.addWidget(widget)
        lines.addStretch(1)
        return inner

    def draw(self, frame: Frame, theme: Theme) -> None:
        page = frame.page
        if page is None:
            return
        set_text(self._title, page.title)
        self.setAccessibleName(page.title)
        set_text(self._sentence, page.sentence, most=300)
        set_text(self._doing, page.doing)
        self._doing.setVisible(bool(page.doing))
        for section, part in zip(self.parts, (*page.parts, *[PagePart("", ())] * PARTS), strict=False):
            section.set_title(part.title)
            section.show_rows(self._rows(part), theme)
        self._ways.show_rows(self._way_rows(frame), theme)

    def _rows(self, part: PagePart) -> list[Row]:
        rows = [self._row(row) for row in part.rows]
        return rows + ([Row(f"and {part.left_out:,} more")] if part.left_out else [])

    def _row(self, row: PageRow) -> Row:
        acts = bool(row.fail or row.mend)
        return Row(
            row.title, row.below, row.right, row.status, framed=acts, what_if=acts, go=self._go(row), numbers=False
        )

    def _go(self, row: PageRow) -> Callable[[], None] | None:
        verbs = self._workbench
        if row.fail:
            return lambda: verbs.fail_here(row.fail)
        if row.mend:
            return lambda: verbs.mend(row.mend)
        if not row.service and row.at is None:
            return None
        return lambda: self._follow(row)

    def _follow(self, row: PageRow) -> None:
        """To the instant first, so that the chain is asked for there."""
        if row.at is not None:
            self._workbench.seek(row.at)
        if row.service:
            self._workbench.select(row.service)

    def _way_rows(self, frame: Frame) -> list[Row]:
        verbs = self._workbench
        whole = [Row("All services", framed=True, go=lambda: verbs.select(None))] if frame.selected is not None else []
        return [*whole, Row("Back to what happened", framed=True, primary=True, go=lambda: verbs.show_page(None))]
