"""Over the graph in a talk: a pointer, strokes of a pen, and what the room expects to fail next."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QVBoxLayout, QWidget

from outage_gui.views.fonts import font
from outage_gui.views.graph import GraphView
from outage_gui.views.guard import guarded
from outage_gui.views.paint import painting
from outage_gui.workbench.frame import Point
from outage_gui.workbench.presenting import Guess, Present
from outage_gui.workbench.theme import DARK, Theme

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench

RING, PEN = 24.0, 5.0  # pixels: radius of the pointer, width of a stroke
BADGE = 17.0  # pixels: radius of the mark on a guess
MOST = 20_000  # points kept; the oldest stroke goes first
SIGNS = {None: "?", True: "✓", False: "✗"}


class Ink(QWidget):
    """Strokes lie in units of the drawing, so that they stay on what they were drawn on."""

    def __init__(self, workbench: "Workbench", graph: GraphView) -> None:
        super().__init__(graph)
        self._workbench, self._graph = workbench, graph
        self._theme = DARK
        self._present: Present | None = None
        self._strokes: list[list[Point]] = []
        self._spot: QPointF | None = None
        self._of = (0, 0)  # scene, and how often wiped
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Pointer and pen")
        over = QVBoxLayout(graph)
        over.setContentsMargins(0, 0, 0, 0)
        over.addWidget(self)

    def draw(self, present: Present, theme: Theme) -> None:
        self._present, self._theme = present, theme
        if self._of != (present.scene, present.wiped):
            self._of, self._strokes = (present.scene, present.wiped), []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not present.tool)
        self.setMouseTracking(present.tool == "pointer")
        shapes = {"": Qt.CursorShape.ArrowCursor, "pointer": Qt.CursorShape.BlankCursor}
        self.setCursor(shapes.get(present.tool, Qt.CursorShape.CrossCursor))
        if present.tool != "pointer":
            self._spot = None
        self.update()

    @guarded
    def mousePressEvent(self, event: QMouseEvent) -> None:
        tool = self._present.tool if self._present else ""
        if tool == "pen" and event.button() == Qt.MouseButton.LeftButton:
            self._strokes.append([self._unit(event)])
        elif tool == "guess" and self._graph.frame is not None:
            box = self._graph.box_at((event.position().x(), event.position().y()))
            if box is not None:
                self._workbench.talk.guess(self._graph.frame.stage.boxes[box].name)

    @guarded
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        tool = self._present.tool if self._present else ""
        if tool == "pointer":
            self._spot = event.position()
        elif tool == "pen" and self._strokes and event.buttons() & Qt.MouseButton.LeftButton:
            self._strokes[-1].append(self._unit(event))
            if len(self._strokes) > 1 and sum(map(len, self._strokes)) > MOST:
                del self._strokes[0]
        self.update()

    def _unit(self, event: QMouseEvent) -> Point:
        return self._graph.camera.unit((event.position().x(), event.position().y()))

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._present is None:
            return
        with painting(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for guess in self._present.guesses:
                self._mark(painter, guess)
            self._draw_strokes(painter)
            if self._spot is not None:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                for colour, width in ((self._theme.canvas, 8), (self._theme.accent, 4)):
                    painter.setPen(QPen(QColor(colour), width))
                    painter.drawEllipse(self._spot, RING, RING)

    def _draw_strokes(self, painter: QPainter) -> None:
        camera, round_ = self._graph.camera, (Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(QPen(QColor(self._theme.accent), PEN, Qt.PenStyle.SolidLine, *round_))
        for stroke in self._strokes:
            points = [QPointF(*camera.pixel(point)) for point in stroke]
            painter.drawPolyline(QPolygonF(points if len(points) > 1 else points * 2))

    def _mark(self, painter: QPainter, guess: Guess) -> None:
        """A ring round the box and a sign at its corner: not known yet, foreseen, not so."""
        if self._graph.frame is None or guess.box >= len(self._graph.frame.stage.boxes):
            return
        area = QRectF(*self._graph.box_area(guess.box)).adjusted(-5, -5, 5, 5)
        colour = QColor(self._theme.muted if guess.right is False else self._theme.accent)
        style = Qt.PenStyle.DashLine if guess.right is None else Qt.PenStyle.SolidLine
        painter.setPen(QPen(colour, 4, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area, 9, 9)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(area.topRight(), BADGE, BADGE)
        painter.setPen(QColor(self._theme.canvas))
        painter.setFont(font(22, "bold"))
        corner = QRectF(area.right() - BADGE, area.top() - BADGE, 2 * BADGE, 2 * BADGE)
        painter.drawText(corner, Qt.AlignmentFlag.AlignCenter, SIGNS[guess.right])
