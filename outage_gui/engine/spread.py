"""How failure spreads over the services in clock time: moments of a run in, every status change with its cause out.

Decided here, where the format is silent. Several moves may fall on one instant. Own conditions, `if` and `when` are
judged after each of them and what follows at once is kept as a change of that move, so that stepping shows it; time is
compared once, with the last move of the instant: only then does a need's `after` begin, break or run out and a
recovery end. A need whose `if` turns true begins then. A recovery runs from its `when` on; where several count, the
service is back when the last one is over. `during: recovering` passes a running recovery on like a plain need passes
`down`.
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby, pairwise
from typing import NamedTuple

import numpy as np

from outage_gui.engine.causes import Change, Spread
from outage_gui.engine.needs import Wiring, wired
from outage_gui.engine.wave import Wave
from outage_gui.model.scenario import Scenario

LIMIT = 250_000  # changes and instants; about a second of work, and no window could show more

Truth = Callable[[str], Sequence[bool]]


class Moment(NamedTuple):
    """When the state after `step` moves is there (0: the start), in ms. `assumed`: no source says so."""

    at: int
    step: int
    assumed: bool = False


class Flip(NamedTuple):
    """A condition's number in the wiring and the value it takes."""

    condition: int
    value: bool


def spread(scenario: Scenario, moments: Sequence[Moment], truth: Truth, *, limit: int = LIMIT) -> Spread:
    """Every status change of the scenario's services, from the first moment until nothing is pending after the last.

    `truth(text)[i]` tells whether an expression holds after `moments[i].step` moves; it is asked once for each text.
    Moments are in order of (at, step), else ValueError. Where `limit` is reached, what was found and `stopped` are
    given.
    """
    if any(later[:2] < earlier[:2] for earlier, later in pairwise(moments)):
        raise ValueError("moments must be in order of time")
    wiring = wired(scenario.services)
    hurt = _hurt_by_own_recovery(wiring)
    if hurt or not moments:
        return _made(wiring, [], moments, hurt)
    wave = Wave(wiring)
    with uncollected():
        for instants, _ in enumerate(_instants(wave, moments, _flips(wiring, moments, truth))):
            if len(wave.changes) + instants >= limit:
                restless = f"stopped after {limit} changes: the services come to no rest"
                return _made(wiring, wave.changes, moments, restless)
    return _made(wiring, wave.changes, moments, "")


@contextmanager
def uncollected() -> Iterator[None]:
    """Nothing here is garbage until it is over; looking for some takes a third of the time with 40,000 changes."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _instants(wave: Wave, moments: Sequence[Moment], flips: Sequence[Sequence[Flip]]) -> Iterator[int]:
    """Lead the wave through every instant with a move or a timer; gives each when it is over."""
    pressure, step = wave.pressure, moments[0].step
    for at, group in groupby(enumerate(moments), key=lambda place: place[1].at):
        yield from _timers(wave, at - 1, step)
        for place, (_, step, _) in group:
            last = place + 1 == len(moments) or moments[place + 1].at > at
            pressure.move_to(at, step, last=last)
            services = [user for flip in flips[place] for user in pressure.turn(flip.condition, flip.value, step)]
            wave.settle([*services, *pressure.due_by(pressure.bound)])
        wave.end_instant()
        yield at
    yield from _timers(wave, None, step)


def _timers(wave: Wave, until: int | None, step: int) -> Iterator[int]:
    """The instants with no move, up to `until`, or until nothing is pending."""
    due = wave.pressure.due
    while due and (until is None or due[0][0] <= until):
        at = due[0][0]
        wave.pressure.move_to(at, step, last=True)
        wave.settle(wave.pressure.due_by(at))
        wave.end_instant()
        yield at


def _flips(wiring: Wiring, moments: Sequence[Moment], truth: Truth) -> list[list[Flip]]:
    """For each moment the conditions that turn with it; for the first one those that hold."""
    found: list[list[Flip]] = [[] for _ in moments]
    for condition, text in enumerate(wiring.conditions):
        if not text:
            continue
        values = np.asarray(truth(text), dtype=bool)
        if values.shape != (len(moments),):
            raise ValueError(f"{text}: {len(values)} truth values for {len(moments)} moments")
        found[0].append(Flip(condition, bool(values[0])))
        for place in np.flatnonzero(values[1:] != values[:-1]).tolist():
            found[place + 1].append(Flip(condition, bool(values[place + 1])))
    return found


def _hurt_by_own_recovery(wiring: Wiring) -> str:
    """The loader refuses these; a scenario made otherwise would swing between recovering and down for ever."""
    for need in (need for need in wiring.needs if need.during):
        if any(wiring.part_of[member] == wiring.part_of[need.owner] for member in need.members):
            return f"{wiring.names[need.owner]} is hurt by a recovery that hangs on its own"
    return ""


def _made(wiring: Wiring, changes: Sequence[Change], moments: Sequence[Moment], stopped: str) -> Spread:
    of: dict[str, list[int]] = {}
    for change in changes:
        of.setdefault(change.service, []).append(change.id)
    cycles = tuple(tuple(wiring.names[member] for member in part) for part in wiring.cycles)
    end = max([moment.at for moment in moments[-1:]] + [change.at for change in changes[-1:]], default=0)
    return Spread(tuple(changes), cycles, end, {name: tuple(ids) for name, ids in of.items()}, stopped)
