"""The clipboard holds YAML: the text of the items under their sections, so that it can be put into any file."""

from collections.abc import Mapping, Sequence

from outage_gui.model import copying
from outage_gui.model.edit_path import names_in
from outage_gui.model.loading import last_end
from outage_gui.model.problems import ScenarioError
from outage_gui.model.words import unused
from outage_gui.model.yaml_tree import Listing, Map, meaning, tree
from outage_gui.model.yaml_writing import Plain, plain
from outage_gui.workbench.edit_changes import WORDS, Change
from outage_gui.workbench.edit_places import Path, node_of, spot_of
from outage_gui.workbench.edit_services import root_of

MOST = 200_000  # characters that are looked at


def copied(text: str, paths: Sequence[Path]) -> str:
    """The items at these paths, each under its section, as they are written in the file."""
    root, sections = root_of(text), dict[str, list[str]]()
    for path in paths:
        node, spot = node_of(root, path[:2]), spot_of(root, path[:2])
        if node is None or spot is None or len(path) < 2:
            continue
        start = text.rfind("\n", 0, spot.start) + 1
        lead = text[start : spot.start]
        listed = not isinstance(path[1], str)
        own = text[spot.start : last_end(node)]
        indent = len(lead) if not listed else len(lead.rstrip("- "))
        head = "  - " if listed else "  "
        sections.setdefault(str(path[0]), []).append(head + _moved(own, indent))
    return "".join(f"{name}:\n" + "\n".join(items) + "\n" for name, items in sections.items())


def _moved(text: str, indent: int) -> str:
    """The lines after the first, from one indentation to two blanks."""
    first, *rest = text.replace("\r\n", "\n").split("\n")
    return "\n".join([first, *("  " + line[min(indent, len(line) - len(line.lstrip(" "))) :] for line in rest)])


def pasted(text: str, clipboard: str) -> Change | None:
    """The items of the clipboard put into the text, under other names where theirs are taken; None: nothing."""
    try:
        given = tree(clipboard[:MOST], "the clipboard").root
    except ScenarioError:
        return None
    root, looked = root_of(text), None
    work: list[tuple[str, Mapping[str, Plain] | tuple[Plain, ...]]] = []
    for key, section in given.pairs:
        if isinstance(section, Map):
            known = node_of(root, (key.text,))
            taken = names_in(known) if isinstance(known, Map) else []
            items: dict[str, Plain] = {}
            for name, value in section.pairs:
                fresh = unused(name.text, [*taken, *items], joint="_" if key.text in WORDS else "-")
                items[fresh] = plain(meaning(value))
                looked = (key.text, fresh)
            work += [(key.text, items)] if items else []
        elif isinstance(section, Listing) and section.items:
            work.append((key.text, tuple(plain(meaning(item)) for item in section.items)))
    if not work:
        return None

    def edit(old: str) -> str:
        for section, items in work:
            old = copying.pasted(old, section, items)
        return old

    return Change(edit, "Paste", looked)


def duplicated(text: str, paths: Sequence[Path]) -> Change | None:
    change = pasted(text, copied(text, paths))
    return change._replace(name="Duplicate") if change is not None else None
