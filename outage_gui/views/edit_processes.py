"""The processes as lanes of step cards: choose, drag into another order, add, split, join."""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QMenu, QScrollArea, QWidget

from outage_gui.views.edit_card_paint import Look, paint_card, paint_drop, paint_head, paint_plus
from outage_gui.views.edit_quick import QuickAdd
from outage_gui.views.guard import guarded
from outage_gui.views.paint import painting
from outage_gui.views.plain import plain
from outage_gui.workbench.edit_changes import Change, added, dropped
from outage_gui.workbench.edit_places import Path
from outage_gui.workbench.edit_process import Card, Lane, joined, lanes, split, step_added, step_moved
from outage_gui.workbench.frame import Frame
from outage_gui.workbench.theme import DARK, Theme

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench

HEAD, WIDE, GAP, TOP = 158.0, 200.0, 14.0, 16.0
LINE = 17.0
SAID = 2_000  # characters of what is told to a screen reader
DRAG_FROM = 6


class Placed(NamedTuple):
    """`card` None: the plus behind the last one of a lane."""

    lane: int
    number: int
    card: Card | None
    area: QRectF


class Sheet(QWidget):
    """All lanes; as large as it needs."""

    wants_form = Signal()  # Enter: on with the form of what is chosen

    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self._workbench = workbench
        self._theme = DARK
        self._frame: Frame | None = None
        self._lanes: tuple[Lane, ...] = ()
        self._placed: tuple[Placed, ...] = ()
        self._heads: tuple[QRectF, ...] = ()
        self._plus = QRectF()
        self._pressed: tuple[QPointF, Placed] | None = None
        self._drop: tuple[int, int] | None = None
        self.quick = QuickAdd(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Processes and their steps")

    def draw(self, frame: Frame, theme: Theme) -> None:
        assert frame.edit is not None
        self._frame, self._theme = frame, theme
        self._lanes = lanes(self._workbench.document.scenario, dict(frame.edit.positions))
        self._place()
        told = "; ".join(f"{lane.title}: {', '.join(card.title for card in lane.cards)}" for lane in self._lanes[:20])
        self.setAccessibleDescription(plain(told, SAID))
        self.update()

    @property
    def path(self) -> Path:
        return self._frame.edit.path if self._frame is not None and self._frame.edit is not None else ()

    def _place(self) -> None:
        """Where everything stands; lanes are as high as their fullest card."""
        y, widest, placed, heads = TOP, 0.0, list[Placed](), list[QRectF]()
        for row, lane in enumerate(self._lanes):
            height = max([74.0 + LINE * min(len(card.lines), 7) for card in lane.cards] + [96.0])
            heads.append(QRectF(16, y, HEAD - 26, height))
            x = HEAD
            for number, card in enumerate((*lane.cards, None)):
                wide = WIDE if card is not None else 40.0
                placed.append(Placed(row, number, card, QRectF(x, y, wide, height)))
                x += wide + GAP
            widest = max(widest, x)
            y += height + 22
        self._placed, self._heads = tuple(placed), tuple(heads)
        self._plus = QRectF(16, y, 220, 38)
        self.setMinimumSize(QSize(round(widest), round(y + 60)))

    # --- mouse

    def card_at(self, spot: QPointF) -> Placed | None:
        return next((one for one in self._placed if one.area.contains(spot)), None)

    @guarded
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        found = self.card_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and found is not None:
            self._pressed = event.position(), found

    @guarded
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or self._pressed[1].card is None:
            return
        if (event.position() - self._pressed[0]).manhattanLength() > DRAG_FROM:
            row = self._pressed[1].lane
            cards = [one for one in self._placed if one.lane == row and one.card is not None]
            to = sum(one.area.center().x() < event.position().x() for one in cards)
            self._drop = (row, to)
            self.update()

    @guarded
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, drop = self._pressed, self._drop
        self._pressed = self._drop = None
        spot = event.position()
        if pressed is not None and drop is not None and pressed[1].card is not None:
            old = pressed[1].number
            to = drop[1] - (drop[1] > old)
            if to != old:
                self._do(step_moved(pressed[1].card.path, to))
        elif pressed is not None and pressed[1].card is not None:
            self._workbench.look_at(pressed[1].card.path)
        elif pressed is not None:
            self._ask_step(pressed[1].lane, pressed[1].number, event.globalPosition().toPoint())
        elif self._plus.contains(spot):
            self._ask_process(event.globalPosition().toPoint())
        else:
            row = next((n for n, head in enumerate(self._heads) if head.contains(spot)), None)
            self._workbench.look_at(self._lanes[row].path if row is not None else ("processes",))
        self.update()

    def _ask_step(self, lane: int, number: int, at: QPoint) -> None:
        process = str(self._lanes[lane].path[1])
        self.quick.ask(
            at,
            f"new step of {process}",
            ("Step",),
            lambda _, label: self._do(step_added(self._workbench.document.scenario, process, label, number)),
        )

    def _ask_process(self, at: QPoint) -> None:
        self.quick.ask(at, "new process", ("Process",), lambda _, name: self._do(added(("processes",), None, name)))

    @guarded
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.card_at(event.position()) is None:
            self._ask_process(event.globalPosition().toPoint())

    def _do(self, change: Change | None) -> None:
        if change is not None:
            self._workbench.do(change)

    # --- keys and menu

    def _here(self) -> Placed | None:
        return next((one for one in self._placed if one.card is not None and one.card.path == self.path[:4]), None)

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        here, alt = self._here(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        way = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if here is not None and here.card is not None and way and alt:
            self._do(step_moved(here.card.path, max(0, here.number + way)))
        elif way and self._placed:
            cards = [one for one in self._placed if one.card is not None]
            at = cards.index(here) + way if here in cards and here is not None else 0
            chosen = cards[min(max(at, 0), len(cards) - 1)]
            assert chosen.card is not None
            self._workbench.look_at(chosen.card.path)
        elif event.key() == Qt.Key.Key_Insert:
            self.ask_to_add()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.wants_form.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and len(self.path) > 1:
            self._do(dropped(self.path))
        else:
            super().keyPressEvent(event)

    def ask_to_add(self) -> None:
        """A step behind the one looked at; where none is, a process."""
        here = self._here()
        if here is None:
            self._ask_process(self.mapToGlobal(self._plus.center().toPoint()))
        else:
            self._ask_step(here.lane, here.number + 1, self.mapToGlobal(here.area.bottomRight().toPoint()))

    @guarded
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        found = self.card_at(QPointF(event.pos()))
        if found is None or found.card is None:
            return
        path, scenario = found.card.path, self._workbench.document.scenario
        self._workbench.look_at(path)
        menu = QMenu(self)
        for title, change in (
            ("Split: the last statement into a step of its own", split(scenario, path)),
            ("Join with the next step", joined(scenario, path)),
            ("Delete the step", dropped(path)),
        ):
            action = menu.addAction(title)
            action.setEnabled(change is not None)
            action.triggered.connect(lambda _=False, change=change: self._do(change))
        menu.exec(event.globalPos())
        menu.deleteLater()

    # --- painted

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        look = Look(self._theme, self.path)
        with painting(self) as painter:
            painter.fillRect(self.rect(), look.colour("canvas"))
            seen = QRectF(event.rect())
            for lane, head in zip(self._lanes, self._heads, strict=True):
                if head.intersects(seen):
                    paint_head(painter, lane, head, look)
            for one in (one for one in self._placed if one.area.intersects(seen)):
                if one.card is not None:
                    paint_card(painter, one.card, one.area, look)
                else:
                    paint_plus(painter, one.area, "+", look)
            paint_plus(painter, self._plus, "+ process", look)
            if self._drop is not None:
                row, to = self._drop
                cards = [one.area for one in self._placed if one.lane == row]
                paint_drop(painter, cards[to], look)


class ProcessesView(QScrollArea):
    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self.setObjectName("page")
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.sheet = Sheet(workbench)
        self.setWidget(self.sheet)
        self.setFocusProxy(self.sheet)

    def draw(self, frame: Frame, theme: Theme) -> None:
        self.sheet.draw(frame, theme)
