"""One schedule replayed, as text for people and JSON for machines: moves, what they changed, service changes, causes.

Ids: `m0` is the start, `m1` the first move; `s0` the first status change. A cause is the id of what brought it about.
Times are ISO 8601 with offset, in the zone of the file. A run of which no time was recorded has none to give: there
`at` is `T+00:17:38`, hours, minutes and seconds since its first move (`T−…` before it), as the window's clock shows it.
Milliseconds stand behind the seconds only where there are some.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from outage_gui.engine.causes import Cause, Change, FromNeed, Own, Recovered, Recovering, Waiting
from outage_gui.engine.trace import parted
from outage_gui.model import files
from outage_gui.model.problems import Problem, ScenarioError, shown
from outage_gui.model.scenario import START, RunEntry
from outage_gui.model.words import nearest
from outage_gui.workbench.loaded import loaded
from outage_gui.workbench.loaded import replayed as as_shown
from outage_gui.workbench.replay import Replay, Script
from outage_gui.workbench.wording import elapsed, local, value, zone

MET, REFUSED = 0, 2


class Told(NamedTuple):
    """A replay and how to write it. `code` is 2 where the schedule did not fit to its end."""

    file: str
    fixes: tuple[str, ...]
    replay: Replay

    @property
    def code(self) -> int:
        return REFUSED if self.replay.stopped else MET

    def as_json(self) -> Iterator[str]:
        replay = self.replay
        stopped = replay.stopped
        yield json.dumps(
            {
                "file": self.file,
                "run": replay.run or None,
                "with": list(self.fixes),
                "moves": [move(replay, number) for number in range(replay.total + 1)],
                "statuses": [status(replay, change) for change in replay.spread.changes],
                "stopped": {"move": stopped.number, "text": stopped.text, "why": stopped.why} if stopped else None,
            }
        )

    def as_text(self) -> Iterator[str]:
        replay = self.replay
        lines: list[tuple[int, int, int, str]] = []
        for number in range(1, replay.total + 1):
            told = move(replay, number)
            changed = ", ".join(f"{name} = {shown(new)}" for name, new in told["changed"].items())
            lines.append((replay.moments[number].at, number, 0, f"{number:>4}  {told['move']}  {changed}"))
        for change in replay.spread.changes:
            text = f"      {change.service} {change.status}  ({because(change.cause)} {cause(change)})"
            lines.append((change.at, change.step, 1, f"{text:<60} s{change.id}"))
        for at, _, _, text in sorted(lines, key=lambda line: line[:3]):
            yield f"{told_time(replay, at)}  {text}".rstrip()
        if replay.stopped:
            number, text, why = replay.stopped
            yield f"stopped at move {number}, {shown(text)}: {shown(why, 400)}"
        elif not lines:
            yield "nothing moves and nothing changes: the file has no run to replay, --schedule MOVES gives one"


def replayed(file: Path, *, run: str, schedule: str, fixes: tuple[str, ...]) -> Told:
    """Raises ScenarioError for a file, a fix or a run that there is not."""
    document = files.load(file)
    scenario = document.scenario
    name = run or (scenario.runs[0].name if scenario.runs else "")
    recorded = next((one for one in scenario.runs if one.name == name), None)
    if run and recorded is None:
        raise unknown(file, "run", run, [one.name for one in scenario.runs])
    for fix in fixes:
        if fix not in {one.name for one in scenario.fixes}:
            raise unknown(file, "fix", fix, [one.name for one in scenario.fixes])
    on = frozenset(fixes) | frozenset(recorded.fixes if recorded and not schedule else ())
    now = loaded(document, on)
    if schedule:
        replay = Replay(now.scenario, now.program, typed(schedule))
    else:
        replay = as_shown(now._replace(key=f"run:{name}")) if recorded else as_shown(now)
    return Told(file.name, tuple(sorted(on)), replay)


def typed(schedule: str) -> Script:
    """A schedule given on the command line."""
    entries = tuple(RunEntry(move=part) for part in parted(schedule.replace("start (", START)))
    moves = entries[1:] if entries and entries[0].is_start else entries
    return Script("", entries, moves, len(moves), what_if=False)


def unknown(file: Path, kind: str, name: str, names: list[str]) -> ScenarioError:
    return ScenarioError([Problem(file.name, 0, 0, f"there is no {kind} '{shown(name)}'", nearest(name, names))])


def move(replay: Replay, number: int) -> dict[str, Any]:
    """One move, or the start with all values, as JSON."""
    now = replay.states.at(number)
    before = replay.states.at(number - 1).values if number else {}
    changed = {name: value(new) for name, new in now.values.items() if name not in before or before[name] != new}
    return {
        "id": f"m{number}",
        "at": told_time(replay, replay.moments[number].at),
        "move": replay.entries[number - 1].text if number else "start",
        "changed": changed,
    }


def status(replay: Replay, change: Change) -> dict[str, str]:
    return {
        "id": f"s{change.id}",
        "at": told_time(replay, change.at),
        "service": change.service,
        "status": change.status,
        "cause": cause(change),
        "because": because(change.cause),
    }


def cause(change: Change) -> str:
    """The id of the move or status change that brought it about."""
    match change.cause:
        case Own(move=number):
            return f"m{number}"
        case FromNeed(behind=behind):
            return f"s{behind[0]}" if behind else "m0"
        case Waiting(freed=freed) | Recovering(freed=freed):
            return cause(change._replace(cause=freed))
        case Recovered(behind=behind_it, freed=freed):
            return cause(change._replace(cause=freed)) if freed else f"s{behind_it}"


def because(cause: Cause) -> str:
    match cause:
        case Own():
            return "own condition"
        case FromNeed():
            return "need"
        case Waiting():
            return "waiting"
        case Recovering():
            return "recovering"
        case Recovered():
            return "recovered"


def told_time(replay: Replay, at: int) -> str:
    """An instant (ms) as this run can tell it; see the top of the file."""
    if replay.relative:
        since = at - replay.started
        return elapsed(since) + (f".{abs(since) % 1000:03}" if since % 1000 else "")
    where = local(at, zone(replay.scenario.zone))
    return where.isoformat(timespec="milliseconds" if at % 1000 else "seconds")
