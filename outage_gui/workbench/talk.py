"""A talk: which scene, what the room sees of it, what it said, how long it took. What is noted in it is an edit."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, get_args

from outage_gui.model.scenario import Scenario
from outage_gui.model.status import Status
from outage_gui.workbench.playhead import Playhead
from outage_gui.workbench.presenting import Guess, Present, Tool, minutes
from outage_gui.workbench.story_edits import action_noted, actions_noted, scene_added
from outage_gui.workbench.wording import counted

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench

BADNESS = {status: number for number, status in enumerate(get_args(Status))}
LONGEST_TITLE = 80


class Guesses:
    """Services the room expects to fail next, told right or wrong by the first scene in which anything got worse."""

    def __init__(self) -> None:
        self._scene = self._told = 0  # in which they were made, in which they were told
        self._before: dict[str, Status] = {}
        self._named: list[str] = []

    def toggle(self, service: str, scene: int, statuses: Mapping[str, Status]) -> None:
        """One more, or one less, in this scene; what was guessed in another one is over."""
        if scene != self._scene:
            self._scene, self._told, self._before, self._named = scene, 0, dict(statuses), []
        if service in self._named:
            self._named.remove(service)
        elif service in statuses:
            self._named.append(service)

    def value(self, scene: int, statuses: Mapping[str, Status], numbers: Mapping[str, int]) -> tuple[list[Guess], str]:
        """As they stand in this scene, and a sentence; nothing before they were made and after they were told."""
        if not self._named or scene < self._scene or (self._told and scene > self._told):
            return [], ""
        fell = {name for name, status in statuses.items() if BADNESS[status] > BADNESS[self._before.get(name, status)]}
        open_yet = not fell
        guesses = [Guess(numbers[name], None if open_yet else name in fell) for name in self._named if name in numbers]
        if open_yet:
            return guesses, f"{counted(len(self._named), 'service')} guessed to fail next"
        self._told = scene
        hit = len(fell & set(self._named))
        return guesses, f"{hit} of {len(self._named)} foreseen · {len(fell) - hit} more got worse that nobody named"


class Presenting:
    """What is kept from scene to scene; a talk that is left can be gone on with."""

    def __init__(self) -> None:
        self.scene = 1
        self.asked = self.blank = self.notes_shown = self.frozen = False
        self.tool: Tool = ""
        self.wiped = 0
        self.guesses = Guesses()
        self.spent: dict[int, float] = {}  # seconds, by scene
        self.began = self._since = time.monotonic()

    def go(self, scene: int, count: int) -> bool:
        """To that scene; False where there is none."""
        if not 0 < scene <= count:
            return False
        self.pause()
        self.scene, self.asked, self.blank = scene, False, False
        return True

    def enter(self) -> None:
        """The room sees what there is, and the mouse draws nothing."""
        self.frozen, self.tool, now = False, "", time.monotonic()
        self.began, self._since = self.began + now - self._since, now

    def pause(self) -> None:
        """What has passed until now is the time of this scene."""
        now = time.monotonic()
        self.spent[self.scene] = self.spent.get(self.scene, 0.0) + now - self._since
        self._since = now

    def took(self, titles: Sequence[str]) -> str:
        """How long the talk was and which scene took longest; empty where only one was shown."""
        shown = {scene: seconds for scene, seconds in self.spent.items() if scene <= len(titles)}
        if len(shown) < 2:
            return ""
        longest = max(shown, key=lambda scene: shown[scene])
        total, most = minutes(sum(shown.values())), minutes(shown[longest])
        return f"{len(shown)} scenes took {total}; the longest was {longest}, {titles[longest - 1]}: {most}."

    def value(self, scenario: Scenario, numbers: Mapping[str, int], statuses: Sequence[Status]) -> Present | None:
        """numbers: of the boxes, by service; statuses: of the boxes."""
        story = scenario.story
        if not story:
            return None
        scene = story[min(self.scene, len(story)) - 1]
        following = story[self.scene] if self.scene < len(story) else None
        now = {name: statuses[number] for name, number in numbers.items()}
        guesses, verdict = self.guesses.value(self.scene, now, numbers)
        return Present(
            scene=self.scene,
            titles=tuple(one.title for one in story),
            title=scene.title,
            say=scene.say,
            notes=scene.notes,
            ask=scene.ask,
            asked=self.asked and bool(scene.ask),
            focus=tuple(numbers[name] for name in scene.focus if name in numbers),
            hide_future=scene.hide_future,
            next_title=following.title if following else "",
            next_say=following.say if following else "",
            blank=self.blank,
            notes_shown=self.notes_shown,
            began=self.began,
            frozen=self.frozen,
            tool=self.tool,
            wiped=self.wiped,
            guesses=tuple(guesses),
            verdict=verdict,
            actions=actions_noted(scenario),
        )


class Talk:
    """The verbs of a talk."""

    def __init__(self, workbench: "Workbench", announce: Callable[[], None]) -> None:
        self.presenting = Presenting()
        self._workbench, self._announce = workbench, announce

    def begin(self) -> None:
        """Another story; told from its start."""
        self.presenting = Presenting()

    def enter(self) -> bool:
        """At the first scene, or where the talk was left; False where there is no story."""
        self.presenting.enter()
        return self.show_scene(min(self.presenting.scene, max(1, self._scenes)))

    def leave(self) -> None:
        """The clock of the talk stands; how long it took is told."""
        self.presenting.pause()
        told = self.presenting.took([scene.title for scene in self._workbench.replay.scenario.story])
        if told:
            self._workbench.tell(told)

    def show_scene(self, number: int) -> bool:
        """A scene of the story, counted from 1; False, and nothing changed, where there is none."""
        found = self.presenting.go(number, self._scenes)
        if found:
            self._workbench.chapter(number)
        return found

    def next_scene(self) -> None:
        self.show_scene(self.presenting.scene + 1)

    def previous_scene(self) -> None:
        self.show_scene(self.presenting.scene - 1)

    def blank(self, on: bool) -> None:
        self.presenting.blank = on
        self._announce()

    def freeze(self, on: bool) -> None:
        """The room keeps what it sees while the presenter looks ahead."""
        self.presenting.frozen = on
        self._announce()

    def ask_room(self, on: bool) -> None:
        """The question of the scene, for the room to answer before the story goes on."""
        self.presenting.asked = on
        self._announce()

    def show_notes(self, on: bool) -> None:
        """On the screen of the room; for a rehearsal, or where there is one display only."""
        self.presenting.notes_shown = on
        self._announce()

    def take(self, tool: Tool) -> None:
        """What the mouse does over the graph; taken twice: put down again."""
        self.presenting.tool = "" if tool == self.presenting.tool else tool
        self._announce()

    def wipe(self) -> None:
        """What was drawn on the picture."""
        self.presenting.wiped += 1
        self._announce()

    def guess(self, service: str) -> None:
        """The room says this fails next, or takes it back."""
        frame = self._workbench.frame
        boxes = zip(frame.stage.boxes, frame.statuses, strict=True)
        self.presenting.guesses.toggle(service, self.presenting.scene, {box.name: status for box, status in boxes})
        self._announce()

    # --- put into the file

    def add_scene(self) -> None:
        """This moment, with what is chosen in focus, as a scene of the story."""
        frame, count = self._workbench.frame, self._scenes
        if self._workbench.replay.what_if:
            self._workbench.tell("A scene tells a run of the file: record this branch as a run first.")
            return
        focus = () if frame.selected is None else (frame.stage.boxes[frame.selected].name,)
        change = scene_added(self._workbench.replay, self._here, frame.saying.title[:LONGEST_TITLE], focus)
        self._workbench.change(change.edit, change.name)
        if self._scenes > count:
            self._workbench.tell(f"{change.name.replace('Add scene', 'Scene')} of the story is this moment.")

    def note_action(self, say: str) -> None:
        """What is to be done, on the clock at this moment; listed at the end and in the report."""
        if self._workbench.replay.relative:
            self._workbench.tell(
                "This run has no dates: give its first move an `at`, then actions can be noted on its clock."
            )
        elif say.strip():
            change = action_noted(self._workbench.replay, self._here, say)
            self._workbench.change(change.edit, change.name)

    @property
    def _scenes(self) -> int:
        return len(self._workbench.replay.scenario.story)

    @property
    def _here(self) -> Playhead:
        return Playhead(self._workbench.frame.at, self._workbench.frame.step)
