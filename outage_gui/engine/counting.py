"""How many complete schedules there are and how many of them fail, and the chance of failing if each next move is
picked blindly. By dynamic programming in topological order: where runs can go round in circles there is no number.

A schedule is complete where no process can move, or with a move that faults. A crash may follow where nothing else
can; that is a longer schedule of its own, and the chance leaves it out. A check that wants some state says nothing
of one schedule.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outage_gui.engine.columns import truths
from outage_gui.engine.fairness import owed
from outage_gui.engine.findings import LIVELY
from outage_gui.engine.graph import Graph, distinct
from outage_gui.engine.program import Program
from outage_gui.engine.step import resting

Index = NDArray[np.int64]
Mask = NDArray[np.bool_]
EXACT = 2.0**53
MOST_DEBTS = 4  # checks that can be owed at once: each doubles the work


class Counts(NamedTuple):
    """total and failing schedules, exact up to 2**53 and rounded beyond; chance: of failing, from 0 to 1."""

    total: float
    failing: float
    chance: float

    @property
    def exact(self) -> bool:
        return self.total <= EXACT


class Signs(NamedTuple):
    """(n,) each. bad: a check fails there. stuck: no process can move; calm: that is a normal end.

    begins, paid: a row for each check that may be owed.
    """

    bad: Mask
    stuck: Mask
    calm: Mask
    begins: NDArray[np.bool_]
    paid: NDArray[np.bool_]


def counted(program: Program, graph: Graph) -> Counts | None:
    """None where runs can go round in circles, or numbers leave what a float can hold, or too much can be owed."""
    lively = [check for check in program.scenario.checks if check.kind in LIVELY]
    if len(lively) > MOST_DEBTS:
        return None
    order = list(generations(graph))
    if sum(map(len, order)) < graph.size:
        return None
    signs = signs_of(program, graph)
    numbers = Flow(graph, signs, blind=False).counted(order)
    chances = Flow(graph, signs, blind=True).counted(order)
    if not np.isfinite(numbers[0]):
        return None
    return Counts(numbers[0], numbers[1], chances[1])


def generations(graph: Graph) -> Iterator[Index]:
    """States whose every predecessor came before; those on circles and behind them never come."""
    left = np.bincount(graph.targets[graph.targets >= 0], minlength=graph.size)
    ready, scratch = np.flatnonzero(left == 0), np.empty(graph.size, np.int32)
    while len(ready):
        yield ready
        targets = graph.targets[graph.out_of(ready)].astype(np.int64)
        targets = targets[targets >= 0]
        np.subtract.at(left, targets, 1)
        ready = distinct(targets[left[targets] == 0], scratch)


def signs_of(program: Program, graph: Graph) -> Signs:
    bad, stuck = np.zeros(graph.size, bool), np.ones(graph.size, bool)
    stuck[graph.sources[~graph.crash]] = False
    calm = stuck & resting(program, graph.rows)
    if not program.scenario.deadlock_allowed:
        bad |= stuck & ~calm
    debts = []
    for check in program.scenario.checks:
        holds, faults = truths(program, graph.rows, check.expression)
        wrong = {"always": ~holds, "ends": ~holds & calm}
        bad |= wrong.get(check.kind, faults != 0)
        if check.kind in LIVELY:
            bad |= truths(program, graph.rows, check.to or check.expression)[1] != 0
            debts.append(owed(program, graph, check))
    begins = np.array([debt.begins for debt in debts], bool).reshape(len(debts), graph.size)
    unpaid = np.array([debt.unpaid for debt in debts], bool).reshape(len(debts), graph.size)
    return Signs(bad, stuck, calm, begins, ~unpaid)


class Flow:
    """Lets schedules flow from the starts: at each state so many that have not failed, by what they owe, and those
    that have. blind: chances instead of numbers.
    """

    def __init__(self, graph: Graph, signs: Signs, *, blind: bool) -> None:
        self.graph = graph
        self.signs = signs
        self.blind = blind
        self.debts = 1 << len(signs.begins)
        self.failed = self.debts  # the last column
        self.at = np.zeros((graph.size, self.debts + 1))
        self.total = self.failing = 0.0

    def counted(self, order: Sequence[Index]) -> tuple[float, float]:
        """Total and failing."""
        first = np.flatnonzero(self.graph.depths == 0)
        self.arrive(first, np.zeros((len(first), self.debts + 1)), each=1 / len(first) if self.blind else 1.0)
        for states in order:
            self.end(states)
            self.go(states)
        return self.total, self.failing

    def arrive(self, states: Index, flow: NDArray[np.float64], *, each: float = 0.0) -> None:
        """Add what comes to those states, which may be named more than once. each: owing nothing, from nowhere."""
        flow[:, 0] += each
        for debt in range(self.debts):
            now = np.where(self.signs.bad[states], self.failed, self.owing(states, debt))
            self.add(states, now, flow[:, debt])
        self.add(states, self.failed, flow[:, self.failed])

    def add(self, states: Index, columns: Index | int, flow: NDArray[np.float64]) -> None:
        """By places in one row of numbers: NumPy is ten times as fast with these."""
        np.add.at(self.at.reshape(-1), states * self.at.shape[1] + columns, flow)

    def owing(self, states: Index, debt: int) -> Index:
        """What is owed after coming to each of the states with that debt."""
        found = np.full(len(states), 0)
        for bit, (begins, paid) in enumerate(zip(self.signs.begins, self.signs.paid, strict=True)):
            owes = (begins[states] | bool(debt >> bit & 1)) & ~paid[states]
            found |= owes.astype(np.int64) << bit
        return found

    def end(self, states: Index) -> None:
        """Schedules that are complete here; what is still owed then is never paid."""
        ending = self.at[states[self.signs.stuck[states]]]
        self.total += float(ending.sum())
        self.failing += float(ending[:, 1:].sum())

    def go(self, states: Index) -> None:
        graph = self.graph
        moves = graph.out_of(states)
        if self.blind:
            moves = moves[~self.signs.stuck[graph.sources[moves]]]
        sources, targets = graph.sources[moves], graph.targets[moves].astype(np.int64)
        flow = self.at[sources]
        if self.blind:
            flow = flow / (graph.offsets[sources + 1] - graph.offsets[sources])[:, None]
        lost = float(flow[targets < 0].sum())
        self.total += lost
        self.failing += lost
        there = targets >= 0
        self.arrive(targets[there], flow[there])
