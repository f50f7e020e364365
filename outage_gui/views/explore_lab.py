"""The fix lab: every set of fixes in one table, what it leaves failing beside what failed before."""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from outage_gui.views.explore_paint import RIGHT, Pressable, draw_verdict, high, verdict_hue, write, write_lines
from outage_gui.views.fonts import font
from outage_gui.views.guard import guarded
from outage_gui.views.paint import painting
from outage_gui.views.plain import label, plain, set_text, set_tip
from outage_gui.workbench.explore_figures import about, chance, share
from outage_gui.workbench.explore_frame import Explore, Orders, Outcome, Row
from outage_gui.workbench.explore_words import number
from outage_gui.workbench.theme import SIZES, Theme
from outage_gui.workbench.wording import counted, listed

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench

HEIGHT, HEAD = 50, 24
PAD = 14
ROOM, FEWEST = 170, 4  # pixels for the names of the fixes; columns that always stay


class Column(NamedTuple):
    """wide: pixels at most; 0: what is left."""

    title: str
    wide: int


class Value(NamedTuple):
    """text, and what stands below it: what it was before, or what it is a part of. good: nothing to fear in it."""

    text: str
    below: str = ""
    good: bool = False


COLUMNS = (
    Column("With", 0),
    Column("Verdict", 116),
    Column("Orders that fail", 138),
    Column("Chance", 84),
    Column("Shortest", 78),
    Column("Services lost", 90),
    Column("States", 82),
)


def columns(width: int) -> tuple[Column, ...]:
    """As many as leave the first one room enough to be read; the last ones go first."""
    shown: tuple[Column, ...] = COLUMNS
    while len(shown) > FEWEST and width - 2 * PAD - sum(column.wide for column in shown) < ROOM:
        shown = shown[:-1]
    return shown


def edges(width: int) -> list[tuple[float, float]]:
    """Left and width of each column."""
    shown = columns(width)
    rest = max(100, width - 2 * PAD - sum(column.wide for column in shown))
    made, x = [], float(PAD)
    for column in shown:
        wide = float(column.wide or rest)
        made.append((x, wide))
        x += wide
    return made


def values(outcome: Outcome, before: Outcome | None) -> tuple[Value, ...]:
    """Of the columns after the verdict. before: the file as it stands; None: this is it."""
    chance_ = chance(outcome.orders) if outcome.orders.chance is not None else ""
    was = chance(before.orders) if before and before.orders.chance is not None else ""
    lost = str(len(outcome.lost)) if outcome.worst else ""
    lost_before = str(len(before.lost)) if before and before.worst else ""
    return (
        failing(outcome.orders),
        Value(chance_, changed(was, chance_), not outcome.orders.chance),
        Value(length(outcome), changed(length(before) if before else "", length(outcome)), not outcome.findings),
        Value(lost, changed(lost_before, lost), not outcome.lost),
        Value(number(outcome.states), changed(number(before.states) if before else "", number(outcome.states))),
    )


def changed(before: str, now: str) -> str:
    return f"was {before.removesuffix(' moves')}" if before and now and before != now else ""


def length(outcome: Outcome) -> str:
    """Of the shortest failure."""
    reached = [one.steps for one in outcome.findings if one.kind != "sometimes"]
    if not outcome.findings:
        return "–"
    return ("at once" if not min(reached) else counted(min(reached), "move")) if reached else "never"


def failing(orders: Orders) -> Value:
    """How many orders fail, of how many."""
    if orders.kind in ("unbounded", "not counted"):
        return Value(orders.kind)
    if not orders.failing:
        return Value("0", f"of {about(orders, orders.total)}", good=True)
    if orders.kind == "about":
        return Value(share(orders), f"of {about(orders, orders.total)}")
    return Value(number(orders.failing), f"of {number(orders.total)}")


class LabRow(Pressable):
    """A press switches these fixes on and replays with them."""

    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self._workbench = workbench
        self._row: Row | None = None
        self._before: Outcome | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(lambda: self._workbench.show_lab(self._row.fixes) if self._row else None)

    def show_row(self, row: Row, before: Outcome | None, theme: Theme) -> None:
        """before: the outcome without any fix; None: this is it."""
        if (row, before) == (self._row, self._before) and theme is self.theme:
            return
        self._row, self._before, self.theme = row, before, theme
        self.setEnabled(not row.refused)
        outcome = row.outcome
        marks = ("what if" if row.what_if else "", "on screen" if row.on else "")
        words = [row.label, *marks, outcome.verdict if outcome else row.refused or "not explored", row.expected]
        if outcome:
            shown = zip(COLUMNS[2:], values(outcome, before), strict=True)
            words += [f"{column.title}: {value.text} {value.below}" for column, value in shown]
        self.setAccessibleName(plain(", ".join(filter(None, words)), 600))
        lost = f"\nServices lost: {listed(outcome.lost, 8)}" if outcome and outcome.lost else ""
        set_tip(self, f"{row.label}{lost}\n" + (row.refused or row.expected + "\nA click replays with these fixes"))
        self.updateGeometry()
        self.update()

    @guarded(default=lambda: True)
    def hasHeightForWidth(self) -> bool:
        return True

    @guarded(default=lambda: HEIGHT)
    def heightForWidth(self, width: int) -> int:
        """A name is never cut: the row grows with it."""
        if self._row is None:
            return HEIGHT
        room = edges(width)[0][1] - 10
        return max(HEIGHT, round(high(self._row.label, name_font(self._row), room)) + 12)

    @guarded(default=lambda: QSize(440, HEIGHT))
    def sizeHint(self) -> QSize:
        return QSize(440, self.heightForWidth(max(440, self.width())))

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._row is None:
            return
        with painting(self) as painter:
            self._ground(painter, self._row)
            places = [QRectF(x, 0, wide - 10, self.height()) for x, wide in edges(self.width())]
            self._name(painter, self._row, places[0])
            if self._row.outcome is None:
                rest = QRectF(places[1].left(), 9, self.width() - PAD - places[1].left(), self.height() - 12)
                text = f"cannot be: {self._row.refused}" if self._row.refused else waiting_words(self._row)
                write_lines(painter, rest, text, font(SIZES["small"]), self.theme.muted)
            else:
                self._verdict(painter, self._row, self._row.outcome, places[1])
                self._values(painter, self._row.outcome, places[2:])

    def _ground(self, painter: QPainter, row: Row) -> None:
        theme, place = self.theme, QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        if row.on or (self.underMouse() and self.isEnabled()):
            painter.setBrush(QColor(theme.raised))
            painter.drawRoundedRect(place.adjusted(0, 1, 0, -1), 6, 6)
        if row.on:
            painter.setBrush(QColor(theme.accent))
            painter.drawRoundedRect(QRectF(0, 9, 3, self.height() - 18), 1.5, 1.5)
        painter.fillRect(QRectF(PAD, self.height() - 1, self.width() - 2 * PAD, 1), QColor(theme.line))
        self.focus_frame(painter, place.adjusted(1, 1, -1, -1), 6)

    def _name(self, painter: QPainter, row: Row, place: QRectF) -> None:
        theme = self.theme
        colour = theme.muted if row.refused else theme.what_if if row.what_if else theme.text
        face = name_font(row)
        tall = high(row.label, face, place.width())
        tag = "on screen" if row.on and tall < 24 else ""
        top = (self.height() - tall - (15 if tag else 0)) / 2
        write_lines(painter, QRectF(place.left(), top, place.width(), tall), row.label, face, colour)
        if tag:
            below = QRectF(place.left(), top + tall, place.width(), 15)
            write(painter, below, tag, font(SIZES["fine"]), theme.accent)

    def _verdict(self, painter: QPainter, row: Row, outcome: Outcome, place: QRectF) -> None:
        said = "what if" if row.what_if else row.expected
        theme, middle = self.theme, self.height() / 2 - (8 if said else 0)
        draw_verdict(painter, outcome.verdict, QPointF(place.left() + 7, middle), 14, theme)
        word = QRectF(place.left() + 22, middle - 10, place.width() - 12, 20)
        write(painter, word, outcome.verdict, font(SIZES["body"], "medium"), verdict_hue(outcome.verdict, theme).text)
        if said:
            wrong = row.expected.startswith("expected")
            below = QRectF(word.left(), word.bottom() - 1, word.width(), 16)
            colour = theme.degraded.text if wrong else theme.what_if if row.what_if else theme.muted
            write(painter, below, said, font(SIZES["fine"]), colour)

    def _values(self, painter: QPainter, outcome: Outcome, places: list[QRectF]) -> None:
        theme = self.theme
        for place, value in zip(places, values(outcome, self._before), strict=False):
            colour = theme.muted if value.good else theme.text
            top = QRectF(place.left(), self.height() / 2 - (18 if value.below else 10), place.width(), 20)
            write(painter, top, value.text, font(SIZES["small"], numbers=True), colour, align=RIGHT)
            if value.below:
                below = QRectF(place.left(), top.bottom() - 2, place.width(), 16)
                write(painter, below, value.below, font(SIZES["fine"]), theme.muted, align=RIGHT)


def name_font(row: Row) -> QFont:
    return font(SIZES["body"], "semibold" if row.on or not row.fixes else "regular")


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
            for i, (column, (x, wide)) in enumerate(zip(COLUMNS, edges(self.width()), strict=False)):
                place = QRectF(x, 0, wide - 10, HEAD)
                align = RIGHT if i > 1 else Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
                write(painter, place, column.title, font(SIZES["fine"], "medium"), self._theme.muted, align=align)


class Lab(QWidget):
    """The page."""

    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self._workbench = workbench
        self._head = LabHead()
        self._rows: list[LabRow] = []
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self._one = label(name="muted", wrap=True)
        self._lines.addWidget(self._one)
        self._lines.addWidget(self._head)
        self.setAccessibleName("Fix lab")

    def draw(self, explore: Explore, theme: Theme) -> None:
        while len(self._rows) < len(explore.lab):
            self._rows.append(LabRow(self._workbench))
            self._lines.addWidget(self._rows[-1])
        first = next((row.outcome for row in explore.lab if not row.fixes), None)
        for widget, row in zip(self._rows, explore.lab, strict=False):
            widget.show_row(row, first if row.fixes else None, theme)
        for number_, widget in enumerate(self._rows):
            widget.setVisible(number_ < len(explore.lab))
        self._head.show_theme(theme)
        self._head.setVisible(bool(explore.lab))
        set_text(self._one, lab_words(explore))

    def rows(self) -> tuple[LabRow, ...]:
        """The ones in use, as in the file."""
        return tuple(row for row in self._rows if not row.isHidden())

    @guarded(default=lambda: QSize(600, 100))
    def minimumSizeHint(self) -> QSize:
        return QSize(440, 22 + HEAD + HEIGHT * len(self.rows()))


def waiting_words(row: Row) -> str:
    return "many states: press Explore" if row.large else "not explored yet"


def lab_words(explore: Explore) -> str:
    if explore.empty:
        return explore.empty
    if not explore.lab:
        return "This file has no fixes. Under Steps two steps can be tried as one, and a step as two."
    return "Every fix alone and together, beside the file as it stands. A click replays with it."
