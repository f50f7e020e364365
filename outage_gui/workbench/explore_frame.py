"""What is drawn of an exploration: the search as it runs, its answer, the fix lab, and the run on screen seen from it.

Plain values only, ready to be drawn; `Frame.explore` holds one `Explore`. All text is plain.
"""

from typing import Literal, NamedTuple

from outage_gui.model.status import Status

Screen = Literal["replay", "explore", "edit", "present"]
Page = Literal["fixes", "late", "steps", "services"]  # beside the findings
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
    """One order and what it shows. kind: of the check, "" for a deadlock or a fault, "good" for a run that ends well.

    loop: what may follow for ever; None: nothing has to. chance: of it, 0..1, where every next move is picked at
    random; None: not known. by: the last move in words, told where a check fails in several ways.
    """

    check: str
    label: str
    kind: str
    steps: int
    switches: int
    schedule: str
    lanes: tuple[str, ...]
    moves: tuple[Found, ...]
    loop: tuple[str, ...] | None
    chance: float | None = None
    by: str = ""


class Orders(NamedTuple):
    """Complete schedules and those that fail, each counted once; chance: 0..1 where every next move is picked at
    random, None where not known.
    """

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
    """The answer for one set of fixes. limit: the one that was reached. unused: labels of steps no order takes.

    others: more ways in which the findings come about, one run of each. good: one run of each way to end well, the
    shortest few of so many `endings`. agreeing: orders that make the recorded moves as recorded; None: not known.
    """

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
    others: tuple[Finding, ...] = ()
    good: tuple[Finding, ...] = ()
    endings: int = 0
    agreeing: float | None = None

    @property
    def lost(self) -> tuple[str, ...]:
        """Labels of the services that some order takes down."""
        return tuple(worst.label for worst in self.worst if worst.status == "down")


class StepPart(NamedTuple):
    """A step of a process. join: why it cannot be one move with the next, split: why its read cannot be parted from its
    write; "" where it can. joined, apart: that is tried just now.
    """

    step: str
    label: str
    join: str
    split: str
    joined: bool = False
    apart: bool = False


class StepLine(NamedTuple):
    process: str
    label: str
    steps: tuple[StepPart, ...]


class Row(NamedTuple):
    """One line of the fix lab. outcome None: not explored (yet); refused: why it cannot be. on: these fixes are on.

    what_if: its fix stands in no file; the name of it, for `keep_what_if` and `drop_what_if`. large: too many states to
    be answered at every change.
    """

    fixes: tuple[str, ...]
    label: str
    outcome: Outcome | None
    refused: str
    expected: str  # what the file's `expect` says of it; empty: nothing
    on: bool
    what_if: str = ""
    large: bool = False


class Pair(NamedTuple):
    """One line of two runs beside each other: number, who and what on either side; number 0: nothing stands there."""

    number: int
    who: str
    text: str
    other_number: int
    other_who: str
    other: str

    @property
    def same(self) -> bool:
        return bool(self.number and self.other_number)


class Twin(NamedTuple):
    """The good run that goes with the shown one for longest. step: moves in common; taken, other: what follows.

    who, other_who: the processes that make those moves. pairs: both runs after the common moves, like beside like.
    """

    step: int
    who: str
    taken: str
    other_who: str
    other: str
    schedule: str
    total: int
    pairs: tuple[Pair, ...] = ()


class Along(NamedTuple):
    """The run on screen seen from the whole space. One entry a state, the start first.

    name, of: what is meant by failing, and in words. chances: of failing from there, 0..1, under random scheduling;
    states that only people's moves lead to have that of the last one before. distances: fewest moves to a failure, -1:
    never.
    no_return: moves made at the first state from which every order fails, None: there is none; move: that led to it.
    hints: a move that brings the failure nearer, in text form; "": there is none.
    """

    of: str
    chances: tuple[float, ...]
    distances: tuple[int, ...]
    no_return: int | None
    move: str
    twin: Twin | None
    hints: tuple[str, ...] = ()
    name: str = ""


class Game(NamedTuple):
    """What the tool says to a room that picks the moves. left: fewest to the outage, -1: never, None: not known.

    aim: what the room tries to bring about; below: the fine print; best: fewest moves from the start; hint: a move that
    brings it nearer, in text form, "" where there is none. sure: it fails whatever comes next. moves: to pick from,
    in text form; people's moves are not among them.
    """

    left: int | None
    sentence: str
    won: bool
    can_undo: bool
    aim: str = ""
    below: str = ""
    best: int | None = None
    hint: str = ""
    sure: bool = False
    moves: tuple[str, ...] = ()


class Explore(NamedTuple):
    """sentence: the verdict in words; below: its fine print. large: too many states to answer at every edit. here: the
    work is done in this very process.

    meant: name of the finding that the run on screen is judged by. steps: what can be joined and split. stale: the file
    has changed since; what was known then is gone. empty: why there is nothing to explore.
    """

    screen: Screen = "replay"
    page: Page = "fixes"
    state: SearchState = "idle"
    sentence: str = ""
    below: str = ""
    counters: Counters = Counters()
    outcome: Outcome | None = None
    lab: tuple[Row, ...] = ()
    along: Along | None = None
    game: Game | None = None
    large: bool = False
    here: bool = False
    meant: str = ""
    steps: tuple[StepLine, ...] = ()
    stale: bool = False
    empty: str = ""

    @property
    def missing(self) -> bool:
        """Whether some fixes were not explored, or the file has no whole answer."""
        left = any(row.outcome is None and not row.refused for row in self.lab)
        return left or self.outcome is None or bool(self.outcome.limit)

    @property
    def verdict(self) -> Verdict | None:
        return self.outcome.verdict if self.outcome else None
