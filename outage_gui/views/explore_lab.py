"""The fix lab: every set of fixes in one table, what it leaves failing beside what failed before."""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from outage_gui.views.explore_paint import RIGHT, Pressable, draw_verdict, verdict_hue, write
from outage_gui.views.fonts import font
from outage_gui.views.guard import guarded
from outage_gui.views.paint import painting
from outage_gui.views.plain import label, plain, set_tip
from outage_gui.workbench.explore_frame import Explore, Orders, Outcome, Row
from outage_gui.workbench.explore_words import number, percent
from outage_gui.workbench.theme import SIZES, Theme
from outage_gui.workbench.wording import counted, listed

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench

HEIGHT, HEAD = 42, 24
PAD = 14


class Column(NamedTuple):
    """wide: pixels at most; 0: what is left."""

    title: str
    wide: int


COLUMNS = (
    Column("With", 0),
    Column("Verdict", 104),
    Column("Orders that fail", 128),
    Column("Chance", 72),
    Column("Shortest", 78),
    Column("Services lost", 94),
    Column("States", 82),
)


def edges(width: int) -> list[tuple[float, float]]:
    """Left and width of each column."""
    fixed = sum(column.wide for column in COLUMNS)
    rest = max(120, width - 2 * PAD - fixed)
    made, x = [], float(PAD)
    for column in COLUMNS:
        wide = float(column.wide or rest)
        made.append((x, wide))
        x += wide
    return made


def failing(orders: Orders) -> str:
    """How many orders fail, as exactly as it is known."""
    if orders.kind == "unbounded":
        return "unbounded"
    if orders.kind == "not counted":
        return "not counted"
    if not orders.failing:
        return "0"
    return ("≈ " if orders.kind == "about" else "") + number(orders.failing)


def values(outcome: Outcome) -> tuple[str, ...]:
    """Of the columns after the verdict."""
    chance = "" if outcome.orders.chance is None else percent(outcome.orders.chance)
    first = outcome.findings[0] if outcome.findings else None
    shortest = "–" if first is None else counted(first.steps, "move") if first.steps else "at once"
    lost = str(len(outcome.lost)) if outcome.worst else ""
    return failing(outcome.orders), chance, shortest, lost, number(outcome.states)


class LabRow(Pressable):
    """A press switches these fixes on and replays with them."""

    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self._workbench = workbench
        self._row: Row | None = None
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: self._workbench.show_lab(self._row.fixes) if self._row else None)

    def show_row(self, row: Row, theme: Theme) -> None:
        if row == self._row and theme is self.theme:
            return
        self._row, self.theme = row, theme
        self.setEnabled(not row.refused)
        outcome = row.outcome
        words = [row.label, outcome.verdict if outcome else row.refused or "not explored", row.expected]
        if outcome:
            words += [f"{c.title}: {text}" for c, text in zip(COLUMNS[2:], values(outcome), strict=True)]
        self.setAccessibleName(plain(", ".join(filter(None, words)), 600))
        lost = f"\nServices lost: {listed(outcome.lost, 8)}" if outcome and outcome.lost else ""
        set_tip(self, f"{row.label}{lost}\n" + (row.refused or "A click replays with these fixes"))
        self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._row is None:
            return
        with painting(self) as painter:
            self._ground(painter, self._row)
            places = [QRectF(x, 0, wide - 10, HEIGHT) for x, wide in edges(self.width())]
            self._name(painter, self._row, places[0])
            if self._row.outcome is None:
                rest = QRectF(places[1].left(), 0, self.width() - PAD - places[1].left(), HEIGHT)
                text = f"cannot be: {self._row.refused}" if self._row.refused else "not explored yet"
                write(painter, rest, text, font(SIZES["small"]), self.theme.muted)
            else:
                self._values(painter, self._row.outcome, places)

    def _ground(self, painter: QPainter, row: Row) -> None:
        theme, place = self.theme, QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        if row.on or (self.underMouse() and self.isEnabled()):
            painter.setBrush(QColor(theme.raised))
            painter.drawRoundedRect(place.adjusted(0, 1, 0, -1), 6, 6)
        if row.on:
            painter.setBrush(QColor(theme.accent))
            painter.drawRoundedRect(QRectF(0, 9, 3, HEIGHT - 18), 1.5, 1.5)
        painter.fillRect(QRectF(PAD, HEIGHT - 1, self.width() - 2 * PAD, 1), QColor(theme.line))
        self.focus_frame(painter, place.adjusted(1, 1, -1, -1), 6)

    def _name(self, painter: QPainter, row: Row, place: QRectF) -> None:
        theme = self.theme
        colour = theme.muted if row.refused else theme.text
        face = font(SIZES["body"], "semibold" if row.on or not row.fixes else "regular")
        below = " · ".join(filter(None, ("on screen" if row.on else "", row.expected)))
        top = place.adjusted(0, 4, 0, -HEIGHT / 2 + 2) if below else place
        write(painter, top, row.label, face, colour)
        if below:
            wrong = row.expected.startswith("expected")
            under = place.adjusted(0, HEIGHT / 2 - 2, 0, -3)
            write(painter, under, below, font(SIZES["fine"]), theme.degraded.text if wrong else theme.muted)

    def _values(self, painter: QPainter, outcome: Outcome, places: list[QRectF]) -> None:
        theme = self.theme
        hue = verdict_hue(outcome.verdict, theme)
        draw_verdict(painter, outcome.verdict, QPointF(places[1].left() + 7, HEIGHT / 2), 14, theme)
        word = places[1].adjusted(22, 0, 10, 0)
        write(painter, word, outcome.verdict, font(SIZES["body"], "medium"), hue.text)
        for place, text in zip(places[2:], values(outcome), strict=True):
            good = text in ("0", "0 %", "–")
            colour = theme.muted if good else theme.text
            write(painter, place, text, font(SIZES["small"], numbers=True), colour, align=RIGHT)


class LabHead(QWidget):
    """The titles of the columns."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEAD)
        self._theme: Theme | None = None

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._theme is None:
            return
        with painting(self) as painter:
            for i, (column, (x, wide)) in enumerate(zip(COLUMNS, edges(self.width()), strict=True)):
                place = QRectF(x, 0, wide - 10, HEAD)
                align = RIGHT if i > 1 else Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
                write(painter, place, column.title, font(SIZES["fine"], "medium"), self._theme.muted, align=align)


class Lab(QWidget):
    """Hidden where the file has no fixes."""

    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self._workbench = workbench
        self._head = LabHead()
        self._rows: list[LabRow] = []
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self._lines.addWidget(label("FIX LAB · BEFORE AND AFTER", name="section"))
        self._lines.addWidget(self._head)
        self.setAccessibleName("Fix lab")

    def draw(self, explore: Explore, theme: Theme) -> None:
        while len(self._rows) < len(explore.lab):
            self._rows.append(LabRow(self._workbench))
            self._lines.addWidget(self._rows[-1])
        for widget, row in zip(self._rows, explore.lab, strict=False):
            widget.show_row(row, theme)
        for number_, widget in enumerate(self._rows):
            widget.setVisible(number_ < len(explore.lab))
        self._head.show_theme(theme)
        self.setVisible(bool(explore.lab))

    def rows(self) -> tuple[LabRow, ...]:
        """The ones in use, as in the file."""
        return tuple(row for row in self._rows if not row.isHidden())

    @guarded(default=lambda: QSize(600, 100))
    def minimumSizeHint(self) -> QSize:
        return QSize(560, 22 + HEAD + HEIGHT * len(self.rows()))
