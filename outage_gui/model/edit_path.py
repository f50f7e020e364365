"""From a path of an edit to the nodes it leads through: keys, numbers of list entries, steps by their name too."""

from typing import Any, NamedTuple

from outage_gui.model import keys, raw_text
from outage_gui.model.changes import settled
from outage_gui.model.problems import ScenarioError
from outage_gui.model.shapes import ListOf, Named, Record, Shape
from outage_gui.model.words import nearest, quoted
from outage_gui.model.yaml_tree import Listing, Map, Node, Scalar

Path = tuple[str | int, ...]


class Spot(NamedTuple):
    """`nodes`: the root and every node on the way; `steps`: the positions taken below each; `rest`: what is not there.

    `shapes` has what may stand at each node, or None where the format knows nothing.
    """

    nodes: tuple[Node, ...]
    steps: tuple[int, ...]
    shapes: tuple[Shape | None, ...]
    rest: Path

    @property
    def node(self) -> Node:
        return self.nodes[-1]

    @property
    def parent(self) -> Node:
        return self.nodes[-2]

    @property
    def key(self) -> Scalar | None:
        """The key of the last node, where a mapping holds it."""
        return self.parent.pairs[self.steps[-1]][0] if isinstance(self.parent, Map) else None

    @property
    def in_flow(self) -> bool:
        """Whether the last node stands inside brackets."""
        return any(not isinstance(node, Scalar) and node.flow for node in self.nodes[:-1])


def spot(root: Map, path: Path) -> Spot:
    """As far along the path as the file goes."""
    found = Spot((root,), (), (keys.SCENARIO,), path)
    while found.rest:
        index = position(found.node, found.rest[0])
        if index is None:
            break
        below = entries(found.node)[index]
        shape = _below(found.shapes[-1], found.node, found.rest[0])
        found = Spot((*found.nodes, below), (*found.steps, index), (*found.shapes, shape), found.rest[1:])
    return found


def there(root: Map, path: Path) -> Spot:
    """The node at the path. Raises ScenarioError where it is not there."""
    found = spot(root, path)
    if found.rest:
        raise refused(
            f"there is no {quoted(str(found.rest[0]))} here", nearest(str(found.rest[0]), names_in(found.node))
        )
    return found


def position(node: Node, step: str | int) -> int | None:
    """Which of the entries a step of a path means; None where it is not there."""
    if isinstance(node, Map):
        return next((index for index, (key, _) in enumerate(node.pairs) if key.text == str(step)), None)
    if not isinstance(node, Listing):
        return None
    if isinstance(step, str) and step in (steps := names_in(node)):
        return steps.index(step)
    number = int(step) if isinstance(step, int) or (step.isascii() and step.isdigit() and len(step) < 9) else -1
    return number if 0 <= number < len(node.items) else None


def shape_at(found: Spot) -> Shape | None:
    shape = found.shapes[-1]
    return settled(shape, found.node) if shape is not None else None


def refused(cause: str, hint: str = "") -> ScenarioError:
    return raw_text.refusal("the edit", 0, 0, cause, hint)


def changed(meaning: Any, steps: tuple[int, ...], change: Any) -> Any:
    """A meaning with `change` made to what stands at the positions."""
    if not steps:
        return change(meaning)
    index = steps[0] + 1
    old = meaning[index]
    new = (old[0], changed(old[1], steps[1:], change)) if meaning[0] == "map" else changed(old, steps[1:], change)
    return (*meaning[:index], new, *meaning[index + 1 :])


def _below(shape: Shape | None, node: Node, step: str | int) -> Shape | None:
    match settled(shape, node) if shape is not None else None:
        case Record(keys=known):
            return next((key.shape for key in known if key.name == step), None)
        case Named(of=of) | ListOf(of=of):
            return of
    return None


def entries(node: Node) -> tuple[Node, ...]:
    """What is directly below a node."""
    match node:
        case Map():
            return tuple(value for _, value in node.pairs)
        case Listing():
            return node.items
    return ()


def names_in(node: Node) -> list[str]:
    """The keys of a mapping; of the entries of a list, the steps' names, "" where one has none."""
    if isinstance(node, Map):
        return [key.text for key, _ in node.pairs]
    return [step_name(item) for item in entries(node)]


def step_name(item: Node) -> str:
    """The name of an entry of `steps`; empty where it has none."""
    name = item.get("step") if isinstance(item, Map) else None
    return name.text if isinstance(name, Scalar) else ""
