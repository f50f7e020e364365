"""Two runs beside each other after the moves they have in common: like beside like, a gap where one has nothing."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple

from outage_gui.workbench.explore_frame import Pair

MOST = 400  # moves of a run that are laid beside each other


class Made(NamedTuple):
    """A move as it is told. text: as in a schedule."""

    text: str
    who: str
    what: str


def beside(one: Sequence[Made], other: Sequence[Made], common: int) -> tuple[Pair, ...]:
    """common: moves made before; the first two always differ and stand beside each other."""
    left = list(enumerate(one[:MOST], common + 1))
    right = list(enumerate(other[:MOST], common + 1))
    if not left or not right:
        return tuple(paired(left, right))
    return (*paired(left[:1], right[:1]), *aligned(left[1:], right[1:]))


def aligned(left: Sequence[tuple[int, Made]], right: Sequence[tuple[int, Made]]) -> Iterator[Pair]:
    matcher = SequenceMatcher(None, [made.text for _, made in left], [made.text for _, made in right], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield from paired(left[a:b], right[c:d])
        else:
            yield from paired(left[a:b], [])
            yield from paired([], right[c:d])


def paired(left: Sequence[tuple[int, Made]], right: Sequence[tuple[int, Made]]) -> Iterator[Pair]:
    nothing = (0, Made("", "", ""))
    for (number, made), (other_number, other) in zip_longest(left, right, fillvalue=nothing):
        yield Pair(number, made.who, made.what, other_number, other.who, other.what)
