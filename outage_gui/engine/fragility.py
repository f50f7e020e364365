"""What the shape of the dependencies says: chokepoints, redundancy left, an order to start in, the delay that mattered.

Imported late: networkx takes 0.3 s.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import networkx

from outage_gui.engine.causes import FromNeed, Spread
from outage_gui.model.scenario import Scenario, Status

FAR = 1 << 50  # ms: longer than any outage
ROOT = -1  # stands before everything; parts are numbered from 0


class Choke(NamedTuple):
    """A service that every way from what `behind` builds on leads through."""

    service: str
    behind: tuple[str, ...]


class Slack(NamedTuple):
    """One redundancy now: how many members are up, how many must be."""

    service: str
    members: tuple[str, ...]
    up: int
    least: int

    @property
    def spare(self) -> int:
        """How many more may fail; negative: it is below what it needs."""
        return self.up - self.least


class Late(NamedTuple):
    """Had `cause` come back `sooner` ms earlier, `service` would not have felt its need, and `saved` been spared."""

    service: str
    need: int
    cause: str
    delay: int
    sooner: int
    saved: tuple[str, ...]


def graph_of(scenario: Scenario) -> "networkx.DiGraph[str]":
    """An arrow from each needed service to the one that needs it."""
    graph: networkx.DiGraph[str] = networkx.DiGraph()
    graph.add_nodes_from(service.name for service in scenario.services)
    for service in scenario.services:
        graph.add_edges_from((name, service.name) for need in service.needs for name in need.services)
    return graph


def chokes(scenario: Scenario) -> tuple[Choke, ...]:
    """Dominators: whoever stands behind one of these builds on it whichever way one goes. Most first, 2 at least."""
    graph = graph_of(scenario)
    order = {name: place for place, name in enumerate(graph)}
    parts: networkx.DiGraph[int] = networkx.condensation(graph)
    for part in [part for part, count in parts.in_degree() if count == 0]:
        parts.add_edge(ROOT, part)
    if ROOT not in parts:
        return ()
    above = networkx.immediate_dominators(parts, ROOT)
    behind: dict[str, list[str]] = {}
    for part in parts:
        for name in parts.nodes[part].get("members", ()):
            for choke in _dominators(parts, above, part):
                behind.setdefault(choke, []).append(name)
    found = [Choke(name, tuple(sorted(names, key=order.__getitem__))) for name, names in behind.items()]
    return tuple(sorted((c for c in found if len(c.behind) > 1), key=lambda c: (-len(c.behind), order[c.service])))


def _dominators(parts: "networkx.DiGraph[int]", above: Mapping[int, int], part: int) -> Iterator[str]:
    """The services, each alone in its part, that every way to a part leads through."""
    at = above.get(part)
    while at is not None and at != ROOT:
        members = parts.nodes[at]["members"]
        if len(members) == 1:
            yield next(iter(members))
        at = above.get(at)


def slacks(scenario: Scenario, status: Callable[[str], Status]) -> tuple[Slack, ...]:
    """Every redundancy, the tightest first. A degraded or recovering member counts as up."""
    found = [
        Slack(service.name, need.services, sum(status(name) != "down" for name in need.services), need.at_least)
        for service in scenario.services
        for need in service.needs
        if need.at_least is not None and not need.during_recovery
    ]
    return tuple(sorted(found, key=lambda slack: slack.spare))


def start_order(scenario: Scenario) -> tuple[tuple[str, ...], ...]:
    """Rounds in which everything could be started from nothing: each needs only what earlier rounds brought up.

    Services that need one another share a round: they have to be started by hand.
    """
    graph = graph_of(scenario)
    order = {name: place for place, name in enumerate(graph)}
    parts = networkx.condensation(graph)
    rounds = networkx.topological_generations(parts)
    named = ([name for part in round_ for name in parts.nodes[part]["members"]] for round_ in rounds)
    return tuple(tuple(sorted(names, key=order.__getitem__)) for names in named)


def lates(
    scenario: Scenario, found: Spread, again: Callable[[Scenario], Spread], *, most: int = 24
) -> tuple[Late, ...]:
    """Delays that ran out during the run, the one missed by least first; each is checked by spreading once more.

    again: the same run over a changed scenario. most: needs looked at, those missed by least.
    """
    known = {service.name: service for service in scenario.services}
    near: dict[tuple[str, int], tuple[int, str]] = {}
    for change in found.changes:
        cause = change.cause
        if not isinstance(cause, FromNeed) or cause.level == "ok" or not cause.behind:
            continue
        need = known[change.service].needs[cause.need]
        source = found.changes[cause.behind[0]].service
        back = _back(found, source, change.at)
        if need.after and back is not None:
            key, missed = (change.service, cause.need), (back - cause.since, source)
            near[key] = max(near.get(key, missed), missed)
    chosen = sorted(near.items(), key=lambda pair: pair[1][0])[:most]
    hurt = _hurt(found)
    made = []
    for (name, number), (sooner, source) in chosen:
        spared = hurt - _hurt(again(_without(scenario, name, number)))
        if spared:
            delay = known[name].needs[number].after
            saved = tuple(service for service in known if service in spared)
            made.append(Late(name, number, source, delay, sooner, saved))
    return tuple(made)


def _back(found: Spread, service: str, at: int) -> int | None:
    """When a service that is in trouble then is out of it; None: never."""
    later = (found.changes[number] for number in found.of[service])
    return next((change.at for change in later if change.at >= at and change.status in ("ok", "recovering")), None)


def _hurt(found: Spread) -> set[str]:
    return {change.service for change in found.changes if change.status in ("down", "degraded")}


def _without(scenario: Scenario, name: str, number: int) -> Scenario:
    """That need never runs out."""
    services = []
    for service in scenario.services:
        if service.name == name:
            needs = list(service.needs)
            needs[number] = needs[number].model_copy(update={"after": FAR})
            service = service.model_copy(update={"needs": tuple(needs)})
        services.append(service)
    return scenario.model_copy(update={"services": tuple(services)})
