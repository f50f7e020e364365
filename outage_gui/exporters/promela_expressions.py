"""Expressions of the language as Promela text: loops unrolled over what they can go through, faults kept beside."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from outage_gui.exporters.promela_store import Place, Store, Variable, leaves_of, plus, times
from outage_gui.exporters.promela_values import (
    HIGHEST,
    LOWEST,
    MOST_BITS,
    AnyCode,
    CannotSayError,
    Code,
    Faults,
    QueueCode,
    SetCode,
    TableCode,
    any_fault,
    bit_of,
    both,
    chosen,
    combined,
    constant_set,
    count_of,
    domain_of_subsets,
    either,
    fault,
    from_mask,
    inverse,
    mask_of,
    ordered,
    possible,
    same_domain,
    under,
    with_faults,
)
from outage_gui.model.expression import (
    Binary,
    Call,
    Choice,
    Compare,
    Expression,
    For,
    Index,
    Interval,
    Logic,
    Name,
    Nothing,
    Number,
    Quantifier,
    SetComprehension,
    SetLiteral,
    Truth,
    Unary,
)
from outage_gui.model.kinds import calculated, joined, number
from outage_gui.model.scenario import Process
from outage_gui.model.types import (
    Bool,
    Maybe,
    Never,
    Range,
    Resolved,
    SetOf,
    Table,
    Value,
    domain,
    instances,
    size,
)

Option = tuple[Value, str]  # a value and the condition that it is in the set
NONE = "none"
MOST_TURNS = 4096


@dataclass(frozen=True)
class Standing:
    """Where the instances of a process stand: the variable of each, the constant of each step and of the end."""

    process: Process
    variables: tuple[str, ...]  # empty: order any
    steps: Mapping[str, str]
    end: str  # "": never ended


@dataclass(frozen=True)
class Scope:
    """words: the text and the number of each word; names: constants; variables: where they are kept."""

    words: Mapping[str, tuple[str, int]]
    order: tuple[str, ...]
    types: Mapping[str, Resolved]
    standings: Mapping[str, Standing]
    names: Mapping[str, tuple[Value, Resolved]]
    variables: Mapping[str, Variable]
    lows: list[int] = field(default_factory=list)  # the least each number in an expression may be

    def binding(self, name: str, value: Value, type: Resolved) -> "Scope":
        return replace(self, names={**self.names, name: (value, type)})

    def constant(self, value: Value, type: Resolved) -> Code | SetCode:
        """The value as it is written."""
        if isinstance(value, frozenset):
            assert isinstance(type, SetOf)
            return constant_set(type.of, value)
        return Code(self.text(value), narrowed(value, type), (), value)

    def text(self, value: Value) -> str:
        if value is None:
            return NONE
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, str):
            return self.words[value][0]
        assert isinstance(value, int)
        return str(value) if value >= 0 else f"({value})"

    def number(self, value: Value, type: Resolved) -> int | None:
        """The int that stands for a value; None for none."""
        if isinstance(value, str):
            return self.words[value][1]
        if isinstance(value, frozenset):
            assert isinstance(type, SetOf)
            members = domain(type.of)
            return sum(1 << members.index(each) for each in value)
        return None if value is None else int(value)  # type: ignore[call-overload]

    def together(self, one: Resolved, other: Resolved) -> Resolved:
        found = joined(one, other, self.order)
        if found is None:
            raise CannotSayError("puts values of different kinds together")
        return found


def narrowed(value: Value, type: Resolved) -> Resolved:
    if value is None:
        return Maybe(Never())
    if isinstance(value, bool):
        return Bool()
    return Range(value, value) if isinstance(value, int) else type.of if isinstance(type, Maybe) else type


def condition(tree: Expression, scope: Scope, store: Store) -> Code:
    found = worth(tree, scope, store)
    assert isinstance(found, Code)
    return found


def worth(tree: Expression, scope: Scope, store: Store) -> AnyCode:
    """The value of a tree where the cells hold what the store says."""
    match tree:
        case Number(value=value):
            return _of(value, scope)
        case Truth(value=value):
            return scope.constant(value, Bool())
        case Nothing():
            return scope.constant(None, Maybe(Never()))
        case Name():
            return _named(tree, scope, store)
        case Interval() | SetComprehension() | SetLiteral():
            return as_set(tree, scope, store)
        case Unary(operator="not", operand=operand):
            found = condition(operand, scope, store)
            return truth(inverse(found.text), found.faults)
        case Unary(operand=operand):
            return _negative(_number(operand, scope, store), scope)
        case Binary():
            return binary(tree.operator, worth(tree.left, scope, store), worth(tree.right, scope, store), scope)
        case Compare():
            return _compared(tree, scope, store)
        case Logic(operator=operator, operands=operands):
            return lazily(operator, [condition(operand, scope, store) for operand in operands])
        case Choice():
            test = condition(tree.condition, scope, store)
            return choice(test, worth(tree.yes, scope, store), worth(tree.no, scope, store), scope)
        case Index():
            return _entry(tree, scope, store)
        case Call():
            return _called(tree, scope, store)
        case Quantifier():
            return _quantified(tree, scope, store)
    assert_never(tree)


def truth(text: str, faults: Faults = ()) -> Code:
    if text in ("true", "false") and not faults:
        return Code(text, Bool(), (), text == "true")
    return Code(text, Bool(), faults)


def lazily(operator: str, parts: list[Code]) -> Code:
    """`and`, `or`: what follows is only evaluated where it matters."""
    faults: Faults = ()
    so_far: list[str] = []
    for part in parts:
        needed = both(*so_far) if operator == "and" else inverse(either(*so_far))
        faults += under(needed, part.faults)
        so_far.append(part.text)
    return truth(both(*so_far) if operator == "and" else either(*so_far), faults)


def _named(tree: Name, scope: Scope, store: Store) -> AnyCode:
    if tree.name in scope.names:
        return scope.constant(*scope.names[tree.name])
    if tree.name in scope.variables:
        variable = scope.variables[tree.name]
        return store.read(Place(variable, variable.type))
    return as_set(tree, scope, store)


# --- numbers ------------------------------------------------------------------------------------------------------


def _number(tree: Expression, scope: Scope, store: Store) -> Code:
    found = worth(tree, scope, store)
    assert isinstance(found, Code)
    return found


def interval(code: Code) -> Range:
    found = number(code.type) or Range(0, 0)
    if found.low < LOWEST or found.high > HIGHEST:
        raise CannotSayError("has numbers of more than 32 bits")
    return found


def absent(code: Code) -> Faults:
    """`none` where a number is needed."""
    if code.is_constant:
        return fault("none-compared", "true" if code.constant is None else "false")
    return fault("none-compared", f"({code.text} == {NONE})" if isinstance(code.type, Maybe) else "false")


def _negative(code: Code, scope: Scope) -> Code:
    if code.is_constant and code.constant is not None:
        return _of(-int(code.constant), scope)  # type: ignore[call-overload]
    found = interval(code)
    scope.lows.append(-found.high)
    return Code(f"(-{code.text})", Range(-found.high, -found.low), code.faults + absent(code))


def _of(value: int, scope: Scope) -> Code:
    scope.lows.append(value)
    found = scope.constant(value, Range(value, value))
    assert isinstance(found, Code)
    return found


def binary(sign: str, left: AnyCode, right: AnyCode, scope: Scope) -> AnyCode:
    if isinstance(left, SetCode) and isinstance(right, SetCode):
        return combined(sign, left, right, scope.together(left.of, right.of))
    assert isinstance(left, Code)
    assert isinstance(right, Code)
    faults = left.faults + right.faults + absent(left) + absent(right)
    if sign in ("//", "%"):
        return _divided(sign, left, right, faults, scope)
    type = calculated(sign, interval(left), interval(right))
    if left.is_constant and right.is_constant and not faults:
        return _of(type.low, scope)
    result = Code(f"({left.text} {sign} {right.text})", type, faults)
    scope.lows.append(interval(result).low)
    return result


def _divided(sign: str, left: Code, right: Code, faults: Faults, scope: Scope) -> Code:
    """Rounded down, as Python does."""
    x, y = interval(left), interval(right)
    if right.is_constant and right.constant == 0:
        return Code("0", Range(0, 0), (*faults, *fault("division-by-zero", "true")))
    faults += fault("division-by-zero", f"({right.text} == 0)" if y.low <= 0 <= y.high else "false")
    if left.is_constant and right.is_constant and not faults:
        a, b = int(left.constant), int(right.constant)  # type: ignore[call-overload]
        return _of(a // b if sign == "//" else a % b, scope)
    type = calculated(sign, x, y)
    if x.low >= 0 and y.low >= 0:
        return Code(f"({left.text} {'/' if sign == '//' else '%'} {right.text})", type, faults)
    return Code(f"{'floor_div' if sign == '//' else 'floor_mod'}({left.text}, {right.text})", type, faults)


def extreme(function: str, turns: list[tuple[Code, Code]], scope: Scope) -> Code:
    """The smallest or largest of those whose condition holds."""
    faults: Faults = ()
    for test, code in turns:
        faults += test.faults + under(test.text, code.faults)
    for test, code in turns:
        faults += under(test.text, absent(code))
    tests = [test.text for test, _ in turns]
    faults += fault("empty-min-max", inverse(either(*tests)))
    if not turns:
        return Code("0", Range(0, 0), faults)
    known = [code.constant for test, code in turns if code.is_constant and test.text == "true"]
    if len(known) == len(turns) and not faults:
        return _of((min if function == "min" else max)(known), scope)  # type: ignore[type-var,arg-type]
    sign = "<" if function == "min" else ">"
    text, some = turns[-1][1].text, tests[-1]
    for test, code in reversed(turns[:-1]):
        better = both(test.text, either(inverse(some), f"({code.text} {sign}= {text})"))
        text, some = chosen(better, code.text, text), either(test.text, some)
    ends = [interval(code) for _, code in turns]
    return Code(text, Range(min(each.low for each in ends), max(each.high for each in ends)), faults)


# --- comparisons --------------------------------------------------------------------------------------------------


def _compared(tree: Compare, scope: Scope, store: Store) -> Code:
    parts: list[Code] = []
    left: AnyCode = (
        worth(tree.operands[0], scope, store)
        if not _is_large(tree.operands[0], scope)
        else as_set(tree.operands[0], scope, store)
    )
    for sign, other in zip(tree.operators, tree.operands[1:], strict=True):
        if sign in ("in", "not in"):
            found = _inside(left, other, scope, store)
            parts.append(found if sign == "in" else truth(inverse(found.text), found.faults))
            left = constant_set(Never(), ())
        else:
            right = worth(other, scope, store)
            parts.append(_pair(sign, left, right, scope))
            left = right._replace(faults=())
    return lazily("and", parts)


def _is_large(tree: Expression, scope: Scope) -> bool:
    return isinstance(tree, Name) and tree.name in scope.types and tree.name not in scope.names


def _is_domain(tree: Expression, scope: Scope) -> bool:
    """Where a set may stand, a type's or a process's name means all its values."""
    return isinstance(tree, Name) and tree.name in scope.types


def _pair(sign: str, left: AnyCode, right: AnyCode, scope: Scope) -> Code:
    faults = left.faults + right.faults
    if sign in ("==", "!="):
        text = equal(left, right, scope)
        return truth(text if sign == "==" else inverse(text), faults)
    if isinstance(left, SetCode) and isinstance(right, SetCode):
        return truth(_subset(sign, left, right, scope), faults)
    assert isinstance(left, Code)
    assert isinstance(right, Code)
    faults += either_absent(left, right)
    x, y = interval(left), interval(right)
    if not faults and (known := _known_order(sign, x, y)) is not None:
        return truth("true" if known else "false")
    return truth(f"({left.text} {sign} {right.text})", faults)


def either_absent(left: Code, right: Code) -> Faults:
    found = absent(left) + absent(right)
    return fault("none-compared", any_fault(found))


def _known_order(sign: str, x: Range, y: Range) -> bool | None:
    """Where the intervals alone say it."""
    if sign in (">", ">="):
        sign, x, y = {">": "<", ">=": "<="}[sign], y, x
    sure = x.high < y.low if sign == "<" else x.high <= y.low
    never = x.low >= y.high if sign == "<" else x.low > y.high
    return True if sure else False if never else None


def equal(a: AnyCode, b: AnyCode, scope: Scope) -> str:
    match a, b:
        case Code(), Code():
            return _equal_codes(a, b)
        case SetCode(), SetCode():
            members = same_domain(a, b, scope.together(a.of, b.of))
            if len(members) <= MOST_BITS:
                x, y = mask_of(a, members), mask_of(b, members)
                return ("true" if x == y else "false") if x.isdigit() and y.isdigit() else f"({x} == {y})"
            pairs = [(bit_of(a, value), bit_of(b, value)) for value in members]
            return both(*(chosen(x, y, inverse(y)) for x, y in pairs))
        case TableCode(), TableCode():
            return both(*(equal(x, y, scope) for x, y in zip(a.items, b.items, strict=True)))
        case QueueCode(), QueueCode():
            same = [f"({a.length.text} == {b.length.text})"]
            pairs_ = enumerate(zip(a.items, b.items, strict=False))
            same += [either(f"({a.length.text} <= {i})", equal(x, y, scope)) for i, (x, y) in pairs_]
            return both(*same)
    raise CannotSayError("compares values of different kinds")


def _equal_codes(a: Code, b: Code) -> str:
    if a.is_constant and b.is_constant:
        return "true" if a.constant == b.constant else "false"
    for one, other in ((a, b), (b, a)):
        if one.is_constant and other.type == Bool():
            return other.text if one.constant is True else inverse(other.text)
        if one.is_constant and one.constant is None and not isinstance(other.type, Maybe):
            return "false"
    x, y = number(a.type), number(b.type)
    if x and y and (x.high < y.low or y.high < x.low) and not (isinstance(a.type, Maybe) and isinstance(b.type, Maybe)):
        return "false"
    return f"({a.text} == {b.text})"


def _subset(sign: str, a: SetCode, b: SetCode, scope: Scope) -> str:
    if sign in (">", ">="):
        return _subset({">": "<", ">=": "<="}[sign], b, a, scope)
    members = same_domain(a, b, scope.together(a.of, b.of))
    if (a.mask or b.mask) and len(members) <= MOST_BITS:
        text = f"(({mask_of(a, members)} & ~{mask_of(b, members)}) == 0)"
    else:
        text = both(*(either(inverse(bit_of(a, value)), bit_of(b, value)) for value in members))
    return text if sign == "<=" else both(text, inverse(equal(a, b, scope)))


def _inside(left: AnyCode, tree: Expression, scope: Scope, store: Store) -> Code:
    """`in`."""
    if isinstance(tree, SetLiteral):
        items = [worth(item, scope, store) for item in tree.items]
        faults = left.faults + tuple(each for item in items for each in item.faults)
        return truth(either(*(equal(left, item, scope) for item in items)), faults)
    if isinstance(tree, Interval) or _is_domain(tree, scope):
        return _in_type(left, tree, scope, store)
    if isinstance(tree, Call) and tree.function == "subsets":
        whole = as_set(tree.arguments[0], scope, store)
        assert isinstance(left, SetCode)
        return truth(_subset("<=", left, whole, scope), left.faults + whole.faults)
    whole = as_set(tree, scope, store)
    return truth(member(left, whole, scope), left.faults + whole.faults)


def _in_type(left: AnyCode, tree: Expression, scope: Scope, store: Store) -> Code:
    type = Range(tree.low, tree.high) if isinstance(tree, Interval) else scope.types[tree.name]  # type: ignore[union-attr]
    if isinstance(left, Code) and not left.is_constant and isinstance(type, Range):
        low, high = interval(left).low, interval(left).high
        tests = [f"({left.text} != {NONE})"] if isinstance(left.type, Maybe) else []
        tests += [f"({left.text} >= {type.low})"] if low < type.low else []
        tests += [f"({left.text} <= {type.high})"] if high > type.high else []
        return truth(both(*tests), left.faults)
    return truth(either(*(equal(left, scope.constant(v, type), scope) for v in domain(type))), left.faults)


def member(left: AnyCode, whole: SetCode, scope: Scope) -> str:
    if isinstance(left, Code) and left.is_constant:
        return bit_of(whole, left.constant)
    if isinstance(left, Code) and whole.mask and (found := place_in(left, whole.domain, scope)) is not None:
        index, outside = found
        return both(inverse(outside), f"(({whole.mask} >> {index}) & 1)")
    pairs = zip(whole.domain, whole.bits, strict=True)
    return either(*(both(bit, equal(left, scope.constant(v, whole.of), scope)) for v, bit in pairs if bit != "false"))


def place_in(code: Code, members: tuple[Value, ...], scope: Scope) -> tuple[str, str] | None:
    """The index of the value among those, and the condition that it is not there; None: they are no run of ints."""
    numbers = [scope.number(value, SetOf(Never())) for value in members if not isinstance(value, frozenset)]
    if len(numbers) < len(members) or None in numbers or not members:
        return None
    first = numbers[0]
    assert first is not None
    if numbers != list(range(first, first + len(numbers))):
        return None
    return (f"({code.text} - {first})" if first else code.text), outside_of(code, members, scope)


def outside_of(code: Code, members: tuple[Value, ...], scope: Scope) -> str:
    """The condition that the value is none of those."""
    if code.is_constant:
        return "false" if code.constant in members else "true"
    inner = code.type.of if isinstance(code.type, Maybe) else code.type
    may_be_none = isinstance(code.type, Maybe) and None not in members
    none = f"({code.text} == {NONE})" if may_be_none else "false"
    interval_ = number(inner)
    plain = [value for value in members if value is not None]
    if interval_ and plain:
        low, high = min(plain), max(plain)  # type: ignore[type-var]
        tests = [f"({code.text} < {low})"] if interval_.low < low else []  # type: ignore[operator]
        tests += [f"({code.text} > {high})"] if interval_.high > high else []  # type: ignore[operator]
        if isinstance(code.type, Maybe) and None in members:
            return both(f"({code.text} != {NONE})", either(*tests))
        return either(none, *tests)
    values = domain(code.type) if size(code.type) else ()
    return either(*(f"({code.text} == {scope.text(value)})" for value in values if value not in members))


# --- choice, entries ----------------------------------------------------------------------------------------------


def choice(test: Code, yes: AnyCode, no: AnyCode, scope: Scope) -> AnyCode:
    faults = test.faults + under(test.text, yes.faults) + under(inverse(test.text), no.faults)
    if test.is_constant:
        return yes if test.constant else no
    result = picked(test.text, yes._replace(faults=()), no._replace(faults=()), scope)
    return with_faults(result, faults)


def picked(test: str, yes: AnyCode, no: AnyCode, scope: Scope) -> AnyCode:
    """`yes if test else no`, of any shape."""
    match yes, no:
        case Code(), Code():
            return Code(chosen(test, yes.text, no.text), scope.together(yes.type, no.type))
        case SetCode(), SetCode():
            members = same_domain(yes, no, scope.together(yes.of, no.of))
            of = scope.together(yes.of, no.of)
            if len(members) <= MOST_BITS and (yes.mask or no.mask):
                return from_mask(of, members, chosen(test, mask_of(yes, members), mask_of(no, members)))
            bits = tuple(chosen(test, bit_of(yes, value), bit_of(no, value)) for value in members)
            return SetCode(of, members, bits)
        case TableCode(), TableCode():
            pairs = zip(yes.items, no.items, strict=True)
            return TableCode(yes.each, tuple(picked(test, a, b, scope) for a, b in pairs))
        case QueueCode(), QueueCode():
            length = picked(test, yes.length, no.length, scope)
            assert isinstance(length, Code)
            longer = yes if len(yes.items) >= len(no.items) else no
            shared = [picked(test, a, b, scope) for a, b in zip(yes.items, no.items, strict=False)]
            return QueueCode(scope.together(yes.of, no.of), length, (*shared, *longer.items[len(shared) :]))
    raise CannotSayError("chooses between values of different kinds")


def place_of(tree: Expression, scope: Scope, store: Store) -> tuple[Place, Faults] | None:
    """The leaves a name or an entry of a table means; None where it is no variable's."""
    match tree:
        case Name(name=name) if name in scope.variables and name not in scope.names:
            return Place(scope.variables[name], scope.variables[name].type), ()
        case Index(of=of, key=key):
            outer = place_of(of, scope, store)
            if outer is None or not isinstance(outer[0].type, Table):
                return None
            place, faults = outer
            inner = worth(key, scope, store)
            index, missing = key_index(inner, place.type.each, scope)  # type: ignore[union-attr]
            step = times(index, leaves_of(place.type.of))  # type: ignore[union-attr]
            found = place._replace(type=place.type.of, offset=plus(place.offset, step))  # type: ignore[union-attr]
            return found, faults + inner.faults + fault("no-such-key", missing)
    return None


def key_index(key: AnyCode, type: Resolved, scope: Scope) -> tuple[int | str, str]:
    """Which entry of a table, and the condition that there is none."""
    members = domain(type)
    if isinstance(key, Code) and key.is_constant:
        return (members.index(key.constant), "false") if key.constant in members else (0, "true")
    if isinstance(key, Code) and (found := place_in(key, members, scope)) is not None:
        return (0 if len(members) == 1 else found[0]), found[1]
    tests = [equal(key, scope.constant(value, type), scope) for value in members]
    text = "0"
    for i, test in reversed(list(enumerate(tests))[1:]):
        text = chosen(test, str(i), text)
    return (0 if text == "0" else text), inverse(either(*tests))


def _entry(tree: Index, scope: Scope, store: Store) -> AnyCode:
    place = place_of(tree, scope, store)
    if place is not None:
        return with_faults(store.read(place[0]), place[1])
    whole, key = worth(tree.of, scope, store), worth(tree.key, scope, store)
    faults = whole.faults + key.faults
    if isinstance(whole, TableCode):
        index, missing = key_index(key, whole.each, scope)
        return with_faults(_among(whole.items, index, scope), faults + fault("no-such-key", missing))
    assert isinstance(whole, QueueCode)
    assert isinstance(key, Code)
    if key.is_constant and key.constant is not None:
        at = int(key.constant)  # type: ignore[call-overload]
        there = 0 <= at < len(whole.items)
        missing = f"({whole.length.text} <= {at})" if there else "true"
        return with_faults(whole.items[at if there else 0], faults + fault("queue-empty", missing))
    tests = [f"({key.text} == {NONE})"] if isinstance(key.type, Maybe) else []
    missing = either(*tests, f"({key.text} < 0)", f"({key.text} >= {whole.length.text})")
    return with_faults(_among(whole.items, key.text, scope), faults + fault("queue-empty", missing))


def _among(items: tuple[AnyCode, ...], index: int | str, scope: Scope) -> AnyCode:
    if isinstance(index, int):
        return items[index]
    found = items[-1]
    for i in reversed(range(len(items) - 1)):
        found = picked(f"({index} == {i})", items[i], found, scope)
    return found


# --- functions ----------------------------------------------------------------------------------------------------


def _called(tree: Call, scope: Scope, store: Store) -> AnyCode:
    first = tree.arguments[0]
    match tree.function:
        case "at" | "ended":
            return _standing(tree, scope, store)
        case "len":
            return _length(first, scope, store)
        case "abs":
            code = _number(first, scope, store)
            if code.is_constant and code.constant is not None:
                return _of(abs(int(code.constant)), scope)  # type: ignore[call-overload]
            found = interval(code)
            high = max(abs(found.low), abs(found.high))
            return Code(f"absolute({code.text})", Range(0, high), code.faults + absent(code))
        case "subsets":
            return as_set(tree, scope, store)
    if len(tree.arguments) > 1:
        given = [_number(argument, scope, store) for argument in tree.arguments]
        return extreme(tree.function, [(truth("true"), code) for code in given], scope)
    options, of, faults = gone_through(first, scope, store)
    turns = [(truth(test), scope.constant(value, of)) for value, test in options]
    found_extreme = extreme(tree.function, [(test, code) for test, code in turns if isinstance(code, Code)], scope)
    return with_faults(found_extreme, faults)


def _length(tree: Expression, scope: Scope, store: Store) -> Code:
    if not (isinstance(tree, Interval | SetLiteral | Call) or _is_large(tree, scope)):
        found = worth(tree, scope, store)
        if isinstance(found, QueueCode):
            return found.length._replace(faults=found.faults)
        assert isinstance(found, SetCode)
        return _counted(list(found.bits), found.faults, scope)
    options, _, faults = gone_through(tree, scope, store)
    return _counted([test for _, test in options], faults, scope)


def _counted(tests: list[str], faults: Faults, scope: Scope) -> Code:
    if all(test in ("true", "false") for test in tests) and not faults:
        return _of(tests.count("true"), scope)
    return Code(count_of(tests), Range(0, len(tests)), faults)


def _standing(tree: Call, scope: Scope, store: Store) -> Code:
    """`at(p[i], step)`, `ended(p[i])`; without an index some instance, or all."""
    whole = tree.arguments[0]
    name = whole.of if isinstance(whole, Index) else whole
    assert isinstance(name, Name)
    standing = scope.standings[name.name]
    step = tree.arguments[1] if tree.function == "at" else None
    wanted = standing.steps[step.name] if isinstance(step, Name) else standing.end
    tests = [f"({variable} == {wanted})" if wanted else "false" for variable in standing.variables]
    if not isinstance(whole, Index):
        return truth(either(*tests) if step is not None else both(*tests))
    key = worth(whole.key, scope, store)
    index, missing = key_index(key, instances(standing.process), scope)
    faults = key.faults + fault("no-such-key", missing)
    if isinstance(index, int):
        return truth(tests[index], faults)
    text = tests[-1]
    for i in reversed(range(len(tests) - 1)):
        text = chosen(f"({index} == {i})", tests[i], text)
    return truth(text, faults)


# --- sets and loops -----------------------------------------------------------------------------------------------


def gone_through(tree: Expression, scope: Scope, store: Store) -> tuple[list[Option], Resolved, Faults]:
    """What may be in the set, in order, each with the condition that it is; the type of the values."""
    if _is_domain(tree, scope):
        assert isinstance(tree, Name)
        type = scope.types[tree.name]
        return [(value, "true") for value in domain(type)], type, ()
    if isinstance(tree, Interval):
        return [(value, "true") for value in range(tree.low, tree.high + 1)], Range(tree.low, tree.high), ()
    if isinstance(tree, Call) and tree.function == "subsets":
        options, of, faults = gone_through(tree.arguments[0], scope, store)
        if len(options) > 12:
            raise CannotSayError(f"goes through the subsets of {len(options)} values")
        whole = SetCode(of, tuple(v for v, _ in options), tuple(test for _, test in options))
        chosen_sets = domain_of_subsets(whole._replace(bits=tuple("x" for _ in options)))
        found = [(each, both(*(bit_of(whole, v) for v in whole.domain if v in each))) for each in chosen_sets]  # type: ignore[operator]
        return [(each, test) for each, test in found if test != "false"], SetOf(of), faults
    code = worth(tree, scope, store)
    assert isinstance(code, SetCode)
    pairs = zip(code.domain, code.bits, strict=True)
    return [(value, bit) for value, bit in pairs if bit != "false"], code.of, code.faults


def as_set(tree: Expression, scope: Scope, store: Store) -> SetCode:
    """Types, ranges, listed values and comprehensions as a set."""
    if isinstance(tree, SetLiteral):
        return collected([(truth("true"), worth(item, scope, store)) for item in tree.items], scope)
    if isinstance(tree, SetComprehension):
        return collected([(t, worth(tree.body, s, store)) for t, s in turns(tree.loops, scope, store)], scope)
    if _is_domain(tree, scope) or isinstance(tree, Interval | Call):
        options, of, faults = gone_through(tree, scope, store)
        return SetCode(of, tuple(v for v, _ in options), tuple(test for _, test in options), "", faults)
    found = worth(tree, scope, store)
    assert isinstance(found, SetCode)
    return found


def collected(items: list[tuple[Code, AnyCode]], scope: Scope) -> SetCode:
    """The set of the values whose condition holds."""
    of: Resolved = Never()
    faults: Faults = ()
    for test, code in items:
        of = scope.together(of, SetOf(code.of) if isinstance(code, SetCode) else code.type)  # type: ignore[union-attr]
        faults += test.faults + under(test.text, code.faults)
    single = items[0][1] if len(items) == 1 and items[0][0].text == "true" else None
    can_be_bit = isinstance(single, Code) and not single.is_constant and size(of) <= MOST_BITS
    if isinstance(single, Code) and can_be_bit and (found := place_in(single, domain(of), scope)) is not None:
        return from_mask(of, domain(of), f"(1 << {found[0]})")._replace(faults=faults)
    members = ordered(of, (value for _, code in items for value in possible(code)))
    if len(members) > MOST_TURNS:
        raise CannotSayError(f"has a set of up to {len(members)} values")
    bits = [
        either(*(both(test.text, equal(code, scope.constant(v, of), scope)) for test, code in items)) for v in members
    ]
    return SetCode(of, members, tuple(bits), "", faults)


def turns(loops: tuple[For, ...], scope: Scope, store: Store) -> Iterator[tuple[Code, Scope]]:
    """Each way to fill the loop names: the condition for it, and the scope."""
    if not loops:
        yield truth("true"), scope
        return
    options, of, faults = gone_through(loops[0].over, scope, store)
    for number_, (value, test) in enumerate(options):
        inner = scope.binding(loops[0].name, value, of)
        tests = [Code(test, Bool(), faults if number_ == 0 else ())]
        tests += [condition(each, inner, store) for each in loops[0].conditions]
        here = lazily("and", tests)
        for more, innermost in turns(loops[1:], inner, store) if here.text != "false" else ():
            yield lazily("and", [here, more]), innermost
        if here.text == "false" and here.faults:
            yield here, inner
    if not options and faults:
        yield Code("false", Bool(), faults), scope


def _quantified(tree: Quantifier, scope: Scope, store: Store) -> Code:
    found = []
    for test, inner in turns(tree.loops, scope, store):
        body = truth("true") if test.text == "false" else condition(tree.body, inner, store)
        found.append((test, body))
    match tree.function:
        case "any":
            return lazily("or", [lazily("and", [test, body]) for test, body in found])
        case "all":
            return lazily("and", [lazily("or", [truth(inverse(t.text), t.faults), body]) for t, body in found])
        case "count":
            each = [lazily("and", [test, body]) for test, body in found]
            return _counted([one.text for one in each], tuple(f for one in each for f in one.faults), scope)
    return extreme(tree.function, found, scope)
