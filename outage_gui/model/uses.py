"""Every place of a file where a name stands: keys, values, expressions and bodies, moves, paths of fixes.

The names of the language (types, variables, words, processes, instances, locals, picks, loop names) share the kind
"language"; a local or pick has the process it belongs to, other names of the language none.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from outage_gui.model.tokens import LanguageError, Token, tokens
from outage_gui.model.yaml_tree import Listing, Map, Node, Scalar

Path = tuple[str, ...]
_MOVE = re.compile(r"\s*([A-Za-z]\w*)((?:\.\w+)*)", re.ASCII)
_CONDITIONS = {
    "checks": ("always", "ends", "sometimes", "eventually", "from", "to"),
    "services": ("fails_when", "degraded_when", "if", "when"),
}
_NAMED = {
    "services": "service", "groups": "group", "checks": "check", "runs": "run", "sources": "source",
    "layout": "service",
}  # fmt: skip
_KEYED = {**_NAMED, "fixes": "fix", "processes": "process"}


class Use(NamedTuple):
    """One name at one place: `at` counts in the scalar's text. `owner`: the process whose step, or whose scope, it is.

    kind: service, group, check, fix, run, source, mark, process, step, or language.
    """

    kind: str
    name: str
    node: Scalar
    at: int
    owner: str = ""


def uses(root: Map) -> Iterator[Use]:
    """All of them, in the order of the file."""
    for key, value in root.pairs:
        for path, node, is_key in _leaves(value, (key.text,)):
            yield from _of(path, node, is_key=is_key)


def _leaves(node: Node, path: Path) -> Iterator[tuple[Path, Scalar, bool]]:
    """Every key and text with its path; list entries are '#', in a process's steps the step's name."""
    match node:
        case Scalar():
            yield path, node, False
        case Map(pairs=pairs):
            for key, value in pairs:
                yield (*path, key.text), key, True
                yield from _leaves(value, (*path, key.text))
        case Listing(items=items):
            for item in items:
                yield from _leaves(item, (*path, "#"))


def _of(path: Path, node: Scalar, *, is_key: bool) -> Iterator[Use]:
    """What a key or a text names. Keys of records name nothing; where both could be, the path tells."""
    if is_key:
        yield from _key(path, node)
        return
    if path[-1] == "source" or path[-2:] == ("source", "#"):
        yield Use("source", node.text, node, 0)
        return
    match path:
        case ("types", _, *_):
            yield from _words(node)
        case ("state", _, *rest):
            yield from _variable(tuple(rest), node, "")
        case ("processes", process, *rest):
            yield from _process(process, tuple(rest), node)
        case ("checks", _, *_) if path[-1] in _CONDITIONS["checks"]:
            yield from _expression(node, "")
        case ("services", _, "group"):
            yield Use("group", node.text, node, 0)
        case ("services", _, "needs", "#") | ("services", _, "needs", "#", "service", *_):
            yield Use("service", node.text, node, 0)
        case ("services", _, *_) if path[-1] in _CONDITIONS["services"]:
            yield from _expression(node, "")
        case ("groups", _, "in"):
            yield Use("group", node.text, node, 0)
        case ("timeline", "#", "mark") | ("story", "#", "at"):
            yield Use("mark", node.text, node, 0)
        case ("runs" | "expect", *_, "with", "#"):
            yield Use("fix", node.text, node, 0)
        case ("runs", _, "schedule", "#") | ("runs", _, "schedule", "#", "move"):
            yield from _move(node)
        case ("story", "#", "run"):
            yield Use("run", node.text, node, 0)
        case ("story", "#", "focus", "#"):
            yield Use("service", node.text, node, 0)
        case ("expect", "#", "finding" | "absent", *_):
            yield Use("check", node.text, node, 0)
        case ("fixes", _, "drop", "#"):
            yield from _path(node)
        case ("fixes", _, "join", process, "#"):
            yield Use("step", node.text, node, 0, process)
        case ("fixes", _, "set", wanted, *rest):
            yield from _of(_virtual(wanted, tuple(rest)), node, is_key=False)


def _key(path: Path, key: Scalar) -> Iterator[Use]:
    match path:
        case (section, _) if section in _KEYED:
            yield Use(_KEYED[section], key.text, key, 0)
            if section == "processes":
                yield Use("language", key.text, key, 0)
        case ("types" | "state", _):
            yield Use("language", key.text, key, 0)
        case ("types", _, *_) | ("state", _, "type", *_):
            return
        case ("state", _, "start", *_):
            yield from _words(key)
        case ("processes", process, *rest):
            yield from _process_key(process, tuple(rest), key)
        case ("timeline", "#", "status", _):
            yield Use("service", key.text, key, 0)
        case ("fixes", _, "join", _):
            yield Use("process", key.text, key, 0)
            yield Use("language", key.text, key, 0)
        case ("fixes", _, "set", _):
            yield from _path(key)
        case ("fixes", _, "set", wanted, *rest) if len(virtual := _virtual(wanted, tuple(rest))) > 2:
            yield from _key(virtual, key)


def _process_key(process: str, path: Path, key: Scalar) -> Iterator[Use]:
    match path:
        case ("local", _) | ("steps", "#", "pick", _):
            yield Use("language", key.text, key, 0, process)
        case ("local", _, "start", *_):
            yield from _words(key, process)
        case ("steps", "#", "then", _):
            yield Use("step", key.text, key, 0, process)


def _process(process: str, path: Path, node: Scalar) -> Iterator[Use]:
    match path:
        case ("instances", "#"):
            yield Use("language", node.text, node, 0)
        case ("service",):
            yield Use("service", node.text, node, 0)
        case ("local", _, *rest):
            yield from _variable(tuple(rest), node, process)
        case ("steps", "#", "step") | ("steps", "#", "then") | ("faults", "crash", "restart"):
            yield Use("step", node.text, node, 0, process)
        case ("faults", "crash", "forgets", "#"):
            yield Use("language", node.text, node, 0, process)
        case ("steps", "#", "when") | ("steps", "#", "pick", _) | ("steps", "#", "then", _):
            yield from _expression(node, process)
        case ("steps", "#", "do"):
            yield from _expression(node, process, lines=True)


def _variable(path: Path, node: Scalar, process: str) -> Iterator[Use]:
    match path:
        case ("type", *_):
            yield from _words(node, process)
        case ("start", *_):
            yield from _expression(node, process)


def _words(node: Scalar, process: str = "") -> Iterator[Use]:
    """A type's name, a word, the key of a table."""
    yield Use("language", node.text, node, 0, process)


# --- inside a text ------------------------------------------------------------------------------------------------


def _expression(node: Scalar, process: str, *, lines: bool = False) -> Iterator[Use]:
    """The names of an expression or body; a text that is none has none."""
    try:
        found = [token for token in tokens(node.text, lines=lines) if token.kind in ("name", "sign")]
    except LanguageError:
        return
    steps = dict(_steps_asked(found))
    for number, token in enumerate(found):
        if token.kind != "name" or (number and found[number - 1].text == "."):
            continue
        if number in steps:
            yield Use("step", token.text, node, token.at, steps[number])
        else:
            yield Use("language", token.text, node, token.at, process)


def _steps_asked(found: list[Token]) -> Iterator[tuple[int, str]]:
    """The second part of every `at(process, step)`: which token it is, and the process."""
    for number, token in enumerate(found[:-3]):
        if token.text == "at" and found[number + 1].text == "(":
            depth = 0
            for place in range(number + 1, len(found)):
                depth += (found[place].text in "([{") - (found[place].text in ")]}")
                if depth == 0:
                    break
                if depth == 1 and found[place].text == "," and place + 1 < len(found):
                    yield place + 1, found[number + 2].text


def _move(node: Scalar) -> Iterator[Use]:
    """`process.instance.step(pick=value)`, `process.step`, `start(variable=value)`."""
    head = _MOVE.match(node.text)
    if not head:
        return
    process, parts = head[1], [(part[0], part.start()) for part in re.finditer(r"\w+", node.text[: head.end()])]
    if process != "start":
        yield from (Use(kind, process, node, parts[0][1]) for kind in ("process", "language"))
        yield from (Use("language", name, node, at) for name, at in parts[1:-1])
        if len(parts) > 1:
            yield Use("step", parts[-1][0], node, parts[-1][1], process)
    try:
        inside = [token for token in tokens(node.text[head.end() :]) if token.kind in ("name", "sign")]
    except LanguageError:
        return
    for number, token in enumerate(inside):
        if token.kind == "name":
            owner = _owner_in_move(inside, number) or ("" if process == "start" else process)
            yield Use("language", token.text, node, head.end() + token.at, owner)


def _owner_in_move(inside: list[Token], number: int) -> str:
    """In `worker.a.seen` the process, for `seen`."""
    first = number
    while first > 1 and inside[first - 1].text == "." and inside[first - 2].kind == "name":
        first -= 2
    return inside[first].text if first < number else ""


def _path(node: Scalar) -> Iterator[Use]:
    """The path of a fix: `processes.enactor.steps.apply.when`."""
    parts = node.text.split(".")
    starts = [sum(len(part) + 1 for part in parts[:number]) for number in range(len(parts))]
    path = tuple(parts)
    if len(path) > 1 and path[0] in _NAMED:
        yield Use(_NAMED[path[0]], path[1], node, starts[1])
    elif len(path) > 1 and path[0] in ("types", "state"):
        yield Use("language", path[1], node, starts[1])
    elif len(path) > 1 and path[0] == "processes":
        yield from (Use(kind, path[1], node, starts[1]) for kind in ("process", "language"))
        if len(path) > 3 and path[2] in ("steps", "local"):
            yield Use("step" if path[2] == "steps" else "language", path[3], node, starts[3], path[1])
        if len(path) > 5 and path[4] in ("then", "pick"):
            yield Use("step" if path[4] == "then" else "language", path[5], node, starts[5], path[1])


def _virtual(wanted: str, rest: Path) -> Path:
    """Where a value of a fix will stand: its path in the file, list entries as '#'."""
    parts = wanted.split(".")
    lists = {"steps", "needs", "schedule", "timeline", "story", "focus", "instances", "forgets", "with"}
    path = tuple("#" if number and parts[number - 1] in lists else part for number, part in enumerate(parts))
    return (*path, *rest)
