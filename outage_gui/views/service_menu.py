"""What a right click on a service offers."""

from typing import Protocol

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from outage_gui.views.plain import plain
from outage_gui.workbench.page_frame import PageKind


class Verbs(Protocol):
    def select(self, service: str | None) -> None: ...
    def show_page(self, kind: PageKind | None) -> None: ...
    def fail_here(self, service: str) -> None: ...
    def fold(self, group: str) -> None: ...
    def fold_all(self, on: bool) -> None: ...


def menu_of(parent: QWidget, verbs: Verbs, service: str, label: str) -> QMenu:
    """Choosing the service comes first, so that what is asked is seen to be about it."""
    menu, named = QMenu(parent), plain(label).replace("&", "&&")
    menu.addAction(f"Why is {named} as it is?").triggered.connect(lambda: ask(verbs, service, falls=False))
    menu.addAction(f"What would fall with {named}?").triggered.connect(lambda: ask(verbs, service, falls=True))
    menu.addSeparator()
    menu.addAction(f"Fail {named} here (what-if)").triggered.connect(lambda: verbs.fail_here(service))
    return menu


def menu_of_group(parent: QWidget, verbs: Verbs, group: str, label: str) -> QMenu:
    menu, named = QMenu(parent), plain(label).replace("&", "&&")
    menu.addAction(f"Fold {named} to one box").triggered.connect(lambda: verbs.fold(group))
    menu.addAction("Fold all groups").triggered.connect(lambda: verbs.fold_all(True))
    menu.addAction("Unfold everything").triggered.connect(lambda: verbs.fold_all(False))
    return menu


def ask(verbs: Verbs, service: str, *, falls: bool) -> None:
    verbs.show_page("falls" if falls else None)
    verbs.select(service)


def offer(menu: QMenu, where: QPoint) -> None:
    """At that place of the screen; goes away by itself."""
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(where)
