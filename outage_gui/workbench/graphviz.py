"""Graphviz asked for places and routes. Only for the worker process: it holds Python's lock while it works."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from outage_gui.workbench.layers import PADDING, TITLE
from outage_gui.workbench.sketch import Area, Places, Sketch, Spot

INCH = 72.0
FEW = 80  # boxes, and twice as many arrows, up to which routes round boxes are found in time (65/92: 0.3 s)
SEVERAL = 150  # boxes up to which more than one picture can be tried
DENSE = 2.2  # arrows a box
LARGE = 400  # boxes; beyond either the layered picture takes too long, and ours is ten times smaller anyway
Candidate = Callable[[], Places]


def candidates(sketch: Sketch, own: Places) -> Sequence[Candidate]:
    """What to try: our own places with routes led round boxes, and freely layered pictures. Few for large graphs."""
    if len(sketch.boxes) <= SEVERAL:
        few = len(sketch.boxes) <= FEW and len(sketch.arrows) <= 2 * FEW
        return [partial(routed, sketch, own)] * few + [partial(layered, sketch, apart) for apart in (0.4, 0.6)]
    if len(sketch.boxes) <= LARGE and len(sketch.arrows) <= DENSE * len(sketch.boxes):
        return [partial(layered, sketch, 0.6)]
    return []


def layered(sketch: Sketch, apart: float) -> Places:
    """dot: ranks from left to right over all groups. apart: between ranks, in inches."""
    graph = _graph(
        sketch, rankdir="LR", newrank="true", ranksep=str(apart), nodesep="0.22", splines="true", **_caps(sketch)
    )
    _clusters(graph, sketch)
    graph.layout(prog="dot")
    return _places(graph, sketch, None)


def routed(sketch: Sketch, own: Places) -> Places:
    """Every box stays; only the routes are new."""
    graph = _graph(sketch, splines="true", esep="+4", sep="+6", notranslate="true")
    for index, (x, y, width, height) in enumerate(own.boxes):
        graph.get_node(f"b{index}").attr["pos"] = f"{x + width / 2:.2f},{-(y + height / 2):.2f}"
    graph.layout(prog="nop")
    return _places(graph, sketch, own)


def _caps(sketch: Sketch) -> dict[str, str]:
    """Limits on the search for a better order, without which it blocks for half a minute."""
    return {"nslimit": "2", "nslimit1": "2", "mclimit": "0.5"} if len(sketch.boxes) > SEVERAL else {}


def _graph(sketch: Sketch, **attributes: str) -> Any:
    import pygraphviz

    graph = pygraphviz.AGraph(directed=True, strict=False)
    graph.graph_attr.update(attributes)
    graph.node_attr.update(shape="box", label="", fixedsize="true")
    graph.edge_attr.update(arrowhead="none")
    for index, (width, height, _) in enumerate(sketch.boxes):
        graph.add_node(f"b{index}", width=f"{width / INCH:.4f}", height=f"{height / INCH:.4f}")
    for index, (source, target) in enumerate(sketch.arrows):
        graph.add_edge(f"b{source}", f"b{target}", key=f"a{index}")
    return graph


def _clusters(graph: Any, sketch: Sketch) -> None:
    """Nested clusters, parents first; the title's room is added as an empty label."""
    made: dict[int, Any] = {-1: graph}

    def cluster(group: int) -> Any:
        way = []
        while group not in made:
            way.append(group)
            group = sketch.groups[group][0]
        for inner in reversed(way):
            members = [f"b{index}" for index, box in enumerate(sketch.boxes) if box[2] == inner]
            made[inner] = made[sketch.groups[inner][0]].add_subgraph(
                members, name=f"cluster_{inner}", label=" ", fontsize=str(TITLE - 4), margin=str(PADDING)
            )
        return made[inner] if way else made[group]

    for group in range(len(sketch.groups)):
        if any(box[2] == group for box in sketch.boxes):
            cluster(group)


def _places(graph: Any, sketch: Sketch, own: Places | None) -> Places:
    """Numbers out of the graph, upside down for a screen. With `own` boxes and groups are taken from there."""
    left, _, _, top = _bounds(graph.graph_attr["bb"])
    origin = (left, top) if own is None else (0.0, 0.0)
    routes = tuple(
        _route(graph.get_edge(f"b{a}", f"b{b}", key=f"a{index}").attr["pos"], origin)
        for index, (a, b) in enumerate(sketch.arrows)
    )
    if own is not None:
        return own._replace(routes=routes)
    boxes = tuple(_box(graph, index, size, origin) for index, size in enumerate(sketch.boxes))
    named = {part.name: part for part in _parts(graph)}
    groups = tuple(_frame(named.get(f"cluster_{index}"), origin) for index in range(len(sketch.groups)))
    _, _, width, height = _area(graph.graph_attr["bb"], origin)
    return Places(boxes, groups, routes, (0.0, 0.0, width, height))


def _parts(graph: Any) -> list[Any]:
    found = list(graph.subgraphs())
    for part in found:  # grows while it is read
        found.extend(part.subgraphs())
    return found


def _box(graph: Any, index: int, size: tuple[int, int, int], origin: Spot) -> Area:
    x, y = map(float, graph.get_node(f"b{index}").attr["pos"].split(","))
    return x - origin[0] - size[0] / 2, origin[1] - y - size[1] / 2, float(size[0]), float(size[1])


def _frame(part: Any, origin: Spot) -> Area:
    return (0.0, 0.0, 0.0, 0.0) if part is None else _area(part.graph_attr["bb"], origin)


def _bounds(text: str) -> tuple[float, ...]:
    return tuple(map(float, text.split(",")))


def _area(text: str, origin: Spot) -> Area:
    left, bottom, right, top = _bounds(text)
    return left - origin[0], origin[1] - top, right - left, top - bottom


def _route(text: str, origin: Spot) -> tuple[Spot, ...]:
    points = [part for part in text.replace("\\\n", "").split() if part[0] not in "es"]
    spots = [tuple(map(float, point.split(","))) for point in points]
    return tuple((round(x - origin[0], 1), round(origin[1] - y, 1)) for x, y in spots)
