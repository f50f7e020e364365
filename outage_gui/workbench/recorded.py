"""What was recorded beside what the model says: every recorded change of a status with the nearest one of the model."""

from collections.abc import Sequence
from typing import NamedTuple

from outage_gui.model.scenario import STATUSES, Status
from outage_gui.workbench.page_frame import Page, PageRow, shortened
from outage_gui.workbench.replay import Replay
from outage_gui.workbench.theme import STATUS_WORD
from outage_gui.workbench.wording import MINUTE, counted, duration

SAME = MINUTE  # nearer than that no clock of an incident is kept
MOST = 60


class Beside(NamedTuple):
    """A recorded status from `at` (or, where only a range is known, until `until`) on; `modelled`: when the model first
    shows it, nearest to that; None: it never does. `apart`: how much later the model is, 0 inside the range, ms."""

    service: int
    status: Status
    at: int
    until: int
    modelled: int | None
    apart: int


def beside(replay: Replay) -> tuple[Beside, ...]:
    """One for each recorded change, in order of time; a status that was recorded before and still stands is none."""
    numbers = {service.name: number for number, service in enumerate(replay.scenario.services)}
    turns: dict[int, list[tuple[int, Status]]] = {}
    for turn in replay.turns:
        turns.setdefault(turn.service, []).append((turn.at, STATUSES[turn.status]))
    stands: dict[str, Status] = {}
    found = []
    for entry in sorted(replay.scenario.timeline, key=lambda entry: entry.at):
        for name, status in entry.status:
            if stands.get(name, "ok") != status:
                number = numbers[name]
                found.append(_nearest(number, status, (entry.at, entry.until), turns.get(number, ())))
            stands[name] = status
    return tuple(found)


def _nearest(number: int, status: Status, span: tuple[int, int], turns: Sequence[tuple[int, Status]]) -> Beside:
    at, until = span
    alike = [when for when, shown in turns if shown == status]
    if not alike:
        return Beside(number, status, at, until, None, 0)
    when = min(alike, key=lambda one: abs(_apart(one, at, until)))
    return Beside(number, status, at, until, when, _apart(when, at, until))


def _apart(when: int, at: int, until: int) -> int:
    return when - at if when < at else max(0, when - until)


def recorded(replay: Replay) -> Page:
    """The page."""
    found = beside(replay)
    never = [one for one in found if one.modelled is None]
    apart = sorted((one for one in found if abs(one.apart) >= SAME), key=lambda one: -abs(one.apart))
    agree = [one for one in found if one.modelled is not None and abs(one.apart) < SAME]
    silent = {one.service for one in found}
    without = [service for number, service in enumerate(replay.scenario.services) if number not in silent]
    parts = (
        shortened("The model says otherwise", [_row(replay, one) for one in apart], MOST),
        shortened("Recorded, never so in the model", [_row(replay, one) for one in never], MOST),
        shortened("They agree to the minute", [_row(replay, one) for one in agree], MOST),
        shortened("Nothing was recorded", [PageRow(one.label or one.name, service=one.name) for one in without], MOST),
    )
    return Page("record", "Recorded beside modelled", _sentence(found), tuple(part for part in parts if part.rows))


def _sentence(found: Sequence[Beside]) -> str:
    if not found:
        return "This file has no recorded status: everything on the graph is the model's."
    told = [one for one in found if one.modelled is not None]
    farthest = max((abs(one.apart) for one in told), default=0)
    told_words = f"{len(told)} of {counted(len(found), 'recorded change')} of a status are in the model too"
    return f"{told_words}, {duration(farthest)} apart at most." if farthest else f"{told_words}, to the minute."


def _row(replay: Replay, one: Beside) -> PageRow:
    service = replay.scenario.services[one.service]
    model = "never" if one.modelled is None else replay.time(one.modelled)
    told = f"{STATUS_WORD[one.status]}: recorded {replay.time(one.at, one.until)}, model {model}"
    right = "" if abs(one.apart) < SAME else ("+" if one.apart > 0 else "−") + duration(abs(one.apart))
    return PageRow(service.label or service.name, told, right, one.status, service.name, one.at)
