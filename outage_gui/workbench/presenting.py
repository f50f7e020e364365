"""The story told to a room: which scene, what the room sees of it, what only the presenter reads."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from outage_gui.model.status import Status

if TYPE_CHECKING:
    from outage_gui.model.scenario import Scene  # a kept frame is read without it

Tool = Literal["", "pointer", "pen", "guess"]
BADNESS = {status: number for number, status in enumerate(get_args(Status))}


class Guess(NamedTuple):
    """A box the room said would fail next. `right`: whether it did; None while nothing got worse."""

    box: int
    right: bool | None


class Present(NamedTuple):
    """One scene, counted from 1. `focus`: boxes the camera goes to; empty: all. `began`: of `time.monotonic`.

    `asked`: the question is on screen; `notes_shown`: the notes are, where there is one display only. `frozen`: the
    room keeps its picture while the presenter goes on. `tool`: what the mouse does over the graph. `wiped`: how often
    what was drawn was wiped by hand; another scene wipes it too. `guesses`, `verdict`: what the room predicted, and
    how that came out.
    """

    scene: int
    titles: tuple[str, ...]
    title: str
    say: str
    notes: str
    ask: str
    asked: bool
    focus: tuple[int, ...]
    hide_future: bool
    next_title: str
    next_say: str
    blank: bool
    notes_shown: bool
    began: float
    frozen: bool = False
    tool: Tool = ""
    wiped: int = 0
    guesses: tuple[Guess, ...] = ()
    verdict: str = ""


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
            return guesses, f"The room expects to fail next: {len(self._named)}"
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
        self.began = time.monotonic()

    def go(self, scene: int, count: int) -> bool:
        """To that scene; False where there is none."""
        if not 0 < scene <= count:
            return False
        self.scene, self.asked, self.blank = scene, False, False
        return True

    def enter(self) -> None:
        """The room sees what there is, and the mouse draws nothing."""
        self.frozen, self.tool = False, ""

    def value(
        self, story: "tuple[Scene, ...]", numbers: Mapping[str, int], statuses: Sequence[Status]
    ) -> Present | None:
        """numbers: of the boxes, by service; statuses: of the boxes."""
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
        )


class Talk:
    """The verbs of a talk. `scenes`: how many there are; `statuses`: of the boxes now; `seek` goes to a scene."""

    def __init__(
        self,
        scenes: Callable[[], int],
        statuses: Callable[[], Mapping[str, Status]],
        seek: Callable[[int], None],
        announce: Callable[[], None],
    ) -> None:
        self.presenting = Presenting()
        self._scenes, self._statuses, self._seek, self._announce = scenes, statuses, seek, announce

    def begin(self) -> None:
        """Another story; told from its start."""
        self.presenting = Presenting()

    def enter(self) -> bool:
        """At the first scene, or where the talk was left; False where there is no story."""
        self.presenting.enter()
        return self.show_scene(min(self.presenting.scene, max(1, self._scenes())))

    def show_scene(self, number: int) -> bool:
        """A scene of the story, counted from 1; False, and nothing changed, where there is none."""
        found = self.presenting.go(number, self._scenes())
        if found:
            self._seek(number)
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
        self.presenting.guesses.toggle(service, self.presenting.scene, self._statuses())
        self._announce()
