"""Where an exploration takes the replay: fixes, and a recorded run or a branch that makes these moves."""

from typing import NamedTuple

from outage_gui.engine.trace import parted
from outage_gui.model.scenario import START
from outage_gui.workbench.explore_frame import Finding
from outage_gui.workbench.explored import Fixes
from outage_gui.workbench.wording import cut


class Visit(NamedTuple):
    """Where to take the replay: those fixes, and a recorded run (`run`, a key) or a branch that makes these moves.

    step: moves made there; 0: the start. game: the room picks the moves from there on.
    """

    fixes: frozenset[str]
    run: str = ""
    moves: tuple[str, ...] = ()
    label: str = ""
    start: str = ""
    step: int = 0
    game: bool = False


def branch_visit(fixes: Fixes, schedule: str, label: str, step: int) -> Visit:
    first, *rest = [*parted(schedule)] or [""]
    start = first if first.startswith(START) else ""
    moves = tuple(rest) if start else tuple(parted(schedule))
    return Visit(frozenset(fixes), moves=moves, label=label, start=start, step=step)


def led(fixes: Fixes, findings: tuple[Finding, ...], number: int) -> Visit | None:
    """To the end of one of the findings, or runs that end well, from 0; None: there is no such."""
    if not 0 <= number < len(findings):
        return None
    finding = findings[number]
    said = "Ends well" if finding.kind == "good" else "Finding"
    return branch_visit(fixes, finding.schedule, f"{said}: {cut(finding.label, 40)}", finding.steps)
