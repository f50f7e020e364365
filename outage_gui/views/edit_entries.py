"""The lines of a list inside a form: open, move up and down, remove; and the field that gives another name."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QToolButton, QWidget

from outage_gui.views.header import tint, tool
from outage_gui.views.plain import plain, set_tip
from outage_gui.workbench.edit_form import Entry, Row
from outage_gui.workbench.theme import Theme

if TYPE_CHECKING:
    from outage_gui.views.edit_inspector import Inspector


class EntryLine(QWidget):
    """One entry: its name leads into it."""

    def __init__(self, form: "Inspector", row: Row, number: int, entry: Entry, theme: Theme) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        says = f"{entry.name}  ·  {entry.says}" if entry.says and entry.says != entry.name else entry.name
        way = QPushButton(("× " if entry.wrong else "") + plain(says, 70).replace("&", "&&"))
        way.setObjectName("entry")
        way.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        set_tip(way, says)
        way.clicked.connect(lambda: form.open(entry))
        line.addWidget(way, 1)
        for glyph, hint, act, possible in (
            ("chevron-up", "up", lambda: form.shift(entry, number - 1), number > 0),
            ("chevron-down", "down", lambda: form.shift(entry, number + 1), number + 1 < row.total),
            ("x", "remove", lambda: form.remove(entry), True),
        ):
            line.addWidget(_small(glyph, f"{plain(entry.name, 40)}: {hint}", act, theme, possible=possible))


def _small(glyph: str, hint: str, act: Callable[[], None], theme: Theme, *, possible: bool) -> QToolButton:
    made = tool(glyph, hint, act)
    tint(made, theme.muted if possible else theme.line)
    made.setEnabled(possible)
    return made


class Renamer(QLineEdit):
    """A name; another one is given everywhere when Enter is pressed or the field is left."""

    def __init__(self, name: str, told: Callable[[str], None]) -> None:
        super().__init__(plain(name))
        self.setAccessibleName("Name")
        set_tip(self, "the name used in the file; a change is made everywhere it is used")
        self._name, self._told = name, told
        self.editingFinished.connect(self._done)

    def _done(self) -> None:
        name = self.text().strip()
        if self.isModified() and name not in ("", self._name):
            self._name = name
            self._told(name)
