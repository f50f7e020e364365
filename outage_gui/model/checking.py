"""The whole check of a scenario's names, types and expressions: every mistake with its path."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from outage_gui.model.bodies import UndeclaredTargetError, judge_body
from outage_gui.model.dependence import dependence_mistakes
from outage_gui.model.kinds import within
from outage_gui.model.names import Mistake as Mistake
from outage_gui.model.names import Path, Scope, declared, process_declared
from outage_gui.model.parsing import parsed, parsed_body
from outage_gui.model.scenario import (
    Branch,
    Check,
    Pick,
    Process,
    Recovery,
    Scenario,
    Service,
    StartAny,
    Step,
    Variable,
)
from outage_gui.model.starts import start_value
from outage_gui.model.tokens import LanguageError
from outage_gui.model.trees import names_read, positions_read
from outage_gui.model.typed import MOST_TURNS, UndeclaredError, gone_through, judge_condition, members
from outage_gui.model.typed import type_of as type_of
from outage_gui.model.types import MOST_VALUES, Resolved, Unknown, resolved, size
from outage_gui.model.words import quoted

MOST_STARTS = 1_048_576


class _Site(NamedTuple):
    """Where an expression stands: its path, who reads it (`step 'pay'`), what can be read there."""

    path: Path
    subject: str
    scope: Scope

    def at(self, *keys: str | int) -> "_Site":
        return self._replace(path=(*self.path, *keys))


def problems_of(scenario: Scenario) -> tuple[Mistake, ...]:
    """What is wrong with names, types, expressions and bodies; () for a scenario that can be compiled."""
    scope, mistakes = declared(scenario)
    found = [*mistakes, *_state(scenario, scope)]
    for process in scenario.processes:
        found += _process(scenario, scope, process)
    for check in scenario.checks:
        found += _check(check, scope)
    for service in scenario.services:
        found += _service(service, scope)
    if not found:  # what follows reads trees and types that are sound
        found += [*_start_mistakes(scenario), *dependence_mistakes(scenario)]
    return tuple(found)


def _judged(site: _Site, judge: Callable[[], object]) -> Iterator[Mistake]:
    """The mistake that `judge` raises, if any."""
    try:
        judge()
    except UndeclaredError as error:
        yield Mistake(site.path, _undeclared(site, error), error.at, error.hint)
    except LanguageError as error:
        yield Mistake(site.path, error.message, error.at, error.hint)


def _condition(site: _Site, text: str, place: str) -> Iterator[Mistake]:
    """Of an expression that must be true or false; nothing where there is none."""
    if text:
        yield from _judged(site, lambda: judge_condition(parsed(text), site.scope, place))


def _undeclared(site: _Site, error: UndeclaredError) -> str:
    verb = "writes" if isinstance(error, UndeclaredTargetError) else "reads"
    for process in site.scope.processes.values():
        if any(local.name == error.name for local in process.local):
            return f"{site.subject} {verb} {quoted(error.name)}, a local of {quoted(process.name)} alone"
    return f"{site.subject} {verb} {quoted(error.name)}, which no one declares"


# --- variables ----------------------------------------------------------------------------------------------------


def _state(scenario: Scenario, scope: Scope) -> Iterator[Mistake]:
    for number, variable in enumerate(scenario.state):
        site = _Site(("state", variable.name, "start"), f"the start of {quoted(variable.name)}", scope)
        yield from _start(site, variable, tuple(each.name for each in scenario.state[number:]))


def _locals(scope: Scope, process: Process) -> Iterator[Mistake]:
    """`scope` has the locals."""
    for number, local in enumerate(process.local):
        path = ("processes", process.name, "local", local.name, "start")
        site = _Site(path, f"the start of {quoted(local.name)}", scope)
        if scope[local.name].kind == "local":
            yield from _start(site, local, tuple(each.name for each in process.local[number:]))


def _start(site: _Site, variable: Variable, later: tuple[str, ...]) -> Iterator[Mistake]:
    """`later`: this variable and those declared below it, which an expression cannot read."""
    type, start = site.scope[variable.name].type, variable.start
    if isinstance(type, Unknown):
        return
    if not isinstance(start, StartAny):
        yield from _judged(site, lambda: start_value(type, start))
    elif start.expression:
        yield from _judged(site.at("any"), lambda: _judge_any(start.expression, type, site, later))
    elif size(type) > MOST_VALUES:
        message = f"{quoted(variable.name)} has more than {MOST_VALUES:,} values to start with"
        yield Mistake(site.path, message, 0, "write {any: …} with fewer")


def _judge_any(text: str, type: Resolved, site: _Site, later: tuple[str, ...]) -> None:
    tree = parsed(text)
    for name in names_read(tree):
        if name in later:
            raise LanguageError(f"{site.subject} reads {quoted(name)}, which is not declared above it")
    if positions_read(tree):
        raise LanguageError("at and ended cannot be asked before the start")
    of = members(tree, site.scope)
    if not within(type, of):
        raise LanguageError("not every value of this set belongs to the type", tree.at)


def _start_mistakes(scenario: Scenario) -> Iterator[Mistake]:
    """Where `any` on several variables makes too many starts; what `{any: …}` makes is known only when it is run."""
    starts = 1
    for path, variable, times in _variables(scenario):
        if variable.start == StartAny():
            type = resolved(scenario, variable.type)
            starts *= size(type) ** times
        if starts > MOST_STARTS:
            yield Mistake((*path, "start"), f"more than {MOST_STARTS:,} starts", 0, "start fewer variables with any")
            return


def _variables(scenario: Scenario) -> Iterator[tuple[Path, Variable, int]]:
    """Every variable with its path and how often it is there."""
    for variable in scenario.state:
        yield ("state", variable.name), variable, 1
    for process in scenario.processes:
        for local in process.local:
            yield ("processes", process.name, "local", local.name), local, max(1, len(process.instances))


# --- processes ----------------------------------------------------------------------------------------------------


def _process(scenario: Scenario, scope: Scope, process: Process) -> Iterator[Mistake]:
    inside, mistakes = process_declared(scope, scenario, process)
    yield from mistakes
    yield from _locals(inside, process)
    yield from _crash(process)
    if process.order == "any" and process.repeat != 1:
        yield Mistake(
            ("processes", process.name, "repeat"), "a process with order: any has no rounds", 0, "drop repeat"
        )
    for number, step in enumerate(process.steps):
        path = ("processes", process.name, "steps", number)
        if any(step.name == earlier.name for earlier in process.steps[:number]):
            yield Mistake((*path, "step"), f"{quoted(process.name)} has two steps called {quoted(step.name)}")
        yield from _step(_Site(path, f"step {quoted(step.name)}", inside), process, step)


def _crash(process: Process) -> Iterator[Mistake]:
    if process.crash is None:
        return
    path: Path = ("processes", process.name, "faults", "crash")
    if process.order == "any":
        yield Mistake(path, "a process with order: any cannot crash: it stands nowhere")
    for number, name in enumerate(process.crash.forgets):
        if any(local.name == name and isinstance(local.start, StartAny) for local in process.local):
            message = f"{quoted(name)} starts with any, so nothing says what it is after a crash"
            yield Mistake((*path, "forgets", number), message)


def _step(site: _Site, process: Process, step: Step) -> Iterator[Mistake]:
    inside, mistakes = _picked(site, step)
    yield from mistakes
    yield from _condition(inside.at("when"), step.when, "a guard")
    if step.do:
        yield from _judged(inside.at("do"), lambda: judge_body(parsed_body(step.do), inside.scope))
    for branch in step.then:
        yield from _branch(inside.at("then", branch.target), branch, last=branch is step.then[-1])
    if step.takes and step.takes.high < step.takes.low:
        yield Mistake((*site.path, "takes"), "this span runs backwards")
    for key in ("then", "may_wait") if process.order == "any" else ():
        if getattr(step, key):
            yield Mistake((*site.path, key), f"a process with order: any takes no {key}")


def _picked(site: _Site, step: Step) -> tuple[_Site, list[Mistake]]:
    """The place where all picks can be read, and what is wrong with them."""
    mistakes: list[Mistake] = []
    moves = 1
    for pick in step.pick:
        site, moves, found = _pick(site, pick, moves)
        mistakes += found
    return site, mistakes


def _pick(site: _Site, pick: Pick, moves: int) -> tuple[_Site, int, list[Mistake]]:
    """`moves`: of the picks before; of those and this one."""
    here = site.at("pick", pick.name)
    taken: list[tuple[Resolved, int]] = []
    found = list(_judged(here, lambda: taken.append(gone_through(parsed(pick.values), here.scope))))
    type, most = taken[0] if taken else (Unknown(), 1)
    try:
        site = site._replace(scope=site.scope.having("pick", pick.name, type))
    except LanguageError as error:
        found.append(Mistake(here.path, error.message, 0, error.hint))
    if moves * most > MOST_TURNS >= moves:
        found.append(Mistake(here.path, f"this step could be more than {MOST_TURNS:,} moves at once"))
    return site, min(moves * most, MOST_TURNS + 1), found


def _branch(site: _Site, branch: Branch, *, last: bool) -> Iterator[Mistake]:
    if branch.when != "otherwise":
        yield from _condition(site, branch.when, "a condition")
    elif not last:
        yield Mistake(site.path, "what comes after 'otherwise' is never reached", 0, "put otherwise last")


# --- checks and services ------------------------------------------------------------------------------------------


def _check(check: Check, scope: Scope) -> Iterator[Mistake]:
    site = _Site(("checks", check.name, check.kind), f"check {quoted(check.name)}", scope)
    if check.kind != "leads":
        yield from _condition(site, check.expression, "a check")
        return
    yield from _condition(site.at("from"), check.expression, "a check")
    yield from _condition(site.at("to"), check.to, "a check")


def _service(service: Service, scope: Scope) -> Iterator[Mistake]:
    site = _Site(("services", service.name), f"service {quoted(service.name)}", scope)
    yield from _condition(site.at("fails_when"), service.fails_when, "fails_when")
    yield from _condition(site.at("degraded_when"), service.degraded_when, "degraded_when")
    yield from _recovery(site, service.recovers)
    for number, need in enumerate(service.needs):
        here = site.at("needs", number)
        yield from _condition(here.at("if"), need.condition, "a condition")
        yield from _recovery(here, need.recovers)


def _recovery(site: _Site, recovery: Recovery | None) -> Iterator[Mistake]:
    if recovery:
        yield from _condition(site.at("recovers", "when"), recovery.when, "a condition")
