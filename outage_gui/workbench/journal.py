"""What was written and not saved yet, kept on disk: one file a window and scenario, only ever added to, each record
with a checksum. A window holds a lock on its journal while it lives; one without a lock was left by a crash.

Records are lines `checksum json`. The first tells the file and the digest it was based on; each later one a change of
the text before it, or that the text was saved. What is cut or damaged ends the reading; what stands before it counts.
"""

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex
from typing import Any, NamedTuple

from outage_gui.workbench import folders
from outage_gui.workbench.deltas import between

VERSION = 1
LARGEST = 64 * 1024 * 1024
KEPT_DAYS = 7  # of a journal whose offer was answered


class Left(NamedTuple):
    """A journal that a crash has left. `path` None: of a scenario that was never saved. `base`: digest of its file."""

    journal: Path
    path: Path | None
    base: str
    text: str
    written: float


def folder() -> Path:
    return folders.kept("journal")


class Journal:
    """Of one open scenario. Nothing is written before there is something to keep."""

    def __init__(self, path: Path | None, text: str, base: str) -> None:
        self._path, self._text, self._base = path, text, base
        self._first, self._over = text, False
        self._handle = -1
        self._file: Path | None = None

    def keep(self, text: str) -> None:
        """Add what has changed and see it on the disk. Raises OSError."""
        if text == self._text or self._over:
            return
        if self._handle < 0:
            self._begin()
        self._add(_difference(self._text, text))
        self._text = text

    def saved(self, text: str, base: str) -> None:
        """All of it stands in the file now: the journal is not needed any more."""
        self.close()
        self._text, self._first, self._base = text, text, base

    def close(self) -> None:
        """Nothing is left to keep. Only an orderly end comes here."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.unlink()
            self._file = None

    def release(self) -> None:
        """Another scenario is opened in this window: what is not saved here stays, and is offered when it is opened."""
        if self._handle >= 0 and self._text != self._first:
            os.close(self._handle)
            self._handle, self._file = -1, None
        self.close()

    def give_up(self) -> None:
        """Whoever wrote it does not want it; nothing is added any more."""
        if self._file is not None:
            os.close(self._handle)
            answered(self._file)
            self._handle, self._file = -1, None
        self._over = True

    def _begin(self) -> None:
        place = folder()
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file = place / f"{_key(self._path)}-{token_hex(6)}.journal"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_BINARY", 0)
        self._handle = os.open(self._file, flags, 0o600)
        _lock(self._handle)
        path = str(self._path) if self._path else ""
        self._add({"version": VERSION, "path": path, "base": self._base, "text": self._text})

    def _add(self, record: dict[str, Any]) -> None:
        """One line, wholly or not at all: what a full disk cut off is taken back."""
        line = _line(record)
        size = os.fstat(self._handle).st_size
        try:
            if os.write(self._handle, line) != len(line):
                raise OSError(28, "not all of the journal could be written")
            os.fsync(self._handle)
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(self._handle, size)
            raise


# --- what a crash has left ----------------------------------------------------------------------------------------


def left(path: Path | None) -> Iterator[Left]:
    """The journals of a file, or of scenarios never saved, that no living window holds; the newest first."""
    found = []
    for journal in _journals(f"{_key(path)}-*.journal"):
        with contextlib.suppress(OSError, ValueError):
            if not _held(journal) and (one := read(journal)) is not None and one.path == path:
                found.append(one)
    yield from sorted(found, key=lambda one: -one.written)


def read(journal: Path) -> Left | None:
    """What a journal tells, as far as it is whole; None where not even its first record is."""
    with journal.open("rb") as file:
        content = file.read(LARGEST)
        written = os.fstat(file.fileno()).st_mtime
    records = [record for line in content.split(b"\n")[:-1] for record in [_record(line)]]
    whole = records[: records.index(None)] if None in records else records
    if not whole or whole[0] is None or whole[0].get("version") != VERSION:
        return None
    first = whole[0]
    text = str(first["text"])
    for record in whole[1:]:
        if record is None or (after := _changed(text, record)) is None:
            break
        text = after
    return Left(journal, Path(first["path"]) if first["path"] else None, str(first["base"]), text, written)


def answered(journal: Path) -> None:
    """The offer was answered: the journal is kept aside for some days and not offered again."""
    with contextlib.suppress(OSError):
        os.replace(journal, journal.with_suffix(".answered"))


def sweep() -> None:
    """Remove what was answered long ago."""
    for journal in _journals("*.answered"):
        with contextlib.suppress(OSError):
            if journal.stat().st_mtime < time.time() - KEPT_DAYS * 86_400:
                journal.unlink()


def _journals(pattern: str) -> list[Path]:
    try:
        return sorted(folder().glob(pattern))
    except OSError:
        return []


def _key(path: Path | None) -> str:
    return hashlib.sha256(str(path or "").encode("utf-8", "surrogateescape")).hexdigest()[:16]


# --- records ------------------------------------------------------------------------------------------------------


def _line(record: dict[str, Any]) -> bytes:
    body = json.dumps(record, ensure_ascii=True).encode()
    return hashlib.sha256(body).hexdigest()[:16].encode() + b" " + body + b"\n"


def _record(line: bytes) -> dict[str, Any] | None:
    checksum, _, body = line.partition(b" ")
    if hashlib.sha256(body).hexdigest()[:16].encode() != checksum:
        return None
    try:
        record = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _difference(old: str, new: str) -> dict[str, Any]:
    """Where the two part, how much goes, what comes, and the digest of the whole."""
    delta = between(old, new)
    return {"at": delta.at, "cut": len(delta.gone), "put": delta.came, "is": _digest(new)}


def _changed(text: str, record: dict[str, Any]) -> str | None:
    at, cut, put = record.get("at"), record.get("cut"), record.get("put")
    if not (isinstance(at, int) and isinstance(cut, int) and isinstance(put, str)):
        return None
    after = text[:at] + put + text[at + cut :]
    return after if _digest(after) == record.get("is") else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


# --- locks --------------------------------------------------------------------------------------------------------


def wait_for(handle: int, seconds: float = 3.0) -> None:
    """Until nobody else holds the lock. Raises OSError after so long."""
    until = time.monotonic() + seconds
    while True:
        try:
            return _lock(handle)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)


def _lock(handle: int) -> None:
    """Held until this process ends, however it ends. Raises OSError where another holds it."""
    if os.name == "nt":
        import msvcrt

        os.lseek(handle, LARGEST * 2, os.SEEK_SET)
        getattr(msvcrt, "locking")(handle, getattr(msvcrt, "LK_NBLCK"), 1)  # noqa: B009
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _held(journal: Path) -> bool:
    handle = os.open(journal, os.O_RDWR)
    try:
        _lock(handle)
    except OSError:
        return True
    else:
        return False
    finally:
        os.close(handle)
