"""The exploration of what is open: started, paused, cancelled, and what is known so far. Nothing here waits.

A small file is explored in slices by `poll`; one that turns out larger goes on in the worker. What was found out for a
set of fixes is kept until the file means something else.
"""

import time
from collections.abc import Callable, Iterable
from typing import Literal

from outage_gui.model.files import Document
from outage_gui.model.scenario import Scenario
from outage_gui.workbench.explore_frame import (
    Along,
    Counters,
    Explore,
    Game,
    Outcome,
    Page,
    Row,
    Screen,
    SearchState,
)
from outage_gui.workbench.explore_jobs import Job, Message, Slices, Worker
from outage_gui.workbench.explore_rows import Answers, rows
from outage_gui.workbench.explore_sets import (
    NO_PROCESSES,
    in_order,
    named_sets,
    same_but_fixes,
    schedule_of,
    sets_of,
    still_true,
    why_nothing,
)
from outage_gui.workbench.explore_words import below, row_label, sentence
from outage_gui.workbench.explored import Fixes, Question, Tick
from outage_gui.workbench.loaded import Loaded
from outage_gui.workbench.replay import Replay
from outage_gui.workbench.room import Room
from outage_gui.workbench.visits import Visit, branch_visit, led
from outage_gui.workbench.what_ifs import Trying

SMALL = 15_000  # states explored in the window's process; the engine's compiled tables begin at 20,000
ANNOUNCED = 0.1  # seconds between two announcements of counters alone


class Exploring:
    """`clock`: seconds, to tell when counters are worth announcing."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.screen: Screen = "replay"
        self.page: Page = "fixes"
        self.room = Room()
        self._clock, self._announced = clock, 0.0
        self._worker = Worker()
        self._loaded: Loaded | None = None
        self._replay: Replay | None = None
        self._slices: Slices | None = None
        self.trying = Trying()
        self._forget()

    def _forget(self) -> None:
        """Everything about a file that is open no more."""
        self._state: SearchState = "idle"
        self._job: Job | None = None
        self._question: Question | None = None
        self._counters = Counters()
        self._outcomes: dict[Fixes, Outcome] = {}
        self._refused: dict[Fixes, str] = {}
        self._big: set[Fixes] = set()  # too many states to be answered at every change
        self._large = self._live = self._automatic = self._stale = False
        self._wrong = self._meant = ""
        self._forget_run()

    def _forget_run(self) -> None:
        self._along: Along | None = None
        self._asked = getattr(self, "_asked", 0)
        self._wanted = ""

    # --- what is open

    def follow(self, loaded: Loaded, replay: Replay, written: Document) -> None:
        """Called before each frame: is this still what was explored? Small files that were explored are again.

        written: the document without what-ifs.
        """
        before, self._loaded, self.trying.written = self._loaded, loaded, written
        fresh = before is None or before.document.path != loaded.document.path
        changed = before is None or before.program is not loaded.program
        if fresh:
            self._halt()
            self._forget()
            self.trying.what_ifs = ()
        elif changed and before is not None and before.document is not loaded.document:
            self._changed(before.document.scenario, loaded.document.scenario)
        self.room.playing &= bool(loaded.tree.limbs[loaded.key].parent)
        if replay is not self._replay or changed:
            self._replay = replay
            self._forget_run()
        if changed and not fresh and self._live and not self._large:
            self._begin(automatic=True, keep=True)
        self._ask()

    def _changed(self, before: Scenario, after: Scenario) -> None:
        """What is no longer true is forgotten: everything, or what has to do with the fixes that are others now."""
        self._halt()
        if same_but_fixes(before, after):
            self._outcomes = {sets: out for sets, out in self._outcomes.items() if still_true(sets, before, after)}
            self._refused = {sets: why for sets, why in self._refused.items() if still_true(sets, before, after)}
            self._state = "done" if self._outcomes else "idle"
            return
        live, large, meant, known = self._live, self._large, self._meant, bool(self._outcomes) or self._stale
        big = self._big
        self._forget()
        self._live, self._large, self._meant, self._big, self._slices = live, large, meant, big, None
        self._stale = known and (large or not live)

    @property
    def _fixes(self) -> Fixes:
        return in_order(self._loaded.document.scenario, self._loaded.fixes) if self._loaded else ()

    # --- verbs

    def turn_to(self, page: Page) -> None:
        """A page of the Explore screen."""
        self.page = page
        self.show("explore")

    def explore(self) -> None:
        """Begin, or go on after a pause."""
        if self._state == "paused" and self._job is not None:
            self._job.paused, self._state = False, "running"
        elif self._state == "running":
            self._automatic = False
        else:
            self._begin(automatic=False)

    def resume(self) -> None:
        """Explore what is asked for and not known yet."""
        if self._state not in ("running", "paused"):
            self._begin(automatic=False, keep=True)

    def pause(self) -> None:
        if self._state == "running" and self._job is not None:
            self._job.paused, self._state = True, "paused"

    def mean(self, number: int) -> None:
        """Judge the run on screen by that finding, counted from 0."""
        outcome = self._outcomes.get(self._fixes)
        if outcome is not None and 0 <= number < len(outcome.findings):
            self._meant = outcome.findings[number].check
            self._ask()

    def cancel(self) -> None:
        """What is known stays; what was under way is given up."""
        if self._state in ("running", "paused"):
            self._halt()
            self._live = False
            self._state = "done" if self._fixes in self._outcomes else "stopped"

    def show(self, screen: Screen) -> None:
        """The first look at the Explore screen explores a small file at once."""
        self.screen = screen
        if screen == "explore" and self._state == "idle" and not self._outcomes and self._loaded is not None:
            self._begin(automatic=True)

    def close(self) -> None:
        self._halt()
        self._worker.close()

    def _begin(self, *, automatic: bool, keep: bool = False) -> None:
        """automatic: nobody asked; a file that turns out large is left alone. keep: what is known holds still."""
        if self._loaded is None or self._empty:
            return
        self._halt()
        document = self._loaded.document
        sets = [self._fixes, (), *named_sets(document.scenario), *self._sets()]
        wanted = [one for one in dict.fromkeys(sets) if one not in self._outcomes and one not in self._refused]
        if len(self._loaded.program.starts) > SMALL:  # to lay out so many starts takes seconds: not in this process
            self._large = True
            self._big.update(wanted)
        if automatic and self._large:
            return
        self._wrong, self._live, self._automatic, self._stale = "", True, automatic, False
        if automatic:
            wanted = [*self._small(wanted)]
        elif self._fixes not in wanted and not keep:
            wanted.insert(0, self._fixes)
        self._question = Question(document.text, document.path.name, tuple(wanted), keep)
        self._counters, self._wanted = Counters(), ""
        if not wanted and self._job is not None:
            self._finish()
        elif self._big.intersection(wanted):
            self._hire(self._question)
        else:
            self._job = self._slices = Slices(self._question, self._slices)
            self._state = "running"

    def _sets(self) -> tuple[Fixes, ...]:
        """The sets of the fix lab."""
        if self._loaded is None:
            return ()
        return sets_of(self._loaded.document.scenario, self.trying.names)

    @property
    def _empty(self) -> str:
        """Why there is nothing to explore; "" where there is something."""
        document = self._loaded.document if self._loaded else None
        if document is None:
            return why_nothing(Scenario(format=1, title=""), opened=False)
        return why_nothing(document.scenario, opened=bool(document.text))

    def _hire(self, question: Question) -> None:
        try:
            self._worker.explore(question)
        except OSError as error:
            self._fail(f"no process could be started: {error.strerror}")
        else:
            self._job, self._state = self._worker, "running"

    def _halt(self) -> None:
        if self._job is not None and self._state in ("running", "paused"):
            self._job.stop()
            self._job = None
        self._asked += 1  # answers on their way are to nobody

    # --- what is new

    def poll(self) -> bool:
        """Work a little, take what is new; whether that is worth an announcement."""
        news, before = False, self._job
        for job in {id(job): job for job in (self._slices, self._job) if job}.values():
            for message in job.messages():
                news |= self._take(message)
                if self._job is not before:
                    return True
        if self._state == "running" and self._clock() - self._announced >= ANNOUNCED:
            news = True
        if news:
            self._announced = self._clock()
        return news

    @property
    def hurried(self) -> bool:
        """Whether poll should be called as often as can be: there is work in this very process."""
        return self._state == "running" and isinstance(self._job, Slices)

    def _take(self, message: Message) -> bool:
        kind, value = message
        if kind == "tick":
            self._tick(value)
        elif kind == "outcome":
            self._outcomes[tuple(value.fixes)] = value
            self._tell_share(value.fixes, 1.0)
            self._ask()
        elif kind == "refused":
            self._refused[tuple(value.fixes)] = value.why
        elif kind == "along":
            self._answered(*value)
        elif kind == "done":
            self._finish()
        elif kind == "fault":
            self._fail(value)
        return kind in ("outcome", "refused", "along", "done", "fault")

    def _tick(self, tick: Tick) -> None:
        if tick.states > SMALL and isinstance(self._job, Slices):
            self._outgrown(tick.fixes)
            return
        main = tick.fixes == self._fixes
        counters = self._counters
        if main:
            counters = counters._replace(
                states=tick.states, generated=tick.generated, depth=tick.depth, per_second=tick.per_second
            )
        name = "" if main or self._loaded is None else f": {row_label(self._loaded.document.scenario, tick.fixes)}"
        self._counters = counters._replace(doing=f"{tick.doing}{name}")
        self._tell_share(tick.fixes, tick.share)

    def _tell_share(self, fixes: Fixes, share: float) -> None:
        """All sets weigh the same; the figure never goes back."""
        if self._question is None or fixes not in self._question.sets:
            return
        whole = (self._question.sets.index(fixes) + share) / len(self._question.sets)
        self._counters = self._counters._replace(progress=max(self._counters.progress, whole))

    def _outgrown(self, fixes: Fixes) -> None:
        """Too many for slices: to the worker, or, where nobody asked, not now."""
        self._halt()
        self._big.add(fixes)
        self._large |= fixes == self._fixes
        assert self._question is not None
        left = tuple(one for one in self._question.sets if one not in self._outcomes)
        if self._automatic and fixes == self._fixes:
            self._state, self._live = "idle", False
            self._counters = Counters()
        elif self._automatic:
            self._job = self._slices = Slices(self._question._replace(sets=self._small(left), keep=True), self._slices)
            self._state = "running"
        else:
            self._hire(self._question._replace(sets=left))

    def _small(self, sets: Iterable[Fixes]) -> tuple[Fixes, ...]:
        return tuple(one for one in sets if one not in self._big)

    def _finish(self) -> None:
        self._state = "done"
        self._counters = self._counters._replace(progress=1.0, doing="")

    def _fail(self, why: str) -> None:
        self._job, self._state, self._wrong = None, "stopped", why
        self._live = False

    # --- the run on screen

    def _ask(self) -> None:
        """Where the run stands in the space, once that is known."""
        known = self._slices is not None and self._fixes in self._slices.study.known
        job = self._slices if known else self._job
        if job is None or self._replay is None or self._fixes not in self._outcomes:
            return
        schedule = schedule_of(self._replay)
        key = f"{self._fixes}\n{schedule}\n{self.meant}"
        if key != self._wanted and not self._outcomes[self._fixes].limit:
            self._wanted = key
            self._asked += 1
            job.ask(self._asked, self._fixes, schedule, self.meant)

    def _answered(self, number: int, along: Along | None) -> None:
        if number == self._asked:
            self._along = along

    # --- to visit

    @property
    def outcome(self) -> Outcome | None:
        """Of the fixes that are on."""
        return self._outcomes.get(self._fixes)

    def run_visit(self, which: Literal["findings", "others", "good"], number: int) -> Visit | None:
        """One of the findings on screen, of the other ways to fail, of the runs that end well; from 0."""
        return led(self._fixes, getattr(self.outcome, which), number) if self.outcome else None

    def lab_visit(self, fixes: Fixes) -> Visit | None:
        """The shortest failure with these fixes, or the recorded run."""
        if self._loaded is None or fixes in self._refused:
            return None
        outcome = self._outcomes.get(fixes)
        reached = tuple(one for one in outcome.findings if one.steps) if outcome else ()
        if reached:
            return led(fixes, reached, next((n for n, one in enumerate(reached) if one.check == self._meant), 0))
        return Visit(frozenset(fixes), run=self._loaded.tree.root(self._loaded.key))

    def twin_visit(self) -> Visit | None:
        twin = self._along.twin if self._along else None
        return branch_visit(self._fixes, twin.schedule, "The nearest good run", twin.step + 1) if twin else None

    def game_visit(self, on: bool, run: str) -> Visit:
        if on and self._fixes not in self._outcomes:
            self.explore()
        fixes = frozenset(self._fixes)
        return Visit(fixes, label="You are the scheduler", game=True) if on else Visit(fixes, run=run)

    # --- to draw

    def lab(self) -> tuple[Row, ...]:
        if self._loaded is None:
            return ()
        answers = Answers(self._outcomes, self._refused, self._big)
        return rows(self._loaded.document.scenario, self._sets(), self._fixes, self.trying.names, answers)

    @property
    def along(self) -> Along | None:
        return self._along

    @property
    def meant(self) -> str:
        """The finding that was chosen, where there is one of that name; "" for what the file is about."""
        outcome = self._outcomes.get(self._fixes)
        names = {one.check for one in outcome.findings} if outcome else set()
        return self._meant if self._meant in names else ""

    def value(self, step: int) -> Explore:
        """step: moves made where the playhead stands."""
        outcome = self._outcomes.get(self._fixes)
        state: SearchState = "done" if outcome and self._state == "idle" else self._state
        wrong = f"The search ended: {self._wrong}" if self._wrong else ""
        steps = self.trying.lines() if self.screen == "explore" and not self._empty else ()
        return Explore(
            screen=self.screen,
            page=self.page,
            state=state,
            sentence=self._empty or wrong or sentence(outcome, state, large=self._large, stale=self._stale),
            below=NO_PROCESSES if self._empty else below(outcome, checks=self._checks),
            counters=self._counters,
            outcome=outcome,
            lab=self.lab(),
            along=self._along,
            game=self._game(step, outcome, state),
            large=self._large,
            here=self.hurried,
            meant=self.meant or (self._along.name if self._along else ""),
            steps=steps,
            stale=self._stale,
            empty=self._empty,
        )

    def _game(self, step: int, outcome: Outcome | None, state: SearchState) -> Game | None:
        if self._loaded is None or self._replay is None:
            return None
        return self.room.game(self._loaded, self._replay, step, (self._along, outcome, state))

    @property
    def _checks(self) -> int:
        return len(self._loaded.scenario.checks) if self._loaded else 0
