"""The finished graph: every state by number, every move between two. Made by expanding the levels once more.

States are numbered level by level, so that the starts come first and a state's depth can be read off its number.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from outage_gui.engine.layout import Rows
from outage_gui.engine.program import Program
from outage_gui.engine.search import SLICE, Space, by_word
from outage_gui.engine.seen import Numbers
from outage_gui.engine.step import batches

Index = NDArray[np.int64]
NOWHERE = -1


class Graph(NamedTuple):
    """sources ascending, targets (m,) int32, NOWHERE for a move that faults; moves (m,) int32; crash (m,) bool.

    rows: (n, words). offsets: (n + 1,) where the moves of each state begin. depths: (n,) moves from a start.
    """

    rows: Rows
    sources: NDArray[np.int32]
    targets: NDArray[np.int32]
    moves: NDArray[np.int32]
    crash: NDArray[np.bool_]
    offsets: Index
    depths: NDArray[np.int32]

    @property
    def size(self) -> int:
        return len(self.rows)

    def out_of(self, states: Index) -> Index:
        """The numbers of all moves from those states."""
        return gathered(self.offsets, states)


def gathered(offsets: Index, which: Index) -> Index:
    """Everything that lies between offsets[i] and offsets[i + 1], for each i in turn."""
    counts = offsets[which + 1] - offsets[which]
    ends = np.cumsum(counts)
    return np.repeat(offsets[which] - ends + counts, counts) + np.arange(ends[-1] if len(ends) else 0)


def distinct(values: Index, scratch: NDArray[np.int32]) -> Index:
    """Each of those numbers once, ascending. scratch: a place for each number there can be; written over."""
    turn = np.arange(len(values), dtype=np.int32)
    scratch[values] = turn
    found: Index = np.sort(values[scratch[values] == turn])
    return found


def graph_of(program: Program, space: Space) -> Graph:
    """All of it. The space must be whole."""
    numbers, most = Numbers(space.rows), space.generated - len(program.starts)
    sources, targets, moves = (np.empty(most, np.int32) for _ in range(3))
    crash, counts, done = np.empty(most, bool), np.zeros(space.states + 1, np.int64), 0
    for first in range(0, space.states, SLICE):
        found = moves_from(program, by_word(space.rows[first : first + SLICE]), numbers)
        end = done + len(found.parents)
        sources[done:end] = first + found.parents.astype(np.int32)
        targets[done:end], moves[done:end], crash[done:end] = found.targets, found.moves, found.crash
        counts[first + 1 : first + SLICE + 1] = np.bincount(found.parents, minlength=min(SLICE, space.states - first))
        done = end
    return Graph(space.rows, sources, targets, moves, crash, np.cumsum(counts), depths_of(space))


class Moves(NamedTuple):
    """Of one slice, by parent: (m,) each. parents: uint16, numbers within the slice."""

    parents: NDArray[np.uint16]
    targets: NDArray[np.int32]
    moves: NDArray[np.int32]
    crash: NDArray[np.bool_]


def moves_from(program: Program, rows: Rows, numbers: Numbers) -> Moves:
    """All moves from at most SLICE rows, so that they can be sorted by two bytes."""
    nothing = np.zeros(0, np.int32)
    parts = [Moves(nothing.astype(np.uint16), nothing, nothing, nothing.astype(bool))]
    for batch in batches(program, rows):
        size = len(batch.parents)
        found = np.full(size, NOWHERE, np.int32) if len(batch.faults) else numbers.of(batch.rows).astype(np.int32)
        move, crash = np.full(size, batch.move, np.int32), np.full(size, batch.is_crash)
        parts.append(Moves(batch.parents.astype(np.uint16), found, move, crash))
    parents, *others = (np.concatenate(column) for column in columns_of(parts))
    order = np.argsort(parents, kind="stable")
    return Moves(parents[order], *(column[order] for column in others))


def columns_of(parts: list[Moves]) -> Iterator[Any]:
    return zip(*parts, strict=True)


def depths_of(space: Space) -> NDArray[np.int32]:
    return np.repeat(np.arange(len(space.levels), dtype=np.int32), [len(level) for level in space.levels])
