"""The top of the TLA+ module: types, instances, variables with what is said of them, and the start."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from outage_gui.exporters.spelling import CannotSayError, named, remark
from outage_gui.exporters.tla_cast import Cast, Declared
from outage_gui.exporters.tla_loops import as_set
from outage_gui.exporters.tla_text import Text
from outage_gui.model.parsing import parsed
from outage_gui.model.scenario import Process, StartAny
from outage_gui.model.starts import start_value
from outage_gui.model.types import Resolved, instances


class Row(NamedTuple):
    name: str
    start: str
    told: str


class Variables:
    """moving: those that some move changes; still: the others, together under that name where they are several."""

    def __init__(self, cast: Cast, moving: frozenset[str]) -> None:
        self.cast, self.scenario = cast, cast.scenario
        self.rows = list(self._rows())
        if not self.rows:
            raise CannotSayError("there are no variables and no processes, so nothing to explore")
        self.moving = tuple(row.name for row in self.rows if row.name in moving)
        self.still = tuple(row.name for row in self.rows if row.name not in moving)

    @property
    def every(self) -> tuple[str, ...]:
        return (*self.moving, *(("still",) if len(self.still) > 1 else self.still))

    def _rows(self) -> Iterator[Row]:
        for each in self.cast.declared:
            with named(f"'{each.variable.name}'"):
                yield Row(each.name, self.start(each), self.told(each))
        for process in self.scenario.processes:
            yield from self.own(process)

    def own(self, process: Process) -> Iterator[Row]:
        """Position, rounds left, crashes left."""
        at, name = self.cast.places[process.name].at, process.name
        if at and (not process.only_in_runs or at in self.cast.world.read):
            label = f": {remark(process.label)}" if process.label else ""
            yield self.row(at, process, f'"{process.steps[0].name}"', f"the step of {name}{label}")
        if name in self.cast.rounds:
            yield self.row(self.cast.rounds[name], process, str(process.repeat), "rounds left")
        if name in self.cast.crashes and process.crash:
            yield self.row(self.cast.crashes[name], process, str(process.crash.at_most), "crashes left")

    def row(self, name: str, process: Process, start: str, told: str) -> Row:
        return Row(name, f"{name} = {self.each(process, start)}", told)

    def each(self, process: Process, text: str) -> str:
        """The same for every instance."""
        group = self.cast.processes.get(process.name)
        return f"[self \\in {group} |-> {text}]" if group else text

    def told(self, each: Declared) -> str:
        type = self.cast.world.type(each.type).text
        return f"{type}: {remark(each.variable.label)}" if each.variable.label else type

    def start(self, each: Declared) -> str:
        world, process, start = self.cast.world, each.process, each.variable.start
        if not isinstance(start, StartAny):
            text = world.value(start_value(each.type, start), each.type).text
            return f"{each.name} = {self.each(process, text) if process else text}"
        type = world.type(each.type).text
        scope = next((seat.scope for seat in self.cast.seats if seat.process is process), self.cast.scope)
        several = as_set(parsed(start.expression), scope).text.text if start.expression else ""
        group = self.cast.processes.get(process.name) if process else None
        if not group:
            return f"{each.name} \\in {several or type}"
        if not several:
            return f"{each.name} \\in [{group} -> {type}]"
        return f"{each.name} \\in {{f \\in [{group} -> {type}] : \\A self \\in {group} : f[self] \\in {several}}}"

    def lines(self) -> Iterator[str]:
        yield from self.sets()
        yield ""
        yield "VARIABLES"
        width = max(len(row.name) for row in self.rows) + 1
        last = self.rows[-1]
        yield from (f"  {row.name + (',' if row is not last else ''):<{width}}  \\* {row.told}" for row in self.rows)
        yield ""
        if len(self.still) > 1:
            yield from tupled("still", self.still)
        yield from tupled("vars", self.every)
        yield ""
        yield "Init =="
        yield from (f"  /\\ {row.start}" for row in self.rows)
        yield ""

    def sets(self) -> Iterator[str]:
        """Instances, then types, each said by those above it."""
        world = self.cast.world
        known: dict[Resolved, Text] = {}
        for process in self.scenario.processes:
            if process.name in self.cast.processes:
                values = world._replace(named={}).type(instances(process)).text
                known[instances(process)] = world.sets[process.name]
                yield f"{self.cast.processes[process.name]} == {values}{labelled(process.label)}"
        for each in self.scenario.types:
            type = self.cast.scope.names[each.name].type
            yield f"{self.cast.types[each.name]} == {world._replace(named=known).type(type).text}"
            known.setdefault(type, world.sets[each.name])


def tupled(name: str, names: Sequence[str]) -> Iterator[str]:
    """A tuple of variables, in lines that fit."""
    text = f"{name} == <<{', '.join(names)}>>"
    yield from textwrap.wrap(text, 110, subsequent_indent="  ", break_long_words=False)


def labelled(label: str) -> str:
    return f"  \\* {remark(label)}" if label else ""
