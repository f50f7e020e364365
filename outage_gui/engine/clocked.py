"""The clock time of every move of a run.

Where the format is silent: a move laid forwards never passes the next time that is given, because a given time is a
fact and `takes` is a guess; the state before the first move is there as long before that move's effect as it takes.
"""

from collections.abc import Sequence, Sized
from itertools import accumulate
from typing import Protocol

from outage_gui.engine.spread import Moment
from outage_gui.model.scenario import Process, RunEntry, Scenario


class Replayed(Protocol):
    """What is read of a trace: how many moves it has."""

    @property
    def moves(self) -> Sized: ...


def moments(
    scenario: Scenario, entries: Sequence[RunEntry], trace: Replayed | None = None, before: Sequence[Moment] = ()
) -> tuple[Moment, ...]:
    """When each state of a replayed run is there: the start, then one moment a move of the trace; in ms.

    `entries` are the run's moves in text form, from the start on, perhaps after an entry `start(…)`; those the trace
    did not reach count for nothing but their times (no trace: it reached all). A branch gives the moments of what it
    shares as `before`: it goes on from the last of them. ValueError where times go back.
    """
    start, moves = _parted(entries)
    takes = [0, *(_takes(scenario, entry.move) for entry in moves)]
    given: list[int | None] = [start, *(entry.at for entry in moves)]
    for moment in before:
        given[moment.step] = moment.at
    _refuse_going_back(given)
    count = len(given) if trace is None else len(trace.moves) + 1
    laid = _laid(given, takes)[:count]
    assumed = [at is None for at in given]
    return (*before, *(Moment(laid[step], step, assumed[step]) for step in range(len(before), count)))


def _parted(entries: Sequence[RunEntry]) -> tuple[int | None, Sequence[RunEntry]]:
    """The time of the start where one is given, and the moves."""
    if entries and entries[0].is_start:
        return entries[0].at, entries[1:]
    return None, entries


def _laid(given: Sequence[int | None], takes: Sequence[int]) -> list[int]:
    """Times for all: before the first that is given backwards, after it forwards; from 0 where there is none."""
    first = next((place for place, at in enumerate(given) if at is not None), 0)
    begin = (given[first] or 0) - sum(takes[1 : first + 1])
    early = list(accumulate(takes[1 : first + 1], initial=begin))
    return early + _forwards(early[-1], given[first + 1 :], takes[first + 1 :])


def _forwards(at: int, given: Sequence[int | None], takes: Sequence[int]) -> list[int]:
    found = []
    for limit, own, length in zip(_next_given(given), given, takes, strict=True):
        at = own if own is not None else at + length if limit is None else min(at + length, limit)
        found.append(at)
    return found


def _next_given(given: Sequence[int | None]) -> list[int | None]:
    """For each place the first time given from there on."""
    found: list[int | None] = []
    later = None
    for at in reversed(given):
        later = later if at is None else at
        found.append(later)
    return found[::-1]


def _refuse_going_back(given: Sequence[int | None]) -> None:
    known = [at for at in given if at is not None]
    if known != sorted(known):
        raise ValueError("the times of a run must not go back")


def _takes(scenario: Scenario, move: str) -> int:
    """The lower end of what the move's step takes; the steps of a joined move add up."""
    parts = move.split("(", 1)[0].split(".")
    process = next((process for process in scenario.processes if process.name == parts[0]), None)
    if process is None:
        return 0
    names = _steps(process, parts[-1])
    return sum(step.takes.low for step in process.steps if step.takes is not None and step.name in names)


def _steps(process: Process, name: str) -> tuple[str, ...]:
    joined = (join.steps for join in process.joins if join.steps and join.steps[0] == name)
    return next(joined, (name,))
