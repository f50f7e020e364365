"""One file explored with every set of fixes it has reason to ask for, as turns of a generator: ticks, then outcomes.

Runs in the window's process for small files, drained in slices, and in the worker's for large ones; the same either
way. It reads no clock but the one it is given, and knows nothing of processes or windows.
"""

from collections.abc import Callable, Generator, Iterator
from typing import NamedTuple

from outage_gui.engine.answer import Answer, answered
from outage_gui.engine.program import Program, compiled
from outage_gui.engine.search import SLICE, Limits, Progress, Space, search
from outage_gui.model.fixes import with_fixes
from outage_gui.model.problems import ScenarioError, shown
from outage_gui.model.scenario import Scenario
from outage_gui.workbench.explore_frame import Along, Outcome
from outage_gui.workbench.seen_from import Known, classed, known_of, told

MOST_COUNTED = 3_000_000  # states; above, schedules are not counted and the run on screen is not judged
MOST_KEPT = 1_500_000  # states of all graphs kept for later questions
SEARCHED = 0.85  # of the progress of one set; judging is the rest
MOST_CLASSED = 1_000_000  # states; above, runs are not sorted into classes
STILL_GROWING = 0.97

Fixes = tuple[str, ...]
Clock = Callable[[], float]


class Question(NamedTuple):
    """sets: what to explore, in this order. keep: what was known of other sets still holds. states, seconds, bytes:
    limits of each.
    """

    text: str
    name: str
    sets: tuple[Fixes, ...]
    keep: bool = False
    states: int = 50_000_000
    seconds: float = 600.0
    bytes: int = 3 << 30


class Tick(NamedTuple):
    """share: of the work on this set that is done, 0..1, never less than before."""

    fixes: Fixes
    states: int
    generated: int
    depth: int
    per_second: int
    share: float
    doing: str


class Refused(NamedTuple):
    """Fixes that do not go together, or a file too large to compile."""

    fixes: Fixes
    why: str


Event = Tick | Outcome | Refused


class Share:
    """How much of a search is done, guessed from how its levels grow; it never goes back."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.best = 0.0
        self.depth, self.before = -1, 0
        self.level = 0
        self.growth = 2.0

    def of(self, progress: Progress, seconds: float) -> float:
        """From 0 to 1. Levels that still grow promise as many states again; those that shrink, a falling series."""
        if progress.depth != self.depth:
            self.before += self.level
            self.depth, self.level = progress.depth, progress.level
        expanded = self.before + progress.done
        self.growth = (progress.states - self.before - progress.level) / max(1, progress.done)
        if self.growth < STILL_GROWING:
            total = expanded + (progress.states - expanded) / (1 - self.growth)
        else:
            total = 2.0 * progress.states
        limits = max(progress.states / self.question.states, seconds / self.question.seconds)
        self.best = max(self.best, min(expanded / max(total, 1.0), 0.99), min(limits, 1.0))
        return self.best


class Study:
    """Explores the sets of one question after the other and keeps what later questions need."""

    def __init__(self, question: Question, clock: Clock, before: "Study | None" = None, *, size: int = SLICE) -> None:
        """before: the study whose place it takes."""
        self.question, self.clock, self.size = question, clock, size
        self.known: dict[Fixes, Known | None] = dict(before.known) if before and question.keep else {}

    def events(self) -> Iterator[Event]:
        for fixes in self.question.sets:
            try:
                yield from self.explored(fixes)
            except ScenarioError as error:
                yield Refused(fixes, shown(error.problems[0].cause))

    def explored(self, fixes: Fixes) -> Iterator[Event]:
        """Ticks; the outcome, then once more with its classes."""
        began = self.clock()
        yield Tick(fixes, 0, 0, 0, 0, 0.0, "Reading")
        scenario = self.scenario(fixes)
        program = compiled(scenario)
        starts = len(program.starts)
        yield Tick(fixes, starts, starts, 0, 0, 0.0, "Searching")
        searching = self.clock()
        share, turns = Share(self.question), self.search(program)
        last = Tick(fixes, starts, starts, 0, 0, 0.0, "")
        while True:
            try:
                progress = next(turns)
            except StopIteration as done:
                space = done.value
                break
            seconds = max(self.clock() - searching, 1e-3)
            done_so_far = SEARCHED * share.of(progress, self.clock() - began)
            pace = round(progress.states / seconds)
            last = Tick(fixes, *progress[:3], pace, done_so_far, "Searching")
            yield last
        last = last._replace(states=space.states, depth=space.depth, share=max(last.share, SEARCHED))
        yield last._replace(doing="Judging what was found")
        answer = answered(program, space, most=MOST_COUNTED)
        yield last._replace(doing="Counting orders", share=0.9)
        known = self.keep(fixes, program, answer)
        outcome = told(fixes, answer, program, known, self.clock() - began)
        yield outcome  # what was asked first; classes follow
        if known is not None and space.states <= MOST_CLASSED:
            steps = len(answer.findings) + 1
            for number, sorted_ in enumerate(classed(outcome, program, known), 1):
                outcome = sorted_
                yield last._replace(doing="Sorting runs into classes", share=0.92 + 0.08 * number / (steps + 1))
            yield outcome

    def scenario(self, fixes: Fixes) -> Scenario:
        return with_fixes(self.question.text, self.question.name, fixes)

    def search(self, program: Program) -> Generator[Progress, None, Space]:
        limits = Limits(self.question.states, self.question.seconds, self.question.bytes)
        return search(program, limits, self.clock, size=self.size)

    def keep(self, fixes: Fixes, program: Program, answer: Answer) -> Known | None:
        """The newest stays; older ones go where they would take too much room. None: not whole, or too large."""
        self.known.pop(fixes, None)
        if answer.space.stopped or answer.space.states > MOST_COUNTED:
            self.known[fixes] = None
            return None
        size = answer.space.states
        while self.known and size + sum(one.space.states for one in self.known.values() if one) > MOST_KEPT:
            del self.known[next(iter(self.known))]
        known = self.known[fixes] = known_of(program, fixes, answer)
        return known

    def along(self, fixes: Fixes, schedule: str, of: str = "") -> Along | None:
        """The run seen from the space; explored again where it was not kept. None: too large, or not whole.

        of: the finding that is meant, "" for what the file is about.
        """
        if fixes not in self.known:
            for _ in self.explored(fixes):
                pass
        known = self.known[fixes]
        return known.along(schedule, of) if known else None
