"""Durations and clock times: text to whole milliseconds and back. A zone's rules come from the system or tzdata."""

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from outage_gui.model import limits
from outage_gui.model.words import WrongValueError, nearest, quoted

UNITS = {"d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1_000, "ms": 1}
_DURATION = re.compile(r"(\d{1,15}(?:ms|[dhms])) ?")
_INSTANT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?(Z|[+-]\d\d(?::?\d\d)?)?\Z", re.ASCII
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*\Z")


def duration(text: str) -> int:
    """`250ms 2s 15m 8h22m 1d` in ms; parts add up. Raises WrongValueError."""
    parts = _DURATION.findall(text)
    if not parts or not re.fullmatch(r"(?:\d{1,15}(?:ms|[dhms]) ?)*(?<! )", text, re.ASCII):
        raise WrongValueError(f"{quoted(text)} is no duration", "write it like 250ms, 2s, 15m, 8h22m or 1d")
    total = sum(_part(part) for part in parts)
    if total > limits.DURATION_DAYS * UNITS["d"]:
        raise WrongValueError(f"{quoted(text)} is longer than {limits.DURATION_DAYS} days")
    return total


def _part(text: str) -> int:
    unit = text.lstrip("0123456789")
    return int(text.removesuffix(unit)) * UNITS[unit]


def span(text: str) -> tuple[int, int]:
    """`2s` or `1s..40m`: the least and the most, in ms. Raises WrongValueError."""
    low, dots, high = text.partition("..")
    least = duration(low.rstrip())
    most = duration(high.lstrip()) if dots else least
    if least > most:
        raise WrongValueError(
            f"the range is empty: {quoted(low)} is longer than {quoted(high)}", "the shorter one stands first"
        )
    return least, most


def duration_text(milliseconds: int) -> str:
    """The shortest text that `duration` reads as this."""
    parts, rest = [], milliseconds
    for unit, length in UNITS.items():
        count, rest = divmod(rest, length)
        parts += [f"{count}{unit}"] if count else []
    return "".join(parts) or "0s"


@lru_cache(maxsize=64)
def zone(text: str) -> ZoneInfo:
    """The zone of an IANA name. Raises WrongValueError."""
    try:
        if not _ZONE.match(text) or len(text) > limits.NAME_CHARACTERS:
            raise ValueError(text)
        return ZoneInfo(text)
    except (ValueError, OSError, LookupError):
        raise WrongValueError(f"{quoted(text)} is no time zone", _nearest_zone(text)) from None


def _nearest_zone(text: str) -> str:
    from zoneinfo import available_timezones

    return nearest(text, available_timezones()) or "write an IANA name like Europe/Berlin or UTC"


def instant(text: str, zone_name: str = "UTC") -> int:
    """A date and time in ms since 1970; without `Z` or offset it is read in the zone. Raises WrongValueError."""
    found = _INSTANT.match(text)
    if not found:
        raise WrongValueError(
            f"{quoted(text)} is no date and time", "write it like 2025-10-20T06:48Z or 2025-10-20 06:48:30"
        )
    *fields, fraction, offset = found.groups()
    year, month, day, hour, minute, second = (int(field or 0) for field in fields)
    if second == 60:
        raise WrongValueError(
            f"{quoted(text)} is a leap second, and clocks here have none", "write the second after it"
        )
    if not limits.FIRST_YEAR <= year <= limits.LAST_YEAR:
        raise WrongValueError(f"{quoted(text)} lies outside the years {limits.FIRST_YEAR} to {limits.LAST_YEAR}")
    try:
        local = datetime(year, month, day, hour, minute, second)
    except ValueError:
        raise WrongValueError(f"{quoted(text)}: there is no such date or hour") from None
    aware = local.replace(tzinfo=_fixed(offset, text)) if offset else _in_zone(local, text, zone_name)
    return (aware - _EPOCH) // timedelta(milliseconds=1) + int((fraction or "0").ljust(3, "0"))


def _fixed(offset: str, text: str) -> timezone:
    if offset == "Z":
        return UTC
    digits = offset[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 18 or minutes > 59:
        raise WrongValueError(f"{quoted(text)}: no zone is that far from UTC")
    length = timedelta(hours=hours, minutes=minutes)
    return timezone(-length if offset[0] == "-" else length)


def _in_zone(local: datetime, text: str, zone_name: str) -> datetime:
    """The one moment at which a clock of the zone shows this; an hour that comes twice or never needs an offset."""
    where = zone(zone_name)
    first, second = local.replace(tzinfo=where), local.replace(tzinfo=where, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first
    never = first.astimezone(UTC).astimezone(where).replace(tzinfo=None) != local
    how_often = "never" if never else "twice"
    hint = f"add an offset, like {text}{_offset_text(first.utcoffset())}"
    raise WrongValueError(f"{quoted(text)} happens {how_often} in {zone_name}: the clocks are changed", hint)


def _offset_text(offset: timedelta | None) -> str:
    minutes = int((offset or timedelta()).total_seconds() // 60)
    sign, size = ("-", -minutes) if minutes < 0 else ("+", minutes)
    return f"{sign}{size // 60:02}:{size % 60:02}"


def instant_text(milliseconds: int, zone_name: str = "UTC") -> str:
    """ISO 8601 with offset, as a clock of the zone shows it; seconds and their parts only where there are any."""
    moment = (_EPOCH + timedelta(milliseconds=milliseconds)).astimezone(zone(zone_name))
    parts = "minutes" if milliseconds % 60_000 == 0 else "seconds" if milliseconds % 1_000 == 0 else "milliseconds"
    plain = moment.replace(tzinfo=None).isoformat(timespec=parts)
    return plain + ("Z" if zone_name == "UTC" else _offset_text(moment.utcoffset()))
