"""Questions before something is lost: told plainly, answered by a button or its key."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from outage_gui.views.plain import plain


def sure(parent: QWidget, question: str, yes: str) -> bool:
    """One thing to do, or not; Escape does nothing."""
    box = _box(parent, question)
    do = box.addButton(yes, QMessageBox.ButtonRole.DestructiveRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(do)
    box.exec()
    return box.clickedButton() is do


def save_first(parent: QWidget, name: str, why: str, then: Callable[[str], None]) -> None:
    """Calls `then` with "save" or "discard"; Escape and closing the question do nothing. Does not wait."""
    box = _box(parent, f"{name} has changes that are not saved. {why}".rstrip())
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    save = box.addButton("Save", QMessageBox.ButtonRole.AcceptRole)
    discard = box.addButton("Discard the changes", QMessageBox.ButtonRole.DestructiveRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(save)

    def answered() -> None:
        clicked = box.clickedButton()
        if clicked in (save, discard):
            then("save" if clicked is save else "discard")

    box.finished.connect(lambda _: answered())
    box.open()


def _box(parent: QWidget, question: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(plain(question, 400))
    box.setWindowTitle("Outage replay")
    return box
