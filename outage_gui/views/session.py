"""One session of the window: logs, crash traces, signals, event loop."""

import faulthandler
import gc
import logging
import logging.handlers
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, cast

from platformdirs import user_config_path, user_log_path
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from outage_gui.views.guard import guarded
from outage_gui.views.main_window import MainWindow
from outage_gui.views.settings import Settings
from outage_gui.workbench.kept_frame import KeptFrames
from outage_gui.workbench.opening import Opening, opened
from outage_gui.workbench.shipped import flagship

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench

NAME = "outage-gui"
LOG = logging.getLogger("outage_gui")


def session(file: Path | None, *, theme: str) -> int:
    """Run the event loop until the window closes; its exit code."""
    application = started()
    window = shown_window(file or flagship(), theme)
    leave_on_signals(window)
    return int(application.exec())


def started() -> QApplication:
    keep_log()
    application = QApplication.instance() or QApplication([NAME])
    assert isinstance(application, QApplication)
    application.setApplicationName(NAME)
    application.setApplicationDisplayName("Outage replay")
    application.setDesktopFileName(NAME)
    return application


def shown_window(file: Path, theme: str) -> MainWindow:
    """With the frame kept from the last start, the file is read when that one is painted; without, before."""
    settings = Settings(config_file())
    frame = KeptFrames().read(file)
    if frame is None:
        window = MainWindow(opened(file, reduced_motion=settings.reduced_motion), settings, theme)
    else:
        opening = Opening(file, frame, reduced_motion=settings.reduced_motion)
        window = MainWindow(cast("Workbench", opening), settings, theme)
        after_first_paint(window, opening.begin)
    after_first_paint(window, settle)
    window.show()
    return window


def settle() -> None:
    """What the start has made stays: the collector looks at it no more, and works from now on."""
    gc.freeze()
    gc.enable()


class FirstPaint(QObject):
    """Calls `then` once, when the whole window has been painted."""

    def __init__(self, window: MainWindow, then: Callable[[], object]) -> None:
        super().__init__(window)
        self._window, self._then = window, then
        window.installEventFilter(self)

    @guarded(default=lambda: False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self._then)
        return False


def after_first_paint(window: MainWindow, then: Callable[[], object]) -> None:
    FirstPaint(window, then)


def config_file() -> Path | None:
    """Where settings are kept; None when that place cannot be made."""
    try:
        return user_config_path(NAME, appauthor=False, ensure_exists=True) / "window.ini"
    except OSError:
        return None


def keep_log() -> None:
    """Our own faults go to a file, never into a dialog in a meeting; a hard crash leaves a trace there."""
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


def end(window: MainWindow) -> None:
    """Nobody is there to be asked: what was edited is in the journal."""
    window.asked = True
    window.close()


def leave_on_signals(window: MainWindow) -> None:
    """Ctrl+C and a polite kill close the window. The timer gives Python its turn to notice."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: end(window))
    turn = QTimer(window)
    turn.timeout.connect(lambda: None)
    turn.start(200)
