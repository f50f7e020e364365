"""What the file says about its own parts: names that must exist, cycles, times that go back."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from outage_gui.model import times
from outage_gui.model.loading import Reading
from outage_gui.model.scenario import Need, Process, Run, Scenario, Scene, Service
from outage_gui.model.words import OWN_FINDINGS, WrongValueError, nearest, quoted
from outage_gui.model.yaml_tree import Map, Node

Path = tuple[str | int, ...]


class Wrong(NamedTuple):
    """A mistake at a path of the file: keys, numbers of list entries, names of steps as numbers."""

    path: Path
    cause: str
    hint: str = ""


def declared(root: Map) -> dict[str, frozenset[str]]:
    """The names there are, by kind; taken from the tree, so that a refused entry still counts as declared."""
    sections = {kind: root.get(section) for kind, section in _SECTIONS.items()}
    known = {kind: _keys(node) for kind, node in sections.items()}
    known["finding"] |= frozenset((*OWN_FINDINGS, "none"))
    return known


_SECTIONS = {
    "source": "sources",
    "service": "services",
    "group": "groups",
    "process": "processes",
    "run": "runs",
    "fix": "fixes",
    "finding": "checks",
}


def _keys(node: Node | None) -> frozenset[str]:
    return frozenset(key.text for key, _ in node.pairs) if isinstance(node, Map) else frozenset()


def check_references(reading: Reading, root: Map) -> None:
    """Tell every name that names nothing."""
    known = declared(root)
    for kind, name, node in reading.references:
        if name not in known[kind]:
            there = known[kind] - {"none"}
            hint = reading.nearest(name, there) if there else f"the file has no {_SECTIONS[kind]}"
            reading.tell(node, f"there is no {kind} {quoted(name)}", hint, hard=False)


def wrongs(scenario: Scenario) -> Iterator[Wrong]:
    """What is wrong between parts that are right each on their own."""
    for process in scenario.processes:
        yield from targets(process)
    for service in scenario.services:
        yield from _needs(service)
    yield from _group_cycles(scenario)
    yield from _recovery_cycles(scenario)
    for run in scenario.runs:
        yield from _backwards(run)
    for number, scene in enumerate(scenario.story):
        yield from _scene(scenario, scene, ("story", number, "at"))


def targets(process: Process) -> Iterator[Wrong]:
    """Steps and locals that a process names and does not have."""
    steps = [step.name for step in process.steps]
    here: Path = ("processes", process.name)
    for number, step in enumerate(process.steps):
        for branch in step.then:
            if branch.target not in (*steps, "end"):
                cause = f"{quoted(process.name)} has no step {quoted(branch.target)}"
                path: Path = (*here, "steps", number, "then", branch.target)
                yield Wrong(path, cause, nearest(branch.target, (*steps, "end")))
    if process.crash:
        yield from _crash(process, steps, (*here, "faults", "crash"))


def _crash(process: Process, steps: list[str], here: Path) -> Iterator[Wrong]:
    assert process.crash is not None
    restart, local = process.crash.restart, [variable.name for variable in process.local]
    if restart and restart not in steps:
        cause = f"{quoted(process.name)} has no step {quoted(restart)}"
        yield Wrong((*here, "restart"), cause, nearest(restart, steps))
    for number, name in enumerate(process.crash.forgets):
        if name not in local:
            cause = f"{quoted(process.name)} has no local {quoted(name)}"
            yield Wrong((*here, "forgets", number), cause, nearest(name, local))


def _needs(service: Service) -> Iterator[Wrong]:
    """A service does not need itself, nor the same thing twice in the same way."""
    seen: set[Need] = set()
    for number, need in enumerate(service.needs):
        path: Path = ("services", service.name, "needs", number)
        alike = need.model_copy(update={"why": "", "source": (), "recovers": None})
        if service.name in need.services:
            yield Wrong(path, f"{quoted(service.name)} needs itself", "leave this need out")
        elif alike in seen:
            cause = f"{quoted(', '.join(need.services))} is needed twice in the same way"
            yield Wrong(path, cause, "leave one out")
        seen.add(alike)


def _group_cycles(scenario: Scenario) -> Iterator[Wrong]:
    inside: dict[str, tuple[str, ...]] = {}
    for group in scenario.groups:
        inside[group.name] = (group.inside,) if group.inside else ()
    for ring in rings(inside):
        yield Wrong(("groups", ring[0], "in"), "these groups contain each other: " + ", ".join(map(quoted, ring[:10])))


def _recovery_cycles(scenario: Scenario) -> Iterator[Wrong]:
    needs = {
        service.name: tuple(name for need in service.needs for name in need.services) for service in scenario.services
    }
    ring_of = {name: number for number, ring in enumerate(rings(needs)) for name in ring}
    for service in scenario.services:
        for number, need in enumerate(service.needs):
            ring = ring_of.get(service.name)
            if need.during_recovery and ring is not None and any(ring_of.get(name) == ring for name in need.services):
                cause = f"'during: recovering' stands in a cycle: {quoted(service.name)} depends on itself over it"
                yield Wrong(("services", service.name, "needs", number, "during"), cause, "break the cycle")


def rings(after: dict[str, tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """The sets of names that reach each other, in the order of the mapping; no recursion (Tarjan, by hand)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[tuple[str, ...]] = []
    for root in after:
        work = [(root, iter(after[root]))] if root not in index else []
        while work:
            name, rest = work[-1]
            if name not in index:
                index[name] = low[name] = len(index)
                stack.append(name)
            new = _next_new(name, rest, after, index, low, stack)
            if new is not None:
                work.append((new, iter(after[new])))
                continue
            work.pop()
            if work:
                low[work[-1][0]] = min(low[work[-1][0]], low[name])
            if low[name] == index[name]:
                ring = _popped(stack, name)
                for member in ring:
                    low[member] = len(after)  # out of every later comparison
                found += [tuple(sorted(ring, key=list(after).index))] if len(ring) > 1 or name in after[name] else []
    return tuple(found)


def _next_new(
    name: str,
    rest: Iterator[str],
    after: dict[str, tuple[str, ...]],
    index: dict[str, int],
    low: dict[str, int],
    stack: list[str],
) -> str | None:
    for other in rest:
        if other not in after:
            continue
        if other not in index:
            return other
        low[name] = min(low[name], low[other])
    return None


def _popped(stack: list[str], name: str) -> list[str]:
    at = stack.index(name)
    ring, stack[at:] = stack[at:], []
    return ring


def _backwards(run: Run) -> Iterator[Wrong]:
    last: int | None = None
    for number, entry in enumerate(run.schedule):
        if entry.at is None:
            continue
        if last is not None and entry.at < last:
            cause = f"this move lies {times.duration_text(last - entry.at)} before one above it"
            yield Wrong(("runs", run.name, "schedule", number, "at"), cause, "a run does not go back in time")
        last = max(entry.at, last if last is not None else entry.at)


def _scene(scenario: Scenario, scene: Scene, path: Path) -> Iterator[Wrong]:
    """`at` is a number of moves, a mark, or a time."""
    if not scene.at:
        return
    if scene.at.isascii() and scene.at.isdigit():
        yield from _moves_made(scenario, scene, path)
    elif scene.at.isalpha():
        marks = [entry.mark for entry in scenario.timeline if entry.mark]
        if scene.at not in marks:
            yield Wrong(path, f"the timeline has no mark {quoted(scene.at)}", nearest(scene.at, marks))
    else:
        try:
            times.instant(scene.at, scenario.zone)
        except WrongValueError as wrong:
            yield Wrong(path, wrong.message, wrong.hint or "or write the number of moves made, or a mark")


def _moves_made(scenario: Scenario, scene: Scene, path: Path) -> Iterator[Wrong]:
    run = next((run for run in scenario.runs if run.name == scene.run), None)
    moves = sum(not entry.is_start for entry in run.schedule) if run else 0
    if len(scene.at) > 9 or (run and int(scene.at) > moves):
        yield Wrong(path, f"the run has {moves} moves, not {quoted(scene.at)}", "0 is the start")


def tell(reading: Reading, found: Iterable[Wrong], node_at: Callable[[Path], Node]) -> None:
    """Note mistakes that are known by their path."""
    for wrong in found:
        reading.tell(node_at(wrong.path), wrong.cause, wrong.hint, hard=False)
