"""A scenario as a Promela model for SPIN: the same states, one more for the start, and the same verdict on safety."""

import math
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from outage_gui.engine.findings import conditions
from outage_gui.engine.program import Program, compiled
from outage_gui.engine.trace import unpacked
from outage_gui.exporters.promela_bodies import Lines, decided, fault_name
from outage_gui.exporters.promela_cast import Cast, Declared, parts
from outage_gui.exporters.promela_moves import MOST_OPTIONS, Option, constant_code, options_of
from outage_gui.exporters.promela_sets import condition
from outage_gui.exporters.promela_store import Place, Store, Variable, assignments
from outage_gui.exporters.promela_values import CannotSayError, any_fault, bare, both, either, inverse
from outage_gui.exporters.spelling import RULE, comment
from outage_gui.model.parsing import parsed
from outage_gui.model.problems import Problem, ScenarioError, shown
from outage_gui.model.scenario import Check, Scenario, StartAny
from outage_gui.model.types import Bool, Maybe, Queue, Range, Resolved, SetOf, domain

FAULTS = (
    "out-of-range",
    "division-by-zero",
    "queue-full",
    "queue-empty",
    "no-such-key",
    "empty-min-max",
    "none-compared",
)
MOST_STARTS = 5_000
HEADER = """\
/* {title}
 * Promela for SPIN, written by outage-gui from a scenario file{fixes}.
 *
 * Run:  spin -o2 -a THIS.pml && gcc -O2 -DSAFETY -DNOREDUCE -o pan pan.c && ./pan -c0 -m1000000
 *       (-o2: what is only written counts too; -DNOREDUCE: every order; -c0: on past errors, with -e a trail of each)
 *
 * The state is the variables, locals, positions, rounds left and crashes left of the scenario, nothing else:
 * one process, each move one d_step; hidden variables are not part of SPIN's states.
 * What differs by convention: SPIN stores one state more, the one before the start is chosen.
 * A check that fails is an assertion that bears its name and _holds; a fault of the language is one that bears its
 * name (out_of_range, queue_full ...), and the move leads back to the state it was tried in.{deadlock}
 * An instance, a word and a step are numbers with names; none is a number no value has; a set is a bit mask, bit 0 its
 * first value; a table is an array, its first key the slowest; a queue is an array and its length, 0 behind its end.
 * Names: {rule}.{sometimes}
 * Left out: services, times, labels of runs{left_out}.
 */
"""


def promela(scenario: Scenario, fixes: tuple[str, ...] = ()) -> str:
    """The model's text. Raises ScenarioError for what Promela cannot say, naming the step."""
    try:
        return "\n".join(Model(scenario, fixes).text()) + "\n"
    except CannotSayError as error:
        cause = f"Promela cannot say this: {error}"
        raise ScenarioError([Problem(shown(scenario.title), 0, 0, cause)]) from None


class Model:
    """Everything the text is made of."""

    def __init__(self, scenario: Scenario, fixes: tuple[str, ...]) -> None:
        self.scenario = scenario
        self.fixes = fixes
        self.cast = Cast(scenario)
        self.lines = Lines()
        self.options = tuple(self.all_options())

    def all_options(self) -> Iterator[Option]:
        number = 0
        for seat in self.cast.seats:
            for option in () if seat.process.only_in_runs else options_of(seat, self.lines):
                number += 1
                if number > MOST_OPTIONS:
                    raise CannotSayError(f"'{seat.process.name}' brings the moves to more than {MOST_OPTIONS:,}")
                yield option

    # --- text

    def text(self) -> Iterator[str]:
        body = [*self.judges(), *self.rest(), *self.process()]
        yield self.header()
        yield from self.numbers()
        yield ""
        yield from self.declarations()
        yield ""
        yield from body

    def header(self) -> str:
        lively = [check.name for check in self.scenario.checks if check.kind in ("eventually", "leads")]
        left = [f"process {p.name} (replayed only)" for p in self.scenario.processes if p.only_in_runs]
        left += [f"check {name} (needs fairness between instances; the TLA+ export has it)" for name in lively]
        sometimes = [check.name for check in self.scenario.checks if check.kind == "sometimes"]
        seen = "".join(
            f"\n * Sometimes: run spin -DSEE_{self.cast.flags[name]} -o2 -a ...; the assertion {self.cast.flags[name]}"
            " that then fails is the state wanted."
            for name in sometimes
        )
        allowed = "" if not self.scenario.deadlock_allowed else " Deadlocks are allowed: none is reported."
        told = (
            allowed if allowed else " A deadlock is SPIN's invalid end state; at a normal end SPIN turns in a circle."
        )
        if self.has_crashes and not allowed:
            told = " A deadlock is the assertion deadlock: crashes may still be possible in it."
        return HEADER.format(
            title=comment(self.scenario.title),
            fixes=f" with {', '.join(self.fixes)}" if self.fixes else "",
            deadlock=f"\n *{told}",
            rule=RULE,
            sometimes=seen,
            left_out="".join(f",\n *   {comment(one)}" for one in left),
        )

    @property
    def has_crashes(self) -> bool:
        return any(option.is_crash for option in self.options)

    def numbers(self) -> Iterator[str]:
        for name, (text, number) in self.cast.words.items():
            yield f"#define {text} {number}" + ("" if text == name else f" /* {name} */")
        yield f"#define none ({self.none})"
        asked = " ".join(wrong for _, wrong in self.risky())
        for process in self.scenario.processes:
            places = self.cast.places[process.name]
            if not places or (process.only_in_runs and not any(place in asked for place in places)):
                continue
            yield f"/* {process.name}" + (f": {comment(process.label)}" if process.label else "") + " */"
            for number, step in enumerate(process.steps):
                yield f"#define {self.cast.steps[process.name][step.name]} {number}" + labelled(step.label)
            if self.cast.ends[process.name]:
                yield f"#define {self.cast.ends[process.name]} {len(process.steps)}"
            if process.only_in_runs:  # no one moves it here
                yield from (f"#define {place} 0" for place in places)
        yield "#define absolute(a) ((a) < 0 -> -(a) : (a))"
        yield "#define uneven(a, b) (((a) % (b)) != 0 && (((a) % (b)) < 0) != ((b) < 0))"
        yield "#define floor_div(a, b) (uneven(a, b) -> (a) / (b) - 1 : (a) / (b))"
        yield "#define floor_mod(a, b) (uneven(a, b) -> (a) % (b) + (b) : (a) % (b))"
        yield "#define fault(kind) kind = 1; assert(!kind)"

    @property
    def none(self) -> int:
        """A number that no value has."""
        lows = [
            *self.cast.scope.lows,
            *(t.low for every in self.cast.all_types() for t in parts(every) if isinstance(t, Range)),
        ]
        least = min(lows, default=0)
        return -1 if least >= 0 else -32_768 if least > -32_768 else -(2**31) + 1

    def declarations(self) -> Iterator[str]:
        starts = self.starts
        for declared in self.cast.declared:
            yield from self.declaration(declared, starts[0][declared.full_name])
        for seat in self.cast.seats:
            if seat.process.only_in_runs:
                continue
            if seat.place:
                yield f"byte {seat.place} = {seat.steps[0]};"
            if seat.rounds:
                yield f"{number_type(0, int(seat.process.repeat))} {seat.rounds} = {seat.process.repeat};"
            if seat.crashes and seat.process.crash:
                yield f"{number_type(0, seat.process.crash.at_most)} {seat.crashes} = {seat.process.crash.at_most};"
        yield "/* Not part of the state: */"
        yield from (f"hidden int held_{number};" for number in range(self.lines.temporaries))
        asked = [self.cast.flags[check.name] for check in self.scenario.checks]
        asked += [self.cast.flags[name] for name in dict.fromkeys(name for name, _ in self.risky())]
        flags = dict.fromkeys([fault_name(name) for name in FAULTS] + ["deadlock", *asked])
        yield from (f"hidden byte {flag};" for flag in flags)

    @cached_property
    def starts(self) -> list[dict[str, Any]]:
        program: Program = compiled(self.scenario)
        if len(program.starts) > MOST_STARTS * 20:
            raise CannotSayError(f"there are {len(program.starts):,} starts")
        return [dict(unpacked(program, row).values) for row in program.starts]

    def declaration(self, declared: Declared, start: Any) -> Iterator[str]:
        variable, told = declared.variable, labelled(declared.declaration.label)
        code = constant_code(in_pairs(start), variable.type, self.cast.scope)
        cells: dict[str, list[str]] = {name: [] for name, _ in variable.arrays}
        for (name, _), _, text in assignments(Place(variable, variable.type), code):
            cells[name].append(text)
        for name, count in variable.arrays:
            is_written = name in {each for each, _, _ in self.uneven(declared, start)}
            length = isinstance(variable.leaf, Queue) and name == variable.length_name
            type = self.cell_type(variable, is_length=length)
            values = cells[name]
            size = f"[{count}]" if count else ""
            value = "" if is_written else f" = {values[0]}"
            yield f"{type} {name}{size}{value};{told}"

    def uneven(self, declared: Declared, start: Any) -> Iterator[tuple[str, int | str, str]]:
        """Array, index and value of cells that do not all start alike: they are set in the first step."""
        code = constant_code(in_pairs(start), declared.variable.type, self.cast.scope)
        cells = list(assignments(Place(declared.variable, declared.variable.type), code))
        for name, _ in declared.variable.arrays:
            here = [(index, text) for (each, _), index, text in cells if each == name]
            if len({text for _, text in here}) > 1:
                yield from ((name, index, text) for index, text in here)

    def cell_type(self, variable: Variable, *, is_length: bool) -> str:
        leaf = variable.leaf
        if isinstance(leaf, Queue):
            return number_type(0, leaf.size) if is_length else self.plain_type(leaf.of)
        return self.plain_type(leaf)

    def plain_type(self, type: Resolved) -> str:
        match type:
            case Bool():
                return "bool"
            case Range(low=low, high=high):
                return number_type(low, high)
            case SetOf(of=of):
                return number_type(0, (1 << len(domain(of))) - 1)
            case Maybe(of=Range(low=low, high=high)):
                return number_type(min(low, self.none), high)
            case Maybe():
                return number_type(self.none, len(self.cast.words))
        values = [self.cast.scope.number(value, type) or 0 for value in domain(type)]
        return number_type(min(values), max(values))

    def judges(self) -> Iterator[str]:
        yield "inline look()"
        yield "{"
        for check in self.scenario.checks:
            if check.kind == "always":
                yield from self.judged(check, check.expression)
            elif check.kind == "sometimes":
                yield f"#ifdef SEE_{self.cast.flags[check.name]}"
                yield from self.judged(check, f"not ({check.expression})")
                yield "#endif"
        for name, wrong in self.risky():
            yield f"   {self.cast.flags[name]} = {inverse(wrong)}; assert({self.cast.flags[name]});"
        yield "   skip"
        yield "}"
        yield ""

    def judged(self, check: Check, text: str) -> Iterator[str]:
        flag = self.cast.flags[check.name]
        found = condition(parsed(text), self.cast.scope, Store())
        holds = both(inverse(any_fault(found.faults)), found.text)
        yield f"   {flag} = {bare(holds)}; assert({flag});" + labelled(check.label)

    def risky(self) -> Iterator[tuple[str, str]]:
        """Conditions that are judged elsewhere, but must not fault: whose, and when they do."""
        every = [(s.name, text) for s in self.scenario.services for text in conditions(s)]
        lively = [c for c in self.scenario.checks if c.kind in ("eventually", "leads", "sometimes")]
        every += [(c.name, text) for c in lively for text in (c.expression, c.to) if text]
        for name, text in every:
            wrong = any_fault(condition(parsed(text), self.cast.scope, Store()).faults)
            if wrong != "false":
                yield name, wrong

    def rest(self) -> Iterator[str]:
        if self.has_crashes:
            guards = [option.guard for option in self.options if not option.is_crash]
            yield f"#define can_move {either(*guards)}"
        calm = []
        for seat in self.cast.seats:
            if seat.place and not seat.process.only_in_runs:
                waiting = [s for s, step in zip(seat.steps, seat.process.steps, strict=True) if step.may_wait]
                calm.append(either(*(f"({seat.place} == {each})" for each in [*waiting, seat.end] if each)))
        yield f"#define at_rest {both(*calm)}"
        yield ""

    def process(self) -> Iterator[str]:
        yield "active proctype moves()"
        yield "{"
        yield from self.first_step()
        yield "   do"
        for option in self.options:
            yield f"   :: /* {option.text} */"
            yield f"      d_step {{ {bare(option.guard)} ->"
            yield from (f"         {line}" for line in option.lines)
            yield "      }"
        yield from self.endings()
        yield "   od"
        yield "}"

    def first_step(self) -> Iterator[str]:
        """Choose a start. Where the values of variables do not depend on each other, one after the other."""
        start = self.starts[0]
        yield "   atomic {"
        for declared in self.cast.declared:
            if not isinstance(declared.declaration.start, StartAny):
                for name, index, text in self.uneven(declared, start[declared.full_name]):
                    yield f"      {name}[{index}] = {text};"
        for ways in self.choices():
            if len(ways) > MOST_STARTS:
                raise CannotSayError(f"there are {len(ways):,} starts, and each is written out")
            yield "      if"
            yield from (f"      :: {'; '.join(way)}" for way in ways)
            yield "      fi;"
        yield "      look()"
        yield "   };"

    def choices(self) -> list[list[tuple[str, ...]]]:
        """Each a list of ways to set some cells: one list for each cell where cells do not depend on each other."""
        cells = [tuple(self.start_lines(values)) for values in self.starts]
        if not cells[0]:
            return []
        alone: list[list[tuple[str, ...]]] = [
            list(dict.fromkeys((str(each),) for each in column)) for column in zip(*cells, strict=True)
        ]
        return alone if math.prod(map(len, alone)) == len(set(cells)) else [list(dict.fromkeys(cells))]

    def start_lines(self, values: dict[str, Any]) -> Iterator[str]:
        for declared in self.cast.declared:
            if isinstance(declared.declaration.start, StartAny):
                variable = declared.variable
                code = constant_code(in_pairs(values[declared.full_name]), variable.type, self.cast.scope)
                for (name, count), index, text in assignments(Place(variable, variable.type), code):
                    yield f"{name}[{index}] = {text}" if count else f"{name} = {text}"

    def endings(self) -> Iterator[str]:
        """What is judged where no process can move."""
        stuck = "!can_move" if self.has_crashes else "timeout"
        ends = [line for c in self.scenario.checks if c.kind == "ends" for line in self.judged(c, c.expression)]
        allowed = self.scenario.deadlock_allowed
        if self.has_crashes or allowed:
            dead = [] if allowed else ["fault(deadlock);"]
            lines = decided([("at_rest", [line.strip() for line in ends])], dead) or ["skip;"]
            yield f"   :: d_step {{ {stuck} ->"
            yield from (f"         {line}" for line in lines)
            yield "      }"
            return
        yield f"   :: d_step {{ {stuck} && at_rest ->"
        yield from (f"      {line}" for line in ends or ["   skip"])
        yield "      }"


def labelled(label: str) -> str:
    return f" /* {comment(label)} */" if label else ""


def number_type(low: int, high: int) -> str:
    if low >= 0 and high <= 255:
        return "byte"
    return "short" if low >= -32_768 and high <= 32_767 else "int"


def in_pairs(value: Any) -> Any:
    """A State's value as the model has values: tables as pairs."""
    if isinstance(value, dict):
        return tuple((key, in_pairs(each)) for key, each in value.items())
    return value
