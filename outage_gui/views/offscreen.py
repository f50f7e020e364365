"""The one application object, for painting without a window."""

from PySide6.QtWidgets import QApplication

from outage_gui.views.look import wear
from outage_gui.workbench.theme import LIGHT


def application() -> QApplication:
    """The one that is there, else a new one, in light colours."""
    made = QApplication.instance() or QApplication(["outage-gui"])
    assert isinstance(made, QApplication)
    wear(made, LIGHT)
    return made
