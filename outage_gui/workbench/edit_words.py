"""What could stand where the cursor is: keys from the table, names from the scenario, words of the language.

Read from the lines above by their indentation, since a text that is being written has no tree.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from outage_gui.model.edit_language import scope_at
from outage_gui.model.keys import SCENARIO
from outage_gui.model.scenario import Scenario
from outage_gui.model.shapes import Either, Later, Leaf, ListOf, Named, Record, Shape
from outage_gui.model.words import OWN_FINDINGS, RESERVED
from outage_gui.workbench.edit_colours import is_language
from outage_gui.workbench.edit_places import shape_below

MOST = 60
_LINE = re.compile(r"^(?P<blank>[ ]*)(?P<dashes>(?:- +)*)(?:(?P<key>[\w.\"'-]+)\s*:)?")
_TYPING = re.compile(r"[A-Za-z_][\w-]*$")


class Word(NamedTuple):
    """`text` is put in; `says` stands beside it. `goes_on`: a colon and a blank follow it."""

    text: str
    says: str
    goes_on: bool = False


class Completion(NamedTuple):
    """`typed`: what stands there of the word already."""

    typed: str
    words: tuple[Word, ...]


def completion(text: str, offset: int, scenario: Scenario) -> Completion:
    """What could be written at an offset; none inside remarks."""
    line = text[text.rfind("\n", 0, offset) + 1 : offset]
    typed = found[0] if (found := _TYPING.search(line)) else ""
    if re.search(r"(^|\s)#", line):
        return Completion(typed, ())
    path = place(text, offset)
    before = line[: len(line) - len(typed)]
    wanted = [word for word in _words(path, before, scenario) if _fits(word.text, typed)]
    return Completion(typed, tuple(sorted(wanted, key=lambda word: not word.text.startswith(typed))[:MOST]))


def language_words(text: str, offset: int, process: str, scenario: Scenario) -> Completion:
    """Names and words for a field that holds nothing but language; `process`: whose step it belongs to."""
    typed = found[0] if (found := _TYPING.search(text[:offset])) else ""
    path = ("processes", process) if process else ()
    return Completion(typed, tuple(word for word in _language(path, scenario) if _fits(word.text, typed))[:MOST])


def _fits(word: str, typed: str) -> bool:
    return word.lower().startswith(typed.lower()) and word != typed


def place(text: str, offset: int) -> tuple[str, ...]:
    """The keys above an offset, by indentation; an entry of a list is "-"."""
    lines = text[:offset].split("\n")
    path = list(_opened(lines[-1]))
    depth = _depth(lines[-1])
    if "- " in lines[-1][: depth + 2] and lines[-1].lstrip(" ").startswith("-"):
        depth = len(lines[-1]) - len(lines[-1].lstrip(" "))
        path.insert(0, "-")
    for line in reversed(lines[:-1]):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _LINE.match(line)
        assert found is not None
        column = len(found["blank"])
        behind = column + len(found["dashes"])
        if found["dashes"] and column < depth <= behind and path[:1] != ["-"]:
            path.insert(0, "-")
            depth = column
        elif (found["key"] and behind < depth) or (
            path[:1] == ["-"] and found["key"] and column == depth and not found["dashes"]
        ):
            path.insert(0, found["key"].strip("\"'"))
            depth = behind
            if found["dashes"]:
                path.insert(0, "-")
                depth = column
        if depth == 0 and path[:1] != ["-"]:
            break
    return tuple(path)


def _depth(line: str) -> int:
    found = _LINE.match(line)
    assert found is not None
    return len(found["blank"]) + len(found["dashes"])


def _opened(line: str) -> Iterator[str]:
    """The keys of this line whose value goes on at its end, brackets that are still open included."""
    found = _LINE.match(line)
    assert found is not None
    if found["key"] is None:
        rest = line
    else:
        yield found["key"].strip("\"'")
        rest = line[found.end() :]
    inside: list[str] = []
    key = ""
    for part in re.finditer(r"([{\[])|([}\]])|([\w.-]+)\s*:(?=\s|$)|(,)", rest):
        if part[1]:
            inside += [key] * bool(key) + (["-"] if part[1] == "[" else ["{"])
            key = ""
        elif part[2]:
            while inside and inside.pop() not in ("-", "{"):
                pass
            key = ""
        elif part[3]:
            key = part[3]
        else:
            key = ""
    yield from (one for one in [*inside, key] if one and one != "{")


def _words(path: tuple[str, ...], before: str, scenario: Scenario) -> Iterable[Word]:
    shape = _shape(path)
    shape = shape.of() if isinstance(shape, Later) else shape
    if is_language(shape) or _in_language_map(path):
        return _language(path, scenario)
    at_key = not re.search(r":\s+$|:\s+.*\S\s+$", before) or before.rstrip().endswith(("{", ","))
    if isinstance(shape, Either):
        texts, mapping = _values(shape, scenario), shape.mapping
        keys = _keys(mapping) if isinstance(mapping, Record) and (at_key or before.endswith("{")) else ()
        return (*texts, *keys)
    if isinstance(shape, Record):
        return _keys(shape)
    if isinstance(shape, Named) and isinstance(shape.key, Leaf):
        return _values(shape.key, scenario)
    return _values(shape, scenario)


def _in_language_map(path: tuple[str, ...]) -> bool:
    return len(path) > 1 and path[-2] in ("pick", "then")


def _shape(path: tuple[str, ...]) -> Shape | None:
    shape: Shape | None = SCENARIO
    for element in path:
        shape = _below(shape, element)
    return shape


def _below(shape: Shape | None, element: str) -> Shape | None:
    match shape:
        case None:
            return None
        case Later(of=of):
            return _below(of(), element)
        case Either(items=items, mapping=mapping):
            return _below(items if element == "-" else mapping, element)
        case ListOf() if element != "-":
            return None
        case _:
            return shape_below(shape, element)


def _keys(shape: Record) -> tuple[Word, ...]:
    return tuple(Word(key.name, key.says, goes_on=True) for key in shape.keys)


def _values(shape: Shape | None, scenario: Scenario) -> tuple[Word, ...]:
    """The words that a value may be."""
    match shape:
        case Leaf(what=what, schema=schema):
            if what.startswith("the name of a "):
                return tuple(names_of(what.removeprefix("the name of a "), scenario))
            if what in ("a type", "a step or end"):
                return tuple(Word(name.name, "a type") for name in scenario.types) if what == "a type" else ()
            if schema.get("type") == "boolean":
                return (Word("true", ""), Word("false", ""))
            words = schema.get("enum", ())
            return tuple(Word(str(word), what) for word in words) if isinstance(words, list) else ()
        case Either(text=text, items=items):
            return (*_values(text, scenario), *(_values(items.of, scenario) if items and not text else ()))
        case ListOf(of=of):
            return _values(of, scenario)
        case _:
            return ()


def names_of(kind: str, scenario: Scenario) -> Iterator[Word]:
    """What could be named here, each with its label."""
    match kind:
        case "service":
            yield from (Word(one.name, one.label) for one in scenario.services)
        case "group":
            yield from (Word(one.name, one.label) for one in scenario.groups)
        case "fix":
            yield from (Word(one.name, one.label) for one in scenario.fixes)
        case "run":
            yield from (Word(one.name, one.label) for one in scenario.runs)
        case "source":
            yield from (Word(one.name, one.title) for one in scenario.sources)
        case "process":
            yield from (Word(one.name, one.label) for one in scenario.processes)
        case "finding":
            yield from (Word(one.name, one.label) for one in scenario.checks)
            yield from (Word(name, "") for name in (*OWN_FINDINGS, "none"))


def _language(path: tuple[str, ...], scenario: Scenario) -> Iterator[Word]:
    process = path[1] if len(path) > 1 and path[0] == "processes" else ""
    yield from (Word(name, says) for name, says in scope_at(scenario, process))
    yield from (Word(name, "") for name in sorted(RESERVED & _USEFUL))


_USEFUL = frozenset(
    {"none", "true", "false", "self", "end", "otherwise", "any", "all", "count", "len", "min", "max", "abs", "subsets"}
    | {"at", "ended", "and", "or", "not", "in", "if", "else", "for"}
)
