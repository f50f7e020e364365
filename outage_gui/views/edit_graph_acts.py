"""What is done to the graph, as verbs: the canvas says where, this says what becomes of the text."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from outage_gui.views.edit_ask import sure
from outage_gui.workbench import edit_clipboard, edit_services
from outage_gui.workbench.edit_changes import ENTRIES, Change
from outage_gui.workbench.edit_places import Path
from outage_gui.workbench.edit_services import Spots
from outage_gui.workbench.frame import Point
from outage_gui.workbench.page_frame import PageKind

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench

SECTIONS = {
    "Process": "processes", "Shared variable": "state", "Check": "checks", "Group": "groups", "Fix": "fixes",
    "Moment on the clock": "timeline", "Scene of the story": "story",
}  # fmt: skip


class GraphActs:
    """Every act is one edit with a name, and looks at what came of it."""

    def __init__(self, workbench: "Workbench") -> None:
        self._workbench = workbench

    @property
    def picked(self) -> tuple[str, ...]:
        return self._workbench.editing.picked

    @property
    def _text(self) -> str:
        return self._workbench.editing.text

    def do(self, make: Callable[[], Change | None]) -> None:
        self._workbench.do_made(make)

    # --- what a graph asks of the workbench

    def select(self, service: str | None) -> None:
        self._workbench.look_at(("services", service) if service else ())

    def select_next(self, dx: int, dy: int) -> None:
        self._workbench.select_next(dx, dy)
        chosen = self._workbench.frame.selected
        if chosen is not None:
            self.select(self._workbench.frame.stage.boxes[chosen].name)

    def show_page(self, kind: PageKind | None) -> None:
        """No pages here."""

    def fail_here(self, service: str) -> None:
        self._workbench.fail_here(service)

    def fold(self, group: str) -> None:
        self._workbench.fold(group)

    def fold_all(self, on: bool) -> None:
        self._workbench.fold_all(on)

    def move_box(self, service: str, x: float, y: float) -> None:
        """With all others that are picked, by the same way."""
        spots = {name: (at_x, at_y) for name, at_x, at_y in self._spots()}
        old_x, old_y = spots[service]
        with_it = self.picked if service in self.picked else (service,)
        moved = [(name, spots[name][0] + x - old_x, spots[name][1] + y - old_y) for name in with_it]
        name = f"Move {service}" if len(moved) == 1 else f"Move {len(moved)} services"
        self.do(lambda: edit_services.placed(moved, name))

    def _spots(self) -> Spots:
        places = ((box.name, box.place) for box in self._workbench.frame.stage.boxes)
        return [(name, place.x + place.width / 2, place.y + place.height / 2) for name, place in places]

    # --- adding, connecting, deleting

    def add(self, what: str, name: str, *, at: Point | None = None, needs: str = "", group: str = "") -> None:
        if what == "Service":
            self.do(lambda: edit_services.service_added(self._text, name, at=at, needs=needs, group=group))
        elif SECTIONS[what] in ENTRIES:
            self.do(lambda: self._workbench.editing.entry_added(SECTIONS[what], name))
        else:
            self.do(lambda: self._workbench.editing.named(SECTIONS[what], name))

    def connect(self, source: str, target: str) -> None:
        self.do(lambda: edit_services.connected(self._text, source, target))

    def look_at_need(self, source: str, target: str) -> None:
        self.connect(source, target)  # which it has: nothing but a look at it

    def record(self, label: str) -> None:
        self._workbench.record_run(label)

    def record_fix(self, label: str) -> None:
        self._workbench.record_fix("", label)

    def pick_too(self, name: str) -> None:
        picked = self.picked
        rest = tuple(one for one in picked if one != name)
        self._workbench.pick(rest if name in picked else (*picked, name))

    def pick_all(self) -> None:
        self._workbench.pick(tuple(box.name for box in self._workbench.frame.stage.boxes))

    def delete(self, parent: QWidget) -> None:
        """What is picked, else what is looked at; what depends on it is told first."""
        path = self._workbench.editing.path
        if self.picked and len(path) <= 2:
            self.do(lambda: self._deletion(parent))
        elif len(path) > 2:
            self.do(lambda: self._workbench.editing.dropped())

    def _deletion(self, parent: QWidget) -> Change | None:
        left = edit_services.dependents(self._text, self.picked)
        agreed = not left or sure(parent, _told(self.picked, left), "Delete")
        return edit_services.deleted(self.picked) if agreed else None

    # --- the clipboard

    def _paths(self) -> list[Path]:
        services: list[Path] = [("services", name) for name in self.picked]
        path = self._workbench.editing.path
        return services or ([path[:2]] if len(path) > 1 else [])

    def copy(self) -> None:
        self.do(self._copied)

    def _copied(self) -> None:
        """Into the clipboard; the text stays as it is."""
        if text := edit_clipboard.copied(self._text, self._paths()):
            QGuiApplication.clipboard().setText(text)

    def paste(self) -> None:
        self.do(lambda: edit_clipboard.pasted(self._text, QGuiApplication.clipboard().text()))

    def duplicate(self) -> None:
        self.do(lambda: edit_clipboard.duplicated(self._text, self._paths()))

    # --- places

    def align(self, way: str) -> None:
        spots = [spot for spot in self._spots() if spot[0] in self.picked]
        if len(spots) > 1:
            self.do(lambda: edit_services.aligned(spots, way))

    def group(self, label: str) -> None:
        self.do(lambda: edit_services.grouped(self._text, self.picked, label))

    def offer(self, parent: QWidget, at: QPoint, add: Callable[[], None]) -> None:
        """The menu of the canvas."""
        menu, several = QMenu(parent), len(self.picked) > 1
        rows: tuple[tuple[str, Callable[[], object], bool] | None, ...] = (
            ("Add …\tIns", add, True),
            ("Paste\tCtrl+V", self.paste, bool(QGuiApplication.clipboard().text())),
            None,
            ("Copy\tCtrl+C", self.copy, bool(self.picked)),
            ("Duplicate\tCtrl+D", self.duplicate, bool(self.picked)),
            ("Delete\tDel", lambda: self.delete(parent), bool(self.picked)),
            None,
            ("Align in a row", lambda: self.align("row"), several),
            ("Align in a column", lambda: self.align("column"), several),
            ("Space evenly", lambda: self.align("apart"), len(self.picked) > 2),
        )
        for row in rows:
            if row is None:
                menu.addSeparator()
            else:
                action = menu.addAction(row[0])
                action.setEnabled(row[2])
                action.triggered.connect(lambda _=False, act=row[1]: act())
        menu.exec(at)
        menu.deleteLater()


def _told(services: tuple[str, ...], left: tuple[str, ...]) -> str:
    needed = ", ".join(left[:6]) + (f" and {len(left) - 6} more" if len(left) > 6 else "")
    gone = services[0] if len(services) == 1 else f"these {len(services)} services"
    verb = "needs" if len(left) == 1 else "need"
    return f"{needed} {verb} {gone}. Delete {gone}, and what is said there about needing it?"
