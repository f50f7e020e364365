"""A file with some of its fixes switched on: sets and drops on the tree, then joins, judged like a file of its own."""

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from outage_gui.model import joins, keys, places, raw_text, references
from outage_gui.model.changes import Change, Lost, applied, changes
from outage_gui.model.judging import judged, zone_of
from outage_gui.model.loading import Reading, last_end, sorted_problems
from outage_gui.model.problems import Problem, ScenarioError
from outage_gui.model.scenario import Fix, Process, Scenario
from outage_gui.model.shapes import Named, Shape
from outage_gui.model.words import nearest, quoted
from outage_gui.model.yaml_tree import Map, Node, tree

Joins = dict[str, list[tuple[str, ...]]]


class Source(NamedTuple):
    """A file as it stands, before any fix."""

    text: str
    name: str
    root: Map


def with_fixes(text: str, name: str, fixes: Sequence[str]) -> Scenario:
    """What a file means with these fixes, named in any order. Raises ScenarioError, places in the file."""
    from outage_gui.model.files import read

    base = read(text, name)
    by_name = {fix.name: fix for fix in base.fixes}
    for fix in fixes:
        if fix not in by_name:
            raise ScenarioError((Problem(name, 0, 0, f"there is no fix {quoted(fix)}", nearest(fix, by_name)),))
    chosen = tuple(fix for fix in base.fixes if fix.name in fixes)
    return _fixed(text, name, chosen) if chosen else base


@lru_cache(maxsize=16)
def _fixed(text: str, name: str, fixes: tuple[Fix, ...]) -> Scenario:
    source = Source(text, name, tree(text, name).root)
    wanted = changes(source.root, (fix.name for fix in fixes))
    after, lost = applied(source.root, wanted)
    if lost:
        raise ScenarioError(sorted_problems([_lost(name, change) for change in lost]))
    asked: list[Problem] = []

    def finish(scenario: Scenario) -> Scenario:
        asked.extend(_join_problems(source, scenario, fixes))
        return scenario if asked else joins.joined(scenario, _joins(fixes))

    scenario, problems = judged(text, name, after, finish)
    if problems or asked:
        moved = [_moved(source, wanted, fixes[0].name, problem) for problem in problems]
        raise ScenarioError(sorted_problems([*asked, *moved]))
    assert scenario is not None
    return scenario


def single_problems(source: Source, scenario: Scenario, known: Collection[Problem]) -> list[Problem]:
    """What is wrong with each fix alone, by the parts it changes; its language is judged when it is switched on.

    `known`: what is wrong without it, which is not told again.
    """
    return [problem for fix in scenario.fixes for problem in _single(source, scenario, fix, known)]


def _single(source: Source, scenario: Scenario, fix: Fix, known: Collection[Problem]) -> list[Problem]:
    wanted = changes(source.root, (fix.name,))
    after, lost = applied(source.root, wanted)
    if lost:
        return [_lost(source.name, change) for change in lost]
    reading = Reading(source.text, source.name, zone_of(after))
    touched = [change.path[:2] for change in wanted] + [("processes", process) for process, _ in fix.join]
    parts = [_part(reading, after, path) for path in dict.fromkeys(touched)]
    references.check_references(reading, after)
    changed = {part.name: part for part in parts if isinstance(part, Process)}
    wrongs = [wrong for process in changed.values() for wrong in references.targets(process)]
    references.tell(reading, wrongs, lambda path: places.node_at(after, path))
    own = [problem for problem in reading.problems if problem not in known]
    problems = [_moved(source, wanted, fix.name, problem) for problem in own]
    whole = scenario.model_copy(update={"processes": tuple(changed.get(p.name, p) for p in scenario.processes)})
    return problems if reading.hard else [*problems, *_join_problems(source, whole, (fix,))]


def _part(reading: Reading, root: Map, path: tuple[str, ...]) -> object:
    """A section, or the entry of a section of named things, read anew; None where the fix has dropped it."""
    shape: Shape = next(key.shape for key in keys.SCENARIO.keys if key.name == path[0])
    section = root.get(path[0])
    if section is None:
        return None
    if len(path) == 1 or not isinstance(shape, Named) or not isinstance(section, Map):
        return reading.value(section, shape)
    entry = section.get(path[1])
    extra = {shape.field: path[1]} if shape.field else {}
    return None if entry is None else reading.value(entry, shape.of, **extra)


# --- joins --------------------------------------------------------------------------------------------------------


def _joins(fixes: Iterable[Fix]) -> Joins:
    """Process -> its joins; the same join in two fixes is one."""
    found: Joins = {}
    for fix in fixes:
        for process, steps in fix.join:
            if steps not in found.setdefault(process, []):
                found[process].append(steps)
    return found


def _join_problems(source: Source, scenario: Scenario, fixes: Iterable[Fix]) -> list[Problem]:
    """What is wrong with the joins of these fixes together, at their places."""
    found: list[Problem] = []
    seen: Joins = {}
    for fix in fixes:
        for process, steps in fix.join:
            node = _node(source.root, fix.name, "join", process)
            told = _wrong_join(scenario, process, steps, seen.get(process, []))
            found += [Problem(source.name, node.line, node.column, *told)] if told else []
            seen.setdefault(process, []).append(steps)
    return found


def _wrong_join(
    scenario: Scenario, name: str, steps: tuple[str, ...], others: Sequence[tuple[str, ...]]
) -> joins.Told | None:
    process = next((process for process in scenario.processes if process.name == name), None)
    if process is None:
        return f"there is no process {quoted(name)}", ""
    if told := joins.wrong_join(process, steps):
        return told
    if steps not in others and (step := joins.overlap([*others, steps])):
        return f"step {quoted(step)} is joined twice", "switch one of the fixes off, or write one join"
    if step := joins.asked_inside(scenario, name, steps[1:]):
        return f"some at() asks for {quoted(step)}, and nothing stands there when it is joined", ""
    return None


# --- places -------------------------------------------------------------------------------------------------------


def _node(root: Map, *path: str) -> Node:
    """A node below `fixes`."""
    node: Node = root
    for key in ("fixes", *path):
        below = node.get(key) if isinstance(node, Map) else None
        if below is None:
            return node
        node = below
    return node


def _lost(name: str, lost: Lost) -> Problem:
    return Problem(name, lost.change.at.line, lost.change.at.column, lost.cause, lost.hint)


def _moved(source: Source, wanted: Sequence[Change], fix: str, problem: Problem) -> Problem:
    """The problem at a place of the fix it comes from; what a fix breaks elsewhere is told where it does so."""
    section = _node(source.root)
    if section.line <= problem.line <= raw_text.place(source.text, last_end(section))[0]:
        return problem
    drops = [change for change in wanted if change.value is None]
    guess = (drops or list(wanted))[:1]
    at: Node = guess[0].at if guess else _node(source.root, fix)
    who = guess[0].fix if guess else fix
    cause = f"with fix {quoted(who)}, line {problem.line}: {problem.cause}"
    return Problem(source.name, at.line, at.column, cause, problem.hint)
