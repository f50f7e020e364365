"""What fits the type of a place: the leaves to store, `out-of-range` where the value is not of the type."""

from collections.abc import Callable

import numpy as np

from outage_gui.engine.compounds import Wide, narrow, places, recoded, shaped, terms_of
from outage_gui.engine.kinds import NONE, Kind, Queue, Scalar, leaves
from outage_gui.engine.rows import Column, Columns, Mask
from outage_gui.engine.terms import OUT_OF_RANGE, Term, constant, failing, made


def fitted(value: Wide, kind: Kind) -> tuple[Term, ...]:
    """The leaves to store in a place of that kind; `out-of-range` where the value is not of it."""
    value = narrow(value)
    if isinstance(value.kind, Queue) and isinstance(kind, Queue) and value.kind.size > kind.size:
        terms = shaped(value, Queue(kind.of, kind.size))
    else:
        terms = shaped(value, kind) if not isinstance(kind, Scalar) else terms_of(value)
    return tuple(fitted_scalar(term, leaf) for term, leaf in zip(terms, leaves(kind), strict=True))


def fitted_scalar(term: Term, kind: Scalar) -> Term:
    """The term as a value of the kind, judged; the smallest one where it is not."""
    if term.kind.sort == "none":
        return constant(kind, NONE) if kind.none else failing(OUT_OF_RANGE, kind, _first(kind))
    if kind.sort == "set":
        return _fitted_set(term, kind)
    lost = term.kind.none and not kind.none
    low, high = term.kind.low < kind.low, term.kind.high > kind.high
    if kind.sort == "word" and not set(term.kind.words) <= set(kind.words):
        return _among(term, kind)
    if not (lost or low or high):
        return term

    def of(columns: Columns, needed: Mask) -> Column:
        value = term.of(columns, needed)
        bad: Column = value > kind.high if high else np.False_
        if low or lost:
            bad = bad | (value < kind.low)
        if not lost and term.kind.none:
            bad = bad & (value != NONE)
        if np.any(bad):
            columns.fault(OUT_OF_RANGE, bad, needed)
            value = np.where(bad, kind.low, value)
        return value != 0 if kind.sort == "bool" and lost else value

    return _judged(of, kind, term)


def _judged(of: Callable[[Columns, Mask], Column], kind: Scalar, term: Term) -> Term:
    return made(of, kind, (term,), faults=True)


def _first(kind: Scalar) -> int:
    return kind.words[0] if kind.words else kind.low


def _among(term: Term, kind: Scalar) -> Term:
    def of(columns: Columns, needed: Mask) -> Column:
        value = term.of(columns, needed)
        fits = np.isin(value, kind.words)
        if kind.none:
            fits = fits | (value == NONE)
        columns.fault(OUT_OF_RANGE, np.logical_not(fits), needed)
        return np.where(fits, value, kind.words[0])

    return _judged(of, kind, term)


def _fitted_set(term: Term, kind: Scalar) -> Term:
    there = places(term.kind, kind) if term.kind.domain != kind.domain else list(range(len(kind.domain)))
    outside = sum(1 << i for i, j in enumerate(there) if j is None)
    lost = term.kind.none and not kind.none
    inside = recoded(term, kind)
    if not (outside or lost):
        return inside

    def of(columns: Columns, needed: Mask) -> Column:
        value = term.of(columns, needed)
        none = (value == NONE) if term.kind.none else np.False_
        bad = none if lost else np.False_
        columns.fault(OUT_OF_RANGE, bad | (((value & outside) != 0) & np.logical_not(none)), needed)
        return np.where(bad, 0, inside.of(columns, needed))

    return _judged(of, kind, term)
