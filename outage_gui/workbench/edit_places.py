"""Between a place in the text and a path of the scenario: what stands at an offset, where a path is, by which shape.

A path is keys, names of steps, and positions of other list entries from 0: `("processes", "worker", "steps", "read")`.
"""

from collections.abc import Iterator
from typing import NamedTuple

from outage_gui.model.edit_path import entries, names_in, position
from outage_gui.model.keys import SCENARIO
from outage_gui.model.loading import last_end
from outage_gui.model.shapes import Either, Key, Later, ListOf, Named, Record, Shape
from outage_gui.model.yaml_tree import Listing, Map, Node, Scalar
from outage_gui.workbench.edit_frame import Path as Path


class Spot(NamedTuple):
    """The characters from `start` to `end` of the text."""

    start: int
    end: int


def entry_names(node: Listing, above: Path) -> list[str | int]:
    """How each entry of a list is called in a path."""
    named = len(above) == 3 and above[0] == "processes" and above[2] == "steps"
    names = names_in(node) if named else []
    return [
        names[number] if named and names[number] and names.count(names[number]) == 1 else number
        for number in range(len(node.items))
    ]


def below(node: Node, above: Path) -> Iterator[tuple[str | int, Scalar | None, Node]]:
    """What is directly below a node: the element of the path, its key, its value."""
    if isinstance(node, Map):
        for key, value in node.pairs:
            yield key.text, key, value
    elif isinstance(node, Listing):
        for name, item in zip(entry_names(node, above), node.items, strict=True):
            yield name, None, item


def node_of(root: Map | None, path: Path) -> Node | None:
    """The node a path leads to; None where it leads nowhere."""
    node: Node | None = root
    for element in path:
        index = position(node, element) if node is not None else None
        if node is None or index is None:
            return None
        node = entries(node)[index]
    return node


def path_at(root: Map | None, text: str, offset: int) -> Path:
    """The path of what stands at an offset; a place between two values belongs to the one before."""
    offset = _past_blanks(text, offset)
    path: Path = ()
    node: Node | None = root
    while node is not None:
        found = None
        for name, key, value in below(node, path):
            if (key or value).start > offset:
                break
            found = name, key, value
        if found is None:
            break
        name, key, node = found
        if isinstance(node, Map | Listing) and node.flow and offset > last_end(node):
            return (*path, name) if _same_line(text, last_end(node), offset) else path
        path = (*path, name)
        if isinstance(node, Scalar):
            break
    return path


def _past_blanks(text: str, offset: int) -> int:
    """From the indentation of a line to its first character; behind the dash of an entry."""
    start = text.rfind("\n", 0, offset) + 1
    at = start
    while at < len(text) and text[at] in " -" and text[at : at + 2] != "--":
        at += 1
    return max(offset, at) if text[start:offset].strip(" -") == "" and text[at : at + 1] not in ("", "\n") else offset


def _same_line(text: str, one: int, other: int) -> bool:
    return "\n" not in text[min(one, other) : max(one, other)]


def spot_of(root: Map | None, path: Path) -> Spot | None:
    """Where a path is, its key included; None where it leads nowhere."""
    above = node_of(root, path[:-1]) if path else None
    for name, key, value in below(above, path[:-1]) if above is not None else ():
        if name == path[-1]:
            return Spot((key or value).start, last_end(value))
    return None


def shape_of(root: Map | None, path: Path) -> Shape | None:
    """By which shape the value at a path is read, as it stands there or could stand there."""
    shape: Shape | None = SCENARIO
    for depth, element in enumerate(path):
        if shape is None:
            return None
        shape = shape_below(settled(shape, node_of(root, path[:depth])), element)
    return shape


def settled(shape: Shape, node: Node | None) -> Shape:
    """Of shapes to choose from, the one that fits what stands there; where nothing does, the mapping or the list."""
    while isinstance(shape, Later):
        shape = shape.of()
    if not isinstance(shape, Either):
        return shape
    chosen: Shape | None
    match node:
        case Scalar():
            chosen = shape.text
        case Listing():
            chosen = shape.items
        case Map():
            chosen = shape.mapping
        case _:
            chosen = None
    return chosen or shape.text or shape.mapping or shape.items or shape


def shape_below(shape: Shape, element: str | int) -> Shape | None:
    """By which shape what is called so, directly below, is read."""
    match shape:
        case Record():
            return next((key.shape for key in shape.keys if key.name == element), None)
        case Named():
            return next((key.shape for key in shape.fixed if key.name == element), shape.of)
        case ListOf():
            return shape.of
        case _:
            return None


def key_of(root: Map | None, path: Path) -> Key | None:
    """The row of the table of keys for the last element of a path; None for a name or a position."""
    if not path:
        return None
    shape = shape_of(root, path[:-1])
    shape = settled(shape, node_of(root, path[:-1])) if shape is not None else None
    return next((key for key in shape.keys if key.name == path[-1]), None) if isinstance(shape, Record) else None
