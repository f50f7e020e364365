"""The lines of the fix lab: what is known of each set of fixes."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from outage_gui.model.scenario import Scenario
from outage_gui.workbench.explore_frame import Outcome, Row
from outage_gui.workbench.explore_words import expectation, row_label
from outage_gui.workbench.explored import Fixes


class Answers(NamedTuple):
    """By set of fixes. refused: why it cannot be; big: too many states to be answered at every change."""

    outcomes: Mapping[Fixes, Outcome]
    refused: Mapping[Fixes, str]
    big: Collection[Fixes]


def rows(
    scenario: Scenario, sets: tuple[Fixes, ...], on: Fixes, what_ifs: tuple[str, ...], answers: Answers
) -> tuple[Row, ...]:
    """on: the fixes that are on, a line of its own where it is none of the sets. A file without fixes has no lab."""
    shown = sets if on in sets else (*sets, on)
    if len(shown) < 2:
        return ()
    return tuple(
        Row(
            fixes=fixes,
            label=row_label(scenario, fixes, what_ifs),
            outcome=answers.outcomes.get(fixes),
            refused=answers.refused.get(fixes, ""),
            expected=expectation(scenario, fixes, answers.outcomes.get(fixes)),
            on=fixes == on,
            what_if=fixes[0] if len(fixes) == 1 and fixes[0] in what_ifs else "",
            large=fixes in answers.big,
        )
        for fixes in shown
    )
