"""What an `only_in_runs` process writes is there in no search: no explored process and no check may depend on it."""

from collections.abc import Iterator
from typing import NamedTuple

from outage_gui.model.names import Mistake, Path
from outage_gui.model.parsing import parsed, parsed_body
from outage_gui.model.scenario import Process, Scenario, Step
from outage_gui.model.trees import body_reads, body_writes, expressions_in, names_read, positions_read
from outage_gui.model.words import quoted


class _Read(NamedTuple):
    """What an expression or a body reads: variables, and processes whose positions it looks at."""

    path: Path
    subject: str
    names: tuple[str, ...]
    positions: tuple[str, ...]


def dependence_mistakes(scenario: Scenario) -> Iterator[Mistake]:
    """Where an explored process or a check reads what an `only_in_runs` process writes, or where that stands.

    For a scenario whose expressions are all well formed.
    """
    replayed = [process for process in scenario.processes if process.only_in_runs]
    writers = {name: process.name for process in replayed for name in _written(process)}
    for read in _reads(scenario) if replayed else ():
        for name in read.names:
            if name in writers:
                message = f"{read.subject} reads {quoted(name)}, which {quoted(writers[name])} writes only in runs"
                yield Mistake(read.path, message, 0, "only services may depend on it")
        for name in read.positions:
            if any(process.name == name for process in replayed):
                message = f"{read.subject} looks at {quoted(name)}, which moves only in runs"
                yield Mistake(read.path, message, 0, "only services may depend on it")


def _written(process: Process) -> Iterator[str]:
    own = {local.name for local in process.local}
    for step in process.steps:
        yield from (name for name in body_writes(parsed_body(step.do)) if name not in own) if step.do else ()


def _reads(scenario: Scenario) -> Iterator[_Read]:
    for process in scenario.processes:
        for number, step in enumerate(process.steps if not process.only_in_runs else ()):
            yield from _step_reads(("processes", process.name, "steps", number), step)
    for check in scenario.checks:
        subject, path = f"check {quoted(check.name)}", ("checks", check.name, check.kind)
        yield _read((*path, "from") if check.to else path, subject, check.expression)
        if check.to:
            yield _read((*path, "to"), subject, check.to)


def _step_reads(path: Path, step: Step) -> Iterator[_Read]:
    subject = f"step {quoted(step.name)}"
    for pick in step.pick:
        yield _read((*path, "pick", pick.name), subject, pick.values)
    if step.when:
        yield _read((*path, "when"), subject, step.when)
    if step.do:
        body = parsed_body(step.do)
        positions = tuple(name for tree in expressions_in(body) for name in positions_read(tree))
        yield _Read((*path, "do"), subject, body_reads(body), positions)
    for branch in step.then:
        if branch.when != "otherwise":
            yield _read((*path, "then", branch.target), subject, branch.when)


def _read(path: Path, subject: str, text: str) -> _Read:
    tree = parsed(text)
    return _Read(path, subject, names_read(tree), positions_read(tree))
