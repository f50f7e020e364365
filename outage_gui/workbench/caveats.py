"""What this replay does not show, made from the file: what is assumed, what has no source, what the model leaves away.

Reports use the same words.
"""

from collections.abc import Iterator

from outage_gui.workbench.page_frame import Page, PagePart, PageRow, shortened
from outage_gui.workbench.recorded import beside
from outage_gui.workbench.replay import Replay
from outage_gui.workbench.wording import counted, duration, listed

MOST_NAMES = 6
FAR = 600_000  # ms: model and record so far apart are worth a warning


def caveats(replay: Replay) -> Page:
    parts = (
        shortened("Assumed", list(_assumed(replay))),
        shortened("Without a source", list(_unsourced(replay))),
        shortened("Left out of the model", list(_left_out(replay)), 12),
        shortened("Where model and record part", list(_parting(replay))),
    )
    told = "Everything on screen comes from one file. This is what the file does not know, or says without a source."
    return Page("caveats", "What this does not show", told, tuple(part for part in parts if part.rows))


def _assumed(replay: Replay) -> Iterator[PageRow]:
    moves = replay.moments[1:]
    guessed = sum(moment.assumed for moment in moves)
    if guessed:
        told = f"{guessed} of {counted(len(moves), 'move')} of this run have no recorded time"
        yield PageRow(told, "they are laid by how long their steps take, at the least")
    takes = [step.takes for process in replay.scenario.processes for step in process.steps if step.takes]
    spans = [span for span in takes if span.low < span.high]
    if spans:
        yield PageRow(f"{counted(len(spans), 'step')} take a range of time", "the clock uses its lower end")
    delays = [need for service in replay.scenario.services for need in service.needs if need.after and not need.source]
    if delays:
        yield PageRow(f"{counted(len(delays), 'delay')} of dependencies are our choice", "no source gives them")


def _unsourced(replay: Replay) -> Iterator[PageRow]:
    services = replay.scenario.services
    bare = [service.label or service.name for service in services if not service.source]
    if bare:
        yield PageRow(f"{len(bare)} of {counted(len(services), 'service')}", listed(bare, MOST_NAMES))
    needs = [need for service in services for need in service.needs]
    open_ = sum(not need.source for need in needs)
    if open_:
        yield PageRow(f"{open_} of {counted(len(needs), 'dependency', 'dependencies')}", "drawn dashed")
    entries = replay.scenario.timeline
    silent = sum(not entry.source for entry in entries)
    if silent:
        yield PageRow(f"{silent} of {counted(len(entries), 'entry', 'entries')} of the timeline", "drawn hollow")
    if not any(service.impact and service.impact.source for service in services):
        yield PageRow("No figure of users or money", "so no cost is shown")


def _left_out(replay: Replay) -> Iterator[PageRow]:
    scenario = replay.scenario
    people = [process.label or process.name for process in scenario.processes if process.only_in_runs]
    if people:
        yield PageRow(
            f"{listed(people, MOST_NAMES)}: replayed, never explored", "what else they might have done is not asked"
        )
    used = {name for service in scenario.services for need in service.needs for name in need.services}
    apart = [one.label or one.name for one in scenario.services if not one.needs and one.name not in used]
    if apart:
        yield PageRow(f"{counted(len(apart), 'service')} without any dependency", listed(apart, MOST_NAMES))
    if scenario.services and scenario.processes:
        yield PageRow("Services never act back on the processes", "what a process knows of the world is a variable")
    if scenario.processes:
        yield PageRow("Exploring knows no time", "any order counts, however unlikely its clock would be")
    if replay.stopped:
        yield PageRow("This run does not fit the processes to its end", f"it stops before '{replay.stopped.text}'")
    if replay.spread.stopped:
        yield PageRow("The services come to no rest", replay.spread.stopped)


def _parting(replay: Replay) -> Iterator[PageRow]:
    found = beside(replay)
    if not found:
        if replay.scenario.services:
            yield PageRow("No status was recorded", "every colour on the graph is the model's")
        return
    known = {one.service for one in found}
    silent = len(replay.scenario.services) - len(known)
    if silent:
        yield PageRow(f"{counted(silent, 'service')} with no recorded status", "their colours are the model's alone")
    never = sum(one.modelled is None for one in found)
    if never:
        yield PageRow(f"{counted(never, 'recorded change')} the model never shows")
    far = [one for one in found if abs(one.apart) > FAR]
    if far:
        worst = max(far, key=lambda one: abs(one.apart))
        service = replay.scenario.services[worst.service]
        told = f"{service.label or service.name} by {duration(abs(worst.apart))}"
        yield PageRow(f"{counted(len(far), 'change')} more than 10 min apart", told)


def lines(page: Page) -> Iterator[str]:
    """The page as plain lines, for reports."""
    for part in page.parts:
        yield from _part_lines(part)


def _part_lines(part: PagePart) -> Iterator[str]:
    for row in part.rows:
        yield f"{part.title}: {row.title}" + (f" ({row.below})" if row.below else "")
