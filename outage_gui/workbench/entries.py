"""The moves of a run as lanes and panel name them: who, which step, when, by which account. Text only, no state."""

from typing import NamedTuple

from outage_gui.model.scenario import Process, Scenario, Step
from outage_gui.workbench.wording import LONGER, cut, lowered, short, value

Picks = tuple[tuple[str, object], ...]


class Entry(NamedTuple):
    """One move of the run. `step` None: a crash. `begins`: when it was taken up; `assumed`: `at` is not recorded."""

    number: int
    text: str
    process: Process
    instance: str
    step: Step | None
    picks: Picks
    begins: int
    at: int
    assumed: bool
    say: str
    source: tuple[str, ...]
    what_if: bool


def instances(process: Process) -> tuple[str, ...]:
    """As in moves: "" where there is only one."""
    return process.instances if len(process.instances) > 1 else ("",)


def full_name(process: Process, instance: str) -> str:
    """As in moves and states: "planner", "enactor.a"."""
    return f"{process.name}.{instance}" if instance else process.name


def lane_label(process: Process, instance: str) -> str:
    """ "planner", "enactor a": short enough for the head of a lane."""
    if instance:
        return f"{process.name.replace('_', ' ')} {instance}"
    return cut(process.label or process.name.replace("_", " "), LONGER)


def who(process: Process, instance: str) -> str:
    """ "DNS planner", "DNS enactor a"."""
    label = process.label or process.name.replace("_", " ")
    return f"{label} {instance}" if instance else label


def act(step: Step | None, picks: Picks) -> str:
    """What the step does, in its own words, with what was picked."""
    told = "crash" if step is None else step.label or step.name.replace("_", " ")
    chosen = ", ".join(f"{name} {value(thing)}" for name, thing in picks)
    return f"{told} ({chosen})" if chosen else told


def block_label(step: Step | None, picks: Picks) -> str:
    """ "apply 145"."""
    told = "crash" if step is None else short(step.label, step.name)
    return cut(" ".join([told, *(value(thing) for _, thing in picks)]), 32)


def title(entry: Entry) -> str:
    return f"{who(entry.process, entry.instance)}: {lowered(act(entry.step, entry.picks))}"


def titles(scenario: Scenario, names: tuple[str, ...]) -> str:
    """Sources by their titles; empty: none given."""
    known = {source.name: source.title or source.name for source in scenario.sources}
    return "; ".join(known.get(name, name) for name in names)
