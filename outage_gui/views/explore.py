"""The Explore screen: the verdict in one sentence, what was found, which fix helps, and when it was too late.

Imported when the screen is first shown.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QSplitter, QVBoxLayout, QWidget

from outage_gui.model.status import Status
from outage_gui.views.explore_findings import Findings
from outage_gui.views.explore_lab import Lab
from outage_gui.views.explore_paint import draw_verdict
from outage_gui.views.guard import guarded
from outage_gui.views.paint import painting
from outage_gui.views.plain import label, plain, set_text
from outage_gui.views.rows import Row, Section
from outage_gui.workbench.explore_frame import Along, Counters, Explore, Worst
from outage_gui.workbench.explore_words import percent
from outage_gui.workbench.frame import Frame
from outage_gui.workbench.theme import DARK, STATUS_WORD, Theme
from outage_gui.workbench.wording import counted

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench

MARK = 34
ORDER: tuple[Status, ...] = ("down", "degraded", "recovering")
NONE = Explore()


class VerdictMark(QWidget):
    """The shape of the verdict; its word stands in the sentence beside it."""

    def __init__(self) -> None:
        super().__init__()
        self._explore, self._theme = NONE, DARK
        self.setFixedSize(QSize(MARK + 4, MARK + 4))

    def show_verdict(self, explore: Explore, theme: Theme) -> None:
        self._explore, self._theme = explore, theme
        self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            centre = QPointF(self.width() / 2, self.height() / 2)
            draw_verdict(painter, self._explore.verdict, centre, MARK, self._theme)


class Progress(QWidget):
    """A thin line that fills; gone when there is nothing to wait for."""

    def __init__(self) -> None:
        super().__init__()
        self._counters, self._theme = Counters(), DARK
        self.setFixedHeight(4)

    def show_progress(self, counters: Counters, theme: Theme, *, under_way: bool) -> None:
        self._counters, self._theme = counters, theme
        self.setVisible(under_way)
        self.setAccessibleName(f"{counters.progress:.0%} explored")
        self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            whole = QRectF(self.rect())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.line))
            painter.drawRoundedRect(whole, 2, 2)
            painter.setBrush(QColor(self._theme.accent))
            painter.drawRoundedRect(whole.adjusted(0, 0, -whole.width() * (1 - self._counters.progress), 0), 2, 2)


class VerdictBand(QWidget):
    """Sentence, fine print, counters, progress, and the three buttons."""

    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self.setObjectName("bar")
        self._mark, self._progress = VerdictMark(), Progress()
        self._sentence, self._below = label(name="verdict", wrap=True), label(name="muted", wrap=True)
        self._counters, self._doing = label(name="numbers"), label(name="muted")
        self.start = button("Explore", workbench.explore, "primary")
        self.pause = button("Pause", workbench.pause_exploring)
        self.cancel = button("Cancel", workbench.cancel_exploring)
        self._lay_out()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._sentence)
        words.addWidget(self._below)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for widget in (self.start, self.pause, self.cancel):
            buttons.addWidget(widget)
        top = QHBoxLayout()
        top.setSpacing(18)
        top.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        top.addLayout(buttons)
        top.setAlignment(buttons, Qt.AlignmentFlag.AlignTop)
        figures = QHBoxLayout()
        figures.addWidget(self._counters)
        figures.addStretch(1)
        figures.addWidget(self._doing)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(28, 20, 28, 12)
        whole.setSpacing(10)
        whole.addLayout(top)
        whole.addLayout(figures)
        whole.addWidget(self._progress)

    def draw(self, explore: Explore, theme: Theme) -> None:
        under_way = explore.state in ("running", "paused")
        set_text(self._sentence, explore.sentence or "Not explored yet", most=300)
        set_text(self._below, explore.below, most=400)
        self._below.setVisible(bool(explore.below))
        set_text(self._counters, counter_words(explore))
        doing = explore.counters.doing + (" · paused" if explore.state == "paused" else "")
        set_text(self._doing, f"{explore.counters.progress:.0%} · {doing}" if under_way else "", most=120)
        self._mark.show_verdict(explore, theme)
        self._progress.show_progress(explore.counters, theme, under_way=under_way)
        self.start.setText("Go on" if explore.state == "paused" else "Explore again" if explore.outcome else "Explore")
        self.start.setVisible(explore.state != "running" and not (explore.state == "done" and not explore.large))
        self.pause.setVisible(explore.state == "running")
        self.cancel.setVisible(under_way)
        self.setAccessibleName(plain(explore.sentence))


def button(text: str, pressed: Callable[[], None], name: str = "") -> QPushButton:
    made = QPushButton(text)
    made.setObjectName(name)
    made.clicked.connect(lambda: pressed())
    return made


def counter_words(explore: Explore) -> str:
    """ "187,758 states · 550,255 generated · 37 moves deep · 53,140 states/s"."""
    counters, outcome = explore.counters, explore.outcome
    if outcome is not None:
        parts = [f"{outcome.states:,} states", f"{outcome.generated:,} generated", f"{outcome.depth:,} moves deep"]
        pace = f"{counters.per_second:,} states/s" if counters.per_second else f"{outcome.seconds:.1f} s"
        return " · ".join([*parts, pace])
    if not counters.states:
        return ""
    parts = [f"{counters.states:,} states", f"{counters.generated:,} generated", f"{counters.depth:,} moves deep"]
    return " · ".join([*parts, f"{counters.per_second:,} states/s"])


class ExploreView(QWidget):
    """`draw(frame, theme)` is all it is told."""

    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._workbench = workbench
        self.verdict, self.findings, self.lab = VerdictBand(workbench), Findings(workbench), Lab(workbench)
        self.late, self.worst = Section("When was it too late?"), Section("Worst of each service, over all orders")
        self.unused = Section("Never taken, in any order")
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
        sides.addWidget(padded(self.findings, 28, 20))
        sides.addWidget(self._right())
        sides.setStretchFactor(0, 9)
        sides.setStretchFactor(1, 11)
        sides.setSizes([620, 820])
        whole.addWidget(sides, 1)

    def _right(self) -> QWidget:
        inner = QWidget()
        inner.setObjectName("page")
        lines = QVBoxLayout(inner)
        lines.setContentsMargins(24, 18, 28, 20)
        lines.setSpacing(6)
        lines.addWidget(self.late)
        lines.addSpacing(10)
        lines.addWidget(self.lab)
        below = QHBoxLayout()
        below.setSpacing(28)
        for section in (self.worst, self.unused):
            below.addWidget(section, 1, Qt.AlignmentFlag.AlignTop)
        lines.addLayout(below)
        lines.addStretch(1)
        scroll = QScrollArea()
        scroll.setObjectName("page")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        return scroll

    def draw(self, frame: Frame, theme: Theme) -> None:
        explore = frame.explore or NONE
        self.verdict.draw(explore, theme)
        self.findings.draw(explore, theme)
        self.lab.draw(explore, theme)
        self.late.show_rows(self._late_rows(explore), theme)
        outcome = explore.outcome
        self.worst.show_rows(worst_rows(outcome.worst) if outcome else (), theme)
        self.unused.show_rows(unused_rows(outcome.unused) if outcome and outcome.worst else (), theme)

    def _late_rows(self, explore: Explore) -> list[Row]:
        """Of the run on screen: the chance it began with, the point of no return, the twin."""
        along = explore.along
        if along is None or explore.outcome is None or explore.outcome.verdict != "violated":
            return []
        rows = [Row(start_words(along), below=of_words(along))]
        if along.no_return is not None:
            step = along.no_return
            rows.append(
                Row(no_return_title(along), below=along.move, framed=True, primary=True, go=lambda: self._go(step))
            )
        if along.twin is not None:
            shown = self._workbench.show_twin
            rows.append(Row(twin_words(along), below=twin_below(along), framed=True, what_if=True, go=shown))
        if along.no_return is None:
            rows.append(Row("The run on screen does not get there: it can still end well at its last move."))
        return rows

    def _go(self, step: int) -> None:
        self._workbench.set_screen("replay")
        self._workbench.jump(step)


def padded(widget: QWidget, side: int, top: int) -> QWidget:
    made = QWidget()
    made.setObjectName("page")
    lines = QVBoxLayout(made)
    lines.setContentsMargins(side, top, 12, 12)
    lines.addWidget(widget)
    return made


# --- words --------------------------------------------------------------------------------------------------------


def start_words(along: Along) -> str:
    return f"At its start {percent(along.chances[0])} of orders fail from here, under random scheduling"


def of_words(along: Along) -> str:
    return f"Failing here: {along.of} does not hold" if along.of else "Failing here: any check"


def no_return_title(along: Along) -> str:
    if not along.no_return:
        return "Point of no return: from the very start, every order fails"
    return f"Point of no return: move {along.no_return}. From there on every order fails"


def twin_words(along: Along) -> str:
    twin = along.twin
    assert twin is not None
    return f"No outage, had it been {twin.other_who}'s turn instead at move {twin.step + 1}"


def twin_below(along: Along) -> str:
    twin = along.twin
    assert twin is not None
    return f"{twin.other_who}: {twin.other}  instead of  {twin.who}: {twin.taken}"


def worst_rows(worst: Sequence[Worst]) -> list[Row]:
    """The worst first; those that stay ok are counted."""
    rows = [
        Row(one.label, right=STATUS_WORD[one.status], mark=one.status)
        for status in ORDER
        for one in worst
        if one.status == status
    ]
    fine = sum(one.status == "ok" for one in worst)
    return rows + ([Row(f"{counted(fine, 'service')} stay ok in every order", mark="ok")] if fine else [])


def unused_rows(unused: Sequence[str]) -> list[Row]:
    return [Row(name) for name in unused] or [Row("Every step is taken in some order.")]
