"""How types go together: what can be compared, what can be stored, what two make together, and intervals of numbers."""

from collections.abc import Sequence

from outage_gui.model.limits import LARGEST
from outage_gui.model.tokens import LanguageError
from outage_gui.model.types import Instances, Maybe, Never, Queue, Range, Resolved, SetOf, Table, Unknown, Words


def comparable(one: Resolved, other: Resolved) -> bool:
    """Whether == between them can ever say anything: the same kind, words and instances that meet; none fits all."""
    match one, other:
        case (Unknown() | Never(), _) | (_, Unknown() | Never()):
            return True
        case (Maybe(of=of), rest) | (rest, Maybe(of=of)):
            return comparable(of, rest)
        case Words(), Words():
            return (one.spelled and other.spelled) or not set(one.words).isdisjoint(other.words)
        case SetOf(of=of), SetOf(of=rest):
            return comparable(of, rest)
        case Queue(of=of), Queue(of=rest):
            return comparable(of, rest)
        case Table(each=each, of=of), Table(each=keys, of=rest):
            return each == keys and comparable(of, rest)
    if number(one) and number(other):
        return True
    if isinstance(one, Instances) and isinstance(other, Instances):
        return one.process == other.process
    return type(one) is type(other)


def storable(stored: Resolved, given: Resolved) -> bool:
    """Whether a value given can ever belong to the type; whether it does is judged at each store."""
    if isinstance(given, Maybe) and not isinstance(stored, Maybe | Unknown):
        return not isinstance(given.of, Never) and comparable(stored, given.of)
    return comparable(stored, given)


def within(type: Resolved, of: Resolved) -> bool:
    """Whether every value of `of` belongs to the type."""
    outer, inner = number(type), number(of)
    if outer and inner:
        fits = outer.low <= inner.low and inner.high <= outer.high
        return fits and (isinstance(type, Maybe) or not isinstance(of, Maybe))
    return joined(type, of) == type


def number(type: Resolved) -> Range | None:
    """The interval of a number, of an instance that is one, of a maybe of those; None for anything else."""
    match type:
        case Range():
            return type
        case Instances(values=values, numbered=True):
            return Range(int(values[0]), int(values[-1]))
        case Maybe(of=of):
            return number(of)
        case _:
            return None


def joined(one: Resolved, other: Resolved, order: Sequence[str] = ()) -> Resolved | None:
    """The type that has the values of both, None where they are of different kinds.

    Words keep the order of the type that has them all; where neither has, they stand as in `order`.
    """
    match one, other:
        case (Never(), rest) | (rest, Never()):
            return rest
        case (Unknown(), _) | (_, Unknown()):
            return Unknown()
        case (Maybe(of=of), rest) | (rest, Maybe(of=of)):
            inner = joined(of, rest.of if isinstance(rest, Maybe) else rest, order)
            return inner and Maybe(inner)
        case Words(), Words():
            return Words(_words(one.words, other.words, order), one.spelled and other.spelled)
        case SetOf(of=of), SetOf(of=rest):
            inner = joined(of, rest, order)
            return inner and SetOf(inner)
        case Queue(of=of, size=size), Queue(of=rest, size=length):
            inner = joined(of, rest, order)
            return inner and Queue(inner, max(size, length))
        case Table(each=each, of=of), Table(each=keys, of=rest):
            inner = joined(of, rest, order)
            return inner and (Table(each, inner) if each == keys else None)
    if one == other:
        return one
    low_high = number(one), number(other)
    if low_high[0] and low_high[1]:
        return Range(min(side.low for side in low_high if side), max(side.high for side in low_high if side))
    return None


def _words(words: tuple[str, ...], others: tuple[str, ...], order: Sequence[str]) -> tuple[str, ...]:
    if set(others) <= set(words):
        return words
    if set(words) <= set(others):
        return others
    rank = {word: place for place, word in enumerate(order)}
    together = dict.fromkeys((*words, *others))
    return tuple(sorted(together, key=lambda word: rank.get(word, len(rank))))


# --- intervals ----------------------------------------------------------------------------------------------------


def calculated(sign: str, one: Range, other: Range, at: int = 0) -> Range:
    """The interval of `one sign other` for + - * // %. Raises LanguageError where it may leave 64 bits."""
    match sign:
        case "+":
            ends = [one.low + other.low, one.high + other.high]
        case "-":
            ends = [one.low - other.high, one.high - other.low]
        case "*":
            ends = [a * b for a in (one.low, one.high) for b in (other.low, other.high)]
        case "//":
            ends = [a // b for a in (one.low, one.high) for b in _divisors(other, at)]
        case _:
            ends = [end for b in _divisors(other, at) for end in _remainders(one, b)]
    return bounded(min(ends), max(ends), at)


def bounded(low: int, high: int, at: int = 0) -> Range:
    """The interval, refused where it leaves 64 bits."""
    if low < -LARGEST or high > LARGEST:
        raise LanguageError("this number can leave 64 bits", at, "give what it is made of smaller ranges")
    return Range(low, high)


def _divisors(other: Range, at: int) -> list[int]:
    """The divisors at which quotients are extreme."""
    found = [b for b in (other.low, -1, 1, other.high) if b and other.low <= b <= other.high]
    if not found:
        raise LanguageError("this always divides by zero", at)
    return found


def _remainders(one: Range, divisor: int) -> tuple[int, int]:
    if divisor > 0:
        return 0, min(divisor - 1, one.high) if one.low >= 0 else divisor - 1
    return max(divisor + 1, one.low) if one.high <= 0 else divisor + 1, 0
