"""Checks as lamps: what each says after so many moves, judged from the start on and never by what is still to come."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outage_gui.model.scenario import Check
from outage_gui.workbench.frame import Lamp

Flags = NDArray[np.bool_]  # one entry a state of the run
NOT_YET, SEEN = "not yet", "seen since the start"


class Judged(NamedTuple):
    """An expression over the states of a run; `fault` names what kept it from being judged, "" where nothing did."""

    values: Flags
    fault: Sequence[str]


class Lamps:
    """`judged`: every expression of the checks. `ended`: states in which every process is at its end."""

    def __init__(self, checks: Sequence[Check], judged: Mapping[str, Judged], ended: Flags) -> None:
        self._checks = checks
        self._judged = judged
        self._ended = ended

    def at(self, step: int) -> tuple[Lamp, ...]:
        return tuple(self._lamp(check, step) for check in self._checks)

    def _lamp(self, check: Check, step: int) -> Lamp:
        label = check.label or check.name
        judged = self._judged[check.expression]
        if fault := judged.fault[step]:
            return Lamp(check.name, label, None, f"cannot be judged: {fault}", None)
        match check.kind:
            case "always":
                return Lamp(check.name, label, *_always(judged.values, step))
            case "ends":
                return Lamp(check.name, label, *_ends(judged.values, self._ended, step))
            case "sometimes" | "eventually":
                return Lamp(check.name, label, *_seen(judged.values, step))
            case "leads":
                return Lamp(check.name, label, *_leads(judged.values, self._judged[check.to].values, step))


Verdict = tuple[bool | None, str, int | None]


def _always(values: Flags, step: int) -> Verdict:
    """False as long as it is false; afterwards it says that it was."""
    failures = np.flatnonzero(~values[: step + 1])
    if not len(failures):
        return True, "true", None
    first = int(failures[0])
    if values[step]:
        return True, f"true again, false {_after(first)}", first
    since = _since(~values, step)
    return False, f"false since {_move(since)}", since


def _ends(values: Flags, ended: Flags, step: int) -> Verdict:
    if not ended[step]:
        return None, "judged when all is quiet", None
    return (True, "true at the end", None) if values[step] else (False, "false at the end", step)


def _seen(values: Flags, step: int) -> Verdict:
    """Reached once is enough."""
    reached = np.flatnonzero(values[: step + 1])
    if not len(reached):
        return None, NOT_YET, None
    first = int(reached[0])
    return True, f"seen at {_move(first)}" if first else SEEN, first


def _leads(values: Flags, to: Flags, step: int) -> Verdict:
    """Owed from the first state that asks for it after the last one that gave it."""
    given = np.flatnonzero(to[: step + 1])
    begins = int(given[-1]) if len(given) else -1
    asked = np.flatnonzero(values[begins + 1 : step + 1])
    if not len(asked):
        return True, "kept" if np.any(values[: step + 1]) else "not asked for yet", None
    since = begins + 1 + int(asked[0])
    return None, f"owed since {_move(since)}", since


def _since(flags: Flags, step: int) -> int:
    """Where the present stretch of true flags began."""
    breaks = np.flatnonzero(~flags[: step + 1])
    return int(breaks[-1]) + 1 if len(breaks) else 0


def _move(number: int) -> str:
    return f"move {number}" if number else "the start"


def _after(number: int) -> str:
    return f"after move {number}" if number else "at the start"
