"""Words that could stand at the cursor, in a list below it: Ctrl+Space, or by itself while a word is typed."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from outage_gui.views.plain import plain
from outage_gui.workbench.edit_words import Completion, Word

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPlainTextEdit

ROWS = 9
WIDTH = 420
MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Completer:
    """Tab puts the chosen word in, so does Enter once one was chosen by the arrow keys; Escape puts the list away."""

    def __init__(self, field: "QPlainTextEdit", complete: Callable[[str, int], Completion]) -> None:
        self._field, self._complete = field, complete
        self._list = QListWidget(field)
        self._list.setObjectName("words")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName("Words that fit")
        self._list.itemClicked.connect(self._put)
        self._list.hide()
        self._now, self._meant = Completion("", ()), False  # _meant: a word was chosen, so that Enter takes it
        field.verticalScrollBar().valueChanged.connect(self._list.hide)

    def takes(self, event: QKeyEvent) -> bool:
        """Whether the key was for the list."""
        if event.key() == Qt.Key.Key_Space and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._show()
            self._meant = True
            return True
        if self._list.isHidden():
            return False
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Tab or (enter and self._meant):
            self._put(self._list.currentItem())
        elif event.key() in MOVES:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -ROWS, Qt.Key.Key_PageDown: ROWS}
            row = self._list.currentRow() + step[Qt.Key(event.key())]
            self._list.setCurrentRow(min(max(row, 0), self._list.count() - 1))
            self._meant = True
        elif event.key() == Qt.Key.Key_Escape:
            self._list.hide()
        else:
            self._list.setHidden(enter or self._list.isHidden())
            return False
        return True

    def follow(self, event: QKeyEvent) -> None:
        """A key has gone into the text: offer words while one is typed."""
        letter = event.text().isidentifier() or event.text() in ("-", "\b")
        if letter and (not self._list.isHidden() or event.text() != "\b"):
            self._show(least=2)
        elif event.text() or event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
            self._list.hide()

    def hide(self) -> None:
        self._list.hide()

    def _show(self, *, least: int = 0) -> None:
        field = self._field
        self._meant = False
        self._now = self._complete(field.toPlainText(), offset(field))
        if len(self._now.typed) < least or not self._now.words:
            self._list.hide()
            return
        self._list.clear()
        for word in self._now.words:
            self._list.addItem(item(word))
        self._list.setCurrentRow(0)
        self._place()

    def _place(self) -> None:
        """Below the cursor, over whatever else is in the window."""
        field, window, rows = self._field, self._field.window(), min(ROWS, self._list.count())
        self._list.setParent(window)
        self._list.setFixedSize(WIDTH, rows * self._list.sizeHintForRow(0) + 6)
        area = field.cursorRect()
        spot = field.viewport().mapTo(window, area.bottomLeft())
        if spot.y() + self._list.height() > window.height():
            spot.setY(spot.y() - self._list.height() - area.height())
        spot.setX(max(0, min(spot.x(), window.width() - self._list.width() - 8)))
        self._list.move(spot)
        self._list.show()
        self._list.raise_()

    def _put(self, chosen: QListWidgetItem | None) -> None:
        self._list.hide()
        if chosen is None:
            return
        word: Word = self._now.words[self._list.row(chosen)]
        cursor = self._field.textCursor()
        for _ in self._now.typed:
            cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor)
        colon = word.goes_on and not cursor.block().text()[cursor.selectionEnd() - cursor.block().position() :].strip()
        cursor.insertText(word.text + (": " if colon else ""))
        self._field.setTextCursor(cursor)


def offset(field: "QPlainTextEdit") -> int:
    """Of the cursor, in characters of the text shown."""
    before = field.toPlainText().encode("utf-16-le")[: 2 * field.textCursor().position()]
    return len(before.decode("utf-16-le", "ignore"))


def item(word: Word) -> QListWidgetItem:
    return QListWidgetItem(plain(f"{word.text}    {word.says}" if word.says else word.text, 90))
