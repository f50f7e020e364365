"""The bar at the top: what is open, which run, which fixes, and the way to every command."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QIcon, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QToolButton, QWidget

from outage_gui.views.controls import Chooser, CutLabel
from outage_gui.views.guard import guarded
from outage_gui.views.icons import icon_pixmap
from outage_gui.views.plain import label, plain, set_text, set_tip
from outage_gui.workbench.frame import Choice, Frame
from outage_gui.workbench.theme import Theme

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench

ICON = 18
NARROW = 1160  # pixels below which only the way to all commands stays
ROOMY = 1600  # pixels from which on the dates stand beside the title


def menu_text(text: str) -> str:
    """Plain text for a menu: an ampersand is shown, not taken for a shortcut."""
    return plain(text).replace("&", "&&")


def icon(name: str, colour: str) -> QIcon:
    made = QIcon()
    for dpr in (1.0, 2.0):
        made.addPixmap(icon_pixmap(name, colour, ICON, dpr))
    return made


def tool(name: str, hint: str, pressed: Callable[[], object], *, style: str = "quiet") -> QToolButton:
    """A button with an icon that `tint` puts on it; the hint is its tip and its name for readers."""
    made = QToolButton()
    made.setObjectName(style)
    made.setProperty("glyph", name)
    made.setIconSize(QSize(ICON, ICON))
    made.setAccessibleName(hint)
    set_tip(made, hint)
    made.clicked.connect(lambda: pressed())
    return made


def tint(button: QToolButton, colour: str, name: str = "") -> None:
    """Put the icon on the button in this colour."""
    button.setIcon(icon(name or str(button.property("glyph")), colour))


def tab(text: str, hint: str, pressed: Callable[[], object]) -> QToolButton:
    """One of the screens; the one on screen is checked."""
    made = tool("", hint, pressed, style="tab")
    made.setText(text)
    made.setAccessibleName(text)
    made.setCheckable(True)
    return made


class Header(QWidget):
    """`commands` opens the palette, `keys` the shortcut overview, `themes` changes between dark and light."""

    def __init__(
        self, workbench: "Workbench", files: QMenu, commands: Callable[[], None], keys: Callable[[], None],
        themes: Callable[[], None],
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("bar")
        self._workbench = workbench
        self._title, self._subtitle = CutLabel("title"), label(name="muted")
        self._run, self._fixes = Chooser(), QToolButton()
        self._runs: tuple[Choice, ...] = ()
        self._choices: tuple[Choice, ...] = ()
        self._theme: Theme | None = None
        self._file = tool("folder-open", "Open, reload, recent files", lambda: None)
        self._file.setMenu(files)
        self._file.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._buttons = (
            self._file,
            tool("search", "All commands (Ctrl+K)", commands),
            tool("keyboard", "All keys (?)", keys),
            tool("sun", "Dark or light", themes),
        )
        self._tabs = {
            "replay": tab("Replay", "One order, step by step (Ctrl+1)", lambda: workbench.set_screen("replay")),
            "explore": tab("Explore", "Every order (Ctrl+2)", lambda: workbench.set_screen("explore")),
            "edit": tab("Edit", "The scenario itself (Ctrl+3)", lambda: workbench.set_screen("edit")),
            "present": tab("Present", "The story, told to a room (Ctrl+4)", lambda: workbench.set_screen("present")),
        }
        self._lay_out()

    def _lay_out(self) -> None:
        self._run.setAccessibleName("Run")
        self._run.hide()  # until a file has runs, and fixes
        self._fixes.hide()
        self._run.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._run.setMaximumWidth(220)
        self._run.activated.connect(self._run_chosen)
        self._fixes.setAccessibleName("Fixes")
        self._fixes.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._fixes.setMenu(QMenu(self._fixes))
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 8, 12, 8)
        line.setSpacing(10)
        line.addWidget(self._file)
        line.addWidget(self._title)
        line.addWidget(self._subtitle)
        line.addStretch(1)
        line.addWidget(self._run)
        line.addWidget(self._fixes)
        line.addSpacing(8)
        for made in self._tabs.values():
            line.addWidget(made)
        line.addSpacing(8)
        for button in self._buttons[1:]:
            line.addWidget(button)

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the title has it; the date stands on the clock too."""
        super().resizeEvent(event)
        self._subtitle.setVisible(self.width() >= ROOMY)
        for button in self._buttons[2:]:  # keys and theme stand in the palette too
            button.setVisible(self.width() >= NARROW)

    def draw(self, frame: Frame, theme: Theme) -> None:
        read_only = "cannot be written; Save as … keeps your changes" if frame.read_only else ""
        set_text(self._title, frame.title + (" *" if frame.unsaved else "") + (" (read-only)" if read_only else ""))
        set_tip(self._title, "\n".join(filter(None, (frame.title, frame.file, read_only))))
        set_text(self._subtitle, frame.subtitle)
        for name, made in self._tabs.items():
            made.setChecked(name == (frame.explore.screen if frame.explore else "replay"))
        if frame.runs != self._runs:
            self._show_runs(frame.runs)
        if frame.fixes != self._choices:
            self._show_fixes(frame.fixes)
        if theme is not self._theme:
            self._theme = theme
            for button in self._buttons:
                tint(button, theme.muted, name="moon" if button is self._buttons[-1] and theme.name == "light" else "")

    def _show_runs(self, runs: tuple[Choice, ...]) -> None:
        self._runs = runs
        self._run.clear()
        self._run.addItems([plain(f"Run: {run.label}", 60) for run in runs])
        self._run.setCurrentIndex(next((number for number, run in enumerate(runs) if run.on), 0))
        self._run.setVisible(bool(runs))

    def _run_chosen(self, number: int) -> None:
        self._workbench.show_run(self._runs[number].name)

    def _show_fixes(self, fixes: tuple[Choice, ...]) -> None:
        self._choices = fixes
        menu = self._fixes.menu()
        menu.clear()
        menu.addActions([self._fix_action(fix, menu) for fix in fixes])
        on = sum(fix.on for fix in fixes)
        self._fixes.setText(f"Fixes: {on} on" if on else "Fixes: none on")
        self._fixes.setVisible(bool(fixes))

    def _fix_action(self, fix: Choice, menu: QMenu) -> QAction:
        action = QAction(menu_text(fix.label), menu)
        action.setCheckable(True)
        action.setChecked(fix.on)
        action.triggered.connect(lambda on, name=fix.name: self._workbench.set_fix(name, on))
        return action


def fill_recent(menu: QMenu, recent: Sequence[Choice], opened: Callable[[str], None]) -> None:
    """The recent files below the other entries of the menu; one that is gone is grey."""
    for action in [action for action in menu.actions() if action.property("recent")]:
        menu.removeAction(action)
    for choice in recent:
        action = QAction(menu_text(choice.label), menu)
        action.setProperty("recent", True)
        action.setEnabled(choice.on)
        action.triggered.connect(lambda _=False, name=choice.name: opened(name))
        menu.addAction(action)
