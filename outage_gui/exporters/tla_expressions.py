"""Expressions of the language as TLA+: each operator has its own there, but for faults and the order of loops."""

from typing import assert_never

from outage_gui.exporters.tla_loops import as_set, gone_through, is_domain, quantified
from outage_gui.exporters.tla_scope import NONE, Scope, literal, number
from outage_gui.exporters.tla_text import (
    COMPARED,
    FALSE,
    HIGHEST,
    LOWEST,
    SETS,
    SUM,
    TRUE,
    CannotSayError,
    Code,
    Faults,
    Text,
    any_fault,
    both,
    called,
    chosen,
    compared,
    either,
    fault,
    inverse,
    lazily,
    sized,
    under,
)
from outage_gui.model import kinds
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
from outage_gui.model.types import Maybe, Queue, Range, Resolved, SetOf, Table, instances

SET_SIGNS = {"|": "\\cup", "&": "\\cap", "-": "\\"}
ORDER_OF_SETS = {"<=": "\\subseteq", "<": "\\subseteq"}
TURNED = {">": "<", ">=": "<="}


def worth(tree: Expression, scope: Scope) -> Code:
    """The text of an expression, and when it faults."""
    match tree:
        case Number(value=value):
            return Code(number(value))
        case Truth(value=value):
            return Code(literal(value))
        case Nothing():
            return Code(NONE)
        case Name(name=name) if name in scope.texts:
            return Code(scope.texts[name])
        case Name() | Interval() | SetComprehension() | SetLiteral():
            return as_set(tree, scope)
        case Unary(operator="not", operand=operand):
            found = worth(operand, scope)
            return Code(inverse(found.text), found.faults)
        case Unary(operand=operand):
            found = worth(operand, scope)
            limited(scope.type(tree))
            return Code(Text(f"-{found.text.at(SUM + 1)}", SUM), found.faults + scope.absent(operand, found.text))
        case Binary():
            return _binary(tree, scope)
        case Compare():
            return _compared(tree, scope)
        case Logic(operator=operator, operands=operands):
            return lazily(operator, [worth(operand, scope) for operand in operands])
        case Choice():
            return _choice(tree, scope)
        case Index():
            return _entry(tree, scope)
        case Call():
            return _called(tree, scope)
        case Quantifier():
            return quantified(tree, scope)
    assert_never(tree)


# --- numbers ------------------------------------------------------------------------------------------------------


def limited(type: Resolved) -> Range:
    found = kinds.number(type) or Range(0, 0)
    if found.low < LOWEST or found.high > HIGHEST:
        raise CannotSayError("has numbers of more than 32 bits")
    return found


def _binary(tree: Binary, scope: Scope) -> Code:
    sign, left, right = tree.operator, worth(tree.left, scope), worth(tree.right, scope)
    faults = left.faults + right.faults
    if isinstance(scope.type(tree.left), SetOf):
        return Code(sized(Text(f"{left.text.at(SUM)} {SET_SIGNS[sign]} {right.text.at(SUM)}", SETS)), faults)
    faults += scope.absent(tree.left, left.text) + scope.absent(tree.right, right.text)
    limited(scope.type(tree))
    if sign not in ("//", "%"):
        return Code(sized(Text(f"{left.text.at(SUM + 1)} {sign} {right.text.at(SUM + 1)}", SUM)), faults)
    divisor = limited(scope.type(tree.right))
    zero = compared(right.text, "=", number(0)) if divisor.low <= 0 <= divisor.high else FALSE
    faults += fault("division-by-zero", zero)
    if divisor.low >= 0:
        word = "\\div" if sign == "//" else "%"
        return Code(sized(Text(f"{left.text.at(SUM + 1)} {word} {right.text.at(SUM + 1)}", SUM)), faults)
    return Code(called("FloorDiv" if sign == "//" else "FloorMod", left.text, right.text), faults)


# --- comparisons --------------------------------------------------------------------------------------------------


def _compared(tree: Compare, scope: Scope) -> Code:
    """A chain: every operand once, from the left, as far as needed."""
    parts: list[Code] = []
    left = tree.operands[0]
    found = worth(left, scope)
    for sign, right in zip(tree.operators, tree.operands[1:], strict=True):
        other = as_set(right, scope) if sign in ("in", "not in") else worth(right, scope)
        faults = found.faults + other.faults
        if sign in ("in", "not in"):
            parts.append(Code(compared(found.text, "\\in" if sign == "in" else "\\notin", other.text), faults))
        elif sign in ("==", "!="):
            parts.append(Code(compared(found.text, "=" if sign == "==" else "#", other.text), faults))
        elif isinstance(scope.type(left), SetOf):
            parts.append(Code(_subset(sign, found.text, other.text), faults))
        else:
            missing = any_fault(scope.absent(left, found.text) + scope.absent(right, other.text))
            parts.append(Code(compared(found.text, sign, other.text), faults + fault("none-compared", missing)))
        left, found = right, other._replace(faults=())
    return lazily("and", parts)


def _subset(sign: str, left: Text, right: Text) -> Text:
    if sign in TURNED:
        sign, left, right = TURNED[sign], right, left
    text = Text(f"{left.at(SETS)} \\subseteq {right.at(SETS)}", COMPARED)
    return text if sign == "<=" else both(text, compared(left, "#", right))


# --- choice, entries ----------------------------------------------------------------------------------------------


def _choice(tree: Choice, scope: Scope) -> Code:
    test, yes, no = worth(tree.condition, scope), worth(tree.yes, scope), worth(tree.no, scope)
    faults = test.faults + under(test.text, yes.faults) + under(inverse(test.text), no.faults)
    return Code(chosen(test.text, yes.text, no.text), faults)


def outside(text: Text, given: Resolved, type: Resolved, scope: Scope) -> Text:
    """The condition that a value of the given type is none of the other type."""
    limited(given if not isinstance(given, SetOf | Table | Queue) else Range(0, 0))
    return FALSE if kinds.within(type, given) else compared(text, "\\notin", scope.world.type(type))


def missing(key: Expression, text: Text, each: Resolved, scope: Scope) -> Faults:
    return fault("no-such-key", outside(text, scope.type(key), each, scope))


def _entry(tree: Index, scope: Scope) -> Code:
    whole, key = worth(tree.of, scope), worth(tree.key, scope)
    faults, of = whole.faults + key.faults, scope.type(tree.of)
    if isinstance(of, Table):
        text = Text(f"{whole.text.at(SUM + 1)}[{key.text.text}]")
        return Code(sized(text), faults + missing(tree.key, key.text, of.each, scope))
    length = called("Len", whole.text)
    range_ = limited(scope.type(tree.key))
    tests = [compared(key.text, "=", NONE)] if isinstance(scope.type(tree.key), Maybe) else []
    tests += [compared(key.text, "<", number(0))] if range_.low < 0 else []
    faults += fault("queue-empty", either(*tests, compared(key.text, ">=", length)))
    place = str(tree.key.value + 1) if isinstance(tree.key, Number) else f"{key.text.at(SUM + 1)} + 1"
    return Code(sized(Text(f"{whole.text.at(SUM + 1)}[{place}]")), faults)


# --- functions ----------------------------------------------------------------------------------------------------


def _called(tree: Call, scope: Scope) -> Code:
    first = tree.arguments[0]
    match tree.function:
        case "at" | "ended":
            return _standing(tree, scope)
        case "subsets":
            return as_set(tree, scope)
        case "len":
            return _length(first, scope)
        case "abs":
            found = worth(first, scope)
            limited(scope.type(tree))
            return Code(called("Abs", found.text), found.faults + scope.absent(first, found.text))
    name = "Min" if tree.function == "min" else "Max"
    if len(tree.arguments) > 1:
        given = [worth(argument, scope) for argument in tree.arguments]
        faults = tuple(each for code in given for each in code.faults)
        pairs = zip(tree.arguments, given, strict=True)
        faults += tuple(each for argument, code in pairs for each in scope.absent(argument, code.text))
        return Code(called(name, Text(f"{{{', '.join(code.text.text for code in given)}}}")), faults)
    items, of = as_set(first, scope), gone_through(first, scope)
    none = compared(NONE, "\\in", items.text) if isinstance(of, Maybe) else FALSE
    faults = items.faults + fault("none-compared", none)
    empty = FALSE if is_domain(first, scope) else compared(items.text, "=", Text("{}"))
    return Code(called(name, items.text), faults + fault("empty-min-max", empty))


def _length(tree: Expression, scope: Scope) -> Code:
    if is_domain(tree, scope) or not isinstance(scope.type(tree), Queue):
        found = as_set(tree, scope)
        return Code(called("Cardinality", found.text), found.faults)
    found = worth(tree, scope)
    return Code(called("Len", found.text), found.faults)


def _standing(tree: Call, scope: Scope) -> Code:
    """`at(p[i], step)`, `ended(p[i])`; without an index some instance, or all."""
    whole = tree.arguments[0]
    name = whole.of if isinstance(whole, Index) else whole
    assert isinstance(name, Name)
    place, type = scope.world.places[name.name], instances(scope.names.processes[name.name])
    scope.world.read.add(place.at)
    step = tree.arguments[1] if tree.function == "at" else None
    wanted = Text(f'"{step.name}"') if isinstance(step, Name) else Text('"end"')
    never = step is None and not place.ends
    if isinstance(whole, Index):
        key = worth(whole.key, scope)
        faults = key.faults + missing(whole.key, key.text, type, scope)
        return Code(FALSE if never else compared(place.of(key.text), "=", wanted), faults)
    if never:
        return Code(FALSE)
    if len(type.values) == 1:
        return Code(compared(place.of(TRUE), "=", wanted))
    sign, spare = "\\E" if step else "\\A", scope.world.spare
    test = compared(place.of(Text(spare)), "=", wanted)
    return Code(Text(f"{sign} {spare} \\in {scope.world.sets[name.name].text} : {test.text}", 1))
