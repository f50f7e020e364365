"""Which sets of fixes are explored, and what an exploration is about: plain functions of scenarios and replays."""

from outage_gui.model.scenario import Scenario
from outage_gui.workbench.explored import Fixes
from outage_gui.workbench.replay import Replay


def in_order(scenario: Scenario, fixes: frozenset[str] | Fixes) -> Fixes:
    """As the file has them."""
    return tuple(fix.name for fix in scenario.fixes if fix.name in fixes)


def sets_of(scenario: Scenario, what_ifs: tuple[str, ...] = ()) -> tuple[Fixes, ...]:
    """None, every fix alone, those that `expect` names, and all of the file together; what-ifs stand in no file."""
    every = tuple(fix.name for fix in scenario.fixes)
    written = tuple(name for name in every if name not in what_ifs)
    return tuple(dict.fromkeys([(), *((name,) for name in every), *named_sets(scenario), written]))


def named_sets(scenario: Scenario) -> tuple[Fixes, ...]:
    """Those that the file's `expect` names."""
    return tuple(in_order(scenario, each.fixes) for each in scenario.expect)


def schedule_of(replay: Replay) -> str:
    """The run on screen as text, its start in front where it names one."""
    script = replay.script
    start = [entry.move for entry in script.schedule[:1] if entry.is_start]
    return ", ".join([*start, *(entry.text for entry in replay.entries)])


def same_but_fixes(one: Scenario, other: Scenario) -> bool:
    """Whether they mean the same as long as no fix is on: boxes may stand elsewhere, too."""
    nothing = {"layout": (), "fixes": ()}
    return one.model_copy(update=nothing) == other.model_copy(update=nothing)


def still_true(fixes: Fixes, before: Scenario, after: Scenario) -> bool:
    """Whether these fixes are what they were."""
    old, new = ({fix.name: fix for fix in scenario.fixes} for scenario in (before, after))
    return all(name in new and new[name] == old.get(name) for name in fixes)


def why_nothing(scenario: Scenario, *, opened: bool) -> str:
    """Why there is nothing to explore; "" where there is something."""
    if not opened:
        return "Open a scenario: then every order of its moves can be explored"
    if all(process.only_in_runs for process in scenario.processes):
        return "Nothing to explore: this file has no processes that could race, only what was recorded"
    return ""


NO_PROCESSES = "Once processes with steps are written into it, every order of their moves is explored here."
