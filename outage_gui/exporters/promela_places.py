"""Choices between values of any shape, and the cells that a name or an entry of a table means."""

from outage_gui.exporters.promela_equality import equal, place_in
from outage_gui.exporters.promela_scope import Scope
from outage_gui.exporters.promela_store import Place, Store, leaves_of, plus, times
from outage_gui.exporters.promela_values import (
    MOST_BITS,
    AnyCode,
    CannotSayError,
    Code,
    Faults,
    QueueCode,
    SetCode,
    TableCode,
    bit_of,
    chosen,
    either,
    fault,
    from_mask,
    inverse,
    mask_of,
    same_domain,
    under,
    with_faults,
)
from outage_gui.model.expression import (
    Expression,
    Index,
    Name,
)
from outage_gui.model.types import (
    Resolved,
    Table,
    domain,
)


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
            inner = scope.worth(key, store)
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


def among(items: tuple[AnyCode, ...], index: int | str, scope: Scope) -> AnyCode:
    if isinstance(index, int):
        return items[index]
    found = items[-1]
    for i in reversed(range(len(items) - 1)):
        found = picked(f"({index} == {i})", items[i], found, scope)
    return found
