"""Before a file is left, by closing the window or opening another: its edits are saved, or given up on purpose."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from outage_gui.workbench.frame import Frame

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench


def leave(window: QWidget, workbench: "Workbench", then: Callable[[], object]) -> None:
    """Calls `then` at once where nothing would be lost, else when the question is answered. Does not wait."""
    frame = workbench.frame
    if not frame.unsaved:
        then()
        return
    from outage_gui.views.edit_ask import save_first

    def answered(answer: str) -> None:
        if answer == "save":
            workbench.save()
        if answer == "discard":
            workbench.give_up()
        if answer == "discard" or not workbench.frame.unsaved:
            then()

    save_first(window, frame.file or "The scenario", _why(frame), answered)


def _why(frame: Frame) -> str:
    """What stands in the way of saving."""
    refused = frame.edit is not None and frame.edit.refused
    return "The text has problems, and can be saved when they are mended." if refused else ""
