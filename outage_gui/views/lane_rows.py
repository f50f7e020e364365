"""Where things stand in the lanes: rows, chips and marks as rectangles; no drawing, no Qt events."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF

from outage_gui.views.fonts import font
from outage_gui.views.plain import plain
from outage_gui.views.timespan import TimeSpan
from outage_gui.workbench.frame import Block, Flow, Mark, Score
from outage_gui.workbench.theme import SIZES

TOP = 10
LANE, RIBBON, BETWEEN = 27, 18, 8
CHIP, DOT = 20, 10
ROOM_FOR_TEXT = 40
PADDING = 8


class Chip(NamedTuple):
    """A block as drawn: with its label, or only a dot where there is no room."""

    block: Block
    place: QRectF
    label: str


class MarkPlace(NamedTuple):
    mark: Mark
    place: QRectF  # the diamond or the range
    label: str
    label_x: float


class Rows(NamedTuple):
    """Everything of a score placed for one span of time and width."""

    score: Score
    span: TimeSpan
    chips: tuple[Chip, ...]
    marks: tuple[MarkPlace, ...]
    height: int
    labelled: tuple[Chip, ...]  # of the chips, those with words on them
    by_number: Mapping[int, Chip]
    flows_at: Mapping[int, tuple[Flow, ...]]  # by the number of a move at either end; stale ones are not among them
    numbers: tuple[tuple[int, ...], ...]  # of the moves of each lane, ascending
    lane_marks: tuple[tuple[MarkPlace, ...], ...]  # by lane, in order of time

    def reaching(self, step: int, x: float) -> list[Chip]:
        """The last chip made in each lane where it reaches beyond pixel x."""
        last = (numbers[bisect_right(numbers, step) - 1] for numbers in self.numbers if numbers and numbers[0] <= step)
        return [chip for chip in map(self.by_number.__getitem__, last) if chip.place.right() > x]

    def reaching_marks(self, at: int, x: float) -> list[MarkPlace]:
        """The last mark of each lane that has come, where it or its label may reach beyond pixel x."""
        come = (bisect_right(marks, at, key=lambda one: one.mark.at) for marks in self.lane_marks)
        last = (marks[count - 1] for marks, count in zip(self.lane_marks, come, strict=True) if count)
        return [mark for mark in last if mark.label or mark.place.right() > x]

    def crossed_by(self, flows: Sequence[Flow]) -> list[Chip]:
        """Chips with a label that a flow may run through."""
        ends = [(self.by_number.get(flow.write), self.by_number.get(flow.read)) for flow in flows]
        hulls = [a.place.united(b.place) for a, b in ends if a is not None and b is not None]
        return [chip for chip in self.labelled if any(hull.intersects(chip.place) for hull in hulls)]

    def lane_y(self, lane: int) -> float:
        """Middle of a lane."""
        return TOP + LANE * (lane + 0.5)

    def ribbon_y(self, ribbon: int) -> float:
        """Middle of a ribbon."""
        return TOP + LANE * len(self.score.lanes) + BETWEEN + RIBBON * (ribbon + 0.5)

    def chip_at(self, x: float, y: float) -> Chip | None:
        hit = [chip for chip in self.chips if chip.place.adjusted(-2, -4, 2, 4).contains(x, y)]
        return hit[-1] if hit else None

    def mark_at(self, x: float, y: float) -> MarkPlace | None:
        hit = [mark for mark in self.marks if mark.place.adjusted(-3, -6, 3, 6).contains(x, y)]
        return hit[-1] if hit else None


def placed(score: Score, span: TimeSpan, marks_in: Sequence[Sequence[Mark]] | None = None) -> Rows:
    """Lay the score out. Labels are cut to the room before the next thing in the same lane.

    marks_in: of each lane those to be drawn, where there are too many for all.
    """
    height = TOP * 2 + LANE * len(score.lanes) + BETWEEN + RIBBON * len(score.ribbons)
    bare = Rows(score, span, (), (), height, (), {}, {}, (), ())
    chips = [chips_of(bare, blocks, lane) for lane, blocks in enumerate(by_lane(score.blocks, score))]
    chosen = by_lane(score.marks, score) if marks_in is None else marks_in
    marks = [tuple(marks_of(bare, marks, lane)) for lane, marks in enumerate(chosen)]
    return bare._replace(
        chips=tuple(chip for lane in chips for chip in lane),
        marks=tuple(mark for lane in marks for mark in lane),
        labelled=tuple(chip for lane in chips for chip in lane if chip.label),
        by_number={chip.block.number: chip for lane in chips for chip in lane},
        flows_at=flows_of(score),
        numbers=tuple(tuple(sorted(chip.block.number for chip in lane)) for lane in chips),
        lane_marks=tuple(tuple(sorted(lane, key=lambda one: one.mark.at)) for lane in marks),
    )


T = TypeVar("T", Block, Mark)


def by_lane(things: Sequence[T], score: Score) -> list[list[T]]:
    made: list[list[T]] = [[] for _ in score.lanes]
    for thing in things:
        made[thing.lane].append(thing)
    return made


def flows_of(score: Score) -> dict[int, tuple[Flow, ...]]:
    made: dict[int, tuple[Flow, ...]] = {}
    for flow in score.flows:
        for number in () if flow.stale else {flow.write, flow.read}:
            made[number] = (*made.get(number, ()), flow)
    return made


def rooms(xs: Sequence[float], width: float) -> list[float]:
    """Pixels from each thing to the next one in its lane, the last one to the edge."""
    return [after - x for x, after in zip(xs, [*xs[1:], width], strict=False)]


def chips_of(rows: Rows, blocks: Sequence[Block], lane: int) -> list[Chip]:
    blocks = sorted(blocks, key=lambda b: (b.x, b.number))
    xs = [rows.span.px(block.x) for block in blocks]
    return [
        chip(block, x, room, rows.lane_y(lane))
        for block, x, room in zip(blocks, xs, rooms(xs, rows.span.width), strict=True)
    ]


def chip(block: Block, x: float, room: float, y: float) -> Chip:
    if room < ROOM_FOR_TEXT:
        return Chip(block, QRectF(x - DOT / 2, y - DOT / 2, DOT, DOT), "")
    label, wide = fitted(block.label, room - 4 - 2 * PADDING)
    return Chip(block, QRectF(x, y - CHIP / 2, wide + 2 * PADDING, CHIP), label)


def fitted(text: str, room: float) -> tuple[str, float]:
    """The text cut to so many pixels, and how wide it then is."""
    metrics = QFontMetricsF(font(SIZES["fine"], "medium"))
    cut = metrics.elidedText(plain(text), Qt.TextElideMode.ElideRight, room)
    return cut, metrics.horizontalAdvance(cut)


def marks_of(rows: Rows, marks: Sequence[Mark], lane: int) -> list[MarkPlace]:
    marks = sorted(marks, key=lambda m: m.x)
    xs = [rows.span.px(mark.x) for mark in marks]
    return [
        mark_place(mark, rows, room, rows.lane_y(lane))
        for mark, room in zip(marks, rooms(xs, rows.span.width), strict=True)
    ]


def mark_place(mark: Mark, rows: Rows, room: float, y: float) -> MarkPlace:
    x, until = rows.span.px(mark.x), rows.span.px(mark.until_x)
    place = QRectF(x - 6, y - 6, 12 + max(0.0, until - x), 12)
    label_x = place.right() + 5
    free = room - (label_x - x) - 8
    return MarkPlace(mark, place, fitted(mark.label, free)[0] if free >= ROOM_FOR_TEXT else "", label_x)
