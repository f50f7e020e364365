"""Durations and clock times: text to milliseconds and back, and the hours that clocks skip or repeat."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outage_gui.model import limits
from outage_gui.model.times import duration, duration_text, instant, instant_text, span
from outage_gui.model.words import WrongValueError

LONGEST = limits.DURATION_DAYS * 86_400_000
ZONES = ["UTC", "America/Los_Angeles", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe"]


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("250ms", 250),
        ("2s", 2_000),
        ("15m", 900_000),
        ("8h22m", 30_120_000),
        ("8h 22m", 30_120_000),
        ("8h05m", 29_100_000),
        ("1d", 86_400_000),
        ("0s", 0),
        (f"{limits.DURATION_DAYS}d", LONGEST),
    ],
)
def test_a_duration_adds_up(text: str, milliseconds: int) -> None:
    assert duration(text) == milliseconds


@pytest.mark.parametrize(
    "text", ["", " ", "5", "5 sec", "5m30", "1e3s", "∞", "-5s", "1.5h", "５s", "s", "1s ", " 1s", "1s\n", "1y", "1s1"]
)
def test_what_is_no_duration_is_told_how_to_write_one(text: str) -> None:
    with pytest.raises(WrongValueError, match="no duration") as refused:
        duration(text)
    assert "15m" in refused.value.hint


@pytest.mark.parametrize("text", [f"{limits.DURATION_DAYS}d1ms", "999999999999h", "9" * 15 + "d"])
def test_a_duration_has_a_limit(text: str) -> None:
    with pytest.raises(WrongValueError, match="longer than"):
        duration(text)


def test_a_number_longer_than_any_duration_is_none() -> None:
    with pytest.raises(WrongValueError, match="no duration"):
        duration("9" * 5_000 + "s")


@given(st.integers(0, LONGEST))
def test_a_duration_survives_its_text(milliseconds: int) -> None:
    assert duration(duration_text(milliseconds)) == milliseconds


def test_a_span_has_two_ends_and_the_shorter_one_first() -> None:
    assert span("1s..40m") == (1_000, 2_400_000)
    assert span("2s") == (2_000, 2_000)
    with pytest.raises(WrongValueError, match="range is empty"):
        span("2s..1s")
    with pytest.raises(WrongValueError, match="no duration"):
        span("..1s")


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("2025-10-20T06:48Z", "America/Los_Angeles", "2025-10-20T06:48+00:00"),
        ("2025-10-19T23:48", "America/Los_Angeles", "2025-10-20T06:48+00:00"),
        ("2025-10-19 23:48:02", "America/Los_Angeles", "2025-10-20T06:48:02+00:00"),
        ("2025-10-20T06:48:01.5+05:30", "UTC", "2025-10-20T01:18:01.500+00:00"),
        ("2025-10-20T06:48+0530", "UTC", "2025-10-20T01:18+00:00"),
        ("2025-10-20T06:48-07", "UTC", "2025-10-20T13:48+00:00"),
        ("2025-11-02T01:30-07:00", "America/Los_Angeles", "2025-11-02T08:30+00:00"),
        ("1985-06-03T10:00", "UTC", "1985-06-03T10:00+00:00"),
        ("1969-12-31T23:59:59.999", "UTC", "1969-12-31T23:59:59.999+00:00"),
    ],
)
def test_a_time_is_read_with_its_offset_or_in_the_zone(text: str, zone: str, expected: str) -> None:
    assert instant(text, zone) == round(datetime.fromisoformat(expected).timestamp() * 1000)


@pytest.mark.parametrize(
    ("text", "zone", "why"),
    [
        ("2025-11-02T01:30", "America/Los_Angeles", "happens twice"),
        ("2025-03-09T02:30", "America/Los_Angeles", "happens never"),
        ("2025-10-26 02:30", "Europe/Berlin", "happens twice"),
        ("2025-04-06T01:45", "Australia/Lord_Howe", "happens twice"),
    ],
)
def test_an_hour_that_clocks_repeat_or_skip_needs_an_offset(text: str, zone: str, why: str) -> None:
    with pytest.raises(WrongValueError, match=why) as refused:
        instant(text, zone)
    assert "offset" in refused.value.hint


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2025-10-20", "no date and time"),
        ("23:48", "no date and time"),
        ("2025-10-20T06:48 Z", "no date and time"),
        ("2025-10-20  06:48", "no date and time"),
        ("2025-10-20T06:48PDT", "no date and time"),
        ("２０２５-10-20T06:48", "no date and time"),
        ("2025-02-29T06:48Z", "no such date"),
        ("2025-13-01T06:48Z", "no such date"),
        ("2025-10-20T24:00Z", "no such date"),
        ("2025-10-20T23:59:60Z", "leap second"),
        ("2025-10-20T06:48-99:99", "far from UTC"),
        (f"{limits.FIRST_YEAR - 1}-12-31T23:59Z", "outside the years"),
        (f"{limits.LAST_YEAR + 1}-01-01T00:00Z", "outside the years"),
    ],
)
def test_what_is_no_time_is_told_why(text: str, why: str) -> None:
    with pytest.raises(WrongValueError, match=why):
        instant(text)


@pytest.mark.parametrize("zone", ["Amerika/Berlin", "../etc/passwd", "/etc/passwd", "", "Europe", "x" * 500, "UTC\n"])
def test_what_is_no_zone_is_refused(zone: str) -> None:
    with pytest.raises(WrongValueError, match="no time zone"):
        instant("2025-10-20T06:48", zone)


@given(
    st.datetimes(datetime(limits.FIRST_YEAR, 1, 2), datetime(limits.LAST_YEAR, 12, 30)),
    st.sampled_from(ZONES),
)
def test_a_time_survives_its_text(moment: datetime, zone: str) -> None:
    if zone != "UTC" and moment.year < 1990:
        moment = moment.replace(year=1990, day=min(moment.day, 28))  # older offsets had odd minutes and seconds
    milliseconds = int(moment.replace(tzinfo=UTC).timestamp()) * 1000 + moment.microsecond // 1000
    assert instant(instant_text(milliseconds, zone), "Pacific/Auckland") == milliseconds
