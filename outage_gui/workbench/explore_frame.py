"""What is drawn of an exploration: the search as it runs, its answer, the fix lab, and the run on screen seen from it.

Plain values only, ready to be drawn; `Frame.explore` holds one `Explore`. All text is plain.
"""

from typing import Literal, NamedTuple

from outage_gui.model.status import Status

Screen = Literal["replay", "explore"]
SearchState = Literal["idle", "running", "paused", "done", "stopped"]  # stopped: by hand or by a fault, no answer
Verdict = Literal["verified", "violated", "incomplete"]
Counting = Literal["exact", "about", "unbounded", "not counted"]


class Counters(NamedTuple):
    """progress: 0..1, never less than it was. doing: what is being worked at; empty: nothing."""

    states: int = 0
    generated: int = 0
    depth: int = 0
    per_second: int = 0
    progress: float = 0.0
    doing: str = ""


class Found(NamedTuple):
    """One move of a finding. lane: number of its instance among `lanes`; switch: another one moved just before."""

    text: str
    lane: int
    label: str
    switch: bool


class Finding(NamedTuple):
    """kind: of the check, or "" for a deadlock or a fault. loop: what may follow for ever; None: nothing has to."""

    check: str
    label: str
    kind: str
    steps: int
    switches: int
    schedule: str
    lanes: tuple[str, ...]
    moves: tuple[Found, ...]
    loop: tuple[str, ...] | None


class Orders(NamedTuple):
    """Complete schedules and those that fail; chance: 0..1 under random scheduling, None where not known."""

    kind: Counting
    total: float = 0.0
    failing: float = 0.0
    chance: float | None = None


class Worst(NamedTuple):
    """The worst status of a service over all orders, with every delay elapsed."""

    service: str
    label: str
    status: Status


class Outcome(NamedTuple):
    """The answer for one set of fixes. limit: the one that was reached. unused: labels of steps no order takes."""

    fixes: tuple[str, ...]
    verdict: Verdict
    limit: str
    open: tuple[str, ...]
    states: int
    generated: int
    depth: int
    seconds: float
    findings: tuple[Finding, ...]
    orders: Orders
    unused: tuple[str, ...]
    worst: tuple[Worst, ...]

    @property
    def lost(self) -> tuple[str, ...]:
        """Labels of the services that some order takes down."""
        return tuple(worst.label for worst in self.worst if worst.status == "down")


class Row(NamedTuple):
    """One line of the fix lab. outcome None: not explored (yet); refused: why it cannot be. on: these fixes are on."""

    fixes: tuple[str, ...]
    label: str
    outcome: Outcome | None
    refused: str
    expected: str  # what the file's `expect` says of it; empty: nothing
    on: bool


class Twin(NamedTuple):
    """The good run that goes with the shown one for longest. step: moves in common; taken, other: what follows.

    who, other_who: the processes that make those moves.
    """

    step: int
    who: str
    taken: str
    other_who: str
    other: str
    schedule: str
    total: int


class Along(NamedTuple):
    """The run on screen seen from the whole space. One entry a state, the start first.

    of: what is meant by failing, in words. chances: of failing from there, 0..1, under random scheduling; states that
    only people's moves lead to have that of the last one before. distances: fewest moves to a failure, -1: never.
    no_return: moves made at the first state from which every order fails, None: there is none; move: that led to it.
    """

    of: str
    chances: tuple[float, ...]
    distances: tuple[int, ...]
    no_return: int | None
    move: str
    twin: Twin | None


class Game(NamedTuple):
    """What the tool says to a room that picks the moves. left: fewest to the outage, -1: never, None: not known."""

    left: int | None
    sentence: str
    won: bool
    can_undo: bool


class Explore(NamedTuple):
    """sentence: the verdict in words; below: its fine print. large: too many states to answer at every edit."""

    screen: Screen = "replay"
    state: SearchState = "idle"
    sentence: str = ""
    below: str = ""
    counters: Counters = Counters()
    outcome: Outcome | None = None
    lab: tuple[Row, ...] = ()
    along: Along | None = None
    game: Game | None = None
    large: bool = False

    @property
    def verdict(self) -> Verdict | None:
        return self.outcome.verdict if self.outcome else None
