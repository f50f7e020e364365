"""One session of the window: logs, crash traces, signals, event loop."""

import faulthandler
import logging
import logging.handlers
import signal
import sys
from pathlib import Path
from types import TracebackType

from platformdirs import user_config_path, user_log_path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from outage_gui.views.main_window import MainWindow
from outage_gui.views.settings import Settings
from outage_gui.workbench.shipped import flagship
from outage_gui.workbench.workbench import Workbench

NAME = "outage-gui"
LOG = logging.getLogger("outage_gui")


def session(file: Path | None, *, theme: str) -> int:
    """Run the event loop until the window closes; its exit code."""
    keep_log()
    application = QApplication.instance() or QApplication([NAME])
    assert isinstance(application, QApplication)
    application.setApplicationName(NAME)
    application.setApplicationDisplayName("Outage replay")
    application.setDesktopFileName(NAME)
    settings = Settings(config_file())
    workbench = Workbench(reduced_motion=settings.reduced_motion)
    workbench.open(file or flagship())
    window = MainWindow(workbench, settings, theme)
    window.show()
    leave_on_signals(window)
    return int(application.exec())


def config_file() -> Path | None:
    """Where settings are kept; None when that place cannot be made."""
    try:
        return user_config_path(NAME, appauthor=False, ensure_exists=True) / "window.ini"
    except OSError:
        return None


def keep_log() -> None:
    """Our own faults go to a file of the user's, never into a dialog in a meeting; a hard crash leaves a trace there."""
    logging.basicConfig(level=logging.WARNING)
    sys.excepthook = logged
    try:
        folder = user_log_path(NAME, appauthor=False, ensure_exists=True)
        kept = logging.handlers.RotatingFileHandler(folder / "outage-gui.log", maxBytes=1 << 20, backupCount=3)
        LOG.addHandler(kept)
        faulthandler.enable((folder / "crash.log").open("w", encoding="utf-8"))
    except OSError as wrong:
        LOG.warning("no log is kept: %s", wrong.strerror)


def logged(kind: type[BaseException], wrong: BaseException, trace: TracebackType | None) -> None:
    """An exception in a slot: written down, and the window goes on."""
    if issubclass(kind, KeyboardInterrupt):
        QApplication.quit()
        return
    LOG.error("our fault", exc_info=(kind, wrong, trace))


def leave_on_signals(window: MainWindow) -> None:
    """Ctrl+C and a polite kill close the window. The timer gives Python its turn to notice."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: window.close())
    turn = QTimer(window)
    turn.timeout.connect(lambda: None)
    turn.start(200)
