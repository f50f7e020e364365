"""Expressions of the language as Promela text: loops unrolled over what they can go through, faults kept beside."""

from typing import assert_never

from outage_gui.exporters.promela_equality import equal, member, pair, subset
from outage_gui.exporters.promela_places import among, choice, key_index, place_of
from outage_gui.exporters.promela_scope import NONE, Scope, absent, interval, lazily, truth
from outage_gui.exporters.promela_sets import as_set, condition, gone_through, is_domain, is_large, turns
from outage_gui.exporters.promela_store import Place, Store
from outage_gui.exporters.promela_values import (
    AnyCode,
    Code,
    Faults,
    QueueCode,
    SetCode,
    TableCode,
    both,
    chosen,
    combined,
    count_of,
    either,
    fault,
    inverse,
    under,
    with_faults,
)
from outage_gui.model.expression import (
    Binary,
    Call,
    Choice,
    Compare,
    Expression,
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
from outage_gui.model.kinds import calculated
from outage_gui.model.types import (
    Bool,
    Maybe,
    Never,
    Range,
    domain,
    instances,
)


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


def _entry(tree: Index, scope: Scope, store: Store) -> AnyCode:
    place = place_of(tree, scope, store)
    if place is not None:
        return with_faults(store.read(place[0]), place[1])
    whole, key = worth(tree.of, scope, store), worth(tree.key, scope, store)
    faults = whole.faults + key.faults
    if isinstance(whole, TableCode):
        index, missing = key_index(key, whole.each, scope)
        return with_faults(among(whole.items, index, scope), faults + fault("no-such-key", missing))
    assert isinstance(whole, QueueCode)
    assert isinstance(key, Code)
    if key.is_constant and key.constant is not None:
        at = int(key.constant)  # type: ignore[call-overload]
        there = 0 <= at < len(whole.items)
        missing = f"({whole.length.text} <= {at})" if there else "true"
        return with_faults(whole.items[at if there else 0], faults + fault("queue-empty", missing))
    tests = [f"({key.text} == {NONE})"] if isinstance(key.type, Maybe) else []
    missing = either(*tests, f"({key.text} < 0)", f"({key.text} >= {whole.length.text})")
    return with_faults(among(whole.items, key.text, scope), faults + fault("queue-empty", missing))


# --- comparisons --------------------------------------------------------------------------------------------------


def _compared(tree: Compare, scope: Scope, store: Store) -> Code:
    parts: list[Code] = []
    left: AnyCode = (
        worth(tree.operands[0], scope, store)
        if not is_large(tree.operands[0], scope)
        else as_set(tree.operands[0], scope, store)
    )
    for sign, other in zip(tree.operators, tree.operands[1:], strict=True):
        if sign in ("in", "not in"):
            found = _inside(left, other, scope, store)
            parts.append(found if sign == "in" else truth(inverse(found.text), found.faults))
            left = as_set(other, scope, store)._replace(faults=())
        else:
            right = worth(other, scope, store)
            parts.append(pair(sign, left, right, scope))
            left = right._replace(faults=())
    return lazily("and", parts)


def _inside(left: AnyCode, tree: Expression, scope: Scope, store: Store) -> Code:
    """`in`."""
    if isinstance(tree, SetLiteral):
        items = [worth(item, scope, store) for item in tree.items]
        faults = left.faults + tuple(each for item in items for each in item.faults)
        return truth(either(*(equal(left, item, scope) for item in items)), faults)
    if isinstance(tree, Interval) or is_domain(tree, scope):
        return _in_type(left, tree, scope, store)
    if isinstance(tree, Call) and tree.function == "subsets":
        whole = as_set(tree.arguments[0], scope, store)
        assert isinstance(left, SetCode)
        return truth(subset("<=", left, whole, scope), left.faults + whole.faults)
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
    if not (isinstance(tree, Interval | SetLiteral | Call) or is_large(tree, scope)):
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
