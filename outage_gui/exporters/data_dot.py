"""The dependency graph at one moment for Graphviz: status by colour, shape and word; groups are clusters."""

from collections.abc import Iterator

from outage_gui.exporters.asked import Asked
from outage_gui.exporters.graph_told import Box, Drawing, Link, drawing
from outage_gui.exporters.plain import dot_text
from outage_gui.model.scenario import Status
from outage_gui.workbench.theme import LIGHT, STATUS_WORD

SHAPES: dict[Status, str] = {"ok": "box", "degraded": "hexagon", "down": "octagon", "recovering": "ellipse"}


def as_dot(asked: Asked) -> str:
    return "\n".join(lines(drawing(asked))) + "\n"


def lines(whole: Drawing) -> Iterator[str]:
    yield "digraph services {"
    yield f'  graph [rankdir=LR, fontname="Inter, sans-serif", labelloc=t, label="{heading(whole)}"];'
    yield f'  node [fontname="Inter, sans-serif", style=filled, fontcolor="{LIGHT.text}"];'
    yield f'  edge [fontname="Inter, sans-serif", fontsize=10, color="{LIGHT.quiet}", fontcolor="{LIGHT.muted}"];'
    yield from inside(whole, -1, "  ")
    yield from (link(each) for each in whole.links)
    yield "}"


def heading(whole: Drawing) -> str:
    return f"{dot_text(whole.title)}\\n{dot_text(whole.moment)}"


def inside(whole: Drawing, cluster: int, indent: str) -> Iterator[str]:
    """The boxes and clusters directly in one cluster; -1: in none."""
    yield from (f"{indent}{box(number, whole.boxes[number])}" for number in whole.members(cluster))
    for number in whole.within(cluster):
        yield f"{indent}subgraph cluster_{number} {{"
        yield f'{indent}  label="{dot_text(whole.clusters[number].label)}"; color="{LIGHT.quiet}";'
        yield from inside(whole, number, indent + "  ")
        yield f"{indent}}}"


def box(number: int, told: Box) -> str:
    hue = LIGHT.hue(told.status)
    word = dot_text(told.detail if told.status == "down" else STATUS_WORD[told.status])
    look = f'shape={SHAPES[told.status]}, color="{hue.line}", fillcolor="{hue.ground}"'
    return f's{number} [label="{dot_text(told.label)}\\n{word}", {look}];'


def link(told: Link) -> str:
    marks = [f'label="{dot_text(told.label)}"'] if told.label else []
    marks += ["style=dashed"] if told.soft else []
    if told.passes != "ok":
        marks += [f'color="{LIGHT.hue(told.passes).line}"', "penwidth=2"]
    return f"  s{told.source} -> s{told.target}" + (f" [{', '.join(marks)}];" if marks else ";")
