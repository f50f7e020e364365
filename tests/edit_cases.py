"""Every scenario that is shipped, its places, and the lines by which two texts differ: for the tests of edits."""

import random
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from outage_gui.model.edit_path import Path as Place
from outage_gui.model.yaml_tree import Listing, Map, Node, Scalar, tree

SCENARIOS = Path(__file__).parent.parent / "scenarios"
TEXTS = {file.name: file.read_bytes().decode() for file in sorted(SCENARIOS.glob("*.yaml"))}


def places(node: Node, path: Place = ()) -> Iterator[tuple[Place, Node, Node | None]]:
    """Every node below the root with its path and the one that holds it."""
    children = node.pairs if isinstance(node, Map) else enumerate(node.items) if isinstance(node, Listing) else ()
    for key, below in children:
        here = (*path, key.text if isinstance(key, Scalar) else key)
        yield here, below, node
        yield from ((place, one, holder) for place, one, holder in places(below, here))


def places_of(text: str) -> list[tuple[Place, Node, Node | None]]:
    return list(places(tree(text, "a.yaml").root))


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that went and those that came."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    gone: list[str] = []
    came: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            gone += old[a:b]
            came += new[c:d]
    return gone, came


def comments(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.lstrip().startswith("#")]


def disguised(text: str, dice: random.Random) -> str:
    """The same scenario as another person may have saved it: Windows line ends, no last line end, a byte order mark."""
    if dice.random() < 0.4:
        text = text.replace("\n", "\r\n")
    if dice.random() < 0.3:
        text = text.rstrip("\r\n")
    return "\ufeff" + text if dice.random() < 0.3 else text
