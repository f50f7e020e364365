"""Every variable and local as it is now, each element of a table by itself, with what the last move changed."""

from collections.abc import Iterator, Mapping
from itertools import islice

from outage_gui.model.scenario import Scenario, Variable
from outage_gui.workbench.entries import full_name, instances, lane_label
from outage_gui.workbench.frame import Cell
from outage_gui.workbench.wording import value

MOST = 400
Values = Mapping[str, object]  # "root", "enactor.a.plan", "planner.next", as the engine names them


def cells(scenario: Scenario, now: Values, earlier: Values | None) -> tuple[Cell, ...]:
    """Shared variables first, in file order. `earlier`: before the last move, None at the start."""
    return tuple(islice(_all(scenario, now, earlier), MOST))


def changed(scenario: Scenario, now: Values, earlier: Values) -> list[str]:
    """ "root 145 → 110" for each element that differs."""
    everything = _all(scenario, now, earlier)
    return [f"{cell.owner} {cell.name} {cell.before} → {cell.value}".strip() for cell in everything if cell.before]


def _all(scenario: Scenario, now: Values, earlier: Values | None) -> Iterator[Cell]:
    for variable in scenario.state:
        yield from _cells(variable, "", variable.name, now, earlier)
    for process in scenario.processes:
        for instance in instances(process):
            for variable in process.local:
                key = f"{full_name(process, instance)}.{variable.name}"
                yield from _cells(variable, lane_label(process, instance), key, now, earlier)


def _cells(variable: Variable, owner: str, key: str, now: Values, earlier: Values | None) -> Iterator[Cell]:
    before = dict(_elements(earlier[key])) if earlier is not None else {}
    unit = f" {variable.unit}" if variable.unit else ""
    for place, thing in _elements(now[key]):
        was = before.get(place, thing)
        label = (variable.label or variable.name) + place
        yield Cell(owner, variable.name + place, label, value(thing) + unit, value(was) if was != thing else None)


def _elements(thing: object, place: str = "") -> Iterator[tuple[str, object]]:
    """A table within a table is opened too: "[a][1]"."""
    if not isinstance(thing, Mapping):
        yield place, thing
        return
    for key, inner in thing.items():
        yield from _elements(inner, f"{place}[{value(key)}]")
