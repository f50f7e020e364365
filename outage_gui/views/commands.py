"""The command palette and the overview of keys, both made from the table of actions."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from outage_gui.views.guard import guarded
from outage_gui.views.plain import label
from outage_gui.workbench.actions import ACTIONS, Action, choices
from outage_gui.workbench.frame import Frame

KEY = Qt.ItemDataRole.UserRole
MOST_ROWS = 12
COLUMNS, WIDE = 3, 260  # of the sheet of keys; pixels of a title
MOVES = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


def native(action: Action) -> str:
    """The first shortcut as this system writes it, or the key it has in a talk."""
    if not action.shortcuts:
        return f"{action.in_talk} (talk)" if action.in_talk else ""
    return QKeySequence(action.shortcuts[0]).toString(QKeySequence.SequenceFormat.NativeText)


def score(wanted: str, title: str) -> int | None:
    """How well the letters typed fit a title: lower is better, None where they do not occur in order."""
    if wanted in title:
        return title.index(wanted)
    at, cost = -1, 0
    for letter in wanted.replace(" ", ""):
        found = title.find(letter, at + 1)
        if found < 0:
            return None
        cost, at = cost + found - at, found
    return 100 + cost


class CommandPalette(QDialog):
    """Type a part of a command's name, Enter does it. Grey ones say why they cannot be done now."""

    def __init__(self, parent: QWidget, press: Callable[[str], None]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._window, self._press = parent, press
        self._frame: Frame | None = None
        self._used: list[str] = []
        self._field, self._list = QLineEdit(), QListWidget()
        self._field.setPlaceholderText("What do you want to do?")
        self._field.setAccessibleName("Command")
        self._list.setAccessibleName("Commands that fit")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._field.textChanged.connect(self._fill)
        self._field.returnPressed.connect(self._chosen)
        self._list.itemClicked.connect(self._chosen)
        self._field.installEventFilter(self)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(10, 10, 10, 10)
        lines.addWidget(self._field)
        lines.addWidget(self._list)
        self.setObjectName("sheet")
        self.setFixedWidth(560)

    def ask(self, frame: Frame) -> None:
        """Show it in the upper middle of the window."""
        self._frame = frame
        self._field.clear()
        self._fill()
        corner = self._window.mapToGlobal(self._window.rect().topLeft())
        self.move(corner.x() + (self._window.width() - self.width()) // 2, corner.y() + 64)
        self.show()
        self._field.setFocus()

    def _fill(self) -> None:
        wanted = self._field.text().lower().strip()
        known = (*ACTIONS, *(choices(self._frame) if wanted and self._frame else ()))
        ranked = [(score(wanted, action.title.lower()), action) for action in known]
        fitting = [(rank, action) for rank, action in ranked if rank is not None]
        fitting.sort(key=lambda pair: (self._staleness(pair[1].key) if not wanted else 0, pair[0]))
        self._list.clear()
        for _, action in fitting:
            self._list.addItem(self._item(action))
        if not fitting:
            self._list.addItem(nothing_fits())
        self._list.setCurrentRow(0)
        rows = min(max(self._list.count(), 1), MOST_ROWS)
        self._list.setFixedHeight(rows * max(self._list.sizeHintForRow(0), 30) + 4)
        self.adjustSize()

    def _staleness(self, key: str) -> int:
        return self._used.index(key) if key in self._used else len(self._used)

    def _item(self, action: Action) -> QListWidgetItem:
        possible = self._frame is None or action.possible(self._frame)
        keys = native(action)
        item = QListWidgetItem(action.title + (f"    {keys}" if keys else ""))
        item.setData(KEY, action.key)
        if not possible:
            item.setText(f"{item.text()}    — {action.why_not}")
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
        return item

    def _chosen(self) -> None:
        item = self._list.currentItem()
        if item is None or not item.flags() & Qt.ItemFlag.ItemIsEnabled:
            return
        key = str(item.data(KEY))
        self._used = [key, *(other for other in self._used if other != key)]
        self.hide()
        self._press(key)

    @guarded(default=lambda: False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down go through the list while the field keeps the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in MOVES:
            self._list.keyPressEvent(event)
            return True
        return False


def nothing_fits() -> QListWidgetItem:
    item = QListWidgetItem("No command fits.")
    item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
    return item


SPANS = {"replay.chapter1": ("Chapters 1 to 9", "1 … 9")}


def listed(action: Action) -> bool:
    """Nine chapters are told in one line."""
    return bool(action.shortcuts or action.in_talk) and (action.section != "Chapters" or action.key in SPANS)


def balanced(count: int) -> list[list[Action]]:
    """The actions that have a key in so many columns of about the same length; a section stays whole."""
    sections: dict[str, list[Action]] = {}
    for action in filter(listed, ACTIONS):
        sections.setdefault(action.section, []).append(action)
    columns: list[list[str]] = [[] for _ in range(count)]
    for name in sorted(sections, key=lambda name: -len(sections[name])):
        min(columns, key=lambda names: sum(len(sections[one]) + 1 for one in names)).append(name)
    order = list(sections)
    columns = sorted((sorted(names, key=order.index) for names in columns), key=lambda names: order.index(names[0]))
    return [[action for name in names for action in sections[name]] for names in columns]


class KeySheet(QDialog):
    """Every action that has a key, by section."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._window = parent
        self.setObjectName("sheet")
        self.setAccessibleName("All keys")
        row = QHBoxLayout(self)
        row.setContentsMargins(28, 20, 28, 24)
        row.setSpacing(36)
        for actions in balanced(COLUMNS):
            row.addLayout(_column(actions))

    def show_middle(self) -> None:
        """In the middle of the window; Escape, ? or a click elsewhere closes it."""
        self.adjustSize()
        middle = self._window.mapToGlobal(self._window.rect().center())
        self.move(middle - self.rect().center())
        self.show()


def _column(actions: list[Action]) -> QVBoxLayout:
    """Titles and keys, each section under its name."""
    grid, line, section = QGridLayout(), 0, ""
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(3)
    for action in actions:
        if action.section != section:
            section = action.section
            grid.addWidget(label(section.upper(), name="section"), line, 0, 1, 2)
            line += 1
        title, keys = SPANS.get(action.key, (action.title, native(action)))
        told = label(title, wrap=True)
        told.setFixedSize(WIDE, told.heightForWidth(WIDE))
        grid.addWidget(told, line, 0)
        grid.addWidget(label(keys, name="numbers"), line, 1, Qt.AlignmentFlag.AlignTop)
        line += 1
    column = QVBoxLayout()
    column.addLayout(grid)
    column.addStretch(1)
    return column
