"""From a path of keys, or an offset in a value's text, to the place in the file."""

import re
from collections.abc import Sequence

from outage_gui.model import raw_text
from outage_gui.model.yaml_tree import Listing, Map, Node, Scalar

Path = Sequence[str | int]


def node_at(root: Map, path: Path) -> Node:
    """The node a path leads to; where it leads nowhere, the last one on the way."""
    node: Node = root
    for index, key in enumerate(path):
        below = _below(node, key, path[:index])
        if below is None:
            return _key_of(root, path[:index]) if isinstance(node, Map) and index else node
        node = below
    return node


def key_at(root: Map, path: Path) -> Node:
    """The key with which a path ends, or what is nearest to it."""
    return _key_of(root, path)


def _below(node: Node, key: str | int, above: Path) -> Node | None:
    if isinstance(node, Map):
        return node.get(str(key))
    if isinstance(node, Listing):
        number = _entry(node, key) if len(above) == 3 and above[0] == "services" else key
        return node.items[number] if isinstance(number, int) and 0 <= number < len(node.items) else None
    return None


def _entry(needs: Listing, number: str | int) -> str | int:
    """A need is counted as read, where a list without at_least has become one need for each of its services."""
    count = 0
    for index, item in enumerate(needs.items):
        services = item.get("service") if isinstance(item, Map) and not item.get("at_least") else None
        count += len(services.items) if isinstance(services, Listing) else 1
        if isinstance(number, int) and number < count:
            return index
    return number


def _key_of(root: Map, path: Path) -> Node:
    """The key of the last mapping entry on the path: a better place for what is missing below it."""
    node: Node = root
    key: Node = root
    for index, step in enumerate(path):
        if isinstance(node, Map):
            key = next((name for name, _ in node.pairs if name.text == str(step)), key)
        below = _below(node, step, path[:index])
        if below is None:
            break
        node = below
        key = node if isinstance(step, int) else key
    return key


def offset_place(text: str, node: Node, at: int) -> tuple[int, int]:
    """Line and column of the character `at` of a value; its first character where that cannot be told."""
    if not isinstance(node, Scalar) or at <= 0:
        return node.line, node.column
    if not node.style and "\n" not in text[node.start : node.end]:
        return node.line, node.column + min(at, node.end - node.start)
    return raw_text.place(text, _aligned(text, node, at))


def source_offset(text: str, node: Scalar, at: int) -> int:
    """Where in the file the character `at` of a value's text stands, one that is no blank."""
    if not node.style and "\n" not in text[node.start : node.end]:
        return node.start + at
    return _aligned(text, node, at)


# What stands for one character that is no blank, by the style of the text.
_UNITS = {
    '"': re.compile(r"\\(?:x..|u.{4}|U.{8}|[^xuU])|\S", re.DOTALL),
    "'": re.compile(r"''|\S"),
}
_ANY = re.compile(r"\S")
_BLANK_ESCAPES = frozenset("ntN_LP \n\r")


def _aligned(text: str, node: Scalar, at: int) -> int:
    """Where in the file a character of the value stands: what is no blank is counted in both."""
    block = node.style in ("|", ">")
    start = text.find("\n", node.start) + 1 if block else node.start + bool(node.style)
    left = sum(not character.isspace() for character in node.text[:at])
    last = start
    for unit in _UNITS.get(node.style, _ANY).finditer(text, start, node.end):
        if len(unit[0]) == 2 and unit[0][0] == "\\" and unit[0][1] in _BLANK_ESCAPES:
            continue
        last = unit.start()
        if left == 0:
            break
        left -= 1
    return last
