"""Services, moments and truth tables for the tests of the spread: told in a line, and random."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from hypothesis import strategies as st

from outage_gui.engine.causes import Cause, Spread
from outage_gui.engine.spread import Moment, spread
from outage_gui.model.scenario import Need, Recovery, Scenario, Service
from tests.slow.spread import reachable

MINUTE = 60_000


def service(name: str, *needs: Need | str, **more: Any) -> Service:
    return Service(name=name, needs=tuple(need(n) if isinstance(n, str) else n for n in needs), **more)


def need(*names: str, **more: Any) -> Need:
    return Need(services=names, **more)


def story(services: Sequence[Service], at: Sequence[int], **true_at: Sequence[int]) -> Spread:
    """Move i happens at minute at[i] (0: the start); each condition holds after the moves it is given."""
    moments = [Moment(minute * MINUTE, step) for step, minute in enumerate(at)]
    scenario = Scenario(format=1, title="t", services=tuple(services))
    return spread(scenario, moments, lambda text: [step in true_at[text] for step in range(len(at))])


def told(found: Spread, name: str) -> list[tuple[float, str]]:
    """What a service showed, and from which minute on; a hand-over to another cause is left out."""
    lines = [(change.at / MINUTE, change.status) for change in found.changes if change.service == name]
    return [line for before, line in zip([(0, "ok"), *lines], lines, strict=False) if before[1] != line[1]]


def causes(found: Spread, name: str) -> list[Cause]:
    return [change.cause for change in found.changes if change.service == name]


# --- random -----------------------------------------------------------------------------------------------------------

CONDITIONS = ("c0", "c1", "c2", "c3")
NAMES = ("a", "b", "c", "d", "e", "f")
LONGEST = 8  # of any single duration, in ms


class Case(NamedTuple):
    scenario: Scenario
    moments: tuple[Moment, ...]
    table: dict[str, tuple[bool, ...]]

    def truth(self, text: str) -> Sequence[bool]:
        return self.table[text]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    names = NAMES[: draw(st.integers(1, len(NAMES)))]
    services = tuple(draw(services_named(name, names)) for name in names)
    times = sorted(draw(st.lists(st.integers(0, 20), min_size=1, max_size=8)))
    moments = tuple(Moment(at, step) for step, at in enumerate(times))
    truths = st.lists(st.booleans(), min_size=len(times), max_size=len(times)).map(tuple)
    table = {text: draw(truths) for text in CONDITIONS}
    return Case(Scenario(format=1, title="t", services=without_own_recoveries(services)), moments, table)


def services_named(name: str, names: Sequence[str]) -> st.SearchStrategy[Service]:
    return st.builds(
        Service,
        name=st.just(name),
        fails_when=conditions(),
        degraded_when=conditions(),
        needs=st.lists(needs(names), max_size=3).map(tuple),
        recovers=recoveries(),
    )


def conditions() -> st.SearchStrategy[str]:
    return st.sampled_from(("", "", *CONDITIONS))


def durations() -> st.SearchStrategy[int]:
    return st.sampled_from((0, 0, 1, 2, 3, 5, LONGEST))


@st.composite
def needs(draw: st.DrawFn, names: Sequence[str]) -> Need:
    members = tuple(draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)))
    at_least = draw(st.none() | st.integers(1, len(members)))
    return Need(
        services=members if at_least is not None else members[:1],
        at_least=at_least,
        kind=draw(st.sampled_from(("hard", "hard", "soft"))),
        after=draw(durations()),
        condition=draw(conditions()),
        during_recovery=draw(st.integers(0, 3)) == 0,
        recovers=draw(recoveries()),
    )


def recoveries() -> st.SearchStrategy[Recovery | None]:
    backlogs = st.sampled_from((0.0, 0.0, 0.5, 1.5))
    return st.none() | st.builds(
        Recovery, when=conditions(), after=durations(), backlog=backlogs, never=st.integers(0, 9).map(lambda n: n == 0)
    )


def without_own_recoveries(services: tuple[Service, ...]) -> tuple[Service, ...]:
    """`during: recovering` inside a cycle is refused by the loader: such needs become plain ones."""
    far = reachable({service.name: service for service in services})
    return tuple(
        service.model_copy(
            update={
                "needs": tuple(
                    need.model_copy(update={"during_recovery": False})
                    if any(member == service.name or service.name in far[member] for member in need.services)
                    else need
                    for need in service.needs
                )
            }
        )
        for service in services
    )
