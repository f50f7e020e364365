"""The story told to a room: which scene, what the room sees of it, what only the presenter reads."""

import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from outage_gui.model.scenario import Scene  # a kept frame is read without it


class Present(NamedTuple):
    """One scene, counted from 1. `focus`: boxes the camera goes to; empty: all. `began`: of `time.monotonic`.

    `asked`: the question is on screen; `notes_shown`: the notes are, where there is one display only.
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


class Presenting:
    """What is kept from scene to scene; a talk that is left can be gone on with."""

    def __init__(self) -> None:
        self.scene = 1
        self.asked = self.blank = self.notes_shown = False
        self.began = time.monotonic()

    def go(self, scene: int, count: int) -> bool:
        """To that scene; False where there is none."""
        if not 0 < scene <= count:
            return False
        self.scene, self.asked, self.blank = scene, False, False
        return True

    def value(self, story: "tuple[Scene, ...]", numbers: dict[str, int]) -> Present | None:
        """numbers: of the boxes, by service."""
        if not story:
            return None
        scene = story[min(self.scene, len(story)) - 1]
        following = story[self.scene] if self.scene < len(story) else None
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
        )
