"""The command line: verbs, exit codes, and nothing imported that a verb does not need. Qt only in verbs that paint.

Exit codes: 0 met · 1 an unmet expectation or a finding · 2 file or usage refused · 3 incomplete · 4 our fault ·
130 interrupted, also where nobody reads on.
"""

import os
import sys
from collections.abc import Callable, Sequence
from errno import ENOENT
from pathlib import Path
from typing import Annotated

import typer

REFUSED, OUR_FAULT, INTERRUPTED = 2, 4, 130
SUFFIXES = ".pdf .md .html .mp4 .gif .json .csv .dot .mmd .pml .tla"
AT = "services stand as then; a table ends there, a report shows it, a page opens and a film begins there"
FILMS = {".mp4": "1920x1080", ".gif": "960x540"}  # with the size they have unless another is asked for

app = typer.Typer(
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Replays an outage. Without a verb, or with a file, it opens the window.",
    epilog="VERB --help tells more, --version the version.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
File = Annotated[Path, typer.Argument(help="a scenario file", metavar="FILE")]
Fixes = Annotated[list[str] | None, typer.Option("--with", help="switch this fix on; may be repeated", metavar="FIX")]
Json = Annotated[bool, typer.Option("--json", help="one JSON object on one line")]


@app.command("open")
def open_(
    file: Annotated[Path | None, typer.Argument(help="a scenario file; none: the AWS outage", metavar="FILE")] = None,
    theme: Annotated[str, typer.Option(help="dark, light or system", metavar="THEME")] = "system",
) -> None:
    """Open the window (the same as giving no verb)."""
    if file is not None and not file.exists():
        raise FileNotFoundError(ENOENT, f"No such file, and no such verb ({nearest_verb(file.name)})", file)
    from outage_gui.app import run

    raise typer.Exit(run(file, theme=theme))


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="scenario files", metavar="FILE…")],
    fixes: Fixes = None,
    as_json: Json = False,
    max_states: Annotated[int | None, typer.Option(min=1, help="stop beyond so many states", metavar="N")] = None,
    max_seconds: Annotated[float | None, typer.Option(min=0, help="stop after so long", metavar="S")] = None,
    max_bytes: Annotated[int | None, typer.Option(min=1, help="stop when states take more", metavar="B")] = None,
) -> None:
    """Try every order of the steps; judge checks and expectations.

    The file as it stands, and once more with every set of fixes its expect names.
    """
    from outage_gui.exporters.checked import checked

    code = 0
    for file in files:
        wanted = tuple(fixes or ())
        report = checked(file, wanted, max_states=max_states, max_seconds=max_seconds, max_bytes=max_bytes)
        for line in report.as_json() if as_json else report.as_text():
            typer.echo(line)
        code = max(code, report.code)
    raise typer.Exit(code)


@app.command()
def run(
    file: File,
    name: Annotated[str, typer.Option("--run", help="a run of the file; none: its first", metavar="NAME")] = "",
    schedule: Annotated[str, typer.Option(help="moves, with commas between them", metavar="MOVES")] = "",
    fixes: Fixes = None,
    as_json: Json = False,
) -> None:
    """Replay one schedule as text: moves, changes, causes, times."""
    from outage_gui.exporters.replayed import replayed

    report = replayed(file, run=name, schedule=schedule, fixes=tuple(fixes or ()))
    for line in report.as_json() if as_json else report.as_text():
        typer.echo(line)
    raise typer.Exit(report.code)


@app.command()
def picture(
    file: File,
    at: Annotated[str, typer.Option(help="moves made, a time, or a mark", metavar="MOVE|TIME|MARK")],
    output: Annotated[Path, typer.Option("-o", "--output", help=".png, .svg or .pdf", metavar="FILE")],
    view: Annotated[str, typer.Option(help="graph, lanes, window or explore", metavar="VIEW")] = "window",
    size: Annotated[str, typer.Option(help="in pixels", metavar="WxH")] = "1600x1000",
    theme: Annotated[str, typer.Option(help="dark or light", metavar="THEME")] = "dark",
    name: Annotated[str, typer.Option("--run", help="a run of the file; none: its first", metavar="NAME")] = "",
    fixes: Fixes = None,
    force: Annotated[bool, typer.Option("--force", help="replace an existing file")] = False,
) -> None:
    """Paint what the window shows, without a display."""
    from outage_gui.app import paint
    from outage_gui.views.request import Request

    request = Request(file, at, output, view, size, theme, name, tuple(fixes or ()), force)
    raise typer.Exit(paint(request))


@app.command()
def export(
    file: File,
    output: Annotated[Path, typer.Option("-o", "--output", help=SUFFIXES, metavar="FILE")],
    at: Annotated[str, typer.Option(help=f"moves made, a time, or a mark: {AT}", metavar="MOMENT")] = "",
    name: Annotated[str, typer.Option("--run", help="a run of the file; none: its first", metavar="NAME")] = "",
    schedule: Annotated[str, typer.Option(help="moves, with commas between them", metavar="MOVES")] = "",
    fixes: Fixes = None,
    view: Annotated[str, typer.Option(help="of a film: graph, lanes or window", metavar="VIEW")] = "window",
    size: Annotated[str, typer.Option(help="of a film, in pixels", metavar="WxH")] = "",
    theme: Annotated[str, typer.Option(help="of a film: dark or light", metavar="THEME")] = "dark",
    force: Annotated[bool, typer.Option("--force", help="replace an existing file")] = False,
) -> None:
    """Write a replay as data, a film of the story or of a run, or the model for another checker."""
    if output.suffix.lower() in FILMS:
        from outage_gui.app import paint
        from outage_gui.views.request import Request

        if schedule:
            typer.echo(
                "outage-gui: a film shows a run of the file; record the schedule as one (Ctrl+Shift+R)", err=True
            )
            raise typer.Exit(2)
        wide = size or FILMS[output.suffix.lower()]
        raise typer.Exit(
            paint(Request(file, at, output, view, wide, theme, name, tuple(fixes or ()), force, film=True))
        )
    from outage_gui.exporters.asked import Options
    from outage_gui.exporters.table import export as written

    if output.suffix.lower() == ".pdf":
        from outage_gui.exporters.printed import print_report

        raise typer.Exit(print_report(file, output, Options(tuple(fixes or ()), name, schedule, at), force=force))
    for path in written(file, output, Options(tuple(fixes or ()), name, schedule, at), force=force):
        typer.echo(path.name)


@app.command()
def fmt(
    file: File,
    only_check: Annotated[bool, typer.Option("--check", help="change nothing; exit 1 if it would")] = False,
) -> None:
    """Tidy blanks and line ends of a file; all else stays."""
    from outage_gui.model import files

    document = files.load(file)
    tidy = files.canonical(document.text, file.name)
    if tidy == document.text:
        return
    if only_check:
        typer.echo(f"{file.name}: would change")
        raise typer.Exit(1)
    files.save(tidy, file)
    typer.echo(f"{file.name}: tidied")


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="the file to make", metavar="NAME")] = "",
    template: Annotated[str, typer.Option(help="what it begins with", metavar="TEMPLATE")] = "empty",
    listed: Annotated[bool, typer.Option("--list", help="tell the templates")] = False,
    force: Annotated[bool, typer.Option("--force", help="replace an existing file")] = False,
) -> None:
    """Begin a scenario from a template."""
    from outage_gui.workbench import templates

    if listed or not name:
        for each in templates.TEMPLATES:
            typer.echo(f"{each.name:18} {each.says}")
        raise typer.Exit(0 if listed else 2)
    typer.echo(templates.written(name, template, force=force).name)


@app.command()
def schema() -> None:
    """Print a JSON Schema of the file format, for editors."""
    import json

    from outage_gui.model.schema import schema as described

    typer.echo(json.dumps(described(), indent=2, ensure_ascii=False))


@app.command()
def reference() -> None:
    """Print what a file can say, section by section, with examples."""
    from outage_gui.workbench.shipped import resource

    typer.echo(resource("reference.md").read_text(encoding="utf-8"), nl=False)


@app.command()
def limits() -> None:
    """Print the limits a file must keep."""
    from outage_gui.model.limits import table

    rows = table()
    width = max(len(row[0]) for row in rows)
    for name, value, bounds in rows:
        typer.echo(f"{name:<{width}}  {value:>12,}  {bounds}")


def version() -> str:
    """Name and version, from the package's own metadata."""
    from importlib.metadata import version as installed

    return f"outage-gui {installed('outage-gui')}"


VERBS = frozenset({"open", "check", "run", "picture", "export", "fmt", "schema", "reference", "limits", "new"})


def nearest_verb(name: str) -> str:
    from outage_gui.model.words import nearest

    return nearest(name, sorted(VERBS))


def with_verb(arguments: Sequence[str]) -> list[str]:
    """`outage-gui`, `outage-gui FILE` and `outage-gui --theme light` mean `open`."""
    if arguments and (arguments[0] in VERBS or arguments[0] in {"-h", "--help"}):
        return list(arguments)
    return ["open", *arguments]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit code; mistakes are told in plain words, never as a traceback."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given == ["--version"]:
        return spared(lambda: print(version(), flush=True) or 0)
    return spared(lambda: int(app(with_verb(given), standalone_mode=False) or 0))


def spared(work: Callable[[], int]) -> int:
    """Do it, and turn what went wrong into one plain line and an exit code."""
    from typer.exceptions import TyperException

    try:
        return work()
    except TyperException as wrong:
        print(f"outage-gui: {wrong.format_message()}", file=sys.stderr)
        return REFUSED
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):  # the latter is what typer makes of the former
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return INTERRUPTED
    except OSError as wrong:
        print(f"outage-gui: {complaint(wrong)}", file=sys.stderr)
        return REFUSED
    except Exception as wrong:
        return told(wrong)


def complaint(wrong: OSError) -> str:
    """What the system refused, with the name of the file where it gives one; never a whole path."""
    from outage_gui.model.problems import shown

    name = shown(Path(wrong.filename).name) if isinstance(wrong.filename, str | Path) else ""
    return f"{wrong.strerror or wrong}: {name}" if name else str(wrong.strerror or wrong)


def told(wrong: Exception) -> int:
    """A refused file prints its problems; anything else is our fault, with the traceback only on request."""
    from outage_gui.model.problems import ScenarioError, shown

    if isinstance(wrong, ScenarioError):
        for problem in wrong.problems:
            print(problem, file=sys.stderr)
        return REFUSED
    if os.environ.get("OUTAGE_GUI_DEBUG"):
        raise wrong
    print(f"outage-gui: our fault, not yours: {type(wrong).__name__}: {shown(str(wrong), 200)}", file=sys.stderr)
    print("Set OUTAGE_GUI_DEBUG=1 to see where, and please tell us.", file=sys.stderr)
    return OUR_FAULT
