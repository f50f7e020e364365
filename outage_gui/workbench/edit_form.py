"""A form for whatever is looked at, made from the table of keys: a row for each key, with what may stand there."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from outage_gui.model.loading import last_end
from outage_gui.model.scenario import Scenario
from outage_gui.model.shapes import Either, Key, Later, Leaf, ListOf, Named, Record, Shape
from outage_gui.model.yaml_tree import Listing, Map, Node, Scalar
from outage_gui.model.yaml_writing import Plain
from outage_gui.workbench.edit_colours import is_language
from outage_gui.workbench.edit_frame import Edit
from outage_gui.workbench.edit_places import Path, below, node_of, settled, shape_of, spot_of
from outage_gui.workbench.edit_words import names_of

Kind = Literal["line", "long", "language", "body", "choice", "several", "raw", "part", "entries"]
MOST, MOST_HERE = 25, 150  # entries listed: below something else, and of what is looked at
LONG = frozenset({"summary", "note", "notes", "say", "why"})
UNITS = {
    "takes": "2s or 1s..40m",
    "after": "5m",
    "at": "2025-10-20 06:48",
    "cost_per_minute": "a minute",
    "users": "people",
}


class Entry(NamedTuple):
    """What stands below the place of a row."""

    path: Path
    name: str
    says: str
    wrong: bool


class Row(NamedTuple):
    """`text`: what stands there now; empty: nothing. `words`: what may be chosen. `add`: what a new entry is called."""

    kind: Kind
    path: Path
    key: str
    text: str
    says: str
    required: bool = False
    words: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    total: int = 0  # of entries, also of those that are not listed
    named: bool = False  # a new entry needs a name
    add: str = ""
    wrong: str = ""

    @property
    def shape(self) -> tuple[object, ...]:
        """What a widget for this row is made from; two rows of one shape can share it."""
        return self.kind, self.path, self.words, tuple((entry.path, entry.name) for entry in self.entries)


class Form(NamedTuple):
    """`crumbs`: the places above, from the file down."""

    path: Path
    title: str
    crumbs: tuple[tuple[str, Path], ...]
    rows: tuple[Row, ...]
    name: str | None = None  # what it can be called by elsewhere; None: it has no name


def form(edit: Edit, scenario: Scenario) -> Form:
    """For the nearest place, upward from the one looked at, that has parts."""
    path = edit.path
    while path and not isinstance(_shape(edit, path), Record | Named | ListOf):
        path = path[:-1]
    crumbs = tuple((str(path[depth - 1]) if depth else "Scenario", path[:depth]) for depth in range(len(path)))
    shape = _shape(edit, path)
    rows = tuple(_rows(edit, scenario, path, shape)) if shape is not None else ()
    return Form(path, title_of(edit, path), crumbs, rows, _name(path))


def _name(path: Path) -> str | None:
    """Of a step, and of what stands in a section of named things."""
    named = len(path) in (2, 4) and isinstance(path[-1], str) and (len(path) == 2 or path[2] in ("steps", "local"))
    return str(path[-1]) if named and path[0] != "layout" else None


def title_of(edit: Edit, path: Path) -> str:
    """The label of what is there, else its name."""
    node = node_of(edit.root, path)
    if len(path) == 4 and path[2] == "needs":
        return f"{path[1]} needs {_summary(edit, node)}" if node is not None else "A need"
    for key in ("label", "title", "say", "step", "service"):
        if isinstance(node, Map) and isinstance(value := node.get(key), Scalar) and value.text:
            return value.text
    if not path:
        return "Scenario"
    return str(path[-1]) if isinstance(path[-1], str) else f"Entry {path[-1] + 1}"


def _shape(edit: Edit, path: Path) -> Shape | None:
    shape = shape_of(edit.root, path)
    node = node_of(edit.root, path)
    if shape is None or (node is None and path):
        return None
    if isinstance(node, Scalar):
        return shape.mapping if isinstance(shape, Either) and _short_for(path) else None
    return settled(shape, node)


def _short_for(path: Path) -> str:
    """The key that a bare text stands for where a mapping could stand."""
    return {"needs": "service", "schedule": "move"}.get(str(path[-2]), "") if len(path) > 1 else ""


def _rows(edit: Edit, scenario: Scenario, path: Path, shape: Shape) -> Iterator[Row]:
    if isinstance(shape, Record):
        keys = (key for key in shape.keys if key.name != "format")
        yield from (_row(edit, scenario, (*path, key.name), key) for key in keys)
    else:
        yield _entries(edit, path, str(path[-1]) if path else "", "", shape)


def _row(edit: Edit, scenario: Scenario, path: Path, key: Key) -> Row:
    node = node_of(edit.root, path)
    above = node_of(edit.root, path[:-1])
    if isinstance(above, Scalar) and key.name == _short_for(path[:-1]):
        node = above
    kind, words = kind_of(key, node, scenario)
    if kind == "entries":
        return _entries(edit, path, key.name, key.says, key.shape)
    text = _text(edit, node, kind)
    return Row(kind, path, key.name, text, _says(key), key.required, words, wrong=_wrong(edit, path))


def _says(key: Key) -> str:
    """Help, with the range a number may have and how a time is written."""
    shape = key.shape
    schema = shape.schema if isinstance(shape, Leaf) else {}
    most = schema.get("maximum")
    bounds = f" ({schema['minimum']} to {most})" if isinstance(most, int) and most < 1_000_000 else ""
    unit = f" ({UNITS[key.name]})" if key.name in UNITS and not bounds else ""
    return key.says + bounds + unit


def kind_of(key: Key, node: Node | None, scenario: Scenario) -> tuple[Kind, tuple[str, ...]]:
    """Which field a key gets, and the words to choose from."""
    shape = key.shape.of() if isinstance(key.shape, Later) else key.shape
    if is_language(shape):
        return ("body" if key.name == "do" else "language"), ()
    match shape:
        case Leaf():
            return _leaf_kind(key.name, shape, scenario)
        case Either(items=ListOf(of=Leaf(what=what))) if what.startswith("the name of a "):
            return "several", _names(what, scenario)
        case ListOf(of=Leaf(what=what)) if what.startswith("the name of a "):
            return "several", _names(what, scenario)
        case ListOf(of=Leaf()):
            return "raw", ()
        case Either(mapping=Record()) if key.name == "recovers" and not isinstance(node, Scalar):
            return "part", ()
        case Either():
            return ("entries" if isinstance(node, Map | Listing) and not node.flow else "raw"), ()
        case Named() | ListOf():
            return ("raw" if key.name in ("pick", "status", "schedule") and not _block(node) else "entries"), ()
        case _:
            return "part", ()


def _block(node: Node | None) -> bool:
    return isinstance(node, Map | Listing) and not node.flow


def _leaf_kind(name: str, shape: Leaf, scenario: Scenario) -> tuple[Kind, tuple[str, ...]]:
    if shape.what.startswith("the name of a "):
        return "choice", _names(shape.what, scenario)
    if shape.schema.get("type") == "boolean":
        return "choice", ("true", "false")
    words = shape.schema.get("enum")
    if isinstance(words, list):
        return "choice", tuple(str(word) for word in words)
    return ("long" if name in LONG else "line"), ()


def _names(what: str, scenario: Scenario) -> tuple[str, ...]:
    return tuple(word.text for word in names_of(what.removeprefix("the name of a "), scenario))


def _text(edit: Edit, node: Node | None, kind: Kind) -> str:
    """A value as a person would write it into the field."""
    if node is None:
        return ""
    if isinstance(node, Scalar):
        return node.text.rstrip("\n")
    if kind == "several" and isinstance(node, Listing):
        return ", ".join(item.text for item in node.items if isinstance(item, Scalar))
    return " ".join(edit.text[node.start : last_end(node)].split())


def _entries(edit: Edit, path: Path, key: str, says: str, shape: Shape) -> Row:
    node = node_of(edit.root, path)
    shape = settled(shape, node)
    below_it = tuple(below(node, path)) if node else ()
    most = MOST_HERE if path == edit.path else MOST
    found = tuple(_entry(edit, (*path, name), value) for name, _, value in below_it[:most])
    return Row(
        "entries",
        path,
        key,
        "",
        says,
        entries=found,
        total=len(below_it),
        named=isinstance(shape, Named),
        add=_singular(shape, key),
    )


def _singular(shape: Shape, key: str) -> str:
    of = shape.of if isinstance(shape, Named | ListOf) else None
    of = of.of() if isinstance(of, Later) else of
    what = getattr(of, "what", key)
    if what == "a service or a need":
        return "need"
    return str(what).removeprefix("a ").removeprefix("an ").removeprefix("the ")


def _entry(edit: Edit, path: Path, node: Node) -> Entry:
    name = str(path[-1]) if isinstance(path[-1], str) else f"{path[-1] + 1}"
    return Entry(path, name, _summary(edit, node), bool(_wrong(edit, path)))


def _summary(edit: Edit, node: Node) -> str:
    """One line that says what an entry is."""
    if isinstance(node, Map):
        wanted = ("label", "title", "say", "do", "service", "type", "always", "ends", "finding", "at", "when")
        for key in wanted:
            value = node.get(key)
            if isinstance(value, Scalar):
                return " ".join(value.text.split())
            if isinstance(value, Listing):
                return ", ".join(item.text for item in value.items if isinstance(item, Scalar))
        return ", ".join(key.text for key, _ in node.pairs)
    return " ".join(edit.text[node.start : last_end(node)].split())[:120]


def _wrong(edit: Edit, path: Path) -> str:
    """What is wrong at a place, in one line."""
    if not edit.problems or edit.stale:
        return ""
    spot = spot_of(edit.root, path)
    if spot is None:
        return ""
    first = edit.text.count("\n", 0, spot.start) + 1
    last = first + edit.text.count("\n", spot.start, spot.end)
    start = spot.start - edit.text.rfind("\n", 0, spot.start)
    end = spot.end - edit.text.rfind("\n", 0, spot.end)
    inside = (p for p in edit.problems if (first, start) <= (p.line, p.column) <= (last, end + 1))
    return next((p.cause + (f" ({p.hint})" if p.hint else "") for p in inside), "")


FRESH: dict[str, Plain] = {
    "types": "0..1",
    "state": {"type": "0..1", "start": "0"},
    "local": {"type": "0..1", "start": "0"},
    "processes": {"steps": [{"step": "first"}]},
    "checks": {"always": "true"},
    "services": {},
    "groups": {},
    "sources": {},
    "runs": {"schedule": []},
    "fixes": {},
    "steps": {"step": "step"},
    "expect": {"finding": "none"},
    "set": "true",
    "faults": {"crash": {"at_most": "1"}},
    "recovers": {"after": "5m"},
    "impact": {"users": "1"},
    "schedules": {"total": "1"},
    "leads": {"from": "true", "to": "true"},
    "crash": {"at_most": "1"},
}
