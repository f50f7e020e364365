"""What would fall if one service failed alone, everything else being well: the same spread, led by that one failure."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from outage_gui.engine.causes import Change, FromNeed, Spread
from outage_gui.engine.spread import Moment, spread
from outage_gui.model.scenario import STATUSES, Scenario, Service, Status

FAILED = "true"  # the own condition of the one that fails
Holds = Callable[[str], bool]  # whether a condition (`if`, `recovers.when`) holds in the state asked about


class Hit(NamedTuple):
    """A service that is hit: the worst it shows, how long after the failure it shows that, ms, and by which service."""

    service: str
    status: Status
    after: int
    by: str


class Fall(NamedTuple):
    """`hits`: of the others, the earliest first."""

    service: str
    hits: tuple[Hit, ...]

    @property
    def down(self) -> int:
        return sum(hit.status == "down" for hit in self.hits)

    @property
    def degraded(self) -> int:
        return sum(hit.status == "degraded" for hit in self.hits)


class Fragile:
    """A scenario asked which service takes which others with it. Who hangs on whom is worked out once."""

    def __init__(self, scenario: Scenario, holds: Holds) -> None:
        self.scenario = scenario
        self.holds = holds
        self.services = {service.name: service for service in scenario.services}
        self.users: dict[str, list[str]] = {name: [] for name in self.services}
        for service in scenario.services:
            for name in dict.fromkeys(name for need in service.needs for name in need.services):
                self.users[name].append(service.name)

    def alone(self, name: str) -> Fall:
        """Every delay elapsed, and nobody repairs it. Raises KeyError for a service that is not there."""
        found = spread(self._isolated(name), [Moment(0, 0)], lambda text: [text == FAILED or self.holds(text)])
        others = (hit for hit in hits(found) if hit.service != name)
        return Fall(name, tuple(sorted(others, key=lambda hit: hit.after)))

    def each(self) -> Iterator[Fall]:
        """One at a time, in file order: between two the caller can do something else."""
        return (self.alone(name) for name in self.services)

    def reached(self, name: str) -> frozenset[str]:
        """All that hang on a service, through others too, itself included."""
        found, todo = {name}, [name]
        while todo:
            for user in self.users[todo.pop()]:
                if user not in found:
                    found.add(user)
                    todo.append(user)
        return frozenset(found)

    def _isolated(self, name: str) -> Scenario:
        """Those that hang on it, and what they need besides, which is well."""
        hit = self.reached(name)
        beside = {n for one in hit for need in self.services[one].needs for n in need.services} - hit
        kept = [self._one(service, hit, name) for service in self.scenario.services if service.name in hit | beside]
        return self.scenario.model_copy(update={"services": tuple(kept)})

    def _one(self, service: Service, hit: frozenset[str], failed: str) -> Service:
        own = {"fails_when": FAILED if service.name == failed else "", "degraded_when": ""}
        return service.model_copy(update=own if service.name in hit else {**own, "needs": ()})


def hits(found: Spread) -> Iterator[Hit]:
    """Of each service that changes, the worst it shows and when first; in the order of its first change."""
    for name, ids in found.of.items():
        changes = [found.changes[number] for number in ids]
        worst = max(changes, key=lambda change: STATUSES.index(change.status))
        if worst.status != "ok":
            yield Hit(name, worst.status, worst.at - found.changes[0].at, _by(found, worst))


def _by(found: Spread, change: Change) -> str:
    return found.changes[change.cause.behind[0]].service if isinstance(change.cause, FromNeed) else ""
