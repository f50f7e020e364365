"""What the board says of each place: the chance of failing, whether a good run is left, how near the failure is.

The chance is that of a run whose every next move is picked blindly, all that can be made now being equally likely. It
is over where no process can move. A run that never comes to an end has not failed, unless it owes something for ever.
Without circles chances are summed from the ends back; with them they solve one sparse linear system.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outage_gui.engine.board import ELSEWHERE, FAILED, Board
from outage_gui.engine.counting import generations
from outage_gui.engine.fairness import UNKNOWN, Actors, Owed, fair_parts, judged, labels_of
from outage_gui.engine.graph import Graph, gathered

Index = NDArray[np.int64]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]
OUTRIGHT, CLOSE = 10_000, 1e-13  # equations solved outright; how near a solution of more must come


class Parts:
    """The strongly connected parts of some graph of places."""

    def __init__(self, board: Board, graph: Graph) -> None:
        self.board = board
        self.graph = graph
        self.labels = labels_of(graph, np.ones(graph.size, bool))
        self.sizes = np.bincount(self.labels)

    @cached_property
    def owing(self) -> Mask:
        """(parts,) where something is owed all the time."""
        found = np.zeros(len(self.sizes), bool)
        for bit in range(len(self.board.rules.again)):
            in_debt = (self.board.debts >> bit & 1).astype(bool)
            found |= np.bincount(self.labels[in_debt], minlength=len(self.sizes)) == self.sizes
        return found

    @cached_property
    def closed(self) -> Mask:
        """(parts,) which have moves, none of which leaves."""
        leaving = (self.graph.targets < 0) | (
            self.labels[self.graph.sources] != self.labels[np.maximum(self.graph.targets, 0)]
        )
        found = np.zeros(len(self.sizes), bool)
        found[self.labels[self.graph.sources]] = True
        found[self.labels[self.graph.sources[leaving]]] = False
        return found


def chances(board: Board) -> Floats:
    """(p + 2,) the chance of failing from each place on; at the end those of ELSEWHERE and FAILED, so that a move's
    target says which.
    """
    blind = played_blindly(board)
    found = np.zeros(board.graph.size + 2)
    found[:-2][board.ended & (board.debts != 0)] = 1.0
    found[FAILED], found[ELSEWHERE] = 1.0, 0.0
    order = list(generations(blind))
    if sum(map(len, order)) == blind.size:
        return summed(blind, order, found)
    return solved(board, blind, found)


def played_blindly(board: Board) -> Graph:
    """The moves that are picked from: no crash where nothing else can happen."""
    graph = board.graph
    kept = ~board.ended[graph.sources]
    if kept.all():
        return graph
    offsets = np.concatenate([[0], np.cumsum(kept)])[graph.offsets].astype(np.int64)
    return graph._replace(
        sources=graph.sources[kept],
        targets=graph.targets[kept],
        moves=graph.moves[kept],
        crash=graph.crash[kept],
        offsets=offsets,
    )


def summed(graph: Graph, order: Sequence[Index], found: Floats) -> Floats:
    """From the ends back; those of the ends are given."""
    counts = np.diff(graph.offsets)
    for places in reversed(order):
        going = places[counts[places] > 0]
        if len(going):
            values = found[graph.targets[graph.out_of(going)]]
            begins = np.cumsum(counts[going]) - counts[going]
            found[going] = np.add.reduceat(values, begins) / counts[going]
    return found


def solved(board: Board, graph: Graph, found: Floats) -> Floats:
    """What is certain is found first; for the rest, the equations of the random walk."""
    parts = Parts(board, graph)
    for_ever = parts.closed[parts.labels]
    owing = parts.owing[parts.labels] & for_ever
    fail = steps_to(graph, owing | (found[:-2] == 1.0), FAILED) >= 0
    well = steps_to(graph, (for_ever & ~owing) | (board.ended & (board.debts == 0)), ELSEWHERE) >= 0
    found[:-2][fail & ~well] = 1.0
    open_ = np.flatnonzero(fail & well)
    if len(open_):
        found[open_] = random_walk(graph, open_, found)
    return found


def random_walk(graph: Graph, open_: Index, found: Floats) -> Floats:
    """The chances of those places; the others are known, and one of them is reached from each."""
    from scipy.sparse import csc_array, eye_array

    size = len(open_)
    counts = np.diff(graph.offsets)[open_]
    moves, share = graph.out_of(open_), np.repeat(1 / counts, counts)
    equation, targets = np.repeat(np.arange(size), counts), graph.targets[moves]
    place = np.full(graph.size + 2, UNKNOWN)
    place[open_] = np.arange(size)
    among = place[targets] >= 0
    outside = np.where(among, 0.0, share * found[targets])
    known = np.bincount(equation, weights=outside, minlength=size).astype(np.float64)
    walk = csc_array((share[among], (equation[among], place[targets[among]])), shape=(size, size))
    result: Floats = np.clip(solution(csc_array(eye_array(size) - walk), known), 0.0, 1.0)
    return result


def solution(matrix: Any, known: Floats) -> Floats:
    """Of a sparse linear system. A large one is approached first: outright, 46,656 places take over a minute."""
    from scipy.sparse.linalg import LinearOperator, gmres, spilu, spsolve

    result: Floats
    if len(known) > OUTRIGHT:
        near = LinearOperator(matrix.shape, spilu(matrix, drop_tol=1e-4, fill_factor=10).solve)
        result, missed = gmres(matrix, known, M=near, rtol=CLOSE, atol=0.0, restart=40, maxiter=5)
        if not missed:
            return result
    result = spsolve(matrix, known)
    return result


def steps_to(graph: Graph, goals: Mask, outside: int | None = None) -> Index:
    """(p,) the fewest moves to a goal, or over a move that leads outside to that; UNKNOWN where there is no way."""
    order = np.argsort(graph.targets, kind="stable")
    offsets = np.searchsorted(graph.targets[order], np.arange(graph.size + 1)).astype(np.int64)
    found = np.full(graph.size, UNKNOWN, np.int64)
    wave, steps = np.flatnonzero(goals), 0
    found[wave] = 0
    late = np.unique(graph.sources[graph.targets == outside]) if outside is not None else wave[:0]
    while len(wave) or len(late):
        sources = graph.sources[order[gathered(offsets, wave)]]
        wave = np.unique(np.concatenate([sources, late])).astype(np.int64)
        wave, steps, late = wave[found[wave] == UNKNOWN], steps + 1, late[:0]
        found[wave] = steps
    return found


def turning(board: Board, actors: Actors) -> Mask:
    """(p,) where a fair run may go round for ever and owes nothing for ever."""
    if sum(map(len, generations(board.graph))) == board.graph.size:
        return np.zeros(board.graph.size, bool)
    parts = Parts(board, board.graph)
    return (fair_parts(board.graph, parts.labels, actors) & ~parts.owing)[parts.labels]


def avoidable(board: Board, turns: Mask) -> Mask:
    """(p,) whether some schedule from here on does not fail. turns: see `turning`."""
    return steps_to(board.graph, turns | (board.ended & (board.debts == 0)), ELSEWHERE) >= 0


def distances(states: Graph, board: Board, actors: Actors) -> Index:
    """(p,) the fewest moves to the failure, or to where a fair run may owe for ever; UNKNOWN where there is no way.

    states: the graph the board was made of. So the nearest start is as far away as the shortest finding is long.
    """
    goals = board.ended & (board.debts != 0)
    signs = board.rules.signs
    for bit, (begins, paid) in enumerate(zip(signs.begins, signs.paid, strict=True)):
        verdict = judged(states, Owed(begins, ~paid), actors)
        goals |= (board.debts >> bit & 1).astype(bool) & (verdict.stops | verdict.circles)[board.states]
    return steps_to(board.graph, goals, FAILED)
