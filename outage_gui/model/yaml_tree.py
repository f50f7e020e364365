"""YAML text to a tree of our own frozen nodes, each with its place. Only libyaml's events are used, never its composer.

Every scalar stays text. What YAML offers beyond mappings, lists and text is refused here, and so is a value that
is missing. Limits are checked while events arrive, so that a hostile file is refused before it costs anything.
"""

from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

import yaml

from outage_gui.model import limits, raw_text, yaml_traps
from outage_gui.model.problems import Problem, ScenarioError
from outage_gui.model.words import quoted


class Scalar(NamedTuple):
    """Text. `style`: "" plain, or one of ' " | >. `start` and `end` are offsets in the file, line and column from 1.

    A plain empty text stands where the file's value was refused; nobody has to complain about it again.
    """

    text: str
    style: str
    start: int
    end: int
    line: int
    column: int

    @property
    def missing(self) -> bool:
        return not self.text and not self.style


class Map(NamedTuple):
    """Keys and values in the order of the file; each key once."""

    pairs: tuple[tuple[Scalar, "Node"], ...]
    flow: bool
    start: int
    end: int
    line: int
    column: int

    def get(self, key: str) -> "Node | None":
        return next((value for name, value in self.pairs if name.text == key), None)


class Listing(NamedTuple):
    items: tuple["Node", ...]
    flow: bool
    start: int
    end: int
    line: int
    column: int


Node: TypeAlias = Scalar | Map | Listing


class Tree(NamedTuple):
    root: Map
    problems: tuple[Problem, ...]  # mistakes after which the rest could still be read


def meaning(node: Node) -> Any:
    """The node without its places, as nested tuples; two nodes that mean the same are equal by it."""
    match node:
        case Scalar():
            return node.text
        case Map():
            return ("map", *((key.text, meaning(value)) for key, value in node.pairs))
        case Listing():
            return ("list", *(meaning(item) for item in node.items))


@lru_cache(maxsize=4)
def tree(text: str, name: str) -> Tree:
    """The root mapping of a file, and the mistakes that did not keep it from being read.

    Raises ScenarioError where there is no tree: wrong characters, wrong syntax, a limit, no mapping at all.
    """
    try:
        found = _tree(text, "")
    except ScenarioError as wrong:
        raise ScenarioError(_of(wrong.problems, name)) from None
    return found._replace(problems=_of(found.problems, name)) if found.problems else found


def _of(problems: tuple[Problem, ...], name: str) -> tuple[Problem, ...]:
    return tuple(problem._replace(file=name) for problem in problems)


@lru_cache(maxsize=4)
def _tree(text: str, name: str) -> Tree:
    """Whatever the file is called: an edit and the reading of what came of it share it."""
    raw_text.check(text, name)
    marked = len(raw_text.MARK) if text.startswith(raw_text.MARK) else 0
    builder = _Builder(text, name, marked)
    try:
        for event in yaml.parse(text[marked:], Loader=yaml.CLoader):
            builder.take(event)
    except yaml.YAMLError as wrong:
        raise ScenarioError(
            builder.with_syntax(Problem(name, *yaml_traps.syntax(text, marked, wrong, builder.last)))
        ) from None
    if not isinstance(builder.root, Map):
        raise raw_text.refusal(name, 1, 1, "a scenario is a mapping of sections", "begin with 'format: 1'")
    return Tree(builder.root, tuple(builder.problems))


class _Open(NamedTuple):
    """A mapping or list whose end has not come yet; in a mapping every second node is a key."""

    is_map: bool
    flow: bool
    mark: Any
    nodes: list[Node]
    seen: dict[str, Scalar]
    split: list[bool]  # not empty: a comma that splits a value here has been told


class _Builder:
    def __init__(self, text: str, name: str, marked: int) -> None:
        self.text, self.name, self.marked = text, name, marked
        self.problems: list[Problem] = []
        self.open: list[_Open] = []
        self.root: Node | None = None
        self.last: Scalar | None = None
        self.count = 0
        self.documents = 0

    def take(self, event: Any) -> None:
        """One event of the parser."""
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._begin(event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._end(event)
        elif isinstance(event, yaml.AliasEvent):
            self._tell_mark(event, *yaml_traps.alias(event.anchor or ""))
            self._add(self._nothing(event.start_mark))
        elif isinstance(event, yaml.DocumentStartEvent):
            self._document(event)

    def with_syntax(self, problem: Problem) -> tuple[Problem, ...]:
        """What was told before, and why reading stopped, unless a trap told on that line is the reason."""
        if any(told.line == problem.line for told in self.problems if told.hint.startswith("put quotes")):
            return tuple(self.problems)
        return (*self.problems, problem)

    def _document(self, event: Any) -> None:
        self.documents += 1
        if event.version or event.tags:
            raise self._refused(event.start_mark, "a line that begins with % has no meaning here", "remove it")
        if self.documents > 1:
            raise self._refused(event.start_mark, "a second document begins here", "one file holds one scenario")

    def _scalar(self, event: Any) -> None:
        start, end, text = event.start_mark, event.end_mark, event.value
        style = event.style or ""
        node = Scalar(text, style, start.index + self.marked, end.index + self.marked, start.line + 1, start.column + 1)
        if len(text) > limits.TEXT_CHARACTERS:
            raise self._refused(start, f"this text is longer than {limits.TEXT_CHARACTERS} characters")
        if style == '"' and (found := yaml_traps.CONTROL.search(text)):
            self._tell_mark(event, *raw_text.strange(found[0]))
            node = self._nothing(start)
        if event.anchor or event.tag:
            self._tell_mark(event, *yaml_traps.marked(event.anchor, event.tag))
            node = self._nothing(start)
        elif not style:
            node = self._plain(node)
        self.last = node
        self._add(node)

    def _plain(self, node: Scalar) -> Scalar:
        """Text without quotes, where YAML's traps are."""
        within = self.open[-1] if self.open else None
        key = self._awaits_key()
        if found := yaml_traps.plain(self.text, node.text, node.start, node.end, flow=bool(within and within.flow)):
            if within and within.flow:
                within.split.append(True)
            self._tell(node.line, node.column, *found)
        elif node.text in yaml_traps.NOTHING and not key:
            self._missing(node, within)
        else:
            return node
        return node if key else node._replace(text="")

    def _missing(self, node: Scalar, within: _Open | None) -> None:
        """A value that is not there, or that says there is none."""
        if not within or not within.is_map:
            return self._tell(
                node.line, node.column, *yaml_traps.no_value("", node.text, within.flow if within else False)
            )
        if within.split:
            return None
        key = within.nodes[-1]
        assert isinstance(key, Scalar)
        alone = within.flow and len(within.nodes) == 1
        return self._tell(key.line, key.column, *yaml_traps.no_value(key.text, node.text, within.flow, alone=alone))

    def _begin(self, event: Any) -> None:
        if event.anchor or event.tag:
            self._tell_mark(event, *yaml_traps.marked(event.anchor, event.tag))
        is_map = isinstance(event, yaml.MappingStartEvent)
        if self._awaits_key():
            raise self._refused(
                event.start_mark, "a key must be a name, not a mapping or a list", "put quotes around it"
            )
        if len(self.open) >= limits.DEPTH:
            raise self._refused(event.start_mark, f"mappings and lists stand more than {limits.DEPTH} deep here")
        self._counted(event.start_mark)
        self.open.append(_Open(is_map, bool(event.flow_style), event.start_mark, [], {}, []))

    def _end(self, event: Any) -> None:
        done = self.open.pop()
        start, end = done.mark, event.end_mark
        where = (start.index + self.marked, end.index + self.marked, start.line + 1, start.column + 1)
        if done.is_map:
            self._add(Map(self._pairs(done), done.flow, *where), counted=True)
        else:
            self._add(Listing(tuple(done.nodes), done.flow, *where), counted=True)

    def _pairs(self, done: _Open) -> tuple[tuple[Scalar, Node], ...]:
        """Each key with its value; of a key that stands twice, the first; no key that is the rest of a split value."""
        return tuple(
            (key, value)
            for key, value in zip(done.nodes[::2], done.nodes[1::2], strict=True)
            if isinstance(key, Scalar)
            and done.seen.get(key.text) is key
            and key.text
            and not (done.split and isinstance(value, Scalar) and value.missing and value.start == value.end)
        )

    def _add(self, node: Node, *, counted: bool = False) -> None:
        if not counted:
            self._counted_at(node.line, node.column)
        if self._awaits_key() and isinstance(node, Scalar):
            self._key(node, self.open[-1])
        if self.open:
            self.open[-1].nodes.append(node)
        else:
            self.root = node

    def _key(self, key: Scalar, within: _Open) -> None:
        first = within.seen.setdefault(key.text, key)
        if not key.text:
            self._tell(key.line, key.column, "a key is missing before the ':'")
        elif key.text == "<<" and not key.style:
            self._tell(key.line, key.column, "merge keys '<<' are not read", "write the keys out")
            del within.seen[key.text]
        elif first is not key:
            self._tell(key.line, key.column, f"{quoted(key.text)} stands twice, first in line {first.line}", "keep one")
        elif self.text[key.start - 2 : key.start] == "? ":
            self._tell(key.line, key.column, "a key with '?' is not read", "write KEY: VALUE")

    def _awaits_key(self) -> bool:
        return bool(self.open) and self.open[-1].is_map and len(self.open[-1].nodes) % 2 == 0

    def _nothing(self, mark: Any) -> Scalar:
        at = mark.index + self.marked
        return Scalar("", "", at, at, mark.line + 1, mark.column + 1)

    def _counted(self, mark: Any) -> None:
        self._counted_at(mark.line + 1, mark.column + 1)

    def _counted_at(self, line: int, column: int) -> None:
        self.count += 1
        if self.count > limits.ITEMS:
            cause = f"this file has more than {limits.ITEMS} keys, values and entries"
            raise raw_text.refusal(self.name, line, column, cause)

    def _tell_mark(self, event: Any, cause: str, hint: str = "") -> None:
        self._tell(event.start_mark.line + 1, event.start_mark.column + 1, cause, hint)

    def _tell(self, line: int, column: int, cause: str, hint: str = "") -> None:
        if len(self.problems) < limits.PROBLEMS:
            self.problems.append(Problem(self.name, line, column, cause, hint))

    def _refused(self, mark: Any, cause: str, hint: str = "") -> ScenarioError:
        return ScenarioError((*self.problems, Problem(self.name, mark.line + 1, mark.column + 1, cause, hint)))
