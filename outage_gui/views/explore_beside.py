"""Two runs beside each other: what they share in one line, then like beside like, the first differing choice marked."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from outage_gui.views.explore_paint import draw_tick, high, write, write_lines
from outage_gui.views.fonts import font
from outage_gui.views.guard import guarded
from outage_gui.views.marks import draw_mark
from outage_gui.views.paint import painting
from outage_gui.views.plain import plain
from outage_gui.workbench.explore_frame import Pair, Twin
from outage_gui.workbench.theme import DARK, SIZES, Theme
from outage_gui.workbench.wording import counted

HEAD, LINE, GAP = 28, 24, 8
NUMBER, NAMES = 28, 110  # widths: of the numbers, of the names at most
MOST = 14  # lines that are shown


class Beside(QWidget):
    """The run on screen at the left, the good one at the right. A line is as high as the longer of its two texts."""

    def __init__(self) -> None:
        super().__init__()
        self._twin: Twin | None = None
        self._theme = DARK
        self._names = 0.0
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_twin(self, twin: Twin | None, theme: Theme) -> None:
        if twin == self._twin and theme is self._theme:
            return
        self._twin, self._theme = twin, theme
        self.setVisible(twin is not None)
        if twin is not None:
            self._names = names_wide(twin.pairs[:MOST])
            spoken = "; ".join(spoken_pair(pair) for pair in twin.pairs[:MOST])
            self.setAccessibleName(plain(f"The run on screen beside the nearest good one. {spoken}", 1500))
        self.updateGeometry()
        self.update()

    # --- room

    @guarded(default=lambda: True)
    def hasHeightForWidth(self) -> bool:
        return True

    @guarded(default=lambda: 100)
    def heightForWidth(self, width: int) -> int:
        if self._twin is None:
            return HEAD
        pairs = self._twin.pairs
        lines = sum(self._high(pair, width) for pair in pairs[:MOST])
        return round(HEAD + LINE + lines + (LINE if len(pairs) > MOST else 0) + GAP)

    @guarded(default=lambda: QSize(400, 100))
    def sizeHint(self) -> QSize:
        return QSize(400, self.heightForWidth(max(400, self.width())))

    def _room(self, width: int) -> float:
        """For the words of one side."""
        return width / 2 - 2 * GAP - NUMBER - self._names - 6

    def _high(self, pair: Pair, width: int) -> float:
        texts = [text for text in (pair.text, pair.other) if text]
        return max([high(text, words(), self._room(width)) + GAP for text in texts] + [float(LINE)])

    # --- drawn

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        twin = self._twin
        if twin is None:
            return
        with painting(self) as painter:
            self._head(painter, twin)
            y = float(HEAD + LINE)
            for number, pair in enumerate(twin.pairs[:MOST]):
                tall = self._high(pair, self.width())
                self._pair(painter, pair, QRectF(0, y, self.width(), tall), first=number == 0)
                y += tall
            if len(twin.pairs) > MOST:
                more = f"and {counted(len(twin.pairs) - MOST, 'more line')}"
                write(painter, QRectF(0, y, self.width(), LINE), more, words(), self._theme.muted)

    def _head(self, painter: QPainter, twin: Twin) -> None:
        theme, half, face = self._theme, self.width() / 2, font(SIZES["small"], "semibold")
        draw_mark(painter, "down", QPointF(7, 12), 12, theme)
        draw_tick(painter, QPointF(half + 7, 12), 12, QColor(theme.recovering.line))
        write(painter, QRectF(22, 2, half - 30, 20), "The run on screen", face, theme.text)
        good = f"Ends well: {counted(twin.total, 'move')}"
        write(painter, QRectF(half + 22, 2, half - 30, 20), good, face, theme.text)
        same = f"The first {counted(twin.step, 'move is', 'moves are')} the same" if twin.step else "From the start on:"
        write(painter, QRectF(0, HEAD, self.width(), LINE), same, words(), theme.muted)

    def _pair(self, painter: QPainter, pair: Pair, line: QRectF, *, first: bool) -> None:
        theme, half = self._theme, line.width() / 2
        left = QRectF(0, line.top() + 1, half - GAP, line.height() - 2)
        right = QRectF(half, line.top() + 1, half - 2, line.height() - 2)
        if first:
            for place, hue in ((left, theme.down), (right, theme.recovering)):
                painter.setPen(QPen(QColor(hue.line), 1.4))
                painter.setBrush(QColor(hue.ground))
                painter.drawRoundedRect(place, 5, 5)
        self._side(painter, left, (pair.number, pair.who, pair.text))
        self._side(painter, right, (pair.other_number, pair.other_who, pair.other))
        if not first and not pair.same:
            gap = right if pair.number else left
            painter.setPen(QPen(QColor(theme.line), 1, Qt.PenStyle.DotLine))
            middle = round(gap.center().y())
            painter.drawLine(QPointF(gap.left() + GAP, middle), QPointF(gap.right() - GAP, middle))

    def _side(self, painter: QPainter, place: QRectF, told: tuple[int, str, str]) -> None:
        number, who, text = told
        if not number:
            return
        theme, x, y = self._theme, place.left() + GAP, place.top() + 3
        write(painter, QRectF(x, y, NUMBER, 16), str(number), font(SIZES["fine"], numbers=True), theme.muted)
        write(painter, QRectF(x + NUMBER, y, self._names - 6, 16), who, font(SIZES["small"], "medium"), theme.text)
        room = QRectF(x + NUMBER + self._names, y, self._room(self.width()), place.height() - 3)
        write_lines(painter, room, text, words(), theme.muted)


def words() -> QFont:
    return font(SIZES["small"])


def names_wide(pairs: tuple[Pair, ...]) -> float:
    """Room for the longest name of either side."""
    metrics = QFontMetricsF(font(SIZES["small"], "medium"))
    names = {name for pair in pairs for name in (pair.who, pair.other_who)}
    return min(NAMES, max((metrics.horizontalAdvance(plain(name)) for name in names), default=0.0) + 12)


def spoken_pair(pair: Pair) -> str:
    left = f"move {pair.number}, {pair.who}: {pair.text}" if pair.number else "nothing"
    right = f"move {pair.other_number}, {pair.other_who}: {pair.other}" if pair.other_number else "nothing"
    return f"{left}, beside {right}"
