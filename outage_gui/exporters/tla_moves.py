"""Moves as TLA+ actions: what must hold, picks, the body, and what is left; written as an action or as its faults."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

from outage_gui.exporters.spelling import Spelling, named
from outage_gui.exporters.tla_bodies import Hold, Let, Writer, Wrong
from outage_gui.exporters.tla_loops import as_set, gone_through
from outage_gui.exporters.tla_scope import Place, Scope
from outage_gui.exporters.tla_text import (
    FALSE,
    SETS,
    TRUE,
    Text,
    chosen,
    compared,
    either,
    inverse,
    under,
)
from outage_gui.model.parsing import parsed, parsed_body
from outage_gui.model.scenario import Process, Step
from outage_gui.model.trees import conjuncts


class Pick(NamedTuple):
    name: str
    over: Text


class Leave(NamedTuple):
    """The variables that change, and their new values."""

    changed: tuple[tuple[str, Text], ...]


class Ways(NamedTuple):
    """A joined move parts: if `test` then one, else the other."""

    test: Text
    yes: "Move"
    no: "Move"


Item: TypeAlias = Hold | Wrong | Let | Pick
Move: TypeAlias = tuple[tuple[Item, ...], "Leave | Ways"]


class Seat(NamedTuple):
    """A process. key: `[self]`, or "" where there is one instance; variables: of locals and of its own, by name."""

    process: Process
    key: str
    place: Place
    rounds: str
    crashes: str
    scope: Scope
    variables: Mapping[str, str]

    @property
    def parameter(self) -> str:
        return "(self)" if self.key else ""

    def now(self, variable: str) -> Text:
        return Text(f"{variable}{self.key}")

    def put(self, variable: str, text: Text) -> tuple[str, Text]:
        """A variable of this instance, changed."""
        return variable, Text(f"[{variable} EXCEPT ![self] = {text.text}]") if self.key else text


class Line:
    """The steps of one process that are one move: a single step, or those a fix joins."""

    def __init__(self, seat: Seat, steps: tuple[int, ...], names: Spelling) -> None:
        self.seat = seat
        self.steps = steps
        self.names = names
        self.step_names = [step.name for step in seat.process.steps]

    def move(self) -> Move:
        seat, first = self.seat, self.step_names[self.steps[0]]
        here = [Hold(compared(seat.now(seat.place.at), "=", Text(f'"{first}"')))] if seat.place.at else []
        items, end = self.stage(0, seat.scope)
        return (*here, *items), end

    def stage(self, number: int, before: Scope) -> Move:
        """One step: picks, guard, body, and where it goes."""
        step, writer, scope = self.seat.process.steps[self.steps[number]], Writer(self.names), before
        items: list[Item] = []
        for pick in step.pick:
            values = as_set(parsed(pick.values), scope)
            items += [Wrong(each.name, each.when) for each in values.faults]
            scope, name = scope.binding(pick.name, gone_through(parsed(pick.values), scope))
            items.append(Pick(name, values.text))
        items += guards(step, scope)
        after = writer.body(parsed_body(step.do), scope) if step.do else scope
        end, wrong = self.left(number, step, after)
        return (*items, *writer.items, *wrong), end

    def left(self, number: int, step: Step, after: Scope) -> tuple[Leave | Ways, list[Item]]:
        """What follows `do`, and the faults of judging where to go."""
        ways: list[tuple[Text, int]] = []
        wrong: list[Item] = []
        for branch in step.then:
            code = after.worth(parsed("true" if branch.when == "otherwise" else branch.when))
            needed = inverse(either(*(test for test, _ in ways)))
            wrong += [Wrong(each.name, each.when) for each in under(needed, code.faults)]
            ways.append((code.text, self.number(branch.target)))
        ways.append((TRUE, self.steps[number] + 1))
        ways = ways[: 1 + next(i for i, (test, _) in enumerate(ways) if test == TRUE)]
        inner = self.steps[number + 1 :]
        if not any(target in inner for _, target in ways):
            return self.leave(after, ways), wrong
        return self.parted(ways, number, after)[1], wrong

    def parted(self, ways: list[tuple[Text, int]], number: int, after: Scope) -> Move:
        (test, target), rest = ways[0], ways[1:]
        if target in self.steps[number + 1 :]:
            here = self.stage(self.steps.index(target), Scope(after.world, self.seat.scope.names, after.texts))
        else:
            here = (), self.leave(after, [(TRUE, target)])
        if not rest:
            return ((), Ways(TRUE, here, ((), Leave(())))) if here[0] else here
        return (), Ways(test, here, self.parted(rest, number, after))

    def number(self, target: str) -> int:
        return len(self.step_names) if target == "end" else self.step_names.index(target)

    def leave(self, after: Scope, ways: list[tuple[Text, int]]) -> Leave:
        """Every variable that changed, the new place, the rounds left."""
        seat, changed = self.seat, []
        for name, text in seat.scope.texts.items():
            if after.texts[name] != text:
                variable = seat.variables[name]
                is_local = seat.key and text.text.endswith("[self]")
                changed.append(seat.put(variable, after.texts[name]) if is_local else (variable, after.texts[name]))
        if seat.place.at:
            changed.append(seat.put(seat.place.at, self.placed(ways)))
        over = self.ends(ways)
        if seat.rounds and over != FALSE:
            left = seat.now(seat.rounds)
            changed.append(seat.put(seat.rounds, chosen(over, Text(f"{left.text} - 1", SETS + 1), left)))
        return Leave(tuple(changed))

    def ends(self, ways: list[tuple[Text, int]]) -> Text:
        """The condition that the first way that holds ends the round."""
        text = FALSE
        for test, target in reversed(ways):
            text = chosen(test, TRUE if target == len(self.step_names) else FALSE, text)
        return text

    def placed(self, ways: list[tuple[Text, int]]) -> Text:
        text = self.place_at(ways[-1][1])
        for test, target in reversed(ways[:-1]):
            text = chosen(test, self.place_at(target), text)
        return text

    def place_at(self, target: int) -> Text:
        seat = self.seat
        if target < len(self.step_names):
            return Text(f'"{self.step_names[target]}"')
        again, end = Text(f'"{self.step_names[0]}"'), Text('"end"')
        if seat.process.repeat == "forever":
            return again
        return chosen(compared(seat.now(seat.rounds), ">", Text("1")), again, end) if seat.rounds else end


def guards(step: Step, scope: Scope) -> Iterator[Item]:
    """The `when`, one line each where it is made of parts that cannot fault."""
    tree = parsed(step.when or "true")
    whole = scope.worth(tree)
    yield from (Wrong(each.name, each.when) for each in whole.faults)
    parts = [scope.worth(each).text for each in conjuncts(tree)] if not whole.faults else [whole.text]
    yield from (Hold(part) for part in parts if part != TRUE)


def moves_of(seat: Seat, names: Spelling) -> Iterator[tuple[Step, Move]]:
    """The steps in file order, each with its move; those inside a join are part of its first."""
    steps = seat.process.steps
    numbers = [step.name for step in steps]
    joins = {numbers.index(join.steps[0]): tuple(map(numbers.index, join.steps)) for join in seat.process.joins}
    inner = {number for group in joins.values() for number in group[1:]}
    for number, step in enumerate(steps):
        if number not in inner:
            with named(f"step '{step.name}' of '{seat.process.name}'"):
                move = Line(seat, joins.get(number, (number,)), names.inner()).move()
            yield step, move


def crash(seat: Seat) -> Move:
    """One crash fewer, some locals as at the start, and at the step to restart with, or ended."""
    declared = seat.process.crash
    assert declared is not None
    left = seat.now(seat.crashes)
    items = [Hold(compared(left, ">", Text("0")))]
    if seat.place.ends:
        items.append(Hold(compared(seat.now(seat.place.at), "#", Text('"end"'))))
    changed = [seat.put(seat.crashes, Text(f"{left.text} - 1", SETS + 1))]
    changed += [seat.put(seat.variables[name], start) for name, start in forgotten(seat)]
    target = declared.restart or "end"
    return tuple(items), Leave((*changed, seat.put(seat.place.at, Text(f'"{target}"'))))


def forgotten(seat: Seat) -> Iterator[tuple[str, Text]]:
    from outage_gui.model.starts import start_value

    crash_ = seat.process.crash
    for local in seat.process.local:
        if crash_ and local.name in crash_.forgets:
            type = seat.scope.names[local.name].type
            yield local.name, seat.scope.world.value(start_value(type, local.start), type)
