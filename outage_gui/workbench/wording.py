"""Words for the screen: durations, times in the scenario's zone, values of variables, short labels. Text only."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from outage_gui.model.status import Status
from outage_gui.workbench.frame import Clock

SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000
UNITS = ((DAY, "d"), (HOUR, "h"), (MINUTE, "min"), (SECOND, "s"))
SHORT, LONGER = 14, 24  # letters of a label, of a name that stands for it
IS: dict[Status, str] = {"ok": "is ok", "degraded": "is degraded", "down": "is down", "recovering": "is recovering"}


def duration(ms: int) -> str:
    """The two largest units, rounded down: "1 h 12 min", "37 min", "250 ms"."""
    if ms < 0:
        return "−" + duration(-ms)
    if ms < SECOND:
        return f"{ms} ms" if ms else "0 s"
    place = next(number for number, (unit, _) in enumerate(UNITS) if ms >= unit)
    unit, name = UNITS[place]
    first = f"{ms // unit} {name}"
    if place + 1 == len(UNITS):
        return first
    smaller, small_name = UNITS[place + 1]
    rest = ms % unit // smaller
    return f"{first} {rest} {small_name}" if rest else first


def elapsed(ms: int) -> str:
    """ "T+01:02:03"; days stay hours."""
    sign, seconds = ("−" if ms < 0 else "+"), abs(ms) // SECOND
    return f"T{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


@lru_cache(maxsize=64)
def zone(name: str) -> tzinfo:
    """The zone of that IANA name; UTC where this machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EARLIEST, LATEST = -62_000_000_000_000, 253_000_000_000_000


def local(at: int, where: tzinfo) -> datetime:
    """The instant as the clock on the wall shows it; held within the years a calendar can say."""
    return (EPOCH + timedelta(milliseconds=min(max(at, EARLIEST), LATEST))).astimezone(where)


def offset(at: int, where: tzinfo) -> int:
    """How far that wall is ahead of UTC at this instant, ms."""
    ahead = local(at, where).utcoffset() or timedelta()
    return round(ahead / timedelta(milliseconds=1))


def clock(at: int, where: str, started: int, *, assumed: bool, relative: bool) -> Clock:
    """What the big clock shows. `relative`: no time of this scenario was recorded, so only T+ means anything."""
    since = elapsed(at - started)
    if relative:
        return Clock(since, "", "", since, "", assumed)
    here, utc = local(at, zone(where)), local(at, UTC)
    name = here.tzname() or where
    return Clock(f"{here:%H:%M:%S}", name, f"{here:%a} {here.day} {here:%b %Y}", since, f"{utc:%H:%M:%S} UTC", assumed)


def time_of_day(at: int, where: str, *, relative: bool, started: int = 0) -> str:
    """ "23:48"; with seconds where they are not zero."""
    if relative:
        return elapsed(at - started)
    here = local(at, zone(where))
    return f"{here:%H:%M}" if here.second == 0 else f"{here:%H:%M:%S}"


def days(first: int, last: int, where: str) -> str:
    """ "19–20 October 2025"."""
    a, b = local(first, zone(where)), local(last, zone(where))
    if a.date() == b.date():
        return f"{a.day} {a:%B %Y}"
    if (a.year, a.month) == (b.year, b.month):
        return f"{a.day}–{b.day} {b:%B %Y}"
    if a.year == b.year:
        return f"{a.day} {a:%B} – {b.day} {b:%B %Y}"
    return f"{a.day} {a:%B %Y} – {b.day} {b:%B %Y}"


def value(thing: object) -> str:
    """A value of a variable in words: "110", "true", "none", "110, 145", "empty"."""
    if thing is None:
        return "none"
    if isinstance(thing, bool):
        return "true" if thing else "false"
    if isinstance(thing, frozenset):
        return ", ".join(value(item) for item in sorted(thing, key=_order)) or "empty"
    if isinstance(thing, Mapping):
        return ", ".join(f"{value(key)}: {value(item)}" for key, item in thing.items()) or "empty"
    if isinstance(thing, tuple):
        return " → ".join(value(item) for item in thing) or "empty"
    return str(thing)


def _order(thing: object) -> tuple[int, float, str]:
    if isinstance(thing, int):
        return 0, float(thing), ""
    return 1, 0.0, value(thing)


def short(label: str, name: str) -> str:
    """The label where it is short enough for a block on a lane, else the name as words."""
    return label if 0 < len(label) <= SHORT else cut(name.replace("_", " ").replace("-", " "), LONGER)


def cut(text: str, most: int) -> str:
    """At most so many characters, ended by an ellipsis; broken between words where one is near."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    space = head.rfind(" ")
    return (head[:space] if space > most * 2 // 3 else head).rstrip() + "…"


def listed(names: Iterable[str], most: int = 3) -> str:
    """ "a", "a and b", "a, b, c and 4 more"."""
    all_names = tuple(names)
    if len(all_names) <= 1:
        return "".join(all_names)
    if len(all_names) <= most:
        return ", ".join(all_names[:-1]) + " and " + all_names[-1]
    return ", ".join(all_names[:most]) + f" and {len(all_names) - most} more"


def counted(number: int, one: str, many: str = "") -> str:
    """ "1 service", "3 services"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def lowered(text: str) -> str:
    """First letter small, unless the word is a name in capitals ("DNS", "EC2")."""
    if text[1:2].isupper() or text[1:2].isdigit():
        return text
    return text[:1].lower() + text[1:]
