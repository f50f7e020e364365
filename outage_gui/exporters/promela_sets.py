"""Sets and loops: what can be gone through, each value with the condition that it is there."""

from collections.abc import Iterator

from outage_gui.exporters.promela_equality import equal, place_in
from outage_gui.exporters.promela_scope import MOST_TURNS, Option, Scope, lazily, truth
from outage_gui.exporters.promela_store import Store
from outage_gui.exporters.promela_values import (
    MOST_BITS,
    AnyCode,
    CannotSayError,
    Code,
    Faults,
    SetCode,
    bit_of,
    both,
    domain_of_subsets,
    either,
    from_mask,
    ordered,
    possible,
    under,
)
from outage_gui.model.expression import (
    Call,
    Expression,
    For,
    Interval,
    Name,
    SetComprehension,
    SetLiteral,
)
from outage_gui.model.types import (
    Bool,
    Never,
    Range,
    Resolved,
    SetOf,
    domain,
    size,
)


def is_large(tree: Expression, scope: Scope) -> bool:
    return isinstance(tree, Name) and tree.name in scope.types and tree.name not in scope.names


def is_domain(tree: Expression, scope: Scope) -> bool:
    """Where a set may stand, a type's or a process's name means all its values."""
    return isinstance(tree, Name) and tree.name in scope.types


def gone_through(tree: Expression, scope: Scope, store: Store) -> tuple[list[Option], Resolved, Faults]:
    """What may be in the set, in order, each with the condition that it is; the type of the values."""
    if is_domain(tree, scope):
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
    code = scope.worth(tree, store)
    assert isinstance(code, SetCode)
    pairs = zip(code.domain, code.bits, strict=True)
    return [(value, bit) for value, bit in pairs if bit != "false"], code.of, code.faults


def as_set(tree: Expression, scope: Scope, store: Store) -> SetCode:
    """Types, ranges, listed values and comprehensions as a set."""
    if isinstance(tree, SetLiteral):
        return collected([(truth("true"), scope.worth(item, store)) for item in tree.items], scope)
    if isinstance(tree, SetComprehension):
        return collected([(t, s.worth(tree.body, store)) for t, s in turns(tree.loops, scope, store)], scope)
    if is_domain(tree, scope) or isinstance(tree, Interval | Call):
        options, of, faults = gone_through(tree, scope, store)
        return SetCode(of, tuple(v for v, _ in options), tuple(test for _, test in options), "", faults)
    found = scope.worth(tree, store)
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


def condition(tree: Expression, scope: Scope, store: Store) -> Code:
    found = scope.worth(tree, store)
    assert isinstance(found, Code)
    return found
