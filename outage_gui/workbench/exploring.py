"""The exploration of what is open: started, paused, cancelled, and what is known so far. Nothing here waits.

A small file is explored in slices by `poll`; one that turns out larger goes on in the worker. What was found out for a
set of fixes is kept until the file means something else.
"""

import time
from collections.abc import Callable
from typing import NamedTuple

from outage_gui.engine.trace import parted
from outage_gui.model.scenario import Scenario
from outage_gui.workbench.explore_frame import Along, Counters, Explore, Finding, Outcome, Row, Screen, SearchState
from outage_gui.workbench.explore_jobs import Job, Message, Slices, Worker
from outage_gui.workbench.explore_words import below, expectation, game, row_label, sentence
from outage_gui.workbench.explored import Fixes, Question, Tick
from outage_gui.workbench.loaded import Loaded
from outage_gui.workbench.replay import START, Replay
from outage_gui.workbench.wording import cut

SMALL = 15_000  # states explored in the window's process; the engine's compiled tables begin at 20,000
ANNOUNCED = 0.1  # seconds between two announcements of counters alone
LARGE = "More than {:,} states: press Explore to search them in a process of its own"


class Visit(NamedTuple):
    """Where to take the replay: those fixes, and a recorded run (`run`, a key) or a branch that makes these moves.

    step: moves made there; 0: the start.
    """

    fixes: frozenset[str]
    run: str = ""
    moves: tuple[str, ...] = ()
    label: str = ""
    start: str = ""
    step: int = 0


class Exploring:
    """`clock`: seconds, to tell when counters are worth announcing."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.screen: Screen = "replay"
        self.playing = False
        self._clock, self._announced = clock, 0.0
        self._worker = Worker()
        self._loaded: Loaded | None = None
        self._replay: Replay | None = None
        self._forget()

    def _forget(self) -> None:
        """Everything about a file that is open no more."""
        self._state: SearchState = "idle"
        self._job: Job | None = None
        self._question: Question | None = None
        self._counters = Counters()
        self._outcomes: dict[Fixes, Outcome] = {}
        self._refused: dict[Fixes, str] = {}
        self._large = self._live = self._automatic = False
        self._wrong = ""
        self._forget_run()

    def _forget_run(self) -> None:
        self._along: Along | None = None
        self._asked = getattr(self, "_asked", 0)
        self._wanted = ""

    # --- what is open

    def follow(self, loaded: Loaded, replay: Replay) -> None:
        """Called before each frame: is this still what was explored? Small files that were explored are again."""
        before, self._loaded = self._loaded, loaded
        if before is None or before.document.path != loaded.document.path:
            self._halt()
            self._forget()
        elif before.document is not loaded.document and before.program is not loaded.program:
            live, large = self._live, self._large
            self._halt()
            self._forget()
            self._live, self._large = live, large
        changed = before is None or before.program is not loaded.program
        if replay is not self._replay or changed:
            self._replay = replay
            self._forget_run()
        if changed and self._live and not self._large:
            self._begin(automatic=True)
        self._ask()

    @property
    def _fixes(self) -> Fixes:
        return in_order(self._loaded.document.scenario, self._loaded.fixes) if self._loaded else ()

    # --- verbs

    def explore(self) -> None:
        """Begin, or go on after a pause."""
        if self._state == "paused" and self._job is not None:
            self._job.paused, self._state = False, "running"
        elif self._state == "running":
            self._automatic = False
        else:
            self._begin(automatic=False)

    def pause(self) -> None:
        if self._state == "running" and self._job is not None:
            self._job.paused, self._state = True, "paused"

    def cancel(self) -> None:
        """What is known stays; what was under way is given up."""
        if self._state in ("running", "paused"):
            self._halt()
            self._live = False
            self._state = "stopped"

    def show(self, screen: Screen) -> None:
        """The first look at the Explore screen explores a small file at once."""
        self.screen = screen
        if screen == "explore" and self._state == "idle" and not self._outcomes and self._loaded is not None:
            self._begin(automatic=True)

    def close(self) -> None:
        self._halt()
        self._worker.close()

    def _begin(self, *, automatic: bool) -> None:
        """automatic: nobody asked; a file that turns out large is left alone."""
        if self._loaded is None or not self._loaded.document.text:
            return
        self._halt()
        document = self._loaded.document
        sets = [self._fixes, (), *named_sets(document.scenario), *sets_of(document.scenario)]
        wanted = [one for one in dict.fromkeys(sets) if one not in self._outcomes and one not in self._refused]
        self._wrong, self._live, self._automatic = "", True, automatic
        if self._fixes not in wanted and not automatic:
            wanted.insert(0, self._fixes)
        self._question = Question(document.text, document.path.name, tuple(wanted))
        self._counters = Counters()
        if not wanted:
            self._finish()
        elif self._large:
            self._hire(self._question)
        else:
            self._job, self._state = Slices(self._question), "running"

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
        if self._job is None:
            return False
        news = False
        for message in self._job.messages():
            news |= self._take(message)
            if self._job is None:
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
            self._outgrown()
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

    def _outgrown(self) -> None:
        """Too many for slices."""
        self._halt()
        self._large = True
        if self._automatic:
            self._state, self._live = "idle", False
            self._counters = Counters()
        elif self._question is not None:
            left = tuple(one for one in self._question.sets if one not in self._outcomes)
            self._hire(self._question._replace(sets=left))
            self._question = self._question._replace(sets=(*self._outcomes, *left))

    def _finish(self) -> None:
        self._state = "done"
        self._counters = self._counters._replace(progress=1.0, doing="")

    def _fail(self, why: str) -> None:
        self._job, self._state, self._wrong = None, "stopped", why
        self._live = False

    # --- the run on screen

    def _ask(self) -> None:
        """Where the run stands in the space, once that is known."""
        if self._job is None or self._replay is None or self._fixes not in self._outcomes:
            return
        schedule = schedule_of(self._replay)
        key = f"{self._fixes}\n{schedule}"
        if key != self._wanted and not self._outcomes[self._fixes].limit:
            self._wanted = key
            self._asked += 1
            self._job.ask(self._asked, self._fixes, schedule)

    def _answered(self, number: int, along: Along | None) -> None:
        if number == self._asked:
            self._along = along

    # --- to visit

    def finding_visit(self, number: int) -> Visit | None:
        """One of the findings on screen, from 0."""
        outcome = self._outcomes.get(self._fixes)
        if outcome is None or not 0 <= number < len(outcome.findings):
            return None
        return self._led(self._fixes, outcome.findings[number])

    def lab_visit(self, fixes: Fixes) -> Visit | None:
        """The shortest failure with these fixes, or the recorded run."""
        if self._loaded is None or fixes in self._refused:
            return None
        outcome = self._outcomes.get(fixes)
        shown = self._about(outcome) if outcome else None
        if shown is not None and shown.steps:
            return self._led(fixes, shown)
        return Visit(frozenset(fixes), run=self._loaded.tree.root(self._loaded.key))

    @staticmethod
    def _about(outcome: Outcome) -> Finding | None:
        return outcome.findings[0] if outcome.findings else None

    def twin_visit(self) -> Visit | None:
        twin = self._along.twin if self._along else None
        return branch_visit(self._fixes, twin.schedule, "The nearest good run", twin.step + 1) if twin else None

    def game_visit(self, on: bool, run: str) -> Visit:
        self.playing = on
        if on and self._fixes not in self._outcomes:
            self.explore()
        fixes = frozenset(self._fixes)
        return Visit(fixes, label="You are the scheduler") if on else Visit(fixes, run=run)

    @staticmethod
    def _led(fixes: Fixes, finding: Finding) -> Visit:
        return branch_visit(fixes, finding.schedule, f"Finding: {cut(finding.label, 40)}", finding.steps)

    # --- to draw

    def lab(self) -> tuple[Row, ...]:
        if self._loaded is None:
            return ()
        scenario = self._loaded.document.scenario
        sets = sets_of(scenario)
        shown = sets if self._fixes in sets else (*sets, self._fixes)
        return tuple(self._row(scenario, one) for one in shown) if len(shown) > 1 else ()

    def _row(self, scenario: Scenario, fixes: Fixes) -> Row:
        outcome = self._outcomes.get(fixes)
        expected = expectation(scenario, fixes, outcome)
        return Row(
            fixes, row_label(scenario, fixes), outcome, self._refused.get(fixes, ""), expected, fixes == self._fixes
        )

    @property
    def along(self) -> Along | None:
        return self._along

    def value(self, step: int) -> Explore:
        """step: moves made where the playhead stands."""
        outcome = self._outcomes.get(self._fixes)
        state: SearchState = "done" if outcome and self._state == "idle" else self._state
        wrong = f"The search ended: {self._wrong}" if self._wrong else ""
        return Explore(
            screen=self.screen,
            state=state,
            sentence=wrong or sentence(outcome, state, large=self._large),
            below=below(outcome),
            counters=self._counters,
            outcome=outcome,
            lab=self.lab(),
            along=self._along,
            game=game(self._along, step, outcome, state) if self.playing else None,
            large=self._large,
        )


def branch_visit(fixes: Fixes, schedule: str, label: str, step: int) -> Visit:
    first, *rest = [*parted(schedule)] or [""]
    start = first if first.startswith(START) else ""
    moves = tuple(rest) if start else tuple(parted(schedule))
    return Visit(frozenset(fixes), moves=moves, label=label, start=start, step=step)


def in_order(scenario: Scenario, fixes: frozenset[str] | Fixes) -> Fixes:
    """As the file has them."""
    return tuple(fix.name for fix in scenario.fixes if fix.name in fixes)


def sets_of(scenario: Scenario) -> tuple[Fixes, ...]:
    """None, every fix alone, those that `expect` names, and all together."""
    every = tuple(fix.name for fix in scenario.fixes)
    return tuple(dict.fromkeys([(), *((name,) for name in every), *named_sets(scenario), every]))


def named_sets(scenario: Scenario) -> tuple[Fixes, ...]:
    """Those that the file's `expect` names."""
    return tuple(in_order(scenario, each.fixes) for each in scenario.expect)


def schedule_of(replay: Replay) -> str:
    """The run on screen as text, its start in front where it names one."""
    script = replay.script
    start = [entry.move for entry in script.schedule[:1] if entry.move.startswith(START)]
    return ", ".join([*start, *(entry.text for entry in replay.entries)])
