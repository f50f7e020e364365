"""The `set` and `drop` of fixes on the tree of a file: a new tree, the old one stays. Nothing is judged here."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from outage_gui.model import keys, process_keys
from outage_gui.model.shapes import Either, Later, ListOf, Named, Record, Shape
from outage_gui.model.words import WrongValueError, nearest, quoted
from outage_gui.model.yaml_tree import Listing, Map, Node, Scalar, meaning

Path = tuple[str, ...]
UNCHANGEABLE = ("format", "fixes", "expect")
DROPPED: Final = Scalar("", "dropped", 0, 0, 0, 0)  # stands where a value is removed, until all drops are done


class Change(NamedTuple):
    """One path of one fix; `value` is None for a drop. `at` is where the path is written."""

    fix: str
    path: Path
    value: Node | None
    at: Scalar


class Lost(NamedTuple):
    """A change that cannot be made."""

    change: Change
    cause: str
    hint: str = ""


def changes(root: Map, fixes: Iterable[str]) -> tuple[Change, ...]:
    """What the chosen fixes change, by path; of equal changes, the first."""
    return tuple(change for fix in fixes for change in _changes_of(root, fix))


def _changes_of(root: Map, fix: str) -> Iterable[Change]:
    fixes = root.get("fixes")
    body = fixes.get(fix) if isinstance(fixes, Map) else None
    if not isinstance(body, Map):
        return
    if isinstance(sets := body.get("set"), Map):
        yield from (Change(fix, tuple(path.text.split(".")), value, path) for path, value in sets.pairs)
    if isinstance(drops := body.get("drop"), Listing):
        paths = (path for path in drops.items if isinstance(path, Scalar))
        yield from (Change(fix, tuple(path.text.split(".")), None, path) for path in paths)


def conflicts(wanted: Sequence[Change]) -> tuple[Lost, ...]:
    """Changes of one place that are not the same change: the order of the fixes must not matter."""
    found: list[Lost] = []
    last: Change | None = None
    for change in sorted(wanted, key=lambda change: change.path):
        if last is None or change.path[: len(last.path)] != last.path:
            last = change
        elif change.path != last.path:
            cause = f"{quoted(change.at.text)} lies inside {quoted(last.at.text)}, which fix {quoted(last.fix)} changes"
            found.append(Lost(change, cause, "change one of the two"))
        elif _value(change) != _value(last):
            both = f"{quoted(last.fix)} and {quoted(change.fix)}"
            cause = f"fixes {both} give two different values to {quoted(change.at.text)}"
            found.append(Lost(change, cause, "they cannot be switched on together"))
    return tuple(found)


def _value(change: Change) -> object:
    return None if change.value is None else (meaning(change.value),)


def applied(root: Map, wanted: Sequence[Change]) -> tuple[Map, tuple[Lost, ...]]:
    """The tree after all sets, then all drops; numbers of list entries are those of the file throughout."""
    lost = list(conflicts(wanted))
    after: Node = root
    for change in sorted(wanted, key=lambda change: change.value is None):
        try:
            if change.path[0] in UNCHANGEABLE:
                raise WrongValueError(f"a fix cannot change {quoted(change.path[0])}")
            after = _put(after, keys.SCENARIO, change.path, change.value)
        except WrongValueError as wrong:
            lost.append(Lost(change, wrong.message, wrong.hint))
    swept = _swept(after, root)
    assert isinstance(swept, Map)
    return swept, tuple(lost)


def _put(node: Node | None, shape: Shape, path: Path, value: Node | None) -> Node:
    """The node with the value at the path below it. Raises WrongValueError where the path leads nowhere."""
    if not path:
        if node is None and value is None:
            raise WrongValueError("there is nothing here to drop")
        return DROPPED if value is None else value
    shape = settled(shape, node)
    if isinstance(node, Listing) and isinstance(shape, ListOf):
        return _put_in_list(node, shape, path, value)
    if isinstance(shape, Record | Named) and (node is None or isinstance(node, Map)):
        return _put_in_map(node, shape, path, value)
    raise WrongValueError(f"the path goes on with {quoted(path[0])}, but there it has arrived", "set the whole value")


def settled(shape: Shape, node: Node | None) -> Shape:
    if isinstance(shape, Later):
        return settled(shape.of(), node)
    if isinstance(shape, Either):
        chosen = shape.items if isinstance(node, Listing) else shape.mapping
        return chosen or shape
    return shape


def _put_in_map(node: Map | None, shape: Record | Named, path: Path, value: Node | None) -> Map:
    key, rest = path[0], path[1:]
    pairs = node.pairs if node else ()
    index = next((index for index, (name, _) in enumerate(pairs) if name.text == key), None)
    below = pairs[index][1] if index is not None else None
    if below is None and (value is None or (rest and isinstance(shape, Named))):
        raise WrongValueError(f"there is no {quoted(key)} here", nearest(key, (name.text for name, _ in pairs)))
    place = value if value is not None else DROPPED
    new = _put(below, _below(shape, key), rest, value)
    entry = (
        pairs[index][0] if index is not None else Scalar(key, "", place.start, place.end, place.line, place.column),
        new,
    )
    after = (*pairs, entry) if index is None else (*pairs[:index], entry, *pairs[index + 1 :])
    return node._replace(pairs=after) if node else Map(after, True, place.start, place.end, place.line, place.column)


def _below(shape: Record | Named, key: str) -> Shape:
    if isinstance(shape, Named):
        return shape.of
    known = {entry.name: entry.shape for entry in shape.keys}
    if key not in known:
        raise WrongValueError(f"{shape.what} has no key {quoted(key)}", nearest(key, known))
    return known[key]


def _put_in_list(node: Listing, shape: ListOf, path: Path, value: Node | None) -> Listing:
    key, rest = path[0], path[1:]
    names = _step_names(node) if shape.of is process_keys.STEP else None
    index = _by_name(names, key, None if rest else value) if names else _by_number(len(node.items), key, rest, value)
    below = node.items[index] if index < len(node.items) else None
    new = _put(below, shape.of, rest, value)
    return node._replace(items=(*node.items[:index], new, *node.items[index + 1 :]))


def _step_names(node: Listing) -> tuple[str, ...]:
    names = (item.get("step") if isinstance(item, Map) else None for item in node.items)
    return tuple(name.text if isinstance(name, Scalar) else "" for name in names)


def _by_name(names: Sequence[str], key: str, value: Node | None) -> int:
    """Where the step stands; a new one with this name goes to the end."""
    if key in names:
        return names.index(key)
    name = value.get("step") if isinstance(value, Map) else None
    if isinstance(name, Scalar) and name.text == key:
        return len(names)
    raise WrongValueError(f"there is no step {quoted(key)} here", nearest(key, names))


def _by_number(count: int, key: str, rest: Path, value: Node | None) -> int:
    number = int(key) if key.isascii() and key.isdigit() and len(key) < 9 else count + 1
    if number < count or (number == count and not rest and value is not None):
        return number
    raise WrongValueError(
        f"there is no entry {quoted(key)} here", f"entries are numbered from 0, and there are {count}"
    )


def _swept(node: Node, before: Node | None) -> Node:
    """Without what was dropped. Only what is no longer the node before it is looked into."""
    if node is before:
        return node
    match node:
        case Map(pairs=pairs):
            old = tuple(value for _, value in before.pairs) if isinstance(before, Map) else ()
            kept = zip(pairs, _padded(old, len(pairs)), strict=True)
            return node._replace(pairs=tuple((key, _swept(v, o)) for (key, v), o in kept if v is not DROPPED))
        case Listing(items=items):
            old = before.items if isinstance(before, Listing) else ()
            left = zip(items, _padded(old, len(items)), strict=True)
            return node._replace(items=tuple(_swept(item, o) for item, o in left if item is not DROPPED))
        case _:
            return node


def _padded(old: tuple[Node, ...], count: int) -> tuple[Node | None, ...]:
    return (*old, *[None] * (count - len(old)))[:count]
