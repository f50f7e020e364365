"""The clock and the story as rows to be changed: moments, scenes, and the moves of the recorded run."""

from functools import partial
from typing import Literal, NamedTuple

from outage_gui.model import edits
from outage_gui.model.scenario import Scenario
from outage_gui.model.times import instant_text
from outage_gui.model.yaml_tree import Listing, Scalar
from outage_gui.model.yaml_writing import Plain
from outage_gui.workbench.edit_changes import Change
from outage_gui.workbench.edit_frame import Edit
from outage_gui.workbench.edit_places import Path, node_of
from outage_gui.workbench.replay import Replay
from outage_gui.workbench.score import scene_place
from outage_gui.workbench.wording import MINUTE

Section = Literal["moments", "scenes", "run"]
SECOND = 1_000


class Item(NamedTuple):
    """`at` None: it has no time of its own. `fixed`: its time cannot be dragged. `says`: where its text stands."""

    path: Path
    section: Section
    at: int | None
    until: int | None
    time: str
    text: str
    tag: str
    says: Path
    fixed: bool


class Agenda(NamedTuple):
    """begin, end: of the axis, ms."""

    items: tuple[Item, ...]
    begin: int
    end: int


def agenda(edit: Edit, scenario: Scenario, replay: Replay) -> Agenda:
    """From the last good scenario, in the order of the file."""
    items = [*_moments(edit, scenario), *_scenes(edit, scenario, replay), *_moves(edit, scenario, replay)]
    times = [time for item in items for time in (item.at, item.until) if time is not None]
    begin, end = (min(times), max(times)) if times else (0, 60 * MINUTE)
    room = max(5 * MINUTE if end == begin else 0, (end - begin) // 20)
    return Agenda(tuple(items), begin - room, end + room)


def _moments(edit: Edit, scenario: Scenario) -> list[Item]:
    found = []
    for number, entry in enumerate(scenario.timeline):
        path: Path = ("timeline", number)
        written = node_of(edit.root, (*path, "at"))
        tag = ", ".join(part for part in (entry.mark or "", entry.role) if part)
        text = entry.say or ", ".join(f"{name} {status}" for name, status in entry.status)
        found.append(
            Item(path, "moments", entry.at, entry.until, _time(written, entry.at, scenario.zone), text, tag,
                 (*path, "say"), fixed=False)
        )  # fmt: skip
    return found


def _scenes(edit: Edit, scenario: Scenario, replay: Replay) -> list[Item]:
    found = []
    for number, scene in enumerate(scenario.story):
        path: Path = ("story", number)
        dated = ":" in scene.at
        place = scene_place(replay, scene) if dated or not scene.run or scene.run == replay.run else None
        at = place.at if place is not None else None
        fixed = not dated and replay.relative  # then there is no date to drag it to
        found.append(Item(path, "scenes", at, at, scene.at, scene.title, scene.run, (*path, "title"), fixed=fixed))
    return found


def _moves(edit: Edit, scenario: Scenario, replay: Replay) -> list[Item]:
    run = next((run for run in scenario.runs if run.name == replay.run), None)
    found = []
    for number, entry in enumerate(run.schedule if run is not None else ()):
        path: Path = ("runs", replay.run, "schedule", number)
        at, time = entry.at, instant_text(entry.at, scenario.zone) if entry.at is not None else ""
        text = f"{entry.move}   {entry.say}".rstrip()
        found.append(Item(path, "run", at, at, time, text, "", (*path, "say"), fixed=at is None))
    return found


def _time(written: object, at: int, zone: str) -> str:
    """As the file has it, so that a date is not written anew where nothing has changed."""
    if isinstance(written, Scalar):
        return written.text
    if isinstance(written, Listing) and len(written.items) == 2:
        return " – ".join(item.text for item in written.items if isinstance(item, Scalar))
    return instant_text(at, zone)


def moved(edit: Edit, item: Item, at: int, zone: str) -> Change:
    """To another time; a range keeps its length. `Z` and the like stay as they were written."""
    utc = item.time.rstrip().endswith("Z")
    shown = partial(_shown, zone="UTC" if utc else zone, utc=utc, seconds=item.time.count(":") > 1 or at % MINUTE != 0)
    value: Plain = shown(at)
    if item.at is not None and item.until is not None and item.until != item.at:
        value = [shown(at), shown(at + item.until - item.at)]
    return Change(partial(edits.with_value, path=(*item.path, "at"), value=value), f"Move to {shown(at)}", item.path)


def _shown(at: int, *, zone: str, utc: bool, seconds: bool) -> str:
    text = instant_text(at, zone)
    text = text.removesuffix("Z").replace("T", " ")
    text = text[:19] if seconds else text[:16]
    return text.replace(" ", "T") + "Z" if utc else text


def told(item: Item, text: str) -> Change:
    """Another text."""
    return Change(partial(edits.with_value, path=item.says, value=text), f"Tell {item.path[0]} anew", item.path)


def rounded(at: int, span: int) -> int:
    """To what a person would write for an axis of this length: seconds, minutes, or five."""
    step = SECOND if span < 20 * MINUTE else MINUTE if span < 24 * 60 * MINUTE else 5 * MINUTE
    return round(at / step) * step
