"""The canvas: the scenario as pictures that can be changed. One of them at a time, chosen by small tabs."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from outage_gui.views.edit_agenda import AgendaView
from outage_gui.views.edit_graph import EditGraph
from outage_gui.views.edit_processes import ProcessesView
from outage_gui.views.edit_story import StoryView
from outage_gui.views.header import tab, tint, tool
from outage_gui.views.plain import label, set_text, set_tip
from outage_gui.workbench.edit_places import Path
from outage_gui.workbench.frame import Frame
from outage_gui.workbench.theme import Theme

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench

PAGES = {"graph": "Graph", "processes": "Processes", "clock": "Clock and story", "story": "Storyboard"}
KEYS = {"graph": "G", "processes": "P", "clock": "C", "story": "S"}  # with Alt
SHOWN_ON = {
    "services": "graph", "groups": "graph", "processes": "processes", "timeline": "clock", "story": "clock",
}  # fmt: skip


class Canvas(QWidget):
    """What is looked at decides which picture is shown, where one of them shows it."""

    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self._workbench = workbench
        self._theme: Theme | None = None
        self._frame: Frame | None = None
        self._path: Path = ()
        self.graph, self.processes, self.clock = EditGraph(workbench), ProcessesView(workbench), AgendaView(workbench)
        self._pages = QStackedWidget()
        self.story = StoryView(workbench)
        self._views: dict[str, QWidget] = {
            "graph": self.graph, "processes": self.processes, "clock": self.clock, "story": self.story,
        }  # fmt: skip
        self._tabs = {key: self._tab(key, title) for key, title in PAGES.items()}
        self._undo, self._redo = tool("undo-2", "Undo", workbench.undo), tool("redo-2", "Redo", workbench.redo)
        self._add = tool("plus", "Add … (Insert)", self.ask_to_add)
        self._hint = label(name="muted")
        self._lay_out()

    def _tab(self, key: str, title: str) -> QToolButton:
        return tab(title, f"{title} (Alt+{KEYS[key]})", lambda: self.show_page(key))

    def _lay_out(self) -> None:
        bar = QWidget()
        bar.setObjectName("bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(10, 5, 8, 5)
        row.setSpacing(2)
        for made in self._tabs.values():
            row.addWidget(made)
        row.addStretch(1)
        row.addWidget(self._hint)
        for button in (self._undo, self._redo, self._add):
            row.addWidget(button)
        for view in self._views.values():
            self._pages.addWidget(view)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(1)
        lines.addWidget(bar)
        lines.addWidget(self._pages, 1)
        self.show_page("graph")

    @property
    def page(self) -> str:
        return next(key for key, view in self._views.items() if view is self._pages.currentWidget())

    def show_page(self, key: str) -> None:
        view = self._views[key]
        self._pages.setCurrentWidget(view)
        self.setFocusProxy(view)
        for name, made in self._tabs.items():
            made.setChecked(name == key)
        if self._frame is not None and self._theme is not None:
            self._draw_page(self._frame, self._theme)

    def ask_to_add(self) -> None:
        """The quick-add menu of the picture that is shown."""
        if self.page == "processes":
            self.processes.sheet.ask_to_add()
        else:
            if self.page != "graph":
                self.show_page("graph")
            self.graph.ask_to_add()

    def duplicate(self) -> None:
        """What is chosen on the picture that is shown."""
        if self.page == "story":
            self.story.board.duplicate()
        else:
            self.graph.acts.duplicate()

    def draw(self, frame: Frame, theme: Theme) -> None:
        assert frame.edit is not None
        if theme is not self._theme:
            self._theme = theme
            self.graph.set_theme(theme)
        self._frame = frame
        path = frame.edit.path
        if path != self._path:
            self._path = path
            page = SHOWN_ON.get(str(path[0]), self.page) if path else self.page
            page = "story" if self.page == "story" and path[:1] == ("story",) else page
            if page != self.page:
                self.show_page(page)
                return
        self._draw_page(frame, theme)

    def _draw_page(self, frame: Frame, theme: Theme) -> None:
        if self.page == "graph":
            self.graph.draw(frame)
        elif self.page == "processes":
            self.processes.draw(frame, theme)
        elif self.page == "clock":
            self.clock.draw(frame, theme)
        else:
            self.story.draw(frame, theme)
        assert frame.edit is not None
        set_text(self._hint, "as it last made sense" if frame.edit.refused else "")
        for button, said, name in ((self._undo, "Undo", frame.can_undo), (self._redo, "Redo", frame.can_redo)):
            button.setEnabled(bool(name))
            button.setAccessibleName(f"{said} {name}".rstrip())
            set_tip(button, f"{said} {name}".rstrip())
            tint(button, theme.muted if name else theme.line)
        tint(self._add, theme.muted)
