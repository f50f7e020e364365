"""How a run comes to owe for ever: the shortest schedule to where it may stay in debt, and the moves round there.

A node of the way is twice the number of a state, one more where the debt has begun.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outage_gui.engine.fairness import Actors, Owed, Verdict, ready, within
from outage_gui.engine.graph import Graph, gathered
from outage_gui.engine.shortest import Layer, Way, calmest

Index = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Lasso(NamedTuple):
    """The way there, its `first` a row of level 0, and the moves that may follow for ever; () for a standstill."""

    way: Way
    loop: tuple[int, ...]


def lasso(graph: Graph, asked: Owed, verdict: Verdict, actors: Actors) -> Lasso | None:
    """The shortest one, the calmest of these; None where every fair run pays."""
    bad = np.flatnonzero(verdict.stops | verdict.circles)
    if not len(bad):
        return None
    depth = verdict.debt[bad]
    goals = bad[depth == depth.min()]
    layers, starts = layers_to(graph, asked, verdict.debt, goals)
    way = calmest(layers, actors.of_move, starts)
    state = int(goals[way.last])
    if verdict.stops[state]:
        return Lasso(way, ())
    return Lasso(way, Turn(graph, verdict.labels, state, actors).moves())


def layers_to(graph: Graph, asked: Owed, debt: Index, goals: Index) -> tuple[list[Layer], Index]:
    """All shortest ways from the starts into debt at the goals, and the start of each first node."""
    order = np.argsort(graph.targets, kind="stable")
    counts = np.bincount(graph.targets[graph.targets >= 0], minlength=graph.size)
    skipped = len(order) - int(counts.sum())
    offsets = skipped + np.concatenate([[0], np.cumsum(counts)])
    layers: list[Layer] = []
    nodes = goals * 2 + 1
    for left in range(int(debt[goals[0]]), 0, -1):
        states = nodes // 2
        moves = order[gathered(offsets, states)]
        children = np.repeat(np.arange(len(nodes)), counts[states])
        parents, kept = befores(graph, asked, debt, (moves, nodes[children], left - 1))
        before, places = np.unique(parents, return_inverse=True)
        layers.insert(0, Layer(len(before), places.reshape(-1), graph.moves[moves[kept]], children[kept]))
        nodes = before
    return layers, nodes // 2


def befores(graph: Graph, asked: Owed, debt: Index, given: tuple[Index, Index, int]) -> tuple[Index, Index]:
    """The nodes before, and which move each belongs to. given: moves, the nodes they lead to, the depth before."""
    moves, nodes, depth = given
    sources, in_debt = graph.sources[moves].astype(np.int64), nodes % 2 == 1
    clean = np.flatnonzero((graph.depths[sources] == depth) & (~in_debt | asked.begins[nodes // 2]))
    owing = np.flatnonzero(in_debt & (debt[sources] == depth))
    return np.concatenate([sources[clean] * 2, sources[owing] * 2 + 1]), np.concatenate([clean, owing])


class Turn:
    """A walk round a strongly connected part, on which every fair instance moves or is once not ready."""

    def __init__(self, graph: Graph, labels: Index, state: int, actors: Actors) -> None:
        self.graph = graph
        self.actors = actors
        self.inside = labels == labels[state]
        self.edges = within(graph, np.where(self.inside, labels, -1))
        self.sources = graph.sources[self.edges]
        self.home = self.at = state
        self.walked: list[int] = []  # numbers of moves of the graph

    def moves(self) -> tuple[int, ...]:
        for owner in self.actors.fair:
            if not self.satisfied(owner):
                self.satisfy(owner)
        if not self.walked:
            self.take(int(self.edges[np.searchsorted(self.sources, self.at)]))
        self.go(np.arange(self.graph.size) == self.home)
        return tuple(self.graph.moves[self.walked].tolist())

    def satisfied(self, owner: int) -> bool:
        met = [self.home, *self.graph.targets[self.walked].tolist()]
        moved = self.actors.of_move[self.graph.moves[self.walked]] == owner
        return bool(moved.any()) or not ready(self.graph, owner, self.actors)[met].all()

    def satisfy(self, owner: int) -> None:
        idle = self.inside & ~ready(self.graph, owner, self.actors)
        if idle.any():
            self.go(idle)
            return
        own = self.edges[self.actors.of_move[self.graph.moves[self.edges]] == owner]
        goals = np.zeros(self.graph.size, bool)
        goals[self.graph.sources[own]] = True
        self.go(goals)
        self.take(int(own[self.graph.sources[own] == self.at][0]))

    def take(self, edge: int) -> None:
        self.walked.append(edge)
        self.at = int(self.graph.targets[edge])

    def go(self, goals: Mask) -> None:
        """The shortest way to the nearest of the goals."""
        came = np.full(self.graph.size, -1, np.int64)
        frontier, met = np.array([self.at]), np.arange(self.graph.size) == self.at
        while not goals[frontier].any():
            first, last = (np.searchsorted(self.sources, frontier, side=side) for side in ("left", "right"))
            edges = np.concatenate([self.edges[a:b] for a, b in zip(first, last, strict=True)])
            targets, places = np.unique(self.graph.targets[edges], return_index=True)
            fresh = ~met[targets]
            frontier = targets[fresh].astype(np.int64)
            came[frontier] = edges[places[fresh]]
            met[frontier] = True
        for edge in self.back(came, int(frontier[goals[frontier]][0])):
            self.take(edge)

    def back(self, came: Index, state: int) -> list[int]:
        found: list[int] = []
        while state != self.at:
            found.insert(0, int(came[state]))
            state = int(self.graph.sources[found[0]])
        return found
