"""The spread of a day's failures over 5,000 services and 15,000 needs, and beside it the slow reading of the tests.

`python -m tests.benchmarks.spread`. The aim is one second for thousands of moments; printed with the number of changes,
which is what the time goes into.
"""

import random
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from outage_gui.engine.spread import Moment, spread
from outage_gui.model.scenario import Need, Recovery, Scenario, Service
from tests.slow.spread import spread as slow_spread

DAY = 86_400_000
MINUTE = 60_000


class Load(NamedTuple):
    scenario: Scenario
    moments: tuple[Moment, ...]
    truth: Callable[[str], Sequence[bool]]


def load(services: int, needs: int, moments: int, incidents: int, length: int, unit: int = MINUTE) -> Load:
    """Services in layers, one need in twenty against the grain (so that there are cycles); `incidents` own failures.

    `length` of the run in ms, `unit` the ms that one minute of a delay stands for.
    """
    dice = random.Random(services)
    names = [f"s{number}" for number in range(services)]
    own: list[list[Need]] = [[] for _ in names]
    for _ in range(needs):
        dependent = dice.randrange(services // 100 + 1, services)
        own[dependent].append(_need(dice, dependent, names, unit))
    failing = dice.sample(names, incidents)
    made = tuple(_service(dice, name, tuple(own[i]), name in failing, unit) for i, name in enumerate(names))
    times = tuple(Moment(step * length // moments, step) for step in range(moments))
    table = {name: _truths(dice, moments) for name in failing}
    return Load(Scenario(format=1, title="load", services=made), times, table.__getitem__)


def _need(dice: random.Random, dependent: int, names: Sequence[str], unit: int) -> Need:
    against = dice.random() < 0.05
    first = dependent + dice.randrange(1, 5) if against else dice.randrange(max(0, dependent - 800), dependent)
    count = dice.choice((1, 1, 1, 1, 3))
    members = tuple({names[min(len(names) - 1, first + place)] for place in range(count)} - {names[dependent]})
    return Need(
        services=members or (names[dependent - 1],),
        at_least=max(1, len(members) - 1) if count > 1 else None,
        kind=dice.choice(("hard", "soft")),
        after=dice.choice((0, 0, 5, 15)) * unit,
    )


def _service(dice: random.Random, name: str, needs: tuple[Need, ...], fails: bool, unit: int) -> Service:
    recovery = dice.choice((None, None, Recovery(after=10 * unit, backlog=0.1)))
    return Service(name=name, needs=needs, fails_when=name if fails else "", recovers=recovery)


def _truths(dice: random.Random, moments: int) -> list[bool]:
    """One failure, up to a twentieth of the run long."""
    begin = dice.randrange(moments)
    return [begin <= step < begin + moments // 20 for step in range(moments)]


def timed(run: Callable[[], int]) -> tuple[float, int]:
    began = time.perf_counter()
    count = run()
    return time.perf_counter() - began, count


def tell(what: str, seconds: float, changes: int) -> None:
    print(f"{what:<58} {seconds:8.3f} s  {changes:7,} changes  {changes / seconds:9,.0f} a second")


def main() -> None:
    for moments, incidents in ((2000, 40), (5000, 100), (5000, 400)):
        big = load(5000, 15_000, moments, incidents, DAY)
        seconds, changes = min(timed(lambda big=big: len(spread(*big).changes)) for _ in range(3))
        tell(f"5,000 services, 15,000 needs, {moments:,} moments, {incidents} incidents", seconds, changes)
    small = load(40, 120, 100, 8, 400, unit=1)
    pairs = [(moment.at, moment.step) for moment in small.moments]
    tell("40 services, 120 needs, 100 moments", *min(timed(lambda: len(spread(*small).changes)) for _ in range(3)))
    until = spread(*small).end
    seconds, _ = timed(lambda: len(slow_spread(small.scenario, pairs, small.truth, until)))
    tell("the same, read out loud ms by ms", seconds, len(spread(*small).changes))


if __name__ == "__main__":
    main()
