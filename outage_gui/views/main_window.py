"""The window: arranges header, graph, lanes, transport, side panel. It decides nothing; verbs go to the workbench."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QIcon, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from outage_gui.views import edit_commands
from outage_gui.views.graph import GraphView
from outage_gui.views.guard import guarded
from outage_gui.views.header import Header, fill_recent, menu_text
from outage_gui.views.lanes import LanesView
from outage_gui.views.leaving import leave
from outage_gui.views.look import chosen, other_display, wear
from outage_gui.views.notice import NoticeBar
from outage_gui.views.panel import WIDTH, SidePanel
from outage_gui.views.plain import plain
from outage_gui.views.settings import Settings
from outage_gui.views.transport import TransportBar
from outage_gui.workbench.actions import ACTIONS, Action, choose
from outage_gui.workbench.frame import Frame
from outage_gui.workbench.shipped import resource
from outage_gui.workbench.templates import TEMPLATES
from outage_gui.workbench.theme import DARK, LIGHT, Theme

if TYPE_CHECKING:
    from outage_gui.views.commands import CommandPalette, KeySheet
    from outage_gui.views.edit import EditView
    from outage_gui.views.edit_quick import QuickAdd
    from outage_gui.views.explore import ExploreView
    from outage_gui.views.exporting import Exporting
    from outage_gui.views.game import GamePanel
    from outage_gui.views.page import PagePanel
    from outage_gui.views.present import PresentView
    from outage_gui.views.presenter import PresenterWindow
    from outage_gui.workbench.workbench import Workbench

BEAT = 16  # ms between ticks while playing
POLL = 60  # ms between looks at long work
HURRIED = 2  # ms, while a small file is explored in this very process


class MainWindow(QMainWindow):
    """`theme`: dark, light or system. Nothing is read or written outside `settings` and what the user opens."""

    def __init__(self, workbench: "Workbench", settings: Settings, theme: str = "system") -> None:
        super().__init__()
        self._workbench, self._settings = workbench, settings
        self._theme = chosen(theme if theme != "system" else settings.theme)
        wear(application(), self._theme)  # before anything is made: fonts are told otherwise afterwards
        self._beat, self._poll, self._watch = QTimer(self), QTimer(self), QElapsedTimer()
        self._actions = {action.key: self._made(action) for action in ACTIONS}
        self._recent = self._file_menu()
        self.header = Header(workbench, self._recent, self.show_commands, self.show_keys, self.change_theme)
        self.notice = NoticeBar(workbench)
        self.graph, self.lanes = GraphView(workbench), LanesView(workbench)
        self.transport, self.panel = TransportBar(workbench), SidePanel(workbench)
        self.asked = False  # whether what was edited may go
        self._screens, self._replay = QStackedWidget(), QWidget()
        self._before_talk: Qt.WindowState | None = None
        self._sides = QStackedWidget()
        self._arrange()
        self._wire()

    def _arrange(self) -> None:
        left = QSplitter(Qt.Orientation.Vertical)
        left.setChildrenCollapsible(False)
        left.setHandleWidth(1)
        left.addWidget(self.graph)
        left.addWidget(self.lanes)
        left.setStretchFactor(0, 5)
        left.setStretchFactor(1, 4)
        column = QVBoxLayout()
        column.setSpacing(0)
        for widget, stretch in ((left, 1), (self.transport, 0)):
            column.addWidget(widget, stretch)
        middle = QHBoxLayout(self._replay)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(1)
        middle.addLayout(column, 1)
        self._sides.setFixedWidth(WIDTH)
        self._sides.addWidget(self.panel)
        middle.addWidget(self._sides)
        whole = QVBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(1)
        whole.addWidget(self.header)
        whole.addWidget(self.notice)
        self._screens.addWidget(self._replay)
        whole.addWidget(self._screens, 1)
        centre = QWidget()
        centre.setLayout(whole)
        self.setCentralWidget(centre)
        self.setAcceptDrops(True)
        self.setMinimumSize(980, 640)
        self.setWindowIcon(QIcon(str(resource("icons/app.svg"))))
        self._settings.restore(self)
        self.graph.setFocus()

    def _wire(self) -> None:
        self._beat.setInterval(BEAT)
        self._beat.setTimerType(Qt.TimerType.PreciseTimer)
        self._beat.timeout.connect(self._tick)
        self._poll.setInterval(POLL)
        self._poll.timeout.connect(self._workbench.poll)
        self._poll.start()
        self._dress()
        self._workbench.listen(self.draw)

    # --- drawing ---------------------------------------------------------------------------------------------------

    def draw(self, frame: Frame) -> None:
        """Everything the frame says, in every view."""
        self.setWindowTitle(f"{plain(frame.title)} – Outage replay")
        for view in (self.header, self.notice):
            view.draw(frame, self._theme)
        self._show_to_room(frame)
        if frame.present is not None:
            self._show_screen(self.present)
            self.present.draw(frame, self._theme)
        elif frame.explore is not None and frame.explore.screen == "explore":
            self._show_screen(self.explore)
            self.explore.draw(frame, self._theme)
        elif frame.edit is not None and frame.explore is not None and frame.explore.screen == "edit":
            self._show_screen(self.edit)
            self.edit.draw(frame, self._theme)
        else:
            self._draw_replay(frame)
        for action in ACTIONS:
            self._actions[action.key].setEnabled(action.possible(frame))
        self._actions["edit.undo"].setText(menu_text(f"Undo {frame.can_undo}".rstrip()))
        self._actions["edit.redo"].setText(menu_text(f"Redo {frame.can_redo}".rstrip()))
        if frame.moving != self._beat.isActive():
            self._watch.start()
            (self._beat.start if frame.moving else self._beat.stop)()

        busy = frame.explore is not None and frame.explore.here
        busy = busy or (frame.page is not None and bool(frame.page.doing))
        if self._poll.interval() != (HURRIED if busy else POLL):
            self._poll.setInterval(HURRIED if busy else POLL)

    def _draw_replay(self, frame: Frame) -> None:
        self._show_screen(self._replay)
        playing = frame.explore is not None and frame.explore.game is not None
        side = self.game if playing else self.panel if frame.page is None else self.page
        self._sides.setFixedWidth(max(WIDTH, side.minimumWidth()))
        self._sides.setCurrentWidget(side)
        for view in (side, self.transport):
            view.draw(frame, self._theme)
        self.graph.draw(frame)
        self.lanes.draw(frame)

    def _show_screen(self, screen: QWidget) -> None:
        if self._screens.currentWidget() is not screen:
            self._screens.setCurrentWidget(screen)
            (self.graph if screen is self._replay else screen).setFocus()

    def _show_to_room(self, frame: Frame) -> None:
        """A talk takes the whole screen, and gives it back as it was; notes go to another display, if there is one."""
        on = frame.present is not None
        if on and self._before_talk is None:
            self._before_talk = self.windowState()
            self.header.hide()
            self.showFullScreen()
            self.notes.follow(self.screen())
        elif not on and self._before_talk is not None:
            self.setWindowState(self._before_talk)
            self._before_talk = None
            self.header.show()
            self.notes.close()
        if on:
            self.notes.draw(frame, self._theme)

    @cached_property
    def present(self) -> "PresentView":
        """Imported and made when something is first presented."""
        from outage_gui.views.present import PresentView

        made = PresentView(self._workbench)
        made.swapped.connect(self.swap_displays)
        self._screens.addWidget(made)
        return made

    @cached_property
    def notes(self) -> "PresenterWindow":
        """Follows displays that come and go during a talk."""
        from outage_gui.views.presenter import PresenterWindow

        made = PresenterWindow(self._workbench)
        made.swapped.connect(self.swap_displays)
        for changed in (application().screenAdded, application().screenRemoved):
            changed.connect(self._follow_displays)
        return made

    def _follow_displays(self) -> None:
        """One came or went: notes move to the one the room does not see."""
        if self._before_talk is not None:
            self.notes.follow(self.screen())

    def swap_displays(self) -> None:
        """The room's picture goes where the notes are; nothing happens with one display or outside of a talk."""
        display = other_display(self.screen())
        if self._before_talk is not None and display is not None:
            self.setScreen(display)
            self.setGeometry(display.geometry())
            self.showFullScreen()
            self.notes.follow(display)

    @cached_property
    def explore(self) -> "ExploreView":
        """Imported and made when it is first shown."""
        from outage_gui.views.explore import ExploreView

        made = ExploreView(self._workbench)
        self._screens.addWidget(made)
        return made

    @cached_property
    def page(self) -> "PagePanel":
        """Imported and made when it is first shown."""
        from outage_gui.views.page import PagePanel

        made = PagePanel(self._workbench, WIDTH)
        self._sides.addWidget(made)
        return made

    @cached_property
    def game(self) -> "GamePanel":
        """Imported and made when it is first played."""
        from outage_gui.views.game import GamePanel

        made = GamePanel(self._workbench)
        self._sides.addWidget(made)
        return made

    @cached_property
    def edit(self) -> "EditView":
        """Imported and made when it is first shown."""
        from outage_gui.views.edit import EditView

        made = EditView(self._workbench)
        self._screens.addWidget(made)
        return made

    def _tick(self) -> None:
        self._workbench.tick(self._watch.restart())

    def stand_still(self) -> None:
        """From now on somebody else tells the workbench how time passes."""
        self._beat.timeout.disconnect(self._tick)

    def dress(self, theme: Theme) -> None:
        """Change between dark and light; the next start remembers."""
        self._theme = theme
        wear(application(), theme)
        self._dress()

    def _dress(self) -> None:
        theme = self._theme
        self.graph.set_theme(theme)
        self.lanes.set_theme(theme)
        self.draw(self._workbench.frame)

    # --- actions ---------------------------------------------------------------------------------------------------

    def _made(self, action: Action) -> QAction:
        made = QAction(menu_text(action.title), self)
        made.setShortcuts([QKeySequence(keys) for keys in action.shortcuts])
        made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        made.triggered.connect(lambda: self.press(action.key))
        self.addAction(made)
        return made

    def press(self, key: str) -> None:
        """Do what the row of the table says: the workbench's part there, the window's own part here."""
        if "edit" in vars(self):
            self.edit.flush()
        key = "file.save_as" if key == "file.save" and self._workbench.frame.untitled else key
        action = next((action for action in ACTIONS if action.key == key), None)
        if action is None:
            choose(self._workbench, key)
        elif action.run is not None:
            action.run(self._workbench)
        else:
            self._own()[key]()

    def _own(self) -> dict[str, Callable[[], object]]:
        return {
            "file.open": self.choose_file,
            "file.save_as": self.choose_place,
            "file.export": self.choose_export,
            **{f"file.new.{each.name}": self._beginning(each.name) for each in TEMPLATES},
            "file.quit": self.close,
            **edit_commands.own(lambda: self.edit),
            "replay.seek": self.transport.ask,
            "story.action": self.ask_action,
            "present.swap": self.swap_displays,
            "view.fit": self.graph.fit,
            "view.closer": self.graph.closer,
            "view.farther": self.graph.farther,
            "view.theme": self.change_theme,
            "view.full": self.change_full,
            "view.motion": self.change_motion,
            "help.commands": self.show_commands,
            "help.keys": self.show_keys,
            "help.about": self.show_about,
        }

    # Dialogs are imported and made when first asked for: the first frame shows none of them.

    @cached_property
    def _palette(self) -> "CommandPalette":
        from outage_gui.views.commands import CommandPalette

        return CommandPalette(self, self.press)

    @cached_property
    def _sheet(self) -> "KeySheet":
        from outage_gui.views.commands import KeySheet

        return KeySheet(self)

    @cached_property
    def _quick(self) -> "QuickAdd":
        from outage_gui.views.edit_quick import QuickAdd

        return QuickAdd(self)

    def ask_action(self) -> None:
        self._quick.ask_in(self, "what is to be done", "Action", self._workbench.talk.note_action)

    def show_commands(self) -> None:
        self._palette.ask(self._workbench.frame)

    def show_keys(self) -> None:
        self._sheet.show_middle()

    def close_dialogs(self) -> None:
        for name in ("_palette", "_sheet"):
            if name in vars(self):
                getattr(self, name).close()

    def show_about(self) -> None:
        from outage_gui.views.about import About

        About(self).open()

    def change_theme(self) -> None:
        self.dress(LIGHT if self._theme is DARK else DARK)
        self._settings.remember("theme", self._theme.name)

    def change_full(self) -> None:
        self.showNormal() if self.isFullScreen() else self.showFullScreen()

    def change_motion(self) -> None:
        self._workbench.reduced_motion = not self._workbench.reduced_motion
        self._settings.remember("motion", "reduced" if self._workbench.reduced_motion else "full")

    # --- files -----------------------------------------------------------------------------------------------------

    def _file_menu(self) -> QMenu:
        menu = QMenu(self)
        for key in ("file.open", "file.reload", "file.save", "file.save_as", "file.export"):
            menu.addAction(self._actions[key])
        begun = menu.addMenu("New")
        for each in TEMPLATES:
            begun.addAction(self._actions[f"file.new.{each.name}"])
        menu.addSeparator()
        menu.aboutToShow.connect(lambda: fill_recent(menu, self._workbench.frame.recent, self.open_file))
        return menu

    def choose_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "Open a scenario", "", "Scenarios (*.yaml *.yml)")
        if path:
            self.open_file(path)

    @cached_property
    def exporting(self) -> "Exporting":
        """Imported and made when something is first exported."""
        from outage_gui.views.exporting import Exporting

        return Exporting(self, self._workbench)

    def choose_export(self) -> None:
        self.exporting.ask()

    def choose_place(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, "Save the scenario", "scenario.yaml", "Scenarios (*.yaml *.yml)")
        if path:
            self._workbench.save_as(Path(path) if Path(path).suffix else Path(f"{path}.yaml"))

    def _beginning(self, template: str) -> Callable[[], object]:
        return lambda: self.leave(lambda: self._workbench.new(template))

    def leave(self, then: Callable[[], object]) -> None:
        """What was typed is taken, and saved or given up, before another file is open or the window is gone."""
        if "edit" in vars(self):
            self.edit.flush()
        leave(self, self._workbench, then)

    def open_file(self, path: str) -> None:
        """Refused files are told in the window; the scenario on screen stays."""
        self.leave(lambda: self._workbench.open(Path(path)))

    @guarded
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    @guarded
    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.open_file(paths[0])

    def _close(self) -> None:
        """The question, if there was one, is answered."""
        self.asked = True
        self.close()

    @guarded
    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.asked and self._workbench.frame.unsaved:
            event.ignore()
            self.leave(self._close)
            return
        self._settings.keep(self)
        self._beat.stop()
        self._poll.stop()
        if "exporting" in vars(self):
            self.exporting.stop()
        self._workbench.close()
        event.accept()


def application() -> QApplication:
    found = QApplication.instance()
    assert isinstance(found, QApplication)
    return found
