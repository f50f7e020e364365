"""Entries of a mapping or list put in, taken out and reordered in the text, with their lines and comments.

Offsets come from `yaml_tree`; nothing outside the lines named here is touched. Whoever calls reads the result again.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from outage_gui.model.edit_path import refused
from outage_gui.model.yaml_tree import Listing, Map, Node, Scalar

Collection = Map | Listing


class Chunk(NamedTuple):
    """Lines of one entry of a block. `top`: of its comments; `head`: its key or dash; `tail`: behind its last line."""

    top: int
    head: int
    tail: int


def line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def end_of(text: str, node: Node) -> int:
    """Where the node's own characters end; blank lines and comments behind it are not its own."""
    while not isinstance(node, Scalar) and not node.flow:
        node = node.items[-1] if isinstance(node, Listing) else node.pairs[-1][1]
    if isinstance(node, Scalar) and node.style in ("|", ">"):
        return node.start + len(text[node.start : node.end].rstrip(" \r\n"))
    return max(node.start, node.end) if not (isinstance(node, Scalar) and node.missing) else node.start


def spans(text: str, node: Collection) -> tuple[tuple[int, int], ...]:
    """Start and end of each entry: of its key or dash, of its value."""
    if isinstance(node, Map):
        return tuple((key.start, max(key.end, end_of(text, value))) for key, value in node.pairs)
    starts = (item.start if node.flow else _dash(text, node, item) for item in node.items)
    return tuple((start, end_of(text, item)) for start, item in zip(starts, node.items, strict=True))


def chunks(text: str, node: Collection) -> tuple[Chunk, ...]:
    """The lines of each entry of a block."""
    found: list[Chunk] = []
    floor = 0
    for head, end in spans(text, node):
        tail = _with_comments_below(text, _next_line(text, end), head - _line(text, head))
        found.append(Chunk(_comments_above(text, head, floor), head, tail))
        floor = tail
    return tuple(found)


# --- putting in ---------------------------------------------------------------------------------------------------


def inserted(text: str, node: Collection, index: int, lines: Sequence[str]) -> str:
    """A block with one more entry, given as whole lines without line ends."""
    end, there = line_end(text), chunks(text, node)
    block = "".join(line + end for line in lines)
    if index == 0 and not _begins(text, there[0].head):
        at = there[0].head
        pad = " " * (at - _line(text, at))
        return text[:at] + block.lstrip(" ") + pad + text[at:]
    apart = end if _apart(text, there, index) else ""
    if index == 0:
        return text[: there[0].top] + block + apart + text[there[0].top :]
    at = there[index - 1].tail
    if at == len(text) and not text.endswith("\n"):
        return text + end + apart + block.removesuffix(end)
    return text[:at] + apart + block + text[at:]


def inserted_flow(text: str, node: Collection, index: int, entry: str) -> str:
    """Brackets with one more entry."""
    there = spans(text, node)
    if not there:
        return text[: node.start + 1] + entry + text[node.end - 1 :]
    between = text[there[0][1] : there[1][0]] if len(there) > 1 else ", "
    comma = between if "\n" in between and "#" not in between else ", "
    if index == 0:
        return text[: there[0][0]] + entry + comma + text[there[0][0] :]
    at = there[index - 1][1]
    return text[:at] + comma + entry + text[at:]


def _apart(text: str, there: tuple[Chunk, ...], index: int) -> bool:
    """Whether the entries around this place have blank lines between them."""
    if len(there) < 2:
        return False
    after = min(max(index, 1), len(there) - 1)
    return not text[there[after - 1].tail : there[after].top].strip() and there[after - 1].tail < there[after].top


# --- taking out ---------------------------------------------------------------------------------------------------


def removed(text: str, node: Collection, index: int) -> str:
    """A block without one of its entries, of which it has more."""
    there = chunks(text, node)
    chunk = there[index]
    if not _begins(text, chunk.head):
        return text[: chunk.head] + text[there[index + 1].head :]
    alone = index + 1 == len(there) or there[index + 1].top != chunk.tail or _has_comment(text, there[index + 1])
    top = chunk.top if alone else _line(text, chunk.head)
    before, after = text[:top], text[chunk.tail :]
    if not after and before.endswith("\n") and not text.endswith("\n"):
        return before.rstrip("\r\n")
    if _blank_at_end(before) and (_blank_at_start(after) or not after.strip()):
        before = _without_last_line(before)
    return before + after


def removed_flow(text: str, node: Collection, index: int) -> str:
    """Brackets without one of their entries."""
    there = spans(text, node)
    if len(there) == 1:
        start, end = node.start + 1, node.end - 1
    elif index + 1 < len(there):
        start, end = there[index][0], there[index + 1][0]
    else:
        start, end = there[index - 1][1], there[index][1]
    if "#" in text[start : there[index][0]] + text[there[index][1] : end]:
        raise refused("a comment stands between these entries", "take the entry out in the text")
    return text[:start] + text[end:]


# --- reordering ---------------------------------------------------------------------------------------------------


def reordered(text: str, node: Collection, order: Sequence[int]) -> str:
    """The entries in another order, each with its comments; what stands between them stays where it is."""
    if node.flow:
        there = spans(text, node)
        texts, gaps = [text[start:end] for start, end in there], _gaps(text, there)
        return text[: there[0][0]] + _woven(texts, gaps, order) + text[there[-1][1] :]
    found, end = chunks(text, node), line_end(text)
    start = found[0].top
    pad = "" if _begins(text, found[0].head) else " " * (found[0].head - _line(text, found[0].head))
    texts = [text[chunk.top : chunk.tail] for chunk in found]
    texts[0] = pad + texts[0]
    closed = texts[-1].endswith("\n")
    texts[-1] += "" if closed else end
    woven = _woven(texts, _gaps(text, [(chunk.top, chunk.tail) for chunk in found]), order)
    return text[:start] + woven[len(pad) :][: None if closed else -len(end)] + text[found[-1].tail :]


def _gaps(text: str, there: Sequence[tuple[int, int]]) -> list[str]:
    return [text[one[1] : other[0]] for one, other in pairwise(there)]


def _woven(texts: Sequence[str], gaps: Sequence[str], order: Sequence[int]) -> str:
    return "".join(text + gap for text, gap in zip((texts[index] for index in order), (*gaps, ""), strict=True))


# --- lines --------------------------------------------------------------------------------------------------------


def _line(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _next_line(text: str, at: int) -> int:
    return text.find("\n", at) + 1 or len(text)


def _begins(text: str, head: int) -> bool:
    """Whether nothing but blanks (and the mark of a file) stands before it on its line."""
    return not text[_line(text, head) : head].strip(" \ufeff")


def _dash(text: str, node: Listing, item: Node) -> int:
    """The dash of a list entry, in the column of the list."""
    at = _line(text, item.start)
    while True:
        column = at + node.column - 1 + (text.startswith("\ufeff") and at == 0)
        if text[column : column + 1] == "-" and column < item.start:
            return column
        if at == 0:
            return item.start
        at = _line(text, at - 1)


def _comments_above(text: str, head: int, floor: int) -> int:
    """Where the comment lines begin that stand right above an entry, indented like it."""
    top = _line(text, head)
    if not _begins(text, head):
        return head
    column = head - top
    while top > floor:
        above = _line(text, top - 1)
        line = text[above:top]
        if above < floor or not line.startswith(" " * column + "#"):
            break
        top = above
    return max(top, 1) if text.startswith("\ufeff") else top


def _with_comments_below(text: str, tail: int, column: int) -> int:
    """Behind the comment lines that follow an entry at once and are indented deeper than it."""
    while tail < len(text):
        following = _next_line(text, tail)
        line = text[tail:following]
        if not line.lstrip(" ").startswith("#") or len(line) - len(line.lstrip(" ")) <= column:
            break
        tail = following
    return tail


def _has_comment(text: str, chunk: Chunk) -> bool:
    return chunk.top < _line(text, chunk.head)


def _blank_at_start(text: str) -> bool:
    return not text[: _next_line(text, 0)].strip()


def _blank_at_end(text: str) -> bool:
    return text.endswith("\n") and not text[_line(text, len(text) - 1) :].strip()


def _without_last_line(text: str) -> str:
    return text[: _line(text, len(text) - 1)]
