"""The joins of fixes: which steps become one move, and why some cannot."""

import re
from collections.abc import Iterator, Sequence

from outage_gui.model.expression import Call, Index, Name
from outage_gui.model.parsing import LanguageError, parsed, parsed_body
from outage_gui.model.scenario import Join, Process, Scenario, StartAny, Variable
from outage_gui.model.words import nearest, quoted

_AT = re.compile(r"\bat\s*\(")
Told = tuple[str, str]  # cause, way out


def wrong_join(process: Process, steps: Sequence[str]) -> Told | None:
    """Why these steps of the process cannot be taken as one move."""
    names = [step.name for step in process.steps]
    for name in steps:
        if name not in names:
            return f"{quoted(process.name)} has no step {quoted(name)}", nearest(name, names)
    first = names.index(steps[0])
    if names[first : first + len(steps)] != list(steps):
        return "joined steps follow each other in the file", "name them in their order, and none left out"
    picks = [pick.name for step in process.steps[first : first + len(steps)] for pick in step.pick]
    for pick in picks:
        if picks.count(pick) > 1:
            return f"two of the joined steps pick {quoted(pick)}", "give one of the picks another name"
    return _wrong_jump(process, list(steps))


def _wrong_jump(process: Process, steps: list[str]) -> Told | None:
    inner = steps[1:]
    if process.crash and process.crash.restart in inner:
        return f"after a crash the process stands at {quoted(process.crash.restart)}, in the middle of the join", ""
    for step in process.steps:
        here = steps.index(step.name) if step.name in steps else None
        for target in (branch.target for branch in step.then):
            if here is not None and target in steps[: here + 1]:
                return f"step {quoted(step.name)} jumps back to {quoted(target)} inside the join", ""
            if target in inner and (here is None or steps.index(target) != here + 1):
                return f"step {quoted(step.name)} jumps into the middle of the join, to {quoted(target)}", ""
    return None


def overlap(joins: Sequence[Sequence[str]]) -> str | None:
    """A step that would stand in two joins."""
    seen: set[str] = set()
    for steps in joins:
        for step in steps:
            if step in seen:
                return step
        seen.update(steps)
    return None


def joined(scenario: Scenario, joins: dict[str, list[tuple[str, ...]]]) -> Scenario:
    """The scenario with its processes' joins, each list in the order of the steps."""

    def of(process: Process) -> tuple[Join, ...]:
        names = [step.name for step in process.steps]
        return tuple(
            Join(steps=steps) for steps in sorted(joins[process.name], key=lambda steps: names.index(steps[0]))
        )

    processes = tuple(
        process.model_copy(update={"joins": of(process)}) if process.name in joins else process
        for process in scenario.processes
    )
    return scenario.model_copy(update={"processes": processes})


def asked_inside(scenario: Scenario, process: str, inner: Sequence[str]) -> str | None:
    """An inner step that some `at()` asks for."""
    texts = (text for text in expressions(scenario) if _AT.search(text))
    return next((step for text in texts for where, step in asked(text) if where == process and step in inner), None)


def expressions(scenario: Scenario) -> Iterator[str]:
    """Every expression and body of the file, as text."""
    yield from (start for variable in scenario.state if (start := _start(variable)))
    for process in scenario.processes:
        yield from (start for variable in process.local if (start := _start(variable)))
        for step in process.steps:
            yield from (step.when, step.do, *(pick.values for pick in step.pick), *(b.when for b in step.then))
    for check in scenario.checks:
        yield from (check.expression, check.to)
    for service in scenario.services:
        recoveries = (service.recovers, *(need.recovers for need in service.needs))
        yield from (service.fails_when, service.degraded_when, *(need.condition for need in service.needs))
        yield from (recovery.when for recovery in recoveries if recovery)


def _start(variable: Variable) -> str:
    return variable.start.expression if isinstance(variable.start, StartAny) else ""


def asked(text: str) -> Iterator[tuple[str, str]]:
    """Process and step of every `at()` in an expression or a body."""
    todo: list[object] = [_tree(text)]
    while todo:
        node = todo.pop()
        if isinstance(node, Call) and node.function == "at" and len(node.arguments) == 2:
            of, step = node.arguments
            of = of.of if isinstance(of, Index) else of
            if isinstance(of, Name) and isinstance(step, Name):
                yield of.name, step.name
        if isinstance(node, tuple):
            todo.extend(node)


def _tree(text: str) -> object:
    """An expression where it is one, else a body; what is neither is told by the language."""
    for read in (parsed, parsed_body):
        try:
            return read(text)
        except LanguageError:
            continue
    return ()
