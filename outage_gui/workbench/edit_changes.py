"""What a form or the canvas does to the text: each text -> text, with a name for undo, and where to look after."""

import re
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from outage_gui.model import edits
from outage_gui.model.problems import ScenarioError
from outage_gui.model.yaml_tree import meaning, tree
from outage_gui.model.yaml_writing import Plain, plain
from outage_gui.workbench.edit_form import FRESH, Row
from outage_gui.workbench.edit_places import Path, node_of

Edit = Callable[[str], str]
KINDS_OF_CHECK = frozenset({"always", "ends", "sometimes", "eventually", "leads"})
AS_WRITTEN = frozenset({"set", "join", "layout", "status", "then", "pick"})  # what stands there is named elsewhere
WORDS = frozenset({"types", "state", "processes", "local"})  # their names stand in expressions
KIND_OF = {
    "types": "type", "state": "variable", "processes": "process", "checks": "check", "services": "service",
    "groups": "group", "sources": "source", "runs": "run", "fixes": "fix",
}  # fmt: skip
ENTRIES = {"timeline": ("say", "What was seen"), "story": ("title", "A scene")}  # the text of a new entry, and its key


class Change(NamedTuple):
    edit: Edit
    name: str
    look_at: Path | None = None


def said(path: Path) -> str:
    """A place as it is named beside undo."""
    return " ".join(str(part) if isinstance(part, str) else str(part + 1) for part in path[-2:])


def set_to(row: Row, text: str) -> Change | None:
    """What a field holds, put at its place; an empty one takes the key away. None where nothing changes."""
    if text.strip() == row.text.strip():
        return None
    name = f"Change {said(row.path)}"
    if not text.strip():
        return Change(partial(edits.without, path=row.path), name)
    edit = partial(edits.with_value, path=row.path, value=value_of(row, text))
    return Change(partial(_as_only_kind, edit, row.path) if row.key in KINDS_OF_CHECK else edit, name)


def _as_only_kind(edit: Edit, path: Path, text: str) -> str:
    """A check is of one kind: another one given takes the place of the first."""
    for other in KINDS_OF_CHECK - {path[-1]}:
        if (
            len(path) == 3
            and path[0] == "checks"
            and node_of(tree(text, "the text").root, (*path[:2], other)) is not None
        ):
            return edits.without(edit(text), (*path[:2], other))
    return edit(text)


def value_of(row: Row, text: str) -> Plain:
    """The text of a field as the value it stands for."""
    if row.kind == "several":
        names = [name.strip() for name in text.split(",") if name.strip()]
        return names[0] if len(names) == 1 and row.key in ("source", "finding", "absent", "service") else tuple(names)
    if row.kind == "raw" and text.lstrip()[:1] in ("[", "{"):
        return raw(text)
    return text if row.kind == "body" else text.strip()


def raw(text: str) -> Plain:
    """What a text in brackets says; where it says nothing, the text itself."""
    try:
        root = tree(f"x: {text.strip()}\n", "the field").root
    except ScenarioError:
        return text
    node = root.get("x")
    return text if node is None else plain(meaning(node))


def slug(text: str, *, word: bool, keep: bool = False) -> str:
    """A name for the file from what a person calls it: small letters, unless they are to be kept."""
    joint = "_" if word else "-"
    made = re.sub(r"[^A-Za-z0-9_]+" if word else r"[^A-Za-z0-9_-]+", joint, text.strip()).strip("-_")
    made = made if made[:1].isalpha() else f"x{joint}{made}" if made else "new"
    return made if keep else made.lower()


def added(path: Path, count: int | None, name: str, value: "Plain | None" = None) -> Change:
    """Something new at a place: named, an entry at the end of a list (so many so far), or an absent part."""
    section = str(path[-1])
    fresh = FRESH.get(section, "") if value is None else value
    if name:
        called = name if section in AS_WRITTEN else slug(name, word=section in WORDS, keep=section == "types")
        title = "title" if section == "sources" else "label"
        if isinstance(fresh, dict) and section not in AS_WRITTEN and (called != name or not fresh):
            fresh = {title: name, **fresh}
        add = partial(edits.with_item, path=path, position=edits.END, value={called: fresh})
        return Change(add, f"Add {called}", (*path, called))
    if count is None:
        return Change(partial(edits.with_value, path=path, value=fresh), f"Add {section}", path)
    return Change(partial(edits.with_item, path=path, position=count, value=fresh), f"Add to {section}", (*path, count))


def dropped(path: Path) -> Change:
    return Change(partial(edits.without, path=path), f"Remove {said(path)}", path[:-1])


def switched(path: Path, *, on: bool) -> Change:
    """A part there or not; the form stays where it is."""
    return (added(path, None, "") if on else dropped(path))._replace(look_at=path[:-1])


def reordered(path: Path, to: int) -> Change:
    return Change(
        partial(edits.moved, path=path, to=to), f"Move {said(path)}", path if isinstance(path[-1], str) else None
    )


def renamed(path: Path, name: str) -> Change:
    """Another name, everywhere it is used."""
    kind = KIND_OF[str(path[0])] if len(path) == 2 else str(path[2]).removesuffix("s")
    old = str(path[-1])
    inside = str(path[1]) if len(path) == 4 else ""
    edit = partial(edits.renamed, kind=kind, old=old, new=name, inside=inside)
    return Change(edit, f"Rename {old} to {name}", (*path[:-1], name))
