"""How well a placed graph reads; small is good. Crossings and boxes run through, times how small it must be drawn."""

from outage_gui.workbench.layers import READABLE, cost
from outage_gui.workbench.sketch import Area, Places, Sketch, Spot

FEW = 150  # boxes up to which crossings are counted
CROSSING, THROUGH = 0.15, 0.6  # a crossing, and a foreign box run through, per arrow


def rated(sketch: Sketch, places: Places) -> float:
    """1 is perfect: all of it readable at once and nothing crossed."""
    size = cost(places.size) / READABLE
    if len(sketch.boxes) > FEW or not sketch.arrows:
        return size
    lines = [_line(one) for one in places.routes]
    through = sum(_through(line, arrow, places) for line, arrow in zip(lines, sketch.arrows, strict=True))
    return size * (1 + (CROSSING * _crossings(lines, sketch) + THROUGH * through) / len(lines))


def _line(curve: tuple[Spot, ...], parts: int = 6) -> list[Spot]:
    """A curve as short straight pieces."""
    made = [curve[0]]
    for start in range(0, len(curve) - 3, 3):
        made.extend(_at(curve[start : start + 4], step / parts) for step in range(1, parts + 1))
    return made


def _at(points: tuple[Spot, ...], t: float) -> Spot:
    u = 1 - t
    weights = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
    return sum(w * x for w, (x, _) in zip(weights, points, strict=True)), sum(
        w * y for w, (_, y) in zip(weights, points, strict=True)
    )


def _through(line: list[Spot], ends: tuple[int, int], places: Places) -> int:
    return sum(
        index not in ends and any(_inside(spot, area) for spot in line) for index, area in enumerate(places.boxes)
    )


def _inside(spot: Spot, area: Area) -> bool:
    return area[0] + 2 < spot[0] < area[0] + area[2] - 2 and area[1] + 2 < spot[1] < area[1] + area[3] - 2


def _crossings(lines: list[list[Spot]], sketch: Sketch) -> int:
    hulls = [_hull(line) for line in lines]
    return sum(
        not set(sketch.arrows[a]) & set(sketch.arrows[b]) and _touch(hulls[a], hulls[b]) and _cross(lines[a], lines[b])
        for a in range(len(lines))
        for b in range(a)
    )


def _hull(line: list[Spot]) -> Area:
    xs, ys = [x for x, _ in line], [y for _, y in line]
    return min(xs), min(ys), max(xs), max(ys)


def _touch(a: Area, b: Area) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def _cross(a: list[Spot], b: list[Spot]) -> bool:
    return any(_meet(a[i], a[i + 1], b[j], b[j + 1]) for i in range(len(a) - 1) for j in range(len(b) - 1))


def _meet(p: Spot, q: Spot, r: Spot, s: Spot) -> bool:
    return _side(p, q, r) != _side(p, q, s) and _side(r, s, p) != _side(r, s, q)


def _side(p: Spot, q: Spot, r: Spot) -> bool:
    return (q[0] - p[0]) * (r[1] - p[1]) > (q[1] - p[1]) * (r[0] - p[0])
