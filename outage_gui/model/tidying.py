"""The tidying of a file's blanks: text in, text out; what it means stays, and so does every character of a value."""

import re
from collections.abc import Iterator

from outage_gui.model import raw_text
from outage_gui.model.edit_path import refused
from outage_gui.model.files import read
from outage_gui.model.yaml_tree import Listing, Map, Node, Scalar, meaning, tree


def canonical(text: str, name: str) -> str:
    """The text tidied: line ends, blanks at their ends, runs of blank lines, a last line end; no byte order mark.

    Comments, order and quotes stay, and so does every character of a value. Raises ScenarioError for a refused file.
    """
    read(text, name)
    before = meaning(tree(text, name).root)
    plain = text.removeprefix(raw_text.MARK).replace("\r\n", "\n")
    root = tree(plain, name).root
    kept = _lines_of_values(plain, root)
    lines = [line if number in kept else line.rstrip(" ") for number, line in enumerate(plain.split("\n"), 1)]
    after = "\n".join(_without_runs(lines, kept)).strip("\n") + "\n"
    if meaning(tree(after, name).root) != before:
        raise refused("this file cannot be tidied without changing what it means")
    return after


def _without_runs(lines: list[str], kept: set[int]) -> Iterator[str]:
    """Of blank lines that follow each other, the first; inside values all of them."""
    last = "-"
    for number, line in enumerate(lines, 1):
        if line or last or number in kept:
            yield line
        last = line


def _lines_of_values(text: str, root: Node) -> set[int]:
    """The lines of texts that go over several lines; blanks there may be part of the value."""
    found: set[int] = set()
    todo: list[Node] = [root]
    while todo:
        node = todo.pop()
        match node:
            case Scalar():
                if re.search("\n", text[node.start : node.end]):
                    last = raw_text.place(text, max(node.start, node.end - 1))[0]
                    found.update(range(node.line, last + 1))
            case Map():
                todo += [value for _, value in node.pairs]
            case Listing():
                todo += node.items
    return found
