"""A scenario as a TLA+ module with the configuration TLC needs: the same states, the same verdict."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from outage_gui.engine.terms import FAULTS
from outage_gui.exporters.spelling import RULE, CannotSayError, remark
from outage_gui.exporters.tla_cast import Cast
from outage_gui.exporters.tla_checks import Checks
from outage_gui.exporters.tla_lines import action, changes, faults, kinds_in
from outage_gui.exporters.tla_moves import Move, Seat, crash, moves_of
from outage_gui.exporters.tla_reserved import RESERVED
from outage_gui.exporters.tla_variables import Variables, labelled
from outage_gui.model.problems import Problem, ScenarioError, shown
from outage_gui.model.scenario import Process, Scenario, Step

HEADER = """\
\\* {title}
\\* TLA+ for TLC, written by outage-gui from a scenario file{fixes}.
\\*
\\* Run:  java -cp tla2tools.jar tlc2.TLC -config {name}.cfg {name}.tla
\\*       (it stops where something fails; with -continue it goes on, and counts every state)
\\*
\\* The state is the variables, locals, positions, rounds left and crashes left of the scenario, nothing else.
\\* What differs by convention: TLC counts the depth in states, not in moves: one more; and as generated it counts a
\\* move once for every alternative of its guard that is true.
\\* A fault of the language (out of range, queue full ...) is an invariant that bears its name; it fails in the state
\\* in which a move would fault, and that move leads nowhere. A deadlock is the invariant deadlock: TLC's own check is
\\* off, for it would take a normal end for one.{sometimes}
\\* Words, instances and steps are strings; none is a constant that equals nothing else.
\\* Names: {rule}.
\\* Left out: services, times, labels of runs{left_out}.
"""
HELPERS = {
    "Min": "Min(S) == CHOOSE x \\in S : \\A y \\in S : x <= y",
    "Max": "Max(S) == CHOOSE x \\in S : \\A y \\in S : x >= y",
    "Abs": "Abs(x) == IF x < 0 THEN -x ELSE x",
    "FloorDiv": "FloorDiv(a, b) == IF b > 0 THEN a \\div b ELSE (-a) \\div (-b)",
    "FloorMod": "FloorMod(a, b) == a - (b * FloorDiv(a, b))",
}


class Exported(NamedTuple):
    """module, config: the two files. Of the operators in the config, the finding that each stands for.

    wanted: of `sometimes` checks: the invariant that fails where the state is seen; commented out in the config.
    """

    module: str
    config: str
    invariants: Mapping[str, str]
    properties: Mapping[str, str]
    wanted: Mapping[str, str]


def tla(scenario: Scenario, fixes: tuple[str, ...], name: str) -> Exported:
    """name: of the module and its files. Raises ScenarioError for what TLC cannot be told, naming the step."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name) or name in RESERVED:
        legal = re.sub(r"\W", "_", name, flags=re.ASCII)
        legal = legal if legal[:1].isalpha() and legal not in RESERVED else f"x_{legal}"
        cause = f"'{shown(name)}' cannot be a module's name, and TLC wants the file named like the module"
        raise ScenarioError([Problem(shown(f"{name}.tla"), 0, 0, cause, f"write -o {shown(legal)}.tla")])
    try:
        return Module(scenario, fixes, name).exported()
    except CannotSayError as error:
        raise ScenarioError([Problem(shown(scenario.title), 0, 0, f"TLC cannot be told this: {error}")]) from None


class Operator(NamedTuple):
    """A step or a crash, written down."""

    name: str
    label: str
    move: Move


class Module:
    """Everything the text is made of."""

    def __init__(self, scenario: Scenario, fixes: tuple[str, ...], name: str) -> None:
        self.scenario, self.fixes, self.name = scenario, fixes, name
        self.cast = Cast(scenario, name)
        self.operators = {seat.process.name: tuple(self.written(seat)) for seat in self.cast.seats}
        self.kinds = tuple(kind for kind in FAULTS if any(kind in kinds_in(move) for move in self.moves()))
        self.checks = Checks(self.cast, self.kinds)

    def moves(self) -> Iterator[Move]:
        yield from (operator.move for group in self.operators.values() for operator in group)
        yield from (crash(seat) for seat in self.cast.seats if seat.process.crash)

    def written(self, seat: Seat) -> Iterator[Operator]:
        for step, move in moves_of(seat, self.cast.names):
            yield Operator(self.cast.steps[seat.process.name, step.name], step.label, move)

    # --- text

    def exported(self) -> Exported:
        variables = Variables(self.cast, frozenset(name for move in self.moves() for name in changes(move)))
        body = "\n".join([*self.actions(variables.every), *self.whole(), *self.checks.text()])
        head = "\n".join(variables.lines())
        helpers = [text for name, text in HELPERS.items() if re.search(rf"\b{name}\(", head + body + chr(10))]
        if "FloorMod" in body and HELPERS["FloorDiv"] not in helpers:
            helpers.insert(len(helpers) - 1, HELPERS["FloorDiv"])
        bare = re.sub(r'"[^"]*"|\\\*.*', "", f"{head}\n{body}")
        has_none = re.search(r"\bnone\b", bare) is not None
        module = [*self.opening(has_none), *helpers, *([""] if helpers else []), head, body, "=" * 78]
        checks = self.checks
        config = "\n".join(self.config(has_none)) + "\n"
        return Exported("\n".join(module) + "\n", config, checks.invariants, checks.properties, checks.wanted)

    def opening(self, has_none: bool) -> Iterator[str]:
        title = f" MODULE {self.name} "
        yield self.header()
        yield title.center(78, "-")
        yield "EXTENDS Integers, Sequences, FiniteSets"
        yield ""
        if has_none:
            yield "CONSTANT none"
            yield ""

    def header(self) -> str:
        left = [f"process {p.name} (replayed only)" for p in self.scenario.processes if p.only_in_runs]
        seen = "".join(
            f"\n\\* Sometimes: INVARIANT {name}, commented out in the config, fails in the state that is wanted."
            for name in self.checks.wanted
        )
        return HEADER.format(
            title=remark(self.scenario.title),
            fixes=f" with {', '.join(self.fixes)}" if self.fixes else "",
            name=self.name,
            sometimes=seen,
            rule=RULE,
            left_out="".join(f",\n\\*   {remark(one)}" for one in left),
        )

    def actions(self, every: tuple[str, ...]) -> Iterator[str]:
        for seat in self.cast.seats:
            label = f": {remark(seat.process.label)}" if seat.process.label else ""
            yield f"\\* {'-' * 20} {seat.process.name}{label}"
            yield ""
            for operator in self.operators[seat.process.name]:
                yield f"{operator.name}{seat.parameter} =={labelled(operator.label)}"
                yield from (f"  {line}" for line in action(operator.move, every))
                yield ""
            if seat.process.crash:
                yield f"{self.cast.own[seat.process.name, 'crash']}{seat.parameter} =="
                yield from (f"  {line}" for line in action(crash(seat), every))
                yield ""
            yield from self.together(seat)

    def together(self, seat: Seat) -> Iterator[str]:
        """All moves of an instance but its crash, and when one of them faults."""
        operators = self.operators[seat.process.name]
        yield f"{self.cast.own[seat.process.name, 'moves']}{seat.parameter} =="
        yield from (f"  \\/ {operator.name}{seat.parameter}" for operator in operators)
        yield ""
        ways = [lines for operator in operators if (lines := faults(operator.move))]
        if ways:
            yield f"{self.faults_of(seat, 'self', 'kind')} =="
            for lines in ways:
                yield from (f"  {chr(92) + '/ ' if i == 0 else '   '}{line}" for i, line in enumerate(lines))
            yield ""

    def faults_of(self, seat: Seat, who: str, kind: str) -> str:
        return f"{self.cast.own[seat.process.name, 'faults']}({who + ', ' if seat.key else ''}{kind})"

    def can_fault(self, seat: Seat) -> bool:
        return any(kinds_in(operator.move) for operator in self.operators[seat.process.name])

    def someone(self, seat: Seat, text: str) -> str:
        """For some instance."""
        return f"\\E self \\in {self.cast.processes[seat.process.name]} : {text}" if seat.key else text

    def whole(self) -> Iterator[str]:
        """What can happen at all, and what a fair run owes."""
        yield f"\\* {'-' * 20} the whole"
        yield ""
        own, seats = self.cast.own, self.cast.seats
        yield "Moves =="
        moves = [self.someone(s, own[s.process.name, "moves"] + s.parameter) for s in seats]
        yield from (f"  \\/ {text}" for text in moves or ["FALSE"])
        crashes = [self.someone(s, own[s.process.name, "crash"] + s.parameter) for s in seats if s.process.crash]
        yield ""
        yield "Next =="
        yield from (f"  \\/ {text}" for text in ["Moves", *crashes])
        yield ""
        if self.kinds:
            kinds = ", ".join(f'"{kind}"' for kind in self.kinds)
            yield f"FaultKinds == {{{kinds}}}"
            yield ""
            yield "Faults(kind) =="
            risky = [seat for seat in seats if self.can_fault(seat)]
            yield from (f"  \\/ {self.someone(s, self.faults_of(s, 'self', 'kind'))}" for s in risky)
            yield ""
        fair = [line for seat in seats if seat.process.fair for line in self.fair(seat)]
        yield "Spec =="
        yield from (f"  /\\ {text}" for text in ["Init", "[][Next]_vars", *fair])
        yield ""

    def fair(self, seat: Seat) -> Iterator[str]:
        """What stays ready is not passed over for ever; a move that faults, or changes nothing, counts as one."""
        moves = f"{self.cast.own[seat.process.name, 'moves']}{seat.parameter}"
        everyone = f"\\A self \\in {self.cast.processes[seat.process.name]} : " if seat.key else ""
        ready = [f"~ENABLED {moves}"]
        if self.can_fault(seat):
            ready.append(f"~\\E kind \\in FaultKinds : {self.faults_of(seat, 'self', 'kind')}")
        idle = f" \\/ ENABLED ({moves} /\\ UNCHANGED vars)" if may_idle(seat.process) else ""
        if len(ready) == 1 and not idle:
            yield f"{everyone}WF_vars({moves})"
        else:
            calm = " /\\ ".join(f"({each})" if len(ready) > 1 else each for each in ready)
            calm = f"({calm}){idle}" if idle else calm
            yield f"{everyone}([]<>({calm}) \\/ []<><<{moves}>>_vars)"

    def config(self, has_none: bool) -> Iterator[str]:
        yield f"\\* {remark(self.scenario.title)}"
        yield "SPECIFICATION Spec"
        if has_none:
            yield "CONSTANT none = none"
        yield "CHECK_DEADLOCK FALSE"
        yield from (f"INVARIANT {name}" for name in self.checks.invariants)
        yield from (f"PROPERTY {name}" for name in self.checks.properties)
        yield from (f"\\* INVARIANT {name}" for name in self.checks.wanted)


def may_idle(process: Process) -> bool:
    """Whether a move may lead back to where it was taken: to its own step, or with no position at all."""
    if process.order == "any":
        return True
    names = [step.name for step in process.steps]
    groups = {join.steps[0]: join.steps for join in process.joins}
    inside = {name for group in groups.values() for name in group[1:]}
    places = {name: group for name in names if name not in inside for group in [groups.get(name, (name,))]}
    return any(name in set(leads(process, group)) for name, group in places.items())


def leads(process: Process, group: tuple[str, ...]) -> Iterator[str]:
    """The steps at which an instance may stand after a move, but for those a new round brings with one fewer left."""
    names = [step.name for step in process.steps]
    for name in group:
        step: Step = process.steps[names.index(name)]
        after = names.index(name) + 1
        for target in [*(branch.target for branch in step.then), names[after] if after < len(names) else "end"]:
            if target == "end":
                yield from names[:1] if process.repeat == "forever" else ()
            else:
                yield target
