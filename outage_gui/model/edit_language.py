"""The names that an expression can use at a place of the scenario, each with what it is."""

from collections.abc import Iterator

from outage_gui.model.names import process_scope, scope
from outage_gui.model.scenario import Scenario


def scope_at(scenario: Scenario, process: str = "") -> Iterator[tuple[str, str]]:
    """Everywhere, or in the steps of a process: its locals first, then variables, then the rest."""
    names = scope(scenario)
    own = next((one for one in scenario.processes if one.name == process), None)
    if own is not None:
        names = process_scope(names, scenario, own)
        yield from ((step.name, f"a step of {process}") for step in own.steps)
    first = {"local": 0, "variable": 1, "instance": 2, "word": 3}
    yield from ((m.name, str(m)) for m in sorted(names.names.values(), key=lambda m: first.get(m.kind, 4)))
