"""Writing a file whole or not at all: a temporary file beside it, checked byte for byte, then put in its place."""

import contextlib
import os
import stat
from pathlib import Path
from secrets import token_hex


def write_whole(content: bytes, path: Path) -> None:
    """Put the bytes in the place of a file, keeping its mode and following a link to it; the folder is synced.

    Raises OSError, and then the old file is untouched: not writable, no space, a device gone, a folder read-only.
    """
    target = Path(os.path.realpath(path))
    mode = _mode(target)
    temporary = target.with_name(f".{target.name}.{token_hex(6)}.part")
    handle = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        try:
            _write(handle, content, mode)
            _verify(handle, content, temporary)
        finally:
            os.close(handle)
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


def _mode(target: Path) -> int:
    """The mode the file shall have: that of the file it replaces. Raises OSError where that must not be written."""
    try:
        about = target.stat()
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
    if not stat.S_ISREG(about.st_mode):
        raise OSError(22, "not a regular file", str(target))
    if not about.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise PermissionError(13, "the file is read-only", str(target))
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


def _verify(handle: int, content: bytes, path: Path) -> None:
    """What was written is there: a short write on a full disk is no success."""
    os.lseek(handle, 0, os.SEEK_SET)
    found = bytearray()
    while part := os.read(handle, 1 << 20):
        found += part
    if found != content:
        raise OSError(5, "what was written reads back otherwise", str(path))


def _sync_folder(folder: Path) -> None:
    """The new name, too, survives a power cut; where folders cannot be opened, the system sees to it."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
