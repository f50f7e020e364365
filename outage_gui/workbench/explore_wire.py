"""What window and worker say to each other: one JSON value a line, a word and what belongs to it."""

import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from outage_gui.workbench.explore_frame import Along, Outcome
from outage_gui.workbench.explored import Question, Refused, Tick

KINDS: dict[str, Any] = {
    "question": Question,
    "tick": Tick,
    "outcome": Outcome,
    "refused": Refused,
    "along": tuple[int, Along | None],  # the number of the question, and the answer
    "ask": tuple[int, tuple[str, ...], str, str],  # the number of the question, fixes, schedule, what is meant
    "go": float,  # work for so many seconds
    "turn": float,  # that has been done; seconds it took
    "done": str,
    "fault": str,
}
OF = {Tick: "tick", Outcome: "outcome", Refused: "refused"}


@cache
def adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(KINDS[kind])


def line(kind: str, value: object) -> str:
    """Ends with a line end."""
    return f'["{kind}",{adapter(kind).dump_json(value).decode()}]\n'


def read(text: str) -> tuple[str, Any]:
    """Raises ValueError for anything else."""
    parts = json.loads(text)
    if not isinstance(parts, list) or len(parts) != 2 or parts[0] not in KINDS:
        raise ValueError("no such message")
    return parts[0], adapter(parts[0]).validate_python(parts[1])
