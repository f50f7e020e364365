"""The text while it is being written: it may be wrong, is never lost, and becomes an edit when nothing is wrong.

A draft stands beside the last good document. Undo goes back through the drafts first, then through the edits.
"""

from typing import NamedTuple

from outage_gui.model import files
from outage_gui.model.problems import Problem, ScenarioError
from outage_gui.model.yaml_tree import Map, tree
from outage_gui.workbench.deltas import between

MOST = 500  # drafts kept for undo


class Draft(NamedTuple):
    """A text and all that is wrong with it. `before`, `after`: drafts that undo and redo lead to."""

    text: str
    name: str
    problems: tuple[Problem, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        return bool(self.problems)


def problems_of(text: str, name: str) -> tuple[Problem, ...]:
    """What is wrong with a text; the reading of a good one is kept, so that taking it costs no second one."""
    try:
        files.read(text, name)
    except ScenarioError as error:
        return error.problems
    return ()


def root_of(text: str, name: str) -> Map | None:
    """The tree of a text as far as it has one."""
    try:
        return tree(text, name).root
    except ScenarioError:
        return None


def written(old: Draft | None, text: str, name: str, file: str) -> Draft:
    """The next draft."""
    if old is None:
        return Draft(text, name, problems_of(text, file))
    before = old.before if old.text == text else (*old.before, old.text)[-MOST:]
    return Draft(text, name, problems_of(text, file), before)


def undone(draft: Draft, first: str, file: str) -> Draft:
    """The draft before; before the first one, the text that was there at first."""
    text = draft.before[-1] if draft.before else first
    return Draft(text, draft.name, problems_of(text, file), draft.before[:-1], (draft.text, *draft.after))


def redone(draft: Draft, file: str) -> Draft:
    if not draft.after:
        return draft
    text = draft.after[0]
    return Draft(text, draft.name, problems_of(text, file), (*draft.before, draft.text), draft.after[1:])


def retyped(text: str, shown: str) -> str:
    """The file's text after a person has changed what is shown of it.

    What is shown has plain line ends; only the stretch that differs is taken over, so that line ends elsewhere stay.
    """
    old = as_shown(text)
    if old == shown:
        return text
    delta = between(old, shown)
    start, end = _offset(text, delta.at), _offset(text, delta.at + len(delta.gone))
    fresh = delta.came.replace("\n", "\r\n") if "\r\n" in text else delta.came
    return text[:start] + fresh + text[end:]


def as_shown(text: str) -> str:
    """Line ends, and a blank for what only looks like one, as a text field has them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\xa0", " ")


def _offset(text: str, shown: int) -> int:
    """Where in the file a character stands that is shown as this one."""
    if "\r\n" not in text:
        return shown
    at = 0
    for line in text.split("\r\n"):
        if shown <= len(line):
            return at + shown
        shown -= len(line) + 1
        at += len(line) + 2
    return len(text)
