"""Entries written again under another name, and entries of one file put into another. Text in, text out."""

from collections.abc import Mapping

from outage_gui.model import splices
from outage_gui.model.edit_path import Path, names_in, refused, there
from outage_gui.model.edits import END, NAME, with_item, with_value
from outage_gui.model.words import quoted, unused
from outage_gui.model.yaml_tree import Listing, Map, meaning, tree
from outage_gui.model.yaml_writing import Plain, key_text, plain


def duplicated(text: str, path: Path, new_name: str = "") -> str:
    """The text with the entry once more right behind itself; a named one, and a step, under the new name."""
    found = there(tree(text, NAME).root, path)
    parent, index = found.parent, found.steps[-1]
    value = plain(meaning(found.node))
    if isinstance(parent, Listing):
        if isinstance(value, Mapping) and "step" in value:
            value = {**value, "step": _name(new_name, names_in(parent))}
        return with_item(text, path[:-1], index + 1, value)
    assert isinstance(parent, Map)
    name = _name(new_name, names_in(parent))
    if parent.flow or not _copies(text, parent, index):
        return with_item(text, path[:-1], index + 1, {name: value})
    key, node = parent.pairs[index]
    chunk = splices.chunks(text, parent)[index]
    own = key_text(name) + text[key.end : chunk.tail]
    lines = (" " * (key.column - 1) + own).rstrip("\r\n").split(splices.line_end(text))
    after = splices.inserted(text, parent, index + 1, lines)
    found_again = tree(after, NAME).root
    whole = meaning(there(found_again, (*path[:-1], name)).node) == meaning(node)
    if not whole:
        raise refused("this entry cannot be written twice here", "copy it in the text")
    return after


def pasted(text: str, section: str, items: Mapping[str, Plain] | tuple[Plain, ...]) -> str:
    """The text with these entries at the end of a section, under other names where theirs are taken."""
    if not isinstance(items, Mapping):
        for item in items:
            text = with_item(text, (section,), END, item)
        return text
    for name, value in items.items():
        node = tree(text, NAME).root.get(section)
        taken = names_in(node) if isinstance(node, Map) else []
        text = with_value(text, (section, unused(name, taken, joint="_")), value)
    return text


def _name(name: str, taken: list[str]) -> str:
    if not name:
        raise refused("the copy needs a name")
    if name in taken:
        raise refused(f"there is a {quoted(name)} already", "choose another name")
    return name


def _copies(text: str, parent: Map, index: int) -> bool:
    """Whether the entry's lines can be written again as they are."""
    key, _ = parent.pairs[index]
    start = text.rfind("\n", 0, key.start) + 1
    return not text[start : key.start].strip()
