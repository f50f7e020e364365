"""The keys of a talk, the same in the window of the room and in that of the presenter; clickers send Page keys."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench

ONWARD = {Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}
BACKWARD = {Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_Backspace}
OTHERS = "ban.?/"


def takes(event: QKeyEvent) -> bool:
    """Whether a key means something in a talk; the window's own shortcuts then stand back."""
    plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
    known = {*ONWARD, *BACKWARD, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Escape}
    return plain and (event.key() in known or event.text().lower() in tuple(OTHERS) or event.text().isdigit())


def pressed(event: QKeyEvent, workbench: "Workbench") -> None:
    present = workbench.frame.present
    if present is None:
        return
    key, text = event.key(), event.text().lower()
    if key in ONWARD:
        workbench.next_scene()
    elif key in BACKWARD:
        workbench.previous_scene()
    elif key == Qt.Key.Key_Home:
        workbench.show_scene(1)
    elif key == Qt.Key.Key_End:
        workbench.show_scene(len(present.titles))
    elif key == Qt.Key.Key_Escape:
        workbench.set_screen("replay")
    elif text.isdigit() and text != "0":
        workbench.show_scene(int(text))
    elif text in ("b", "."):
        workbench.blank(not present.blank)
    elif text == "a":
        workbench.ask_room(not present.asked)
    elif text == "n":
        workbench.show_notes(not present.notes_shown)
