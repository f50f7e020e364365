"""What was changed in a text, written as a fix of the text before: sets and drops of paths. Text in, text out."""

from collections.abc import Iterator
from typing import TypeAlias

from outage_gui.model.changes import UNCHANGEABLE
from outage_gui.model.edit_path import names_in, refused
from outage_gui.model.edits import NAME, with_value
from outage_gui.model.files import read
from outage_gui.model.fixes import with_fixes
from outage_gui.model.words import quoted
from outage_gui.model.yaml_tree import Listing, Map, Node, meaning, tree
from outage_gui.model.yaml_writing import Plain, plain

Difference: TypeAlias = "tuple[str, Plain | None]"  # a path of a fix, and the new value; None: dropped


def recorded_as_fix(before: str, after: str, name: str, label: str = "") -> str:
    """The text before, with a fix that does what was changed. Raises ScenarioError where no fix can say it."""
    if name in {fix.name for fix in read(before, NAME).fixes}:
        raise refused(f"there is a fix {quoted(name)} already", "choose another name")
    found = tuple(differences(tree(before, NAME).root, tree(after, NAME).root, ()))
    if not found:
        raise refused("nothing was changed that a fix could hold")
    sets: dict[str, Plain] = {path: value for path, value in found if value is not None}
    drops = tuple(path for path, value in found if value is None)
    body: dict[str, Plain] = {"label": label} if label else {}
    body |= ({"set": sets} if sets else {}) | ({"drop": drops} if drops else {})
    text = with_value(before, ("fixes", name), body)
    meant, said = with_fixes(text, NAME, (name,)), read(after, NAME)
    own = {"fixes": (), "expect": ()}
    if meant.model_copy(update=own) != said.model_copy(update=own):
        raise refused("a fix cannot say this change", "order and names are not for fixes; change values instead")
    return text


def differences(old: Map, new: Map, path: tuple[str, ...]) -> Iterator[Difference]:
    """What a fix would have to set or drop, at the deepest paths that say it."""
    for key, value in new.pairs:
        here = (*path, key.text)
        if not path and key.text in UNCHANGEABLE:
            continue
        below = old.get(key.text)
        if below is None:
            yield ".".join(here), plain(meaning(value))
        else:
            yield from _between(below, value, here)
    gone = [name for name in names_in(old) if new.get(name) is None and not (not path and name in UNCHANGEABLE)]
    yield from ((".".join((*path, name)), None) for name in gone)


def _between(old: Node, new: Node, path: tuple[str, ...]) -> Iterator[Difference]:
    if meaning(old) == meaning(new):
        return
    if isinstance(old, Map) and isinstance(new, Map):
        yield from differences(old, new, path)
    elif (
        path[-1] == "steps" and isinstance(old, Listing) and isinstance(new, Listing) and names_in(old) == names_in(new)
    ):
        for name, one, other in zip(names_in(old), old.items, new.items, strict=True):
            yield from _between(one, other, (*path, name))
    else:
        yield ".".join(path), plain(meaning(new))
