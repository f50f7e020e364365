"""The worst that can become of each service, over all states and with every delay elapsed.

Of each state alone: own conditions, then what the needs make of them, until nothing changes any more. A cycle never
keeps itself down, as in `spread`. `if` is asked of the same state. `after` counts as elapsed; recoveries, and needs
that are felt only during one, are left out.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from outage_gui.engine.columns import truths
from outage_gui.engine.layout import Rows
from outage_gui.engine.needs import ALWAYS, DEGRADED, DOWN, OK, WiredNeed, Wiring, wired
from outage_gui.engine.program import Program
from outage_gui.model.status import STATUSES, Status

Levels = NDArray[np.int8]
Mask = NDArray[np.bool_]


def worst(program: Program, rows: Rows) -> tuple[tuple[str, Status], ...]:
    """Every service in the order of the file. rows: (n, words), all states; none at all: every service is ok."""
    wiring = wired(program.scenario.services)
    holds = moods(program, wiring, rows)
    shown = np.full((len(wiring.names), holds.shape[1]), OK, np.int8)
    for part in wiring.parts:
        settle(wiring, part, holds, shown)
    levels = shown.max(1, initial=OK).tolist()
    return tuple((name, STATUSES[level]) for name, level in zip(wiring.names, levels, strict=True))


def moods(program: Program, wiring: Wiring, rows: Rows) -> Mask:
    """(conditions, k) whether each of the wiring's conditions holds, for each way in which they hold together."""
    found = np.zeros((len(wiring.conditions), len(rows)), bool)
    found[ALWAYS] = True
    for condition in asked(wiring):
        found[condition] = truths(program, rows, wiring.conditions[condition])[0]
    packed = np.ascontiguousarray(np.packbits(found, axis=0).T)
    _, first = np.unique(packed.view(f"V{packed.shape[1]}")[:, 0], return_index=True)
    return found[:, first]


def asked(wiring: Wiring) -> list[int]:
    """The conditions that matter here: those of recoveries do not."""
    needed = {*wiring.fails, *wiring.degrades, *(need.condition for need in wiring.needs)}
    return [condition for condition in sorted(needed) if wiring.conditions[condition]]


def settle(wiring: Wiring, part: Sequence[int], holds: Mask, shown: Levels) -> None:
    """A strongly connected part together, from nothing but own conditions, what it needs outside being settled."""
    for service in part:
        own = np.where(holds[wiring.degrades[service]], DEGRADED, OK)
        shown[service] = np.where(holds[wiring.fails[service]], DOWN, own)
    moved = True
    while moved:
        moved = any(worsened(wiring, service, holds, shown) for service in part) and len(part) > 1


def worsened(wiring: Wiring, service: int, holds: Mask, shown: Levels) -> bool:
    """Whether the needs of a service make it worse than it is."""
    before = shown[service].copy()
    for need in wiring.needs_of[service]:
        if not need.during:
            np.maximum(shown[service], felt(need, holds, shown), out=shown[service])
    return bool((shown[service] > before).any())


def felt(need: WiredNeed, holds: Mask, shown: Levels) -> Levels:
    """(k,) how bad the need is."""
    members = shown[list(need.members)]
    level: Levels = members.max(0)
    if need.least:
        up = (members < DOWN).sum(0)
        level = np.where(up < need.least, DOWN, np.where(up < len(members), DEGRADED, OK)).astype(np.int8)
    level = np.minimum(level, DEGRADED).astype(np.int8) if need.soft else level
    return np.where(holds[need.condition], level, OK).astype(np.int8)
