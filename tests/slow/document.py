"""A scenario file as plain text values (dicts, lists, strings), and the `set` and `drop` of its fixes applied to it."""

import copy
from collections.abc import Sequence
from typing import Any

import yaml

Document = dict[str, Any]


def read(text: str) -> Document:
    """The file as nested dicts, lists and strings; no scalar is given a meaning here."""
    document = yaml.load(text, Loader=yaml.BaseLoader)
    if not isinstance(document, dict):
        raise ValueError("a scenario is a mapping")
    return document


def changed(document: Document, fixes: Sequence[str]) -> Document:
    """A copy with every `set` and `drop` of the chosen fixes done; joins are for the interpreter."""
    result = copy.deepcopy(document)
    chosen = [result["fixes"][name] for name in fixes]
    for fix in chosen:
        for path, value in fix.get("set", {}).items():
            set_at(result, path.split("."), copy.deepcopy(value))
        for path in fix.get("drop", []):
            drop_at(result, path.split("."))
    return result


def joins(document: Document, fixes: Sequence[str]) -> dict[str, list[list[str]]]:
    """Process -> the groups of steps that the chosen fixes make one move."""
    result: dict[str, list[list[str]]] = {}
    for name in fixes:
        for process, steps in document["fixes"][name].get("join", {}).items():
            result.setdefault(process, []).append(list(steps))
    return result


def set_at(place: Any, path: Sequence[str], value: Any) -> None:
    """Put the value where the path leads; missing mappings on the way are made, an unknown step is appended."""
    for key in path[:-1]:
        place = below(place, key)
    last = path[-1]
    if isinstance(place, dict):
        place[last] = value
    elif (index := index_of(place, last)) is not None:
        place[index] = value
    else:
        place.append(value)


def drop_at(place: Any, path: Sequence[str]) -> None:
    """Remove what the path leads to."""
    for key in path[:-1]:
        place = below(place, key)
    if isinstance(place, dict):
        del place[path[-1]]
    else:
        index = index_of(place, path[-1])
        if index is None:
            raise KeyError(path[-1])
        del place[index]


def below(place: Any, key: str) -> Any:
    """One level down, by key, by the name of a step, or by number."""
    if isinstance(place, dict):
        return place.setdefault(key, {})
    index = index_of(place, key)
    if index is None:
        raise KeyError(key)
    return place[index]


def index_of(entries: list[Any], key: str) -> int | None:
    """Which entry of a list the key means: a step by its name, anything else by its number from 0."""
    for index, entry in enumerate(entries):
        if isinstance(entry, dict) and entry.get("step") == key:
            return index
    return int(key) if key.isdigit() and int(key) < len(entries) else None
