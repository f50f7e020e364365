"""The keys of a talk, the same in the window of the room and in that of the presenter; clickers send Page keys."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from outage_gui.views.guard import guarded

if TYPE_CHECKING:
    from outage_gui.workbench.presenting import Tool
    from outage_gui.workbench.workbench import Workbench

ONWARD = {Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}
BACKWARD = {Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_Backspace}
OTHERS = "ban.fpdegs"
TOOLS: "dict[str, Tool]" = {"p": "pointer", "d": "pen", "g": "guess"}


class TalkWindow(QWidget):
    """A window in which the keys of the talk count. `swapped`: the room and the notes shall change displays."""

    swapped = Signal()

    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._workbench = workbench

    @guarded(default=lambda: False)
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and takes(event):
            event.accept()
            return True
        return super().event(event)

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if takes(event) and event.text().lower() == "s":
            self.swapped.emit()
        elif takes(event):
            pressed(event, self._workbench)
        else:
            super().keyPressEvent(event)


def takes(event: QKeyEvent) -> bool:
    """Whether a key means something in a talk; the window's own shortcuts then stand back."""
    plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
    known = {*ONWARD, *BACKWARD, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Escape}
    return plain and (event.key() in known or event.text().lower() in tuple(OTHERS) or event.text().isdigit())


def pressed(event: QKeyEvent, workbench: "Workbench") -> None:
    present, talk = workbench.frame.present, workbench.talk
    if present is None:
        return
    key, text = event.key(), event.text().lower()
    if key in ONWARD:
        talk.next_scene()
    elif key in BACKWARD:
        talk.previous_scene()
    elif key == Qt.Key.Key_Home:
        talk.show_scene(1)
    elif key == Qt.Key.Key_End:
        talk.show_scene(len(present.titles))
    elif key == Qt.Key.Key_Escape:
        talk.take("") if present.tool else workbench.set_screen("replay")
    elif text.isdigit() and text != "0":
        talk.show_scene(int(text))
    elif text in TOOLS:
        talk.take(TOOLS[text])
    elif text in ("b", "."):
        talk.blank(not present.blank)
    elif text == "a":
        talk.ask_room(not present.asked)
    elif text == "n":
        talk.show_notes(not present.notes_shown)
    elif text == "f":
        talk.freeze(not present.frozen)
    elif text == "e":
        talk.wipe()
