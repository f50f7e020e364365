"""From a path of keys, or an offset in a value's text, to the place in the file."""

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


def _aligned(text: str, node: Scalar, at: int) -> int:
    """Where in the file a character of the value stands: both are walked together, blanks and escapes skipped."""
    here = text.find("\n", node.start) + 1 if node.style in ("|", ">") else node.start + bool(node.style)
    found = here
    for index, character in enumerate(node.text[: at + 1]):
        if character.isspace():
            continue
        place = text.find(character, here, min(node.end, here + (200 if index else node.end)))
        if place < 0:
            break
        found, here = place, place + 1
    return found
