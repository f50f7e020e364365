"""The first frame of a file, kept from the last start, so that the window need not wait for the file to be read.

It is only ever the first picture: the frame made from the file takes its place at once, and is kept for next time.
It stands for one state of the file and of the program; where either has changed, or anything looks odd, there is none.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin
from zlib import crc32

from outage_gui.workbench import folders
from outage_gui.workbench.edit_frame import Edit
from outage_gui.workbench.frame import Frame
from outage_gui.workbench.shipped import PACKAGE

Decoder = Callable[[Any], Any]


class KeptFrames:
    """One for each file, in the user's cache folder. `folder`: another place."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or folders.cached("frames")

    def read(self, file: Path) -> Frame | None:
        """None: there is none, or not of this file and program as they are now."""
        with suppress(OSError, ValueError):
            kept = json.loads(self._place(file).read_text(encoding="utf-8"))
            if isinstance(kept, dict) and kept.get("of") == stamp(file):
                return frame_from(kept.get("frame"))
        return None

    def write(self, file: Path, frame: Frame) -> None:
        """Recent files are left out: they are of no one file. A provisional picture is not worth keeping."""
        if frame.stage.provisional or frame.problems or frame.unsaved:
            return
        with suppress(OSError):  # a full or read-only disk costs only the next start
            text = json.dumps({"of": stamp(file), "frame": frame._replace(recent=(), explore=None)}, default=sorted)
            place = self._place(file)
            place.parent.mkdir(parents=True, exist_ok=True)
            unfinished = place.with_suffix(f".{os.getpid()}.part")
            unfinished.write_text(text, encoding="utf-8")
            unfinished.replace(place)

    def _place(self, file: Path) -> Path:
        return self.folder / f"{crc32(str(file.resolve()).encode()):08x}.json"


def stamp(file: Path) -> list[Any]:
    """What a frame depends on: the file and every module of the program, by name, size and time of change."""
    modules = sorted(_modules(PACKAGE))
    return [str(file.resolve()), *_traits(file.stat()), crc32(repr(modules).encode())]


def _modules(folder: Path) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir() and entry.name != "__pycache__":
                yield from _modules(Path(entry.path))
            elif entry.name.endswith(".py"):
                yield (entry.path, *_traits(entry.stat()))


def _traits(found: os.stat_result) -> tuple[int, int]:
    return found.st_size, found.st_mtime_ns


# --- from JSON back to values -------------------------------------------------------------------------------------


def frame_from(value: Any) -> Frame:
    """Raises ValueError where the value is not a frame through and through."""
    frame = decoder(Frame)(value)
    assert isinstance(frame, Frame)
    return frame


@cache
def decoder(kind: Any) -> Decoder:
    """What makes a value of this annotation from what JSON says."""
    if kind in (str, int, float, bool, NoneType):
        return _bare(kind)
    if kind is Edit:
        return _never
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Literal:
        return _one_of(parts)
    if origin in (Union, UnionType):
        return _either([decoder(part) for part in parts])
    if origin is frozenset:
        return _many(frozenset, decoder(parts[0]))
    if origin is tuple and parts[-1:] == (...,):
        return _many(tuple, decoder(parts[0]))
    if origin is tuple:
        return _row(tuple, [decoder(part) for part in parts])
    return _row(kind._make, [decoder(part) for part in kind.__annotations__.values()])


def _never(value: Any) -> Any:
    """What is being edited is not kept: a start begins with the file."""
    raise ValueError("not kept")


def _bare(kind: type) -> Decoder:
    allowed = {float, int} if kind is float else {kind}  # exact: True is no number here

    def read(value: Any) -> Any:
        if type(value) not in allowed:
            raise ValueError(f"no {kind.__name__}")
        return value

    return read


def _one_of(words: tuple[Any, ...]) -> Decoder:
    def read(value: Any) -> Any:
        if not isinstance(value, str) or value not in words:
            raise ValueError("none of the words")
        return value

    return read


def _either(ways: list[Decoder]) -> Decoder:
    def read(value: Any) -> Any:
        for way in ways:
            with suppress(ValueError):
                return way(value)
        raise ValueError("none of the kinds")

    return read


def _many(make: Callable[[Any], Any], of: Decoder) -> Decoder:
    def read(value: Any) -> Any:
        if not isinstance(value, list):
            raise ValueError("no list")
        return make([of(item) for item in value])

    return read


def _row(make: Callable[[Any], Any], of: list[Decoder]) -> Decoder:
    def read(value: Any) -> Any:
        if not isinstance(value, list) or len(value) != len(of):
            raise ValueError("not so many fields")
        return make([read_field(field) for read_field, field in zip(of, value, strict=True)])

    return read
