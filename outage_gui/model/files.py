"""Scenario files: read with every mistake told, kept as text, saved whole or not at all."""

import hashlib
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from outage_gui.model import keys, places, raw_text, references
from outage_gui.model.loading import Reading, sorted_problems
from outage_gui.model.problems import Problem, ScenarioError
from outage_gui.model.raw_text import read_bytes as read_bytes
from outage_gui.model.scenario import Scenario
from outage_gui.model.words import Refusal, quoted
from outage_gui.model.yaml_tree import Map, Scalar, Tree, tree


class Document(NamedTuple):
    """A file as it was read: its text, byte for byte, what it means, where it is, and the SHA-256 of its bytes."""

    text: str
    scenario: Scenario
    path: Path
    digest: str


def load(path: Path) -> Document:
    """Read a file. Raises ScenarioError with every mistake in it, OSError where there is no such file."""
    content = read_bytes(path)
    text = raw_text.decoded(content, path.name)
    return Document(text, read(text, path.name), path, digest(content))


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@lru_cache(maxsize=8)
def read(text: str, name: str) -> Scenario:
    """What a text says, wholly checked. `name` stands in messages. Raises ScenarioError, at most 20 problems."""
    return validated(text, name, tree(text, name))


def validated(text: str, name: str, parsed: Tree) -> Scenario:
    """What a tree says. Raises ScenarioError with every mistake, by place."""
    known_format(parsed.root, name)
    reading = Reading(text, name, zone_of(parsed.root))
    scenario = reading.value(parsed.root, keys.SCENARIO)
    references.check_references(reading, parsed.root)
    if isinstance(scenario, Scenario) and not reading.hard:
        references.tell(reading, references.wrongs(scenario), lambda path: places.node_at(parsed.root, path))
        reading.problems += language_problems(scenario, text, name, parsed.root)
    if told := sorted_problems([*parsed.problems, *reading.problems]):
        raise ScenarioError(told)
    assert isinstance(scenario, Scenario)
    return scenario


def known_format(root: Map, name: str) -> None:
    """A newer format is the only thing to say about a file."""
    node = root.get("format")
    if isinstance(node, Scalar) and node.text.isdigit() and node.text.isascii() and node.text != str(keys.FORMAT):
        number = node.text.lstrip("0")
        if number and (len(number) > 9 or int(number) > keys.FORMAT):
            cause = f"format {quoted(node.text)} is newer than this program, which reads {keys.FORMAT}"
            raise ScenarioError((Problem(name, node.line, node.column, cause, "update the program"),))


def zone_of(root: Map) -> str:
    """The zone of a file, or UTC where it names none that exists; that is told elsewhere."""
    node = root.get("zone")
    try:
        return str(keys.ZONE.value(node.text, Reading("", ""))) if isinstance(node, Scalar) else "UTC"
    except Refusal:
        return "UTC"


def language_problems(scenario: Scenario, text: str, name: str, root: Map) -> list[Problem]:
    """What the language has to say about names and types in it."""
    if find_spec("outage_gui.model.checking") is None:
        return []
    mistakes: Any = import_module("outage_gui.model.checking").problems_of(scenario)
    found = []
    for mistake in mistakes:
        node = places.node_at(root, mistake.path)
        found.append(Problem(name, *places.offset_place(text, node, mistake.at), mistake.message, mistake.hint))
    return found
