"""The schedule to tell: of the shortest the one with the fewest switches, of those the first in file order.

The ways to what was found are met by expanding the levels again, last one first; nothing was stored for it.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outage_gui.engine.findings import Bad
from outage_gui.engine.layout import Rows
from outage_gui.engine.program import Program
from outage_gui.engine.search import SLICE, Space
from outage_gui.engine.seen import SMALL, Numbers
from outage_gui.engine.step import batches

Index = NDArray[np.int64]
FAR = np.int32(1 << 30)


class Layer(NamedTuple):
    """The moves from one layer of nodes to the next, as numbers within each: parents, moves, children (m,)."""

    size: int
    parents: Index
    moves: NDArray[np.int32]
    children: Index


class Way(NamedTuple):
    """first: the start it begins at; moves: numbers in program.moves; last: a node of the last layer."""

    first: int
    moves: tuple[int, ...]
    switches: int
    last: int


def owners(program: Program) -> Index:
    """(moves,) a number for the instance that makes each move."""
    known: dict[tuple[str, str], int] = {}
    return np.array([known.setdefault((m.process, m.instance), len(known)) for m in program.moves], np.int64)


def calmest(layers: Sequence[Layer], owner: Index, starts: Index) -> Way:
    """The way through all layers with the fewest changes of owner; still equal, the first by start, then by moves.

    starts: (n,) the start that each node of the first layer belongs to. Every node of the last layer is a goal; from
    every other node some move leads on. Several nodes may be one state, so that one move leads to several.
    """
    costs = list(rests(layers, owner))[::-1]
    least = costs[0].min(axis=1) if costs else np.zeros(len(starts), np.int32)
    switches = left = int(least.min())
    first = int(starts[least == left].min())
    nodes = np.flatnonzero((starts == first) & (least == left))
    moves: list[int] = []
    last = -1
    for layer, beyond in zip(layers, [*costs[1:], None], strict=True) if costs else ():
        move, nodes, left = onward(layer, beyond, owner, (nodes, last, left))
        moves.append(move)
        last = int(owner[move])
    return Way(first, tuple(moves), switches, int(nodes[0]))


def rests(layers: Sequence[Layer], owner: Index) -> Iterator[NDArray[np.int32]]:
    """From the last layer back: (nodes, owners) the fewest switches if that owner moves next; FAR where it cannot."""
    count = int(owner.max(initial=0)) + 1
    beyond: NDArray[np.int32] | None = None
    for layer in reversed(layers):
        mover = owner[layer.moves]
        cost = np.full((layer.size, count), FAR, np.int32)
        np.minimum.at(cost, (layer.parents, mover), after(beyond, layer.children, mover))
        yield cost
        beyond = cost


def after(cost: NDArray[np.int32] | None, nodes: Index, last: Index) -> NDArray[np.int32]:
    """(m,) the fewest switches from each node on, if that owner moved last. cost None: the goals."""
    if cost is None:
        return np.zeros(len(nodes), np.int32)
    fewest: NDArray[np.int32] = np.minimum(cost[nodes, last], cost.min(axis=1)[nodes] + np.int32(1))
    return fewest


def onward(
    layer: Layer, beyond: NDArray[np.int32] | None, owner: Index, at: tuple[Index, int, int]
) -> tuple[int, Index, int]:
    """The first move that wastes no switch, where it leads, the switches left. at: nodes, last owner, left."""
    nodes, last, left = at
    there = np.flatnonzero(np.isin(layer.parents, nodes))
    mover = owner[layer.moves[there]]
    rest = after(beyond, layer.children[there], mover)
    there, rest = (part[rest + ((mover != last) & (last >= 0)) == left] for part in (there, rest))
    move = layer.moves[there].min()
    taken = layer.moves[there] == move
    return int(move), np.unique(layer.children[there[taken]]), int(rest[taken][0])


# --- expanding the levels again -----------------------------------------------------------------------------------


class Trail:
    """The ways to one thing found, known from some level on. nodes: numbers within that level, ascending."""

    def __init__(self, bad: Bad) -> None:
        self.depth = bad.depth
        self.nodes = np.unique(bad.rows)
        self.layers: list[Layer] = []
        if len(bad.moves):
            parents = np.searchsorted(self.nodes, bad.rows)
            self.layers.append(Layer(len(self.nodes), parents, bad.moves, np.zeros(len(parents), np.int64)))

    def wanted(self, level: Rows, *, small: int) -> Numbers:
        return Numbers(level[self.nodes], small=small)

    def extend(self, found: Sequence[tuple[Index, NDArray[np.int32], Index]]) -> None:
        """Go one level back. found: parents within the level before, moves, children among the nodes."""
        parents, moves, children = (np.concatenate(part) for part in zip(*found, strict=True))
        self.depth -= 1
        self.nodes, places = np.unique(parents, return_inverse=True)
        self.layers.insert(0, Layer(len(self.nodes), places.reshape(-1), moves, children))


def ways(program: Program, space: Space, found: Sequence[Bad]) -> list[Way]:
    """The way to each thing found; its `first` is a row of level 0."""
    trails, owner = [Trail(bad) for bad in found], owners(program)
    small = 0 if space.states > SMALL else SMALL
    for depth in range(max((trail.depth for trail in trails), default=0) - 1, -1, -1):
        extend(program, space, [trail for trail in trails if trail.depth == depth + 1], small)
    return [calmest(trail.layers, owner, trail.nodes) for trail in trails]


def extend(program: Program, space: Space, trails: Sequence[Trail], small: int) -> None:
    """One level back for all trails that are known from the same level on, in one expansion."""
    depth = trails[0].depth
    wanted = [trail.wanted(space.levels[depth], small=small) for trail in trails]
    found: list[list[tuple[Index, NDArray[np.int32], Index]]] = [[] for _ in trails]
    for first in range(0, len(space.levels[depth - 1]), SLICE):
        for batch in batches(program, space.levels[depth - 1][first : first + SLICE]):
            for numbers, parts in zip(wanted, found, strict=True) if not len(batch.faults) else ():
                children = numbers.of(batch.rows)
                there = np.flatnonzero(children >= 0)
                if len(there):
                    moves = np.full(len(there), batch.move, np.int32)
                    parts.append((first + batch.parents[there], moves, children[there]))
    for trail, parts in zip(trails, found, strict=True):
        trail.extend(parts)
