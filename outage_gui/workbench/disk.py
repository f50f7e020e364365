"""Reading and saving the open file, where what goes wrong is a line for the window instead of an exception."""

import time
from pathlib import Path
from typing import NamedTuple

from outage_gui.model import files
from outage_gui.model.files import Document
from outage_gui.model.problems import ScenarioError, shown

EVERY = 1.0  # seconds between two looks at the file


class Notice(NamedTuple):
    """One calm line, and the problems of a refused file. `again`: to read the file again would help."""

    line: str = ""
    problems: tuple[str, ...] = ()
    again: bool = False


def refused(path: Path, error: ScenarioError) -> Notice:
    problems = tuple(str(problem) for problem in error.problems)
    return Notice(f"{shown(path.name)} is refused; what was open stays open.", problems, again=True)


def read(path: Path) -> Document | Notice:
    try:
        return files.load(path)
    except ScenarioError as error:
        return refused(path, error)
    except OSError as error:
        return Notice(f"{shown(path.name)} cannot be read: {error.strerror or error}")


class Watch:
    """Whether somebody else has written the open file, asked now and then: cheap while nothing happens.

    Editors put a new file in the place of the old one, so the name is looked at, not the file that was opened.
    """

    def __init__(self) -> None:
        self._path = Path()
        self._known: tuple[int, ...] = ()
        self._next = 0.0

    def changed(self, path: Path, digest: str) -> bool:
        """True once for each change. digest: of the bytes that were read or written last."""
        now = time.monotonic()
        if path == self._path and now < self._next:
            return False
        self._next = now + EVERY
        seen = _stamp(path)
        before, self._known = (self._known if path == self._path else seen), seen
        self._path = path
        return bool(seen) and seen != before and _digest(path) not in ("", digest)


def _stamp(path: Path) -> tuple[int, ...]:
    try:
        about = path.stat()
    except OSError:
        return ()
    return about.st_mtime_ns, about.st_size, about.st_ino


def _digest(path: Path) -> str:
    try:
        return files.digest(files.read_bytes(path))
    except (OSError, ScenarioError):
        return ""
