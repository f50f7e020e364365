"""Findings as cards: what fails, how long the shortest order is, who moves when, and the moves in words."""

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from outage_gui.views.explore_paint import RIGHT, Pressable, write
from outage_gui.views.fonts import font
from outage_gui.views.guard import guarded
from outage_gui.views.marks import draw_mark
from outage_gui.views.paint import painting
from outage_gui.views.plain import label, plain, set_text, set_tip
from outage_gui.workbench.explore_frame import Explore, Finding
from outage_gui.workbench.theme import SIZES, Theme
from outage_gui.workbench.wording import counted

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench

PAD = 14
LANE, LINE = 20, 20  # heights: of a lane of the diagram, of a line of words
NAMES = 96  # width of the names
WIDEST = 30  # of one move in the diagram
MOST_LINES = 12  # of words; the rest is counted


class Turn(NamedTuple):
    """What one instance does without a switch. first: number of its first move, from 1."""

    lane: int
    first: int
    labels: tuple[str, ...]


def turns(finding: Finding) -> tuple[Turn, ...]:
    """The schedule cut at its switches."""
    numbered = list(enumerate(finding.moves, 1))
    groups = [list(group) for _, group in groupby(numbered, key=lambda one: one[1].lane)]
    return tuple(Turn(group[0][1].lane, group[0][0], tuple(move.label for _, move in group)) for group in groups)


def size_words(finding: Finding) -> str:
    """ "12 moves · 4 switches"."""
    if not finding.steps:
        return "in no order" if finding.kind == "sometimes" else "at the start"
    return f"{counted(finding.steps, 'move')} · {counted(finding.switches, 'switch', 'switches')}"


def loop_words(finding: Finding) -> str:
    if finding.loop is None:
        return ""
    return "then for ever: " + (", ".join(finding.loop) or "nothing has to happen any more")


class FindingCard(Pressable):
    """A press, a double click or Enter opens its order in Replay."""

    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self._workbench = workbench
        self._number = 0
        self._finding: Finding | None = None
        self._turns: tuple[Turn, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._chosen)

    def show_finding(self, number: int, finding: Finding, theme: Theme) -> None:
        self._number = number
        if finding == self._finding and theme is self.theme:
            return
        self._finding, self.theme, self._turns = finding, theme, turns(finding)
        spoken = "; ".join(f"{finding.lanes[turn.lane]}: {', '.join(turn.labels)}" for turn in self._turns)
        self.setAccessibleName(plain(f"{finding.label}, {size_words(finding)}"))
        self.setAccessibleDescription(plain(spoken, 2000))
        set_tip(self, f"{finding.label}\n{size_words(finding)}\nA double click or Enter opens this order in Replay")
        self.updateGeometry()
        self.update()

    def _chosen(self) -> None:
        """By key: a mouse needs two clicks, so that one can look without leaving."""
        if self.hasFocus() and not self.underMouse():
            self._workbench.show_finding(self._number)

    @guarded
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._workbench.show_finding(self._number)

    @property
    def _lines(self) -> int:
        return (
            min(len(self._turns), MOST_LINES)
            + (len(self._turns) > MOST_LINES)
            + bool(self._finding and self._finding.loop is not None)
        )

    @guarded(default=lambda: QSize(400, 120))
    def sizeHint(self) -> QSize:
        lanes = len(self._finding.lanes) * LANE + 14 if self._finding and self._finding.moves else 0
        return QSize(400, PAD + 22 + (10 if lanes else 0) + lanes + self._lines * LINE + PAD)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._finding is None:
            return
        with painting(self) as painter:
            self.ground(painter)
            y = self._head(painter, self._finding, PAD)
            if self._finding.moves:
                y = self._diagram(painter, self._finding, y + 10)
            self._words(painter, self._finding, y)

    def _head(self, painter: QPainter, finding: Finding, y: float) -> float:
        theme, size = self.theme, size_words(finding)
        draw_mark(painter, "down", QPointF(PAD + 7, y + 11), 14, theme)
        face = font(SIZES["small"], "medium")
        painter.setFont(face)
        room = painter.fontMetrics().horizontalAdvance(size) + 4
        right = QRectF(self.width() - PAD - room, y, room, 22)
        write(painter, right, size, face, theme.muted, align=RIGHT)
        title = QRectF(PAD + 24, y, self.width() - 2 * PAD - 24 - room - 10, 22)
        write(painter, title, finding.label, font(SIZES["label"], "semibold"), theme.text)
        return y + 22

    def _diagram(self, painter: QPainter, finding: Finding, y: float) -> float:
        """One line an instance, one chip a move; a line leads on wherever another instance takes over."""
        theme = self.theme
        left = PAD + NAMES
        room = self.width() - PAD - left
        wide = min(WIDEST, room / len(finding.moves))
        for number, name in enumerate(finding.lanes):
            middle = y + number * LANE + LANE / 2
            write(painter, QRectF(PAD, middle - 9, NAMES - 10, 18), name, font(SIZES["fine"]), theme.muted)
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.drawLine(QPointF(left, middle), QPointF(left + wide * len(finding.moves), middle))
        places = [
            QPointF(left + wide * (number + 0.5), y + move.lane * LANE + LANE / 2)
            for number, move in enumerate(finding.moves)
        ]
        painter.setPen(QPen(QColor(theme.accent), 1.4))
        for number, move in enumerate(finding.moves):
            if move.switch:
                painter.drawLine(places[number - 1], places[number])
        for number, place in enumerate(places, 1):
            self._chip(painter, place, wide, number, last=number == len(places))
        return y + len(finding.lanes) * LANE + 4

    def _chip(self, painter: QPainter, place: QPointF, wide: float, number: int, *, last: bool) -> None:
        theme = self.theme
        chip = QRectF(place.x() - wide / 2 + 1.5, place.y() - 7.5, max(3.0, wide - 3), 15)
        painter.setPen(QPen(QColor(theme.down.line if last else theme.quiet), 1))
        painter.setBrush(QColor(theme.down.ground if last else theme.panel))
        painter.drawRoundedRect(chip, 4, 4)
        if wide >= 15:
            painter.setFont(font(SIZES["fine"] - 1, "medium"))
            painter.setPen(QColor(theme.down.text if last else theme.text))
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, str(number))

    def _words(self, painter: QPainter, finding: Finding, y: float) -> None:
        theme = self.theme
        y += 10 if finding.moves else 0
        for turn in self._turns[:MOST_LINES]:
            last = turn.first + len(turn.labels) - 1
            span = f"{turn.first}" if last == turn.first else f"{turn.first}–{last}"
            numbers = font(SIZES["fine"], "medium", numbers=True)
            write(painter, QRectF(PAD, y, 40, LINE), span, numbers, theme.muted)
            names = QRectF(PAD + 44, y, NAMES, LINE)
            write(painter, names, finding.lanes[turn.lane], font(SIZES["small"], "medium"), theme.text)
            words = QRectF(PAD + 48 + NAMES, y, self.width() - 2 * PAD - 48 - NAMES, LINE)
            write(painter, words, "  →  ".join(collapsed(turn.labels)), font(SIZES["small"]), theme.muted)
            y += LINE
        more = len(self._turns) - MOST_LINES
        for text in [*([f"and {more} more turns"] if more > 0 else []), *filter(None, [loop_words(finding)])]:
            write(painter, QRectF(PAD, y, self.width() - 2 * PAD, LINE), text, font(SIZES["small"]), theme.what_if)
            y += LINE


def collapsed(labels: tuple[str, ...]) -> list[str]:
    """The same step again and again is told once: "Publish the next plan ×3"."""
    counts = [(name, len(list(group))) for name, group in groupby(labels)]
    return [f"{name} ×{count}" if count > 1 else name for name, count in counts]


class Findings(QWidget):
    """A title and the cards below each other."""

    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self._workbench = workbench
        self._title = label("FINDINGS", name="section")
        self._none = label(name="muted", wrap=True)
        self._cards: list[FindingCard] = []
        self._inner = QWidget()
        self._inner.setObjectName("page")
        self._lines = QVBoxLayout(self._inner)
        self._lines.setContentsMargins(0, 0, 8, 0)
        self._lines.setSpacing(10)
        self._lines.addWidget(self._none)
        self._lines.addStretch(1)
        scroll = QScrollArea()
        scroll.setObjectName("page")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addWidget(self._title)
        whole.addWidget(scroll, 1)
        self.setAccessibleName("Findings")

    def draw(self, explore: Explore, theme: Theme) -> None:
        found = explore.outcome.findings if explore.outcome else ()
        while len(self._cards) < len(found):
            card = FindingCard(self._workbench)
            self._cards.append(card)
            self._lines.insertWidget(self._lines.count() - 1, card)
        for number, (card, finding) in enumerate(zip(self._cards, found, strict=False)):
            card.show_finding(number, finding, theme)
        for number, card in enumerate(self._cards):
            card.setVisible(number < len(found))
        set_text(self._title, "FINDINGS · SHORTEST ORDER OF EACH" if found else "FINDINGS")
        set_text(self._none, none_words(explore))
        self._none.setVisible(not found)

    def cards(self) -> tuple[FindingCard, ...]:
        """The ones in use."""
        return tuple(card for card in self._cards if not card.isHidden())


def none_words(explore: Explore) -> str:
    if explore.outcome is None:
        return "What can go wrong stands here once every order has been explored."
    if explore.outcome.verdict == "verified":
        return "Nothing: every check holds in every order."
    return "Nothing yet, but not every order was explored."
