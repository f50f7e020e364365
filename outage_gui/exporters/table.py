"""Which format a suffix means. One entry a format; whoever adds one touches nothing else."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from outage_gui.exporters.promela import promela
from outage_gui.exporters.tla import tla
from outage_gui.model import files
from outage_gui.model.fixes import with_fixes
from outage_gui.model.problems import Problem, ScenarioError, shown
from outage_gui.model.scenario import Scenario

Parts = tuple[tuple[str, str], ...]  # suffix and text of each file that belongs together


class Format(NamedTuple):
    """write(scenario, names of the fixes, the file's name without suffix)."""

    label: str
    write: Callable[[Scenario, tuple[str, ...], str], Parts]


def _promela(scenario: Scenario, fixes: tuple[str, ...], stem: str) -> Parts:
    return ((".pml", promela(scenario, fixes)),)


def _tla(scenario: Scenario, fixes: tuple[str, ...], stem: str) -> Parts:
    made = tla(scenario, fixes, stem)
    return ((".tla", made.module), (".cfg", made.config))


FORMATS: dict[str, Format] = {
    ".pml": Format("Promela for SPIN", _promela),
    ".tla": Format("TLA+ for TLC, with its .cfg", _tla),
}


def export(file: Path, fixes: tuple[str, ...], output: Path, *, force: bool = False) -> tuple[Path, ...]:
    """Write the scenario with these fixes in the format the suffix means; the files written.

    Nothing is written unless everything can be. Raises ScenarioError for a refused file, an unknown fix or suffix, what
    the format cannot say, and a file that is there already unless forced; OSError where a file cannot be written.
    """
    format_ = format_of(output)
    document = files.load(file)
    scenario = with_fixes(document.text, document.path.name, fixes)
    used = tuple(fix.name for fix in scenario.fixes if fix.name in fixes)
    parts = [(output.with_suffix(suffix), text) for suffix, text in format_.write(scenario, used, output.stem)]
    for path, _ in parts:
        if path.exists() and not force:
            raise refused(path.name, "is there already", "--force replaces it")
    for path, text in parts:
        path.write_text(text, encoding="utf-8", newline="\n")
    return tuple(path for path, _ in parts)


def format_of(output: Path) -> Format:
    suffix = output.suffix
    if suffix not in FORMATS:
        known = ", ".join(f"{each} ({format_.label})" for each, format_ in FORMATS.items())
        wanted = shown(suffix) or "a name without suffix"
        raise refused(output.name, f"cannot export to '{wanted}'", f"there are {known}")
    return FORMATS[suffix]


def refused(name: str, cause: str, hint: str) -> ScenarioError:
    return ScenarioError([Problem(shown(name), 0, 0, cause, hint)])
