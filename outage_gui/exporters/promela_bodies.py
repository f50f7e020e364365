"""Bodies of steps: which faults they may have and what they leave, before they run; and the statements themselves."""

from collections.abc import Iterator
from typing import NamedTuple, assert_never

from outage_gui.exporters.promela_equality import member, outside_of
from outage_gui.exporters.promela_expressions import binary, worth
from outage_gui.exporters.promela_places import place_of
from outage_gui.exporters.promela_scope import Scope, interval, truth
from outage_gui.exporters.promela_sets import collected, condition, gone_through
from outage_gui.exporters.promela_store import Place, Store, assignments, plus, times
from outage_gui.exporters.promela_values import (
    MOST_BITS,
    AnyCode,
    CannotSayError,
    Code,
    Faults,
    QueueCode,
    SetCode,
    TableCode,
    any_fault,
    bare,
    bit_of,
    both,
    combined,
    either,
    fault,
    inverse,
    mask_of,
    under,
)
from outage_gui.model.expression import Assign, Body, Expression, If, Loop, Method, Statement
from outage_gui.model.kinds import number
from outage_gui.model.types import Bool, Maybe, Queue, Range, Resolved, SetOf, Table, domain


class Write(NamedTuple):
    """What one statement does: the faults of getting there, where, and the value; pop and push told apart."""

    place: Place
    value: AnyCode | None  # None: pop
    pushed: bool
    faults: Faults


def found_place(target: Expression, scope: Scope, store: Store) -> tuple[Place, Faults]:
    found = place_of(target, scope, store)
    assert found is not None
    return found


def write_of(statement: Assign | Method, scope: Scope, store: Store) -> Write:
    """The write of a simple statement where the cells hold what the store says."""
    place, missing = found_place(statement.target, scope, store)
    if isinstance(statement, Assign):
        value = worth(statement.value, scope, store)
        faults = value.faults + missing
        if statement.operator:
            old = store.read(place)
            value = binary(statement.operator, old, value._replace(faults=()), scope)
            faults = missing + faults + value.faults
        return Write(place, value, False, faults + misfit(value, place.type, scope))
    old = store.read(place)
    if isinstance(old, QueueCode):
        return _queued(statement, place, old, missing, scope, store)
    assert isinstance(old, SetCode)
    assert statement.argument is not None
    item = worth(statement.argument, scope, store)
    one = collected([(truth("true"), item._replace(faults=()))], scope)
    sign = "|" if statement.method == "add" else "-"
    value = combined(sign, old, one, scope.together(old.of, one.of))
    faults = missing + item.faults
    if sign == "-":
        return Write(place, value, False, faults + fault("no-such-key", inverse(member(item, old, scope))))
    return Write(place, value, False, faults + misfit(value, place.type, scope))


def _queued(statement: Method, place: Place, old: QueueCode, missing: Faults, scope: Scope, store: Store) -> Write:
    size = len(old.items)
    if statement.argument is None:
        return Write(place, None, False, missing + fault("queue-empty", f"({old.length.text} == 0)"))
    item = worth(statement.argument, scope, store)
    faults = missing + item.faults + fault("queue-full", f"({old.length.text} == {size})")
    return Write(place, item, True, faults + misfit(item, old.of, scope))


def misfit(value: AnyCode, type: Resolved, scope: Scope) -> Faults:
    """`out-of-range`: the value does not belong to the type."""
    return fault("out-of-range", _outside(value._replace(faults=()), type, scope))


def _outside(value: AnyCode, type: Resolved, scope: Scope) -> str:
    match value, type:
        case SetCode(), SetOf(of=of):
            members = domain(of)
            return either(*(bit_of(value, each) for each in value.domain if each not in members))
        case TableCode(items=items), Table(of=of):
            return either(*(_outside(item, of, scope) for item in items))
        case QueueCode(length=length, items=items), Queue(of=of, size=size):
            long = f"({length.text} > {size})" if len(items) > size else "false"
            wrong = (both(f"({length.text} > {i})", _outside(item, of, scope)) for i, item in enumerate(items))
            return either(long, *wrong)
        case Code(), _:
            return _outside_plain(value, type, scope)
    raise CannotSayError("stores a value of another kind")


def _outside_plain(value: Code, type: Resolved, scope: Scope) -> str:
    inner = type.of if isinstance(type, Maybe) else type
    bounds = number(inner)
    if value.is_constant and value.constant is None:
        return "false" if isinstance(type, Maybe) else "true"
    if not bounds:
        return outside_of(value, domain(type), scope)
    given = interval(value)
    tests = [f"({value.text} < {bounds.low})"] if given.low < bounds.low else []
    tests += [f"({value.text} > {bounds.high})"] if given.high > bounds.high else []
    if value.is_constant:
        return "true" if tests else "false"
    if not isinstance(value.type, Maybe):
        return either(*tests)
    none = f"({value.text} == none)"
    return both(inverse(none), either(*tests)) if isinstance(type, Maybe) else either(none, *tests)


# --- what a body would do -----------------------------------------------------------------------------------------


def foreseen(body: Body, scope: Scope, store: Store) -> tuple[Faults, Store]:
    """The faults of a body, and the cells after it, all in terms of the cells before the move."""
    faults: Faults = ()
    for statement in body:
        more, store = _foreseen(statement, scope, store)
        faults += more
    return faults, store


def _foreseen(statement: Statement, scope: Scope, store: Store) -> tuple[Faults, Store]:
    match statement:
        case Assign() | Method():
            write = write_of(statement, scope, store)
            after = store.copy()
            _put(write, after)
            return write.faults, after
        case If(branches=branches, otherwise=otherwise):
            return _foreseen_if(list(branches), otherwise, scope, store)
        case Loop(name=name, over=over, body=body):
            options, of, faults = gone_through(over, scope, store)
            for value, test in options:
                more, after = foreseen(body, scope.binding(name, value, of), store)
                faults += under(test, more)
                store = after.merged(test, store)
            return faults, store
    assert_never(statement)


def _foreseen_if(
    branches: list[tuple[Expression, Body]], otherwise: Body, scope: Scope, store: Store
) -> tuple[Faults, Store]:
    if not branches:
        return foreseen(otherwise, scope, store)
    test = condition(branches[0][0], scope, store)
    yes_faults, yes = foreseen(branches[0][1], scope, store)
    no_faults, no = _foreseen_if(branches[1:], otherwise, scope, store)
    faults = test.faults + under(test.text, yes_faults) + under(inverse(test.text), no_faults)
    return faults, yes.merged(test.text, no)


def _put(write: Write, store: Store) -> None:
    place, type = write.place, write.place.type
    if not isinstance(type, Queue) or isinstance(write.value, QueueCode):
        assert write.value is not None
        store.write(place, write.value)
        return
    lengths, items = place.variable.arrays
    first, length = times(place.offset, type.size), store.cell(lengths, place.offset)
    if write.value is None:
        for i in range(type.size):
            text = store.cell(items, plus(first, i + 1)) if i + 1 < type.size else "0"
            store.put(items, plus(first, i), text)
        store.put(lengths, place.offset, f"({length} - 1)")
        return
    at = plus(first, 0 if type.size == 1 else length)
    store.put(items, at, pushed_text(write, type))
    store.put(lengths, place.offset, f"({length} + 1)")


def pushed_text(write: Write, type: Queue) -> str:
    inner = Place(write.place.variable, type.of)
    assert write.value is not None
    return next(text for _, _, text in assignments(inner, write.value))


# --- the statements -----------------------------------------------------------------------------------------------


class Lines:
    """Writes statements; `temporaries` counts the hidden ints they need."""

    def __init__(self) -> None:
        self.temporaries = 0

    def body(self, body: Body, scope: Scope, depth: int = 0) -> list[str]:
        """The statements of a body that does not fault."""
        return [line for statement in body for line in self.statement(statement, scope, depth)]

    def statement(self, statement: Statement, scope: Scope, depth: int) -> list[str]:
        match statement:
            case Assign() | Method():
                return self.write(write_of(statement, scope, Store()), depth)
            case If(branches=branches, otherwise=otherwise):
                return self.branches(list(branches), otherwise, scope, depth)
            case Loop():
                return self.loop(statement, scope, depth)
        assert_never(statement)

    def held(self, number: int) -> str:
        self.temporaries = max(self.temporaries, number + 1)
        return f"held_{number}"

    def write(self, write: Write, depth: int) -> list[str]:
        place, type = write.place, write.place.type
        if isinstance(type, Queue) and not isinstance(write.value, QueueCode):
            return self.queue(write, type, depth)
        assert write.value is not None
        cells = [(cell_name(array, index), text) for array, index, text in assignments(place, write.value)]
        if len(cells) == 1 or all(text.isdigit() or text == "none" for _, text in cells):
            return [f"{cell} = {bare(text)};" for cell, text in cells]
        kept = [self.held(depth + i) for i in range(len(cells))]
        first = [f"{name} = {bare(text)};" for name, (_, text) in zip(kept, cells, strict=True)]
        return [*first, *(f"{cell} = {name};" for name, (cell, _) in zip(kept, cells, strict=True))]

    def queue(self, write: Write, type: Queue, depth: int) -> list[str]:
        """push and pop."""
        place, lines = write.place, []
        if isinstance(place.offset, str):
            lines = [f"{self.held(depth)} = {bare(place.offset)};"]
            place = place._replace(offset=self.held(depth))
        lengths, items = place.variable.arrays
        length, first = cell_name(lengths, place.offset), times(place.offset, type.size)
        if write.value is None:
            cells = [cell_name(items, plus(first, i)) for i in range(type.size)]
            shifted = zip(cells, [*cells[1:], "0"], strict=True)
            return [*lines, *(f"{cell} = {after};" for cell, after in shifted), f"{length} = {length} - 1;"]
        at = plus(first, 0 if type.size == 1 else length)
        return [*lines, f"{cell_name(items, at)} = {bare(pushed_text(write, type))};", f"{length} = {length} + 1;"]

    def branches(self, branches: list[tuple[Expression, Body]], otherwise: Body, scope: Scope, depth: int) -> list[str]:
        if not branches:
            return self.body(otherwise, scope, depth)
        test = condition(branches[0][0], scope, Store())
        yes = self.body(branches[0][1], scope, depth)
        no = self.branches(branches[1:], otherwise, scope, depth)
        return decided([(test.text, yes)], no)

    def loop(self, loop: Loop, scope: Scope, depth: int) -> list[str]:
        """One turn after the other; what is gone through is what it was before the first."""
        options, of, _ = gone_through(loop.over, scope, Store())
        lines: list[str] = []
        if any(test != "true" for _, test in options):
            if len(options) > MOST_BITS:
                raise CannotSayError(f"goes through a set of up to {len(options)} values")
            bits = SetCode(Bool(), tuple(range(len(options))), tuple(test for _, test in options))
            name = self.held(depth)
            lines.append(f"{name} = {bare(mask_text(bits))};")
            options = [(value, f"(({name} >> {i}) & 1)") for i, (value, _) in enumerate(options)]
            depth += 1
        for value, test in options:
            turn = self.body(loop.body, scope.binding(loop.name, value, of), depth)
            lines += decided([(test, turn)], [])
        return lines


def mask_text(code: SetCode) -> str:
    return mask_of(code._replace(of=Range(0, len(code.domain))), code.domain)


def cell_name(array: tuple[str, int], index: int | str) -> str:
    name, count = array
    return f"{name}[{bare(str(index))}]" if count else name


def decided(ways: list[tuple[str, list[str]]], otherwise: list[str]) -> list[str]:
    """The lines of the first way whose condition holds."""
    if not ways:
        return otherwise
    (test, lines), rest = ways[0], decided(ways[1:], otherwise)
    if test == "true":
        return lines
    if test == "false" or lines == rest:
        return rest
    return ["if", *arm(f":: {bare(test)} ->", lines), *arm(":: else ->", rest), "fi;"]


def arm(head: str, lines: list[str]) -> Iterator[str]:
    yield head if lines else f"{head} skip"
    yield from (f"   {line}" for line in lines)


def reported(faults: Faults, otherwise: list[str]) -> list[str]:
    """The first fault that occurs, or the lines."""
    ways: list[tuple[str, list[str]]] = []
    for each in faults:
        line = [f"fault({fault_name(each.name)});"]
        if ways and ways[-1][1] == line:
            ways[-1] = (either(ways[-1][0], each.when), line)
        else:
            ways.append((each.when, line))
    return decided(ways, otherwise)


def fault_name(name: str) -> str:
    return name.replace("-", "_")


__all__ = ["Lines", "any_fault", "decided", "foreseen", "reported"]
