"""Where an instant stands along time: one monotone map between instants and x in 0..1, for steps and for the clock.

A place is (instant, moves made): several moves may share an instant, and on the steps axis each has room of its own.
On the clock axis quiet stretches are folded to a fixed small width, and every fold says how long it is.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from outage_gui.workbench.frame import Axis, Fold, Tick
from outage_gui.workbench.wording import DAY, HOUR, MINUTE, SECOND, duration, elapsed, local, offset, zone

Place = tuple[int, int]  # (ms since 1970-01-01T00:00Z, moves made)

MOST_TICKS = 14
NEAR = 0.035  # ticks nearer than this share of the axis leave the smaller one out
QUIET = 6  # a gap this many times the mean of the others is quiet
MOST_FOLDS = 6
FOLDED = 0.02  # room a fold keeps, as a share of the axis before the folds
STRIDES = (
    *(number * SECOND for number in (1, 2, 5, 10, 15, 30)),
    *(number * MINUTE for number in (1, 2, 5, 10, 15, 30)),
    *(number * HOUR for number in (1, 2, 3, 6, 12)),
    *(number * DAY for number in (1, 2, 7, 14, 28, 91, 182, 364)),
)


class Scale(NamedTuple):
    """Piecewise linear between knots; places and xs both rise, xs from 0 to 1. One knot alone stands at 0."""

    axis: Axis
    places: tuple[Place, ...]
    xs: tuple[float, ...]
    folds: tuple[tuple[int, int], ...]  # gaps left out: from, to

    def x(self, at: int, step: int = 1 << 60) -> float:
        """Where it stands, held within 0..1. Without a step: after all moves of that instant."""
        right = bisect_right(self.places, (at, step))
        if right == 0 or len(self.places) == 1:
            return 0.0
        if right == len(self.places):
            return self.xs[-1]
        (begins, _), (ends, _) = self.places[right - 1], self.places[right]
        share = (at - begins) / (ends - begins) if ends > begins else 0.0
        return self.xs[right - 1] + (self.xs[right] - self.xs[right - 1]) * share

    def at(self, x: float) -> int:
        """The instant that stands there, to the millisecond."""
        if x <= 0 or len(self.places) == 1:
            return self.places[0][0]
        if x >= 1:
            return self.places[-1][0]
        right = bisect_right(self.xs, x)
        begins, ends = self.places[right - 1][0], self.places[right][0]
        share = (x - self.xs[right - 1]) / (self.xs[right] - self.xs[right - 1])
        return begins + round((ends - begins) * share)

    def nearest(self, x: float) -> Place:
        """The knot that stands nearest to x."""
        right = min(bisect_left(self.xs, x), len(self.xs) - 1)
        left = max(right - 1, 0)
        return self.places[left if x - self.xs[left] <= self.xs[right] - x else right]


def steps_scale(stops: Sequence[Place], ends: int | None = None) -> Scale:
    """Equal room for every stop; `stops` rise. What lies behind, up to `ends`, gets the room of one more."""
    places = list(stops)
    if ends is not None and ends > places[-1][0]:
        places.append((ends, places[-1][1]))
    room = max(len(places) - 1, 1)
    return Scale("steps", tuple(places), tuple(number / room for number in range(len(places))), ())


def clock_scale(instants: Iterable[int]) -> Scale:
    """Room by time between the first and the last instant, quiet stretches folded."""
    times = sorted(set(instants))
    gaps = [after - before for before, after in pairwise(times)]
    if not gaps:
        return Scale("clock", ((times[0], 0),), (0.0,), ())
    quiet = _quiet(gaps)
    kept = max(round(FOLDED * sum(gap for number, gap in enumerate(gaps) if number not in quiet)), 1)
    rooms = [min(kept, gap) if number in quiet else gap for number, gap in enumerate(gaps)]
    folds = tuple((times[number], times[number + 1]) for number in sorted(quiet) if gaps[number] > kept)
    return Scale("clock", tuple((time, 0) for time in times), _shares(rooms), folds)


def _quiet(gaps: list[int]) -> frozenset[int]:
    """The gaps to fold: from the longest on, as long as one stands out from the mean of those that stay."""
    order = sorted(range(len(gaps)), key=lambda number: (-gaps[number], number))
    rest, count, quiet = sum(gaps), len(gaps), set[int]()
    for number in order[:MOST_FOLDS]:
        rest, count = rest - gaps[number], count - 1
        if count < 2 or gaps[number] * count <= QUIET * rest or gaps[number] < 2 * SECOND:
            break
        quiet.add(number)
    return frozenset(quiet)


def _shares(rooms: list[int]) -> tuple[float, ...]:
    """Ends of consecutive stretches as shares of the whole; strictly rising even where one is next to nothing."""
    total, least = sum(rooms), 1e-9
    sums, reached = [0.0], 0
    for room in rooms:
        reached += room
        sums.append(max(reached / total, sums[-1] + least))
    return tuple(value / sums[-1] for value in sums)


# --- what is written along it -------------------------------------------------------------------------------------


def folds(scale: Scale) -> tuple[Fold, ...]:
    """Marks in the middle of every stretch left out."""
    return tuple(
        Fold((scale.x(begins) + scale.x(ends, 0)) / 2, f"{duration(ends - begins)} folded")
        for begins, ends in scale.folds
    )


def ticks(scale: Scale, where: str, *, started: int = 0, relative: bool = False) -> tuple[Tick, ...]:
    """Round times of the zone `where` (or T+ where no time was recorded), or the numbers of the moves."""
    if scale.axis == "steps":
        return _thinned(_move_ticks(scale, where, relative=relative, started=started))
    stride, zero = _stride(scale), started if relative else None
    times = [at for begins, ends in _stretches(scale) for at in _round_times(begins, ends, stride, where, zero)]
    labels = [_time_label(at, stride, where, zero) for at in times]
    return _thinned([Tick(scale.x(at), text, _is_major(text)) for at, text in zip(times, labels, strict=True)])


def _move_ticks(scale: Scale, where: str, *, relative: bool, started: int) -> list[Tick]:
    last = scale.places[-1][1]
    every = next(n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10**9) if last <= n * MOST_TICKS)
    made, before = [], -1
    for (at, step), x in zip(scale.places, scale.xs, strict=True):
        if step == before:
            made.append(Tick(x, elapsed(at - started) if relative else f"{local(at, zone(where)):%H:%M}", False))
        elif step % every == 0:
            made.append(Tick(x, str(step), True))
        before = step
    return made


def _stride(scale: Scale) -> int:
    """The smallest round distance that leaves few enough ticks in the stretches that are shown."""
    shown = sum(ends - begins for begins, ends in _stretches(scale))
    return next((stride for stride in STRIDES if shown <= stride * MOST_TICKS), STRIDES[-1])


def _stretches(scale: Scale) -> list[tuple[int, int]]:
    """What lies between the folds."""
    edges = [scale.places[0][0], *(edge for fold in scale.folds for edge in fold), scale.places[-1][0]]
    return [(edges[i], edges[i + 1]) for i in range(0, len(edges), 2)]


def _round_times(begins: int, ends: int, stride: int, where: str, started: int | None) -> range:
    """Multiples of the stride on the wall clock of that place and day."""
    ahead = -started if started is not None else offset(begins, zone(where))
    first = -(-(begins + ahead) // stride) * stride - ahead
    return range(first, min(ends, first + stride * 400) + 1, stride)


def _time_label(at: int, stride: int, where: str, started: int | None) -> str:
    if started is not None:
        return elapsed(at - started)
    here = local(at, zone(where))
    if stride >= DAY or (here.hour, here.minute, here.second) == (0, 0, 0):
        return f"{here.day} {here:%b}" if stride < 364 * DAY else f"{here:%b %Y}"
    return f"{here:%H:%M:%S}" if stride < MINUTE else f"{here:%H:%M}"


def _is_major(label: str) -> bool:
    """A new day, or a full hour."""
    return ":" not in label or (label.endswith(":00") and label.count(":") == 1)


def _thinned(made: list[Tick]) -> tuple[Tick, ...]:
    """Ticks that have room for their label; where two are near, the major one stays."""
    kept: list[Tick] = []
    for tick in sorted(made, key=lambda tick: tick.x):
        if kept and tick.x - kept[-1].x < NEAR:
            if tick.major and not kept[-1].major:
                kept[-1] = tick
            continue
        kept.append(tick)
    return tuple(kept)
