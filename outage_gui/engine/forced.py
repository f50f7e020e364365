"""A spread in which somebody pulls a service down by hand from some instant on: "what if this failed here?"."""

from collections.abc import Sequence
from typing import NamedTuple

from outage_gui.engine.causes import Spread
from outage_gui.engine.spread import Moment, Truth, spread
from outage_gui.model.scenario import Scenario, Service

BY_HAND = "failed here by hand"  # stands where an own condition does; no expression reads like this


class Failure(NamedTuple):
    """The service is down from (at, step) on, whatever its own conditions say."""

    service: str
    at: int
    step: int


def forced(scenario: Scenario, moments: Sequence[Moment], truth: Truth, failures: Sequence[Failure]) -> Spread:
    """`spread` with these failures on top; the moments are those of the run."""
    if not failures:
        return spread(scenario, moments, truth)
    known = {failure.service: failure for failure in failures}
    added = [Moment(failure.at, failure.step, True) for failure in known.values()]
    longer = sorted([*moments, *added], key=lambda moment: moment[:2])
    state_of = {moment.step: place for place, moment in enumerate(moments)}
    places = [state_of[moment.step] for moment in longer]

    def judged(text: str) -> list[bool]:
        own, _, name = text.partition(BY_HAND)
        values = truth(own) if own else [False] * len(moments)
        after = known[name][1:] if name else (0, 0)
        return [
            bool(values[place]) or (bool(name) and moment[:2] >= after)
            for place, moment in zip(places, longer, strict=True)
        ]

    services = tuple(_failing(service) if service.name in known else service for service in scenario.services)
    return spread(scenario.model_copy(update={"services": services}), longer, judged)


def _failing(service: Service) -> Service:
    return service.model_copy(update={"fails_when": f"{service.fails_when}{BY_HAND}{service.name}"})


def is_by_hand(condition: str) -> bool:
    return BY_HAND in condition
