"""Values of the language as Promela text: each knows its type, its faults in the order they would occur, its constant.

A fault is a name and the condition under which it occurs, given that none before it has. Texts are bare of side effects
and may only be evaluated where no fault occurred.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeAlias

from outage_gui.exporters.spelling import CannotSayError as CannotSayError
from outage_gui.model.types import Bool, Maybe, Never, Range, Resolved, SetOf, Value, domain, size

NOT_CONSTANT: Any = object()
MOST_TEXT = 200_000  # characters of one expression
MOST_BITS = 31  # of a set kept in one of SPIN's ints
LOWEST, HIGHEST = -(2**31) + 2, 2**31 - 1


class Fault(NamedTuple):
    name: str
    when: str


Faults: TypeAlias = tuple[Fault, ...]


class Code(NamedTuple):
    """A plain value: one int. A condition is one of type Bool."""

    text: str
    type: Resolved
    faults: Faults = ()
    constant: Value = NOT_CONSTANT

    @property
    def is_constant(self) -> bool:
        return self.constant is not NOT_CONSTANT


class SetCode(NamedTuple):
    """A set: of each value of `domain` the condition that it is in; mask: the same as one int, "" where not at hand."""

    of: Resolved
    domain: tuple[Value, ...]
    bits: tuple[str, ...]
    mask: str = ""
    faults: Faults = ()


class TableCode(NamedTuple):
    each: Resolved
    items: tuple["AnyCode", ...]
    faults: Faults = ()


class QueueCode(NamedTuple):
    of: Resolved
    length: Code
    items: tuple["AnyCode", ...]
    faults: Faults = ()


AnyCode: TypeAlias = Code | SetCode | TableCode | QueueCode


# --- conditions ---------------------------------------------------------------------------------------------------


def both(*texts: str) -> str:
    kept = [text for text in dict.fromkeys(texts) if text != "true"]
    if "false" in kept:
        return "false"
    return checked(f"({' && '.join(kept)})") if len(kept) > 1 else kept[0] if kept else "true"


def either(*texts: str) -> str:
    kept = [text for text in dict.fromkeys(texts) if text != "false"]
    if "true" in kept:
        return "true"
    return checked(f"({' || '.join(kept)})") if len(kept) > 1 else kept[0] if kept else "false"


def inverse(text: str) -> str:
    if text in ("true", "false"):
        return "false" if text == "true" else "true"
    return text[1:] if text.startswith("!(") and closes_at_end(text[1:]) else f"!{in_brackets(text)}"


def chosen(condition: str, yes: str, no: str) -> str:
    if condition in ("true", "false") or yes == no:
        return yes if condition != "false" else no
    if (yes, no) == ("true", "false"):
        return condition
    return checked(f"({condition} -> {yes} : {no})")


def in_brackets(text: str) -> str:
    return text if closes_at_end(text) else f"({text})"


def bare(text: str) -> str:
    """Without brackets round the whole, except where they belong to a choice."""
    whole = text.startswith("(") and closes_at_end(text)
    return text[1:-1] if whole and " -> " not in text else text


def closes_at_end(text: str) -> bool:
    """Whether the bracket that opens the text is closed by its last character."""
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return letter == ")" and place == len(text) - 1
    return False


def checked(text: str) -> str:
    if len(text) > MOST_TEXT:
        raise CannotSayError("unrolls to more text than SPIN can read")
    return text


# --- faults -------------------------------------------------------------------------------------------------------


def under(condition: str, faults: Faults) -> Faults:
    """The faults of what is only evaluated where the condition holds."""
    found = (Fault(fault.name, both(condition, fault.when)) for fault in faults)
    return tuple(fault for fault in found if fault.when != "false")


def fault(name: str, when: str) -> Faults:
    return () if when == "false" else (Fault(name, when),)


def any_fault(faults: Faults) -> str:
    return either(*(fault.when for fault in faults))


def with_faults(code: AnyCode, before: Faults) -> AnyCode:
    """The same value, faulting first with those."""
    if not before:
        return code
    if isinstance(code, Code):
        return code._replace(faults=before + code.faults, constant=NOT_CONSTANT)
    return code._replace(faults=before + code.faults)


# --- sets ---------------------------------------------------------------------------------------------------------


def ordered(of: Resolved, values: Iterable[Value]) -> tuple[Value, ...]:
    """In the order of their type."""
    found = set(values)
    if isinstance(of, Never):
        return ()
    if isinstance(of, Range):
        return tuple(sorted(found))  # type: ignore[type-var]
    inner = of.of if isinstance(of, Maybe) else of
    if isinstance(inner, Range):
        return tuple(sorted(found, key=lambda value: (value is not None, value or 0)))
    return tuple(value for value in domain(of) if value in found)


def constant_set(of: Resolved, values: Iterable[Value]) -> SetCode:
    members = ordered(of, values)
    return SetCode(of, members, ("true",) * len(members))


def bit_of(code: SetCode, value: Value) -> str:
    return code.bits[code.domain.index(value)] if value in code.domain else "false"


def mask_of(code: SetCode, target: tuple[Value, ...]) -> str:
    """The set as one int, bit i for target[i]; values outside the target are left out."""
    if len(target) > MOST_BITS:
        raise CannotSayError(f"keeps a set of up to {len(target)} values; SPIN's ints have room for {MOST_BITS}")
    if code.mask and code.domain == target:
        return code.mask
    bits = [bit_of(code, value) for value in target]
    known = sum(1 << i for i, bit in enumerate(bits) if bit == "true")
    parts = [chosen(bit, str(1 << i), "0") for i, bit in enumerate(bits) if bit not in ("true", "false")]
    parts = ([str(known)] if known or not parts else []) + parts
    return checked(f"({' | '.join(parts)})") if len(parts) > 1 else parts[0]


def from_mask(of: Resolved, members: tuple[Value, ...], mask: str) -> SetCode:
    shifted = (mask if i == 0 else f"({mask} >> {i})" for i in range(len(members)))
    return SetCode(of, members, tuple(f"({each} & 1)" for each in shifted), mask)


def same_domain(a: SetCode, b: SetCode, of: Resolved) -> tuple[Value, ...]:
    """The values of both, as the larger has them where it has all."""
    for one, other in ((a, b), (b, a)):
        if set(other.domain) <= set(one.domain):
            return one.domain
    return ordered(of, a.domain + b.domain)


def without(x: str, y: str) -> str:
    return both(x, inverse(y))


def combined(sign: str, a: SetCode, b: SetCode, of: Resolved) -> SetCode:
    """`| & -` of sets."""
    members = same_domain(a, b, of)
    faults = a.faults + b.faults
    pairs = [(bit_of(a, value), bit_of(b, value)) for value in members]
    act: dict[str, Callable[[str, str], str]] = {"|": either, "&": both, "-": without}
    bits = tuple(act[sign](x, y) for x, y in pairs)
    if (a.mask or b.mask) and len(members) <= MOST_BITS:
        x, y = mask_of(a, members), mask_of(b, members)
        text = {"|": f"({x} | {y})", "&": f"({x} & {y})", "-": f"({x} & ~{y})"}[sign]
        return SetCode(of, members, from_mask(of, members, text).bits, checked(text), faults)
    return SetCode(of, members, bits, "", faults)


def count_of(bits: Sequence[str]) -> str:
    """How many of the conditions hold."""
    known = sum(bit == "true" for bit in bits)
    parts = [chosen(bit, "1", "0") for bit in bits if bit not in ("true", "false")]
    parts = ([str(known)] if known or not parts else []) + parts
    return checked(f"({' + '.join(parts)})") if len(parts) > 1 else parts[0]


def is_true_or_false(type: Resolved) -> bool:
    return isinstance(type, Bool)


def possible(code: AnyCode) -> tuple[Value, ...]:
    """Every value the code may have."""
    if isinstance(code, Code):
        if code.is_constant:
            return (code.constant,)
        if size(code.type) > 4096:
            raise CannotSayError(f"has a set of values out of {size(code.type):,}")
        return domain(code.type)
    assert isinstance(code, SetCode)
    if len(code.domain) > 12:
        raise CannotSayError(f"has a set of sets of {len(code.domain)} values")
    return domain_of_subsets(code)


def domain_of_subsets(code: SetCode) -> tuple[Value, ...]:
    members = [(value, bit) for value, bit in zip(code.domain, code.bits, strict=True) if bit != "false"]
    found: list[frozenset[Value]] = [frozenset()]
    for value, bit in members:
        more = [each | {value} for each in found]
        found = more if bit == "true" else found + more
    return tuple(found)


def set_type(code: SetCode) -> Resolved:
    return SetOf(code.of)
