"""When it was too late: the chance along the run on screen, the point of no return, the nearest good run beside it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from outage_gui.views.explore_beside import Beside
from outage_gui.views.explore_paint import RIGHT, write
from outage_gui.views.fonts import font
from outage_gui.views.guard import guarded
from outage_gui.views.paint import painting
from outage_gui.views.plain import label, plain, set_text
from outage_gui.views.rows import Row, Section
from outage_gui.workbench.explore_frame import Along, Explore, Twin
from outage_gui.workbench.explore_words import percent
from outage_gui.workbench.frame import Frame
from outage_gui.workbench.theme import DARK, SIZES, Theme

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench

LEFT_ROOM, TOP_ROOM, BOTTOM_ROOM = 46, 26, 36
TALL = 210


class ChanceChart(QWidget):
    """The chance of failing after each move, as stairs; a click goes to that move."""

    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self._workbench = workbench
        self._along: Along | None = None
        self._step = 0
        self._theme = DARK
        self.setFixedHeight(TALL)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_along(self, along: Along | None, step: int, theme: Theme) -> None:
        self._along, self._step, self._theme = along, step, theme
        self.setVisible(along is not None)
        if along is not None:
            steps = ", ".join(percent(chance) for chance in along.chances[:60])
            self.setAccessibleName(plain(f"Chance of failing from the start on, move by move: {steps}", 900))
        self.update()

    def _x(self, step: float) -> float:
        room = self.width() - LEFT_ROOM - 14
        count = max(1, len(self._along.chances) - 1) if self._along else 1
        return LEFT_ROOM + room * step / count

    def _y(self, chance: float) -> float:
        return TOP_ROOM + (TALL - TOP_ROOM - BOTTOM_ROOM) * (1 - chance)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        along = self._along
        if along is None:
            return
        with painting(self) as painter:
            self._grid(painter, along)
            self._curve(painter, along)
            self._no_return(painter, along)
            self._here(painter, along)

    def _grid(self, painter: QPainter, along: Along) -> None:
        theme, face = self._theme, font(SIZES["fine"], numbers=True)
        for share in (0.0, 0.5, 1.0):
            y = self._y(share)
            painter.fillRect(QRectF(LEFT_ROOM, y, self.width() - LEFT_ROOM - 14, 1), QColor(theme.line))
            write(painter, QRectF(0, y - 9, LEFT_ROOM - 8, 18), f"{share:.0%}", face, theme.muted, align=RIGHT)
        count = len(along.chances) - 1
        every = max(1, -(-count // 12))
        for step in range(0, count + 1, every):
            place = QRectF(self._x(step) - 20, TALL - BOTTOM_ROOM + 3, 40, 14)
            write(painter, place, str(step), face, theme.muted, align=Qt.AlignmentFlag.AlignCenter)
        words = QRectF(LEFT_ROOM, TALL - 17, self.width() - LEFT_ROOM - 14, 16)
        write(painter, words, "moves made", font(SIZES["fine"]), theme.muted, align=Qt.AlignmentFlag.AlignCenter)

    def _curve(self, painter: QPainter, along: Along) -> None:
        path = QPainterPath(QPointF(self._x(0), self._y(along.chances[0])))
        for step, chance in enumerate(along.chances[1:], 1):
            path.lineTo(self._x(step), path.currentPosition().y())
            path.lineTo(self._x(step), self._y(chance))
        below = QPainterPath(path)
        below.lineTo(self._x(len(along.chances) - 1), self._y(0))
        below.lineTo(self._x(0), self._y(0))
        ground = QColor(self._theme.accent)
        ground.setAlpha(38)
        painter.fillPath(below, ground)
        painter.setPen(QPen(QColor(self._theme.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)

    def _no_return(self, painter: QPainter, along: Along) -> None:
        if along.no_return is None:
            return
        theme, x = self._theme, self._x(along.no_return)
        painter.setPen(QPen(QColor(theme.down.line), 1.6, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, TOP_ROOM - 4), QPointF(x, self._y(0)))
        face = font(SIZES["small"], "medium")
        text = f"point of no return: move {along.no_return}" if along.no_return else "point of no return: the start"
        painter.setFont(face)
        wide = painter.fontMetrics().horizontalAdvance(text) + 4
        left = max(0.0, min(x - wide / 2, self.width() - wide - 4.0))
        write(painter, QRectF(left, 2, wide, 18), text, face, theme.down.text)

    def _here(self, painter: QPainter, along: Along) -> None:
        """Where the playhead stands, and the chance there."""
        step = min(self._step, len(along.chances) - 1)
        centre = QPointF(self._x(step), self._y(along.chances[step]))
        painter.setPen(QPen(QColor(self._theme.panel), 2))
        painter.setBrush(QColor(self._theme.text))
        painter.drawEllipse(centre, 5, 5)

    @guarded
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._along is not None:
            count = len(self._along.chances) - 1
            share = (event.position().x() - LEFT_ROOM) / max(1.0, self.width() - LEFT_ROOM - 14.0)
            self._workbench.jump(min(count, max(0, round(share * count))))


class Late(QWidget):
    """The page: of the run on screen only. Where it cannot be told, why."""

    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self._workbench = workbench
        self.chart, self.beside = ChanceChart(workbench), Beside()
        self._of, self._now = label(name="saying", wrap=True), label(name="muted", wrap=True)
        self.rows = Section("When was it too late?")
        self._beside_title = label("BESIDE THE NEAREST GOOD RUN", name="section")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        for widget in (self._of, self._now, self.chart, self.rows, self._beside_title, self.beside):
            lines.addWidget(widget)
        lines.addStretch(1)
        self.setAccessibleName("When was it too late?")

    def draw(self, frame: Frame, explore: Explore, theme: Theme) -> None:
        along = explore.along if explore.verdict == "violated" else None
        set_text(self._of, of_words(along) if along else nothing_words(explore))
        set_text(self._now, now_words(along, frame.step) if along else "", most=300)
        self._now.setVisible(along is not None)
        self.chart.show_along(along, frame.step, theme)
        self.rows.show_rows(self._rows(along) if along else (), theme)
        twin = along.twin if along else None
        self._beside_title.setVisible(twin is not None)
        self.beside.show_twin(twin, theme)

    def _rows(self, along: Along) -> list[Row]:
        rows = []
        if along.no_return is not None:
            step = along.no_return
            rows.append(
                Row(no_return_title(along), below=along.move, framed=True, primary=True, go=lambda: self._go(step))
            )
        else:
            rows.append(Row("The run on screen never gets there: at its last move it can still end well."))
        if along.twin is not None:
            shown = self._workbench.show_twin
            rows.append(Row(twin_words(along.twin), below=twin_below(along.twin), framed=True, what_if=True, go=shown))
        return rows

    def _go(self, step: int) -> None:
        self._workbench.jump(step)
        self._workbench.set_screen("replay")


def of_words(along: Along) -> str:
    return f"Failing here means: “{along.of}” does not hold" if along.of else "Failing here means: any check"


def now_words(along: Along, step: int) -> str:
    step = min(step, len(along.chances) - 1)
    where = f"After move {step} of the run on screen" if step else "At the start of the run on screen"
    return f"{where} the chance is {percent(along.chances[step])}, if every move from there on is picked at random."


def nothing_words(explore: Explore) -> str:
    if explore.empty:
        return explore.empty
    if explore.outcome is None:
        return "Told once every order has been explored."
    if explore.verdict == "verified":
        return "It was never too late: no order fails."
    if explore.outcome.limit:
        return "Not known: not every order was explored."
    return "Looking at the run on screen …" if explore.outcome.findings else "Not known."


def no_return_title(along: Along) -> str:
    if not along.no_return:
        return "Point of no return: from the very start, every order fails"
    return f"Point of no return: move {along.no_return}. From there on every order fails"


def twin_words(twin: Twin) -> str:
    return f"No failure, had it been {twin.other_who}'s turn instead at move {twin.step + 1}"


def twin_below(twin: Twin) -> str:
    return f"{twin.other_who}: {twin.other}  instead of  {twin.who}: {twin.taken}"
