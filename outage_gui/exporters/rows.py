"""What happened in a replay, one row an event in the order of time: moves, service changes, what was observed."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from outage_gui.exporters.replayed import because, cause, move, told_time
from outage_gui.model.scenario import Service, TimelineEntry
from outage_gui.workbench.entries import title, titles, who
from outage_gui.workbench.playhead import Playhead
from outage_gui.workbench.replay import Replay
from outage_gui.workbench.wording import elapsed


class Row(NamedTuple):
    """id: as in JSON, empty for what was observed. kind: move, status or observed; basis: recorded, assumed, modelled.

    cause: the id of what brought it about; source: titles.
    """

    id: str
    at: str
    since: str
    kind: str
    who: str
    what: str
    status: str
    changed: str
    cause: str
    because: str
    basis: str
    source: str


def rows(replay: Replay, here: Playhead) -> list[Row]:
    """Until that moment in the order of time; at one instant what was observed first, then moves and what they did."""
    found = [*_observed(replay), *_moves(replay), *_statuses(replay)]
    by_then = [
        pair for pair in found if pair[0][0] <= here.at and (pair[1].kind == "observed" or pair[0][2] <= here.step)
    ]
    return [row for _, row in sorted(by_then, key=lambda pair: pair[0])]


Placed = tuple[tuple[int, int, int, int], Row]


def _since(replay: Replay, at: int) -> str:
    return elapsed(at - replay.started)


def _moves(replay: Replay) -> Iterator[Placed]:
    for entry in replay.entries:
        told = move(replay, entry.number)
        changed = "; ".join(f"{name} = {new}" for name, new in told["changed"].items())
        yield (
            (entry.at, 1, entry.number, 0),
            Row(
                told["id"],
                told["at"],
                _since(replay, entry.at),
                "move",
                who(entry.process, entry.instance),
                entry.say or title(entry),
                "",
                changed,
                "",
                entry.text,
                "assumed" if entry.assumed else "recorded",
                titles(replay.scenario, entry.source),
            ),
        )


def _statuses(replay: Replay) -> Iterator[Placed]:
    labels = {service.name: service.label or service.name for service in replay.scenario.services}
    for change in replay.spread.changes:
        what = f"{labels[change.service]} is {change.status}"
        yield (
            (change.at, 1, change.step, 1 + change.id),
            Row(
                f"s{change.id}",
                told_time(replay, change.at),
                _since(replay, change.at),
                "status",
                labels[change.service],
                what,
                change.status,
                "",
                cause(change),
                because(change.cause),
                "modelled",
                _sources(replay, change.service),
            ),
        )


def _sources(replay: Replay, service: str) -> str:
    found: Mapping[str, Service] = {each.name: each for each in replay.scenario.services}
    return titles(replay.scenario, found[service].source)


def _observed(replay: Replay) -> Iterator[Placed]:
    labels = {service.name: service.label or service.name for service in replay.scenario.services}
    for number, entry in enumerate(replay.scenario.timeline):
        status = "; ".join(f"{labels.get(name, name)}: {told}" for name, told in entry.status)
        yield (entry.at, 0, number, 0), _entry(replay, entry, status)


def _entry(replay: Replay, entry: TimelineEntry, status: str) -> Row:
    until = f" to {told_time(replay, entry.until)}" if entry.until != entry.at else ""
    return Row(
        "",
        told_time(replay, entry.at) + until,
        _since(replay, entry.at),
        "observed",
        entry.role,
        entry.say or entry.mark or "",
        status,
        "",
        "",
        entry.mark or "",
        "recorded",
        titles(replay.scenario, entry.source),
    )
