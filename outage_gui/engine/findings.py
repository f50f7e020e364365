"""What is wrong with single states and moves: checks that hold in states and ends, deadlocks, faults.

Only the fewest moves count: of each name, everything found at its first depth is kept, nothing deeper.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outage_gui.engine.columns import condition_in, truths
from outage_gui.engine.layout import Rows
from outage_gui.engine.program import Program
from outage_gui.engine.step import Batch, resting
from outage_gui.model.scenario import Check, Service

DEADLOCK = "deadlock"
LIVELY = ("eventually", "leads")  # judged on the finished graph, in `fairness`
Index = NDArray[np.int64]


class Bad(NamedTuple):
    """One name's first findings. rows: numbers within that level; moves: those that fault, empty for bad states."""

    name: str
    depth: int
    rows: Index
    moves: NDArray[np.int32]

    @property
    def steps(self) -> int:
        return self.depth + bool(len(self.moves))


class Parts(NamedTuple):
    """A Bad while it is being found."""

    depth: int
    rows: list[Index]
    moves: list[NDArray[np.int32]]


class Judge:
    """Sees every state once, by ascending depth."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.checks = tuple(check for check in program.scenario.checks if check.kind in ("always", "ends", "sometimes"))
        self.risky = risky(program)
        self.deadlocks = 0
        self.parts: dict[str, Parts] = {}
        self.witnesses: dict[str, Parts] = {}

    def faulted(self, depth: int, parents: Index, batch: Batch) -> None:
        """Moves that fault, parents numbered within their level."""
        for code in sorted(set(batch.faults.tolist())):
            there = parents[batch.faults == code]
            note(self.parts, self.program.faults[code], depth, there, np.full(len(there), batch.move, np.int32))

    def judged(self, depth: int, first: int, rows: Rows, stuck: NDArray[np.bool_]) -> None:
        """rows: (n, words) of that level from number `first` on; stuck: where no process can move."""
        numbers = np.arange(first, first + len(rows))
        ends = np.flatnonzero(stuck)
        calm = resting(self.program, rows[ends]) if len(ends) else np.zeros(0, bool)
        self.deadlocks += len(ends) - int(calm.sum())
        if not self.program.scenario.deadlock_allowed:
            note(self.parts, DEADLOCK, depth, numbers[ends[~calm]])
        for check in self.checks:
            asked = ends[calm] if check.kind == "ends" else np.arange(len(rows))
            self._judge(check, depth, numbers[asked], rows[asked] if check.kind == "ends" else rows)
        for name, text in self.risky:
            _, faults = truths(self.program, rows, text)
            note(self.parts, name, depth, numbers[faults != 0])

    def _judge(self, check: Check, depth: int, numbers: Index, rows: Rows) -> None:
        if not len(rows):
            return
        holds, faults = truths(self.program, rows, check.expression)
        if check.kind == "sometimes":
            note(self.witnesses, check.name, depth, numbers[holds])
            note(self.parts, check.name, depth, numbers[faults != 0])
        else:
            note(self.parts, check.name, depth, numbers[~holds])

    def found(self) -> tuple[Bad, ...]:
        return tuple(bad(name, parts) for name, parts in self.parts.items())

    def unseen(self, *, whole: bool) -> tuple[str, ...]:
        """The `sometimes` checks no state has, told only of a whole space."""
        wanted = [check.name for check in self.checks if check.kind == "sometimes"]
        return tuple(name for name in wanted if whole and name not in self.witnesses)


def note(parts: dict[str, Parts], name: str, depth: int, rows: Index, moves: NDArray[np.int32] | None = None) -> None:
    """Keep what is as shallow as the first of that name."""
    if not len(rows):
        return
    known = parts.setdefault(name, Parts(depth, [], []))
    if known.depth == depth:
        known.rows.append(rows)
        known.moves.append(np.zeros(0, np.int32) if moves is None else moves)


def bad(name: str, parts: Parts) -> Bad:
    return Bad(name, parts.depth, np.concatenate(parts.rows), np.concatenate(parts.moves))


def risky(program: Program) -> tuple[tuple[str, str], ...]:
    """What can fault besides the checks judged here: name of the service or check, and text."""
    scenario = program.scenario
    every = [(service.name, text) for service in scenario.services for text in conditions(service)]
    lively = [check for check in scenario.checks if check.kind in LIVELY]
    every += [(check.name, text) for check in lively for text in (check.expression, check.to) if text]
    return tuple((name, text) for name, text in every if condition_in(text, program.scope).faulty)


def conditions(service: Service) -> tuple[str, ...]:
    own = service.fails_when, service.degraded_when, service.recovers.when if service.recovers else ""
    needs = [(need.condition, need.recovers.when if need.recovers else "") for need in service.needs]
    return tuple(dict.fromkeys(text for text in (*own, *sum(needs, ())) if text))
