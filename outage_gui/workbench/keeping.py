"""Never lose an edit: the journal of the open file, what a crash has left, a file changed by somebody else meanwhile.

Nothing that was left, and nothing on disk, is overwritten before whoever is at the window has answered.
"""

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from outage_gui.model import files, raw_text
from outage_gui.model.files import Document
from outage_gui.model.merging import changes, merged
from outage_gui.model.problems import ScenarioError, shown
from outage_gui.workbench import backups, folders, journal
from outage_gui.workbench.disk import Notice, refused
from outage_gui.workbench.frame import Offer
from outage_gui.workbench.history import History
from outage_gui.workbench.journal import Journal, Left

EVERY = 0.7  # seconds between two looks at what has to be kept


class Conflict(NamedTuple):
    """Somebody else has changed the file since it was read. `merged` None: both changed the same lines."""

    theirs: str
    digest: str
    merged: str | None


class Keeping:
    """Of the file that is open in this window."""

    def __init__(self) -> None:
        self.left: tuple[Left, ...] = ()
        self.read_only = False
        self.offer: Offer | None = None
        self._conflict: Conflict | None = None
        self.trouble = ""  # why nothing can be kept, told once
        self._journal = Journal(None, "", "")
        self._disk = ""
        self._next = 0.0

    def follow(self, document: Document, path: Path | None) -> None:
        """Another scenario is open; look for what a crash has left of it."""
        self._journal.release()
        real = Path(os.path.realpath(path)) if path else None
        self._journal = Journal(real, document.text, document.digest)
        self._disk, self._conflict = document.text, None
        self.read_only = path is not None and not writable(path)
        self.left = tuple(one for one in journal.left(real) if self._matters(one))
        journal.sweep()
        self._ask()

    def _matters(self, one: Left) -> bool:
        """What says the same as the file is no loss."""
        if one.text == self._disk:
            journal.answered(one.journal)
        return one.text != self._disk

    def keep(self, text: str, *, now: bool = False) -> bool:
        """Called again and again: add to the journal what is not there yet; whether there is something new to tell."""
        at = time.monotonic()
        if at < self._next and not now:
            return False
        self._next = at + EVERY
        try:
            self._journal.keep(text)
        except OSError as error:
            fresh = not self.trouble
            self.trouble = f"Unsaved edits cannot be kept safe: {error.strerror or error}"
            return fresh
        return False

    def saved(self, text: str, digest: str) -> None:
        self._journal.saved(text, digest)
        self._disk, self.conflict = text, None

    @property
    def conflict(self) -> Conflict | None:
        return self._conflict

    @conflict.setter
    def conflict(self, conflict: Conflict | None) -> None:
        self._conflict = conflict
        self._ask()

    def close(self, text: str) -> None:
        """The end of the window. What is not saved stays in the journal and is offered the next time."""
        self.keep(text, now=True)
        self._journal.release()

    def give_up(self) -> None:
        self._journal.give_up()

    def answered(self) -> Left | None:
        """The newest that was left, put aside for good."""
        if not self.left:
            return None
        first, *rest = self.left
        journal.answered(first.journal)
        self.left = tuple(rest)
        self._ask()
        return first

    def _ask(self) -> None:
        """The question of the moment, made once: to compare two texts takes a while."""
        self.offer = None
        if self.left:
            self.offer = Offer(_left_line(self.left[0], self._disk), ("file.recover", "file.discard_recovery"))
        elif self._conflict is not None:
            self.offer = _conflict_offer(self._conflict)


def _left_line(left: Left, disk: str) -> str:
    lines = sum(max(one.end - one.start, len(one.lines)) for one in changes(disk.splitlines(keepends=True), left.text))
    when = time.strftime("%d %b %H:%M", time.localtime(left.written))
    told = f"{lines} lines read" if lines != 1 else "1 line reads"
    what = f"Unsaved edits from {when} were left when the program ended: {told} differently."
    same = not left.base or left.base == files.digest(disk.encode("utf-8", "surrogatepass"))
    return what if same else f"{what} The file has been changed since by somebody else."


def _conflict_offer(conflict: Conflict) -> Offer:
    if conflict.merged is not None:
        line = "The file has changed on disk, in other lines than here. Both can be kept."
        return Offer(line, ("file.merge", "file.take_theirs", "file.keep_mine"))
    line = "The file has changed on disk, in the same lines as here. One of the two has to be chosen; undo brings back."
    return Offer(line, ("file.take_theirs", "file.keep_mine"))


# --- saving -------------------------------------------------------------------------------------------------------


def saved(history: History, expected: str, path: Path) -> History | Notice | Conflict:
    """Write the document that stands now. `expected`: digest of what must stand in the file; "" where there is none.

    Two windows that save one file take turns; whoever comes second sees that it has changed.
    """
    document = history.document
    try:
        with _turn(path):
            there = _there(path)
            if there is not None and files.digest(there) != expected:
                return _conflict(history, there, path)
            if there is not None:
                backups.keep(path)
            return history.on_disk(files.save(document.text, path))
    except ScenarioError as error:
        return refused(path, error)
    except OSError as error:
        return Notice(f"{shown(path.name)} cannot be saved: {error.strerror or error}. Nothing is lost; save a copy.")


def _there(path: Path) -> bytes | None:
    try:
        return raw_text.read_bytes(path)
    except FileNotFoundError:
        return None


def _conflict(history: History, there: bytes, path: Path) -> Conflict | Notice:
    theirs = raw_text.decoded(there, path.name)
    if theirs == history.document.text:
        return Conflict(theirs, files.digest(there), theirs)
    both = merged(history.saved, history.document.text, theirs)
    with contextlib.suppress(ScenarioError):
        files.read(both or "", path.name)
        return Conflict(theirs, files.digest(there), both)
    return Conflict(theirs, files.digest(there), None)


@contextlib.contextmanager
def _turn(path: Path) -> Iterator[None]:
    """Alone with this file among the windows of this user, for the moment of a save; without it where that fails."""
    handle = -1
    try:
        place = folders.kept("locks")
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = backups.folder(path).name
        handle = os.open(place / name, os.O_RDWR | os.O_CREAT, 0o600)
        journal.wait_for(handle)
    except OSError:
        pass
    try:
        yield
    finally:
        if handle >= 0:
            os.close(handle)


def writable(path: Path) -> bool:
    """Whether a save could put a file there."""
    real = Path(os.path.realpath(path))
    try:
        mode = real.stat().st_mode & 0o222 if real.exists() else 0o222
    except OSError:
        return False
    return bool(mode) and os.access(real.parent, os.W_OK) and (not real.exists() or os.access(real, os.W_OK))
