"""The moves on their lanes, and the stretches in which a process stood waiting."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from outage_gui.model.scenario import Process, Step
from outage_gui.workbench.axis import Place, Scale
from outage_gui.workbench.entries import Entry, block_label
from outage_gui.workbench.frame import Block, Tone, Wait
from outage_gui.workbench.lanes import Lanes
from outage_gui.workbench.wording import cut

Standing = Callable[[int, int], tuple[Process, Step] | None]  # (moves made, lane): where that process stands
Enabled = NDArray[np.bool_]  # (moves + 1, lanes): can that process move after so many moves?
Details = Callable[[Entry], str]
MOST_WAITS = 2_000


def blocks(
    entries: Sequence[Entry], where: Lanes, scale: Scale, tones: Mapping[int, Tone], details: Details
) -> tuple[Block, ...]:
    """One for each move, in order."""
    return tuple(_block(entry, where, scale, tones, details) for entry in entries)


def _block(entry: Entry, where: Lanes, scale: Scale, tones: Mapping[int, Tone], details: Details) -> Block:
    x = scale.x(entry.at, entry.number)
    return Block(
        number=entry.number,
        lane=where.of[entry.process.name, entry.instance],
        label=block_label(entry.step, entry.picks),
        detail=details(entry),
        begins=min(_begins(entry, scale), x),
        x=x,
        at=entry.at,
        assumed=entry.assumed,
        what_if=entry.what_if,
        tone=tones.get(entry.number, "human" if entry.process.only_in_runs else "plain"),
    )


def _begins(entry: Entry, scale: Scale) -> float:
    """On the steps axis a move has the room from the stop before it on, however little time it took."""
    if scale.axis == "clock":
        return scale.x(entry.begins)
    return scale.xs[bisect_left(scale.places, (entry.at, entry.number)) - 1]


def waits(
    places: Sequence[Place], end: int, enabled: Enabled, where: Lanes, standing: Standing, scale: Scale
) -> tuple[Wait, ...]:
    """Where a process could not move, unless standing there is normal. `places`: of the start and of each move."""
    made: list[Wait] = []
    for lane in sorted(where.of.values()):
        for begins, ends in _stretches(~enabled[:, lane]):
            stands = standing(begins, lane)
            if stands is None or stands[1].may_wait or stands[0].only_in_runs or len(made) >= MOST_WAITS:
                continue
            right = scale.x(*places[ends]) if ends < len(places) else scale.x(end)
            left = scale.x(*places[begins])
            if right > left:
                made.append(Wait(lane, left, right, _label(stands[1])))
    return tuple(made)


def _stretches(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where the flags hold without a break: first, and one past the last."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return [(int(begins), int(ends)) for begins, ends in edges.reshape(-1, 2)]


def _label(step: Step) -> str:
    if step.label.lower().startswith("wait"):
        return step.label
    return cut(f"waits until {step.when}" if step.when else f"waits at {step.name}", 60)
