"""The storyboard: every scene as a small picture, to be put in order, doubled or dropped; this moment is added."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from outage_gui.views.fonts import font
from outage_gui.views.guard import guarded
from outage_gui.views.paint import painting
from outage_gui.views.plain import plain
from outage_gui.views.scene_pictures import ScenePictures
from outage_gui.workbench.edit_changes import dropped, reordered
from outage_gui.workbench.edit_frame import Path
from outage_gui.workbench.frame import Frame
from outage_gui.workbench.presenting import minutes
from outage_gui.workbench.story_edits import reading, scene_copied
from outage_gui.workbench.theme import DARK, SIZES, Theme

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench

LEAST_CARD, WORDS, GAP, HEAD = 216.0, 46.0, 14.0, 44.0  # pixels
SHAPE = 9 / 16  # of a picture
AT_ONCE = 2  # new pictures in one paint
DRAG_FROM = 6.0  # pixels
OWN_KEYS = {
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Delete, Qt.Key.Key_Backspace,
}  # fmt: skip
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


class Board(QWidget):
    """Cards in rows; the one after the last adds the moment that is shown in Replay."""

    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self._workbench = workbench
        self._theme = DARK
        self._path: Path = ()
        self._count = 0
        self._pictures = ScenePictures(workbench, whole=True)
        self._pressed: tuple[int, QPointF] | None = None  # a card, counted from 0
        self._drag: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Storyboard")

    def draw(self, frame: Frame, theme: Theme) -> None:
        assert frame.edit is not None
        self._theme, self._path = theme, frame.edit.path
        self._count = len(self._workbench.document.scenario.story)
        self._measure()
        chosen = self._chosen
        title = self._workbench.document.scenario.story[chosen].title if chosen is not None else "none chosen"
        self.setAccessibleDescription(plain(f"{self._told()}; {title}"))
        self.update()

    # --- where

    @property
    def _chosen(self) -> int | None:
        """The scene that is looked at."""
        if len(self._path) > 1 and self._path[0] == "story" and isinstance(self._path[1], int):
            return self._path[1] if self._path[1] < self._count else None
        return None

    def _columns(self) -> int:
        return max(1, int((self.width() - GAP) // (LEAST_CARD + GAP)))

    def card(self, number: int) -> QRectF:
        """Of a scene, counted from 0; of the one that adds after the last."""
        columns = self._columns()
        wide = (self.width() - GAP) / columns - GAP
        high = wide * SHAPE + WORDS
        row, column = divmod(number, columns)
        return QRectF(GAP + column * (wide + GAP), HEAD + row * (high + GAP), wide, high)

    def chosen_area(self) -> QRectF | None:
        """Of the scene that is looked at."""
        return self.card(self._chosen) if self._chosen is not None else None

    def _at(self, spot: QPointF) -> int | None:
        return next((n for n in range(self._count + 1) if self.card(n).contains(spot)), None)

    def _gap(self, spot: QPointF) -> int:
        """Before which scene a card would be put down here."""
        for number in range(self._count):
            area = self.card(number)
            if spot.y() < area.bottom() + GAP and spot.x() < area.center().x() and spot.y() >= area.top() - GAP:
                return number
            last = number % self._columns() == self._columns() - 1
            if last and area.top() - GAP <= spot.y() < area.bottom() + GAP:
                return number + 1
        return self._count

    def _measure(self) -> None:
        self.setMinimumSize(QSize(round(LEAST_CARD + 2 * GAP), round(self.card(self._count).bottom() + GAP)))

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    # --- mouse and keys

    @guarded
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        number = self._at(event.position())
        if number is not None and event.button() == Qt.MouseButton.LeftButton:
            self._pressed = number, event.position()

    @guarded
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and self._pressed[0] < self._count:
            way = event.position() - self._pressed[1]
            if self._drag is not None or way.manhattanLength() > DRAG_FROM:
                self._drag = event.position()
                self.update()

    @guarded
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, drag = self._pressed, self._drag
        self._pressed = self._drag = None
        if pressed is None:
            return
        number = pressed[0]
        if drag is not None:
            to = self._gap(event.position())
            self._move(number, to - (to > number))
        elif number == self._count:
            self._workbench.talk.add_scene()
        else:
            self._workbench.look_at(("story", number))
        self.update()

    @guarded
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        number = self._at(event.position())
        if number is not None and number < self._count:
            self._workbench.chapter(number + 1)
            self._workbench.set_screen("replay")

    def _move(self, number: int, to: int) -> None:
        if to != number and 0 <= to < self._count:
            self._workbench.do(reordered(("story", number), to)._replace(look_at=("story", to)))

    @guarded(default=lambda: False)
    def event(self, event: QEvent) -> bool:
        """Arrows choose scenes here; elsewhere they step."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and event.key() in OWN_KEYS:
            event.accept()
            return True
        return super().event(event)

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        columns = self._columns()
        ways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -columns, Qt.Key.Key_Down: columns}
        way, chosen = ways.get(Qt.Key(event.key()), 0), self._chosen
        if way and event.modifiers() & Qt.KeyboardModifier.AltModifier and chosen is not None:
            self._move(chosen, min(max(chosen + way, 0), self._count - 1))
        elif way and self._count:
            to = chosen + way if chosen is not None else 0
            if 0 <= to < self._count:
                self._workbench.look_at(("story", to))
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and chosen is not None:
            self._workbench.do(dropped(("story", chosen)))
        else:
            super().keyPressEvent(event)

    def duplicate(self) -> None:
        """The chosen scene once more, after it."""
        change = scene_copied(self._workbench.editing.root, self._chosen) if self._chosen is not None else None
        if change is not None:
            self._workbench.do(change)

    # --- painted

    def _told(self) -> str:
        """How many there are, and how long they take."""
        story, spent = self._workbench.document.scenario.story, self._workbench.talk.presenting.spent
        told = f"{self._count} scene{'' if self._count == 1 else 's'}"
        if story:
            told += f"  ·  {minutes(sum(map(reading, story)))} to read"
        return told + (f"  ·  {minutes(sum(spent.values()))} in the last talk" if len(spent) > 1 else "")

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        size = QSize(round(self.card(0).width()), round(self.card(0).width() * SHAPE))
        self._pictures.prepare(self._theme, size, self.devicePixelRatioF())
        fresh = 0
        with painting(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.canvas))
            painter.setFont(font(SIZES["small"], "bold"))
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(QRectF(GAP, 0, self.width() - 2 * GAP, HEAD), LEFT, self._told())
            for number in range(self._count + 1):
                area = self.card(number)
                if not area.intersects(QRectF(event.rect())):
                    continue
                if number == self._count:
                    self._paint_adder(painter, area)
                    continue
                new = not self._pictures.kept(number + 1)
                fresh += new
                self._paint_card(painter, number, area, waits=new and fresh > AT_ONCE)
            self._paint_gap(painter)
        if fresh > AT_ONCE:
            self.update()

    def _paint_card(self, painter: QPainter, number: int, area: QRectF, *, waits: bool) -> None:
        scene = self._workbench.document.scenario.story[number]
        top = QRectF(area.x(), area.y(), area.width(), area.height() - WORDS)
        picture = None if waits else self._pictures.picture(number + 1)
        if picture is not None:
            painter.drawPixmap(top.topLeft(), picture)
        elif not waits:
            painter.setFont(font(SIZES["small"]))
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(top, CENTRE, "leads nowhere in its run")
        chosen = number == self._chosen
        painter.setPen(QPen(QColor(self._theme.accent if chosen else self._theme.line), 3 if chosen else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(top, 4, 4)
        first = QRectF(area.x(), top.bottom() + 3, area.width(), WORDS / 2)
        self._put(painter, first, f"{number + 1}  {scene.title}", "", SIZES["body"], self._theme.text)
        spent = self._workbench.talk.presenting.spent.get(number + 1)
        told = f"{round(reading(scene))} s" + (f"  ·  told in {minutes(spent)}" if spent else "")
        place = "  ·  ".join(part for part in (scene.at, scene.run, "asks" if scene.ask else "") if part)
        second = first.translated(0, WORDS / 2 - 3)
        self._put(painter, second, place, told, SIZES["small"], self._theme.muted)

    def _put(self, painter: QPainter, area: QRectF, text: str, right: str, size: int, colour: str) -> None:
        painter.setFont(font(size))
        painter.setPen(QColor(colour))
        painter.drawText(area, RIGHT, right)
        room = max(10, int(area.width()) - painter.fontMetrics().horizontalAdvance(right) - (8 if right else 0))
        painter.drawText(area, LEFT, painter.fontMetrics().elidedText(plain(text), Qt.TextElideMode.ElideRight, room))

    def _paint_adder(self, painter: QPainter, area: QRectF) -> None:
        top = QRectF(area.x(), area.y(), area.width(), area.height() - WORDS)
        painter.setPen(QPen(QColor(self._theme.accent), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(top, 4, 4)
        painter.setFont(font(SIZES["body"], "medium"))
        painter.setPen(QColor(self._theme.accent))
        painter.drawText(top, CENTRE, f"+ this moment, {plain(self._workbench.frame.clock.time)}")

    def _paint_gap(self, painter: QPainter) -> None:
        """Where the card would be put down."""
        if self._drag is None or self._pressed is None:
            return
        number = self._gap(self._drag)
        area = self.card(number)
        at_end = number and number % self._columns() == 0 and self._drag.y() < area.top() - GAP
        area, x = (self.card(number - 1), None) if at_end else (area, area.x() - GAP / 2)
        painter.setPen(QPen(QColor(self._theme.accent), 4))
        x = area.right() + GAP / 2 if x is None else x
        painter.drawLine(QPointF(x, area.y()), QPointF(x, area.bottom()))


class StoryView(QScrollArea):
    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self.setObjectName("page")
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.board = Board(workbench)
        self.setWidget(self.board)
        self.setFocusProxy(self.board)

    def draw(self, frame: Frame, theme: Theme) -> None:
        self.board.draw(frame, theme)
        chosen = self.board.chosen_area()
        if chosen is not None:
            self.ensureVisible(round(chosen.center().x()), round(chosen.center().y()), 0, round(chosen.height() / 2))
