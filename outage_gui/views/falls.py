"""What else could fall, in the place of the side panel: of the whole graph, or of the chosen service.

Imported when it is first shown.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from outage_gui.views.plain import label, set_text
from outage_gui.views.rows import Row, Section
from outage_gui.workbench.falls_frame import FallPart, FallRow
from outage_gui.workbench.frame import Frame
from outage_gui.workbench.theme import Theme

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench

PARTS = 8


class FallsPanel(QScrollArea):
    """`draw(frame, theme)` is all it is told."""

    def __init__(self, workbench: "Workbench", width: int) -> None:
        super().__init__()
        self._workbench = workbench
        self.setObjectName("panel")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(width)
        self.setAccessibleName("What else could fall")
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
        falls = frame.falls
        if falls is None:
            return
        set_text(self._title, falls.title)
        set_text(self._sentence, falls.sentence, most=300)
        set_text(self._doing, falls.doing)
        self._doing.setVisible(bool(falls.doing))
        for section, part in zip(self.parts, (*falls.parts, *[FallPart("", ())] * PARTS), strict=False):
            section.set_title(part.title)
            section.show_rows(self._rows(part), theme)
        self._ways.show_rows(self._way_rows(frame), theme)

    def _rows(self, part: FallPart) -> list[Row]:
        rows = [self._row(row) for row in part.rows]
        return rows + ([Row(f"and {part.left_out:,} more")] if part.left_out else [])

    def _row(self, row: FallRow) -> Row:
        acts = bool(row.fail or row.mend)
        return Row(
            row.title, row.below, row.right, row.status, framed=acts, what_if=acts, go=self._go(row), numbers=False
        )

    def _go(self, row: FallRow) -> Callable[[], None] | None:
        verbs = self._workbench
        if row.fail:
            return lambda: verbs.fail_here(row.fail)
        if row.mend:
            return lambda: verbs.mend(row.mend)
        return (lambda: verbs.select(row.service)) if row.service else None

    def _way_rows(self, frame: Frame) -> list[Row]:
        verbs = self._workbench
        whole = [Row("All services", framed=True, go=lambda: verbs.select(None))] if frame.selected is not None else []
        return [*whole, Row("Back to what happened", framed=True, primary=True, go=lambda: verbs.show_falls(False))]
