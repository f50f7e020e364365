"""What is told in a meeting, put into the file: this moment as a scene, an action noted at it."""

from collections.abc import Sequence
from functools import partial

from outage_gui.model import edits
from outage_gui.model.scenario import Scenario, Scene, TimelineEntry
from outage_gui.model.times import instant, instant_text
from outage_gui.model.words import WrongValueError
from outage_gui.model.yaml_tree import Map, meaning
from outage_gui.model.yaml_writing import Plain, plain
from outage_gui.workbench.edit_changes import Change
from outage_gui.workbench.edit_places import node_of
from outage_gui.workbench.page_frame import Page, PageRow, shortened
from outage_gui.workbench.playhead import Playhead
from outage_gui.workbench.replay import Replay
from outage_gui.workbench.score import scene_place
from outage_gui.workbench.typed import found
from outage_gui.workbench.wording import counted

ACTION = "Action: "  # begins the text of a moment that says what is to be done
AT_LEAST, A_LETTER = 4.0, 0.05  # seconds a scene stands, and more for each letter of it


def reading(scene: Scene) -> float:
    """Seconds it takes to read a scene's title and caption."""
    return max(AT_LEAST, A_LETTER * len(scene.title + scene.say))


def actions(scenario: Scenario) -> list[TimelineEntry]:
    """Noted so far, in the order of their moments."""
    return sorted((entry for entry in scenario.timeline if is_action(entry)), key=lambda entry: entry.at)


def is_action(entry: TimelineEntry) -> bool:
    return entry.say.startswith(ACTION)


def actions_noted(scenario: Scenario) -> tuple[str, ...]:
    """What is to be done, without the word before it."""
    return tuple(entry.say.removeprefix(ACTION) for entry in actions(scenario))


def noted(replay: Replay) -> Page:
    """Everything that was noted to be done; a click goes to its moment."""
    entries = actions(replay.scenario)
    rows = [PageRow(entry.say.removeprefix(ACTION), replay.time(entry.at), at=entry.at) for entry in entries]
    told = f"{counted(len(rows), 'action')} noted, each at its moment." if rows else "No action has been noted yet."
    return Page("actions", "Actions noted", told, (shortened("To be done", rows, 40),) if rows else ())


def scene_added(replay: Replay, here: Playhead, title: str, focus: Sequence[str]) -> Change:
    """This moment as a scene, after those of the run that come before it."""
    scene: dict[str, Plain] = {"title": title}
    if replay.run:
        scene["run"] = replay.run
    scene["at"] = moment_text(replay, here)
    if focus:
        scene["focus"] = tuple(focus)
    place = _place(replay, here)
    return _into("story", place, scene, f"Add scene {place + 1}")


def moment_text(replay: Replay, here: Playhead) -> str:
    """As it is written in a file: the moves made, where that leads here, else the time."""
    moves = str(here.step)
    return moves if found(moves, replay.reach) == here else time_text(here.at, replay.scenario.zone)


def time_text(at: int, zone: str) -> str:
    """Date and time of the zone; with its offset only where that is needed."""
    whole = instant_text(at, zone)
    if whole.endswith("Z"):
        return whole
    short = whole[: -len("+00:00")].replace("T", " ")
    try:
        return short if instant(short, zone) == at else whole
    except WrongValueError:
        return whole


def _place(replay: Replay, here: Playhead) -> int:
    story, place = replay.scenario.story, None
    for number, scene in enumerate(story):
        told = scene_place(replay, scene) if scene.run in ("", replay.run) else None
        if told is not None and told <= here:
            place = number + 1
        elif told is not None and place is None:
            return number
    return len(story) if place is None else place


def scene_copied(root: Map | None, number: int) -> Change | None:
    """The same scene once more, after it; counted from 0. None where there is none."""
    node = node_of(root, ("story", number))
    if not isinstance(node, Map):
        return None
    return _into("story", number + 1, plain(meaning(node)), f"Duplicate scene {number + 1}")


def action_noted(replay: Replay, here: Playhead, say: str) -> Change:
    """What is to be done, as a note on the clock at this moment."""
    before = [number for number, entry in enumerate(replay.scenario.timeline, start=1) if entry.at <= here.at]
    text = ACTION + say.removeprefix(ACTION.strip()).strip()
    entry: dict[str, Plain] = {"at": time_text(here.at, replay.scenario.zone), "say": text, "mark": "note"}
    return _into("timeline", max(before, default=0), entry, "Note an action")


def _into(section: str, place: int, value: Plain, name: str) -> Change:
    return Change(partial(edits.with_item, path=(section,), position=place, value=value), name, (section, place))
