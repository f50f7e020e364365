"""Why a service is as it is, told from the causes the engine kept; and what one move brought about."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple, assert_never

from outage_gui.engine.causes import (
    Cause,
    Change,
    FromNeed,
    Own,
    Recovered,
    Recovering,
    Spread,
    Waiting,
    chain,
    effects,
)
from outage_gui.engine.forced import is_by_hand
from outage_gui.model.scenario import Need, Scenario, Service
from outage_gui.workbench.arrows import carriers
from outage_gui.workbench.entries import Entry, title, titles
from outage_gui.workbench.frame import Hop, Why
from outage_gui.workbench.page_frame import Page
from outage_gui.workbench.wording import IS, counted, duration, listed, time_of_day

NO_SERVICE = -1  # Why.service when a move is asked about


class Telling(NamedTuple):
    """What the answers are made of: the scenario, its run, its spread; arrows by (cause, dependent)."""

    scenario: Scenario
    services: Mapping[str, int]
    arrows: Mapping[tuple[str, str], int]
    entries: Sequence[Entry]
    spread: Spread
    started: int
    relative: bool

    def time(self, at: int) -> str:
        return time_of_day(at, self.scenario.zone, relative=self.relative, started=self.started)

    def service(self, name: str) -> Service:
        return self.scenario.services[self.services[name]]

    def label(self, name: str) -> str:
        return self.service(name).label or name


def why(telling: Telling, service: str, at: int, step: int) -> Why:
    """The chain from the service down to one move, and what to light up. For a service that is ok: a sentence only."""
    links = chain(telling.spread, service, at, step)
    number = telling.services[service]
    if not links or links[0].status == "ok":
        return Why(number, _calm(telling, service, links), (), frozenset({number}), frozenset(), frozenset())
    hops = [_hop(telling, link) for link in links]
    if isinstance(links[-1].cause, Own):
        hops.append(_origin(telling, links[-1], links[-1].cause))
    names = [link.service for link in links]
    lit = frozenset(telling.services[name] for name in names)
    pairs = [(cause, effect) for effect, cause in pairwise(names)]
    arrows = frozenset(telling.arrows[pair] for pair in pairs if pair in telling.arrows)
    moves = frozenset(hop.step for hop in hops if hop.kind == "move")
    return Why(number, _sentence(telling, links, hops), tuple(hops), lit, arrows, moves)


def _calm(telling: Telling, service: str, links: Sequence[Change]) -> str:
    label = telling.label(service)
    return f"{label} is ok again since {telling.time(links[0].at)}." if links else f"{label} is ok, as from the start."


def _hop(telling: Telling, change: Change) -> Hop:
    service = telling.service(change.service)
    source = _source(service, change.cause)
    return Hop(
        kind="service",
        name=change.service,
        step=change.step,
        at=change.at,
        status=change.status,
        label=telling.label(change.service),
        text=_mechanism(telling, service, change.cause),
        source=titles(telling.scenario, source),
        assumed=not source,
    )


def _source(service: Service, cause: Cause) -> tuple[str, ...]:
    """Where the mechanism is told, else where the service is."""
    match cause:
        case FromNeed(need=number):
            return service.needs[number].source
        case Waiting() | Recovering():
            return service.recovers.source if service.recovers and service.recovers.source else service.source
        case _:
            return service.source


def _mechanism(telling: Telling, service: Service, cause: Cause) -> str:
    match cause:
        case Own(condition=condition) if is_by_hand(condition):
            return "failed here by hand, as a what-if"
        case Own(move=0, condition=condition):
            return f"from the start on: {condition}"
        case Own(condition=condition):
            return f"holds since then: {condition}"
        case FromNeed(need=number):
            return _needs(telling, service.needs[number])
        case Waiting(condition=""):
            return "nothing holds it down any more, but it does not come back by itself"
        case Waiting(condition=condition):
            return f"nothing holds it down any more; it comes back once {condition}"
        case Recovering(until=until):
            return f"coming back until {telling.time(until)}"
        case Recovered():
            return "ok again"
        case _:
            assert_never(cause)


def _needs(telling: Telling, need: Need) -> str:
    names = [telling.label(name) for name in need.services]
    told = f"needs {listed(names)}" if need.at_least is None else f"needs {need.at_least} of {listed(names)}"
    if need.during_recovery:
        told = f"is hurt while {listed(names)} is recovering"
    felt = f"felt after {duration(need.after)}" if need.after else ""
    return "; ".join(part for part in (told, need.why, felt) if part)


def _origin(telling: Telling, change: Change, cause: Own) -> Hop:
    """The move at the bottom of the chain, the start, or a failure by hand."""
    move = cause.move
    if is_by_hand(cause.condition):
        return Hop("start", "", change.step, change.at, change.status, "What-if", "failed here by hand", "", True)
    if not 0 < move <= len(telling.entries):
        return Hop("start", "", 0, change.at, change.status, "Start", "so from the start on", "", False)
    entry = telling.entries[move - 1]
    source = titles(telling.scenario, entry.source or (entry.step.source if entry.step else ()))
    return Hop("move", "", move, entry.at, change.status, f"Move {move}", title(entry), source, not source)


def _sentence(telling: Telling, links: Sequence[Change], hops: Sequence[Hop]) -> str:
    """ "Lambda is degraded since 07:04 because of DynamoDB, the endpoint; that goes back to move 11, …" """
    first = links[0]
    told = f"{telling.label(first.service)} {IS[first.status]} since {telling.time(_since(telling, links))}"
    through = [telling.label(link.service) for link in links if link.service != first.service]
    told += f" because of {', '.join(dict.fromkeys(through))}" if through else ""
    match first.cause:
        case Waiting(condition=condition) if condition:
            told += f", waiting for {condition}"
        case Recovering(until=until):
            told += f", coming back until {telling.time(until)}"
        case _:
            pass
    last = hops[-1]
    if last.label == "What-if" and last.kind == "start":
        return f"{told}; it was failed by hand."
    if last.kind == "move":
        return f"{told}; that goes back to move {last.step}, {last.text}."
    return f"{told}; it was so from the start on." if last.kind == "start" else f"{told}."


def _since(telling: Telling, links: Sequence[Change]) -> int:
    """A change of cause alone does not begin a status."""
    ids = [number for number in telling.spread.of[links[0].service] if number <= links[0].id]
    since = links[0].at
    for number in reversed(ids):
        if telling.spread.changes[number].status != links[0].status:
            break
        since = telling.spread.changes[number].at
    return since


def why_move(telling: Telling, number: int) -> Why:
    """What a move brought about until the end of the run: services, arrows, a sentence with the number of them."""
    changes = [telling.spread.changes[place] for place in sorted(effects(telling.spread, number))]
    names = dict.fromkeys(change.service for change in changes)
    pairs = {
        (telling.spread.changes[behind].service, change.service)
        for change in changes
        for behind in carriers(change.cause)[:1]
    }
    return Why(
        NO_SERVICE,
        _consequence(telling, number, changes),
        tuple(_effect(telling, change) for change in _first(changes)),
        frozenset(telling.services[name] for name in names),
        frozenset(telling.arrows[pair] for pair in pairs if pair in telling.arrows),
        frozenset({number}),
    )


def _first(changes: Sequence[Change]) -> list[Change]:
    """Of each service the first change that the move brought about."""
    found: dict[str, Change] = {}
    for change in changes:
        found.setdefault(change.service, change)
    return list(found.values())


def _effect(telling: Telling, change: Change) -> Hop:
    hop = _hop(telling, change)
    return hop._replace(text=f"{telling.time(change.at)}: {hop.text}")


def _consequence(telling: Telling, number: int, changes: Sequence[Change]) -> str:
    told = f"Move {number}, {title(telling.entries[number - 1])}"
    hurt = {change.service for change in changes if change.status in ("down", "degraded")}
    freed = {change.service for change in changes if change.status in ("recovering", "ok")} - hurt
    if not hurt and not freed:
        return f"{told}: no service changed because of it."
    parts = [f"{counted(len(hurt), 'service')} down or degraded"] if hurt else []
    parts += [f"{counted(len(freed), 'service')} let go"] if freed else []
    return f"{told}: {' and '.join(parts)} because of it."


def fallen(telling: Telling, service: str, page: Page) -> Why:
    """What would fall with a service: lit as a chain is, told elsewhere."""
    number = telling.services[service]
    arrows = frozenset(telling.arrows[way] for way in page.ways if way in telling.arrows)
    return Why(number, page.sentence, (), (page.lit or frozenset()) | {number}, arrows, frozenset())
