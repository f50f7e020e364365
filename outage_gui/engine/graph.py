"""The finished graph: every state by number, every move between two. Made by expanding the levels once more.

States are numbered level by level, so that the starts come first and a state's depth can be read off its number.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outage_gui.engine.layout import Rows
from outage_gui.engine.program import Program
from outage_gui.engine.search import SLICE, Space
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


def graph_of(program: Program, space: Space) -> Graph:
    """All of it. The space must be whole."""
    rows = space.rows
    numbers, parts = Numbers(rows), []
    for first in range(0, len(rows), SLICE):
        for batch in batches(program, rows[first : first + SLICE]):
            found = numbers.of(batch.rows) if not len(batch.faults) else np.full(len(batch.parents), NOWHERE)
            sources = (first + batch.parents).astype(np.int32)
            parts.append((sources, found.astype(np.int32), np.full(len(found), batch.move, np.int32), batch.is_crash))
    return sorted_by_source(rows, parts, depths_of(space))


Part = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], bool]


def sorted_by_source(rows: Rows, parts: list[Part], depths: NDArray[np.int32]) -> Graph:
    nothing = np.zeros(0, np.int32)
    sources, targets, moves = (np.concatenate([nothing, *(part[i] for part in parts)]) for i in range(3))
    crash = np.concatenate([np.zeros(0, bool), *(np.full(len(part[0]), part[3]) for part in parts)])
    order = np.argsort(sources, kind="stable")
    offsets = np.concatenate([[0], np.cumsum(np.bincount(sources, minlength=len(rows)))]).astype(np.int64)
    return Graph(rows, sources[order], targets[order], moves[order], crash[order], offsets, depths)


def depths_of(space: Space) -> NDArray[np.int32]:
    return np.repeat(np.arange(len(space.levels), dtype=np.int32), [len(level) for level in space.levels])
