"""Every state a program can reach, breadth first by levels, in bounded slices. What is looked for is judged on the way.

A limit reached leaves the space incomplete. Reads no clock: whoever wants a limit in seconds gives one.
"""

from collections.abc import Callable, Generator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outage_gui.engine.findings import Bad, Judge
from outage_gui.engine.layout import Rows
from outage_gui.engine.program import Program
from outage_gui.engine.seen import Seen
from outage_gui.engine.step import batches

SLICE = 1 << 16  # rows expanded at a time


class Limits(NamedTuple):
    """None: no such limit. bytes: of the set and the rows kept."""

    states: int | None = None
    seconds: float | None = None
    bytes: int | None = None


NO_LIMITS = Limits()


class Progress(NamedTuple):
    """states met, generated (starts and moves), the depth of the level in work, its rows done and its size."""

    states: int
    generated: int
    depth: int
    done: int
    level: int


class Space(NamedTuple):
    """levels[d]: rows (n, words) first met after d moves. stopped: the limit that was reached, "" for none.

    bad: what was found first of each name; unseen: `sometimes` checks that no state met. deadlocks: states.
    """

    levels: tuple[Rows, ...]
    generated: int
    deadlocks: int
    stopped: str
    bad: tuple[Bad, ...]
    unseen: tuple[str, ...]

    @property
    def states(self) -> int:
        return sum(map(len, self.levels))

    @property
    def depth(self) -> int:
        return len(self.levels) - 1


class Search:
    """The state of one search between two slices."""

    def __init__(self, program: Program, limits: Limits, clock: Callable[[], float]) -> None:
        self.program = program
        self.limits = limits
        self.clock = clock
        self.began = clock()
        self.seen = Seen(program.words)
        self.judge = Judge(program)
        self.generated = len(program.starts)
        self.levels = [self.seen.add(program.starts.copy())]
        self.fresh: list[Rows] = []
        self.kept = self.levels[0].nbytes

    def expanded(self, first: int, rows: Rows) -> None:
        """Judge and expand these rows of the last level, the first of which has that number in it."""
        depth, ready = len(self.levels) - 1, np.zeros(len(rows), bool)
        for batch in batches(self.program, rows):
            self.generated += len(batch.parents)
            if not batch.is_crash:
                ready[batch.parents] = True
            if len(batch.faults):
                self.judge.faulted(depth, first + batch.parents, batch)
            else:
                self.kept_fresh(self.seen.add(batch.rows))
        self.judge.judged(depth, first, rows, ~ready)

    def kept_fresh(self, rows: Rows) -> None:
        if len(rows):
            self.fresh.append(rows)
            self.kept += rows.nbytes

    def next_level(self) -> bool:
        """Whether there is one."""
        if self.fresh:
            self.levels.append(np.concatenate(self.fresh))
        more, self.fresh = bool(self.fresh), []
        return more

    def stopped(self) -> str:
        """The limit that has been passed."""
        if self.limits.states is not None and self.seen.count > self.limits.states:
            return f"more than {self.limits.states:,} states"
        if self.limits.bytes is not None and self.seen.size + self.kept > self.limits.bytes:
            return f"more than {self.limits.bytes:,} bytes"
        if self.limits.seconds is not None and self.clock() - self.began > self.limits.seconds:
            return f"more than {self.limits.seconds:g} seconds"
        return ""

    def progress(self, done: int) -> Progress:
        return Progress(self.seen.count, self.generated, len(self.levels) - 1, done, len(self.levels[-1]))

    def space(self, stopped: str) -> Space:
        """What was met. Rows of a level left unfinished are states too, though nothing was expanded from them."""
        self.next_level()
        judge = self.judge
        return Space(
            tuple(self.levels), self.generated, judge.deadlocks, stopped, judge.found(), judge.unseen(whole=not stopped)
        )


def never() -> float:
    """The clock of a search without a limit in seconds."""
    return 0.0


def search(
    program: Program, limits: Limits = NO_LIMITS, clock: Callable[[], float] = never, *, size: int = SLICE
) -> Generator[Progress, None, Space]:
    """A slice a turn; the space is what the generator returns. size: rows of a slice."""
    at = Search(program, limits, clock)
    while True:
        level = at.levels[-1]
        for first in range(0, len(level), size):
            at.expanded(first, level[first : first + size])
            yield at.progress(min(first + size, len(level)))
            if stopped := at.stopped():
                return at.space(stopped)
        if not at.next_level():
            return at.space("")


def explored(program: Program, limits: Limits = NO_LIMITS, clock: Callable[[], float] = never) -> Space:
    """The whole search at once."""
    turns = search(program, limits, clock)
    while True:
        try:
            next(turns)
        except StopIteration as done:
            space: Space = done.value
            return space


def numbers_of_levels(space: Space) -> NDArray[np.int64]:
    """(depth + 2,) the number of the first state of each level, states being numbered level by level."""
    return np.concatenate([[0], np.cumsum([len(level) for level in space.levels])]).astype(np.int64)
