"""The processes as cards to be changed: what each step waits for, does, reads and writes, and what it would do now."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from outage_gui.engine.trace import next_moves, unpacked
from outage_gui.model import edits
from outage_gui.model.parsing import parsed_body
from outage_gui.model.scenario import Process, Scenario, Step
from outage_gui.model.trees import printed_body
from outage_gui.model.words import unused
from outage_gui.model.yaml_tree import meaning
from outage_gui.model.yaml_writing import Plain, plain
from outage_gui.workbench.cells import changed
from outage_gui.workbench.edit_changes import Change, slug
from outage_gui.workbench.edit_places import Path, node_of
from outage_gui.workbench.edit_services import root_of
from outage_gui.workbench.flows import touches
from outage_gui.workbench.replay import Replay

MOST = 6  # moves whose effect is told


class Card(NamedTuple):
    """One step. `lines`: guard, body and branches as they are written."""

    path: Path
    name: str
    title: str
    lines: tuple[str, ...]
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    here: tuple[str, ...]  # instances that stand at it now


class Lane(NamedTuple):
    """One process. `about`: instances, locals, order and rounds in a few words."""

    path: Path
    title: str
    about: tuple[str, ...]
    cards: tuple[Card, ...]


def lanes(scenario: Scenario, positions: dict[str, str]) -> tuple[Lane, ...]:
    """positions: "worker.a" to the step where it stands."""
    variables = frozenset(variable.name for variable in scenario.state)
    return tuple(_lane(process, variables, positions) for process in scenario.processes)


def _lane(process: Process, variables: frozenset[str], positions: dict[str, str]) -> Lane:
    path: Path = ("processes", process.name)
    known = variables | {local.name for local in process.local}
    standing: dict[str, list[str]] = {}
    for seat, step in positions.items():
        if seat == process.name or seat.startswith(process.name + "."):
            standing.setdefault(step, []).append(seat.removeprefix(process.name + "."))
    cards = tuple(
        _card((*path, "steps", step.name), step, known, standing.get(step.name, ())) for step in process.steps
    )
    return Lane(path, process.label or process.name, tuple(_about(process)), cards)


def _about(process: Process) -> list[str]:
    about = [", ".join(process.instances) if process.instances else "one instance"]
    about += [f"{local.name}: remembered by each" for local in process.local[:3]]
    if process.order == "any":
        about.append("steps in any order")
    if process.repeat != 1:
        about.append("for ever" if process.repeat == "forever" else f"{process.repeat} rounds")
    if process.crash is not None:
        about.append(f"may crash ({process.crash.at_most})")
    return about


def _card(path: Path, step: Step, known: frozenset[str], here: Sequence[str]) -> Card:
    touched = touches(step)
    lines = [f"when {step.when}"] if step.when else []
    lines += [f"pick {pick.name} from {pick.values}" for pick in step.pick]
    lines += step.do.rstrip().split("\n") if step.do else []
    lines += [
        f"→ {branch.target}" + (f" if {branch.when}" if branch.when != "otherwise" else "") for branch in step.then
    ]
    reads, writes = sorted(touched.reads & known), sorted(touched.writes)
    return Card(path, step.name, step.label or step.name, tuple(lines), tuple(reads), tuple(writes), tuple(here))


# --- what it would do now -----------------------------------------------------------------------------------------


def preview(replay: Replay, step: int, path: Path) -> tuple[str, ...]:
    """What the step at a path would do to the state after so many moves, a line for each way to take it."""
    if len(path) < 4 or path[0] != "processes" or path[2] != "steps":
        return ()
    states = replay.states
    program, now = states.program, states.at(step)
    told: list[str] = []
    for found in next_moves(program, states.rows[step]):
        move = program.moves[found.move]
        if (move.process, move.step) == (path[1], path[3]) and len(told) < MOST:
            if found.fault:
                effect = f"faults: {program.faults[found.fault]}"
            else:
                after = unpacked(program, found.row)
                effect = "; ".join(changed(program.scenario, after.values, now.values)) or "changes no value"
            told.append(f"{move.text}: {effect}")
    if not told:
        standing = [seat for seat, at in now.positions.items() if at == path[3] and seat.split(".")[0] == path[1]]
        told = [f"{seat} stands here and waits" for seat in standing] or ["nobody stands here now"]
    return tuple(told)


# --- changes ------------------------------------------------------------------------------------------------------


def step_added(scenario: Scenario, process: str, label: str, position: int) -> Change:
    """A step that does nothing yet."""
    own = next(one for one in scenario.processes if one.name == process)
    name = unused(slug(label, word=True), [step.name for step in own.steps], joint="_")
    value: dict[str, Plain] = {"step": name}
    if label != name:
        value["label"] = label
    place: Path = ("processes", process, "steps")
    add = partial(edits.with_item, path=place, position=position, value=value)
    return Change(add, f"Add step {name}", (*place, name))


def step_moved(path: Path, to: int) -> Change:
    return Change(partial(edits.moved, path=path, to=to), f"Move step {path[-1]}", path)


def split(scenario: Scenario, path: Path) -> Change | None:
    """The last statement of a step into a step of its own behind it, with the branches; None where there is but one."""
    step = step_of(scenario, path)
    body = parsed_body(step.do) if step is not None and step.do else ()
    if step is None or len(body) < 2:
        return None
    own = next(one for one in scenario.processes if one.name == path[1])
    name = unused(f"{step.name}_2", [other.name for other in own.steps])
    at = [other.name for other in own.steps].index(step.name)
    first, rest = printed_body(body[:-1]), printed_body(body[-1:])

    def edit(text: str) -> str:
        then = _value(text, (*path, "then")) if step.then else None
        text = edits.with_value(text, (*path, "do"), first)
        if then is not None:
            text = edits.without(text, (*path, "then"))
        value: dict[str, Plain] = {"step": name, "do": rest} | ({"then": then} if then is not None else {})
        return edits.with_item(text, path[:3], at + 1, value)

    return Change(edit, f"Split step {step.name}", path)


def joined(scenario: Scenario, path: Path) -> Change | None:
    """A step and the next one as one step: one after the other; None where that means another thing."""
    step = step_of(scenario, path)
    own = next((one for one in scenario.processes if one.name == path[1]), None)
    if step is None or own is None:
        return None
    at = own.steps.index(step)
    after = own.steps[at + 1] if at + 1 < len(own.steps) else None
    if after is None or step.then or after.when or after.pick:
        return None
    body = "\n".join(part.rstrip() for part in (step.do, after.do) if part)

    def edit(text: str) -> str:
        then = _value(text, (*path[:3], after.name, "then")) if after.then else None
        text = edits.with_value(text, (*path, "do"), body) if body else text
        text = edits.without(text, (*path[:3], after.name))
        return edits.with_value(text, (*path, "then"), then) if then is not None else text

    return Change(edit, f"Join steps {step.name} and {after.name}", path)


def step_of(scenario: Scenario, path: Path) -> Step | None:
    own = next((one for one in scenario.processes if len(path) > 3 and one.name == path[1]), None)
    return next((step for step in own.steps if step.name == path[3]), None) if own is not None else None


def _value(text: str, path: Path) -> "Plain | None":
    node = node_of(root_of(text), path)
    return plain(meaning(node)) if node is not None else None
