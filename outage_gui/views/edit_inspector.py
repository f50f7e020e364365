"""The inspector: a form for what is looked at, from the file as a whole down to one branch of one step."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from outage_gui.views.edit_entries import EntryLine, Renamer
from outage_gui.views.edit_fields import Area, Choice, Field, Line, Several
from outage_gui.views.guard import guarded
from outage_gui.views.header import tint, tool
from outage_gui.views.plain import label, plain, set_text, set_tip
from outage_gui.workbench.edit_changes import Change, dropped, renamed, reordered, set_to, switched
from outage_gui.workbench.edit_form import Entry, Form, Row, form
from outage_gui.workbench.edit_frame import Edit
from outage_gui.workbench.edit_places import Path
from outage_gui.workbench.edit_words import Completion, language_words
from outage_gui.workbench.frame import Frame
from outage_gui.workbench.theme import Theme

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench


PARTS = {"faults": "May crash", "impact": "Its absence costs", "recovers": "Takes time to recover"}


class Inspector(QScrollArea):
    """Rows are made anew only where another place is looked at, or other rows are there."""

    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Form")
        self._workbench = workbench
        self._made: tuple[object, ...] = ()
        self._fields: list[tuple[Row, Field]] = []
        self._wrongs: dict[Path, QLabel] = {}
        self._title = self._preview = label(name="title")
        self._form = Form((), "", (), ())
        self.setMinimumWidth(260)

    def draw(self, frame: Frame, theme: Theme) -> None:
        assert frame.edit is not None
        self._form = form(frame.edit, self._workbench.document.scenario)
        shape = (self._form.path, self._form.crumbs, theme.name, *(row.shape for row in self._form.rows))
        fresh = shape != self._made
        focused, inside = self._focused(), self.isAncestorOf(QApplication.focusWidget() or self.window())
        if fresh:
            self._made = shape
            self._rebuild(theme)
        self._fill(frame.edit, theme)
        if fresh:
            self._focus(focused, inside=inside)

    left = Signal()  # Escape: back to the canvas

    def enter(self) -> None:
        """The keys go to the first field that is no name."""
        if self._fields:
            self._fields[0][1].setFocus(Qt.FocusReason.TabFocusReason)

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.flush()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def flush(self) -> None:
        """What was typed and not yet told."""
        for _, field in self._fields:
            field.flush()

    # --- made

    def _rebuild(self, theme: Theme) -> None:
        page = QWidget()
        page.setObjectName("panel")
        lines = QVBoxLayout(page)
        lines.setContentsMargins(16, 12, 14, 16)
        lines.setSpacing(4)
        self._fields, self._wrongs = [], {}
        lines.addLayout(self._head(theme))
        self._preview = label(name="muted", wrap=True)
        for row in self._form.rows:
            if not (row.key == "step" and self._form.name is not None):  # that is its name
                self._add_row(lines, row, theme)
        lines.addSpacing(8)
        lines.addWidget(self._preview)
        lines.addStretch(1)
        if (old := self.takeWidget()) is not None:
            old.hide()
            old.deleteLater()  # one of its buttons may be what has led here
        self.setWidget(page)

    def _focused(self) -> Path | None:
        return next((row.path for row, field in self._fields if field.hasFocus()), None)

    def _focus(self, path: Path | None, *, inside: bool) -> None:
        """The keys stay with the field that had them; in another form they go to its first."""
        same = next((field for row, field in self._fields if path is not None and row.path == path), None)
        if same is not None:
            same.setFocus()
        elif inside:
            self.enter()

    def _head(self, theme: Theme) -> QVBoxLayout:
        lines = QVBoxLayout()
        lines.setSpacing(4)
        crumbs = QHBoxLayout()
        crumbs.setSpacing(0)
        for name, path in self._form.crumbs[-3:]:
            crumbs.addWidget(self._link(f"{name} ›", path))
        crumbs.addStretch(1)
        self._title = label(name="title", wrap=True)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        if self._form.path:
            bin_ = tool("x", f"Remove {plain(self._form.title, 40)}", lambda: self._remove(self._form.path))
            tint(bin_, theme.muted)
            head.addWidget(bin_, 0, Qt.AlignmentFlag.AlignTop)
        lines.addLayout(crumbs)
        lines.addLayout(head)
        if self._form.name is not None:
            lines.addWidget(label("NAME", name="section"))
            lines.addWidget(Renamer(self._form.name, self._rename))
        return lines

    def _link(self, text: str, path: Path) -> QPushButton:
        made = QPushButton(plain(text, 40).replace("&", "&&"))
        made.setObjectName("crumb")
        made.clicked.connect(lambda: self._workbench.look_at(path))
        return made

    def _add_row(self, lines: QVBoxLayout, row: Row, theme: Theme) -> None:
        lines.addSpacing(6)
        title = label(row.key.replace("_", " ").upper() + (" ·  needed" if row.required else ""), name="section")
        lines.addWidget(title)
        if row.kind == "entries":
            self._add_entries(lines, row, theme)
        elif row.kind == "part":
            self._add_part(lines, row)
        else:
            field = self._field(row)
            field.setAccessibleName(row.key)
            set_tip(field, row.says)
            lines.addWidget(field)
            self._fields.append((row, field))
            self._wrongs[row.path] = label(name="wrong", wrap=True)
            lines.addWidget(self._wrongs[row.path])

    def _field(self, row: Row) -> Field:
        tell = partial(self._tell, row)
        match row.kind:
            case "choice":
                return Choice(row.words, tell)
            case "several":
                return Several(row.words, tell)
            case "language" | "body":
                area = Area(tell, self._complete, one=row.kind == "language")
                area.setPlaceholderText(row.says)
                return area
            case "long":
                area = Area(tell)
                area.setPlaceholderText(row.says)
                return area
            case _:
                line = Line(tell)
                line.setPlaceholderText(row.says)
                return line

    def _add_part(self, lines: QVBoxLayout, row: Row) -> None:
        """A record below this one: a switch, and a way in."""
        switch = QCheckBox(PARTS.get(row.key, row.key.replace("_", " ").capitalize()))
        switch.setChecked(bool(row.text))
        switch.clicked.connect(lambda on: self._do(switched(row.path, on=on)))
        set_tip(switch, row.says)
        line = QHBoxLayout()
        line.addWidget(switch)
        if row.text:
            way = self._link(f"{row.text}  ›", (*row.path, "crash") if row.key == "faults" else row.path)
            way.setObjectName("entry")
            way.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            line.addWidget(way, 1)
        else:
            line.addStretch(1)
        lines.addLayout(line)

    def _add_entries(self, lines: QVBoxLayout, row: Row, theme: Theme) -> None:
        for number, entry in enumerate(row.entries):
            lines.addWidget(EntryLine(self, row, number, entry, theme))
        if row.total > len(row.entries):
            more = self._link(f"and {row.total - len(row.entries):,} more ›", row.path)
            lines.addWidget(more)
        adder = QLineEdit() if row.named else None
        line = QHBoxLayout()
        line.setSpacing(6)
        button = QPushButton(f"Add {row.add}")
        button.setObjectName("quiet")
        button.clicked.connect(lambda: self._add(row, adder))
        if adder is not None:
            adder.setPlaceholderText(f"name of a new {row.add}")
            adder.setAccessibleName(f"Name of a new {row.add}")
            adder.returnPressed.connect(lambda: self._add(row, adder))
            line.addWidget(adder, 1)
        line.addWidget(button)
        if adder is None:
            line.addStretch(1)
        lines.addLayout(line)

    # --- filled

    def _fill(self, edit: Edit, theme: Theme) -> None:
        set_text(self._title, self._form.title)
        told = (
            "\n".join(["TAKEN NOW", *(plain(line) for line in edit.preview)])
            if edit.preview and not edit.refused
            else ""
        )
        if self._preview.text() != told:
            self._preview.setText(told)
        self._preview.setVisible(bool(told))
        now = {row.path: row for row in self._form.rows}
        for row, field in self._fields:
            field.put(now[row.path].text, theme)
            note = self._wrongs[row.path]
            set_text(note, now[row.path].wrong)
            note.setVisible(bool(now[row.path].wrong))

    # --- told

    def _complete(self, text: str, offset: int) -> Completion:
        process = str(self._form.path[1]) if self._form.path[:1] == ("processes",) and len(self._form.path) > 1 else ""
        return language_words(text, offset, process, self._workbench.document.scenario)

    def _tell(self, row: Row, text: str) -> None:
        if change := set_to(row, text):
            self._workbench.change(change.edit, change.name, typing=True)

    def _add(self, row: Row, adder: QLineEdit | None) -> None:
        name = adder.text().strip() if adder is not None else ""
        if adder is not None and not name:
            adder.setFocus()
            return
        self._do(self._workbench.editing.addition(row.path, row.total, name))

    def _remove(self, path: Path) -> None:
        self._do(dropped(path))

    def _rename(self, name: str) -> None:
        self._do(renamed(self._form.path, name))

    def shift(self, entry: Entry, to: int) -> None:
        self._do(reordered(entry.path, to))

    def open(self, entry: Entry) -> None:
        self._workbench.look_at(entry.path)

    def remove(self, entry: Entry) -> None:
        self._remove(entry.path)

    def _do(self, change: Change) -> None:
        self._workbench.do(change)
