"""What the canvas does to services: add, connect, delete, group, place. Each is text -> text, one undo step."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from outage_gui.model import edits
from outage_gui.model.words import unused
from outage_gui.model.yaml_tree import Listing, Map, Node, Scalar, tree
from outage_gui.model.yaml_writing import Plain
from outage_gui.workbench.edit_changes import Change, slug
from outage_gui.workbench.edit_places import Path, node_of

GRID = 10.0
Spots = Sequence[tuple[str, float, float]]


def root_of(text: str) -> Map:
    """Raises ScenarioError where the text has no tree."""
    return tree(text, "the text").root


def names(text: str, section: str) -> tuple[str, ...]:
    node = root_of(text).get(section)
    return tuple(key.text for key, _ in node.pairs) if isinstance(node, Map) else ()


def service_added(text: str, label: str, *, at: tuple[float, float] | None, needs: str = "", group: str = "") -> Change:
    """A new box; where it was asked for on the canvas, it stands there."""
    name = unused(slug(label, word=False), names(text, "services"))
    value: dict[str, Plain] = {"label": label}
    if group:
        value["group"] = group
    if needs:
        value["needs"] = [needs]

    def edit(old: str) -> str:
        new = edits.with_value(old, ("services", name), value)
        return edits.with_position(new, name, *_snapped(*at)) if at else new

    return Change(edit, f"Add {name}", ("services", name))


def _snapped(x: float, y: float) -> tuple[float, float]:
    return round(x / GRID) * GRID, round(y / GRID) * GRID


# --- needs --------------------------------------------------------------------------------------------------------


def needs_of(root: Map | None, service: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Position in the file and members of each need."""
    needs = node_of(root, ("services", service, "needs"))
    for number, need in enumerate(needs.items if isinstance(needs, Listing) else ()):
        wanted: Node | None = need.get("service") if isinstance(need, Map) else need
        items = wanted.items if isinstance(wanted, Listing) else (wanted,)
        yield number, tuple(item.text for item in items if isinstance(item, Scalar))


def connected(text: str, source: str, target: str) -> Change:
    """`target` needs `source` from now on; where it does already, that need is looked at."""
    place: Path = ("services", target, "needs")
    known = list(needs_of(root_of(text), target))
    there = next((number for number, members in known if source in members), None)
    if there is not None:
        return Change(lambda old: old, "", (*place, there))
    add = partial(edits.with_item, path=place, position=len(known), value=source)
    return Change(add, f"{target} needs {source}", (*place, len(known)))


def dependents(text: str, services: Iterable[str]) -> tuple[str, ...]:
    """Those that need one of these, without these themselves."""
    gone, root = set(services), root_of(text)
    return tuple(
        name
        for name in names(text, "services")
        if name not in gone and any(gone & set(members) for _, members in needs_of(root, name))
    )


def deleted(services: Sequence[str]) -> Change:
    """The services, and every mention of them: needs, lanes, places, observed statuses, scenes."""

    def edit(text: str) -> str:
        for service in services:
            for path in reversed(list(_mentions(root_of(text), service))):
                text = edits.without(text, path)
            text = edits.without(text, ("services", service))
        return text

    told = services[0] if len(services) == 1 else f"{len(services)} services"
    return Change(edit, f"Delete {told}", ())


def _mentions(root: Map, service: str) -> Iterator[Path]:
    for name in (key.text for key, _ in _pairs(root, ("services",))):
        for number, members in needs_of(root, name):
            if service in members:
                alone = len(members) == 1
                place: Path = ("services", name, "needs", number)
                yield place if alone else (*place, "service", members.index(service))
    for key, process in _pairs(root, ("processes",)):
        if isinstance(process, Map) and isinstance(at := process.get("service"), Scalar) and at.text == service:
            yield ("processes", key.text, "service")
    for section, inner in (("timeline", "status"), ("story", "focus")):
        listing = root.get(section)
        for number, _ in enumerate(listing.items if isinstance(listing, Listing) else ()):
            held = node_of(root, (section, number, inner))
            if isinstance(held, Map) and held.get(service) is not None:
                yield (section, number, inner, service)
            elif isinstance(held, Listing):
                yield from ((section, number, inner, at) for at, one in enumerate(held.items) if _is(one, service))
    if node_of(root, ("layout", service)) is not None:
        yield ("layout", service)


def _is(node: Node, text: str) -> bool:
    return isinstance(node, Scalar) and node.text == text


def _pairs(root: Map, path: Path) -> tuple[tuple[Scalar, Node], ...]:
    node = node_of(root, path)
    return node.pairs if isinstance(node, Map) else ()


# --- places and groups --------------------------------------------------------------------------------------------


def placed(spots: Spots, name: str) -> Change:
    """The centres of boxes; nothing but `layout` is touched."""

    def edit(text: str) -> str:
        for service, x, y in spots:
            text = edits.with_position(text, service, x, y)
        return text

    return Change(edit, name)


def aligned(spots: Spots, way: str) -> Change:
    """way: "row": one height; "column": one line; "apart": even gaps along the longer side."""
    xs, ys = [x for _, x, _ in spots], [y for _, _, y in spots]
    if way == "row":
        middle = round(sum(ys) / len(ys))
        moved = [(name, x, float(middle)) for name, x, _ in spots]
    elif way == "column":
        middle = round(sum(xs) / len(xs))
        moved = [(name, float(middle), y) for name, _, y in spots]
    else:
        moved = _apart(spots, across=max(xs) - min(xs) >= max(ys) - min(ys))
    names_of_way = {"row": "Align in a row", "column": "Align in a column", "apart": "Space evenly"}
    return placed(moved, names_of_way[way])


def _apart(spots: Spots, *, across: bool) -> list[tuple[str, float, float]]:
    along = 1 if across else 2
    order = sorted(spots, key=lambda spot: spot[along])
    first, last = order[0][along], order[-1][along]
    step = (float(last) - float(first)) / max(1, len(order) - 1)
    at = [float(first) + step * number for number in range(len(order))]
    return [(name, where, y) if across else (name, x, where) for (name, x, y), where in zip(order, at, strict=True)]


def grouped(text: str, services: Sequence[str], label: str) -> Change:
    """Put into a group, a new one where there is none of this name."""
    known = names(text, "groups")
    name = label if label in known else unused(slug(label, word=False), known)

    def edit(old: str) -> str:
        if name not in known:
            old = edits.with_value(old, ("groups", name), {"label": label})
        for service in services:
            old = edits.with_value(old, ("services", service, "group"), name)
        return old

    return Change(edit, f"Group in {name}")
