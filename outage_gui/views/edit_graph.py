"""The dependency graph, to be changed: boxes are added, connected, moved, picked, and deleted where they stand."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)

from outage_gui.views.edit_graph_acts import GraphActs
from outage_gui.views.edit_quick import QuickAdd
from outage_gui.views.fonts import font
from outage_gui.views.graph import GraphView
from outage_gui.views.guard import guarded
from outage_gui.views.paint import painting
from outage_gui.views.plain import plain
from outage_gui.workbench.frame import Point
from outage_gui.workbench.theme import SIZES

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench

HINT = 60  # characters of a name
HANDLE = 7.0  # radius, pixels
REACH = 13.0
SNAP = 7.0  # drawing units
THINGS = ("Service", "Process", "Shared variable", "Check", "Group", "Moment on the clock", "Scene of the story", "Fix")


class EditGraph(GraphView):
    """A click looks at a box or an arrow; the handle at a box's right edge is dragged to whoever needs it."""

    wants_form = Signal()  # Enter: on with the form of what is chosen

    def __init__(self, workbench: "Workbench") -> None:
        self.acts = GraphActs(workbench)
        super().__init__(self.acts)
        self._workbench = workbench
        self._hover: int | None = None
        self._from: int | None = None  # the box a connection is drawn from
        self._at = QPointF()
        self._band: QPointF | None = None  # where a rubber band was begun
        self._guides: tuple[float | None, float | None] = (None, None)
        self.quick = QuickAdd(self)
        self.setMouseTracking(True)
        self.setAccessibleName("Dependency graph, to be changed")

    # --- where things are

    def handle(self, index: int) -> QPointF:
        """The middle of a box's handle, in pixels."""
        x, y, width, height = self.box_area(index)
        return QPointF(x + width, y + height / 2)

    def _handle_at(self, spot: QPointF, boxes: Iterable[int] | None = None) -> int | None:
        """The box whose handle is there; asked of the one under the pointer alone while the mouse moves."""
        if boxes is None:
            boxes = (self._hover,) if self._hover is not None else ()
        return next((one for one in boxes if (self.handle(one) - spot).manhattanLength() <= REACH), None)

    @property
    def _count(self) -> int:
        return len(self.frame.stage.boxes) if self.frame is not None else 0

    def _name(self, index: int) -> str:
        assert self.frame is not None
        return self.frame.stage.boxes[index].name

    def _unit(self, spot: QPointF) -> Point:
        return self.camera.unit((spot.x(), spot.y()))

    # --- mouse

    @guarded
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        spot, left = event.position(), event.button() == Qt.MouseButton.LeftButton
        index = self.box_at((spot.x(), spot.y()))
        adding = event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
        if left and (handle := self._handle_at(spot, range(self._count))) is not None:
            self._from, self._at = handle, spot
        elif left and adding and index is not None:
            self.acts.pick_too(self._name(index))
        elif left and adding:
            self._band = self._at = spot
        else:
            super().mousePressEvent(event)

    @guarded
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._at = event.position()
        if self._from is None and self._band is None:
            super().mouseMoveEvent(event)
            self._snap()
        self._look_under()
        self.update()

    def _look_under(self) -> None:
        """The box under the pointer, or the one whose handle is near."""
        index = self.box_at((self._at.x(), self._at.y()))
        if index is None and self._from is None and self._handle_at(self._at) is not None:
            index = self._hover
        self._hover = index
        if self._drag is None and self._pan_from is None:
            over = self._from is None and self._handle_at(self._at) is not None
            self.setCursor(Qt.CursorShape.CrossCursor if over or self._from is not None else Qt.CursorShape.ArrowCursor)

    def _snap(self) -> None:
        """A box that is dragged stands in line with another one, when it nearly does; Alt lets it go free."""
        self._guides = (None, None)
        if self._drag is None or self.frame is None:
            return
        boxes, drag = self.frame.stage.boxes, self._drag
        place = boxes[drag.box].place
        x, y = place.x + place.width / 2 + drag.dx, place.y + place.height / 2 + drag.dy
        others = [box.place for number, box in enumerate(boxes) if number != drag.box]
        gx = min((o.x + o.width / 2 for o in others), key=lambda at: abs(at - x), default=None)
        gy = min((o.y + o.height / 2 for o in others), key=lambda at: abs(at - y), default=None)
        gx, gy = (
            (gx if gx is not None and abs(gx - x) <= SNAP else None),
            (gy if gy is not None and abs(gy - y) <= SNAP else None),
        )
        self._guides = (gx, gy)
        self._drag = drag._replace(
            dx=drag.dx + (gx - x if gx is not None else 0), dy=drag.dy + (gy - y if gy is not None else 0)
        )

    @guarded
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        spot, begun, band = event.position(), self._from, self._band
        self._from = self._band = None
        self._guides = (None, None)
        if begun is not None:
            self._connect(begun, spot, event)
        elif band is not None:
            self._pick_inside(QRectF(band, spot).normalized())
        elif (
            self._drag is None and self._pressed is not None and self._pressed[1] is None and self._clicked_arrow(spot)
        ):
            self._forget_mouse()
        else:
            super().mouseReleaseEvent(event)
        self._look_under()
        self.update()

    def _connect(self, begun: int, spot: QPointF, event: QMouseEvent) -> None:
        """Let go on a box: that one needs the first. Let go on the ground: a new one that does."""
        target = self.box_at((spot.x(), spot.y()))
        name = self._name(begun)
        if target is not None and target != begun:
            self.acts.connect(name, self._name(target))
        elif target is None:
            at = self._unit(spot)
            where = event.globalPosition().toPoint()
            self.quick.ask(
                where,
                f"new service that needs {name}",
                ("Service",),
                lambda _, label: self.acts.add("Service", label, at=at, needs=name),
            )

    def _pick_inside(self, area: QRectF) -> None:
        inside = [n for n in range(self._count) if area.intersects(QRectF(*self.box_area(n)))]
        self._workbench.pick(tuple(self._name(number) for number in inside))

    def _clicked_arrow(self, spot: QPointF) -> bool:
        """Whether there was an arrow to look at."""
        arrow = self.arrow_at((spot.x(), spot.y())) if self._pan_from is None else None
        if arrow is None or self.frame is None:
            return False
        drawn = self.frame.stage.arrows[arrow]
        self.acts.look_at_need(drawn.source, drawn.target)
        return True

    @guarded
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        spot = event.position()
        if self.box_at((spot.x(), spot.y())) is None:
            self.ask_to_add(spot)

    def ask_to_add(self, spot: QPointF | None = None) -> None:
        """The quick-add menu at a place of the canvas; without one, in its middle."""
        spot = spot if spot is not None else QPointF(self.width() / 2, self.height() / 2)
        self._fits = False  # a new box stands where it was asked for, and so do the others
        at, region = self._unit(spot), self.region_at((spot.x(), spot.y()))
        group = region.name if region is not None else ""
        where = self.mapToGlobal(spot.toPoint())
        self.quick.ask(
            where, "name, then Enter", THINGS, lambda what, name: self.acts.add(what, name, at=at, group=group)
        )

    @guarded
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        spot = QPointF(event.pos())
        index = self.box_at((spot.x(), spot.y()))
        if index is not None and self._name(index) not in self.acts.picked:
            self._workbench.look_at(("services", self._name(index)))
        self.acts.offer(self, event.globalPos(), lambda: self.ask_to_add(spot))

    # --- keys

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.acts.delete(self)
        elif event.key() == Qt.Key.Key_Insert:
            self.ask_to_add()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.wants_form.emit()
        elif event.key() == Qt.Key.Key_Escape and (self._from is not None or self._band is not None):
            self._from = self._band = None
            self.update()
        else:
            super().keyPressEvent(event)

    # --- painted

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with painting(self) as painter:
            self._paint_picked(painter)
            self._paint_guides(painter)
            if self._from is not None:
                self._paint_connection(painter, self._from)
            elif self._hover is not None and self._drag is None and self.frame is not None:
                self._paint_handle(painter, self._hover)
            if self._band is not None:
                painter.setPen(QPen(QColor(self._theme.accent), 1, Qt.PenStyle.DashLine))
                painter.drawRect(QRectF(self._band, self._at).normalized())
            if self.frame is not None and not self.frame.stage.boxes:
                self._paint_empty(painter)

    def _paint_picked(self, painter: QPainter) -> None:
        edit = self.frame.edit if self.frame is not None else None
        if edit is None or self.frame is None or len(edit.picked) < 2:
            return
        painter.setPen(QPen(QColor(self._theme.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for number, box in enumerate(self.frame.stage.boxes):
            if box.name in edit.picked:
                painter.drawRoundedRect(QRectF(*self.box_area(number)).adjusted(-4, -4, 4, 4), 12, 12)

    def _paint_guides(self, painter: QPainter) -> None:
        painter.setPen(QPen(QColor(self._theme.accent), 1, Qt.PenStyle.DashLine))
        x, y = self._guides
        if x is not None:
            at = x * self.camera.scale + self.camera.x
            painter.drawLine(QPointF(at, 0), QPointF(at, self.height()))
        if y is not None:
            at = y * self.camera.scale + self.camera.y
            painter.drawLine(QPointF(0, at), QPointF(self.width(), at))

    def _paint_handle(self, painter: QPainter, index: int) -> None:
        painter.setPen(QPen(QColor(self._theme.canvas), 2))
        painter.setBrush(QColor(self._theme.accent))
        painter.drawEllipse(self.handle(index), HANDLE, HANDLE)

    def _paint_connection(self, painter: QPainter, begun: int) -> None:
        target = self.box_at((self._at.x(), self._at.y()))
        meets = target if target != begun else None
        line = Qt.PenStyle.DashLine if meets is None else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(self._theme.accent), 2, line))
        painter.drawLine(self.handle(begun), self._at)
        self._paint_said(painter, self.hint(begun, meets))

    def hint(self, begun: int, target: int | None) -> str:
        """What is said at the cursor while a connection is dragged."""
        assert self.frame is not None
        needed = plain(self.frame.stage.boxes[begun].label, HINT)
        if target is None:
            return f"drop on whoever needs {needed}"
        return f"{plain(self.frame.stage.boxes[target].label, HINT)} will need {needed}"

    def said_area(self, said: str) -> QRectF:
        """Beside the cursor, inside the view."""
        area = QRectF(QFontMetrics(_small()).boundingRect(said)).adjusted(-8, -5, 8, 5)
        area.setWidth(min(area.width(), self.width() - 8.0))
        area.moveTo(self._at + QPointF(16, 14))
        area.moveRight(min(area.right(), self.width() - 8.0))
        return area

    def _paint_said(self, painter: QPainter, said: str) -> None:
        area = self.said_area(said)
        painter.setFont(_small())
        painter.setPen(QColor(self._theme.line))
        painter.setBrush(QColor(self._theme.raised))
        painter.drawRoundedRect(area, 6, 6)
        painter.setPen(QColor(self._theme.text))
        cut = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, round(area.width()) - 16)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, cut)

    def _paint_empty(self, painter: QPainter) -> None:
        painter.setFont(font(SIZES["label"]))
        painter.setPen(QColor(self._theme.muted))
        area = QRectF(self.rect()).adjusted(40, 0, -40, -40)
        said = "No services yet.\nDouble-click to add one; drag from its right edge to whoever needs it."
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, said)


def _small() -> QFont:
    return font(SIZES["small"], "medium")
