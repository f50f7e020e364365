"""Edits of a file's text that touch nothing else. Text in, text out: comments, order, quotes and line ends stay.

What an edit gives is read again and its tree compared with the one that was wanted; where it would mean anything
else, it is refused with ScenarioError. Whether the scenario is a good one is not judged here: `files.read` does.
A path is a tuple of keys and numbers of list entries; steps can be given by their name.
"""

from collections.abc import Mapping
from typing import Any

from outage_gui.model import limits, splices
from outage_gui.model.edit_path import Path, Spot, changed, entries, names_in, refused, shape_at, spot, there
from outage_gui.model.edit_values import Habits, entry, habits, item, replaced
from outage_gui.model.problems import ScenarioError
from outage_gui.model.renaming import renamed as renamed
from outage_gui.model.shapes import Named, Record
from outage_gui.model.splices import Collection
from outage_gui.model.words import quoted
from outage_gui.model.yaml_tree import Listing, Map, Node, Scalar, meaning, tree
from outage_gui.model.yaml_writing import WIDTH, Plain, flow_text, key_text, meant, plain, wants_block

NAME = "the edit"
END = 1_000_000  # a position behind all others
_WIDENED = {"needs": "service", "schedule": "move"}  # a text in these lists is short for a mapping with this key


def with_value(text: str, path: Path, value: Plain) -> str:
    """The text with this value at the path; the key, and those above it, are added where they are not there."""
    root = tree(text, NAME).root
    found = spot(root, path)
    value = _with_bodies(path[-1] if path else "", value)
    if found.rest:
        return _added(text, found, value)
    if len(path) and isinstance(value, Mapping) and isinstance(found.node, Map) and found.node.pairs and value:
        return _map_changed(text, path, found, value)
    if len(path) and isinstance(value, tuple | list) and isinstance(found.node, Listing) and found.node.items and value:
        return _list_changed(text, path, found, tuple(value))
    if meaning(found.node) == meant(value) and not (isinstance(found.node, Scalar) and found.node.missing):
        return text
    if not path:
        raise refused("the whole file cannot be one value")
    return _whole(text, found, value)


def without(text: str, path: Path) -> str:
    """The text without what stands at the path. A mapping or list that would be empty goes too where it may."""
    root = tree(text, NAME).root
    found = there(root, path)
    if not path:
        raise refused("the whole file cannot be removed")
    while len(entries(found.parent)) == 1 and _may_go(found):
        found = Spot(found.nodes[:-1], found.steps[:-1], found.shapes[:-1], ())
    parent, index = found.parent, found.steps[-1]
    assert not isinstance(parent, Scalar)
    if parent.flow:
        after = splices.removed_flow(text, parent, index)
    elif len(entries(parent)) > 1:
        after = splices.removed(text, parent, index)
    else:
        above = Spot(found.nodes[:-1], found.steps[:-1], found.shapes[:-1], ())
        empty: Plain = {} if isinstance(parent, Map) else ()
        after = replaced(
            text, parent, above.key if above.steps else None, empty, habits(root), flow=False, section=False
        )
    return _checked(
        after, text, changed(meaning(root), found.steps[:-1], lambda old: (*old[: index + 1], *old[index + 2 :]))
    )


def with_item(text: str, path: Path, position: int, value: Plain) -> str:
    """The text with one more entry in the list, or in the mapping ({name: value}), so that it stands at `position`."""
    root = tree(text, NAME).root
    found = spot(root, path)
    value = _with_bodies("", value)
    if found.rest:
        return with_value(text, path, value if isinstance(value, Mapping) and _is_named(found, path) else (value,))
    node = found.node
    if isinstance(node, Scalar) and not node.missing:
        raise refused(f"{quoted(str(path[-1]))} holds one value, not a list")
    many = isinstance(node, Map) or (isinstance(node, Scalar) and isinstance(value, Mapping) and _is_named(found, path))
    if many and not (isinstance(value, Mapping) and len(value) == 1):
        raise refused("an entry of a mapping has one name and one value")
    if isinstance(node, Scalar) or not entries(node):
        whole: Plain = value if many else (value,)
        return with_value(text, path, whole)
    if isinstance(node, Map) and isinstance(value, Mapping) and (name := next(iter(value))) in names_in(node):
        raise refused(f"there is a {quoted(name)} already", "choose another name")
    position = min(max(position, 0), len(entries(node)))
    return _put_in(text, found, position, value)


def moved(text: str, path: Path, to: int) -> str:
    """The text with this entry at place `to` of its list or mapping, its comments with it."""
    root = tree(text, NAME).root
    found = there(root, path)
    if not path:
        raise refused("the whole file cannot be moved")
    parent, index = found.parent, found.steps[-1]
    assert not isinstance(parent, Scalar)
    order = [*range(len(entries(parent)))]
    to = min(max(to, 0), len(order) - 1)
    order.insert(to, order.pop(index))
    if to == index:
        return text
    after = splices.reordered(text, parent, order)
    return _checked(
        after, text, changed(meaning(root), found.steps[:-1], lambda old: (old[0], *(old[1 + each] for each in order)))
    )


def with_position(text: str, service: str, x: float, y: float, *, name: str = NAME) -> str:
    """The text with this service's box placed; one line of `layout` is changed or added. Raises ScenarioError."""
    services = tree(text, name).root.get("services")
    if not isinstance(services, Map) or service not in names_in(services):
        raise refused(f"there is no service {quoted(service)}")
    return with_value(text, ("layout", service), (_bounded(x), _bounded(y)))


def _bounded(value: float) -> float:
    if not -limits.COORDINATE <= value <= limits.COORDINATE:
        raise refused(f"a coordinate lies outside ±{limits.COORDINATE:,}")
    return round(float(value), 1) + 0.0


# --- adding -------------------------------------------------------------------------------------------------------


def _added(text: str, found: Spot, value: Plain) -> str:
    """What is missing of the path, written into the last node there is."""
    step, *rest = found.rest
    for each in reversed(rest):
        value = {each: value} if isinstance(each, str) else (value,)
    node = found.node
    if isinstance(node, Map):
        return _put_in(text, found, _place(found, str(step)), {str(step): value})
    if isinstance(node, Listing) and step == len(node.items) and not rest:
        return _put_in(text, found, len(node.items), value)
    if isinstance(node, Scalar) and node.missing:
        return _whole(text, found, {str(step): value} if isinstance(step, str) else (value,))
    if isinstance(node, Scalar) and isinstance(found.parent, Listing) and (key := _WIDENED.get(_list_key(found))):
        return _whole(text, found, {key: node.text, str(step): value})
    raise refused(f"there is no {quoted(str(step))} here", "set the whole value")


def _whole(text: str, found: Spot, value: Plain) -> str:
    root = tree(text, NAME).root
    section = len(found.steps) == 1
    after = replaced(text, found.node, found.key, value, habits(root), flow=found.in_flow, section=section)
    after = _checked(after, text, changed(meaning(root), found.steps, lambda _: meant(value)))
    grown = found.in_flow and isinstance(value, Mapping | tuple | list)
    return _unfolded(after, found) if grown else after


def _place(found: Spot, key: str) -> int:
    """Behind the nearest key that comes before it in the table of keys; new names go to the end."""
    assert isinstance(found.node, Map)
    names, shape = names_in(found.node), shape_at(found)
    if not isinstance(shape, Record):
        return len(names)
    known = [entry.name for entry in shape.keys]
    if key not in known:
        raise refused(f"{shape.what} has no key {quoted(key)}")
    before = [name for name in known[: known.index(key)] if name in names]
    return names.index(before[-1]) + 1 if before else 0


def _put_in(text: str, found: Spot, index: int, value: Plain) -> str:
    """One more entry in a mapping or list that is there."""
    root, node = tree(text, NAME).root, found.node
    assert not isinstance(node, Scalar)
    way, pair = (
        habits(root),
        next(iter(value.items())) if isinstance(node, Map) and isinstance(value, Mapping) else None,
    )
    if not entries(node) and not found.in_flow and found.steps:
        return _whole(text, found, value if pair else (value,))
    if node.flow:
        written = f"{key_text(pair[0])}: {flow_text(pair[1])}" if pair else flow_text(value)
        after = splices.inserted_flow(text, node, index, written)
    else:
        after = splices.inserted(text, node, index, _lines(found, node, value, pair, way))
    new = (pair[0], meant(pair[1])) if pair else meant(value)
    expected = changed(meaning(root), found.steps, lambda old: (*old[: index + 1], new, *old[index + 1 :]))
    return _unfolded(_checked(after, text, expected), found) if node.flow else _checked(after, text, expected)


def _unfolded(text: str, found: Spot) -> str:
    """Where brackets have made a line too long, the outermost pair of them becomes a block."""
    depth = next(depth for depth, node in enumerate(found.nodes) if not isinstance(node, Scalar) and node.flow)
    root = tree(text, NAME).root
    node: Node = root
    for step in found.steps[:depth]:
        node = entries(node)[step]
    line = text[text.rfind("\n", 0, node.start) + 1 : splices.end_of(text, node)]
    if len(line) <= WIDTH + 20 or "\n" in line or depth == 0:
        return text
    above = found.nodes[depth - 1]
    key = above.pairs[found.steps[depth - 1]][0] if isinstance(above, Map) else None
    after = replaced(text, node, key, plain(meaning(node)), habits(root), flow=False, section=depth == 1)
    try:
        return _checked(after, text, meaning(root))
    except ScenarioError:
        return text


def _lines(found: Spot, node: Collection, value: Plain, pair: tuple[str, Plain] | None, way: Habits) -> list[str]:
    indent = (node.pairs[0][0].column if isinstance(node, Map) else node.column) - 1
    below = pair[1] if pair else value
    used = indent + (len(pair[0]) + 2 if pair else 2)
    block = wants_block(below, used, section=not found.steps) or _beside_blocks(found, below)
    return entry(pair[0], below, indent, way, block=block) if pair else item(value, indent, way, block=block)


def _beside_blocks(found: Spot, value: Plain) -> bool:
    """Whether the entries of this list, or of this mapping of names, are all written over several lines."""
    if isinstance(shape_at(found), Record) or not isinstance(value, Mapping | tuple | list) or len(value) < 2:
        return False
    beside = [node for node in entries(found.node) if not isinstance(node, Scalar)]
    return bool(beside) and not any(node.flow for node in beside)


# --- changing a whole mapping or list ---------------------------------------------------------------------------------


def _map_changed(text: str, path: Path, found: Spot, value: Mapping[str, Plain]) -> str:
    """Key by key, so that what is equal stays as it is; where the order of names has changed, written anew."""
    assert isinstance(found.node, Map)
    names = names_in(found.node)
    kept = [name for name in value if name in names]
    if not kept or kept != [name for name in names if name in value]:
        return _whole(text, found, value)
    for name, below in value.items():
        if name in names:
            text = with_value(text, (*path, name), below)
    for name in names:
        if name not in value:
            text = without(text, (*path, name))
    for index, (name, below) in enumerate(value.items()):
        if name not in names:
            record = isinstance(shape_at(found), Record)
            text = with_value(text, (*path, name), below) if record else with_item(text, path, index, {name: below})
    return text


def _list_changed(text: str, path: Path, found: Spot, value: tuple[Plain, ...]) -> str:
    """What is equal at both ends stays as it is."""
    old = [meaning(node) for node in entries(found.node)]
    new = [meant(each) for each in value]
    same = next(
        (n for n, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new))
    )
    ends = 0
    while ends < min(len(old), len(new)) - same and old[-1 - ends] == new[-1 - ends]:
        ends += 1
    both = min(len(old), len(new)) - same - ends
    for index in range(same, same + both):
        text = with_value(text, (*path, index), value[index])
    for _ in range(len(old) - same - both - ends):
        text = without(text, (*path, same + both))
    for index in range(same + both, len(new) - ends):
        text = with_item(text, path, index, value[index])
    return text


# --- small things -------------------------------------------------------------------------------------------------


def _with_bodies(key: str | int, value: Plain) -> Plain:
    """Bodies over several lines end with a line end, as people write them."""
    if isinstance(value, Mapping):
        return {name: _with_bodies(name, below) for name, below in value.items()}
    if isinstance(value, tuple | list):
        return tuple(_with_bodies("", below) for below in value)
    body = isinstance(value, str) and (key == "do" or str(key).endswith(".do"))
    return str(value).rstrip("\n") + "\n" if body and "\n" in str(value).strip() else value


def _list_key(found: Spot) -> str:
    """The key under which the list stands that holds the last node."""
    above = found.nodes[-3] if len(found.nodes) > 2 else None
    return above.pairs[found.steps[-2]][0].text if isinstance(above, Map) else ""


def _is_named(found: Spot, path: Path) -> bool:
    """Whether a mapping of names stands at the path, or would."""
    shape: Any = found.shapes[-1]
    for step in found.rest:
        inner = shape_at(found._replace(shapes=(*found.shapes[:-1], shape)))
        shape = next((key.shape for key in inner.keys if key.name == step), None) if isinstance(inner, Record) else None
    return isinstance(shape, Named) or isinstance(getattr(shape, "mapping", None), Named)


def _may_go(found: Spot) -> bool:
    """Whether what holds the last node is a key that may be absent, of a mapping that has others."""
    if len(found.nodes) < 3:
        return False
    shape = shape_at(Spot(found.nodes[:-2], (), found.shapes[:-2], ()))
    above, index = found.nodes[-3], found.steps[-2]
    if not isinstance(above, Map) or not isinstance(shape, Record):
        return False
    name = above.pairs[index][0].text
    return any(key.name == name and not key.required for key in shape.keys)


def _checked(after: str, before: str, expected: Any) -> str:
    """The text, if it means what was wanted. Raises ScenarioError.

    Where a text in block style has become the last thing of a file without a last line end, it gets one: it means it.
    """
    try:
        parsed = tree(after, NAME)
    except ScenarioError as error:
        problem = error.problems[0]
        raise refused(f"this cannot be written here: {problem.cause}", problem.hint) from None
    if meaning(parsed.root) == expected and len(parsed.problems) <= len(tree(before, NAME).problems):
        return after
    if not after.endswith("\n"):
        return _checked(after + splices.line_end(after), before, expected)
    raise refused("this cannot be written here without changing something else", "edit the text itself")
