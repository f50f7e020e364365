"""Bytes to text: what must hold before anything else looks at a file. Nothing is repaired, nothing is dropped."""

import os
import re
import stat
from pathlib import Path

from outage_gui.model import limits
from outage_gui.model.problems import Problem, ScenarioError

# What YAML calls printable, without tabs, C1 controls and the line ends that only YAML 1.1 knows; plus line feeds.
_STRANGE = re.compile(
    "[^\\n\\r\\x20-\\x7e\\xa0-\\u2027\\u202a-\\ud7ff\\ue000-\\ufefe\\uff00-\\ufffd\\U00010000-\\U0010ffff]"
)
_LONE_RETURN = re.compile(r"\r(?!\n)")
MARK = "\ufeff"


def read_bytes(path: Path) -> bytes:
    """The bytes of a regular file of at most the allowed size; a pipe or device is never waited for.

    Raises ScenarioError for what is no such file, OSError as the system gives it (missing, forbidden).
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    about = os.fstat(handle)
    if not stat.S_ISREG(about.st_mode):
        os.close(handle)
        raise refusal(path.name, 0, 0, "this is not a regular file")
    with os.fdopen(handle, "rb") as file:
        if about.st_size > limits.FILE_BYTES:
            raise too_big(path.name)
        content = file.read(limits.FILE_BYTES + 1)
    if len(content) > limits.FILE_BYTES:
        raise too_big(path.name)
    return content


def decoded(content: bytes, name: str) -> str:
    """The text of a file, byte for byte: line ends and a byte order mark stay. Raises ScenarioError."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise refusal(name, 1, 1, "this is UTF-16", "save the file as UTF-8")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as wrong:
        before = content[: wrong.start].decode("utf-8")
        raise refusal(name, *place(before, len(before)), "this is not UTF-8", "save the file as UTF-8") from None


def check(text: str, name: str) -> None:
    """Raise ScenarioError for a text too long, a line too long, or a character that has no business in it."""
    if len(text) > limits.FILE_BYTES:
        raise too_big(name)
    start = 1 if text.startswith(MARK) else 0
    if found := _STRANGE.search(text, start):
        raise refusal(name, *place(text, found.start()), *strange(found[0]))
    if found := _LONE_RETURN.search(text, start):
        where = place(text, found.start())
        raise refusal(name, *where, "a carriage return stands here alone", "end lines as Unix or Windows do")
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > limits.LINE_CHARACTERS:
            raise refusal(name, number, 1, f"this line is longer than {limits.LINE_CHARACTERS} characters", "break it")


def strange(character: str) -> tuple[str, str]:
    """Cause and way out for a character that is refused."""
    if character == "\t":
        return "a tab stands here", "use blanks; inside double quotes \\t is a tab"
    return f"the character U+{ord(character):04X} cannot stand in a scenario", "remove it"


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of an offset."""
    before = text.rfind("\n", 0, offset) + 1
    marked = 1 if before == 0 and text.startswith(MARK) and offset else 0
    return text.count("\n", 0, offset) + 1, offset - before + 1 - marked


def refusal(name: str, line: int, column: int, cause: str, hint: str = "") -> ScenarioError:
    """One problem, ready to raise."""
    return ScenarioError((Problem(name, line, column, cause, hint),))


def too_big(name: str) -> ScenarioError:
    return refusal(name, 0, 0, f"this file is larger than {limits.FILE_BYTES:,} bytes")
