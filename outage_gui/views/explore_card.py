"""One order as a card: what it shows, how long it is, who moves when, and the moves in words."""

from collections.abc import Callable
from itertools import groupby
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QPushButton, QSizePolicy

from outage_gui.views.explore_paint import RIGHT, Pressable, draw_tick, high, write, write_lines
from outage_gui.views.fonts import Weight, font
from outage_gui.views.guard import guarded
from outage_gui.views.marks import draw_mark
from outage_gui.views.paint import painting
from outage_gui.views.plain import plain, set_tip
from outage_gui.workbench.explore_frame import Finding
from outage_gui.workbench.explore_words import percent
from outage_gui.workbench.theme import SIZES, Theme
from outage_gui.workbench.wording import counted

PAD = 14
LANE = 20  # height of a lane of the diagram
NAMES, SPANS = 150, 44  # widths of the names at most, of the numbers of moves
WIDEST = 30  # of one move in the diagram
MOST_LINES = 12  # of words; the rest is counted
BUTTON = 76


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
    """ "12 moves · 4 switches · chance 6.54 %"."""
    if not finding.steps:
        return "in no order" if finding.kind == "sometimes" else "at the start"
    size = f"{counted(finding.steps, 'move')} · {counted(finding.switches, 'switch', 'switches')}"
    return size + (f" · chance {percent(finding.chance)}" if finding.chance is not None else "")


def loop_words(finding: Finding) -> str:
    if finding.loop is None:
        return ""
    return "then for ever: " + (", ".join(finding.loop) or "nothing has to happen any more")


def collapsed(labels: tuple[str, ...]) -> list[str]:
    """The same step again and again is told once: "Publish the next plan ×3"."""
    counts = [(name, len(list(group))) for name, group in groupby(labels)]
    return [f"{name} ×{count}" if count > 1 else name for name, count in counts]


class OrderCard(Pressable):
    """A press chooses it; a double click, Enter or its button opens the order in Replay."""

    def __init__(self, choose: Callable[[], None] | None, replay: Callable[[], None]) -> None:
        super().__init__()
        self._replay = replay
        self._finding: Finding | None = None
        self._turns: tuple[Turn, ...] = ()
        self._chosen = self._brief = False
        self._names = 0.0  # room for the names of the lanes
        self._heights: dict[int, int] = {}  # by width: a layout asks for the same one many times over
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.button = QPushButton("Replay", self)
        self.button.setObjectName("what")
        self.button.clicked.connect(lambda: replay())
        if choose is not None:
            self.clicked.connect(choose)

    def show_order(self, finding: Finding, theme: Theme, *, chosen: bool = False, brief: bool = False) -> None:
        """chosen: the run on screen is judged by it. brief: without the moves in words."""
        if (finding, chosen, brief) == (self._finding, self._chosen, self._brief) and theme is self.theme:
            return
        self._finding, self.theme, self._turns = finding, theme, turns(finding)
        self._chosen, self._brief = chosen, brief
        self._names = names_wide(finding.lanes)
        self._heights.clear()
        spoken = "; ".join(f"{finding.lanes[turn.lane]}: {', '.join(turn.labels)}" for turn in self._turns)
        said = filter(None, (finding.label, size_words(finding), finding.by, "chosen" if chosen else ""))
        self.setAccessibleName(plain(", ".join(said)))
        self.setAccessibleDescription(plain(spoken, 2000))
        self.button.setAccessibleName(plain(f"Replay: {finding.label}"))
        self.button.setVisible(bool(finding.moves))
        set_tip(self, "\n".join(filter(None, (finding.label, size_words(finding), finding.by, spoken))))
        self.updateGeometry()
        self.update()

    @guarded
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._open()

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        if self._finding is not None and self._finding.moves:
            self._replay()

    # --- room

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.button.setGeometry(self.width() - PAD - BUTTON, PAD - 6, BUTTON, 24)

    @guarded(default=lambda: True)
    def hasHeightForWidth(self) -> bool:
        return True

    @guarded(default=lambda: 120)
    def heightForWidth(self, width: int) -> int:
        if self._finding is None:
            return 60
        if width not in self._heights:
            self._heights[width] = self._high(self._finding, width)
        return self._heights[width]

    def _high(self, finding: Finding, width: int) -> int:
        lanes = len(finding.lanes) * LANE + 14 if finding.moves else 0
        words = sum(self._words_high(text, width) for _, text in self._told()) + (8 if self._told() else 0)
        return round(PAD + self._head_high(finding, width) + lanes + words + PAD)

    @guarded(default=lambda: QSize(400, 120))
    def sizeHint(self) -> QSize:
        return QSize(400, self.heightForWidth(max(400, self.width())))

    def _head_high(self, finding: Finding, width: int) -> float:
        title = high(finding.label, title_font(), self._title_room(width))
        by = high(finding.by, words_font(), width - 2 * PAD - 24) if finding.by else 0
        return max(title + 20 + by, 30)

    def _title_room(self, width: int) -> float:
        return width - 2 * PAD - 24 - BUTTON - 8

    def _words_room(self, width: int) -> float:
        return width - 2 * PAD - SPANS - self._names - 4

    def _words_high(self, text: str, width: int) -> float:
        return high(text, words_font(), self._words_room(width)) + 4

    def _told(self) -> list[tuple[Turn | None, str]]:
        """The lines below the diagram."""
        if self._finding is None or self._brief:
            return []
        lines: list[tuple[Turn | None, str]] = [
            (turn, " → ".join(collapsed(turn.labels))) for turn in self._turns[:MOST_LINES]
        ]
        more = len(self._turns) - MOST_LINES
        extra = [f"and {more} more turns"] if more > 0 else []
        return lines + [(None, text) for text in (*extra, loop_words(self._finding)) if text]

    # --- drawn

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._finding is None:
            return
        with painting(self) as painter:
            self.ground(painter, edge=self.theme.accent if self._chosen else "")
            if self._chosen:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self.theme.accent))
                painter.drawRoundedRect(QRectF(1, 10, 4, self.height() - 20), 2, 2)
            y = self._head(painter, self._finding, PAD)
            if self._finding.moves:
                y = self._diagram(painter, self._finding, y + 6)
            self._words(painter, self._finding, y + 8)

    def _head(self, painter: QPainter, finding: Finding, y: float) -> float:
        theme, centre = self.theme, QPointF(PAD + 7, y + 10)
        if finding.kind == "good":
            draw_tick(painter, centre, 14, QColor(theme.recovering.line))
        else:
            draw_mark(painter, "down", centre, 14, theme)
        room = self._title_room(self.width())
        tall = high(finding.label, title_font(), room)
        write_lines(painter, QRectF(PAD + 24, y, room, tall), finding.label, title_font(), theme.text)
        below = QRectF(PAD + 24, y + tall, self.width() - 2 * PAD - 24, 20)
        write(painter, below, size_words(finding), words_font("medium"), theme.muted)
        if finding.by:
            by = QRectF(below.left(), y + tall + 20, below.width(), high(finding.by, words_font(), below.width()))
            write_lines(painter, by, finding.by, words_font(), theme.muted)
        return y + self._head_high(finding, self.width())

    def _diagram(self, painter: QPainter, finding: Finding, y: float) -> float:
        """One line an instance, one chip a move; a line leads on wherever another instance takes over."""
        theme = self.theme
        left = PAD + self._names
        room = self.width() - PAD - left
        wide = min(WIDEST, room / len(finding.moves))
        for number, name in enumerate(finding.lanes):
            middle = y + number * LANE + LANE / 2
            write(painter, QRectF(PAD, middle - 9, self._names - 6, 18), name, font(SIZES["fine"]), theme.muted)
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
        good = self._finding is not None and self._finding.kind == "good"
        hue = theme.recovering if good else theme.down
        chip = QRectF(place.x() - wide / 2 + 1.5, place.y() - 7.5, max(3.0, wide - 3), 15)
        painter.setPen(QPen(QColor(hue.line if last else theme.quiet), 1))
        painter.setBrush(QColor(hue.ground if last else theme.panel))
        painter.drawRoundedRect(chip, 4, 4)
        if wide >= 15:
            painter.setFont(font(SIZES["fine"] - 1, "medium"))
            painter.setPen(QColor(hue.text if last else theme.text))
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, str(number))

    def _words(self, painter: QPainter, finding: Finding, y: float) -> None:
        theme, room = self.theme, self._words_room(self.width())
        for turn, text in self._told():
            tall = self._words_high(text, self.width()) - 4
            if turn is not None:
                self._turn(painter, finding, turn, y)
            words = QRectF(PAD + SPANS + self._names + 4, y, room, tall)
            write_lines(painter, words, text, words_font(), theme.muted if turn else theme.what_if)
            y += tall + 4

    def _turn(self, painter: QPainter, finding: Finding, turn: Turn, y: float) -> None:
        last = turn.first + len(turn.labels) - 1
        span = f"{turn.first}" if last == turn.first else f"{turn.first}–{last}"
        numbers = font(SIZES["fine"], "medium", numbers=True)
        write(painter, QRectF(PAD, y, SPANS - 8, 16), span, numbers, self.theme.muted, align=RIGHT)
        names = QRectF(PAD + SPANS, y, self._names - 4, 16)
        write(painter, names, finding.lanes[turn.lane], words_font("medium"), self.theme.text)


def names_wide(names: tuple[str, ...]) -> float:
    metrics = QFontMetricsF(words_font("medium"))
    return min(NAMES, max((metrics.horizontalAdvance(plain(name)) for name in names), default=0.0) + 16)


def title_font() -> QFont:
    return font(SIZES["label"], "semibold")


def words_font(weight: Weight = "regular") -> QFont:
    return font(SIZES["small"], weight)
