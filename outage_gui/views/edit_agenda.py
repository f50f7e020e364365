"""Clock and story: a row for each moment, scene and recorded move; pins are dragged, texts changed in place."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QScrollArea, QWidget

from outage_gui.model.limits import TEXT_CHARACTERS
from outage_gui.views.fonts import font
from outage_gui.views.guard import guarded
from outage_gui.views.paint import painting
from outage_gui.views.plain import plain
from outage_gui.workbench.edit_agenda import Agenda, Item, agenda, moved, rounded, told
from outage_gui.workbench.edit_changes import dropped, reordered
from outage_gui.workbench.edit_frame import Path
from outage_gui.workbench.frame import Frame
from outage_gui.workbench.theme import DARK, SIZES, Theme

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench

ROW, TOP = 30.0, 12.0
TIME, TEXT = 150.0, 0.5  # width of the times; share of the rest that the texts take
HEADS = {"moments": "What was seen, on the clock", "scenes": "Scenes of the story", "run": "Moves of the run"}
ADDS = {"moments": "+ moment", "scenes": "+ scene"}
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
Line = tuple[str, Item | None]  # a heading, an addition, or an item


class Rows(QWidget):
    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self._workbench = workbench
        self._theme = DARK
        self._frame: Frame | None = None
        self._agenda = Agenda((), 0, 1)
        self._lines: tuple[Line, ...] = ()
        self._drag: tuple[Item, float] | None = None  # with where its pin is now
        self._pressed: tuple[Item, QPointF] | None = None
        self._field = QLineEdit(self)
        self._field.hide()
        self._field.setMaxLength(TEXT_CHARACTERS)
        self._field.setAccessibleName("Text")
        self._field.editingFinished.connect(self._finish)
        self._written: Item | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Clock and story")

    def draw(self, frame: Frame, theme: Theme) -> None:
        assert frame.edit is not None
        self._frame, self._theme = frame, theme
        self._agenda = agenda(frame.edit, self._workbench.document.scenario, self._workbench.replay)
        lines: list[Line] = []
        for section, head in HEADS.items():
            items = [item for item in self._agenda.items if item.section == section]
            if items or section in ADDS:
                lines.append((head, None))
                lines += [("", item) for item in items]
            if section in ADDS:
                lines.append((ADDS[section], None))
        self._lines = tuple(lines)
        self.setMinimumSize(QSize(420, round(TOP * 2 + ROW * len(lines))))
        self.update()

    # --- where

    def _row(self, number: int) -> QRectF:
        return QRectF(0, TOP + ROW * number, self.width(), ROW)

    def _line_at(self, spot: QPointF) -> Line | None:
        number = int((spot.y() - TOP) // ROW)
        return self._lines[number] if 0 <= number < len(self._lines) else None

    def _axis(self) -> tuple[float, float]:
        """Left and width of the axis."""
        left = TIME + (self.width() - TIME) * TEXT
        return left, self.width() - left - 24

    def _x(self, at: int) -> float:
        left, width = self._axis()
        return left + width * (at - self._agenda.begin) / max(1, self._agenda.end - self._agenda.begin)

    @property
    def _path(self) -> Path:
        """What is looked at."""
        return self._frame.edit.path if self._frame is not None and self._frame.edit is not None else ()

    def _time(self, x: float) -> int:
        left, width = self._axis()
        span = self._agenda.end - self._agenda.begin
        return rounded(self._agenda.begin + round(span * (x - left) / max(1.0, width)), span)

    # --- mouse and keys

    @guarded
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        line = self._line_at(event.position())
        if line is None or event.button() != Qt.MouseButton.LeftButton:
            return
        said, item = line
        if item is not None:
            self._pressed = item, event.position()
        elif said in ADDS.values():
            section = "timeline" if said == ADDS["moments"] else "story"
            self._workbench.do(self._workbench.editing.entry_added(section))
            self.write(self._workbench.editing.path)

    @guarded
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        item, begun = self._pressed
        near = item.at is not None and not item.fixed and abs(self._x(item.at) - begun.x()) < 14
        if near and abs(event.position().x() - begun.x()) > 3:
            self._drag = item, event.position().x()
            self.update()

    @guarded
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, drag = self._pressed, self._drag
        self._pressed = self._drag = None
        if drag is not None and self._frame is not None and self._frame.edit is not None:
            zone = self._workbench.document.scenario.zone
            self._workbench.do(moved(self._frame.edit, drag[0], self._time(drag[1]), zone))
        elif pressed is not None:
            self._workbench.look_at(pressed[0].path)
        self.update()

    @guarded
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        line = self._line_at(event.position())
        if line is not None and line[1] is not None:
            self.write(line[1].path)

    def write(self, path: Path) -> None:
        """Its text, in its place."""
        for number, (_, item) in enumerate(self._lines):
            if item is not None and item.path == path:
                self._written = item
                row = self._row(number)
                left = self._axis()[0]
                self._field.setGeometry(QRect(round(TIME - 8), round(row.y()), round(left - TIME), round(ROW)))
                self._field.setText(item.text if item.section != "run" else "")
                self._field.show()
                self._field.selectAll()
                self._field.setFocus()

    def _finish(self) -> None:
        item, text = self._written, self._field.text().strip()
        self._written = None
        self._field.hide()
        if item is not None and text not in ("", item.text) and self._field.isModified():
            self._workbench.do(told(item, text))

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        items = [item for _, item in self._lines if item is not None]
        here = next((n for n, item in enumerate(items) if self._path[: len(item.path)] == item.path), None)
        way = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if way and alt and here is not None and isinstance(items[here].path[-1], int):
            self._shift(items[here], way)
        elif way and items:
            at = min(max((here if here is not None else -way) + way, 0), len(items) - 1)
            self._workbench.look_at(items[at].path)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and here is not None:
            self._workbench.do(dropped(items[here].path))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_F2) and here is not None:
            self.write(items[here].path)
        else:
            super().keyPressEvent(event)

    def _shift(self, item: Item, way: int) -> None:
        """One place up or down in the file."""
        number = item.path[-1]
        assert isinstance(number, int)
        if number + way >= 0:
            change = reordered(item.path, number + way)
            self._workbench.do(change._replace(look_at=(*item.path[:-1], number + way)))

    # --- painted

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.canvas))
            for number, (said, item) in enumerate(self._lines):
                row = self._row(number)
                if row.bottom() < event.rect().top() or row.top() > event.rect().bottom():
                    continue
                if item is None:
                    self._paint_head(painter, said, row)
                else:
                    self._paint_item(painter, item, row)

    def _paint_head(self, painter: QPainter, said: str, row: QRectF) -> None:
        adds = said in ADDS.values()
        painter.setFont(font(SIZES["body"] if adds else SIZES["small"], "medium" if adds else "bold"))
        painter.setPen(QColor(self._theme.accent if adds else self._theme.muted))
        painter.drawText(row.adjusted(TIME - 4 if adds else 16, 4, -10, 0), LEFT, said)

    def _paint_item(self, painter: QPainter, item: Item, row: QRectF) -> None:
        if self._path[: len(item.path)] == item.path:
            painter.setPen(QPen(QColor(self._theme.accent), 1))
            painter.setBrush(QColor(self._theme.raised))
            painter.drawRoundedRect(row.adjusted(8, 1, -8, -1), 6, 6)
        left, width = self._axis()
        dragged = self._drag is not None and self._drag[0] is item
        time = self._dragged_time() if dragged else item.time
        painter.setFont(font(SIZES["small"], numbers=True))
        painter.setPen(QColor(self._theme.accent if dragged else self._theme.muted))
        self._put(painter, time, QRectF(16, row.y(), TIME - 24, ROW))
        painter.setFont(font(SIZES["body"]))
        painter.setPen(QColor(self._theme.text))
        tagged = f"{item.text}   [{item.tag}]" if item.tag else item.text
        self._put(painter, tagged, QRectF(TIME - 4, row.y(), left - TIME - 12, ROW))
        middle = row.center().y()
        painter.setPen(QPen(QColor(self._theme.line), 1))
        painter.drawLine(QPointF(left, middle), QPointF(left + width, middle))
        if item.at is not None:
            self._paint_pin(painter, item, middle, self._drag[1] if dragged and self._drag else self._x(item.at))

    def _paint_pin(self, painter: QPainter, item: Item, middle: float, x: float) -> None:
        """A filled ring can be dragged, an empty one stands where its run puts it."""
        if item.until is not None and item.at is not None and item.until != item.at:
            wide = self._x(item.until) - self._x(item.at)
            painter.setPen(QPen(QColor(self._theme.accent), 4))
            painter.drawLine(QPointF(x, middle), QPointF(x + wide, middle))
        painter.setPen(QPen(QColor(self._theme.accent), 2))
        painter.setBrush(QColor(self._theme.canvas if item.fixed else self._theme.accent))
        painter.drawEllipse(QPointF(x, middle), 6, 6)

    def _put(self, painter: QPainter, text: str, area: QRectF) -> None:
        cut = painter.fontMetrics().elidedText(plain(text), Qt.TextElideMode.ElideRight, max(10, int(area.width())))
        painter.drawText(area, LEFT, cut)

    def _dragged_time(self) -> str:
        assert self._drag is not None
        assert self._frame is not None
        assert self._frame.edit is not None
        change = moved(
            self._frame.edit, self._drag[0], self._time(self._drag[1]), self._workbench.document.scenario.zone
        )
        return change.name.removeprefix("Move to ")


class AgendaView(QScrollArea):
    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self.setObjectName("page")
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.rows = Rows(workbench)
        self.setWidget(self.rows)
        self.setFocusProxy(self.rows)

    def draw(self, frame: Frame, theme: Theme) -> None:
        self.rows.draw(frame, theme)
