"""A file explored with every fix set it expects something of: verdicts, findings, unmet expectations; text and JSON.

What blames in its words is told as hints, which change no verdict and no exit code.

Exit codes: 0 met · 1 not met, or a finding where nothing is expected · 3 not known, because a limit was reached.
"""

import json
import textwrap
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

from outage_gui.engine.answer import Answer, Finding, answered
from outage_gui.engine.counting import Counts
from outage_gui.engine.program import Program, compiled
from outage_gui.engine.search import Limits, explored
from outage_gui.engine.trace import schedule_text
from outage_gui.engine.worst import worst
from outage_gui.exporters.expected import Demand, counted, demands
from outage_gui.model import blame, files
from outage_gui.model.blame import Hint
from outage_gui.model.fixes import with_fixes
from outage_gui.model.problems import shown
from outage_gui.model.status import Status
from outage_gui.model.yaml_tree import tree

MET, UNMET, INCOMPLETE = 0, 1, 3
MOST_STATES, MOST_SECONDS, MOST_BYTES = 10_000_000, 120.0, 2 << 30
MOST_COUNTED = 3_000_000  # states; above, schedules are counted only where `expect` speaks of them
LONG = 1e15  # above, a number is told by its size
WIDTH = 110


class Checked(NamedTuple):
    """One fix set's answer. searching: seconds in expansion, set and checks; seconds: all together."""

    file: str
    fixes: tuple[str, ...]
    program: Program
    answer: Answer
    demands: tuple[Demand, ...]
    is_expected: bool  # the file has an `expect`, and this set was not asked for by name without one
    services: tuple[tuple[str, Status], ...]  # the worst of each over all states that were met
    searching: float
    seconds: float

    @property
    def code(self) -> int:
        if any(demand.met is False for demand in self.demands) or (self.answer.findings and not self.is_expected):
            return UNMET
        known = not self.answer.space.stopped and not self.answer.open
        return MET if known and all(demand.met for demand in self.demands) else INCOMPLETE

    @property
    def unmet(self) -> tuple[str, ...]:
        return tuple(demand.text for demand in self.demands if demand.met is False)


class Report(NamedTuple):
    """A file's answers, the plain file first, and hints on its words."""

    parts: tuple[Checked, ...]
    hints: tuple[Hint, ...]

    @property
    def code(self) -> int:
        return max(part.code for part in self.parts)

    def as_json(self) -> Iterator[str]:
        hints = [hint._asdict() for hint in self.hints]
        for part in self.parts:
            yield json.dumps({**told(part), "hints": hints}, ensure_ascii=False, allow_nan=False)

    def as_text(self) -> Iterator[str]:
        yield self.parts[0].file
        for part in self.parts:
            yield from block(part)
        for hint in self.hints:
            yield f"  hint: {self.parts[0].file}:{hint}"


def checked(
    path: Path,
    fixes: tuple[str, ...] = (),
    *,
    max_states: int | None = None,
    max_seconds: float | None = None,
    max_bytes: int | None = None,
) -> Report:
    """Explore the file with these fixes; without any, as it stands and with every fix set of its `expect`.

    The limits hold for each fix set; None: the usual one. Raises ScenarioError for a file or a fix that is refused,
    OSError where there is no file.
    """
    document = files.load(path)
    seconds = MOST_SECONDS if max_seconds is None else max_seconds
    limits = Limits(max_states or MOST_STATES, seconds, max_bytes or MOST_BYTES)
    wanted = [each.fixes for each in document.scenario.expect]
    sets = [fixes] if fixes else [(), *wanted]
    parts = tuple(part(document, one, limits, asked=bool(fixes)) for one in distinct(document, sets))
    return Report(parts, blame.hints(tree(document.text, path.name).root, document.text))


def distinct(document: files.Document, sets: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Each set of fixes once; those the file has in its order, unknown ones kept for the message."""
    names = [fix.name for fix in document.scenario.fixes]
    place = {name: i for i, name in enumerate(names)}
    in_order = [tuple(sorted(set(one), key=lambda name: (place.get(name, len(names)), name))) for one in sets]
    return list(dict.fromkeys(in_order))


def part(document: files.Document, fixes: tuple[str, ...], limits: Limits, *, asked: bool) -> Checked:
    """asked: by name on the command line."""
    began = perf_counter()
    scenario = with_fixes(document.text, document.path.name, fixes)
    program = compiled(scenario)
    ready = perf_counter()
    space = explored(program, limits, perf_counter)
    searched = perf_counter()
    expectations = [each for each in document.scenario.expect if set(each.fixes) == set(fixes)]
    must_count = any(each.schedules for each in expectations)
    answer = answered(program, space, most=None if must_count else MOST_COUNTED)
    judged = tuple(demand for each in expectations for demand in demands(each, answer))
    is_expected = bool(expectations if asked else document.scenario.expect)
    services, answer = worst(program, space.rows), answer._replace(graph=None)
    seconds = perf_counter() - began
    return Checked(document.path.name, fixes, program, answer, judged, is_expected, services, searched - ready, seconds)


# --- JSON ---------------------------------------------------------------------------------------------------------


def told(part: Checked) -> dict[str, Any]:
    answer, space = part.answer, part.answer.space
    return {
        "file": part.file,
        "with": list(part.fixes),
        "verdict": answer.verdict,
        "states": space.states,
        "generated": space.generated,
        "depth": space.depth,
        "deadlocks": space.deadlocks,
        "findings": [finding(part.program, one) for one in answer.findings],
        "schedules": schedules(answer.counts),
        "chance": answer.counts.chance if answer.counts else None,
        "services": dict(part.services),
        "seconds": round(part.seconds, 3),
        "states_per_second": round(space.states / max(part.searching, 1e-6)),
        "unmet": list(part.unmet),
        "stopped": space.stopped or None,
    }


def schedules(counts: Counts | None) -> dict[str, Any] | None:
    """Whole numbers where they are exact."""
    if counts is None:
        return None
    total, failing = (int(number) if counts.exact else number for number in (counts.total, counts.failing))
    return {"total": total, "failing": failing, "exact": counts.exact}


def finding(program: Program, found: Finding) -> dict[str, Any]:
    """`loop` only where the check is about what happens in the end."""
    schedule = schedule_text(program, found.schedule.moves, found.schedule.start)
    plain = {"check": found.check, "steps": found.steps, "switches": found.switches, "schedule": schedule}
    return plain if found.loop is None else {**plain, "loop": loop_text(program, found.loop)}


def loop_text(program: Program, loop: tuple[int, ...]) -> str:
    """It begins where the schedule ends, not at a start."""
    return ", ".join(program.moves[move].text for move in loop)


# --- text ---------------------------------------------------------------------------------------------------------


def block(part: Checked) -> Iterator[str]:
    """One fix set: a line of what was explored, then what was found and what was expected."""
    answer, space = part.answer, part.answer.space
    name = " + ".join(part.fixes) if part.fixes else "as it stands"
    size = f"{counted(space.states, 'state')}, {counted(space.depth, 'move')} deep"
    yield f"  {name}: {answer.verdict}  ({size}, {part.seconds:.1f} s)"
    if space.stopped:
        yield f"    incomplete: {space.stopped}; what was not reached is not known"
    if answer.counts:
        yield f"    {odds(answer.counts)}"
    if answer.open:
        yield f"    not judged: {', '.join(answer.open)}"
    for one in answer.findings:
        yield from lines(part.program, one)
    for demand in part.demands:
        if demand.met is not True:
            yield f"    {'unmet' if demand.met is False else 'not known'}: {demand.text}"


def odds(counts: Counts) -> str:
    about = "" if counts.exact else "≈ "
    total = counted(int(counts.total), "schedule") if counts.total < LONG else f"{counts.total:.2e} schedules"
    failing = f"{counts.failing:,.0f}" if counts.failing < LONG else f"{counts.failing:.2e}"
    if not counts.failing:
        return f"{about}{total}, none fails"
    return f"{about}{total}, {failing} failing; chance {counts.chance:.2g} if every next move is picked blindly"


def lines(program: Program, found: Finding) -> Iterator[str]:
    check = next((check for check in program.scenario.checks if check.name == found.check), None)
    label = f"  {shown(check.label)}" if check and check.label else ""
    if check and check.kind == "sometimes" and not found.steps:
        yield f"    {found.check}: no state has it{label}"
        return
    yield f"    {found.check}: {counted(found.steps, 'move')}, {counted(found.switches, 'switch')}{label}"
    told_schedule = schedule_text(program, found.schedule.moves, found.schedule.start)
    yield from wrapped(told_schedule or "at the start")
    if found.loop is not None:
        yield from wrapped(f"then for ever: {loop_text(program, found.loop) or 'nothing has to happen any more'}")


def wrapped(text: str) -> Iterator[str]:
    indent = " " * 6
    yield from textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
