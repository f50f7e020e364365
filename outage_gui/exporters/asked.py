"""What an export is asked for: the scenario with its fixes, and a moment of a replay where the format shows one."""

from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from outage_gui.engine.trace import schedule_text
from outage_gui.exporters.replayed import Told, replayed
from outage_gui.model import files
from outage_gui.model.fixes import with_fixes
from outage_gui.model.problems import Problem, ScenarioError, shown
from outage_gui.model.scenario import Scenario
from outage_gui.workbench.course import DOWN
from outage_gui.workbench.playhead import Playhead
from outage_gui.workbench.replay import Replay
from outage_gui.workbench.typed import found

MOST_STATES = 300_000  # looked at for a losing order, where a file has no run of its own


class Options(NamedTuple):
    """As on the command line; empty: not said."""

    fixes: tuple[str, ...] = ()
    run: str = ""
    schedule: str = ""
    at: str = ""


class Asked:
    """stem: the name of the output without its suffix. Everything is made when first asked for."""

    def __init__(self, file: Path, options: Options, stem: str) -> None:
        self.file, self.options, self.stem = file, options, stem
        self.document = files.load(file)

    @cached_property
    def scenario(self) -> Scenario:
        return with_fixes(self.document.text, self.document.path.name, self.options.fixes)

    @property
    def fixes(self) -> tuple[str, ...]:
        return tuple(fix.name for fix in self.scenario.fixes if fix.name in self.options.fixes)

    @cached_property
    def told(self) -> Told:
        """Raises ScenarioError for a run that there is not, and a schedule that does not go through to its end."""
        options = self.options
        schedule = options.schedule or ("" if options.run or self.document.scenario.runs else self.losing)
        told = replayed(self.file, run=options.run, schedule=schedule, fixes=options.fixes)
        if (stopped := told.replay.stopped) and options.schedule:
            cause = f"the schedule stops at move {stopped.number}, {shown(stopped.text)}: {shown(stopped.why, 300)}"
            raise ScenarioError([Problem(shown(self.file.name), 0, 0, cause)])
        return told

    @property
    def stop(self) -> str:
        """Where a run of the file no longer fits its processes; empty where it goes through."""
        stopped = self.replay.stopped
        return (
            f"the run stops at move {stopped.number}, {shown(stopped.text)}: {shown(stopped.why, 300)}"
            if stopped
            else ""
        )

    @cached_property
    def losing(self) -> str:
        """The shortest schedule of the first finding; empty where nothing is found."""
        from outage_gui.engine.answer import answered
        from outage_gui.engine.program import compiled
        from outage_gui.engine.search import Limits, explored

        if not self.scenario.processes:
            return ""
        program = compiled(self.scenario)
        answer = answered(program, explored(program, Limits(states=MOST_STATES)), most=0)
        shortest = min(answer.findings, key=lambda finding: finding.steps, default=None)
        return schedule_text(program, shortest.schedule.moves, shortest.schedule.start) if shortest else ""

    @property
    def replay(self) -> Replay:
        return self.told.replay

    @cached_property
    def here(self) -> Playhead:
        """The moment to show: where --at says, else the end."""
        if not self.options.at:
            return Playhead(self.replay.end, self.replay.total)
        moment = found(self.options.at, self.replay.reach)
        if isinstance(moment, str):
            raise ScenarioError([Problem(shown(self.file.name), 0, 0, moment)])
        return moment

    @cached_property
    def worst(self) -> Playhead:
        """The same for a picture; without --at the first moment at which most services are down, else the end."""
        if self.options.at:
            return self.here
        course = self.replay.course
        places = list(dict.fromkeys(course.places))
        counts = [int((course.now(at, step).status == DOWN).sum()) for at, step in places]
        most = max(counts, default=0)
        return Playhead(*places[counts.index(most)]) if most else self.here

    @cached_property
    def is_what_if(self) -> bool:
        """Not as a run of the file recorded it."""
        from outage_gui.workbench.loaded import run_fixes

        if not self.document.scenario.runs:
            return False
        return not self.replay.run or set(self.told.fixes) != run_fixes(self.document.scenario, self.replay.run)
