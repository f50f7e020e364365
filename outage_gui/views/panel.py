"""The side panel: clock, what just happened, why the chosen service is red, checks, shared data, what can come next."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from outage_gui.views.plain import label, set_text, set_tip
from outage_gui.views.rows import Row, Section
from outage_gui.workbench.frame import Cell, Clock, Frame, Hop, Lamp, NextMove, Saying
from outage_gui.workbench.theme import Theme

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench

WIDTH = 372
SHOWN_MOVES = 6
SHOWN_HOPS, SHOWN_ENDS = 24, 6


class ClockFace(QWidget):
    """The large clock; an assumed time says so."""

    def __init__(self) -> None:
        super().__init__()
        self._time, self._zone, self._elapsed = label(name="clock"), label(name="muted"), label(name="numbers")
        self._date = label(name="muted")
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self._time, 0, Qt.AlignmentFlag.AlignBaseline)
        top.addWidget(self._zone, 0, Qt.AlignmentFlag.AlignBaseline)
        top.addStretch(1)
        top.addWidget(self._elapsed, 0, Qt.AlignmentFlag.AlignBaseline)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addLayout(top)
        lines.addWidget(self._date)

    def show_clock(self, clock: Clock) -> None:
        set_text(self._time, clock.time)
        set_text(self._zone, clock.zone)
        set_text(self._elapsed, clock.elapsed if clock.elapsed != clock.time else "")
        told = (clock.date, clock.utc, "time assumed" if clock.assumed else "")
        set_text(self._date, " · ".join(filter(None, told)))
        spoken = (f"{clock.time} {clock.zone}".strip(), clock.date, self._elapsed.text())
        self.setAccessibleName(", ".join(filter(None, spoken)))


class SidePanel(QScrollArea):
    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self._workbench = workbench
        self.setObjectName("panel")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName("What happened and why")
        self._clock = ClockFace()
        self._move, self._title = label(name="muted"), label(name="saying", wrap=True)
        self._say, self._source = label(name="body", wrap=True), label(name="fine", wrap=True)
        self.why_section, self.next_section = Section("Why"), Section("Next, one of")
        self.checks_section, self._cells = Section("Checks"), Section("Shared data")
        self._locals, self._blocked = Section("In hand"), Section("Waiting")
        self._branches, self._counters = Section("What-if branches"), Section("Impact")
        self.setWidget(self._column())

    def _column(self) -> QWidget:
        inner = QWidget()
        inner.setObjectName("panel")
        lines = QVBoxLayout(inner)
        lines.setContentsMargins(20, 16, 20, 20)
        lines.setSpacing(4)
        for widget in (self._clock, self._move, self._title, self._say, self._source):
            lines.addWidget(widget)
        for section in self._sections():
            lines.addWidget(section)
        lines.addStretch(1)
        return inner

    def _sections(self) -> tuple[Section, ...]:
        return (
            self.why_section,
            self.checks_section,
            self.next_section,
            self._cells,
            self._locals,
            self._blocked,
            self._branches,
            self._counters,
        )

    def draw(self, frame: Frame, theme: Theme) -> None:
        self._clock.show_clock(frame.clock)
        self._draw_saying(frame)
        self._draw_why(frame, theme)
        verbs = self._workbench
        self.next_section.show_rows(next_rows(frame.next_moves, verbs.choose), theme)
        self.checks_section.show_rows([lamp_row(lamp, verbs.jump) for lamp in frame.lamps], theme)
        self._cells.show_rows([cell_row(cell) for cell in frame.cells if not cell.owner], theme)
        self._locals.show_rows([cell_row(cell) for cell in frame.cells if cell.owner], theme)
        self._blocked.show_rows([Row(f"{b.process} · {b.step}", below=b.text) for b in frame.blocked], theme)
        self._draw_branches(frame, theme)
        self._counters.show_rows([Row(c.label, right=c.value, numbers=True) for c in frame.counters], theme)

    def _draw_saying(self, frame: Frame) -> None:
        saying = frame.saying
        what_if = " · what-if" if saying.what_if else ""
        set_text(self._move, f"Move {saying.number} of {saying.total}{what_if}")
        set_text(self._title, saying.title)
        for widget, text in ((self._say, saying.say), (self._source, source_line(saying))):
            set_text(widget, text, most=600)
            set_tip(widget, text if len(text) > 600 else "")
            widget.setVisible(bool(text))

    def _draw_why(self, frame: Frame, theme: Theme) -> None:
        why = frame.why
        if why is None:
            self.why_section.show_rows((), theme)
            return
        asked = f"{frame.stage.boxes[why.service].label} {frame.statuses[why.service]}" if why.service >= 0 else ""
        self.why_section.set_title(f"Why is {asked}?" if asked else "What this move brings about")
        chain = why.service >= 0
        rows = shortened([self._hop_row(hop, last=not chain or hop is why.hops[-1]) for hop in why.hops])
        self.why_section.show_rows([Row(why.sentence), *rows], theme)

    def _hop_row(self, hop: Hop, last: bool) -> Row:
        below = hop.text + (f" · {short_source(hop.source)}" if hop.source else " · assumed" if hop.assumed else "")
        mark = hop.status if hop.kind == "service" else None
        return Row(hop.label, below=below, mark=mark, dot=mark is None, link=not last, go=self._go_to(hop))

    def _go_to(self, hop: Hop) -> Callable[[], None]:
        if hop.kind == "service":
            return lambda: self._workbench.select(hop.name)
        return lambda: self._workbench.jump(hop.step)

    def _draw_branches(self, frame: Frame, theme: Theme) -> None:
        show = self._workbench.show_branch
        rows = [
            Row(
                "    " * twig.depth + twig.label,
                tag=("shown" if twig.current else "") or ("what-if" if twig.what_if else "recorded"),
                what_if=twig.what_if,
                go=lambda key=twig.key: show(key),  # type: ignore[misc]
            )
            for twig in frame.twigs
        ]
        self._branches.show_rows(rows if len(rows) > 1 else (), theme)


def shortened(rows: list[Row]) -> list[Row]:
    """A chain too long to read: its beginning, how many links are left out, its end."""
    left_out = len(rows) - SHOWN_HOPS - SHOWN_ENDS
    if left_out <= 1:
        return rows
    return [*rows[:SHOWN_HOPS], Row(f"… {left_out:,} more links …", link=True), *rows[-SHOWN_ENDS:]]


def short_source(titles: str) -> str:
    """The first source up to its first comma, and how many more there are; the whole stands in the tip of the arrow."""
    first, *others = titles.split("; ")
    return first.split(",")[0] + (f" +{len(others)}" if others else "")


def source_line(saying: Saying) -> str:
    if saying.source:
        return f"Source: {saying.source}"
    if saying.recorded:
        return "No source is given for this entry"
    return "Assumed: our modelling choice" if saying.assumed else ""


def next_rows(moves: Sequence[NextMove], choose: Callable[[str], None]) -> list[Row]:
    """The recorded move first; of many others some, and how many more there are."""
    ordered = sorted(moves, key=lambda move: not move.recorded)
    rows = [next_row(move, choose) for move in ordered[:SHOWN_MOVES]]
    more = len(ordered) - len(rows)
    return rows + ([Row(f"and {more} more")] if more else [])


def next_row(move: NextMove, choose: Callable[[str], None]) -> Row:
    return Row(
        move.label,
        below=f"would fail: {move.fault}" if move.fault else "",
        tag="recorded" if move.recorded else "what if",
        framed=True,
        primary=move.recorded,
        what_if=not move.recorded,
        go=lambda: choose(move.move),
    )


def lamp_row(lamp: Lamp, jump: Callable[[int], None]) -> Row:
    step = lamp.step
    return Row(
        lamp.label,
        right=lamp.text,
        mark="down" if lamp.holds is False else "ok",
        go=None if step is None else lambda: jump(step),
        spoken=f"Check {lamp.label}: {lamp.text}",
    )


def cell_row(cell: Cell) -> Row:
    name = f"{cell.owner} · {cell.label}" if cell.owner else cell.label
    if cell.before is None:
        return Row(name, right=cell.value, numbers=True)
    return Row(name, right=f"{cell.before} → {cell.value}", hue="recovering", numbers=True)
