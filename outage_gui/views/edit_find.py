"""Find in the text: every hit is marked, Enter goes to the next, Shift+Enter to the one before."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from outage_gui.views.edit_text import TextField
from outage_gui.views.guard import guarded
from outage_gui.views.header import tool
from outage_gui.views.plain import label, set_text

MOST = 500  # hits that are marked


class FindBar(QWidget):
    """Hidden until asked for."""

    def __init__(self, field: TextField) -> None:
        super().__init__()
        self.setObjectName("bar")
        self._field, self._line, self._count = field, QLineEdit(), label(name="muted")
        self._line.setPlaceholderText("Find in the text")
        self._line.setAccessibleName("Find in the text")
        self._line.textChanged.connect(self._mark)
        self.close_button = tool("x", "Close (Escape)", self.put_away)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 6, 6)
        row.addWidget(self._line, 1)
        row.addWidget(self._count)
        row.addWidget(self.close_button)
        self.hide()

    def ask(self) -> None:
        """Show it with what is selected in the text."""
        chosen = self._field.textCursor().selectedText()
        self.show()
        if chosen and "\u2029" not in chosen:
            self._line.setText(chosen)
        self._line.selectAll()
        self._line.setFocus()
        self._mark()

    def put_away(self) -> None:
        self.hide()
        self._field.show_found(())
        self._field.setFocus()

    def _mark(self) -> None:
        hits = self._hits()
        self._field.show_found(hits)
        set_text(self._count, f"{len(hits)}{'+' if len(hits) == MOST else ''}" if self._line.text() else "")

    def _hits(self) -> list[QTextCursor]:
        found: list[QTextCursor] = []
        wanted, document = self._line.text(), self._field.document()
        cursor = document.find(wanted) if wanted else QTextCursor()
        while not cursor.isNull() and len(found) < MOST:
            found.append(cursor)
            cursor = document.find(wanted, cursor)
        return found

    def go(self, *, back: bool = False) -> None:
        """To the next hit, round the end."""
        way = QTextDocument.FindFlag.FindBackward if back else QTextDocument.FindFlag(0)
        if not self._line.text() or self._field.find(self._line.text(), way):
            return
        cursor = self._field.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End if back else QTextCursor.MoveOperation.Start)
        self._field.setTextCursor(cursor)
        self._field.find(self._line.text(), way)

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go(back=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)
