"""The services of a scenario laid out in numbers for the spread: needs, conditions and recoveries, and who reads whom.

Everything here stays the same while time moves. Statuses are places in `STATUSES`, the worse the higher.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from outage_gui.engine.cycles import Parts, circles, components
from outage_gui.model.scenario import Need, Recovery, Service

T = TypeVar("T")

OK, RECOVERING, DEGRADED, DOWN = range(4)
ALWAYS, NEVER = 0, 1  # conditions that every scenario has: the empty one and the one of `never`


class WiredRecovery(NamedTuple):
    """`when` is a condition, `after` in ms, `backlog` a share of the time away."""

    when: int
    after: int
    backlog: float


class WiredNeed(NamedTuple):
    """One need of service `owner`, its number `place` there, `id` among all. `least` is 0 where it is no redundancy."""

    id: int
    owner: int
    place: int
    members: tuple[int, ...]
    least: int
    soft: bool
    after: int
    condition: int
    during: bool
    recovers: WiredRecovery | None


class Wiring(NamedTuple):
    """Per service: name, own conditions, needs, those that bring a recovery of their own, its recovery, its readers.

    `needs` are all needs by id, `readers` the needs that read a service. Per condition: `users`, the services to judge
    again when it turns, and `gated`, the needs that count only while it holds. `parts` are the strongly connected
    components in the order of settling, `part_of` the part of each service, `cycles` the parts that are cycles.
    """

    names: tuple[str, ...]
    fails: tuple[int, ...]
    degrades: tuple[int, ...]
    needs_of: tuple[tuple[WiredNeed, ...], ...]
    replacing: tuple[tuple[WiredNeed, ...], ...]
    recovers: tuple[WiredRecovery | None, ...]
    needs: tuple[WiredNeed, ...]
    readers: tuple[tuple[WiredNeed, ...], ...]
    conditions: tuple[str, ...]
    users: tuple[tuple[int, ...], ...]
    gated: tuple[tuple[WiredNeed, ...], ...]
    parts: Parts
    part_of: tuple[int, ...]
    cycles: Parts


def wired(services: Sequence[Service]) -> Wiring:
    """The services in numbers. A need of a service that is not there is a KeyError; the loader has refused it."""
    numbers = {service.name: place for place, service in enumerate(services)}
    texts = dict.fromkeys(text for service in services for text in _texts(service))
    places = {"": ALWAYS} | {text: place for place, text in enumerate(texts, start=2)}
    needs_of = _needs(services, numbers, places)
    needs = tuple(need for own in needs_of for need in own)
    dependencies = [tuple(dict.fromkeys(m for need in own for m in need.members)) for own in needs_of]
    parts = components(dependencies)
    part_of = {service: place for place, part in enumerate(parts) for service in part}
    return Wiring(
        names=tuple(numbers),
        fails=tuple(_own(service.fails_when, places) for service in services),
        degrades=tuple(_own(service.degraded_when, places) for service in services),
        needs_of=needs_of,
        replacing=tuple(tuple(need for need in own if need.recovers) for own in needs_of),
        recovers=tuple(_recovery(service.recovers, places) for service in services),
        needs=needs,
        readers=_grouped(((member, need) for need in needs for member in dict.fromkeys(need.members)), len(services)),
        conditions=("", "", *texts),
        users=_users(services, places),
        gated=_grouped(((need.condition, need) for need in needs if need.condition), len(texts) + 2),
        parts=parts,
        part_of=tuple(part_of[service] for service in range(len(services))),
        cycles=circles(dependencies, parts),
    )


def level(need: WiredNeed, holds: Sequence[bool], shown: Sequence[int], running: Sequence[bool]) -> int:
    """How badly off the needed services are for this need now, before `after` and `soft`: OK, DEGRADED or DOWN."""
    if not holds[need.condition]:
        return OK
    if need.least:
        missing = len(_missing(need, shown, running))
        return OK if not missing else DOWN if len(need.members) - missing < need.least else DEGRADED
    if need.during:
        return DOWN if _missing(need, shown, running) else OK
    worst = max(shown[member] for member in need.members) if len(need.members) > 1 else shown[need.members[0]]
    return OK if worst == RECOVERING else worst


def hurting(need: WiredNeed, shown: Sequence[int], running: Sequence[bool]) -> Sequence[int]:
    """The needed services that make a need felt now."""
    if need.least or need.during:
        return _missing(need, shown, running)
    worst = max(shown[member] for member in need.members)
    return [member for member in need.members if shown[member] == worst]


def _missing(need: WiredNeed, shown: Sequence[int], running: Sequence[bool]) -> list[int]:
    if need.during:
        return [member for member in need.members if running[member]]
    return [member for member in need.members if shown[member] == DOWN]


def _needs(
    services: Sequence[Service], numbers: dict[str, int], places: dict[str, int]
) -> tuple[tuple[WiredNeed, ...], ...]:
    ids = iter(range(sum(len(service.needs) for service in services)))
    return tuple(
        tuple(_need(next(ids), owner, place, need, numbers, places) for place, need in enumerate(service.needs))
        for owner, service in enumerate(services)
    )


def _need(
    number: int, owner: int, place: int, need: Need, numbers: dict[str, int], places: dict[str, int]
) -> WiredNeed:
    return WiredNeed(
        id=number,
        owner=owner,
        place=place,
        members=tuple(numbers[name] for name in need.services),
        least=need.at_least or 0,
        soft=need.kind == "soft",
        after=need.after,
        condition=places[need.condition],
        during=need.during_recovery,
        recovers=_recovery(need.recovers, places),
    )


def _recovery(recovery: Recovery | None, places: dict[str, int]) -> WiredRecovery | None:
    if recovery is None:
        return None
    return WiredRecovery(NEVER if recovery.never else places[recovery.when], recovery.after, recovery.backlog)


def _own(text: str, places: dict[str, int]) -> int:
    """An own condition that is not given never holds."""
    return places[text] if text else NEVER


def _texts(service: Service) -> Iterator[str]:
    yield from (need.condition for need in service.needs if need.condition)
    yield from _judged_texts(service)


def _judged_texts(service: Service) -> Iterator[str]:
    """The conditions that matter to a service itself, not to one of its needs."""
    yield from (text for text in (service.fails_when, service.degraded_when) if text)
    recoveries = (service.recovers, *(need.recovers for need in service.needs))
    yield from (recovery.when for recovery in recoveries if recovery and recovery.when)


def _users(services: Sequence[Service], places: dict[str, int]) -> tuple[tuple[int, ...], ...]:
    pairs = ((places[t], number) for number, service in enumerate(services) for t in set(_judged_texts(service)))
    return _grouped(pairs, len(places) + 1)


def _grouped(pairs: Iterable[tuple[int, T]], count: int) -> tuple[tuple[T, ...], ...]:
    """For each number below count what is paired with it, in order."""
    found: list[list[T]] = [[] for _ in range(count)]
    for number, thing in pairs:
        found[number].append(thing)
    return tuple(tuple(things) for things in found)
