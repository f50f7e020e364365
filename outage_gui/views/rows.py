"""Rows of the side panel: real buttons drawn by hand, so that each can be reached by key and is named for readers.

A `Row` is what to say; a `RowButton` says it; a `Section` keeps a title and as many buttons as it needs.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from outage_gui.model.status import Status
from outage_gui.views.fonts import font
from outage_gui.views.guard import guarded
from outage_gui.views.marks import draw_mark
from outage_gui.views.paint import painting
from outage_gui.views.plain import label, plain
from outage_gui.workbench.theme import DARK, SIZES, Theme

MARGIN, MARK, GAP = 10, 14, 10
NO_LIMIT = 10_000
PRESSES = {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}


class Row(NamedTuple):
    """One line, perhaps with a second below and a value at the right. `mark`: a status shape in front."""

    title: str
    below: str = ""
    right: str = ""
    mark: Status | None = None
    hue: Status | None = None  # colours title and ground; None: plain
    tag: str = ""  # small word at the right, in the accent or what-if colour
    what_if: bool = False
    framed: bool = False  # drawn as a button
    primary: bool = False  # the one to press first
    link: bool = False  # a line leads to the row below: a chain
    dot: bool = False  # a square in the accent colour in front: a move
    numbers: bool = False  # `right` in the family of equal digits
    go: Callable[[], None] | None = None
    spoken: str = ""  # for screen readers; else title, below and right


class RowButton(QAbstractButton):
    """Draws one Row; a press does what the row says."""

    def __init__(self) -> None:
        super().__init__()
        self._row, self._theme = Row(""), DARK
        self._heights: dict[int, int] = {}  # by width: a layout asks for the same one many times over
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._go)

    def show_row(self, row: Row, theme: Theme) -> None:
        """Nothing is laid out anew when only what happens on a press has changed."""
        if row._replace(go=None) == self._row._replace(go=None) and theme is self._theme:
            self._row = row
            return
        resized = row._replace(go=None, spoken="") != self._row._replace(go=None, spoken="")
        self._row, self._theme = row, theme
        self.setEnabled(row.go is not None or not row.framed)
        # A click leaves the focus where it is: the row may be gone by the next key, and Space would press another.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if row.go else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if row.go else Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(plain(row.spoken or ", ".join(filter(None, (row.title, row.below, row.right, row.tag)))))
        if resized:
            self._heights.clear()
            self.updateGeometry()
        self.update()

    def _go(self) -> None:
        if self._row.go:
            self._row.go()

    @guarded(default=lambda: False)
    def event(self, event: QEvent) -> bool:
        """A row that has the focus keeps Space and Enter for itself: they press it, they do not play."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in PRESSES:
            event.accept()
            return True
        return super().event(event)

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in PRESSES:
            self.click()
        else:
            super().keyPressEvent(event)

    @guarded(default=lambda: False)
    def hasHeightForWidth(self) -> bool:
        return True

    @guarded(default=lambda: 30)
    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._height(width)
        return self._heights[width]

    def _height(self, width: int) -> int:
        row = self._row
        room = self._text_room(width)
        height = wrapped(title_font(row), plain(row.title), room).height() + (13 if row.framed else 7)
        return height + (wrapped(below_font(), plain(row.below), room).height() + 2 if row.below else 0)

    @guarded(default=lambda: QSize(240, 30))
    def sizeHint(self) -> QSize:
        return QSize(260, self.heightForWidth(260))

    def _text_room(self, width: int) -> int:
        row = self._row
        room = width - (2 * MARGIN if row.framed else 0) - (MARK + GAP if row.mark or row.dot else 0)
        for text, face in ((row.right, right_font(row)), (row.tag, tag_font())):
            room -= QFontMetrics(face).horizontalAdvance(plain(text)) + GAP if text else 0
        return max(60, room)

    @guarded
    def paintEvent(self, event: object) -> None:
        with painting(self) as painter:
            self._ground(painter)
            x = MARGIN if self._row.framed else 0
            y = 6 if self._row.framed else 4
            x = self._mark(painter, x, y)
            self._right(painter, y)
            self._text(painter, x, y)

    def _ground(self, painter: QPainter) -> None:
        row, theme = self._row, self._theme
        place = QRectF(self.rect()).adjusted(0.5, 1.5, -0.5, -1.5)
        if row.framed:
            edge = theme.what_if if row.what_if else theme.accent if row.primary else theme.line
            painter.setPen(QPen(QColor(edge), 1.4 if row.primary else 1, dashes(row.what_if)))
            painter.setBrush(QColor(theme.line if self.underMouse() and row.go else theme.raised))
            painter.drawRoundedRect(place, 6, 6)
        elif row.hue:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.hue(row.hue).ground))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(-6, 0, 6, 0), 4, 4)
        elif row.go and self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.raised))
            painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(1, 0, -1, 0), 6, 6)

    def _mark(self, painter: QPainter, x: int, y: int) -> int:
        row, theme = self._row, self._theme
        if row.mark is None and not row.dot:
            return x
        middle = QPointF(x + MARK / 2, y + QFontMetrics(title_font(row)).height() / 2)
        if row.link:
            painter.setPen(QPen(QColor(theme.line), 1.5))
            painter.drawLine(middle + QPointF(0, MARK / 2 + 3), QPointF(middle.x(), self.height()))
        if row.dot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent))
            painter.drawRoundedRect(QRectF(middle.x() - 5, middle.y() - 5, 10, 10), 2, 2)
        elif row.mark:
            draw_mark(painter, row.mark, middle, MARK, theme)
        return x + MARK + GAP

    def _right(self, painter: QPainter, y: int) -> None:
        row, theme = self._row, self._theme
        edge = self.width() - (MARGIN if row.framed else 0)
        line = QRect(0, y, edge, QFontMetrics(title_font(row)).height())
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if row.tag:
            painter.setFont(tag_font())
            painter.setPen(QColor(theme.what_if if row.what_if else theme.accent))
            painter.drawText(line, flags, plain(row.tag))
        if row.right:
            painter.setFont(right_font(row))
            painter.setPen(QColor(theme.hue(row.hue).text if row.hue else theme.text if row.numbers else theme.muted))
            painter.drawText(line, flags, plain(row.right))

    def _text(self, painter: QPainter, x: int, y: int) -> None:
        row, theme = self._row, self._theme
        room = self._text_room(self.width())
        face = title_font(row)
        height = wrapped(face, plain(row.title), room).height()
        painter.setFont(face)
        painter.setPen(QColor(theme.text if self.isEnabled() else theme.muted))
        painter.drawText(QRect(x, y, room, height), int(Qt.TextFlag.TextWordWrap), plain(row.title))
        if row.below:
            painter.setFont(below_font())
            painter.setPen(QColor(theme.muted))
            below = QRect(x, y + height + 2, room, NO_LIMIT)
            painter.drawText(below, int(Qt.TextFlag.TextWordWrap), plain(row.below))


def dashes(dashed: bool) -> Qt.PenStyle:
    return Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine


def title_font(row: Row) -> QFont:
    return font(SIZES["body"], "medium" if row.link or row.primary or row.mark == "down" else "regular")


def below_font() -> QFont:
    return font(SIZES["small"])


def tag_font() -> QFont:
    return font(SIZES["fine"], "medium")


def right_font(row: Row) -> QFont:
    return font(SIZES["small"], "medium" if row.hue else "regular", numbers=row.numbers)


def wrapped(face: QFont, text: str, width: int) -> QRect:
    return QFontMetrics(face).boundingRect(QRect(0, 0, width, NO_LIMIT), int(Qt.TextFlag.TextWordWrap), text)


class Section(QWidget):
    """A titled list of rows. Hidden while it has none. Buttons are kept and reused: nothing flickers."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = label(title.upper(), name="section", wrap=True)
        self._buttons: list[RowButton] = []
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 14, 0, 0)
        self._lines.setSpacing(2)
        self._lines.addWidget(self._title)
        self.setAccessibleName(title)

    def set_title(self, title: str) -> None:
        if self._title.text() != title.upper():
            self._title.setText(plain(title.upper()))
            self.setAccessibleName(plain(title))

    def show_rows(self, rows: Sequence[Row], theme: Theme) -> None:
        while len(self._buttons) < len(rows):
            self._buttons.append(RowButton())
            self._lines.addWidget(self._buttons[-1])
        for button, row in zip(self._buttons, rows, strict=False):
            button.show_row(row, theme)
        for number, button in enumerate(self._buttons):
            button.setVisible(number < len(rows))
        self.setVisible(bool(rows))

    def buttons(self) -> tuple[RowButton, ...]:
        """The ones in use, in order."""
        return tuple(button for button in self._buttons if not button.isHidden())
