"""The Explore screen: the verdict in one sentence, what can fail, and beside it one of four pages: which fix helps,
when it was too late, steps joined or split, services and steps over all orders.

Imported when the screen is first shown.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from outage_gui.model.status import Status
from outage_gui.views.explore_band import VerdictBand
from outage_gui.views.explore_findings import Findings
from outage_gui.views.explore_lab import Lab
from outage_gui.views.explore_late import Late
from outage_gui.views.explore_steps import Steps
from outage_gui.views.header import tab
from outage_gui.views.rows import Row, Section
from outage_gui.workbench.explore_frame import Explore, Page, Worst
from outage_gui.workbench.frame import Frame
from outage_gui.workbench.theme import STATUS_WORD, Theme
from outage_gui.workbench.wording import counted

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench

ORDER: tuple[Status, ...] = ("down", "degraded", "recovering")
NONE = Explore()
PAGES: tuple[tuple[Page, str, str], ...] = (
    ("fixes", "Fix lab", "Every fix, before and after"),
    ("late", "Too late?", "The chance along the run on screen, the point of no return, the nearest good run"),
    ("steps", "Steps", "Two steps at once, or one step in two"),
    ("services", "Services", "The worst of each service over all orders, and steps that are never taken"),
)


class Everywhere(QWidget):
    """The page of what holds over all orders: services, and steps that none takes."""

    def __init__(self) -> None:
        super().__init__()
        self.worst, self.unused = (
            Section("Worst of each service, over all orders"),
            Section("Never taken, in any order"),
        )
        lines = QHBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(28)
        for section in (self.worst, self.unused):
            lines.addWidget(section, 1, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName("Services and steps over all orders")

    def draw(self, explore: Explore, theme: Theme) -> None:
        outcome = explore.outcome
        whole = outcome is not None and not outcome.limit
        self.worst.show_rows(
            worst_rows(outcome.worst) if outcome and whole else [Row("Told once all is known.")], theme
        )
        self.unused.show_rows(unused_rows(outcome.unused) if outcome and whole else (), theme)


class ExploreView(QWidget):
    """`draw(frame, theme)` is all it is told."""

    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.verdict, self.findings, self.lab = VerdictBand(workbench), Findings(workbench), Lab(workbench)
        self.late, self.steps, self.everywhere = Late(workbench), Steps(workbench), Everywhere()
        self._stack = QStackedWidget()
        self.tabs: dict[Page, QToolButton] = {
            page: tab(text, hint, lambda page=page: workbench.set_page(page))  # type: ignore[misc]
            for page, text, hint in PAGES
        }
        self._lay_out()
        self.setAccessibleName("Explore")

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(1)
        whole.addWidget(self.verdict)
        sides = QSplitter(Qt.Orientation.Horizontal)
        sides.setChildrenCollapsible(False)
        sides.setHandleWidth(1)
        sides.addWidget(padded(self.findings))
        sides.addWidget(self._right())
        sides.setStretchFactor(0, 8)
        sides.setStretchFactor(1, 12)
        sides.setSizes([560, 880])
        whole.addWidget(sides, 1)
        whole.addStretch(0)
        self._sides = sides

    def _right(self) -> QWidget:
        made = QWidget()
        made.setObjectName("page")
        line = QHBoxLayout()
        line.setSpacing(6)
        for button in self.tabs.values():
            line.addWidget(button)
        line.addStretch(1)
        for widget in (self.lab, self.late, self.steps, self.everywhere):
            self._stack.addWidget(scrolled(widget))
        lines = QVBoxLayout(made)
        lines.setContentsMargins(20, 14, 12, 0)
        lines.setSpacing(10)
        lines.addLayout(line)
        lines.addWidget(self._stack, 1)
        return made

    def draw(self, frame: Frame, theme: Theme) -> None:
        explore = frame.explore or NONE
        self.verdict.draw(explore, theme)
        self._sides.setVisible(not explore.empty)
        self.findings.draw(explore, theme)
        for number, (page, button) in enumerate(self.tabs.items()):
            button.setChecked(page == explore.page)
            if page == explore.page:
                self._stack.setCurrentIndex(number)
        self.lab.draw(explore, theme)
        self.late.draw(frame, explore, theme)
        self.steps.draw(explore, theme)
        self.everywhere.draw(explore, theme)


def padded(widget: QWidget) -> QWidget:
    made = QWidget()
    made.setObjectName("page")
    lines = QVBoxLayout(made)
    lines.setContentsMargins(28, 18, 6, 0)
    lines.addWidget(widget)
    return made


def scrolled(widget: QWidget) -> QScrollArea:
    """With room at its edges."""
    inner = QWidget()
    inner.setObjectName("page")
    lines = QVBoxLayout(inner)
    lines.setContentsMargins(0, 0, 14, 20)
    lines.addWidget(widget)
    lines.addStretch(1)
    scroll = QScrollArea()
    scroll.setObjectName("page")
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(inner)
    return scroll


# --- words --------------------------------------------------------------------------------------------------------


def worst_rows(worst: Sequence[Worst]) -> list[Row]:
    """The worst first; those that stay ok are counted."""
    rows = [
        Row(one.label, right=STATUS_WORD[one.status], mark=one.status)
        for status in ORDER
        for one in worst
        if one.status == status
    ]
    fine = sum(one.status == "ok" for one in worst)
    stays = f"{counted(fine, 'service stays', 'services stay')} ok in every order"
    return rows + ([Row(stays, mark="ok")] if fine else []) or [Row("This file has no services.")]


def unused_rows(unused: Sequence[str]) -> list[Row]:
    return [Row(name) for name in unused] or [Row("Every step is taken in some order.")]
