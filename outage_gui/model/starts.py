"""Start values: from what the file says to the value of a type. `any` is not judged here; `domain` has its values."""

from typing import assert_never

from outage_gui.model.expression import Expression, Name, Nothing, Number, Truth, Unary
from outage_gui.model.parsing import parsed
from outage_gui.model.scenario import Start, StartAny, StartList, StartTable, StartText
from outage_gui.model.tokens import LanguageError
from outage_gui.model.types import (
    Bool,
    Instances,
    Maybe,
    Never,
    Queue,
    Range,
    Resolved,
    SetOf,
    Table,
    Unknown,
    Value,
    Words,
    described,
    domain,
)
from outage_gui.model.words import nearest, quoted


def start_value(type: Resolved, start: Start) -> Value:
    """The value a variable starts with. Raises LanguageError where it does not belong to the type, and for `any`."""
    if isinstance(start, StartAny):
        raise LanguageError("'any' stands alone, not inside a value", 0, "write start: any, or one value")
    match type:
        case Table(each=each, of=of):
            return _table(each, of, start)
        case SetOf(of=of):
            return _set(of, start)
        case Queue(of=of, size=size):
            return _queue(of, size, start)
        case _:
            return literal(type, _text(type, start))


def literal(type: Resolved, text: str) -> Value:
    """`3`, `true`, `red`, `none`, an instance. Raises LanguageError where the text is no value of the type."""
    tree = parsed(text)
    match type:
        case Unknown() | Never():
            return None
        case Maybe(of=of):
            return None if isinstance(tree, Nothing) else literal(of, text)
        case Bool():
            if isinstance(tree, Truth):
                return tree.value
            raise LanguageError(f"{quoted(text)} is neither true nor false", 0, "write true or false")
        case Range() | Instances(numbered=True):
            return _number(type, tree, text)
        case Words(words=names) | Instances(values=names):
            if isinstance(tree, Name) and tree.name in names:
                return tree.name
            known = [str(name) for name in names]
            raise LanguageError(f"{quoted(text)} is not {described(type)}", 0, nearest(text, known))
        case SetOf() | Table() | Queue():
            raise LanguageError(f"{quoted(text)} is not {described(type)}")
    assert_never(type)


def _number(type: Range | Instances, tree: Expression, text: str) -> int:
    match tree:
        case Number(value=value):
            number = value
        case Unary(operator="-", operand=Number(value=value)):
            number = -value
        case _:
            raise LanguageError(f"{quoted(text)} is not {described(type)}")
    values = domain(type) if isinstance(type, Instances) else range(type.low, type.high + 1)
    if number not in values:
        raise LanguageError(f"{number} is outside {values[0]}..{values[-1]}")
    return number


def _text(type: Resolved, start: Start) -> str:
    match start:
        case StartText(text=text):
            return text
        case StartTable():
            raise LanguageError(f"values for keys, but this is {described(type)}", 0, "write one value")
        case _:
            raise LanguageError(f"a list, but this is {described(type)}", 0, "write one value")


def _table(each: Resolved, of: Resolved, start: Start) -> Value:
    keys = domain(each)
    if not isinstance(start, StartTable):
        value = start_value(of, start)
        return tuple((key, value) for key in keys)
    given: dict[Value, Value] = {}
    for text, each_start in start.pairs:
        key = literal(each, text)
        if key in given:
            raise LanguageError(f"the key {quoted(text)} is there twice")
        given[key] = start_value(of, each_start)
    missing = [key for key in keys if key not in given]
    if missing:
        raise LanguageError(f"the key {quoted(_key_text(missing[0]))} has no value", 0, "one value stands for all keys")
    return tuple((key, given[key]) for key in keys)


def _key_text(key: Value) -> str:
    return "none" if key is None else str(key).lower() if isinstance(key, bool) else str(key)


def _set(of: Resolved, start: Start) -> Value:
    items = _items(start, "a set")
    values = frozenset(start_value(of, item) for item in items)
    if len(values) < len(items):
        raise LanguageError("a value is listed twice in this set")
    return values


def _queue(of: Resolved, size: int, start: Start) -> Value:
    items = _items(start, "a queue")
    if len(items) > size:
        raise LanguageError(f"{len(items)} items in a queue of size {size}")
    return tuple(start_value(of, item) for item in items)


def _items(start: Start, holder: str) -> tuple[Start, ...]:
    if not isinstance(start, StartList):
        raise LanguageError(f"{holder} starts as a list", 0, "write [] for an empty one")
    return start.items
