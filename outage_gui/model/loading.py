"""The tree of a file, read by its shapes: values, and every mistake with its place. Knows no key of the format."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, NamedTuple

from outage_gui.model import limits
from outage_gui.model.problems import Problem
from outage_gui.model.shapes import Either, Key, Later, Leaf, ListOf, Named, Raw, Record, Shape
from outage_gui.model.words import WrongValueError, nearest, quoted
from outage_gui.model.yaml_tree import Listing, Map, Node, Scalar


class Refused:
    """Stands where a value was refused; told once, left out of everything that would contain it."""


REFUSED: Final = Refused()


class Reference(NamedTuple):
    kind: str
    name: str
    node: Node


class Reading:
    """One pass over a tree. `hard`: something was refused so that what was read is not the whole."""

    def __init__(self, text: str, file: str, zone: str = "UTC") -> None:
        self.text, self.file, self.zone = text, file, zone
        self.problems: list[Problem] = []
        self.references: list[Reference] = []
        self.hard = False
        self._at: Node | None = None
        self._spent = 0

    def refer(self, kind: str, name: str) -> None:
        assert self._at is not None
        self.references.append(Reference(kind, name, self._at))

    def spend(self, characters: int) -> None:
        self._spent += characters
        if self._spent > limits.LANGUAGE_CHARACTERS:
            raise WrongValueError(f"all expressions together are longer than {limits.LANGUAGE_CHARACTERS} characters")

    def tell(self, node: Node, cause: str, hint: str = "", *, hard: bool = True) -> Refused:
        """Note a mistake at the place of a node."""
        self.hard = self.hard or hard
        self.problems.append(Problem(self.file, node.line, node.column, cause, hint))
        return REFUSED

    def nearest(self, text: str, known: Iterable[str]) -> str:
        """The nearest name; not looked for any more when there is enough to tell already."""
        return nearest(text, known) if len(self.problems) < limits.PROBLEMS else ""

    def value(self, node: Node, shape: Shape, **extra: object) -> Any:
        """What the node means by this shape, or REFUSED."""
        if isinstance(node, Scalar) and node.missing:
            self.hard = True
            return REFUSED
        match shape:
            case Leaf():
                return self._leaf(node, shape)
            case Raw():
                return self.text[node.start : last_end(node)]
            case ListOf():
                return self._list(node, shape)
            case Named():
                return self._named(node, shape)
            case Record():
                return self._record(node, shape, extra)
            case Either():
                return self._either(node, shape, extra)
            case Later():
                return self.value(node, shape.of(), **extra)

    def _leaf(self, node: Node, shape: Leaf) -> Any:
        if not isinstance(node, Scalar):
            return self.tell(node, f"expected {shape.what}, found {kind(node)}", _quotes(node))
        self._at = node
        return self._tried(node, lambda: shape.value(node.text, self))

    def _list(self, node: Node, shape: ListOf) -> Any:
        if not isinstance(node, Listing):
            hint = f"write [{node.text}]" if isinstance(node, Scalar) and node.text.isidentifier() else ""
            return self.tell(node, f"expected {shape.what}, found {kind(node)}", hint)
        count = len(node.items)
        if not shape.least <= count <= shape.most:
            bounds = f"{shape.least} to {shape.most}" if shape.least < shape.most else f"{shape.least}"
            return self.tell(node, f"expected {shape.what}, found {count} entries", f"{bounds} can stand here")
        values = [self.value(item, shape.of) for item in node.items]
        if shape.distinct:
            self._distinct(node, values)
        left = tuple(value for value in values if value is not REFUSED)
        if len(left) < count and len(left) < shape.least:
            return REFUSED
        return self._made(node, shape.make, left, told=len(left) < count)

    def _distinct(self, node: Listing, values: list[Any]) -> None:
        seen: set[Any] = set()
        for item, value in zip(node.items, values, strict=True):
            if value is not REFUSED and value in seen:
                self.tell(item, f"{quoted(value) if isinstance(value, str) else 'this entry'} is listed twice")
            seen.add(value)

    def _named(self, node: Node, shape: Named) -> Any:
        if not isinstance(node, Map):
            return self.tell(node, f"expected {shape.what}, each with its name, found {kind(node)}")
        if len(node.pairs) > shape.most:
            key = node.pairs[shape.most][0]
            return self.tell(key, f"more than {shape.most} {shape.what}")
        entries = tuple(self._entries(node, shape))
        return self._made(node, shape.make, entries, told=len(entries) < len(node.pairs))

    def _entries(self, node: Map, shape: Named) -> Iterator[Any]:
        fixed = {key.name: key.shape for key in shape.fixed}
        for key, below in node.pairs:
            if key.text in fixed and isinstance(below, Scalar):
                name: Any = key.text
                value = self.value(below, fixed[key.text])
            else:
                name = self._leaf(key, shape.key)
                extra = {shape.field: key.text if name is REFUSED else name} if shape.field else {}
                value = self.value(below, shape.of, **extra)
            if value is not REFUSED and name is not REFUSED:
                yield value if shape.field else (name, value)

    def _record(self, node: Node, shape: Record, extra: dict[str, object]) -> Any:
        if not isinstance(node, Map):
            return self.tell(node, f"expected {shape.what}, a mapping, found {kind(node)}")
        known = {key.name: key for key in shape.keys}
        values, whole, sound = dict(extra), True, True
        for name, below in node.pairs:
            if key := known.get(name.text):
                value = self.value(below, key.shape)
                sound = sound and value is not REFUSED
                whole = whole and not (value is REFUSED and key.required)
                if value is not REFUSED:
                    values[key.field or key.name] = value
            else:
                self._unknown(name, shape)
        if not self._complete(node, shape) or not whole:
            return REFUSED
        return self._tried(node, lambda: shape.make(**values), told=not sound)

    def _unknown(self, name: Scalar, shape: Record) -> None:
        hint = self.nearest(name.text, (key.name for key in shape.keys))
        self.tell(name, f"{shape.what} has no key {quoted(name.text)}", hint, hard=False)

    def _complete(self, node: Map, shape: Record) -> bool:
        given = {key.text for key, _ in node.pairs}
        missing: list[Key] = [key for key in shape.keys if key.required and key.name not in given]
        for key in missing:
            self.tell(node, f"{shape.what} needs the key '{key.name}'", key.says)
        return not missing

    def _made(
        self, node: Node, make: Callable[[Any], object] | None, values: tuple[Any, ...], *, told: bool = False
    ) -> Any:
        return self._tried(node, lambda: make(values), told=told) if make else values

    def _either(self, node: Node, shape: Either, extra: dict[str, object]) -> Any:
        chosen: Shape | None
        match node:
            case Scalar():
                chosen = shape.text
            case Listing():
                chosen = shape.items
            case Map():
                chosen = shape.mapping
        if chosen is None:
            return self.tell(node, f"expected {shape.what}, found {kind(node)}", _quotes(node))
        return self.value(node, chosen, **extra)

    def _tried(self, node: Node, work: Callable[[], Any], *, told: bool = False) -> Any:
        """What the work gives. `told`: a part of it was refused already, and what follows from that is no news."""
        try:
            return work()
        except WrongValueError as wrong:
            return REFUSED if told else self.tell(node, wrong.message, wrong.hint)


def kind(node: Node) -> str:
    """What stands there, in the words of somebody who wrote it."""
    match node:
        case Scalar():
            return f"the text {quoted(node.text)}" if node.text else "an empty text"
        case Map():
            return "a mapping" if node.pairs else "an empty mapping"
        case Listing():
            return "a list" if node.items else "an empty list"


def last_end(node: Node) -> int:
    """The offset where the node's own text ends; a block ends with the last thing in it."""
    if isinstance(node, Scalar) or node.flow:
        return node.end
    below = node.items if isinstance(node, Listing) else tuple(value for _, value in node.pairs)
    return last_end(below[-1]) if below else node.end


def _quotes(node: Node) -> str:
    """The way out where an expression in brackets became a mapping or a list."""
    return "put quotes around this expression" if not isinstance(node, Scalar) and node.flow else ""


def sorted_problems(problems: list[Problem]) -> tuple[Problem, ...]:
    """By place, one for each place, at most as many as are told together."""
    first: dict[tuple[int, int], Problem] = {}
    for problem in problems:
        first.setdefault((problem.line, problem.column), problem)
    return tuple(sorted(first.values(), key=lambda problem: (problem.line, problem.column)))[: limits.PROBLEMS]
