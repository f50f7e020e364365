"""What a file's `expect` demands of an answer, one sentence a demand, and whether it is met."""

import math
from collections.abc import Iterator
from typing import NamedTuple

from outage_gui.engine.answer import Answer
from outage_gui.model.scenario import Expectation, ScheduleCount


class Demand(NamedTuple):
    """met None: not known, because a limit was reached or a check could not be judged. text: what was expected."""

    met: bool | None
    text: str


def demands(expected: Expectation, answer: Answer) -> Iterator[Demand]:
    """Each thing an entry of `expect` says, in the order of its keys."""
    found = {one.check: one.steps for one in answer.findings}
    whole = not answer.space.stopped
    for name in expected.finding:
        known = whole and name not in answer.open
        yield Demand(True if name in found else False if known else None, f"expected the finding '{name}'")
    if expected.nothing:
        known, text = whole and not answer.open, "expected nothing to be found"
        yield Demand(
            False if found else True if known else None, f"{text}; found: {', '.join(found)}" if found else text
        )
    for name in expected.absent:
        known = whole and name not in answer.open
        yield Demand(False if name in found else True if known else None, f"expected no finding '{name}'")
    yield from counts(expected, answer, found)


def counts(expected: Expectation, answer: Answer, found: dict[str, int]) -> Iterator[Demand]:
    """Numbers: the shortest of what is named (of all, where nothing is), and the states."""
    whole = not answer.space.stopped
    if expected.shortest is not None:
        lengths = [found[name] for name in expected.finding or found if name in found]
        known = bool(lengths) or (whole and not answer.open)
        text = f"expected the shortest schedule to take {counted(expected.shortest, 'move')}"
        text += f"; it takes {min(lengths):,}" if lengths else "; there is none" if known else ""
        yield Demand(min(lengths, default=-1) == expected.shortest if known else None, text)
    if expected.states is not None:
        states = answer.space.states
        met = states == expected.states if whole else False if states > expected.states else None
        yield Demand(met, f"expected {counted(expected.states, 'state')}; met {states:,}")
    if expected.schedules is not None:
        yield from of_schedules(expected.schedules, answer)


def of_schedules(expected: ScheduleCount, answer: Answer) -> Iterator[Demand]:
    """Beyond 2**53, where the count is rounded, the expectation is met within a billionth."""
    counts = answer.counts
    for name, wanted in (("complete", expected.total), ("failing", expected.failing)):
        if wanted is None:
            continue
        text = f"expected {counted(wanted, f'{name} schedule')}"
        if counts is None:
            known = not answer.space.stopped
            yield Demand(False if known else None, f"{text}; they are unbounded" if known else text)
            continue
        number = counts.total if name == "complete" else counts.failing
        met = number == wanted if counts.exact else math.isclose(number, wanted, rel_tol=1e-9)
        yield Demand(met, f"{text}; counted {number:,.0f}")


def counted(count: int, noun: str) -> str:
    """`1 move`, `2,000 moves`, `3 switches`."""
    plural = "es" if noun.endswith("h") else "s"
    return f"{count:,} {noun}" + ("" if count == 1 else plural)
