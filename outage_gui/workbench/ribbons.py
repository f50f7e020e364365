"""Services along time: a ribbon for each that was ever in trouble, and how many are in which status from when on."""

from collections.abc import Sequence
from typing import NamedTuple

from outage_gui.model.scenario import STATUSES, Scenario, Status
from outage_gui.workbench.axis import Place, Scale
from outage_gui.workbench.course import DEGRADED, DOWN, OK, RECOVERING, Turn
from outage_gui.workbench.frame import Ribbon, Sample, Stretch

MOST = 2_000  # samples, and stretches of one ribbon: what a screen can show


class Seen(NamedTuple):
    """An observed status from `at` on."""

    at: int
    status: Status


def observed(scenario: Scenario) -> dict[str, tuple[Seen, ...]]:
    """What was recorded of each service, in order of time; uncertain entries count from their earliest instant."""
    found: dict[str, list[Seen]] = {}
    for entry in sorted(scenario.timeline, key=lambda entry: entry.at):
        for name, status in entry.status:
            found.setdefault(name, []).append(Seen(entry.at, status))
    return {name: tuple(entries) for name, entries in found.items()}


def observed_at(entries: Sequence[Seen], at: int) -> Status | None:
    """The latest recorded status; None before the first."""
    return next((entry.status for entry in reversed(entries) if entry.at <= at), None)


class Stood(NamedTuple):
    """A turn and where it stands."""

    turn: Turn
    x: float


def stood(turns: Sequence[Turn], scale: Scale) -> tuple[Stood, ...]:
    """Many turns share a place; each place is looked up once."""
    xs = {place: scale.x(*place) for place in {(turn.at, turn.step) for turn in turns}}
    return tuple(Stood(turn, xs[turn.at, turn.step]) for turn in turns)


def ribbons(scenario: Scenario, turns: Sequence[Stood], scale: Scale) -> tuple[Ribbon, ...]:
    """In order of first trouble, modelled or observed; services that stayed ok have none."""
    modelled: dict[int, list[Stood]] = {}
    for each in turns:
        modelled.setdefault(each.turn.service, []).append(each)
    recorded = observed(scenario)
    found: list[tuple[Place, int]] = []
    for number, service in enumerate(scenario.services):
        troubles = [(turn.at, turn.step) for turn, _ in modelled.get(number, ()) if turn.status != OK][:1]
        troubles += [(seen.at, 1 << 60) for seen in recorded.get(service.name, ()) if seen.status != "ok"]
        if troubles:
            found.append((min(troubles), number))
    return tuple(
        Ribbon(
            number,
            scenario.services[number].label or scenario.services[number].name,
            _modelled(modelled.get(number, ())),
            _observed(recorded.get(scenario.services[number].name, ()), scale),
        )
        for _, number in sorted(found)
    )


def _modelled(turns: Sequence[Stood]) -> tuple[Stretch, ...]:
    ends = [*(each.x for each in turns[1:]), 1.0]
    made = [
        Stretch(x, end, STATUSES[turn.status])
        for (turn, x), end in zip(turns, ends, strict=False)  # no turns, no stretch
        if turn.status != OK and end > x
    ]
    return tuple(made) if len(made) <= MOST else _coarse(made)


def _coarse(made: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Stretches that share a pixel's width become one, of the worst status among them."""
    cells: dict[int, Stretch] = {}
    for stretch in made:
        cell = int(stretch.begins * MOST)
        known = cells.get(cell)
        worst = max(stretch.status, known.status, key=STATUSES.index) if known else stretch.status
        cells[cell] = Stretch(known.begins if known else stretch.begins, stretch.ends, worst)
    return tuple(cells.values())


def _observed(entries: Sequence[Seen], scale: Scale) -> tuple[Stretch, ...]:
    xs = [*(scale.x(entry.at) for entry in entries), 1.0]
    return tuple(
        Stretch(xs[number], xs[number + 1], entry.status)
        for number, entry in enumerate(entries)
        if xs[number + 1] > xs[number]
    )


def samples(turns: Sequence[Stood]) -> tuple[Sample, ...]:
    """From x 0 on; one for each place where a count changes, thinned to what a screen can show."""
    now: dict[int, int] = {}
    counts = [0] * len(STATUSES)
    made = [Sample(0.0, 0, 0, 0)]
    for number, (turn, x) in enumerate(turns):
        before = now.get(turn.service, OK)
        now[turn.service] = turn.status
        counts[before] -= 1
        counts[turn.status] += 1
        following = turns[number + 1].turn if number + 1 < len(turns) else None
        if following is None or (following.at, following.step) != (turn.at, turn.step):
            made.append(Sample(x, counts[DOWN], counts[DEGRADED], counts[RECOVERING]))
    return _thinned(made)


def _thinned(made: list[Sample]) -> tuple[Sample, ...]:
    """Of the samples that share a pixel's width the worst is kept; the last one always."""
    if len(made) <= MOST:
        return tuple(made)
    worst: dict[int, Sample] = {}
    for sample in made:
        cell = int(sample.x * MOST)
        if cell not in worst or sample[1:] >= worst[cell][1:]:
            worst[cell] = sample
    kept = tuple(worst.values())
    return kept if kept[-1] == made[-1] else (*kept, made[-1])
