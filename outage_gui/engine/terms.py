"""Terms: an expression as a closure over columns, with the kind of its values. Scalars, numbers and conditions.

A term gives a value of its kind on every row, also where it is not needed or has faulted; so no closure ever meets a
shift, a divisor or a key that is impossible. A fault is noted in the columns, only on rows where the term is needed.
"""

import operator
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from outage_gui.engine.kinds import BOOL, NONE, NOTHING, Codes, Scalar, TooLargeError, number
from outage_gui.engine.rows import Column, Columns, Mask

FAULTS = (
    "",
    "out-of-range",
    "division-by-zero",
    "queue-full",
    "queue-empty",
    "no-such-key",
    "empty-min-max",
    "none-compared",
)
OUT_OF_RANGE, DIVISION_BY_ZERO, QUEUE_FULL, QUEUE_EMPTY, NO_SUCH_KEY, EMPTY_MIN_MAX, NONE_COMPARED = range(1, 8)
LARGEST = 1 << 61  # of a number anywhere in an expression: int64 and NONE stay out of reach


class Term(NamedTuple):
    """of(columns, needed) gives the column. faulty: it may note faults. constant: its code, where it is one."""

    of: Callable[[Columns, Mask], Column]
    kind: Scalar
    constant: int | None = None
    faulty: bool = False


def constant(kind: Scalar, code: int) -> Term:
    value: Any = np.bool_(code) if kind.sort == "bool" and not kind.none else code
    if kind.sort == "number" and code != NONE:
        kind = number(code, code)
    if code != NONE:
        kind = kind._replace(none=False)
    elif kind.sort in ("bool", "number"):
        kind = NOTHING
    return Term(lambda columns, needed: value, kind, code)


TRUE, FALSE = constant(BOOL, 1), constant(BOOL, 0)


def made(of: Callable[[Columns, Mask], Column], kind: Scalar, inputs: Sequence[Term], *, faults: bool = False) -> Term:
    """A term of those inputs; a constant where all of them are and nothing faults."""
    faulty = faults or any(term.faulty for term in inputs)
    if all(term.constant is not None for term in inputs):
        columns = Columns(np.zeros((1, 1), np.uint64))
        value = of(columns, None)
        if columns.faults is None:
            return constant(kind, int(np.asarray(value).reshape(-1)[0]))
    if kind.sort == "number" and kind.low == kind.high and not kind.none and not faulty:
        return constant(kind, kind.low)
    return Term(of, kind, None, faulty)


def narrowed(needed: Mask, condition: Column) -> Mask:
    if np.ndim(condition) == 0:
        condition = np.array([bool(condition)])
    both: NDArray[np.bool_] = condition if needed is None else needed & condition
    return both


def remembered(term: Term) -> Term:
    """The same term, evaluated once for all that use it until something is written."""
    if term.constant is not None or term.faulty:
        return term
    key, of = object(), term.of

    def recalled(columns: Columns, needed: Mask) -> Column:
        value = columns.memory.get(key)
        if value is None:
            value = columns.memory[key] = of(columns, None)
        return value

    return term._replace(of=recalled)


# --- numbers ------------------------------------------------------------------------------------------------------

Act = Callable[[Any, Any], Any]
ARITHMETIC: dict[str, Act] = {"+": operator.add, "-": operator.sub, "*": operator.mul}
ORDER: dict[str, Act] = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def arithmetic(sign: str, a: Term, b: Term) -> Term:
    """`+ - * // %` of numbers, Python's meaning."""
    if sign in ("//", "%"):
        return _division(sign, a, b)
    act = ARITHMETIC[sign]
    ends = [act(x, y) for x in _ends(a) for y in _ends(b)]
    return numeric(act, bounded(min(ends), max(ends)), a, b)


def _ends(term: Term) -> tuple[int, int]:
    return (0, 0) if term.kind.sort == "none" else (term.kind.low, term.kind.high)


def bounded(low: int, high: int) -> Scalar:
    if max(abs(low), abs(high)) > LARGEST:
        raise TooLargeError("a number in this expression may become larger than 2 to the power of 61")
    return number(low, high)


def numeric(act: Act, kind: Scalar, *terms: Term) -> Term:
    """The act on numbers; `none` among them faults once all are evaluated."""
    if not any(term.kind.none for term in terms):
        first, *rest = (term.of for term in terms)
        if not rest:
            return made(lambda columns, needed: act(first(columns, needed), None), kind, terms)
        second = rest[0]
        return made(lambda columns, needed: act(first(columns, needed), second(columns, needed)), kind, terms)

    def of(columns: Columns, needed: Mask) -> Column:
        given = [term.of(columns, needed) for term in terms]
        given = [present(columns, needed, value, term) for value, term in zip(given, terms, strict=True)]
        return act(given[0], given[-1])

    return made(of, kind, terms, faults=True)


def present(columns: Columns, needed: Mask, value: Column, term: Term) -> Column:
    """The value where it is not `none`, which faults."""
    if not term.kind.none:
        return value
    absent = value == NONE
    columns.fault(NONE_COMPARED, absent, needed)
    replaced = np.where(absent, term.kind.low, value)
    return replaced != 0 if term.kind.sort == "bool" else replaced


def negative(a: Term) -> Term:
    low, high = _ends(a)
    return numeric(lambda x, _: -x, bounded(-high, -low), a)


def absolute(a: Term) -> Term:
    low, high = _ends(a)
    least = 0 if low <= 0 <= high else min(abs(low), abs(high))
    return numeric(lambda x, _: np.abs(x), bounded(least, max(abs(low), abs(high))), a)


def _division(sign: str, a: Term, b: Term) -> Term:
    act, low, high = np.floor_divide if sign == "//" else np.remainder, *_ends(b)
    zero = low <= 0 <= high

    def of(columns: Columns, needed: Mask) -> Column:
        x, y = a.of(columns, needed), b.of(columns, needed)
        x, y = present(columns, needed, x, a), present(columns, needed, y, b)
        if zero:
            columns.fault(DIVISION_BY_ZERO, y == 0, needed)
            y = np.where(y == 0, 1, y)
        return act(x, y)

    return made(of, _quotients(a, low, high) if sign == "//" else _rests(low, high), (a, b), faults=zero or _none(a, b))


def _none(*terms: Term) -> bool:
    return any(term.kind.none for term in terms)


def _quotients(a: Term, low: int, high: int) -> Scalar:
    divisors = [d for d in (low, high, -1, 1) if low <= d <= high and d != 0] + [1] * (low <= 0 <= high)
    ends = [x // d for x in _ends(a) for d in divisors]
    return number(min(ends), max(ends))


def _rests(low: int, high: int) -> Scalar:
    return number(min(low + 1, 0), max(high - 1, 0))


def smallest(terms: Sequence[Term], *, largest: bool = False) -> Term:
    """`min(a, b, …)`, or `max`."""
    return extreme([(TRUE, term) for term in terms], largest=largest)


def extreme(turns: Sequence[tuple[Term, Term]], *, largest: bool) -> Term:
    """The smallest (or largest) of the terms whose condition holds; `empty-min-max` where none does."""
    ends = [_ends(term) for _, term in turns if term.kind.sort != "none"] or [(0, 0)]
    pick = max if largest else min
    low, high = pick(e[0] for e in ends), pick(e[1] for e in ends)
    always = any(condition.constant for condition, _ in turns)
    kind = number(low, high) if always else number(min(e[0] for e in ends), max(e[1] for e in ends))
    better = np.maximum if largest else np.minimum
    worst = -LARGEST if largest else LARGEST

    def of(columns: Columns, needed: Mask) -> Column:
        found: list[tuple[Column, Mask, Column, Term]] = []
        for condition, term in turns:
            holds = condition.of(columns, needed)
            here = needed if condition.constant else narrowed(needed, holds)
            found.append((holds, here, term.of(columns, here), term))
        result: Column = worst
        some: Column = np.False_
        for holds, here, value, term in found:
            result = better(result, np.where(holds, present(columns, here, value, term), worst))
            some = some | holds
        columns.fault(EMPTY_MIN_MAX, np.logical_not(some), needed)
        return result if always else np.where(some, result, kind.low)

    inputs = [term for turn in turns for term in turn]
    return made(of, kind, inputs, faults=not always or _none(*(term for _, term in turns)))


# --- conditions ---------------------------------------------------------------------------------------------------


def logic(word: str, operands: Sequence[Term]) -> Term:
    """Lazy `and`, `or`."""
    is_and, kept = word == "and", []
    for term in operands:
        if term.constant is None:
            kept.append(term)
        elif bool(term.constant) != is_and:
            kept.append(term)
            break
    if kept and kept[-1].constant is not None and not any(term.faulty for term in kept):
        return kept[-1]
    if len(kept) < 2:
        return kept[0] if kept else TRUE if is_and else FALSE
    return Term(_lazily(is_and, tuple(kept)), BOOL, None, any(term.faulty for term in kept))


def _lazily(is_and: bool, terms: tuple[Term, ...]) -> Callable[[Columns, Mask], Column]:
    act = operator.and_ if is_and else operator.or_
    first, rest = terms[0].of, [(term.of, term.faulty) for term in terms[1:]]

    def of(columns: Columns, needed: Mask) -> Column:
        result = first(columns, needed)
        for each, faulty in rest:
            here = narrowed(needed, result if is_and else np.logical_not(result)) if faulty else None
            result = act(result, each(columns, here))
        return result

    return of


def inverted(a: Term) -> Term:
    return made(lambda columns, needed: np.logical_not(a.of(columns, needed)), BOOL, (a,))


def ordered(sign: str, a: Term, b: Term) -> Term:
    """`< <= > >=` of numbers; known beforehand where the intervals say so."""
    act, kinds = ORDER[sign], (a.kind, b.kind)
    if not _none(a, b) and not (a.faulty or b.faulty):
        outcomes = {act(x, y) for x in (kinds[0].low, kinds[0].high) for y in (kinds[1].low, kinds[1].high)}
        if len(outcomes) == 1:
            return TRUE if outcomes.pop() else FALSE
    return numeric(act, BOOL, a, b)


def same(a: Term, b: Term) -> Term:
    """`==` of two scalars that are not sets."""
    if not (a.faulty or b.faulty) and not _may_meet(a.kind, b.kind):
        return FALSE
    return made(lambda columns, needed: a.of(columns, needed) == b.of(columns, needed), BOOL, (a, b))


def _may_meet(a: Scalar, b: Scalar) -> bool:
    if a.none and b.none:
        return True
    return "none" not in (a.sort, b.sort) and a.low <= b.high and b.low <= a.high


def chosen(condition: Term, yes: Term, no: Term, kind: Scalar) -> Term:
    """`yes if condition else no`, lazily; both already of that kind."""
    if condition.constant is not None:
        return yes if condition.constant else no

    def of(columns: Columns, needed: Mask) -> Column:
        holds = condition.of(columns, needed)
        first = yes.of(columns, narrowed(needed, holds) if yes.faulty else None)
        second = no.of(columns, narrowed(needed, np.logical_not(holds)) if no.faulty else None)
        return np.where(holds, first, second)

    return Term(of, kind, None, condition.faulty or yes.faulty or no.faulty)


def failing(code: int, kind: Scalar, value: int) -> Term:
    """What always faults."""

    def of(columns: Columns, needed: Mask) -> Column:
        columns.fault(code, np.True_, needed)
        return constant(kind, value).of(columns, needed)

    return Term(of, kind, None, True)


def counted(conditions: Sequence[Term]) -> Term:
    """How many hold."""
    known = sum(1 for term in conditions if term.constant)
    open_ = [term for term in conditions if term.constant is None]
    if not open_:
        return constant(number(known, known), known)

    def of(columns: Columns, needed: Mask) -> Column:
        total: Column = known
        for term in open_:
            total = total + np.asarray(term.of(columns, needed)).astype(np.int64)
        return total

    return made(of, number(known, known + len(open_)), open_)


def constants(kinds: Sequence[Scalar], codes: Codes) -> tuple[Term, ...]:
    return tuple(constant(kind, code) for kind, code in zip(kinds, codes, strict=True))
