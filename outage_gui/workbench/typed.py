"""Where somebody wants to go, typed: moves made, a mark, a time of day, a full time, T+ a duration."""

import re
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from outage_gui.model import times
from outage_gui.model.problems import shown
from outage_gui.model.scenario import Scenario, TimelineEntry
from outage_gui.model.words import WrongValueError
from outage_gui.workbench.playhead import Playhead, Stops
from outage_gui.workbench.wording import local, zone

_TIME_OF_DAY = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?\s*(Z|UTC)?", re.ASCII | re.IGNORECASE)
_SINCE = re.compile(r"T\s*([+−-])\s*(\S.*)", re.ASCII)
_HOURS = re.compile(r"(\d{1,4}):(\d\d)(?::(\d\d))?", re.ASCII)
LONGEST = 200  # characters


class Reach(NamedTuple):
    """What can be reached: the stops of a run, and its zero of T+ (ms)."""

    scenario: Scenario
    stops: Stops
    started: int

    @property
    def first(self) -> int:
        return self.stops.changes[0][0]

    @property
    def last(self) -> int:
        return self.stops.changes[-1][0]


def found(text: str, reach: Reach) -> Playhead | str:
    """Where that is, or a sentence that says why it is nowhere."""
    wanted = text.strip()
    if not wanted or len(wanted) > LONGEST:
        return "Type a time (23:48, 06:48Z, T+1h), a number of moves, or a mark (detected)."
    if wanted.isascii() and wanted.isdigit():
        return _moves(wanted, reach)
    if mark := _marked(wanted, reach.scenario.timeline):
        return reach.stops.seek(mark.at)
    try:
        at = _instant(wanted, reach)
    except WrongValueError as refusal:
        return f"{refusal}. A number of moves or a mark will do too."
    return _within(at, wanted, reach)


def _moves(text: str, reach: Reach) -> Playhead | str:
    total = reach.stops.moves[-1][1]
    if len(text) > 9 or int(text) > total:
        return f"There are {total} moves in this run, not {text[:9]}."
    return reach.stops.jump(int(text))


def _marked(text: str, timeline: tuple[TimelineEntry, ...]) -> TimelineEntry | None:
    """The first entry with that mark."""
    entries = [entry for entry in timeline if entry.mark == text.lower()]
    return min(entries, key=lambda entry: entry.at, default=None)


def _within(at: int, text: str, reach: Reach) -> Playhead | str:
    if reach.first <= at <= reach.last:
        return reach.stops.seek(at)
    return f"{shown(text)} is {'before' if at < reach.first else 'after'} everything in this run."


def _instant(text: str, reach: Reach) -> int:
    """Raises WrongValueError."""
    if since := _SINCE.fullmatch(text):
        sign = 1 if since[1] == "+" else -1
        return reach.started + sign * _length(since[2])
    if day := _TIME_OF_DAY.fullmatch(text):
        return _time_of_day(day, text, reach)
    return times.instant(text, reach.scenario.zone)


def _length(text: str) -> int:
    """ "1h", "90m", or "1:30:00"."""
    if found := _HOURS.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return ((hours * 60 + minutes) * 60 + seconds) * 1000
    return times.duration(text)


def _time_of_day(parts: re.Match[str], text: str, reach: Reach) -> int:
    """The first such time within the run; if there is none, that of its first day."""
    hour, minute, second = (int(part or 0) for part in parts.groups()[:3])
    if hour > 23 or minute > 59 or second > 59:
        raise WrongValueError(f"{shown(text)} is no time of day")
    where = UTC if parts[4] else zone(reach.scenario.zone)
    day = local(reach.first, where).date()
    candidates = []
    for _ in range(min((reach.last - reach.first) // 86_400_000 + 2, 400)):
        moment = datetime.combine(day, time(hour, minute, second), where)
        candidates.append((moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1))
        day += timedelta(days=1)
    return next((at for at in candidates if reach.first <= at <= reach.last), candidates[0])
