"""Values to YAML text as a person would write it: plain where YAML allows it, quotes where it sets a trap.

Nothing here knows a file; what is written is read again by whoever puts it into one.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from outage_gui.model.yaml_traps import NOTHING

Plain: TypeAlias = "str | int | float | bool | tuple[Plain, ...] | list[Plain] | Mapping[str, Plain]"

WIDTH = 110
RESERVED = frozenset({"on", "off", "yes", "no", "y", "n", *(word.lower() for word in NOTHING)})
_ALWAYS_BLOCK = frozenset({"steps", "schedule"})
_FIRST = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`]|[-?:](?=[^\s,\[\]{}\-])")
_INSIDE_BREAKS = re.compile(r":(?=\s|$)|\s#|[\n\r\t]")
_FLOW_BREAKS = re.compile(r"[,\[\]{}]|:(?=[,\[\]{}/])")
_UNPRINTED = re.compile(
    "[^\\x20-\\x7e\\xa0-\\u2027\\u202a-\\ud7ff\\ue000-\\ufefe\\uff00-\\ufffd\\U00010000-\\U0010ffff]"
)
_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def text_of(value: Plain) -> str:
    """A single value as its text in the file means it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return str(value)


def meant(value: Plain) -> Any:
    """What the value means once it is written, like `yaml_tree.meaning`."""
    if isinstance(value, Mapping):
        return ("map", *((key, meant(below)) for key, below in value.items()))
    if isinstance(value, tuple | list):
        return ("list", *(meant(below) for below in value))
    return text_of(value)


def plain(meaning: Any) -> Plain:
    """A value that means this again."""
    if isinstance(meaning, str):
        return meaning
    kind, *parts = meaning
    return {key: plain(below) for key, below in parts} if kind == "map" else tuple(plain(below) for below in parts)


# --- one value ----------------------------------------------------------------------------------------------------


def scalar(text: str, *, flow: bool, style: str = "") -> str:
    """On one line, in that style if it can be: plain, ' or ". Otherwise in the quotes that need the least."""
    if not style and plain_is_safe(text, flow=flow):
        return text
    if _UNPRINTED.search(text):
        return double(text)
    if style == "'" or (style != '"' and ('"' in text or "\\" in text)):
        return "'" + text.replace("'", "''") + "'"
    return double(text)


def plain_is_safe(text: str, *, flow: bool) -> bool:
    """Whether YAML, and a reader who knows YAML 1.1, takes the text without quotes for what it is."""
    if not text or text != text.strip(" ") or text.lower() in RESERVED or not _FIRST.match(text):
        return False
    if _INSIDE_BREAKS.search(text) or _UNPRINTED.search(text) or text.startswith(("---", "...", "=", "<<")):
        return False
    return not (flow and _FLOW_BREAKS.search(text))


def double(text: str) -> str:
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    if character in _SHORT:
        return _SHORT[character]
    if not _UNPRINTED.match(character):
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def key_text(key: str) -> str:
    return scalar(key, flow=True)


def flow_text(value: Plain) -> str:
    """The whole value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key_text(key)}: {flow_text(below)}" for key, below in value.items()) + "}"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(flow_text(below) for below in value) + "]"
    return scalar(text_of(value), flow=True)


# --- over several lines -------------------------------------------------------------------------------------------


def wants_block(value: Plain, used: int, *, section: bool = False) -> bool:
    """Whether the value reads better over several lines; `used`: columns before it on its line."""
    if not isinstance(value, Mapping | tuple | list):
        text = text_of(value)
        return "\n" in text or (used + len(text) > WIDTH and foldable(text))
    if not value:
        return False
    return section or _must_block(value) or used + len(flow_text(value)) > WIDTH


def _must_block(value: Plain) -> bool:
    if isinstance(value, Mapping):
        return any((key in _ALWAYS_BLOCK and below) or _must_block(below) for key, below in value.items())
    if isinstance(value, tuple | list):
        return any(_must_block(below) for below in value)
    return "\n" in text_of(value)


def entry_lines(key: str, value: Plain, indent: int, *, block: bool, flat: int = 2, step: int = 2) -> Iterator[str]:
    """`key: value` from column `indent` on; `flat`: how far a list's dashes stand right of its key."""
    pad = " " * indent + key_text(key) + ":"
    if not isinstance(value, Mapping | tuple | list):
        first, *rest = _text_lines(text_of(value), indent + step) if block else [scalar(text_of(value), flow=False)]
        yield f"{pad} {first}"
        yield from rest
    elif not block or not value:
        yield f"{pad} {flow_text(value)}"
    else:
        yield pad
        yield from block_lines(value, indent + (step if isinstance(value, Mapping) else flat), flat=flat, step=step)


def block_lines(value: Plain, indent: int, *, flat: int = 2, step: int = 2) -> Iterator[str]:
    """A mapping or list in block style, each entry on one line where that fits."""
    if isinstance(value, Mapping):
        for key, below in value.items():
            section = key in _ALWAYS_BLOCK
            block = wants_block(below, indent + len(key) + 2, section=section)
            yield from entry_lines(key, below, indent, block=block, flat=flat, step=step)
    elif isinstance(value, tuple | list):
        for below in value:
            yield from item_lines(below, indent, block=wants_block(below, indent + 2), flat=flat, step=step)


def item_lines(value: Plain, indent: int, *, block: bool, flat: int = 2, step: int = 2) -> Iterator[str]:
    """`- value` of a list whose dashes stand at `indent`."""
    if not isinstance(value, Mapping | tuple | list):
        first, *rest = _text_lines(text_of(value), indent + 2) if block else [scalar(text_of(value), flow=False)]
        yield " " * indent + f"- {first}"
        yield from rest
    elif not block or not value:
        yield " " * indent + f"- {flow_text(value)}"
    else:
        first, *rest = block_lines(value, indent + 2, flat=flat, step=step)
        yield " " * indent + "- " + first[indent + 2 :]
        yield from rest


def _text_lines(text: str, indent: int) -> list[str]:
    """The header of a block text and its lines; one line in quotes where a block cannot hold the text."""
    pad = " " * indent
    if "\n" in text and literal_holds(text):
        return [literal_header(text), *(pad + line if line else "" for line in text.removesuffix("\n").split("\n"))]
    if "\n" not in text and foldable(text):
        return [">-", *(pad + line for line in wrapped(text, WIDTH - indent))]
    return [scalar(text, flow=False)]


def literal_header(text: str) -> str:
    return "|" if text.endswith("\n") else "|-"


def literal_holds(text: str) -> bool:
    lines = text.removesuffix("\n").split("\n")
    strange = any(_UNPRINTED.search(line) or (line and not line.strip(" ")) for line in lines)
    return bool(lines[0]) and not lines[0].startswith(" ") and bool(lines[-1]) and not strange


def foldable(text: str) -> bool:
    """Whether a text can be broken at blanks and comes back as it was."""
    return " " in text and "  " not in text and text == text.strip() and not _UNPRINTED.search(text)


def wrapped(text: str, width: int) -> list[str]:
    """The words in lines of at most so many characters, where a word fits."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
