"""Two changes of one text put together line by line, where they do not touch the same lines."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple


class Change(NamedTuple):
    """Lines `start` to `end` of the base become these."""

    start: int
    end: int
    lines: tuple[str, ...]


def merged(base: str, mine: str, theirs: str) -> str | None:
    """Both changes of the base; None where they touch the same lines or lines next to each other in different ways."""
    lines = base.splitlines(keepends=True)
    ours, others = changes(lines, mine), changes(lines, theirs)
    if any(_touch(one, other) and one != other for one in ours for other in others):
        return None
    for change in sorted({*ours, *others}, reverse=True):
        lines[change.start : change.end] = change.lines
    return "".join(lines)


def changes(base: list[str], text: str) -> tuple[Change, ...]:
    return tuple(_changes(base, text.splitlines(keepends=True)))


def _changes(base: list[str], other: list[str]) -> Iterator[Change]:
    for kind, start, end, first, last in SequenceMatcher(None, base, other, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Change(start, end, tuple(other[first:last]))


def _touch(one: Change, other: Change) -> bool:
    return one.start <= other.end and other.start <= one.end
