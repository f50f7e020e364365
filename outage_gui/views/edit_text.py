"""A text field for a scenario: line numbers, marks of problems, the lines that are looked at, words that complete."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip, QWidget

from outage_gui.model.problems import Problem
from outage_gui.views.edit_complete import Completer, offset
from outage_gui.views.edit_highlight import Highlighter
from outage_gui.views.fonts import font
from outage_gui.views.guard import guarded
from outage_gui.views.paint import painting
from outage_gui.views.plain import tip
from outage_gui.workbench.deltas import between
from outage_gui.workbench.draft import as_shown
from outage_gui.workbench.edit_words import Completion
from outage_gui.workbench.theme import DARK, SIZES, Theme

INDENT = 2
UNDO = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class Gutter(QWidget):
    """Numbers of lines, and a shape beside each line with a problem."""

    def __init__(self, field: "TextField") -> None:
        super().__init__(field)
        self._field = field

    @guarded(default=lambda: QSize(40, 0))
    def sizeHint(self) -> QSize:
        return QSize(self._field.gutter_width(), 0)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            self._field.paint_gutter(painter, event.rect())


class TextField(QPlainTextEdit):
    """`complete` is asked for words at an offset. Undo belongs to the workbench: the field has none of its own."""

    def __init__(self, complete: Callable[[str, int], Completion]) -> None:
        super().__init__()
        self._theme, self._problems = DARK, tuple[Problem, ...]()
        self._lines: tuple[int, int] | None = None
        self._found: Sequence[QTextCursor] = ()
        self.setFont(font(SIZES["body"], numbers=True))
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setUndoRedoEnabled(False)
        self.setAccessibleName("Text of the scenario")
        self.setObjectName("code")
        self._gutter, self._colours = Gutter(self), Highlighter(self.document())
        self._completer = Completer(self, complete)
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._scroll_gutter)
        self.cursorPositionChanged.connect(self._mark)
        self._make_room()

    # --- told

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._colours.set_theme(theme)
        self._mark()
        self._gutter.update()

    def show_text(self, text: str) -> None:
        """Put a text in, changing only what differs: cursor and scroll bars stay where they are."""
        fresh, old = as_shown(text), self.toPlainText()
        if fresh == old:
            return
        delta = between(old, fresh)
        cursor = QTextCursor(self.document())
        cursor.setPosition(units(old[: delta.at]))
        cursor.setPosition(units(old[: delta.at + len(delta.gone)]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(delta.came)

    def show_marks(self, problems: tuple[Problem, ...], lines: tuple[int, int] | None) -> None:
        """Problems, and the lines (from 0, the last included) of what is looked at."""
        if (problems, lines) != (self._problems, self._lines):
            self._problems, self._lines = problems, lines
            self._mark()
            self._gutter.update()

    def show_found(self, found: Sequence[QTextCursor]) -> None:
        self._found = found
        self._mark()

    def go_to(self, line: int, column: int = 0) -> None:
        """The cursor there, and the line in sight; both from 0."""
        block = self.document().findBlockByNumber(min(max(line, 0), self.blockCount() - 1))
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + min(max(column, 0), block.length() - 1))
        self.setTextCursor(cursor)
        first, last = self.firstVisibleBlock().blockNumber(), self._last_visible()
        if not first < line < last - 1:
            self.centerCursor()

    @property
    def offset(self) -> int:
        """Of the cursor, in characters of the text shown."""
        return offset(self)

    def _last_visible(self) -> int:
        bottom = self.cursorForPosition(QPoint(2, self.viewport().height() - 2))
        return bottom.blockNumber()

    # --- marks

    def _mark(self) -> None:
        marks = [self._current_line(), *self._underlined(), *self._hits()]
        self.setExtraSelections(marks)

    def _current_line(self) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        made.cursor = self.textCursor()
        made.cursor.clearSelection()
        form = QTextCharFormat()
        form.setBackground(QColor(self._theme.raised if self._theme.name == "dark" else "#eef2f8"))
        form.setProperty(QTextCharFormat.Property.FullWidthSelection, True)
        made.format = form
        return made

    def _underlined(self) -> list[QTextEdit.ExtraSelection]:
        return [self._selection(self._at(problem), self._wave()) for problem in self._problems if problem.line]

    def _hits(self) -> list[QTextEdit.ExtraSelection]:
        form = QTextCharFormat()
        form.setBackground(QColor(self._theme.degraded.ground))
        return [self._selection(cursor, form) for cursor in self._found]

    def _wave(self) -> QTextCharFormat:
        form = QTextCharFormat()
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        form.setUnderlineColor(QColor(self._theme.down.line))
        return form

    def _selection(self, cursor: QTextCursor, form: QTextCharFormat) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        made.cursor, made.format = cursor, form
        return made

    def _at(self, problem: Problem) -> QTextCursor:
        """The word at the place of a problem, or the rest of its line."""
        block = self.document().findBlockByNumber(problem.line - 1)
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + min(max(problem.column - 1, 0), max(block.length() - 1, 0)))
        cursor.movePosition(QTextCursor.MoveOperation.EndOfWord, QTextCursor.MoveMode.KeepAnchor)
        if not cursor.hasSelection():
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    # --- the gutter

    def gutter_width(self) -> int:
        return 26 + self.fontMetrics().horizontalAdvance("9") * max(3, len(str(self.blockCount())))

    def paint_gutter(self, painter: QPainter, area: QRect) -> None:
        painter.fillRect(area, QColor(self._theme.panel))
        wrong = {problem.line for problem in self._problems}
        block, here = self.firstVisibleBlock(), self.textCursor().blockNumber()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        height, width = self.fontMetrics().height(), self._gutter.width()
        painter.setFont(font(SIZES["small"], numbers=True))
        while block.isValid() and top <= area.bottom():
            number = block.blockNumber()
            if self._lines and self._lines[0] <= number <= self._lines[1]:
                painter.fillRect(QRect(width - 3, round(top), 3, height + 2), QColor(self._theme.accent))
            if number + 1 in wrong:
                painter.setPen(QColor(self._theme.down.line))
                painter.drawText(QRect(4, round(top), 14, height), Qt.AlignmentFlag.AlignLeft, "×")
            painter.setPen(QColor(self._theme.text if number == here else self._theme.muted))
            painter.drawText(QRect(0, round(top), width - 9, height), Qt.AlignmentFlag.AlignRight, str(number + 1))
            top += self.blockBoundingRect(block).height()
            block = block.next()

    def _make_room(self) -> None:
        self.setViewportMargins(self.gutter_width(), 0, 0, 0)

    def _scroll_gutter(self, area: QRect, dy: int) -> None:
        self._gutter.scroll(0, dy) if dy else self._gutter.update(0, area.y(), self._gutter.width(), area.height())

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        area = self.contentsRect()
        self._gutter.setGeometry(area.left(), area.top(), self.gutter_width(), area.height())

    # --- keys

    @guarded(default=bool)
    def event(self, event: QEvent) -> bool:
        asked = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if asked and isinstance(event, QKeyEvent) and any(event.matches(keys) for keys in UNDO):
            event.ignore()
            return False
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._tell(event)
            return True
        return super().event(event)

    def _tell(self, event: QHelpEvent) -> None:
        """What is wrong with the line under the pointer."""
        line = self.cursorForPosition(self.viewport().mapFrom(self, event.pos())).blockNumber() + 1
        told = "\n".join(f"{p.cause}{f' ({p.hint})' if p.hint else ''}" for p in self._problems if p.line == line)
        QToolTip.showText(event.globalPos(), tip(told), self) if told else QToolTip.hideText()

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._completer.takes(event):
            return
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._break()
        elif plain and event.key() == Qt.Key.Key_Tab:
            self._indent()
        elif event.key() == Qt.Key.Key_Backtab:
            self._outdent()
        elif event.matches(UNDO[0]) or event.matches(UNDO[1]):
            event.ignore()
        else:
            super().keyPressEvent(event)
            self._completer.follow(event)

    def _break(self) -> None:
        """A new line as deep as this one, deeper behind a colon; below a dash, beside what stands behind it."""
        cursor = self.textCursor()
        line = cursor.block().text()[: cursor.positionInBlock()]
        depth = len(line) - len(line.lstrip(" "))
        behind = line.rstrip().endswith(":") or line.rstrip().endswith(": |")
        if line[depth:].startswith("- "):
            depth += INDENT
        cursor.insertText("\n" + " " * (depth + INDENT * behind))
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _indent(self) -> None:
        self._each_line(lambda cursor: cursor.insertText(" " * INDENT)) if self.textCursor().hasSelection() else (
            self.textCursor().insertText(" " * INDENT)
        )

    def _outdent(self) -> None:
        def shorten(cursor: QTextCursor) -> None:
            blanks = len(cursor.block().text()) - len(cursor.block().text().lstrip(" "))
            for _ in range(min(INDENT, blanks)):
                cursor.deleteChar()

        self._each_line(shorten)

    def _each_line(self, act: Callable[[QTextCursor], None]) -> None:
        """Do something at the start of each selected line, as one change."""
        chosen = self.textCursor()
        document = self.document()
        first = document.findBlock(chosen.selectionStart()).blockNumber()
        last = document.findBlock(max(chosen.selectionStart(), chosen.selectionEnd() - 1)).blockNumber()
        chosen.beginEditBlock()
        for number in range(first, last + 1):
            act(QTextCursor(document.findBlockByNumber(number)))
        chosen.endEditBlock()


def units(text: str) -> int:
    """The length of a text as Qt counts it."""
    return len(text) + sum(character > "\uffff" for character in text) if not text.isascii() else len(text)
