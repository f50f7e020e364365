"""The dependency graph as a widget: shows frames, turns clicks, drags, keys into verbs. Only the camera is its own."""

from typing import Protocol

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from outage_gui.views.arrows import nearest
from outage_gui.views.camera import STEP, Camera, fitted, near, shown
from outage_gui.views.graph_access import Readable, announce, described, watch
from outage_gui.views.graph_picture import Drag, GraphPicture
from outage_gui.views.graph_still import View
from outage_gui.views.graph_tips import arrow_tip, box_tip
from outage_gui.views.ground import LEGEND
from outage_gui.views.guard import guarded
from outage_gui.views.paint import Kept, painting
from outage_gui.views.plain import tip
from outage_gui.views.service_menu import menu_of, menu_of_group, offer
from outage_gui.workbench.frame import Frame, Point, Rectangle, Region
from outage_gui.workbench.page_frame import PageKind
from outage_gui.workbench.theme import DARK, Theme

LARGEST_NEAR = 1.9  # how near a camera goes by itself
DRAG_FROM = 5  # pixels
AT_REST = 60  # ms after the last movement of a gesture
REACH = 6.0  # pixels from an arrow
WHEEL = 1.0015  # zoom per wheel unit
ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class Verbs(Protocol):
    """What the graph asks of the workbench."""

    def select(self, service: str | None) -> None: ...
    def select_next(self, dx: int, dy: int) -> None: ...
    def show_page(self, kind: PageKind | None) -> None: ...
    def fail_here(self, service: str) -> None: ...
    def fold(self, group: str) -> None: ...
    def fold_all(self, on: bool) -> None: ...
    def move_box(self, service: str, x: float, y: float) -> None: ...


class GraphView(Readable):
    """`draw(frame)`, `set_theme(theme)`, `fit()`, `closer()`, `farther()` are all it is told.

    `for_room`: names as large as there is room for, and no legend.
    """

    def __init__(self, verbs: Verbs, parent: QWidget | None = None, *, for_room: bool = False) -> None:
        super().__init__(parent)
        self._for_room = for_room
        self._legend = 0.0 if for_room else LEGEND  # pixels at the foot
        self._verbs, self._theme = verbs, DARK
        self.frame: Frame | None = None  # the last one given; for screen readers
        self._camera, self._fits = Camera(), True  # _fits: nobody has moved it since it showed everything
        self._picture, self._kept = GraphPicture(), Kept()
        self._pressed: tuple[QPointF, int | None] | None = None  # where, on which box
        self._drag: Drag | None = None
        self._pan_from: QPointF | None = None
        self._by_keyboard = False
        self._taken = Camera()  # that of the picture on screen
        self._moving = QTimer(self)  # runs while a gesture moves the view
        self._moving.setSingleShot(True)
        self._moving.setInterval(AT_REST)
        self._moving.timeout.connect(self.update)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, 200)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Dependency graph")
        watch(self)

    # --- told -----------------------------------------------------------------------------------------------------

    def draw(self, frame: Frame) -> None:
        before, self.frame = self.frame, frame
        self._moving.stop()
        if self._fits and (before is None or before.stage is not frame.stage):
            self.fit()
        if frame.selected is not None and (before is None or before.selected != frame.selected):
            self._reveal(frame.selected)
        self.setAccessibleDescription(described(frame))
        announce(self, before, frame)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def fit(self) -> None:
        """Show everything."""
        if self.frame is not None:
            self._camera = fitted(self.frame.stage.size, self.width(), self._room())
            self._fits = True
            self.update()

    def fitting(self, place: Rectangle) -> Camera:
        """From where that part of the drawing fills the view."""
        whole = self.frame.stage.size if self.frame is not None else place
        return near(place, whole, self.width(), self._room(), LARGEST_NEAR)

    def move_to(self, camera: Camera) -> None:
        self._move_to(camera)

    def glide(self, start: Camera, target: Camera, share: float) -> None:
        """On the way from one place to another; the last picture is moved along until it is there."""
        if share >= 1:
            self._moving.stop()
            self._move_to(target)
        else:
            self._follow(Camera(*(a + (b - a) * share for a, b in zip(start, target, strict=True))))

    def closer(self) -> None:
        self._zoom(STEP, (self.width() / 2, self._room() / 2))

    def farther(self) -> None:
        self._zoom(1 / STEP, (self.width() / 2, self._room() / 2))

    @property
    def camera(self) -> Camera:
        return self._camera

    def zoom_to(self, scale: float) -> None:
        """So many pixels a unit, around the middle of the view."""
        self._zoom(scale / self._camera.scale, (self.width() / 2, self._room() / 2))

    # --- where things are -----------------------------------------------------------------------------------------

    def box_at(self, pixel: Point) -> int | None:
        """The box under a pixel of the widget; the last drawn of several."""
        x, y = self._camera.unit(pixel)
        boxes = self.frame.stage.boxes if self.frame and pixel[1] < self._room() else ()
        hits = [number for number, box in enumerate(boxes) if _holds(box.place, x, y)]
        return hits[-1] if hits else None

    def region_at(self, pixel: Point) -> Region | None:
        """The innermost group under a pixel."""
        x, y = self._camera.unit(pixel)
        groups = self.frame.stage.groups if self.frame else ()
        return max((one for one in groups if _holds(one.place, x, y)), key=lambda one: one.depth, default=None)

    def arrow_at(self, pixel: Point) -> int | None:
        return nearest(self._picture.curves, self._camera.unit(pixel), REACH / self._camera.scale)

    def box_area(self, index: int) -> Rectangle:
        """Where a box is, in pixels of the widget."""
        return self._camera.area(self._place(index))

    def _room(self) -> float:
        return self.height() - self._legend

    def _reveal(self, index: int) -> None:
        """A selected box is on screen; nothing moves when it already is."""
        camera = shown(self._camera, self._place(index), self.width(), self._room())
        if camera != self._camera:
            self._move_to(camera)

    def _place(self, index: int) -> Rectangle:
        assert self.frame is not None
        return self.frame.stage.boxes[index].place

    def _move_to(self, camera: Camera) -> None:
        self._camera, self._fits = camera, False
        self.update()

    def _follow(self, camera: Camera) -> None:
        """Under a gesture the picture on screen is moved along; it is painted anew when the gesture rests."""
        self._moving.start()
        self._move_to(camera)

    def _zoom(self, factor: float, at: Point) -> None:
        self._move_to(self._camera.zoomed(factor, at))

    # --- painted --------------------------------------------------------------------------------------------------

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._moving.isActive() and self._kept.fits(self):
            self._paint_moved()
            return
        self._moving.stop()
        self._taken = self._camera
        self._kept.show(self, self._paint)

    def _paint_moved(self) -> None:
        """The last picture where the camera now is; the legend stays."""
        picture, scale = self._kept.picture, self._camera.scale / self._taken.scale
        legend = QRectF(0, self._room(), self.width(), self._legend)
        dpr = picture.devicePixelRatio()
        with painting(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.canvas))
            painter.translate(self._camera.x - self._taken.x * scale, self._camera.y - self._taken.y * scale)
            painter.scale(scale, scale)
            above = QRectF(0, 0, self.width(), self._room())
            painter.drawPixmap(above, picture, QRectF(0, 0, self.width() * dpr, self._room() * dpr))
            painter.resetTransform()
            painter.drawPixmap(legend, picture, QRectF(0, legend.y() * dpr, self.width() * dpr, self._legend * dpr))

    def _paint(self, painter: QPainter) -> None:
        if self.frame is None:
            painter.fillRect(self.rect(), QColor(self._theme.canvas))
            return
        view = View(self._camera, self._theme, self.size(), self.devicePixelRatioF(), self._legend, self._for_room)
        self._picture.paint(painter, self.frame, view, self._drag)
        if self.hasFocus() and self._by_keyboard:
            painter.setPen(QPen(QColor(self._theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits:
            self.fit()

    @guarded(default=lambda: QSize(1060, 500))
    def sizeHint(self) -> QSize:
        return QSize(1060, 500)

    # --- mouse ----------------------------------------------------------------------------------------------------

    @guarded
    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = event.position()
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = spot, self.box_at((spot.x(), spot.y()))
        elif event.button() == Qt.MouseButton.MiddleButton:
            self._pan_from = spot

    @guarded
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Of the box or group under the mouse; asked for by key, of the selected box."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        spot = (event.pos().x(), event.pos().y())
        index = self.frame.selected if by_key and self.frame is not None else self.box_at(spot)
        if self.frame is not None and index is not None:
            box = self.frame.stage.boxes[index]
            x, y, width, height = self.box_area(index)
            where = QPoint(round(x + width / 2), round(y + height / 2)) if by_key else event.pos()
            offer(menu_of(self, self._verbs, box.name, box.label), self.mapToGlobal(where))
        elif (region := self.region_at(spot)) is not None:
            offer(menu_of_group(self, self._verbs, region.name, region.label), self.mapToGlobal(event.pos()))

    @guarded
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = event.position()
        if self._pressed is not None and self._pan_from is None and self._drag is None:
            self._begin(spot)
        if self._pan_from is not None:
            self._follow(self._camera.panned(spot.x() - self._pan_from.x(), spot.y() - self._pan_from.y()))
            self._pan_from = spot
        elif self._drag is not None and self._pressed is not None:
            way = (spot - self._pressed[0]) / self._camera.scale
            self._drag = self._drag._replace(dx=way.x(), dy=way.y())
            self.update()

    def _begin(self, spot: QPointF) -> None:
        """A drag of the ground moves the view, of a box the box."""
        assert self._pressed is not None
        begun, index = self._pressed
        if (spot - begun).manhattanLength() < DRAG_FROM:
            return
        if index is None:
            self._pan_from = begun
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            self._drag = Drag(index, 0.0, 0.0)

    @guarded
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, drag, panned = self._pressed, self._drag, self._pan_from
        self._forget_mouse()
        if drag is not None and self.frame is not None:
            box = self.frame.stage.boxes[drag.box]
            place = box.place
            x, y = place.x + place.width / 2 + drag.dx, place.y + place.height / 2 + drag.dy
            self._verbs.move_box(box.name, x, y)
        elif pressed is not None and panned is None and self.frame is not None:
            self._verbs.select(None if pressed[1] is None else self.frame.stage.boxes[pressed[1]].name)

    def _forget_mouse(self) -> None:
        self._pressed = self._drag = self._pan_from = None
        self.unsetCursor()
        self.update()

    @guarded
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        pixel = event.position().x(), event.position().y()
        region = self.region_at(pixel)
        if self.box_at(pixel) is None and region is not None:
            self._move_to(fitted(region.place, self.width(), self._room(), 1.6))

    @guarded
    def wheelEvent(self, event: QWheelEvent) -> None:
        spot = event.position().x(), event.position().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._follow(self._camera.zoomed(WHEEL ** event.angleDelta().y(), spot))
        else:
            way = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta() / 2
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                way = QPoint(way.y(), way.x())
            self._follow(self._camera.panned(way.x(), way.y()))
        event.accept()

    # --- keys, gestures, tips -------------------------------------------------------------------------------------

    @guarded(default=bool)
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self._follow(self._camera.zoomed(1 + event.value(), (event.position().x(), event.position().y())))
            return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._tell(event)
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._takes(event):
            event.accept()
            return True
        return super().event(event)

    def _takes(self, event: QKeyEvent) -> bool:
        """Arrow keys are ours with Alt, and when the graph was reached by keyboard; else they step through time."""
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        plain_key = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        return event.key() in ARROWS and (alt or (self._by_keyboard and plain_key))

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._takes(event):
            self._verbs.select_next(*ARROWS[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._verbs.select(self._to_explain())
        elif event.key() == Qt.Key.Key_Escape and (self._drag or self._pressed):
            self._forget_mouse()
        elif event.key() == Qt.Key.Key_Escape and self.frame is not None and self.frame.selected is not None:
            self._verbs.select(None)
        elif event.text() in ("+", "=", "-", "0"):
            {"+": self.closer, "=": self.closer, "-": self.farther, "0": self.fit}[event.text()]()
        else:
            super().keyPressEvent(event)

    def _to_explain(self) -> str | None:
        """The selected service, else the first that is in trouble."""
        if self.frame is None:
            return None
        troubled = (number for number, status in enumerate(self.frame.statuses) if status != "ok")
        index = self.frame.selected if self.frame.selected is not None else next(troubled, None)
        return None if index is None else self.frame.stage.boxes[index].name

    @guarded
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_keyboard = event.reason() in BY_KEYBOARD
        super().focusInEvent(event)

    def _tell(self, event: QHelpEvent) -> None:
        text = self.tip_at((event.pos().x(), event.pos().y()))
        if text:
            QToolTip.showText(event.globalPos(), tip(text), self)
        else:
            QToolTip.hideText()

    def tip_at(self, pixel: Point) -> str:
        """What is told about the box, else the arrow, under a pixel; empty where there is neither."""
        if self.frame is None:
            return ""
        box = self.box_at(pixel)
        if box is not None:
            return box_tip(self.frame, box)
        arrow = self.arrow_at(pixel)
        return "" if arrow is None else arrow_tip(self.frame, arrow)


def _holds(place: Rectangle, x: float, y: float) -> bool:
    return place.x <= x <= place.x + place.width and place.y <= y <= place.y + place.height
