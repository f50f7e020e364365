"""What would mend a problem, where there is an obvious way: the nearest name, a declaration, quotes. Text -> text."""

import re
from functools import partial

from outage_gui.model import edits
from outage_gui.model.problems import Problem
from outage_gui.workbench.edit_changes import Change

_NEAREST = re.compile(r"did you mean '([^']+)'\?")
_QUOTED = re.compile(r"'([^']+)'")
_UNDECLARED = re.compile(r"'([A-Za-z]\w*)'(?:, which no one declares| is declared nowhere)")
_VALUE = re.compile(r"(\s*(?:- )*[\w.-]+:\s+)(.*\S)(\s*)")


def remedies_for(problem: Problem, text: str) -> tuple[Change, ...]:
    """The likeliest first; none where only the author can know."""
    found = []
    line = _line(text, problem.line)
    undeclared = _UNDECLARED.search(problem.cause)
    if (near := _NEAREST.search(problem.hint)) and (wrong := _wrong_word(problem, line, near[1])):
        found.append(
            Change(partial(_put, number=problem.line, old=wrong, new=near[1], at=problem.column), f"Write {near[1]}")
        )
    if undeclared is not None:
        value = {"type": "bool", "start": "false"}
        declare = partial(edits.with_value, path=("state", undeclared[1]), value=value)
        found.append(Change(declare, f"Declare {undeclared[1]}", ("state", undeclared[1])))
    if problem.hint.startswith("put quotes") and _VALUE.fullmatch(line):
        found.append(Change(partial(_quote, number=problem.line), "Put quotes around it"))
    return tuple(found)


def _line(text: str, number: int) -> str:
    lines = text.split("\n")
    return lines[number - 1].rstrip("\r") if 0 < number <= len(lines) else ""


def _wrong_word(problem: Problem, line: str, right: str) -> str:
    """Of the words the problem names, one that stands at its place or behind it."""
    words = (word for word in _QUOTED.findall(problem.cause) if word != right)
    rest = line[max(0, problem.column - 1) :]
    return next((word for word in words if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", rest)), "")


def _put(text: str, *, number: int, old: str, new: str, at: int) -> str:
    lines = text.split("\n")
    line, start = lines[number - 1], max(0, at - 1)
    behind = re.sub(rf"(?<![\w-]){re.escape(old)}(?![\w-])", lambda _: new, line[start:], count=1)
    lines[number - 1] = line[:start] + behind
    return "\n".join(lines)


def _quote(text: str, *, number: int) -> str:
    """The whole value of a line, in single quotes: nothing in them means anything."""
    lines = text.split("\n")
    found = _VALUE.fullmatch(lines[number - 1])
    assert found is not None
    inner = found[2].replace("'", "''")
    lines[number - 1] = f"{found[1]}'{inner}'{found[3]}"
    return "\n".join(lines)
