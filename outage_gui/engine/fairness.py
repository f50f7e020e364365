"""`eventually` and `leads`: whether a fair run can stay away from what it owes, for ever or by standing still.

A process that stays ready is not passed over for ever, `fair: false` and crashes aside. What such a run may do in the
end is a strongly connected part of the graph in which every fair instance moves or is once not ready.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from outage_gui.engine.columns import truths
from outage_gui.engine.graph import Graph
from outage_gui.engine.program import Program
from outage_gui.engine.shortest import owners
from outage_gui.model.scenario import Check

Index = NDArray[np.int64]
Mask = NDArray[np.bool_]
UNKNOWN = -1


class Owed(NamedTuple):
    """Masks over states (n,): where the debt begins, and where it is not paid."""

    begins: Mask
    unpaid: Mask


class Verdict(NamedTuple):
    """Of each state (n,). debt: the fewest moves after which a run stands there in debt, UNKNOWN where none can.

    labels: its strongly connected part among those in debt, UNKNOWN for others. stops, circles: where a fair run in
    debt may stand still, or go round for ever.
    """

    debt: Index
    labels: Index
    stops: Mask
    circles: Mask


class Actors(NamedTuple):
    """of_move: the owner's number of each move of the program; fair: the numbers of fair owners."""

    of_move: Index
    fair: tuple[int, ...]


def actors_of(program: Program) -> Actors:
    of_move = owners(program)
    fair = {process.name for process in program.scenario.processes if process.fair and not process.only_in_runs}
    numbered = {int(owner): move.process for owner, move in zip(of_move, program.moves, strict=True)}
    return Actors(of_move, tuple(owner for owner, process in numbered.items() if process in fair))


def owed(program: Program, graph: Graph, check: Check) -> Owed:
    """What the check asks of each state. Where judging it faults is a finding of its own, see `findings`."""
    text = check.to if check.kind == "leads" else check.expression
    paid, faults = truths(program, graph.rows, text)
    unpaid = ~paid & (faults == 0)
    if check.kind == "eventually":
        return Owed((graph.depths == 0) & unpaid, unpaid)
    return Owed(truths(program, graph.rows, check.expression)[0] & unpaid, unpaid)


def judged(graph: Graph, asked: Owed, actors: Actors) -> Verdict:
    """Where a fair run may end up that never pays."""
    debt = distances(graph, asked)
    labels = labels_of(graph, debt >= 0)
    circles = fair_parts(graph, labels, actors)[np.maximum(labels, 0)] & (labels >= 0)
    return Verdict(debt, labels, (debt >= 0) & stopping(graph, actors), circles)


def stopping(graph: Graph, actors: Actors) -> Mask:
    """Where a fair run may stay: no fair instance is ready."""
    busy = np.zeros(graph.size, bool)
    fair = np.isin(actors.of_move[graph.moves], actors.fair) & ~graph.crash
    busy[graph.sources[fair]] = True
    return ~busy


def distances(graph: Graph, asked: Owed) -> Index:
    """(n,) the fewest moves after which a run stands there in debt; UNKNOWN where none can."""
    found = np.full(graph.size, UNKNOWN, np.int64)
    begins, frontier, depth = asked.begins, np.zeros(0, np.int64), 0
    last = int(graph.depths[begins].max(initial=-1))
    while depth <= last or len(frontier):
        fresh = np.flatnonzero(begins & (graph.depths == depth)) if depth <= last else frontier[:0]
        frontier = np.unique(np.concatenate([frontier, fresh]))
        frontier = frontier[found[frontier] == UNKNOWN]
        found[frontier] = depth
        targets = graph.targets[graph.out_of(frontier)].astype(np.int64)
        targets = np.unique(targets[targets >= 0])
        frontier, depth = targets[asked.unpaid[targets] & (found[targets] == UNKNOWN)], depth + 1
    return found


def labels_of(graph: Graph, away: Mask) -> Index:
    """(n,) the number of each state's strongly connected part among those away; -1 for the others."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    place = np.cumsum(away) - 1
    inside = (graph.targets >= 0) & away[graph.sources] & away[graph.targets]
    ends = place[graph.sources[inside]], place[graph.targets[inside]]
    size = int(away.sum())
    matrix: Any = csr_array((np.ones(len(ends[0]), np.int8), ends), shape=(size, size))
    labels = np.full(graph.size, -1, np.int64)
    labels[away] = connected_components(matrix, directed=True, connection="strong")[1] if size else 0
    return labels


def within(graph: Graph, labels: Index) -> Index:
    """The numbers of the moves that stay in a part."""
    stays = (graph.targets >= 0) & (labels[graph.sources] >= 0) & (labels[graph.sources] == labels[graph.targets])
    return np.flatnonzero(stays)


def fair_parts(graph: Graph, labels: Index, actors: Actors) -> Mask:
    """(parts,) whether a fair run can go round in it for ever."""
    count = int(labels.max(initial=0)) + 1
    inside = within(graph, labels)
    part, mover = labels[graph.sources[inside]], actors.of_move[graph.moves[inside]]
    size = np.bincount(labels[labels >= 0], minlength=count)
    good = np.zeros(count, bool)
    good[part] = True
    for owner in actors.fair:
        moves = np.zeros(count, bool)
        moves[part[mover == owner]] = True
        there = ready(graph, owner, actors) & (labels >= 0)
        good &= moves | (np.bincount(labels[there], minlength=count) < size)
    return good


def ready(graph: Graph, owner: int, actors: Actors) -> Mask:
    """(n,) where that instance can do more than crash."""
    found = np.zeros(graph.size, bool)
    found[graph.sources[(actors.of_move[graph.moves] == owner) & ~graph.crash]] = True
    return found
