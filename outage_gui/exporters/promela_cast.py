"""Who plays in the Promela model: every name it gives, the variables, and what each instance sees."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from outage_gui.engine.program import end_of
from outage_gui.engine.scope import names_of
from outage_gui.exporters.promela_expressions import worth
from outage_gui.exporters.promela_moves import Seat, constant_code
from outage_gui.exporters.promela_reserved import RESERVED
from outage_gui.exporters.promela_scope import Scope, Standing
from outage_gui.exporters.promela_store import Variable
from outage_gui.exporters.spelling import Spelling
from outage_gui.model.scenario import Process, Scenario, StartAny
from outage_gui.model.scenario import Variable as Declaration
from outage_gui.model.starts import start_value
from outage_gui.model.types import Bool, Queue, Resolved, Words, instances, resolved


class Declared(NamedTuple):
    """One variable, or one local of one instance, with its name in a State of the engine."""

    variable: Variable
    declaration: Declaration
    full_name: str


class Cast:
    """Names in the order of the file."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.names = Spelling(RESERVED)
        order = names_of(scenario)
        self.words = {name: (self.names.new(name), i) for i, name in enumerate(order)}
        self.explored = tuple(p for p in scenario.processes if not p.only_in_runs)
        types: dict[str, Resolved] = {"bool": Bool()} | {t.name: resolved(scenario, t.type) for t in scenario.types}
        types |= {p.name: instances(p) for p in scenario.processes}
        self.declared: list[Declared] = []
        shared = {d.name: self.declare(d, d.name, d.name) for d in scenario.state}
        self.places: dict[str, tuple[str, ...]] = {}
        self.steps: dict[str, dict[str, str]] = {}
        self.ends: dict[str, str] = {}
        for process in scenario.processes:
            self.stand(process)
        standings = {p.name: self.standing(p) for p in scenario.processes}
        self.scope = Scope(self.words, order, types, standings, self.constants(), shared, worth)
        self.seats = tuple(self.seat(p, i) for p in scenario.processes for i in range(len(instances(p).values)))
        self.flags = {check.name: self.flag(check.name, seen=check.kind == "sometimes") for check in scenario.checks}
        self.flags |= {service.name: self.flag(service.name) for service in scenario.services}

    def flag(self, name: str, *, seen: bool = False) -> str:
        """What an assertion asserts: a variable of pan.c, where a short name would be one of its own."""
        return self.names.new(f"{name}_unseen" if seen else f"{name}_holds")

    def declare(self, declaration: Declaration, name: str, full_name: str) -> Variable:
        variable = Variable(self.names.new(name), resolved(self.scenario, declaration.type))
        if isinstance(variable.leaf, Queue):
            self.names.new(variable.length_name)
        self.declared.append(Declared(variable, declaration, full_name))
        return variable

    def constants(self) -> dict[str, tuple[Any, Resolved]]:
        """Words and instances; a process of one instance is that instance."""
        found: dict[str, tuple[Any, Resolved]] = {}
        for variable_type in self.all_types():
            found |= {word: (word, type) for type in parts(variable_type) for word in words_in(type)}
        for process in self.scenario.processes:
            type = instances(process)
            found |= {value: (value, type) for value in type.values if isinstance(value, str)}
            if len(type.values) == 1:
                found[process.name] = (type.values[0], type)
        return found

    def all_types(self) -> Iterator[Resolved]:
        yield from (resolved(self.scenario, each.type) for each in self.scenario.types)
        yield from (resolved(self.scenario, each.type) for each in self.scenario.state)
        for process in self.scenario.processes:
            yield from (resolved(self.scenario, each.type) for each in process.local)

    def stand(self, process: Process) -> None:
        """Name the positions of a process and of its instances."""
        if process.order == "any":
            self.places[process.name], self.ends[process.name] = (), ""
            self.steps[process.name] = {step.name: "" for step in process.steps}
            return
        self.steps[process.name] = {s.name: self.names.new(f"{process.name}_{s.name}") for s in process.steps}
        self.ends[process.name] = self.names.new(f"{process.name}_end") if end_of(process) >= 0 else ""
        places = (self.names.new(f"at_{flat(full)}") for full in full_names(process))
        self.places[process.name] = tuple(places)

    def standing(self, process: Process) -> Standing:
        names = self.places[process.name]
        return Standing(process, names, self.steps[process.name], self.ends[process.name])

    def seat(self, process: Process, number: int) -> Seat:
        type, full = instances(process), full_names(process)[number]
        scope = self.scope.binding("self", type.values[number], type)
        if not process.only_in_runs or any(isinstance(local.start, StartAny) for local in process.local):
            local = {d.name: self.declare(d, f"{flat(full)}_{d.name}", f"{full}.{d.name}") for d in process.local}
        else:
            local = {}
        scope = replace(scope, variables={**scope.variables, **local})
        place = self.places[process.name][number] if self.places[process.name] else ""
        counted = process.repeat != "forever" and process.repeat > 1
        rounds = self.names.new(f"rounds_{flat(full)}") if counted else ""
        crashes = self.names.new(f"crashes_{flat(full)}") if process.crash else ""
        forgotten = tuple(
            (local[d.name], constant_code(start_value(local[d.name].type, d.start), local[d.name].type, scope))
            for d in process.local
            if process.crash and d.name in process.crash.forgets
        )
        steps = tuple(self.steps[process.name].values())
        return Seat(process, full, place, steps, self.ends[process.name], rounds, crashes, scope, forgotten)


def full_names(process: Process) -> tuple[str, ...]:
    values = instances(process).values
    return tuple(f"{process.name}.{v}" for v in values) if len(process.instances) > 1 else (process.name,)


def flat(full_name: str) -> str:
    return full_name.replace(".", "_")


def parts(type: Resolved) -> Iterator[Resolved]:
    """The type and what it is made of."""
    yield type
    for name in ("each", "of"):
        inner = getattr(type, name, None)
        if inner is not None:
            yield from parts(inner)


def words_in(type: Resolved) -> tuple[str, ...]:
    return type.words if isinstance(type, Words) else ()
