"""Writing files whole or not at all: each beside its place first, checked byte for byte, then all put there."""

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex


def write_whole(content: bytes, path: Path) -> None:
    """As `write_together`, for one file."""
    write_together([(path, content)])


def write_together(files: Sequence[tuple[Path, bytes]]) -> None:
    """Put the bytes in the places of files, all or none, keeping modes and following links; the folders are synced.

    Raises OSError, and then nothing new is there and the old files are untouched: not writable, no space, a device
    gone, a folder read-only.
    """
    contents = {Path(os.path.realpath(path)): content for path, content in files}
    fresh: dict[Path, Path] = {}
    old: dict[Path, Path | None] = {}
    try:
        for target, content in contents.items():
            fresh[target] = _beside(target, content)
        for target in contents if len(contents) > 1 else ():
            old[target] = _beside(target, target.read_bytes()) if target.exists() else None
        _placed(fresh, old)
    finally:
        for temporary in filter(None, (*fresh.values(), *old.values())):
            with suppress(OSError):
                temporary.unlink()
    for folder in {target.parent for target in contents}:
        _sync_folder(folder)


def _placed(fresh: dict[Path, Path], old: dict[Path, Path | None]) -> None:
    """New files in the places of the old ones; where one cannot, those before it are put back."""
    try:
        for target, temporary in fresh.items():
            with _named(target):
                os.replace(temporary, target)
    except BaseException:
        for target, before in old.items():
            if fresh[target].exists():
                continue
            if before:
                os.replace(before, target)
            else:
                target.unlink()
        raise


def _beside(target: Path, content: bytes) -> Path:
    """A file in the folder of the target, with the content and the mode it shall have."""
    temporary = target.with_name(f".{token_hex(8)}.part")
    with _named(target):
        mode = _mode(target)
        handle = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        try:
            try:
                _write(handle, content, mode)
                _verify(handle, content)
            finally:
                os.close(handle)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
    return temporary


@contextmanager
def _named(target: Path) -> Iterator[None]:
    """What goes wrong is told of the file that was asked for, not of the one beside it."""
    try:
        yield
    except OSError as wrong:
        raise OSError(wrong.errno, wrong.strerror, str(target)) from None


def _mode(target: Path) -> int:
    """The mode the file shall have: that of the file it replaces. Raises OSError where that must not be written."""
    try:
        about = target.stat()
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
    if not stat.S_ISREG(about.st_mode):
        raise OSError(22, "not a regular file")
    if not about.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise PermissionError(13, "the file is read-only")
    return stat.S_IMODE(about.st_mode)


def _write(handle: int, content: bytes, mode: int) -> None:
    rest = memoryview(content)
    while rest:
        count = os.write(handle, rest)
        if count <= 0:
            raise OSError(28, "not all bytes could be written")
        rest = rest[count:]
    if hasattr(os, "fchmod"):
        os.fchmod(handle, mode)
    os.fsync(handle)


def _verify(handle: int, content: bytes) -> None:
    """What was written is there: a short write on a full disk is no success."""
    os.lseek(handle, 0, os.SEEK_SET)
    found = bytearray()
    while part := os.read(handle, 1 << 20):
        found += part
    if found != content:
        raise OSError(5, "what was written reads back otherwise")


def _sync_folder(folder: Path) -> None:
    """The new name, too, survives a power cut; where folders cannot be opened, the system sees to it."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
