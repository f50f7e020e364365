"""Sets and loops: TLA+'s own where nothing inside can fault; else turn by turn, for faults come in an order."""

from collections.abc import Iterator

from outage_gui.exporters.tla_scope import Scope, listed, literal
from outage_gui.exporters.tla_text import (
    ATOM,
    FALSE,
    OPEN,
    SETS,
    SUM,
    TRUE,
    CannotSayError,
    Code,
    Faults,
    Text,
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
from outage_gui.model.expression import (
    Call,
    Expression,
    For,
    Interval,
    Name,
    Number,
    Quantifier,
    SetComprehension,
    SetLiteral,
)
from outage_gui.model.typed import gone_through as typed_through
from outage_gui.model.types import Resolved, Value, domain, size

MOST_TURNS = 4096


def is_domain(tree: Expression, scope: Scope) -> bool:
    """A type, a process or a range: its members are known."""
    return isinstance(tree, Interval) or (isinstance(tree, Name) and tree.name in scope.world.sets)


def gone_through(tree: Expression, scope: Scope) -> Resolved:
    """The type of the members."""
    return typed_through(tree, scope.names)[0]


def as_set(tree: Expression, scope: Scope) -> Code:
    """What stands where a set may stand: a type's or a process's name means all its values there."""
    match tree:
        case Name(name=name) if name in scope.world.sets:
            return Code(scope.world.sets[name])
        case Interval(low=low, high=high):
            return Code(Text(f"{literal(low).text}..{literal(high).text}", SUM - 1))
        case SetLiteral(items=items):
            found = [scope.worth(item) for item in items]
            return Code(listed([code.text for code in found]), tuple(f for code in found for f in code.faults))
        case SetComprehension(body=body, loops=loops):
            return comprehension(body, loops, scope)
        case Call(function="subsets", arguments=(of,)):
            inner = as_set(of, scope)
            return Code(Text(f"SUBSET {inner.text.at(ATOM)}", SETS), inner.faults)
    return scope.worth(tree)


# --- loops as TLA+ has them ---------------------------------------------------------------------------------------


def within(loops: tuple[For, ...], scope: Scope) -> Iterator[tuple[str, Text, Text, Faults, Scope]]:
    """Of each loop the name, the set, the condition, the faults of both, and the scope inside."""
    for loop in loops:
        over = as_set(loop.over, scope)
        scope, name = scope.binding(loop.name, gone_through(loop.over, scope))
        test = lazily("and", [scope.worth(each) for each in loop.conditions])
        yield name, over.text, test.text, over.faults + test.faults, scope


def filtered(name: str, over: Text, test: Text) -> Text:
    return over if test == TRUE else Text(f"{{{name} \\in {over.at(SETS)} : {test.text}}}")


def comprehension(body: Expression, loops: tuple[For, ...], scope: Scope) -> Code:
    """`{body for … if …}`."""
    levels = list(within(loops, scope))
    inside = levels[-1][4].worth(body)
    if is_faulty(loops, scope, inside.faults):
        return unrolled_set(body, loops, scope)
    name, over, test, _, _ = levels[-1]
    whole = filtered(name, over, test)
    if inside.text.text != name:
        whole = Text(f"{{{inside.text.text} : {name} \\in {whole.at(SETS)}}}")
    for outer, set_, condition, _, _ in reversed(levels[:-1]):
        whole = Text(f"UNION {{{whole.text} : {outer} \\in {filtered(outer, set_, condition).at(SETS)}}}", SETS)
    return Code(sized(whole), as_set(loops[0].over, scope).faults)


def is_faulty(loops: tuple[For, ...], scope: Scope, inside: Faults) -> bool:
    """Whether anything may fault that is evaluated once a turn."""
    first = as_set(loops[0].over, scope).faults
    faults = [each for *_, found, _ in within(loops, scope) for each in found]
    return bool(inside) or len(faults) > len(first)


def quantified(tree: Quantifier, scope: Scope) -> Code:
    """`any`, `all`, `count`, `min` and `max` of a body for each turn."""
    levels = list(within(tree.loops, scope))
    innermost = levels[-1][4]
    body = innermost.worth(tree.body)
    absence = innermost.absent(tree.body, body.text) if tree.function in ("min", "max") else ()
    if is_faulty(tree.loops, scope, body.faults + absence):
        return unrolled(tree, scope)
    faults = as_set(tree.loops[0].over, scope).faults
    match tree.function:
        case "any" | "all":
            return Code(nested(tree.function, levels, body.text), faults)
        case "count":
            return Code(called("Cardinality", holding(levels, body.text)), faults)
    items = comprehension(tree.body, tree.loops, scope).text
    name = "Min" if tree.function == "min" else "Max"
    return Code(called(name, items), faults + fault("empty-min-max", compared(items, "=", Text("{}"))))


Levels = list[tuple[str, Text, Text, Faults, Scope]]


def nested(function: str, levels: Levels, body: Text) -> Text:
    """`\\E x \\in S : …`, one inside the other."""
    sign, text = "\\E" if function == "any" else "\\A", body
    for name, over, test, _, _ in reversed(levels):
        if function == "any":
            text = both(test, text)
        elif test != TRUE:
            text = Text(f"{test.at(SETS - 4)} => {text.at(SETS - 4)}", 2)
        text = sized(Text(f"{sign} {name} \\in {over.at(SETS)} : {text.text}", OPEN))
    return text


def holding(levels: Levels, body: Text) -> Text:
    """The turns in which the body holds, as a set: of values, or of tuples where loops are nested."""
    names = [name for name, *_ in levels]
    name, over, test, _, _ = levels[-1]
    whole = filtered(name, over, both(test, body))
    if len(names) == 1:
        return whole
    whole = Text(f"{{<<{', '.join(names)}>> : {name} \\in {whole.at(SETS)}}}")
    for outer, set_, condition, _, _ in reversed(levels[:-1]):
        whole = Text(f"UNION {{{whole.text} : {outer} \\in {filtered(outer, set_, condition).at(SETS)}}}", SETS)
    return sized(whole)


# --- turn by turn -------------------------------------------------------------------------------------------------


def options(tree: Expression, scope: Scope) -> tuple[list[tuple[Value, Text]], Resolved, Faults]:
    """What may be gone through, in order, each with the condition that it is; the type; the faults of the set."""
    code, of = as_set(tree, scope), gone_through(tree, scope)
    if isinstance(tree, SetLiteral) and all(isinstance(item, Number) for item in tree.items):
        values = sorted({item.value for item in tree.items if isinstance(item, Number)})
        return [(value, TRUE) for value in values], of, ()
    if size(of) > MOST_TURNS:
        raise CannotSayError(f"goes through a set out of {size(of):,} values, one after the other")
    whole = is_domain(tree, scope)
    tests = [(value, TRUE if whole else compared(literal(value), "\\in", code.text)) for value in domain(of)]
    return tests, of, code.faults


def turns(loops: tuple[For, ...], scope: Scope) -> Iterator[tuple[Code, Scope]]:
    """Each way to fill the loop names: the condition for it, and the scope."""
    if not loops:
        yield Code(TRUE), scope
        return
    found, of, faults = options(loops[0].over, scope)
    if faults or not found:
        yield Code(FALSE, faults), scope
    for value, test in found:
        inner = scope.holding(loops[0].name, value, of)
        here = lazily("and", [Code(test), *(inner.worth(each) for each in loops[0].conditions)])
        for more, innermost in turns(loops[1:], inner):
            yield lazily("and", [here, more]), innermost


def each_turn(body: Expression, loops: tuple[For, ...], scope: Scope) -> Iterator[tuple[Code, Code, Scope]]:
    """Of each turn its condition, the body, and the scope."""
    for count, (test, inner) in enumerate(turns(loops, scope), 1):
        if count > MOST_TURNS:
            raise CannotSayError(f"goes through more than {MOST_TURNS:,} turns, one after the other")
        yield test, inner.worth(body) if test.text != FALSE else Code(FALSE), inner


def unrolled(tree: Quantifier, scope: Scope) -> Code:
    found = [(test, body, inner) for test, body, inner in each_turn(tree.body, tree.loops, scope)]
    match tree.function:
        case "any":
            return lazily("or", [lazily("and", [test, body]) for test, body, _ in found])
        case "all":
            ways = [lazily("or", [Code(inverse(test.text), test.faults), body]) for test, body, _ in found]
            return lazily("and", ways)
        case "count":
            both_ = [lazily("and", [test, body]) for test, body, _ in found]
            text = " + ".join(chosen(each.text, Text("1"), Text("0")).at(SUM + 1) for each in both_)
            return Code(sized(Text(text or "0", SUM)), tuple(f for each in both_ for f in each.faults))
    return extreme(tree, found)


def extreme(tree: Quantifier, found: list[tuple[Code, Code, Scope]]) -> Code:
    """First everything that is evaluated, then what is absent, then whether there is anything."""
    faults: Faults = ()
    for test, body, _ in found:
        faults += test.faults + under(test.text, body.faults)
    real = [(test, body, inner) for test, body, inner in found if test.text != FALSE]
    for test, body, inner in real:
        faults += under(test.text, inner.absent(tree.body, body.text))
    faults += fault("empty-min-max", inverse(either(*(test.text for test, _, _ in real))))
    items = gathered([(test, body) for test, body, _ in real])
    return Code(called("Min" if tree.function == "min" else "Max", items), faults)


def gathered(items: list[tuple[Code, Code]]) -> Text:
    """The set of those whose condition holds."""
    sure = [body.text for test, body in items if test.text == TRUE]
    parts = [listed(sure)] if sure or not items else []
    empty = Text("{}")
    parts += [chosen(test.text, listed([body.text]), empty) for test, body in items if test.text != TRUE]
    return parts[0] if len(parts) == 1 else sized(Text(" \\cup ".join(part.at(ATOM) for part in parts), SETS))


def unrolled_set(body: Expression, loops: tuple[For, ...], scope: Scope) -> Code:
    faults: Faults = ()
    found = []
    for test, code, _ in each_turn(body, loops, scope):
        faults += test.faults + under(test.text, code.faults)
        if test.text != FALSE:
            found.append((test, code))
    return Code(gathered(found), faults)
