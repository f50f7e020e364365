"""For Mermaid, which draws in many wikis: the dependency graph at one moment, and the order as a sequence diagram."""

from collections.abc import Iterator

from outage_gui.exporters.asked import Asked
from outage_gui.exporters.graph_told import Drawing, drawing
from outage_gui.exporters.plain import mermaid_text
from outage_gui.exporters.replayed import move, told_time
from outage_gui.model.parsing import parsed, parsed_body
from outage_gui.model.scenario import STATUSES, Status
from outage_gui.model.trees import body_reads, body_writes, names_read
from outage_gui.workbench.entries import Entry, act, who
from outage_gui.workbench.replay import Replay
from outage_gui.workbench.theme import LIGHT, STATUS_WORD

SHAPES: dict[Status, tuple[str, str]] = {
    "ok": ("[", "]"),
    "degraded": ("{{", "}}"),
    "down": ("[[", "]]"),
    "recovering": ("([", "])"),
}


# --- the graph ----------------------------------------------------------------------------------------------------


def as_graph(asked: Asked) -> str:
    return "\n".join(graph_lines(drawing(asked))) + "\n"


def graph_lines(whole: Drawing) -> Iterator[str]:
    yield "flowchart LR"
    yield f"  accTitle: {mermaid_text(whole.title)}"
    yield f"  accDescr: Services {mermaid_text(whole.moment)}"
    yield from inside(whole, -1, "  ")
    for number, link in enumerate(whole.links):
        stroke = "-.->" if link.soft else "-->"
        told = f'|"{mermaid_text(link.label)}"|' if link.label else ""
        yield f"  s{link.source} {stroke}{told} s{link.target}"
        if link.passes != "ok":
            yield f"  linkStyle {number} stroke:{LIGHT.hue(link.passes).line},stroke-width:3px"
    yield from (f"  style g{number} fill:none,stroke:{LIGHT.quiet}" for number in range(len(whole.clusters)))
    for status in STATUSES:
        hue = LIGHT.hue(status)
        yield f"  classDef {status} fill:{hue.ground},stroke:{hue.line},color:{LIGHT.text}"
        members = [f"s{number}" for number, box in enumerate(whole.boxes) if box.status == status]
        if members:
            yield f"  class {','.join(members)} {status}"


def inside(whole: Drawing, cluster: int, indent: str) -> Iterator[str]:
    for number in whole.members(cluster):
        box = whole.boxes[number]
        opened, closed = SHAPES[box.status]
        word = mermaid_text(box.detail if box.status == "down" else STATUS_WORD[box.status])
        yield f'{indent}s{number}{opened}"{mermaid_text(box.label)}<br>{word}"{closed}'
    for number in whole.within(cluster):
        yield f'{indent}subgraph g{number}["{mermaid_text(whole.clusters[number].label)}"]'
        yield from inside(whole, number, indent + "  ")
        yield f"{indent}end"


# --- the order ----------------------------------------------------------------------------------------------------


def as_sequence(asked: Asked) -> str:
    return "\n".join(sequence_lines(asked)) + "\n"


def sequence_lines(asked: Asked) -> Iterator[str]:
    """Each instance that moves, and the data they share; services that fall of themselves are notes."""
    replay = asked.replay
    actors = {key: f"p{number}" for number, key in enumerate(dict.fromkeys(actor_keys(replay)))}
    names = {(entry.process.name, entry.instance): who(entry.process, entry.instance) for entry in replay.entries}
    yield "sequenceDiagram"
    yield f"  accTitle: {mermaid_text(replay.scenario.title)}"
    yield from (f"  participant {short} as {mermaid_text(names[key])}" for key, short in actors.items())
    yield "  participant data as shared data"
    fallen = falls(replay)
    for entry in replay.entries[: asked.here.step]:
        told = f"{entry.number}. {act(entry.step, entry.picks)}"
        changed = ", ".join(f"{name} = {new}" for name, new in move(replay, entry.number)["changed"].items())
        text = mermaid_text(f"{told} ({changed})" if changed else told)
        yield f"  {between(replay, entry, actors[entry.process.name, entry.instance])}: {text}"
        yield from (f"  Note over data: {mermaid_text(told)}" for told in fallen.get(entry.number, ()))


def actor_keys(replay: Replay) -> Iterator[tuple[str, str]]:
    yield from ((entry.process.name, entry.instance) for entry in replay.entries)


def between(replay: Replay, entry: Entry, actor: str) -> str:
    """To the shared data where the step writes it, from there where it only reads it."""
    known, step = {variable.name for variable in replay.scenario.state}, entry.step
    body = parsed_body(step.do) if step and step.do else ()
    if known & set(body_writes(body)):
        return f"{actor}->>data"
    texts = [*(pick.values for pick in step.pick), step.when] if step else []
    reads = {name for text in texts if text for name in names_read(parsed(text))} | set(body_reads(body))
    return f"data-->>{actor}" if known & reads else f"{actor}->>{actor}"


def falls(replay: Replay) -> dict[int, list[str]]:
    """Of each move the services whose own condition it made true."""
    from outage_gui.engine.causes import Own

    labels = {service.name: service.label or service.name for service in replay.scenario.services}
    found: dict[int, list[str]] = {}
    for change in replay.spread.changes:
        if isinstance(change.cause, Own) and change.status in ("down", "degraded"):
            told = f"{labels[change.service]} is {change.status} ({told_time(replay, change.at)})"
            found.setdefault(change.cause.move, []).append(told)
    return found
