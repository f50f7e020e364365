"""Every state a program can reach, breadth first by levels, in bounded slices. What is looked for is judged on the way.

A limit reached leaves the space incomplete. Reads no clock: whoever wants a limit in seconds gives one.
"""

import itertools
from collections.abc import Callable, Generator, Iterator
from typing import NamedTuple

import numpy as np

from outage_gui.engine.findings import Bad, Judge
from outage_gui.engine.layout import Rows
from outage_gui.engine.learned import Learned
from outage_gui.engine.program import Program
from outage_gui.engine.seen import Seen
from outage_gui.engine.step import Batch, batches

SLICE = 1 << 16  # rows expanded at a time
LEARNED = 1 << 14  # states from which on what steps do is known by heart: that takes as long as a slice or less


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
    """rows: (n, words) every state, in the order it was met. levels[d]: those of them first met after d moves.

    stopped: the limit that was reached, "" for none. bad: what was found first of each name; unseen: `sometimes` checks
    that no state met. deadlocks: states.
    """

    rows: Rows
    levels: tuple[Rows, ...]
    generated: int
    deadlocks: int
    stopped: str
    bad: tuple[Bad, ...]
    unseen: tuple[str, ...]

    @property
    def states(self) -> int:
        return len(self.rows)

    @property
    def depth(self) -> int:
        return len(self.levels) - 1


class Search:
    """The state of one search between two slices. ends: number of the first state of each level, and of the next."""

    def __init__(self, program: Program, limits: Limits, clock: Callable[[], float]) -> None:
        self.program = program
        self.limits = limits
        self.clock = clock
        self.began = clock()
        self.seen = Seen(program.words)
        self.judge = Judge(program)
        self.learned: Learned | None = None
        self.generated = len(program.starts)
        self.seen.add(program.starts)
        self.stopped = self.limit_passed(0)
        self.ends = [0, self.seen.count]

    @property
    def depth(self) -> int:
        return len(self.ends) - 2

    @property
    def level(self) -> int:
        """How many states the level in work has."""
        return self.ends[-1] - self.ends[-2]

    def expanded(self, first: int, size: int) -> None:
        """Judge and expand so many rows of the last level, the first of which has that number in it."""
        rows = self.slice(first, size)
        ready = np.zeros(len(rows), bool)
        for batch in self.moves(rows):
            if not self.has_room(len(batch.rows)):
                ready[:] = True  # whether the others can move is not known
                break
            self.generated += len(batch.parents)
            if not batch.is_crash:
                ready[batch.parents] = True
            if len(batch.faults):
                self.judge.faulted(self.depth, first + batch.parents, batch)
            else:
                self.seen.add(batch.rows)
        self.stopped = self.stopped or self.limit_passed(0)
        self.judge.judged(self.depth, first, rows, ~ready)

    def slice(self, first: int, size: int) -> Rows:
        begin = self.ends[-2] + first
        return by_word(self.seen.store[begin : min(begin + size, self.ends[-1])])

    def judge_rest(self, first: int, size: int) -> None:
        """Judge what will not be expanded, the last level from that row on and what was met of the next."""
        while True:
            for begin in range(first, self.level, size):
                rows = self.slice(begin, size)
                self.judge.judged(self.depth, begin, rows, np.zeros(len(rows), bool))
            first = 0
            if not self.next_level():
                return

    def moves(self, rows: Rows) -> Iterator[Batch]:
        if self.learned is None and self.seen.count >= LEARNED:
            self.learned = Learned(self.program)
        return batches(self.program, rows) if self.learned is None else self.learned.batches(rows)

    def next_level(self) -> bool:
        """Whether there is one."""
        if self.seen.count == self.ends[-1]:
            return False
        self.ends.append(self.seen.count)
        return True

    def has_room(self, more: int) -> bool:
        """Whether so many rows can be added; room is made for them, as long as time allows."""
        self.stopped = self.stopped or self.limit_passed(more)
        for _ in self.seen.room(more) if not self.stopped else ():
            self.stopped = self.out_of_time()
            if self.stopped:
                break
        return not self.stopped

    def limit_passed(self, more: int) -> str:
        """The limit that is reached before so many rows are added."""
        states, seconds, most = self.limits
        if states is not None and self.seen.count > states:
            self.seen.keep(states)
            return f"more than {states:,} states"
        if most is not None and self.seen.most(more) > most:
            return f"more than {most:,} bytes"
        return self.out_of_time() if seconds is not None else ""

    def out_of_time(self) -> str:
        seconds = self.limits.seconds
        passed = seconds is not None and self.clock() - self.began > seconds
        return f"more than {seconds:g} seconds" if passed else ""

    def progress(self, done: int) -> Progress:
        return Progress(self.seen.count, self.generated, self.depth, done, self.level)

    def space(self) -> Space:
        """What was met. Where a limit was reached the last states were judged, but nothing was expanded from them."""
        rows, judge = self.seen.rows, self.judge
        levels = tuple(rows[one:end] for one, end in itertools.pairwise(self.ends))
        unseen = judge.unseen(whole=not self.stopped)
        return Space(rows, levels, self.generated, judge.deadlocks, self.stopped, judge.found(), unseen)


def by_word(rows: Rows) -> Rows:
    """The same, as a copy in which each word of all rows lies together."""
    return rows.copy(order="F")


def never() -> float:
    """The clock of a search without a limit in seconds."""
    return 0.0


def search(
    program: Program, limits: Limits = NO_LIMITS, clock: Callable[[], float] = never, *, size: int = SLICE
) -> Generator[Progress, None, Space]:
    """A slice a turn; the space is what the generator returns. size: rows of a slice."""
    at = Search(program, limits, clock)
    while True:
        for first in range(0, at.level, size):
            at.expanded(first, size)
            yield at.progress(min(first + size, at.level))
            if at.stopped:
                at.judge_rest(first + size, size)
                return at.space()
        if not at.next_level():
            return at.space()


def explored(program: Program, limits: Limits = NO_LIMITS, clock: Callable[[], float] = never) -> Space:
    """The whole search at once."""
    turns = search(program, limits, clock)
    while True:
        try:
            next(turns)
        except StopIteration as done:
            space: Space = done.value
            return space
