"""What a layout is asked and what it answers, as bare numbers: no text, no scenario, nothing that is slow to import.

Boxes, groups and arrows are referred to by index. Units are pixels at zoom 1. The worker process speaks this as JSON.
"""

import hashlib
import json
import math
from typing import Any, NamedTuple

VERSION = 11  # of the answers: a new one makes every kept layout stale
FARTHEST = 1e6  # units; an answer beyond it is refused

Spot = tuple[float, float]
Area = tuple[float, float, float, float]  # left, top, width, height


class Sketch(NamedTuple):
    """boxes: (width, height, group or -1); groups: (parent or -1, least width for the title); arrows: (from, to)."""

    boxes: tuple[tuple[int, int, int], ...]
    groups: tuple[tuple[int, int], ...]
    arrows: tuple[tuple[int, int], ...]


class Places(NamedTuple):
    """One area a box and a group, one cubic Bezier (1 + 3n points) an arrow, and the whole."""

    boxes: tuple[Area, ...]
    groups: tuple[Area, ...]
    routes: tuple[tuple[Spot, ...], ...]
    size: Area


def digest(sketch: Sketch) -> str:
    """The same for the same question, on every machine; the name under which an answer is kept."""
    return hashlib.sha256(json.dumps([VERSION, sketch]).encode()).hexdigest()[:24]


def text_of(value: Sketch | Places) -> str:
    return json.dumps(value, separators=(",", ":"))


def sketch_from(text: str) -> Sketch:
    boxes, groups, arrows = json.loads(text)
    return Sketch(tuple(map(tuple, boxes)), tuple(map(tuple, groups)), tuple(map(tuple, arrows)))


def places_from(text: str, sketch: Sketch) -> Places:
    """The answer to `sketch`. ValueError when the text is not one: a kept file may be torn, old or foreign."""
    try:
        boxes, groups, routes, size = json.loads(text)
        made = Places(
            tuple(_area(one) for one in boxes),
            tuple(_area(one) for one in groups),
            tuple(tuple(_spot(point) for point in route) for route in routes),
            _area(size),
        )
    except (TypeError, KeyError, RecursionError) as wrong:
        raise ValueError("not a layout") from wrong
    if (len(made.boxes), len(made.groups), len(made.routes)) != tuple(map(len, sketch)):
        raise ValueError("a layout of something else")
    if any(len(route) < 4 or len(route) % 3 != 1 for route in made.routes):
        raise ValueError("a route that is no curve")
    return made


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number) or abs(number) > FARTHEST:
        raise ValueError("a number that is no place")
    return number


def _spot(value: Any) -> Spot:
    x, y = value
    return _number(x), _number(y)


def _area(value: Any) -> Area:
    x, y, width, height = value
    return _number(x), _number(y), _number(width), _number(height)
