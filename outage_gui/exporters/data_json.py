"""A replay as JSON: what `run --json` prints, and how every service stands at one moment. Two blanks an indent.

    format      1
    title, file, run (or null), with (names of fixes), what_if (not as a run of the file recorded it)
    moves       [{id, at, move, changed}]                 `m0` is the start with every value
    statuses    [{id, at, service, status, cause, because}]   a cause is the id of a move or a status change
    stopped     null, or {move, text, why}: where the run no longer fits the processes
    observed    [{at, until, say, mark, role, status, source}]   the timeline of the file
    at          the moment the services stand for: {at, moves}
    services    [{name, label, group, status, since}]     since null: ok from the beginning

Times are ISO 8601 with offset; `T+00:17:38` in a run of which no time was recorded.
"""

import json
from typing import Any

from outage_gui.exporters.asked import Asked
from outage_gui.exporters.replayed import told_time
from outage_gui.model.scenario import TimelineEntry
from outage_gui.workbench.replay import Replay


def as_json(asked: Asked) -> str:
    told: dict[str, Any] = json.loads(next(asked.told.as_json()))
    replay, here = asked.replay, asked.here
    whole = {
        "format": 1,
        "title": replay.scenario.title,
        "file": told["file"],
        "run": told["run"],
        "with": told["with"],
        "what_if": asked.is_what_if,
        "moves": told["moves"],
        "statuses": told["statuses"],
        "stopped": told["stopped"],
        "observed": [observed(replay, entry) for entry in replay.scenario.timeline],
        "at": {"at": told_time(replay, here.at), "moves": here.step},
        "services": services(replay, here.at, here.step),
    }
    return json.dumps(whole, indent=2, allow_nan=False) + "\n"


def observed(replay: Replay, entry: TimelineEntry) -> dict[str, Any]:
    return {
        "at": told_time(replay, entry.at),
        "until": told_time(replay, entry.until),
        "say": entry.say,
        "mark": entry.mark,
        "role": entry.role,
        "status": dict(entry.status),
        "source": list(entry.source),
    }


def services(replay: Replay, at: int, step: int) -> list[dict[str, Any]]:
    now = replay.course.now(at, step)
    since = now.since.tolist()
    return [
        {
            "name": service.name,
            "label": service.label or service.name,
            "group": service.group or None,
            "status": status,
            "since": told_time(replay, since[number]) if since[number] else None,
        }
        for number, (service, status) in enumerate(zip(replay.scenario.services, now.statuses(), strict=True))
    ]
