"""Scenario files: read with every mistake told, kept as text, saved whole or not at all."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from outage_gui.model import fixes, raw_text
from outage_gui.model.judging import judged
from outage_gui.model.loading import sorted_problems
from outage_gui.model.problems import ScenarioError
from outage_gui.model.raw_text import read_bytes as read_bytes
from outage_gui.model.saving import write_whole
from outage_gui.model.scenario import Scenario
from outage_gui.model.yaml_tree import tree


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
    parsed = tree(text, name)
    scenario, problems = judged(text, name, parsed.root, finish=lambda scenario: scenario)
    source = fixes.Source(text, name, parsed.root)
    broken = fixes.single_problems(source, scenario, problems) if scenario else []
    if told := sorted_problems([*parsed.problems, *problems, *broken]):
        raise ScenarioError(told)
    assert scenario is not None
    return scenario


def save(text: str, path: Path) -> str:
    """Put a text in the place of a file, whole or not at all, and give its digest. What cannot be read is not saved.

    Raises ScenarioError for a text that is refused, OSError where it cannot be written; the old file then stays.
    """
    read(text, path.name)
    content = text.encode("utf-8")
    write_whole(content, path)
    return digest(content)


def canonical(text: str, name: str) -> str:
    """The text tidied, with the same meaning; see `tidying.canonical`. Raises ScenarioError."""
    from outage_gui.model.tidying import canonical as tidied

    return tidied(text, name)
