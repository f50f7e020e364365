"""Another name for a thing, everywhere it is used. Refused where the new name is taken or would mean two things."""

from collections.abc import Iterable
from typing import Literal

from outage_gui.model import places, words
from outage_gui.model.edit_path import refused
from outage_gui.model.files import read
from outage_gui.model.names import scope
from outage_gui.model.problems import ScenarioError
from outage_gui.model.scenario import Scenario
from outage_gui.model.service_keys import MARKS
from outage_gui.model.uses import Use, uses
from outage_gui.model.words import WrongValueError, nearest, quoted
from outage_gui.model.yaml_tree import tree
from outage_gui.model.yaml_writing import scalar

Kind = Literal[
    "service", "group", "process", "step", "variable", "local", "check", "fix", "run", "source", "type", "mark", "word",
    "instance", "pick",
]  # fmt: skip
_GLOBAL = ("variable", "type", "word", "instance", "process")
_INSIDE = ("step", "local", "pick")
_SECTIONS = {
    "service": "services",
    "group": "groups",
    "process": "processes",
    "check": "checks",
    "fix": "fixes",
    "run": "runs",
    "source": "sources",
    "variable": "state",
    "type": "types",
}
NAME = "the file"


def renamed(text: str, kind: str, old: str, new: str, *, inside: str = "") -> str:
    """The text with another name for the thing. `inside`: the process of a step, local or pick; may be left out where
    one process alone has it, or stand before the name: `enactor.apply`. Raises ScenarioError.
    """
    before = read(text, NAME)
    if kind in _INSIDE:
        process, _, name = old.rpartition(".")
        old, inside = name, inside or process or _only_owner(before, kind, name)
    _known(before, kind, old, inside)
    if new == old:
        return text
    _usable(kind, new)
    found = list(uses(tree(text, NAME).root))
    _free(before, found, kind, new, inside)
    after = _replaced(text, (use for use in found if _meant(use, kind, old, inside)), old, new)
    try:
        read(after, NAME)
    except ScenarioError as error:
        problem = error.problems[0]
        raise refused(f"{quoted(new)} cannot stand here: {problem.cause}", problem.hint) from None
    return after


def names(scenario: Scenario, kind: str, inside: str = "") -> tuple[str, ...]:
    """Everything of a kind that has a name."""
    if kind in _SECTIONS:
        return tuple(each.name for each in getattr(scenario, _SECTIONS[kind]))
    if kind == "mark":
        return tuple(dict.fromkeys(entry.mark for entry in scenario.timeline if entry.mark))
    if kind in _INSIDE:
        return tuple(name for process in scenario.processes if process.name == inside for name in _parts(process, kind))
    return tuple(name for name, meaning in scope(scenario).names.items() if meaning.kind == kind)


def _parts(process: object, kind: str) -> Iterable[str]:
    steps = getattr(process, "steps", ())
    if kind == "pick":
        return dict.fromkeys(pick.name for step in steps for pick in step.pick)
    return (each.name for each in (steps if kind == "step" else getattr(process, "local", ())))


def _only_owner(scenario: Scenario, kind: str, name: str) -> str:
    owners = [process.name for process in scenario.processes if name in names(scenario, kind, process.name)]
    if len(owners) != 1:
        cause = (
            f"there is no {kind} {quoted(name)}" if not owners else f"several processes have a {kind} {quoted(name)}"
        )
        raise refused(cause, f"write {owners[0]}.{name}" if owners else "")
    return owners[0]


def _known(scenario: Scenario, kind: str, name: str, inside: str) -> None:
    known = names(scenario, kind, inside)
    if name not in known:
        raise refused(f"there is no {kind} {quoted(name)}", nearest(name, known))


def _usable(kind: str, new: str) -> None:
    """Whether a thing of this kind may be called so at all."""
    if kind == "mark":
        if new not in MARKS:
            raise refused(f"{quoted(new)} is no mark", nearest(new, MARKS))
        return
    rule = words.word if kind in (*_GLOBAL, *_INSIDE) else words.check_name if kind == "check" else words.name
    try:
        rule(new)
    except WrongValueError as wrong:
        raise refused(wrong.message, wrong.hint) from None


def _free(scenario: Scenario, found: list[Use], kind: str, new: str, inside: str) -> None:
    """Nothing may be called so already; in the language, nothing in the same name space, loop names and picks too."""
    if kind == "step" or kind not in (*_GLOBAL, *_INSIDE):
        taken = new in names(scenario, kind, inside)
    else:
        owners = {use.owner for use in found if use.kind == "language" and use.name == new}
        taken = new in scope(scenario) or (bool(owners) if kind in _GLOBAL else inside in owners)
    if taken:
        raise refused(f"there is a {quoted(new)} already", "choose another name")


def _meant(use: Use, kind: str, old: str, inside: str) -> bool:
    if use.name != old:
        return False
    if kind == "step":
        return use.kind == "step" and use.owner == inside
    if kind in ("local", "pick"):
        return use.kind == "language" and use.owner == inside
    return use.kind == ("language" if kind in _GLOBAL else kind)


def _replaced(text: str, found: Iterable[Use], old: str, new: str) -> str:
    """The name exchanged at every place, from the last to the first."""
    spots: dict[int, tuple[int, str]] = {}
    for use in found:
        if use.node.text == old:
            quoted_new = scalar(new, flow=True, style=use.node.style if use.node.style in ("'", '"') else "")
            spots[use.node.start] = (use.node.start + len(text[use.node.start : use.node.end].rstrip()), quoted_new)
        else:
            at = places.source_offset(text, use.node, use.at)
            spots[at] = (at + len(old), new)
    for at in sorted(spots, reverse=True):
        end, written = spots[at]
        text = text[:at] + written + text[end:]
    return text
