"""Values of any shape compared: equal, in order, one inside the other."""

from outage_gui.exporters.promela_scope import NONE, Scope, absent, interval, truth
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
    bit_of,
    both,
    chosen,
    either,
    fault,
    inverse,
    mask_of,
    same_domain,
)
from outage_gui.model.kinds import number
from outage_gui.model.types import (
    Bool,
    Maybe,
    Never,
    Range,
    SetOf,
    Value,
    domain,
    size,
)


def pair(sign: str, left: AnyCode, right: AnyCode, scope: Scope) -> Code:
    faults = left.faults + right.faults
    if sign in ("==", "!="):
        text = equal(left, right, scope)
        return truth(text if sign == "==" else inverse(text), faults)
    if isinstance(left, SetCode) and isinstance(right, SetCode):
        return truth(subset(sign, left, right, scope), faults)
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


def subset(sign: str, a: SetCode, b: SetCode, scope: Scope) -> str:
    if sign in (">", ">="):
        return subset({">": "<", ">=": "<="}[sign], b, a, scope)
    members = same_domain(a, b, scope.together(a.of, b.of))
    if (a.mask or b.mask) and len(members) <= MOST_BITS:
        text = f"(({mask_of(a, members)} & ~{mask_of(b, members)}) == 0)"
    else:
        text = both(*(either(inverse(bit_of(a, value)), bit_of(b, value)) for value in members))
    return text if sign == "<=" else both(text, inverse(equal(a, b, scope)))


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
