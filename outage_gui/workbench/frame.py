"""Everything to draw at one moment: the whole interface between the workbench and the views.

A `Frame` is made once per announcement. What does not change while time moves (`Stage`, `Score`) is made once per
scenario, fix set, run and layout, and keeps its identity (`is`) between frames, so that a view lays it out once.
Positions along time are `x` in 0..1 of the whole axis; a view maps them to pixels with its own zoom.
Times are ms since 1970-01-01T00:00Z. All text is plain; nothing here is a file name with a folder.
"""

from typing import Literal, NamedTuple

from outage_gui.model.status import MarkKind, Status
from outage_gui.workbench.edit_frame import Edit
from outage_gui.workbench.explore_frame import Explore
from outage_gui.workbench.page_frame import Page
from outage_gui.workbench.presenting import Present

Axis = Literal["steps", "clock"]
Point = tuple[float, float]


# --- the dependency graph -----------------------------------------------------------------------------------------


class Rectangle(NamedTuple):
    """Left, top, width, height in drawing units (one unit is one pixel at zoom 1)."""

    x: float
    y: float
    width: float
    height: float


class Box(NamedTuple):
    """A service as it stands on the canvas. `assumed`: no source is given for it, it is drawn as our modelling."""

    name: str
    label: str
    kind: str
    group: str
    place: Rectangle
    note: str
    assumed: bool


class Region(NamedTuple):
    """A group drawn as a nested frame; depth 0 is outermost."""

    name: str
    label: str
    place: Rectangle
    depth: int


class Arrow(NamedTuple):
    """A dependency, drawn from the cause (left) to the dependent (right); all needs between the two in one arrow."""

    source: str
    target: str
    route: tuple[Point, ...]  # cubic Bezier: 1 + 3n points
    soft: bool
    delayed: bool
    redundant: bool
    assumed: bool
    why: str  # mechanism, delay, source: for the tip


class Stage(NamedTuple):
    """The graph without time. Services and arrows are referred to by index from every frame."""

    boxes: tuple[Box, ...]
    groups: tuple[Region, ...]
    arrows: tuple[Arrow, ...]
    size: Rectangle
    provisional: bool  # the layered layout is still being computed; positions will change once
    hidden: str  # what is not shown, with numbers; empty: nothing hidden


# --- lanes and clock ----------------------------------------------------------------------------------------------

Tone = Literal["plain", "stale", "cause", "faulty", "human", "waiting"]


class Lane(NamedTuple):
    name: str
    label: str
    kind: Literal["people", "process"]


class Block(NamedTuple):
    """One move on its lane. number counts from 1. `x` is where its effect is; it began at `begins`."""

    number: int
    lane: int
    label: str
    detail: str  # for the tip: the move in text form, time, what it changed, source
    begins: float
    x: float
    at: int
    assumed: bool  # time not recorded
    what_if: bool  # not part of the recorded run
    tone: Tone


class Wait(NamedTuple):
    """A stretch in which a process stood waiting."""

    lane: int
    begins: float
    ends: float
    label: str


class Flow(NamedTuple):
    """A value written by one move and read by a later one, block numbers; `stale` when it was overwritten between."""

    write: int
    read: int
    variable: str
    stale: bool


class Mark(NamedTuple):
    """A timeline entry. `x` and `until_x` differ where only a range is known."""

    lane: int
    x: float
    until_x: float
    at: int
    label: str
    kind: MarkKind | None
    role: str
    source: str  # titles of the sources; empty: assumed


class Stretch(NamedTuple):
    begins: float
    ends: float
    status: Status


class Ribbon(NamedTuple):
    """One service along time: modelled above, observed below (empty where nothing was recorded)."""

    service: int
    label: str
    modelled: tuple[Stretch, ...]
    observed: tuple[Stretch, ...]


class Tick(NamedTuple):
    x: float
    label: str
    major: bool


class Fold(NamedTuple):
    """A quiet stretch left out of the clock axis."""

    x: float
    label: str  # "37 min folded"


class Chapter(NamedTuple):
    number: int
    x: float
    at: int
    step: int
    title: str


class Sample(NamedTuple):
    """How many services are in which status from `x` on."""

    x: float
    down: int
    degraded: int
    recovering: int


class Score(NamedTuple):
    """Lanes, clock and overview of the current run or branch on the current axis."""

    axis: Axis
    lanes: tuple[Lane, ...]
    blocks: tuple[Block, ...]
    waits: tuple[Wait, ...]
    flows: tuple[Flow, ...]
    marks: tuple[Mark, ...]
    ribbons: tuple[Ribbon, ...]  # in order of first trouble
    ticks: tuple[Tick, ...]
    folds: tuple[Fold, ...]
    chapters: tuple[Chapter, ...]
    samples: tuple[Sample, ...]
    services: int
    branch_x: float | None  # where a what-if branch leaves the recorded run; None on the recorded run


# --- the side panel -----------------------------------------------------------------------------------------------


class Clock(NamedTuple):
    """`assumed`: this time was not recorded."""

    time: str  # "23:48:02"
    zone: str  # "PDT"
    date: str  # "Sun 19 Oct 2025"
    elapsed: str  # "T+00:00:00", from the mark `started` (else the first move)
    utc: str  # "06:48:02 UTC"
    assumed: bool


class Saying(NamedTuple):
    """What just happened, as one line and its fine print."""

    number: int  # moves made; 0: start
    total: int
    title: str
    say: str
    source: str
    assumed: bool
    what_if: bool
    recorded: bool = False  # an entry of the timeline: what has no source there is not our assumption


class Hop(NamedTuple):
    """One link of the chain from a red service down to one move."""

    kind: Literal["service", "move", "start"]
    name: str  # service name, or "" for a move
    step: int  # the move's number where kind is "move", else moves made at that change
    at: int
    status: Status
    label: str
    text: str  # "needs DynamoDB; leases run out after 5 min"
    source: str
    assumed: bool


class Badge(NamedTuple):
    """The place of a box in the order of failing, or with `back` of coming back."""

    box: int
    number: int
    back: bool


class Why(NamedTuple):
    """Why the selected service is as it is. Arrows and blocks to light are given by index and number."""

    service: int
    sentence: str
    hops: tuple[Hop, ...]
    services: frozenset[int]
    arrows: frozenset[int]
    moves: frozenset[int]


class Lamp(NamedTuple):
    """A check on the state now. `holds` is None where the check cannot be judged on one state."""

    name: str
    label: str
    holds: bool | None
    text: str  # "false since move 11"
    step: int | None  # where it turned false; click jumps there


class Cell(NamedTuple):
    """One variable or local now. `before` is set where the last move changed it."""

    owner: str  # "" shared, else the instance
    name: str
    label: str
    value: str
    before: str | None


class NextMove(NamedTuple):
    """A move that can be taken now; `recorded`: the run goes on with it."""

    move: str  # text form, for `choose`
    label: str
    process: str
    recorded: bool
    fault: str


class Blocked(NamedTuple):
    """Why an instance cannot move now."""

    process: str
    step: str
    text: str


class Counter(NamedTuple):
    """`value` beside `label`; e.g. "14 h 32 min" "so far", "23 of 31" "services affected"."""

    label: str
    value: str


class Twig(NamedTuple):
    """One line of the tree of runs and what-if branches."""

    key: str  # for `show_branch`
    label: str
    depth: int
    what_if: bool
    current: bool
    fork: int  # moves made where it leaves its parent


class Choice(NamedTuple):
    """One entry of a chooser: run, fix, recent file."""

    name: str
    label: str
    on: bool


class Transport(NamedTuple):
    playing: bool
    speed: float  # moves a second times this, or the factor of `true to the clock`
    true_to_clock: bool
    axis: Axis
    at_start: bool
    at_end: bool


class Offer(NamedTuple):
    """A question that waits for an answer. `answers`: keys of actions, the safest first."""

    line: str
    answers: tuple[str, ...]


class Frame(NamedTuple):
    title: str
    file: str  # file name only
    subtitle: str  # the dates it spans
    stage: Stage
    statuses: tuple[Status, ...]  # one a box
    details: tuple[str, ...]  # one a box: the word under the label: "down 1 h 12 min"
    observed: tuple[Status | None, ...]  # one a box: what was recorded at this time
    hurting: tuple[Status, ...]  # one an arrow: what it passes on now; "ok": nothing
    fresh: frozenset[int]  # boxes that changed with the last step
    waves: tuple[tuple[int, float], ...]  # (arrow, 0..1) failure or recovery on its way along the arrow
    selected: int | None
    why: Why | None
    score: Score
    x: float  # the playhead
    step: int
    at: int
    ranges: tuple[float, float]  # visible part of the axis wanted by follow mode; (0, 1): all
    clock: Clock
    saying: Saying
    lamps: tuple[Lamp, ...]
    cells: tuple[Cell, ...]
    next_moves: tuple[NextMove, ...]
    blocked: tuple[Blocked, ...]
    counters: tuple[Counter, ...]
    runs: tuple[Choice, ...]
    fixes: tuple[Choice, ...]
    twigs: tuple[Twig, ...]
    recent: tuple[Choice, ...]
    transport: Transport
    what_if: bool  # anything not factual on screen: hatch the frame
    notice: str  # one calm line over the graph: a refused file, a run that no longer fits; empty: none
    problems: tuple[str, ...]  # "file.yaml:14:7: …" of the file that was refused on open or reload
    can_undo: str  # name of the edit that undo would take back; empty: none
    can_redo: str
    unsaved: bool
    explore: Explore | None = None  # None: nobody has asked yet
    page: Page | None = None  # shown in the place of the side panel
    failed: frozenset[int] = frozenset()  # boxes failed by hand, here or later
    again: bool = False  # what the notice tells may be mended by reading the file again
    tally: tuple[tuple[Status, int], ...] = ()  # how many services are in which status, folded or not
    folded: frozenset[str] = frozenset()  # names of groups shown as one box
    known: bool = False  # `statuses` are what had been told by now, `observed` what was
    badges: tuple[Badge, ...] = ()  # with motion reduced
    returning: tuple[tuple[int, float], ...] = ()  # (box, share of its recovery that is over)
    present: Present | None = None  # while the story is told to a room
    moving: bool = False  # time has to be told to the workbench: it plays, or something arrives
    scenes: int = 0  # of the story, on whatever run; without a story, chapters
    edit: Edit | None = None  # None: nobody has asked yet
    offer: Offer | None = None  # edits left by a crash, a file changed meanwhile: nothing is overwritten before
    untitled: bool = False  # never saved: the view asks for a path and calls save_as
    read_only: bool = False  # the file cannot be written


# Verbs of workbench.Workbench, all returning None; each ends in one announcement of one Frame:
#   open(path) reload() listen(callback) show_run(name) set_fix(name, on)
#   show_branch(key) choose(move) drop_branch(key)
#   step() back() next_mark() previous_mark() next_change() previous_change() start() end() jump(step)
#   seek(at) seek_x(x) seek_text("23:48" | "T+1h" | "06:48Z" | a mark) chapter(number)
#   play() pause() toggle_play() set_speed(f) set_true_to_clock(on) set_axis(axis) tick(elapsed_ms)
#   select(service or None) select_next(dx, dy) select_block(number) move_box(service, x, y)
#   record_fix(name, label) undo() redo() save() save_as(path) new(template) dismiss_notice()
#   recover() discard_recovery() merge_theirs() take_theirs() keep_mine()
#   show_known(on)
#   talk: show_scene(number) next_scene() blank(on) freeze(on) ask_room(on) show_notes(on)
#         take(tool) wipe() guess(service)
#   fold(group) fold_all(on) focus(hops)
#   show_page(kind or None) fail_here(service) mend(service or None: all)
#   set_screen("replay" | "explore" | "edit") write(text, name) change(edit, name) settle() look_at(path) pick(services)
#   explore() pause_exploring() cancel_exploring()
#   show_finding(number) show_other(number) show_good(number) show_twin() show_lab(fixes) mean(number) set_page(page)
#   try_join(process, step) try_split(process, step) try_here("join" | "split") keep_what_if(name) drop_what_if(name)
#   play_scheduler(on) hint()
# Reading: workbench.frame (the last one), workbench.document.
# Long work (layout, exploring) arrives through poll(), called by a timer.
