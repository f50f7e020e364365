"""Quick add: a small field where the pointer is. Type a name, choose what it shall be, Enter."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QVBoxLayout, QWidget

from outage_gui.views.guard import guarded

Told = Callable[[str, str], None]
NARROW, WIDE = 280, 460  # pixels: with a list, and alone


class QuickAdd(QDialog):
    """`told(what, name)`, with one of the words offered; nothing where it is left by Escape."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("sheet")
        self._field, self._list = QLineEdit(), QListWidget()
        self._told: Told = lambda what, name: None
        self._kinds: tuple[str, ...] = ()
        self._field.setAccessibleName("Name")
        self._list.setAccessibleName("What to add")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.itemClicked.connect(lambda _: self._done())
        self._field.returnPressed.connect(self._done)
        self._field.installEventFilter(self)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(8, 8, 8, 8)
        lines.addWidget(self._field)
        lines.addWidget(self._list)

    def ask(self, at: QPoint, hint: str, kinds: tuple[str, ...], told: Told) -> None:
        """`at`: on the screen. `kinds`: what it may be; of a single one there is no list."""
        self._told, self._kinds = told, kinds
        self._field.clear()
        self._field.setPlaceholderText(hint)
        self._list.clear()
        self._list.addItems(list(kinds))
        self._list.setCurrentRow(0)
        self._list.setVisible(len(kinds) > 1)
        self.setFixedWidth(NARROW if len(kinds) > 1 else WIDE)
        self._list.setFixedHeight(self._list.sizeHintForRow(0) * len(kinds) + 6)
        self.adjustSize()
        self.move(at)
        self.show()
        self._field.setFocus()

    def ask_in(self, window: QWidget, hint: str, kind: str, told: Callable[[str], None]) -> None:
        """A name only, over the middle of a window."""
        where = window.mapToGlobal(QPoint((window.width() - WIDE) // 2, window.height() // 4))
        self.ask(where, hint, (kind,), lambda _, name: told(name))

    def _done(self) -> None:
        name = self._field.text().strip()
        if name:
            self.close()
            self._told(self._kinds[max(0, self._list.currentRow())], name)

    @guarded(default=lambda: False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            row = self._list.currentRow() + (1 if event.key() == Qt.Key.Key_Down else -1)
            self._list.setCurrentRow(min(max(row, 0), self._list.count() - 1))
            return True
        return False
