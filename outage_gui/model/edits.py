"""Edits of a file's text that touch nothing else: positions of boxes, and the tidying of blanks. Text in, text out.

What an edit gives is read again and compared; where it would mean anything else, it is refused.
"""

import re
from collections.abc import Iterator

from outage_gui.model import limits, raw_text
from outage_gui.model.files import read
from outage_gui.model.loading import last_end
from outage_gui.model.problems import ScenarioError
from outage_gui.model.scenario import Position, Scenario
from outage_gui.model.words import quoted
from outage_gui.model.yaml_tree import Listing, Map, Node, Scalar, meaning, tree

_RESERVED_KEYS = frozenset({"on", "off", "yes", "no", "y", "n", "true", "false", "null"})


def with_position(text: str, service: str, x: float, y: float, *, name: str = "the file") -> str:
    """The text with this service's box placed; one line of `layout` is changed or added. Raises ScenarioError."""
    before = read(text, name)
    if service not in {known.name for known in before.services}:
        raise _refused(f"there is no service {quoted(service)}")
    wanted = Position(service=service, x=_bounded(x), y=_bounded(y))
    after = _placed(text, name, wanted)
    expected = before.model_copy(update={"layout": _with(before.layout, wanted)})
    if not _same(after, name, expected):
        raise _refused("the layout section cannot be changed here", "write it as a block, one service a line")
    return after


def _bounded(value: float) -> float:
    if not -limits.COORDINATE <= value <= limits.COORDINATE:
        raise _refused(f"a coordinate lies outside ±{limits.COORDINATE:,}")
    return round(float(value), 1) + 0.0


def _with(layout: tuple[Position, ...], wanted: Position) -> tuple[Position, ...]:
    if wanted.service in {position.service for position in layout}:
        return tuple(wanted if position.service == wanted.service else position for position in layout)
    return (*layout, wanted)


def _same(text: str, name: str, expected: Scenario) -> bool:
    try:
        return read(text, name) == expected
    except ScenarioError:
        return False


def _placed(text: str, name: str, wanted: Position) -> str:
    """One place of the text replaced, or one line added."""
    value = (
        f"[{wanted.x:g}, {wanted.y:g}]" if max(abs(wanted.x), abs(wanted.y)) < 100_000 else f"[{wanted.x}, {wanted.y}]"
    )
    key = f'"{wanted.service}"' if wanted.service.lower() in _RESERVED_KEYS else wanted.service
    root = tree(text, name).root
    layout = root.get("layout")
    end = "\r\n" if "\r\n" in text else "\n"
    if not isinstance(layout, Map):
        return text + ("" if text.endswith("\n") else end) + f"layout:{end}  {key}: {value}{end}"
    for known, old in layout.pairs:
        if known.text == wanted.service:
            return text[: known.end] + f": {value}" + text[last_end(old) :]
    if not layout.pairs:
        return text[: layout.start] + f"{end}  {key}: {value}" + text[layout.end :]
    if layout.flow:
        at = last_end(layout.pairs[-1][1])
        return text[:at] + f", {key}: {value}" + text[at:]
    return _line_added(text, layout, f"{key}: {value}", end)


def _line_added(text: str, layout: Map, entry: str, end: str) -> str:
    """Behind the line of the last entry, with the same indentation."""
    line_end = text.find("\n", last_end(layout.pairs[-1][1]))
    blanks = " " * (layout.pairs[0][0].column - 1)
    if line_end < 0:
        return text + f"{end}{blanks}{entry}"
    return text[: line_end + 1] + f"{blanks}{entry}{end}" + text[line_end + 1 :]


def canonical(text: str, name: str) -> str:
    """The text tidied: line ends, blanks at their ends, runs of blank lines, a last line end; no byte order mark.

    Comments, order and quotes stay, and so does every character of a value. Raises ScenarioError for a refused file.
    """
    read(text, name)
    before = meaning(tree(text, name).root)
    plain = text.removeprefix(raw_text.MARK).replace("\r\n", "\n")
    root = tree(plain, name).root
    kept = _lines_of_values(plain, root)
    lines = [line if number in kept else line.rstrip(" ") for number, line in enumerate(plain.split("\n"), 1)]
    after = "\n".join(_without_runs(lines, kept)).strip("\n") + "\n"
    if meaning(tree(after, name).root) != before:
        raise _refused("this file cannot be tidied without changing what it means")
    return after


def _without_runs(lines: list[str], kept: set[int]) -> Iterator[str]:
    """Of blank lines that follow each other, the first; inside values all of them."""
    last = "-"
    for number, line in enumerate(lines, 1):
        if line or last or number in kept:
            yield line
        last = line


def _lines_of_values(text: str, root: Node) -> set[int]:
    """The lines of texts that go over several lines; blanks there may be part of the value."""
    found: set[int] = set()
    todo: list[Node] = [root]
    while todo:
        node = todo.pop()
        match node:
            case Scalar():
                if re.search("\n", text[node.start : node.end]):
                    last = raw_text.place(text, max(node.start, node.end - 1))[0]
                    found.update(range(node.line, last + 1))
            case Map():
                todo += [value for _, value in node.pairs]
            case Listing():
                todo += node.items
    return found


def _refused(cause: str, hint: str = "") -> ScenarioError:
    return raw_text.refusal("the edit", 0, 0, cause, hint)
