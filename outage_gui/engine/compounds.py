"""Values of more than one column, and sets: equality, membership, choice.

Besides a Term, an expression can be Parts (a table or queue: one term for each leaf), Whole (every value of a type, not
yet a mask) or Subsets (every subset of a set, likewise).
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from outage_gui.engine.kinds import (
    BOOL,
    MOST_VALUES,
    NONE,
    Codes,
    Kind,
    Queue,
    Scalar,
    Table,
    TooLargeError,
    blank,
    decoded,
    either,
    encoded,
    groups,
    leaves,
    number,
    set_of,
    union,
    values,
)
from outage_gui.engine.rows import Column, Columns, Mask
from outage_gui.engine.terms import (
    FALSE,
    TRUE,
    Term,
    chosen,
    constant,
    constants,
    counted,
    inverted,
    logic,
    made,
    narrowed,
    ordered,
    remembered,
    same,
)


class Parts(NamedTuple):
    kind: Table | Queue
    terms: tuple[Term, ...]


class Whole(NamedTuple):
    kind: Kind
    values: tuple[Codes, ...]


class Subsets(NamedTuple):
    of: Term


Value: TypeAlias = Term | Parts
Wide: TypeAlias = Value | Whole | Subsets


def composed(kind: Kind, terms: Sequence[Term]) -> Value:
    return terms[0] if isinstance(kind, Scalar) else Parts(kind, tuple(terms))


def terms_of(value: Value) -> tuple[Term, ...]:
    return value.terms if isinstance(value, Parts) else (value,)


def fixed(kind: Kind, codes: Codes) -> Value:
    """One constant value."""
    return composed(kind, constants(leaves(kind), codes))


def is_constant(value: Value) -> bool:
    return all(term.constant is not None for term in terms_of(value))


def is_faulty(value: Value) -> bool:
    return any(term.faulty for term in terms_of(value))


def narrow(value: Wide) -> Value:
    """The value as columns: whole types and `subsets` become masks."""
    match value:
        case Whole(kind, values):
            whole = set_of(kind, values)
            return constant(whole, whole.high)
        case Subsets(of):
            found = options(value)
            return mask_of(tuple((test, fixed(of.kind, codes)) for codes, test in found))
    return value


def scalar(value: Wide) -> Term:
    value = narrow(value)
    assert isinstance(value, Term)
    return value


# --- sets ---------------------------------------------------------------------------------------------------------


def options(value: Wide) -> tuple[tuple[Codes, Term], ...]:
    """What may be in the set, in order, each with the condition that it is. Raises TooLargeError."""
    match value:
        case Whole(_, values):
            return tuple((codes, TRUE) for codes in values)
        case Subsets(of):
            if 1 << len(of.kind.domain) > MOST_VALUES:
                raise TooLargeError(f"subsets of {len(of.kind.domain)} elements are too many; at most 16 are possible")
            return tuple(((mask,), _covers(of, mask)) for mask in range(1 << len(of.kind.domain)))
    term = remembered(scalar(value))
    bits = sorted(range(len(term.kind.domain)), key=lambda i: term.kind.domain[i])
    return tuple((term.kind.domain[i], _bit(term, i)) for i in bits)


def _covers(whole: Term, mask: int) -> Term:
    return made(lambda columns, needed: (mask & ~whole.of(columns, needed)) == 0, BOOL, (whole,))


def _bit(term: Term, i: int) -> Term:
    bit = 1 << i
    return made(lambda columns, needed: (term.of(columns, needed) & bit) != 0, BOOL, (term,))


def element_kind(value: Wide) -> Kind | None:
    match value:
        case Whole(kind, _):
            return kind
        case Subsets(of):
            return of.kind
    of_set: Kind | None = scalar(value).kind.of
    return of_set


def recoded(term: Term, kind: Scalar) -> Term:
    """A set as a mask over the elements of another kind; elements that are not there are left out."""
    if term.kind.domain == kind.domain or term.kind.sort != "set":
        return term
    moves = [(i, j) for i, j in enumerate(places(term.kind, kind)) if j is not None]
    shifts = {j - i for i, j in moves}
    result = kind._replace(none=term.kind.none)
    if term.kind.none:
        return made(lambda c, m: _spread_or_none(term.of(c, m), moves), result, (term,))
    if len(shifts) == 1 and len(moves) == len(term.kind.domain):
        by = shifts.pop()
        return made(lambda c, m: _shifted(term.of(c, m), by), result, (term,))
    return made(lambda c, m: _spread(term.of(c, m), moves), result, (term,))


def places(source: Scalar, target: Scalar) -> list[int | None]:
    """Where each element of one kind of set stands in another."""
    index = {codes: i for i, codes in enumerate(target.domain)}
    if source.of is None or target.of is None:
        return [None] * len(source.domain)
    codes = (encoded(target.of, decoded(source.of, element)) for element in source.domain)
    return [None if each is None else index.get(each) for each in codes]


def _shifted(mask: Column, by: int) -> Column:
    return mask << by if by > 0 else mask >> -by


def _spread(mask: Column, moves: Sequence[tuple[int, int]]) -> Column:
    result: Column = mask & 0
    for i, j in moves:
        result = result | (mask >> i & 1) << j
    return result


def _spread_or_none(mask: Column, moves: Sequence[tuple[int, int]]) -> Column:
    return np.where(mask == NONE, NONE, _spread(mask, moves))


def combined(sign: str, a: Term, b: Term) -> Term:
    """`| & -` of sets."""
    kind = union(a.kind, b.kind)
    x, y = recoded(a, kind), recoded(b, kind)
    if sign == "|":
        return made(lambda c, m: x.of(c, m) | y.of(c, m), kind, (x, y))
    if sign == "&":
        return made(lambda c, m: x.of(c, m) & y.of(c, m), kind, (x, y))
    return made(lambda c, m: x.of(c, m) & ~y.of(c, m), kind, (x, y))


def compared_sets(sign: str, a: Term, b: Term) -> Term:
    """`<= < >= >`: subset and superset."""
    if sign in (">", ">="):
        return (
            compared_sets({">": "<", ">=": "<="}[sign], b, a) if not (a.faulty or b.faulty) else _superset(sign, a, b)
        )
    kind = union(a.kind, b.kind)
    x, y = recoded(a, kind), recoded(b, kind)
    subset = made(lambda c, m: (x.of(c, m) & ~y.of(c, m)) == 0, BOOL, (x, y))
    return subset if sign == "<=" else logic("and", (subset, inverted(same(x, y))))


def _superset(sign: str, a: Term, b: Term) -> Term:
    """`>` and `>=`, the left side evaluated first."""
    kind = union(a.kind, b.kind)
    x, y = recoded(a, kind), recoded(b, kind)

    def of(columns: Columns, needed: Mask) -> Column:
        left, right = x.of(columns, needed), y.of(columns, needed)
        covers = (right & ~left) == 0
        return covers if sign == ">=" else covers & (left != right)

    return made(of, BOOL, (x, y))


def size_of(value: Wide) -> Term:
    """`len`."""
    match value:
        case Parts(Queue(), terms):
            return terms[0]
        case Parts(Table(_, keys, _), _):
            return constant(number(0, 0), len(keys))
        case Whole(_, values):
            return constant(number(0, 0), len(values))
        case Subsets():
            return counted([test for _, test in options(value)])
    term = scalar(value)
    return made(lambda c, m: popcount(term.of(c, m)), number(0, len(term.kind.domain)), (term,))


def popcount(mask: Column) -> Column:
    return np.bitwise_count(mask).astype(np.int64)


def mask_of(turns: Sequence[tuple[Term, Value]]) -> Term:
    """The set of the values whose condition holds; conditions and values are evaluated in order."""
    if not turns:
        return constant(set_of(None, ()), 0)
    of = turns[0][1].kind
    for _, value in turns[1:]:
        of = either(of, value.kind)
    domain = sorted({codes for _, value in turns for codes in _possible(value, of)})
    kind = set_of(of, tuple(domain))
    return _collected(kind, [(condition, *position(value, of, kind.domain)) for condition, value in turns], turns)


def _possible(value: Value, kind: Kind) -> list[Codes]:
    """The codes a value may have, as one of that kind."""
    if is_constant(value):
        codes = tuple(term.constant for term in terms_of(value) if term.constant is not None)
        return [codes for codes in [encoded(kind, decoded(value.kind, codes))] if codes is not None]
    if (
        isinstance(value.kind, Scalar)
        and value.kind.sort == "number"
        and value.kind.high - value.kind.low > MOST_VALUES
    ):
        raise TooLargeError("a set of numbers from too wide a range")
    found = (encoded(kind, decoded(value.kind, codes)) for codes in values(value.kind))
    return [codes for codes in found if codes is not None]


Finder = Callable[[Columns, Mask], tuple[Column, Column]]  # index (0 where not found), whether found


def _collected(kind: Scalar, finders: list[tuple[Term, Finder, bool]], turns: Sequence[tuple[Term, Value]]) -> Term:
    inputs = [term for condition, value in turns for term in (condition, *terms_of(value))]

    def of(columns: Columns, needed: Mask) -> Column:
        result: Column = 0
        for (condition, find, _), (_, value) in zip(finders, turns, strict=True):
            holds = condition.of(columns, needed)
            here = narrowed(needed, holds) if is_faulty(value) and not condition.constant else needed
            index, _ = find(columns, here)
            bit = 1 << index if isinstance(index, int) else np.left_shift(1, index)
            result = result | (bit if condition.constant else np.where(holds, bit, 0))
        return result

    return made(of, kind, inputs)


def position(value: Value, kind: Kind, domain: tuple[Codes, ...]) -> tuple[Finder, bool]:
    """Finds the value among those of that kind; the flag: whether it may not be there."""
    if is_constant(value):
        codes = encoded(kind, decoded(value.kind, tuple(int(t.constant or 0) for t in terms_of(value))))
        at = domain.index(codes) if codes in domain else None
        return (lambda columns, needed: (at or 0, np.bool_(at is not None))), at is None
    if isinstance(value, Term) and value.kind.sort in ("bool", "number", "word"):
        plain = [codes for codes in domain if codes != (NONE,)]
        first, none = plain[0][0] if plain else 0, len(domain) - len(plain)
        if plain == [(first + i,) for i in range(len(plain))] and domain[none:] == tuple(plain):
            return _by_distance(value, first, len(plain), bool(none))
    tests = [equal(value, fixed(kind, codes)) for codes in domain]
    return _by_equality(tests, value), True


def _by_distance(term: Term, first: int, count: int, none: bool) -> tuple[Finder, bool]:
    kind = term.kind
    sure = first <= kind.low and kind.high < first + count and (none or not kind.none)

    def find(columns: Columns, needed: Mask) -> tuple[Column, Column]:
        value = term.of(columns, needed)
        if getattr(value, "dtype", None) == np.bool_:
            value = value.astype(np.int64)
        index = value - first
        if sure and not kind.none:
            return index + none, np.True_
        there = (index >= 0) & (index < count)
        if none:
            return np.where(there, index + 1, 0), there | (value == NONE)
        return np.where(there, index, 0), there

    return find, not sure


def _by_equality(tests: Sequence[Term], value: Value) -> Finder:
    def find(columns: Columns, needed: Mask) -> tuple[Column, Column]:
        index: Column = 0
        there: Column = np.False_
        for term in terms_of(value):
            term.of(columns, needed)  # its faults, also where there is nothing to compare with
        for i, test in enumerate(tests):
            holds = test.of(columns, needed)
            index, there = np.where(holds, i, index), there | holds
        return index, there

    return find


def member(value: Value, whole: Wide) -> Term:
    """`in`."""
    if isinstance(whole, Whole):
        find, _ = position(value, whole.kind, whole.values)
        return made(lambda c, m: find(c, m)[1], BOOL, terms_of(value))
    if isinstance(whole, Subsets):
        return compared_sets("<=", scalar(value), whole.of)
    return _in_mask(value, scalar(whole))


def _in_mask(value: Value, mask: Term) -> Term:
    if mask.kind.of is None:
        return logic("and", (made(lambda c, m: _touch(c, m, value), BOOL, terms_of(value)), FALSE))
    find, _ = position(value, mask.kind.of, mask.kind.domain)

    def of(columns: Columns, needed: Mask) -> Column:
        index, there = find(columns, needed)
        return there & ((mask.of(columns, needed) >> index & 1) != 0)

    return made(of, BOOL, (*terms_of(value), mask))


def _touch(columns: Columns, needed: Mask, value: Value) -> Column:
    for term in terms_of(value):
        term.of(columns, needed)
    return np.True_


# --- equality, choice ---------------------------------------------------------------------------------------------


def equal(a: Wide, b: Wide) -> Term:
    """`==` of any two values of one kind."""
    a, b = narrow(a), narrow(b)
    if isinstance(a, Term) and isinstance(b, Term):
        if a.kind.sort == b.kind.sort == "set":
            kind = union(a.kind, b.kind)
            a, b = recoded(a, kind), recoded(b, kind)
        return same(a, b)
    return _equal_parts(a, b)


def _equal_parts(a: Value, b: Value) -> Term:
    match a.kind, b.kind:
        case Table(_, keys, x), Table(_, _, y):
            pairs = zip(groups(terms_of(a), len(keys)), groups(terms_of(b), len(keys)), strict=True)
            return logic("and", [equal(composed(x, p), composed(y, q)) for p, q in pairs])
        case Queue(x, n), Queue(y, m):
            (length, *first), (other, *second) = terms_of(a), terms_of(b)
            items = zip(groups(tuple(first), n), groups(tuple(second), m), strict=False)
            dead = [ordered("<=", length, constant(number(i, i), i)) for i in range(min(n, m))]
            tests = [
                logic("or", (gone, equal(composed(x, p), composed(y, q))))
                for gone, (p, q) in zip(dead, items, strict=True)
            ]
            return logic("and", (same(length, other), *tests))
    return FALSE


def choice(condition: Term, yes: Wide, no: Wide) -> Value:
    """`yes if condition else no`."""
    yes, no = narrow(yes), narrow(no)
    kind = either(yes.kind, no.kind)
    condition = remembered(condition)
    pairs = zip(leaves(kind), shaped(yes, kind), shaped(no, kind), strict=True)
    return composed(kind, [chosen(condition, a, b, leaf) for leaf, a, b in pairs])


def shaped(value: Value, kind: Kind) -> tuple[Term, ...]:
    """The leaves of the value laid out as that wider kind has them; nothing is judged."""
    match value.kind, kind:
        case Scalar(), Scalar():
            assert isinstance(value, Term)
            return (recoded(value, kind),)
        case Table(_, keys, x), Table(_, _, y):
            return sum((shaped(composed(x, part), y) for part in groups(terms_of(value), len(keys))), ())
        case Queue(x, n), Queue(y, m):
            length, *rest = terms_of(value)
            items = [shaped(composed(x, part), y) for part in groups(tuple(rest), n)][:m]
            items += [constants(leaves(y), blank(y))] * (m - len(items))
            alive = [ordered(">", length, constant(number(0, 0), i)) for i in range(m)]
            return (length, *sum((_alive(a, item, y, x == y) for a, item in zip(alive, items, strict=True)), ()))
    raise AssertionError(kind)


def _alive(there: Term, terms: Sequence[Term], kind: Kind, unchanged: bool) -> tuple[Term, ...]:
    """Dead cells made blank for another kind."""
    if unchanged:
        return tuple(terms)
    dead = constants(leaves(kind), blank(kind))
    wide = [
        leaf._replace(low=min(leaf.low, t.kind.low), high=max(leaf.high, t.kind.high), none=leaf.none or t.kind.none)
        for leaf, t in zip(leaves(kind), terms, strict=True)
    ]
    return tuple(chosen(there, a, b, k) for a, b, k in zip(terms, dead, wide, strict=True))
