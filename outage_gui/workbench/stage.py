"""The graph of a scenario as something to draw: sizes of boxes from their text, arrows with their reasons.

Where everything stands comes from outside (`Places`); a position saved in the scenario stands over it.
"""

import math

from outage_gui.model.scenario import Need, Scenario, Service
from outage_gui.workbench.frame import Arrow, Box, Point, Rectangle, Region, Stage
from outage_gui.workbench.routes import route
from outage_gui.workbench.sketch import Area, Places, Sketch

BOX_HEIGHT = 52  # two lines of label and one of detail
NARROWEST, WIDEST = 160, 180
BESIDE_TEXT = 46  # status shape and margins
LETTER = 7.0  # mean width of a letter of a label
TITLE_LETTER = 8.2
FARTHEST = 1e5  # units; a saved position beyond it is not followed


def sketch_of(scenario: Scenario) -> Sketch:
    """What the layout is asked. Names and positions are not part of it: dragging or renaming asks nothing new."""
    groups = _groups(scenario)
    index = {service.name: number for number, service in enumerate(scenario.services)}
    widths = _widths(scenario)
    boxes = tuple((widths[one.group], BOX_HEIGHT, groups.get(one.group, -1)) for one in scenario.services)
    parents = _parents(scenario)
    titles = {group.name: group.label or group.name for group in scenario.groups}
    frames = tuple(
        (groups.get(parents.get(name, ""), -1), round(len(titles.get(name, name)) * TITLE_LETTER) + 40)
        for name in groups
    )
    return Sketch(boxes, frames, tuple((index[a], index[b]) for a, b in _pairs(scenario)))


def staged(scenario: Scenario, places: Places, *, provisional: bool) -> Stage:
    """Everything in its place, or where it was dragged to."""
    saved = {one.service: (one.x, one.y) for one in scenario.layout if _near(one.x) and _near(one.y)}
    areas = [_at(area, saved.get(one.name)) for one, area in zip(scenario.services, places.boxes, strict=True)]
    boxes = tuple(_box(one, area) for one, area in zip(scenario.services, areas, strict=True))
    groups = _regions(scenario, places, areas)
    arrows = _arrows(scenario, places, areas, saved)
    return Stage(boxes, groups, arrows, Rectangle(*_hull(places.size, areas)), provisional, "")


def _near(value: float) -> bool:
    return math.isfinite(value) and abs(value) <= FARTHEST


def _at(area: Area, centre: Point | None) -> Area:
    if centre is None:
        return area
    return centre[0] - area[2] / 2, centre[1] - area[3] / 2, area[2], area[3]


def _groups(scenario: Scenario) -> dict[str, int]:
    """Declared groups first, then those that only a service names."""
    declared = [group.name for group in scenario.groups]
    named = [service.group for service in scenario.services if service.group]
    return {name: number for number, name in enumerate(dict.fromkeys([*declared, *named]))}


def _parents(scenario: Scenario) -> dict[str, str]:
    """Group to the group around it; where groups would lie in each other in a circle, the last of them is free."""
    made: dict[str, str] = {}
    for group in scenario.groups:
        around = group.inside
        while around and around != group.name:
            around = made.get(around, "")
        made[group.name] = "" if around else group.inside
    return made


def _widths(scenario: Scenario) -> dict[str, int]:
    """One width a group, so that its columns are straight. Labels take two lines; what is longer is cut when drawn."""
    widths: dict[str, int] = {}
    for service in scenario.services:
        label = service.label or service.name
        letters = max(len(label) / 2 + 2, *(len(word) for word in label.split()), 0)
        width = min(WIDEST, max(NARROWEST, 2 * round((letters * LETTER + BESIDE_TEXT) / 2)))
        widths[service.group] = max(width, widths.get(service.group, 0))
    return widths


def _box(service: Service, area: Area) -> Box:
    place = Rectangle(*area)
    label = service.label or service.name
    return Box(service.name, label, service.kind, service.group, place, service.note, not service.source)


def _pairs(scenario: Scenario) -> dict[tuple[str, str], list[Need]]:
    """(cause, dependent) to all needs between them, in the order of the file."""
    pairs: dict[tuple[str, str], list[Need]] = {}
    known = {service.name for service in scenario.services}
    for service in scenario.services:
        for need in service.needs:
            for cause in need.services:
                if cause in known and cause != service.name:
                    pairs.setdefault((cause, service.name), []).append(need)
    return pairs


def _regions(scenario: Scenario, places: Places, areas: list[Area]) -> tuple[Region, ...]:
    """Frames around what is in them, also where a box was dragged out; empty groups have none."""
    names = list(_groups(scenario))
    labels = {group.name: group.label for group in scenario.groups}
    parents = _parents(scenario)
    hulls = {name: area for name, area in zip(names, places.groups, strict=True) if area[2]}
    for service, area in zip(scenario.services, areas, strict=True):
        name = service.group
        while name:
            hulls[name] = _joined(hulls[name], area)
            name = parents.get(name, "")
    return tuple(
        Region(name, labels.get(name) or name, Rectangle(*hulls[name]), _depth(name, parents))
        for name in names
        if name in hulls
    )


def _depth(name: str, parents: dict[str, str]) -> int:
    depth = 0
    while name := parents.get(name, ""):
        depth += 1
    return depth


def _joined(frame: Area, box: Area, margin: float = 12.0) -> Area:
    """The frame, grown where the box stands out of it."""
    if (
        box[0] >= frame[0]
        and box[1] >= frame[1]
        and box[0] + box[2] <= frame[0] + frame[2]
        and box[1] + box[3] <= frame[1] + frame[3]
    ):
        return frame
    return _hull(frame, [(box[0] - margin, box[1] - margin, box[2] + 2 * margin, box[3] + 2 * margin)])


def _hull(first: Area, others: list[Area]) -> Area:
    areas = [first, *others]
    left, top = min(area[0] for area in areas), min(area[1] for area in areas)
    right, bottom = max(area[0] + area[2] for area in areas), max(area[1] + area[3] for area in areas)
    return left, top, right - left, bottom - top


def _arrows(scenario: Scenario, places: Places, areas: list[Area], saved: dict[str, Point]) -> tuple[Arrow, ...]:
    index = {service.name: number for number, service in enumerate(scenario.services)}
    titles = {source.name: source.title or source.name for source in scenario.sources}
    labels = {service.name: service.label or service.name for service in scenario.services}
    made = []
    for ((cause, dependent), needs), kept in zip(_pairs(scenario).items(), places.routes, strict=True):
        moved = cause in saved or dependent in saved
        way = route(areas[index[cause]], areas[index[dependent]]) if moved else kept
        head = f"{labels[dependent]} needs {labels[cause]}"
        made.append(_arrow(cause, dependent, needs, way, "\n".join([head, *(_reason(need, titles) for need in needs)])))
    return tuple(made)


def _arrow(cause: str, dependent: str, needs: list[Need], way: tuple[Point, ...], why: str) -> Arrow:
    return Arrow(
        cause,
        dependent,
        way,
        soft=all(need.kind == "soft" for need in needs),
        delayed=any(need.after > 0 for need in needs),
        redundant=any(need.at_least is not None for need in needs),
        assumed=not any(need.source for need in needs),
        why=why,
    )


def _reason(need: Need, titles: dict[str, str]) -> str:
    """One need as a line: how, when, why, who says so."""
    said = ["hard: fails with it" if need.kind == "hard" else "soft: at worst degraded"]
    if need.at_least is not None:
        said.append(f"at least {need.at_least} of {len(need.services)}")
    if need.during_recovery:
        said.append("hurt while it recovers")
    if need.after:
        said.append(f"after {span(need.after)}")
    if need.condition:
        said.append(f"only while {need.condition}")
    if need.why:
        said.append(need.why)
    said.append(
        "source: " + ", ".join(titles.get(name, name) for name in need.source) if need.source else "assumed: no source"
    )
    return "; ".join(said)


def span(ms: int) -> str:
    """A duration in two units at most: "5 min", "1 h 30 min"."""
    units = (("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1000), ("ms", 1))
    parts = []
    for name, size in units:
        count, ms = divmod(ms, size)
        if count:
            parts.append(f"{count} {name}")
    return " ".join(parts[:2]) or "0 s"
