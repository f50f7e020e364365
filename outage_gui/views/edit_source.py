"""The text beside the canvas, both ways: what is typed becomes the scenario, what is chosen elsewhere is shown here."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from outage_gui.views.edit_find import FindBar
from outage_gui.views.edit_text import TextField
from outage_gui.workbench.draft import as_shown, retyped
from outage_gui.workbench.edit_frame import Edit
from outage_gui.workbench.edit_places import path_at, spot_of
from outage_gui.workbench.edit_words import Completion, completion
from outage_gui.workbench.theme import Theme

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench

PAUSE = 15  # ms after a key until the text is judged: keys that come together are judged together
REST = 350  # ms after a key until the replay follows


class SourceView(QWidget):
    """The field is the only one that holds a text of its own: for PAUSE ms it is ahead of the draft."""

    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self._workbench = workbench
        self.field = TextField(self._complete)
        self.finder = FindBar(self.field)
        self._edit: Edit | None = None
        self._drawing = False
        self._typed, self._moved = QTimer(self), QTimer(self)
        for timer, rest, act in ((self._typed, PAUSE, self._tell), (self._moved, PAUSE, self._look)):
            timer.setSingleShot(True)
            timer.setInterval(rest)
            timer.timeout.connect(act)
        self.field.textChanged.connect(self._changed)
        self.field.cursorPositionChanged.connect(self._cursor_moved)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self.finder)
        lines.addWidget(self.field, 1)

    def draw(self, edit: Edit) -> None:
        before, self._edit = self._edit, edit
        self._drawing = True
        try:
            if not self._typed.isActive() and (before is None or before.text != edit.text):
                self.field.show_text(edit.text)
            lines = _lines(edit)
            self.field.show_marks(edit.problems, lines)
            chosen = before is None or before.path != edit.path
            if chosen and not edit.by_text and lines is not None:
                self.field.go_to(lines[0])
        finally:
            self._drawing = False

    def set_theme(self, theme: Theme) -> None:
        self.field.set_theme(theme)

    def flush(self) -> None:
        """What was typed and not yet told."""
        if self._typed.isActive():
            self._typed.stop()
            self._tell()

    def _changed(self) -> None:
        """Colours change too, which is no typing."""
        if self._drawing or self._edit is None or self.field.toPlainText() == as_shown(self._edit.text):
            return
        self._typed.start()

    def _cursor_moved(self) -> None:
        if not self._drawing and self.field.hasFocus():
            self._moved.start()

    def _tell(self) -> None:
        assert self._edit is not None
        text = retyped(self._edit.text, self.field.toPlainText())
        if text != self._edit.text:
            self._workbench.write(text, f"Typing in line {self.field.textCursor().blockNumber() + 1}")

    def _look(self) -> None:
        """Whatever the cursor stands in is looked at."""
        if self._typed.isActive():
            self.flush()
        if self._edit is None or self._edit.stale:
            return
        path = path_at(self._edit.root, as_shown(self._edit.text), self.field.offset)
        if path != self._edit.path:
            self._workbench.look_at(path, by_text=True)

    def _complete(self, text: str, offset: int) -> Completion:
        return completion(text, offset, self._workbench.document.scenario)


def _lines(edit: Edit) -> tuple[int, int] | None:
    """The lines, from 0, of what is looked at."""
    spot = spot_of(edit.root, edit.path) if edit.path and not edit.stale else None
    if spot is None:
        return None
    first = edit.text.count("\n", 0, spot.start)
    return first, first + edit.text.count("\n", spot.start, spot.end)
