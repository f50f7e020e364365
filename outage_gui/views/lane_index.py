"""Marks of a score sorted once, so that panning and zooming ask for what a screen can show, of a million some hundreds.

Imported where there are many: the first frame needs no NumPy.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outage_gui.views.timespan import TimeSpan
from outage_gui.workbench.frame import Mark, Score

FEW = 400  # marks of a lane up to which all are placed
APART = 8.0  # pixels between two that are both drawn: a mark is eleven wide


class LaneMarks(NamedTuple):
    """The marks of one lane in order of time, and where they begin, 0..1."""

    marks: tuple[Mark, ...]
    xs: NDArray[np.float64]

    def shown(self, span: TimeSpan) -> tuple[Mark, ...]:
        """Those in sight and one on either side; where several share a few pixels, the first of them."""
        if len(self.marks) <= FEW:
            return self.marks
        first, last = np.searchsorted(self.xs, (span.low, span.high))
        begins, ends = max(0, int(first) - 1), min(len(self.marks), int(last) + 1)
        cells = np.floor((self.xs[begins:ends] - span.low) * span.room / (span.high - span.low) / APART)
        chosen = begins + np.flatnonzero(np.diff(cells, prepend=-np.inf))
        return tuple(self.marks[place] for place in chosen.tolist())


def indexed(score: Score) -> tuple[LaneMarks, ...]:
    """One entry a lane."""
    lanes: list[list[Mark]] = [[] for _ in score.lanes]
    for mark in score.marks:
        lanes[mark.lane].append(mark)
    ordered = [tuple(sorted(lane, key=lambda mark: (mark.x, mark.at))) for lane in lanes]
    return tuple(LaneMarks(lane, np.array([mark.x for mark in lane], np.float64)) for lane in ordered)
