"""One value in the place of another in the text: quotes, indentation and the style of the place are kept."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from outage_gui.model.splices import end_of, line_end
from outage_gui.model.yaml_tree import Listing, Map, Node, Scalar
from outage_gui.model.yaml_writing import (
    WIDTH,
    Plain,
    block_lines,
    entry_lines,
    flow_text,
    foldable,
    item_lines,
    key_text,
    literal_header,
    literal_holds,
    scalar,
    text_of,
    wants_block,
    wrapped,
)

_HEADER = re.compile(r"[|>][-+0-9]*")


class Habits(NamedTuple):
    """How a file is indented: `step` of a mapping below its key, `flat` of a list's dashes."""

    step: int = 2
    flat: int = 2


def habits(root: Map) -> Habits:
    """As the first places of the file have it."""
    step = flat = 0
    todo: list[Node] = [root]
    while todo and not (step and flat):
        node = todo.pop(0)
        if isinstance(node, Map) and not node.flow:
            for key, value in node.pairs:
                if isinstance(value, Map) and not value.flow and value.pairs:
                    step = step or value.pairs[0][0].column - key.column
                elif isinstance(value, Listing) and not value.flow:
                    flat = flat or value.column - key.column + 100
                todo.append(value)
        elif isinstance(node, Listing) and not node.flow:
            todo += node.items
    step = step if 1 <= step <= 8 else 2
    return Habits(step, flat - 100 if flat else step)


def entry(key: str, value: Plain, indent: int, way: Habits, *, block: bool) -> list[str]:
    return list(entry_lines(key, value, indent, block=block, flat=way.flat, step=way.step))


def item(value: Plain, indent: int, way: Habits, *, block: bool) -> list[str]:
    return list(item_lines(value, indent, block=block, flat=way.flat, step=way.step))


def replaced(text: str, node: Node, key: Scalar | None, value: Plain, way: Habits, *, flow: bool, section: bool) -> str:
    """The text with another value in the place of the node's; `key` None: the node is an entry of a list."""
    if isinstance(node, Scalar) and not node.missing and not isinstance(value, Mapping | tuple | list):
        new = _scalar(text, node, text_of(value), flow=flow)
        if new is not None:
            return text[: node.start] + new + text[end_of(text, node) :]
    if flow:
        return text[: node.start] + flow_text(value) + text[end_of(text, node) :]
    column = _column(text, key.start if key else node.start)
    block = wants_block(value, column + (len(key.text) if key else 0) + 2, section=section)
    return _rewritten(text, node, key, value, column, way, block=block)


def _rewritten(
    text: str, node: Node, key: Scalar | None, value: Plain, column: int, way: Habits, *, block: bool
) -> str:
    """In a block: everything from the key's colon, or behind the dash, to the end of the node."""
    end = line_end(text)
    if key is None:
        nested = block and isinstance(value, Mapping | tuple | list)
        lines = list(block_lines(value, column, flat=way.flat, step=way.step)) if nested else []
        if not nested:
            lines = item(value, column - 2, way, block=block)
            lines[0] = lines[0].lstrip(" ").removeprefix("- ")
        return text[: node.start] + end.join(lines).lstrip(" ") + text[end_of(text, node) :]
    colon = text.index(":", key.end) + 1
    first, *rest = entry(key.text, value, column, way, block=block)
    shown = first[column + len(key_text(key.text)) + 1 :]
    stop = _line_stop(text, colon)
    if node.start > stop:  # a block below its key; what stands behind the colon is a comment
        tail = "".join(end + line for line in rest)
        return text[:colon] + shown + text[colon:stop] + tail + text[end_of(text, node) :]
    over = end_of(text, node)
    if not rest:
        return text[:colon] + shown + text[over:]
    stop = _line_stop(text, over)
    return text[:colon] + shown + text[over:stop] + "".join(end + line for line in rest) + text[stop:]


def _line_stop(text: str, at: int) -> int:
    """Where the line ends, before its line end."""
    stop = text.find("\n", at)
    stop = stop if stop >= 0 else len(text)
    return stop - (text[stop - 1 : stop] == "\r")


# --- texts --------------------------------------------------------------------------------------------------------


def _scalar(text: str, node: Scalar, new: str, *, flow: bool) -> str | None:
    """What stands in the place of the old text, in its style; None where the entry has to be written anew."""
    if node.style == "|" and literal_holds(new):
        return _literal(text, node, new)
    if node.style == ">" and foldable(new.removesuffix("\n")) and new.endswith("\n") == node.text.endswith("\n"):
        return _folded(text, node, new.removesuffix("\n"))
    if flow:
        return scalar(new, flow=True, style=node.style)
    long = len(new) > WIDTH + 30 and foldable(new) and node.style not in ("'", '"')
    if node.style in ("|", ">") or "\n" in new or long:
        return None
    return scalar(new, flow=False, style=node.style)


def _parts(text: str, node: Scalar) -> tuple[str, str, list[str]]:
    """Header, indentation and lines of a block text."""
    end = line_end(text)
    header, *lines = text[node.start : end_of(text, node)].split(end)
    full = [line for line in lines if line.strip()]
    pad = " " * (len(full[0]) - len(full[0].lstrip(" "))) if full else " " * (_column(text, node.start) + 2)
    return header, pad, lines


def _literal(text: str, node: Scalar, new: str) -> str:
    header, pad, _ = _parts(text, node)
    chomped = new.endswith("\n") == node.text.endswith("\n")
    header = header if chomped else _HEADER.sub(literal_header(new), header, count=1)
    return line_end(text).join([header, *(pad + line if line else "" for line in new.removesuffix("\n").split("\n"))])


def _folded(text: str, node: Scalar, new: str) -> str:
    """Lines that still fit stay as they are; only those between them are broken anew."""
    header, pad, old = _parts(text, node)
    lines = [line.strip() for line in old]
    words = new.split(" ")
    top: list[str] = []
    for line in lines:
        if not line or words[: len(here := line.split(" "))] != here:
            break
        top.append(line)
        words = words[len(here) :]
    bottom: list[str] = []
    for line in reversed(lines[len(top) :]):
        if not line or len(here := line.split(" ")) > len(words) or words[-len(here) :] != here:
            break
        bottom.insert(0, line)
        words = words[: -len(here)]
    width = max(max(map(len, lines), default=0), 60)
    middle = wrapped(" ".join(words), width) if words else []
    return line_end(text).join([header, *(pad + line for line in (*top, *middle, *bottom))])


def _column(text: str, at: int) -> int:
    start = text.rfind("\n", 0, at) + 1
    return at - start - (start == 0 and text.startswith("\ufeff"))
