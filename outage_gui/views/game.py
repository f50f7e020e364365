"""You are the scheduler: large buttons of what can come next, how far it is to the failure, and a verdict.

It takes the place of the side panel; graph and lanes beside it show what the room brings about. Made when first played.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from outage_gui.views.explore_paint import Pressable, draw_tick, high, write, write_lines
from outage_gui.views.fonts import font
from outage_gui.views.guard import guarded
from outage_gui.views.marks import draw_mark
from outage_gui.views.paint import painting
from outage_gui.views.plain import label, plain, set_text, set_tip
from outage_gui.workbench.explore_frame import Game
from outage_gui.workbench.frame import Frame, NextMove
from outage_gui.workbench.theme import DARK, Theme

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench

WIDTH = 472
PAD = 16
BIG, MIDDLE = 30, 20  # pixels of letters: seen from the back of a room
MOST_MOVES = 24
NUMBERED = 9
NEVER = -1


class Verdict(QWidget):
    """How far it is, as one large sentence with its shape, and a bar that fills the nearer it comes."""

    def __init__(self) -> None:
        super().__init__()
        self._game, self._theme = Game(None, "", False, False), DARK
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_game(self, game: Game, theme: Theme) -> None:
        self._game, self._theme = game, theme
        self.setAccessibleName(plain(f"{game.sentence}. {game.below}", 300))
        self.updateGeometry()
        self.update()

    @guarded(default=lambda: True)
    def hasHeightForWidth(self) -> bool:
        return True

    @guarded(default=lambda: 120)
    def heightForWidth(self, width: int) -> int:
        room = width - 2 * PAD - 40
        return round(high(self._game.sentence, big(), room) + high(self._game.below, middle(), room) + 2 * PAD + 22)

    @guarded(default=lambda: QSize(WIDTH - 40, 130))
    def sizeHint(self) -> QSize:
        return QSize(WIDTH - 40, self.heightForWidth(WIDTH - 40))

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        game, theme = self._game, self._theme
        safe = game.left == NEVER
        hue = theme.down if game.won or game.sure else theme.recovering if safe else theme.ok
        with painting(self) as painter:
            place = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.setPen(QPen(QColor(hue.line), 2 if game.won or game.sure or safe else 1))
            painter.setBrush(QColor(hue.ground))
            painter.drawRoundedRect(place, 10, 10)
            centre = QPointF(PAD + 14, PAD + 18)
            if safe:
                draw_tick(painter, centre, 26, QColor(hue.line))
            else:
                draw_mark(painter, "down" if game.won else "degraded" if game.sure else "ok", centre, 26, theme)
            room = self.width() - 2 * PAD - 40
            tall = high(game.sentence, big(), room)
            colour = hue.text if game.won or game.sure or safe else theme.text
            write_lines(painter, QRectF(PAD + 40, PAD, room, tall), game.sentence, big(), colour)
            below = QRectF(PAD + 40, PAD + tall + 2, room, high(game.below, middle(), room))
            write_lines(painter, below, game.below, middle(), theme.muted)
            self._bar(painter, place, game)

    def _bar(self, painter: QPainter, place: QRectF, game: Game) -> None:
        if game.left is None or game.left < 0 or not game.best:
            return
        whole = QRectF(PAD, place.bottom() - 16, self.width() - 2 * PAD, 8)
        done = 1 - min(1.0, game.left / max(game.best, game.left))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.line))
        painter.drawRoundedRect(whole, 4, 4)
        painter.setBrush(QColor(self._theme.down.line))
        painter.drawRoundedRect(whole.adjusted(0, 0, -whole.width() * (1 - done), 0), 4, 4)


class MoveButton(Pressable):
    """Number, who, and what; a hint puts a frame round it."""

    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self._workbench = workbench
        self._number, self._hinted = 0, False
        self._move: NextMove | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(self._chosen)

    def _chosen(self) -> None:
        if self._move is not None:
            self._workbench.choose(self._move.move)

    def show_move(self, number: int, move: NextMove, theme: Theme, *, hinted: bool) -> None:
        self._number, self._move, self._hinted, self.theme = number, move, hinted, theme
        hint = ", leads nearer" if hinted else ""
        fault = f", would fail: {move.fault}" if move.fault else ""
        self.setAccessibleName(plain(f"{number}: {move.label}{fault}{hint}", 300))
        set_tip(self, move.label + (f"\nKey {number}" if number <= NUMBERED else ""))
        self.updateGeometry()
        self.update()

    @guarded(default=lambda: True)
    def hasHeightForWidth(self) -> bool:
        return True

    @guarded(default=lambda: 56)
    def heightForWidth(self, width: int) -> int:
        return round(max(56, high(self._text, middle("medium"), width - 64 - PAD) + 26))

    @guarded(default=lambda: QSize(WIDTH - 40, 60))
    def sizeHint(self) -> QSize:
        return QSize(WIDTH - 40, self.heightForWidth(WIDTH - 40))

    @property
    def _text(self) -> str:
        if self._move is None:
            return ""
        return self._move.label + (f" (would fail: {self._move.fault})" if self._move.fault else "")

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.theme
        with painting(self) as painter:
            self.ground(painter, edge=theme.what_if if self._hinted else "")
            badge = QRectF(14, self.height() / 2 - 15, 30, 30)
            painter.setPen(QPen(QColor(theme.what_if if self._hinted else theme.quiet), 1.4))
            painter.setBrush(QColor(theme.panel))
            painter.drawRoundedRect(badge, 6, 6)
            if self._number <= NUMBERED:
                centre = Qt.AlignmentFlag.AlignCenter
                write(painter, badge, str(self._number), font(16, "semibold"), theme.text, align=centre)
            room = self.width() - 64 - PAD
            tall = high(self._text, middle("medium"), room)
            place = QRectF(58, (self.height() - tall) / 2, room, tall)
            write_lines(painter, place, self._text, middle("medium"), theme.text)


class GamePanel(QWidget):
    """`draw(frame, theme)` is all it is told."""

    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self._workbench = workbench
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName("You are the scheduler")
        self._aim = label(name="aim", wrap=True)
        self.verdict = Verdict()
        self._pick, self._none = label(name="section"), label(name="aim", wrap=True)
        self._moves: list[MoveButton] = []
        self.back = self._button("Take back", workbench.back, "Left")
        self.hint = self._button("Hint", workbench.hint, "")
        self.again = self._button("Start again", lambda: workbench.play_scheduler(True), "")
        self.end = self._button("End", lambda: workbench.play_scheduler(False), "")
        self._lay_out()

    def _button(self, text: str, pressed: object, key: str) -> QPushButton:
        made = QPushButton(text)
        made.setObjectName("large")
        set_tip(made, f"Key {key}" if key else "")
        made.clicked.connect(lambda: pressed())  # type: ignore[operator]
        return made

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setObjectName("panel")
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.setSpacing(8)
        self._list.addWidget(self._none)
        self._list.addStretch(1)
        scroll = QScrollArea()
        scroll.setObjectName("panel")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for widget in (self.back, self.hint, self.again, self.end):
            buttons.addWidget(widget)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(label("YOU ARE THE SCHEDULER · CAUSE THE OUTAGE", name="section"))
        whole.addWidget(self._aim)
        whole.addWidget(self.verdict)
        whole.addWidget(self._pick)
        whole.addWidget(scroll, 1)
        whole.addLayout(buttons)

    def draw(self, frame: Frame, theme: Theme) -> None:
        game = frame.explore.game if frame.explore else None
        if game is None:
            return
        set_text(self._aim, f"Make this fail: “{game.aim}”" if game.aim else "Pick the moves so that something fails.")
        self.verdict.show_game(game, theme)
        mine = [move for move in frame.next_moves if move.move in game.moves]
        offered = mine[:MOST_MOVES]
        while len(self._moves) < len(offered):
            self._moves.append(MoveButton(self._workbench))
            self._list.insertWidget(self._list.count() - 1, self._moves[-1])
        for number, (widget, move) in enumerate(zip(self._moves, offered, strict=False), 1):
            widget.show_move(number, move, theme, hinted=move.move == game.hint)
        for number, widget in enumerate(self._moves):
            widget.setVisible(number < len(offered))
        more = len(mine) - len(offered)
        set_text(self._pick, f"MOVE {frame.step + 1}: WHO GOES NEXT?" + (f" · {more} MORE" if more else ""))
        set_text(self._none, "" if offered else "Nobody can move any more.")
        self._none.setVisible(not offered)
        self.back.setEnabled(game.can_undo)
        self.hint.setEnabled(bool(game.left and game.left > 0) and not game.hint)

    def moves(self) -> tuple[MoveButton, ...]:
        """The ones in use."""
        return tuple(widget for widget in self._moves if not widget.isHidden())


def big() -> QFont:
    return font(BIG, "semibold")


def middle(weight: str = "regular") -> QFont:
    return font(MIDDLE, "medium" if weight == "medium" else "regular")
