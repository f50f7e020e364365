"""What a scene of the story is to the room, and to the presenter alone. Plain values only."""

from typing import Literal, NamedTuple

Tool = Literal["", "pointer", "pen", "guess"]


class Guess(NamedTuple):
    """A box the room said would fail next. `right`: whether it did; None while nothing got worse."""

    box: int
    right: bool | None


class Present(NamedTuple):
    """One scene, counted from 1. `focus`: boxes the camera goes to; empty: all. `began`: of `time.monotonic`.

    `asked`: the question is on screen; `notes_shown`: the notes are, where there is one display only. `frozen`: the
    room keeps its picture while the presenter goes on. `tool`: what the mouse does over the graph. `wiped`: how often
    what was drawn was wiped by hand; another scene wipes it too. `guesses`, `verdict`: what the room predicted, and
    how that came out. `actions`: noted so far.
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
    actions: tuple[str, ...] = ()


def minutes(seconds: float) -> str:
    """ "2:05"."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
