"""A document with the fixes that are on, compiled, and the tree of its runs: what a replay is made from."""

from typing import NamedTuple

from outage_gui.engine.forced import Failure
from outage_gui.engine.program import Program, compiled
from outage_gui.model.files import Document
from outage_gui.model.fixes import with_fixes
from outage_gui.model.scenario import Run, RunEntry, Scenario
from outage_gui.workbench.branches import Tree, planted
from outage_gui.workbench.replay import Replay, Script


class Loaded(NamedTuple):
    """`scenario` is the document's with the fixes on; `key`: the run or branch that is shown."""

    document: Document
    fixes: frozenset[str]
    scenario: Scenario
    program: Program
    tree: Tree
    key: str
    failures: tuple[Failure, ...] = ()  # services failed by hand, on the run shown

    @property
    def run(self) -> str:
        """Name of the recorded run that is shown or branched from; "" where there is none."""
        return self.tree.root(self.key).removeprefix("run:")

    def fixes_in(self, scenario: Scenario) -> frozenset[str]:
        """Those of its fixes that another scenario has too."""
        return self.fixes & {fix.name for fix in scenario.fixes}


def loaded(document: Document, fixes: frozenset[str] | None = None, old: Loaded | None = None) -> Loaded:
    """Raises ScenarioError. `fixes` None: those of the run shown. `old`: its run and branches are kept if they fit."""
    tree, key = _planted(document.scenario, old)
    if fixes is None:
        fixes = run_fixes(document.scenario, tree.root(key).removeprefix("run:"))
    scenario = with_fixes(document.text, document.path.name, sorted(fixes)) if fixes else document.scenario
    program = old.program if old and _same_meaning(scenario, old.scenario) else compiled(scenario)
    return Loaded(document, fixes, scenario, program, tree, key, _failures(scenario, old, tree.root(key)))


def _failures(scenario: Scenario, old: Loaded | None, root: str) -> tuple[Failure, ...]:
    """Those of before that still mean something: another run has other times."""
    if old is None or not old.failures or old.tree.root(old.key) != root:
        return ()
    known = {service.name for service in scenario.services}
    return tuple(failure for failure in old.failures if failure.service in known)


def _planted(scenario: Scenario, old: Loaded | None) -> tuple[Tree, str]:
    """The old tree where the runs are the old ones; a tree for a changed file has no branches."""
    runs = [(run.name, run.label, [entry.move for entry in moves_of(run)]) for run in scenario.runs]
    fresh = planted(runs)
    if old is None:
        return fresh, next(iter(fresh.limbs))
    if fresh.roots() == old.tree.roots():
        return old.tree, old.key
    key = old.tree.root(old.key)
    return fresh, key if key in fresh.limbs else next(iter(fresh.limbs))


def _same_meaning(one: Scenario, other: Scenario) -> bool:
    """Alike but for where the boxes stand."""
    return one.model_copy(update={"layout": ()}) == other.model_copy(update={"layout": ()})


def run_fixes(scenario: Scenario, run: str) -> frozenset[str]:
    """The fixes a run was recorded with."""
    return next((frozenset(one.fixes) for one in scenario.runs if one.name == run), frozenset())


def moves_of(run: Run) -> tuple[RunEntry, ...]:
    """Its entries without the start."""
    entries = run.schedule
    return entries[1:] if entries and entries[0].is_start else entries


def replayed(now: Loaded) -> Replay:
    """The run or branch that is shown, from the start as far as it goes."""
    run = next((run for run in now.document.scenario.runs if run.name == now.run), None)
    entries = moves_of(run) if run else ()
    recorded = now.tree.recorded(now.key)
    chosen = tuple(RunEntry(move=move) for move in now.tree.schedule(now.key)[recorded:])
    what_if = bool(now.tree.limbs[now.key].parent)
    start = now.tree.start(now.key)
    schedule = (RunEntry(move=start),) if start else run.schedule if run else ()
    script = Script(now.run, schedule, entries[:recorded] + chosen, recorded, what_if, now.failures)
    return Replay(now.scenario, now.program, script)
