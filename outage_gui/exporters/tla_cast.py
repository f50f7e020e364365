"""Who plays in the TLA+ module: every name it gives, the variables, the sets, and the scope of each process."""

from collections.abc import Iterator
from typing import NamedTuple

from outage_gui.engine.findings import conditions
from outage_gui.engine.program import end_of
from outage_gui.engine.scope import names_of
from outage_gui.exporters.spelling import Spelling
from outage_gui.exporters.tla_expressions import worth
from outage_gui.exporters.tla_moves import Seat
from outage_gui.exporters.tla_reserved import RESERVED
from outage_gui.exporters.tla_scope import Place, Scope, World, listed, literal
from outage_gui.exporters.tla_text import Text
from outage_gui.model import names as model_names
from outage_gui.model.expression import Expression, Quantifier, SetComprehension
from outage_gui.model.parsing import parsed, parsed_body
from outage_gui.model.scenario import Process, Scenario, StartAny, Variable
from outage_gui.model.trees import expressions_in, parts
from outage_gui.model.types import Resolved, instances, resolved


class Declared(NamedTuple):
    """One variable of the module. process: whose local it is."""

    name: str
    variable: Variable
    type: Resolved
    process: Process | None


class Cast:
    """Names first those of the scenario's own things, in the order of the file; then loops and picks."""

    def __init__(self, scenario: Scenario, module: str) -> None:
        self.scenario = scenario
        self.names = Spelling(RESERVED | {module}, ("WF_", "SF_"))
        self.types = {each.name: self.names.new(each.name) for each in scenario.types}
        self.processes = {p.name: self.names.new(p.name) for p in scenario.processes if len(instances(p).values) > 1}
        self.declared = tuple(self._declared())
        self.places = {p.name: self._place(p) for p in scenario.processes}
        explored = [p for p in scenario.processes if not p.only_in_runs]
        self.rounds = {p.name: self.names.new(f"rounds_{p.name}") for p in explored if counts_rounds(p)}
        self.crashes = {p.name: self.names.new(f"crashes_{p.name}") for p in explored if p.crash}
        self.steps = {(p.name, s.name): self.names.new(f"{p.name}_{s.name}") for p in explored for s in p.steps}
        self.own = {(p.name, w): self.names.new(f"{p.name}_{w}") for p in explored for w in OWN}
        self.judges = {check.name: self.names.new(check.name) for check in scenario.checks}
        bound = {name: self.names.new(name) for name in dict.fromkeys(bound_names(scenario))}
        self.world = World(self._sets(), self._named(), self.places, bound, self.names.new("one"), set(), worth)
        self.scope = Scope(self.world, model_names.scope(scenario), self._texts())
        self.seats = tuple(self._seat(p) for p in scenario.processes if not p.only_in_runs)

    def _declared(self) -> Iterator[Declared]:
        for each in self.scenario.state:
            yield Declared(self.names.new(each.name), each, resolved(self.scenario, each.type), None)
        for process in self.scenario.processes:
            for each in process.local:
                if not process.only_in_runs or isinstance(each.start, StartAny):
                    yield Declared(
                        self.local_name(each.name, process), each, resolved(self.scenario, each.type), process
                    )

    def local_name(self, name: str, process: Process) -> str:
        """Its own where no other process has one like it."""
        others = (p for p in self.scenario.processes if p is not process)
        is_alone = not any(local.name == name for p in others for local in p.local)
        return self.names.new(name if is_alone else f"{process.name}_{name}")

    def _place(self, process: Process) -> Place:
        at = self.names.new(f"at_{process.name}") if process.order == "sequence" else ""
        return Place(process, at, end_of(process) >= 0)

    def _sets(self) -> dict[str, Text]:
        """What stands for all values of a type, or all instances of a process."""
        alone = {p.name: listed([literal(instances(p).values[0])]) for p in self.scenario.processes}
        several = {name: Text(spelled) for name, spelled in (*self.types.items(), *self.processes.items())}
        return {"bool": Text("BOOLEAN"), **alone, **several}

    def _named(self) -> dict[Resolved, Text]:
        """Types that have a name already: the first one each."""
        found: dict[Resolved, Text] = {}
        for each in self.scenario.types:
            found.setdefault(resolved(self.scenario, each.type), Text(self.types[each.name]))
        for process in self.scenario.processes:
            if process.name in self.processes:
                found[instances(process)] = Text(self.processes[process.name])
        return found

    def _texts(self) -> dict[str, Text]:
        """Words, instances, processes of one instance, shared variables."""
        words = {name: literal(name) for name in names_of(self.scenario)}
        alone = {p.name: instances(p).values[0] for p in self.scenario.processes if len(instances(p).values) == 1}
        shared = {each.variable.name: Text(each.name) for each in self.declared if each.process is None}
        return words | {name: literal(value) for name, value in alone.items()} | shared

    def _seat(self, process: Process) -> Seat:
        key = "[self]" if process.name in self.processes else ""
        variables = {d.variable.name: d.name for d in self.declared if d.process in (None, process)}
        local = {d.variable.name: Text(f"{d.name}{key}") for d in self.declared if d.process is process}
        me = {"self": Text("self") if key else literal(instances(process).values[0])}
        names = model_names.process_scope(self.scope.names, self.scenario, process)
        scope = Scope(self.world, names, {**self.scope.texts, **local, **me})
        rounds, crashes = self.rounds.get(process.name, ""), self.crashes.get(process.name, "")
        return Seat(process, key, self.places[process.name], rounds, crashes, scope, variables)


OWN = ("moves", "faults", "crash")


def counts_rounds(process: Process) -> bool:
    return process.repeat != "forever" and process.repeat > 1


# --- names that quantifiers bind ----------------------------------------------------------------------------------


def bound_names(scenario: Scenario) -> Iterator[str]:
    for process in scenario.processes:
        for step in process.steps:
            yield from (pick.name for pick in step.pick)
    for tree in every_expression(scenario):
        yield from loop_names(tree)


def loop_names(tree: Expression) -> Iterator[str]:
    if isinstance(tree, Quantifier | SetComprehension):
        yield from (loop.name for loop in tree.loops)
    for part in parts(tree):
        yield from loop_names(part)


def every_expression(scenario: Scenario) -> Iterator[Expression]:
    for process in scenario.processes:
        for step in process.steps:
            if step.do:
                yield from expressions_in(parsed_body(step.do))
    yield from (parsed(text) for text in every_text(scenario) if text and text != "otherwise")


def every_text(scenario: Scenario) -> Iterator[str]:
    declared = [*scenario.state, *(local for process in scenario.processes for local in process.local)]
    yield from (each.start.expression for each in declared if isinstance(each.start, StartAny))
    for process in scenario.processes:
        for step in process.steps:
            yield from (step.when, *(pick.values for pick in step.pick), *(branch.when for branch in step.then))
    yield from (text for check in scenario.checks for text in (check.expression, check.to))
    yield from (text for service in scenario.services for text in conditions(service))
