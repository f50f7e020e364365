"""Arrows as cubic curves between boxes, drawn without looking at what lies between: for boxes that were dragged,
and for the moment before the proper layout is there."""

from outage_gui.workbench.sketch import Area, Spot

LEAST_BEND = 24.0


def route(source: Area, target: Area) -> tuple[Spot, ...]:
    """Out of the cause's right side and into the dependent's left one; round the top or bottom where that is nearer."""
    ax, ay = source[0] + source[2] / 2, source[1] + source[3] / 2
    bx, by = target[0] + target[2] / 2, target[1] + target[3] / 2
    apart = target[0] - (source[0] + source[2])
    if apart >= LEAST_BEND:
        return _across((source[0] + source[2], ay), (target[0], by), apart / 2)
    if source[0] - (target[0] + target[2]) >= LEAST_BEND:
        return _back(source, target)
    return _upright((ax, ay), (bx, by), source[3] / 2, target[3] / 2)


def _across(begins: Spot, ends: Spot, bend: float) -> tuple[Spot, ...]:
    return begins, (begins[0] + bend, begins[1]), (ends[0] - bend, ends[1]), ends


def _upright(a: Spot, b: Spot, half_a: float, half_b: float) -> tuple[Spot, ...]:
    """One above the other: from the facing edge to the facing edge."""
    way = 1.0 if b[1] >= a[1] else -1.0
    begins, ends = (a[0], a[1] + way * half_a), (b[0], b[1] - way * half_b)
    bend = way * max(8.0, abs(ends[1] - begins[1]) / 2)
    return begins, (begins[0], begins[1] + bend), (ends[0], ends[1] - bend), ends


def _back(source: Area, target: Area) -> tuple[Spot, ...]:
    """Against the reading direction: over the top of both, so that it is seen to go back."""
    top = min(source[1], target[1])
    begins, ends = (source[0] + source[2] / 2, source[1]), (target[0] + target[2] / 2, target[1])
    rise = top - 36.0
    return begins, (begins[0], rise), (ends[0], rise), ends


def shifted(points: tuple[Spot, ...], dx: float, dy: float) -> tuple[Spot, ...]:
    return tuple((x + dx, y + dy) for x, y in points)
