"""Which format a suffix means. One entry a format; whoever adds one touches nothing else."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from outage_gui.exporters.asked import Asked, Options
from outage_gui.model.problems import Problem, ScenarioError, shown
from outage_gui.model.saving import write_together

Parts = tuple[tuple[str, str], ...]  # suffix and text of each file that belongs together


class Format(NamedTuple):
    """title: for menus and lists. write: imports what it needs only when it is called. of_replay: shows one run."""

    title: str
    write: Callable[[Asked], Parts]
    of_replay: bool = True


def _promela(asked: Asked) -> Parts:
    from outage_gui.exporters.promela import promela

    return ((".pml", promela(asked.scenario, asked.fixes)),)


def _tla(asked: Asked) -> Parts:
    from outage_gui.exporters.tla import tla

    made = tla(asked.scenario, asked.fixes, asked.stem)
    return ((".tla", made.module), (".cfg", made.config))


def _json(asked: Asked) -> Parts:
    from outage_gui.exporters.data_json import as_json

    return ((".json", as_json(asked)),)


def _csv(asked: Asked) -> Parts:
    from outage_gui.exporters.data_csv import as_csv

    return ((".csv", as_csv(asked)),)


def _dot(asked: Asked) -> Parts:
    from outage_gui.exporters.data_dot import as_dot

    return ((".dot", as_dot(asked)),)


def _mermaid(asked: Asked) -> Parts:
    from outage_gui.exporters.data_mermaid import as_graph, as_sequence

    order = ((".order.mmd", as_sequence(asked)),) if asked.replay.entries else ()
    return ((".mmd", as_graph(asked)), *order)


def _html(asked: Asked) -> Parts:
    from outage_gui.exporters.page_html import as_html

    return ((".html", as_html(asked)),)


def _markdown(asked: Asked) -> Parts:
    from outage_gui.exporters.report import as_markdown, report
    from outage_gui.workbench.layout import laid_out
    from outage_gui.workbench.setting import Setting

    setting = Setting(asked.replay, laid_out(asked.replay.scenario))
    return ((".md", as_markdown(report(asked, setting))),)


FORMATS: dict[str, Format] = {
    ".md": Format("Markdown: the report", _markdown),
    ".html": Format("HTML: a replay in one file, for any browser", _html),
    ".json": Format("JSON: moves, statuses, what was observed", _json),
    ".csv": Format("CSV: the timeline for a spreadsheet", _csv),
    ".dot": Format("DOT: the graph for Graphviz", _dot),
    ".mmd": Format("Mermaid: the graph, and the order beside it", _mermaid),
    ".pml": Format("Promela for SPIN", _promela, of_replay=False),
    ".tla": Format("TLA+ for TLC, with its .cfg", _tla, of_replay=False),
}


def export(file: Path, output: Path, options: Options, *, force: bool = False) -> tuple[Path, ...]:
    """Write the scenario in the format the suffix means; the files written.

    All of them are written or none. Raises ScenarioError for a refused file, an unknown fix, run, moment or
    suffix, what the format cannot say, and a file that is there already unless forced; OSError where a file cannot be
    written.
    """
    format_ = format_of(output, options)
    asked = Asked(file, options, output.stem)
    parts = [(output.with_suffix(suffix), text.encode("utf-8")) for suffix, text in format_.write(asked)]
    for path, _ in parts:
        may_be_written(path, file, force=force)
    write_together(parts)
    return tuple(path for path, _ in parts)


def may_be_written(path: Path, file: Path, *, force: bool) -> None:
    """Raises ScenarioError where something is there already; never is the scenario, `file`, written over."""
    if path.exists() and path.samefile(file):
        raise refused(path.name, "is the scenario itself", "choose another name")
    if path.exists() and not force:
        raise refused(path.name, "is there already", "--force replaces it")


def format_of(output: Path, options: Options) -> Format:
    suffix = output.suffix.lower()
    if suffix not in FORMATS:
        known = ", ".join(f"{each} ({format_.title})" for each, format_ in FORMATS.items())
        wanted = shown(suffix) or "a name without suffix"
        raise refused(output.name, f"cannot export to '{wanted}'", f"there are {known}")
    if not FORMATS[suffix].of_replay and (options.run or options.schedule or options.at):
        raise refused(output.name, f"{suffix} holds every order, so no run and no moment", "leave --run, --at out")
    return FORMATS[suffix]


def refused(name: str, cause: str, hint: str) -> ScenarioError:
    return ScenarioError([Problem(shown(name), 0, 0, cause, hint)])
