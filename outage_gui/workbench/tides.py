"""Who fell and who came back in which order, and how far those that come back have come."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from outage_gui.engine.causes import Recovering, Spread, chain
from outage_gui.model.scenario import STATUSES
from outage_gui.workbench.course import DEGRADED, OK, Turn
from outage_gui.workbench.frame import Badge
from outage_gui.workbench.playhead import Playhead


def badges(turns: Sequence[Turn], here: Playhead) -> tuple[Badge, ...]:
    """Services in trouble by when they last left ok, from 1; those that are back by when they came back."""
    fell: dict[int, int] = {}
    back: dict[int, int] = {}
    for number, turn in enumerate(takewhile(lambda one: (one.at, one.step) <= tuple(here), turns)):
        if turn.status >= DEGRADED:
            fell.setdefault(turn.service, number)
            back.pop(turn.service, None)
        elif turn.service in fell:
            del fell[turn.service]
            back[turn.service] = number
        elif turn.status == OK and turn.service in back:
            back[turn.service] = number
    return (*_numbered(fell, back=False), *_numbered(back, back=True))


def _numbered(since: Mapping[int, int], *, back: bool) -> Iterator[Badge]:
    for place, service in enumerate(sorted(since, key=since.__getitem__), start=1):
        yield Badge(service, place, back)


def returning(
    spread: Spread, names: Sequence[str], status: Sequence[int], here: Playhead
) -> tuple[tuple[int, float], ...]:
    """(service, share of its recovery that is over) of each that recovers now."""
    found = []
    for number, level in enumerate(status):
        if STATUSES[level] != "recovering":
            continue
        links = chain(spread, names[number], here.at, here.step)
        cause = links[0].cause if links else None
        if isinstance(cause, Recovering) and cause.until > links[0].at:
            share = (here.at - links[0].at) / (cause.until - links[0].at)
            found.append((number, min(1.0, max(0.0, share))))
    return tuple(found)
