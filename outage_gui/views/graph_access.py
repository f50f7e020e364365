"""The graph for screen readers: a list with one entry a service, and a word when a step has changed something."""

from functools import cache
from typing import Any
from weakref import ReferenceType, ref

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import QWidget

from outage_gui.views.graph_tips import box_name, box_tip, changes, counted
from outage_gui.views.guard import guarded
from outage_gui.workbench.frame import Frame, Point, Rectangle


class Readable(QWidget):
    """A widget that shows a frame and knows where its boxes are, in pixels of the widget."""

    frame: Frame | None

    def box_area(self, index: int) -> Rectangle:
        raise NotImplementedError

    def box_at(self, pixel: Point) -> int | None:
        raise NotImplementedError


@cache
def _install() -> "dict[int, GraphAccess]":
    """The entries by the identity of their widget; Qt asks for them through one factory."""
    made: dict[int, GraphAccess] = {}
    QAccessible.installFactory(lambda name, thing: made.get(id(thing)))
    return made


def watch(widget: Readable) -> None:
    """From now on the widget has an entry a service for screen readers, until it is destroyed."""
    entries, key = _install(), id(widget)
    entries[key] = GraphAccess(widget)
    widget.destroyed.connect(lambda: entries.pop(key, None))


def described(frame: Frame) -> str:
    """One sentence on the whole graph."""
    what_if = "What-if. " if frame.what_if else ""
    return f"{what_if}{len(frame.stage.boxes)} services at {frame.clock.time}: {counted(frame)}."


def announce(widget: QWidget, before: Frame | None, frame: Frame) -> None:
    """Tell a listening screen reader what the step changed; nothing when no one listens."""
    if before is None or not QAccessible.isActive():
        return
    told = changes(before, frame)
    if told:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, told))


def _none() -> Any:
    """Qt's null pointer, which its stubs do not know."""
    return None


class GraphAccess(QAccessibleInterface):
    """The graph: a list. Holds the widget weakly, so that it does not keep it alive."""

    def __init__(self, widget: Readable) -> None:
        super().__init__()
        self._widget: ReferenceType[Readable] = ref(widget)
        self._boxes: list[BoxAccess] = []

    def frame(self) -> Frame | None:
        widget = self._widget()
        return None if widget is None else widget.frame

    def area(self, index: int) -> QRect:
        """On the screen, in pixels."""
        widget = self._widget()
        if widget is None:
            return QRect()
        x, y, width, height = (round(value) for value in widget.box_area(index))
        return QRect(widget.mapToGlobal(QPoint(x, y)), widget.mapToGlobal(QPoint(x + width, y + height)))

    @guarded(default=bool)
    def isValid(self) -> bool:  # noqa: N802
        return self._widget() is not None

    @guarded(default=_none)
    def object(self) -> Any:
        return self._widget()

    @guarded(default=_none)
    def window(self) -> Any:
        return None

    @guarded(default=_none)
    def parent(self) -> Any:
        widget = self._widget()
        above = widget.parentWidget() if widget is not None else None
        return QAccessible.queryAccessibleInterface(above) if above is not None else None

    @guarded(default=int)
    def childCount(self) -> int:
        frame = self.frame()
        return 0 if frame is None else len(frame.stage.boxes)

    @guarded(default=_none)
    def child(self, index: int) -> Any:
        if not 0 <= index < self.childCount():
            return None
        while len(self._boxes) <= index:
            self._boxes.append(BoxAccess(self, len(self._boxes)))
        return self._boxes[index]

    @guarded(default=_none)
    def childAt(self, x: int, y: int) -> Any:
        widget = self._widget()
        if widget is None:
            return None
        spot = widget.mapFromGlobal(QPoint(x, y))
        index = widget.box_at((spot.x(), spot.y()))
        return None if index is None else self.child(index)

    @guarded(default=lambda: -1)
    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return child.index if isinstance(child, BoxAccess) else -1

    @guarded(default=QRect)
    def rect(self) -> QRect:
        widget = self._widget()
        return QRect() if widget is None else QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())

    @guarded(default=lambda: QAccessible.Role.List)
    def role(self) -> QAccessible.Role:
        return QAccessible.Role.List

    @guarded(default=QAccessible.State)
    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable = True
        return state

    @guarded(default=str)
    def text(self, which: QAccessible.Text) -> str:
        widget = self._widget()
        if widget is None:
            return ""
        told = {
            QAccessible.Text.Name: widget.accessibleName(),
            QAccessible.Text.Description: widget.accessibleDescription(),
        }
        return told.get(which, "")

    @guarded
    def setText(self, which: QAccessible.Text, text: str) -> None:  # noqa: N802
        """Nothing here is renamed from outside."""


class BoxAccess(QAccessibleInterface):
    """A service: an entry of the list, named "Lambda, degraded since 07:04"."""

    def __init__(self, graph: GraphAccess, index: int) -> None:
        super().__init__()
        self._graph, self.index = graph, index

    @guarded(default=bool)
    def isValid(self) -> bool:  # noqa: N802
        return self.index < self._graph.childCount()

    @guarded(default=_none)
    def object(self) -> Any:
        return None

    @guarded(default=_none)
    def window(self) -> Any:
        return None

    @guarded(default=_none)
    def parent(self) -> Any:
        return self._graph

    @guarded(default=int)
    def childCount(self) -> int:
        return 0

    @guarded(default=_none)
    def child(self, index: int) -> Any:
        return None

    @guarded(default=_none)
    def childAt(self, x: int, y: int) -> Any:
        return None

    @guarded(default=lambda: -1)
    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    @guarded(default=QRect)
    def rect(self) -> QRect:
        return self._graph.area(self.index) if self.isValid() else QRect()

    @guarded(default=lambda: QAccessible.Role.ListItem)
    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    @guarded(default=QAccessible.State)
    def state(self) -> QAccessible.State:
        frame, state = self._graph.frame(), QAccessible.State()
        state.selectable = True
        state.selected = frame is not None and frame.selected == self.index
        return state

    @guarded(default=str)
    def text(self, which: QAccessible.Text) -> str:
        frame = self._graph.frame()
        if frame is None or not self.isValid():
            return ""
        if which == QAccessible.Text.Name:
            return box_name(frame, self.index)
        return box_tip(frame, self.index) if which == QAccessible.Text.Description else ""

    @guarded
    def setText(self, which: QAccessible.Text, text: str) -> None:  # noqa: N802
        """Nothing here is renamed from outside."""
