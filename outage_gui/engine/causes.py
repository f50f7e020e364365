"""Status changes of services and their causes: what a spread is, once computed, and what it can be asked.

Times are ms, steps are numbers of moves made (0 = start). How the changes come about is in `spread`.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias, assert_never

from outage_gui.model.scenario import Status


class Own(NamedTuple):
    """A condition that `move` (0: the start) made true. With level `ok` it is what let the service go: the move ended
    the service's own condition or a need's `if`, or made `recovers.when` true."""

    move: int
    condition: str
    level: Status


class FromNeed(NamedTuple):
    """The service's need number `need`, felt since `since`; `behind` are changes of the needed services, all that
    matter, the decisive one (of a redundancy the last to fall) first. With level `ok` it is the change that let the
    service go."""

    need: int
    level: Status
    behind: tuple[int, ...]
    since: int


Freed: TypeAlias = Own | FromNeed


class Waiting(NamedTuple):
    """Nothing holds it down any more, but it stays down until `condition` holds (empty: for ever).

    `behind` is the change that took it down, `freed` what ended that.
    """

    behind: int
    condition: str
    freed: Freed


class Recovering(NamedTuple):
    """It is coming back until `until`. `behind` is the change it comes back from, `freed` what let it begin."""

    behind: int
    until: int
    freed: Freed


class Recovered(NamedTuple):
    """It is ok again. `behind` is its change before; `freed` is None where that was a recovery that has run out."""

    behind: int
    freed: Freed | None


Cause: TypeAlias = Own | FromNeed | Waiting | Recovering | Recovered


class Change(NamedTuple):
    """From (at, step) on `service` shows `status`. Where the status is the one it had, only the cause is new: another
    condition or need has taken over."""

    id: int
    at: int
    step: int
    service: str
    status: Status
    cause: Cause


class Spread(NamedTuple):
    """All changes in order of (at, step), each after the changes behind it; a change's id is its place.

    `cycles` are the services that need one another and must be started by hand. `end` is the last change or moment.
    `stopped` says why the spread is not complete; empty if it is. `of` has the ids of each service's changes.
    """

    changes: tuple[Change, ...]
    cycles: tuple[tuple[str, ...], ...]
    end: int
    of: Mapping[str, tuple[int, ...]]
    stopped: str = ""


def statuses(spread: Spread, services: Sequence[str], at: int, step: int) -> tuple[Status, ...]:
    """The status of each service at a playhead: after all changes with (change.at, change.step) <= (at, step)."""
    count = _count(spread, at, step)
    changes = (_current(spread, service, count) for service in services)
    return tuple("ok" if change is None else change.status for change in changes)


def chain(spread: Spread, service: str, at: int, step: int) -> tuple[Change, ...]:
    """Why a service is as it is at a playhead: its change, the change behind it, and so on down to one move or start.

    The last one's cause is `Own`, or it was freed by one. Empty while the service has never changed. As long as a need
    is in force, the needed service is asked for its present cause, which may be newer than the change it began with;
    further back the changes are those of that time.
    """
    count = _count(spread, at, step)
    change = _current(spread, service, count)
    found: dict[str, Change] = {}
    while change is not None and change.service not in found:
        found[change.service] = change
        change = _present(spread, change, count)
    links = tuple(found.values())
    return links + tuple(_history(spread, links[-1])) if links else ()


def effects(spread: Spread, move: int) -> frozenset[int]:
    """The ids of all changes that a move (0: the start) brought about, for worse or for better, through others too."""
    found: set[int] = set()
    for change in spread.changes:
        trigger = _trigger(change.cause)
        if trigger.move == move if isinstance(trigger, Own) else not found.isdisjoint(trigger):
            found.add(change.id)
    return frozenset(found)


def _count(spread: Spread, at: int, step: int) -> int:
    return bisect_right(spread.changes, (at, step), key=lambda change: (change.at, change.step))


def _current(spread: Spread, service: str, count: int) -> Change | None:
    """The service's last change among the first `count` of all."""
    ids = spread.of.get(service, ())
    place = bisect_right(ids, count - 1)
    return spread.changes[ids[place - 1]] if place else None


def _present(spread: Spread, change: Change, count: int) -> Change | None:
    """The present change of the service that a need in force hangs on."""
    if not isinstance(change.cause, FromNeed):
        return None
    return _current(spread, spread.changes[change.cause.behind[0]].service, count)


def _history(spread: Spread, change: Change) -> Iterator[Change]:
    """The changes behind a change as they were then; ids fall, so this ends."""
    behind = _behind(change.cause)
    while behind is not None:
        yield spread.changes[behind]
        behind = _behind(spread.changes[behind].cause)


def _behind(cause: Cause) -> int | None:
    match cause:
        case Own():
            return None
        case FromNeed(behind=behind):
            return behind[0]
        case Waiting(behind=before) | Recovering(behind=before):
            return before
        case Recovered(behind=before, freed=freed):
            return before if freed is None else _behind(freed)
        case _:
            assert_never(cause)


def _trigger(cause: Cause) -> Own | tuple[int, ...]:
    """What brought a change about: a condition, or other changes."""
    match cause:
        case Own():
            return cause
        case FromNeed(behind=behind):
            return behind
        case Waiting(freed=freed) | Recovering(freed=freed):
            return _trigger(freed)
        case Recovered(behind=before, freed=freed):
            return (before,) if freed is None else _trigger(freed)
        case _:
            assert_never(cause)
