"""The twin of a failing run: the good run that shares most with it, and the first move in which the two part.

A good run comes to a normal end without having failed. Where no good run of that scenario ever ends, it comes to where
a fair run can go round for ever without failing, and its schedule stops there.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outage_gui.engine.board import FAILED, Board
from outage_gui.engine.fairness import UNKNOWN
from outage_gui.engine.graph import Graph
from outage_gui.engine.odds import steps_to
from outage_gui.engine.shortest import Layer, calmest

Index = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Twin(NamedTuple):
    """common: how many moves both make from the start. failing, good: the moves that differ, numbers in program.moves.

    schedule: the whole good run: the shared moves, then a shortest way on, of these one with the fewest switches.
    """

    common: int
    failing: int
    good: int
    schedule: tuple[int, ...]


class Goals(NamedTuple):
    """steps: (p,) the fewest moves to where a run is seen to be good, UNKNOWN where there is no way."""

    steps: Index
    never_end: bool


def goals_of(board: Board, turns: Mask, *, deadlock_allowed: bool) -> Goals:
    """turns: where a fair run may go round for ever without failing."""
    ends = (board.ended if deadlock_allowed else board.calm) & (board.debts == 0)
    if ends.any() or not turns.any():
        return Goals(steps_to(board.graph, ends), False)
    return Goals(steps_to(board.graph, turns), True)


def twin_of(
    board: Board, goals: Goals, owner: Index, places: Sequence[int | None], moves: Sequence[int]
) -> Twin | None:
    """None for a run from whose end a good run is still possible, or that no good run shares the start with.

    places: of the failing run, one more than its moves, None outside the board. owner: of each move, see `shortest`.
    """
    good = [place is not None and place != FAILED and goals.steps[place] != UNKNOWN for place in places]
    lost = [place is not None and not fine for place, fine in zip(places, good, strict=True)]
    common = lost.index(True) - 1 if True in lost else UNKNOWN
    if common == UNKNOWN or not good[common]:
        return None
    place = places[common]
    assert place is not None
    shared = tuple(moves[:common])
    rest = way_on(board.graph, goals, owner, place, shared[-1:])
    return Twin(common, moves[common], rest[0], shared + rest)


def way_on(graph: Graph, goals: Goals, owner: Index, place: int, last: tuple[int, ...]) -> tuple[int, ...]:
    """The shortest way from that place to a goal, at least one move long. last: the move before, if there was one."""
    layers = [Layer(1, np.zeros(1, np.int64), np.array(last, np.int32), np.zeros(1, np.int64)) for _ in last]
    nodes = np.array([place])
    for left in range(max(int(goals.steps[place]), 1) - 1, -1, -1):
        moves = graph.out_of(nodes)
        targets = graph.targets[moves]
        moves = moves[(targets >= 0) & (goals.steps[np.maximum(targets, 0)] == left)]
        after, children = np.unique(graph.targets[moves], return_inverse=True)
        parents = np.searchsorted(nodes, graph.sources[moves])
        layers.append(Layer(len(nodes), parents, graph.moves[moves], children.reshape(-1)))
        nodes = after.astype(np.int64)
    way = calmest(layers, owner, np.zeros(1, np.int64))
    return way.moves[len(last) :]
