"""Stands for the workbench until the first frame is painted: the kept frame can be drawn before the file is read."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outage_gui.workbench.frame import Frame
from outage_gui.workbench.kept_frame import KeptFrames

if TYPE_CHECKING:
    from outage_gui.model.files import Document
    from outage_gui.workbench.editing import Editing
    from outage_gui.workbench.replay import Replay
    from outage_gui.workbench.workbench import Workbench


class Opening:
    """Shows `frame` and opens nothing until a verb is called or `begin` says so; from then on it is the workbench."""

    def __init__(self, file: Path, frame: Frame, *, reduced_motion: bool) -> None:
        self._file, self._kept, self._reduced_motion = file, frame, reduced_motion
        self._listeners: list[Callable[[Frame], None]] = []
        self._workbench: Workbench | None = None

    @property
    def frame(self) -> Frame:
        return self._workbench.frame if self._workbench else self._kept

    @property
    def document(self) -> "Document":
        return self.begin().document

    @property
    def replay(self) -> "Replay":
        return self.begin().replay

    @property
    def editing(self) -> "Editing":
        return self.begin().editing

    @property
    def reduced_motion(self) -> bool:
        return self.begin().reduced_motion

    @reduced_motion.setter
    def reduced_motion(self, on: bool) -> None:
        self.begin().reduced_motion = on

    def listen(self, listener: Callable[[Frame], None]) -> None:
        self._listeners.append(listener)
        if self._workbench:
            self._workbench.listen(listener)

    def poll(self) -> None:
        if self._workbench:
            self._workbench.poll()

    def close(self) -> None:
        if self._workbench:
            self._workbench.close()

    def begin(self) -> "Workbench":
        """Open the file, once; whoever listens then hears the frame that was made from it."""
        if self._workbench is None:
            self._workbench = opened(self._file, reduced_motion=self._reduced_motion)
            for listener in self._listeners:
                self._workbench.listen(listener)
                listener(self._workbench.frame)
        return self._workbench

    def __getattr__(self, name: str) -> Any:
        """A verb: looked up when it is called, since a button is handed it long before."""
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *given, **named: getattr(self.begin(), name)(*given, **named)


def opened(file: Path, *, reduced_motion: bool) -> "Workbench":
    """The workbench with the file open; its first frame is kept for the next start."""
    from outage_gui.workbench.workbench import Workbench  # NumPy, pydantic and the engine: not for the first frame

    workbench = Workbench(reduced_motion=reduced_motion)
    workbench.open(file)
    frame = workbench.frame
    if workbench.document.path == file:  # not refused
        KeptFrames().write(file, frame)
    return workbench
