"""The command line: every verb and exit code, what it prints, what it refuses. `check` has tests of its own."""

import contextlib
import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from small_file import GOOD

from outage_gui import cli
from outage_gui.cli import main
from outage_gui.model import limits
from outage_gui.workbench.shipped import flagship, scenario

LOST_UPDATE = str(scenario("lost-update.yaml"))
STARTS = """\
format: 1
title: Three starts
state: {x: {type: 0..4, start: {any: "{1, 2, 3}"}}}
processes:
  p: {steps: [{step: add, do: x += 1, takes: 1s500ms}]}
"""
FAULTY = """\
format: 1
title: A run whose second move faults
state: {x: {type: 0..1, start: 0}}
processes: {p: {repeat: 3, steps: [{step: add, do: x += 1}]}}
runs: {r: {schedule: [p.add, p.add]}}
"""


class Ran(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def ran(*words: object) -> Ran:
        capsys.readouterr()
        code = main([str(word) for word in words])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.out + printed.err
        return Ran(code, printed.out, printed.err)

    return ran


def written(folder: Path, text: str) -> Path:
    path = folder / "file.yaml"
    path.write_text(text, encoding="utf-8")
    return path


# --- run ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def day() -> dict[str, Any]:
    """What `run --json` says of the flagship."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main(["run", str(flagship()), "--json"]) == 0
    assert out.getvalue().count("\n") == 1
    told: dict[str, Any] = json.loads(out.getvalue())
    return told


def test_the_endpoint_goes_down_at_0648_and_is_back_between_0925_and_0940(day: dict[str, Any]) -> None:
    for service in ("root-alias", "dynamodb"):
        changes = [change for change in day["statuses"] if change["service"] == service]
        times = [(datetime.fromisoformat(c["at"]).astimezone(UTC).strftime("%d %H:%M"), c["status"]) for c in changes]
        assert times[0] == ("20 06:48", "down")
        assert "20 09:25" <= next(at for at, status in times if status == "ok") <= "20 09:40"


def test_every_cause_is_followed_to_a_move(day: dict[str, Any]) -> None:
    moves, statuses = ({one["id"]: one for one in day[key]} for key in ("moves", "statuses"))
    assert len(statuses) > 50
    for change in day["statuses"]:
        cause, hops = change["cause"], 0
        while cause not in moves:
            assert int(statuses[cause]["id"][1:]) < int(change["id"][1:])
            cause, hops = statuses[cause]["cause"], hops + 1
            assert hops <= len(statuses)


def test_run_tells_moves_and_statuses_by_fixed_keys_and_iso_times(day: dict[str, Any]) -> None:
    assert list(day) == ["file", "run", "with", "moves", "statuses", "stopped"]
    assert {tuple(one) for one in day["moves"]} == {("id", "at", "move", "changed")}
    assert {tuple(one) for one in day["statuses"]} == {("id", "at", "service", "status", "cause", "because")}
    assert [one["id"] for one in day["moves"]] == [f"m{number}" for number in range(len(day["moves"]))]
    times = [one["at"] for one in day["moves"] + day["statuses"]]
    assert all(re.fullmatch(r"2025-10-\d\dT\d\d:\d\d:\d\d(\.\d{3})?[+-]\d\d:\d\d", at) for at in times)


def test_a_run_without_recorded_times_says_how_long_after_its_first_move(run: Callable[..., Ran]) -> None:
    text = run("run", LOST_UPDATE)
    assert text.code == 0
    assert text.out.splitlines()[0].startswith("T+00:00:00     1  worker.a.read")
    assert "T+00:10:03        invoices down  (need s0)" in text.out
    told = json.loads(run("run", LOST_UPDATE, "--json").out)
    assert [one["at"] for one in told["moves"]] == [f"T{t}" for t in ("−00:00:01", *(f"+00:00:0{n}" for n in range(4)))]
    assert "1970" not in json.dumps(told)


def test_what_the_clock_of_a_run_says_is_found_again_by_picture(run: Callable[..., Ran], tmp_path: Path) -> None:
    told = json.loads(run("run", LOST_UPDATE, "--json").out)
    at = told["statuses"][-1]["at"]
    assert (
        run("picture", LOST_UPDATE, "--at", at, "-o", tmp_path / "a.png", "--size", "300x200", "--view", "lanes").code
        == 0
    )


def test_parts_of_a_second_are_told_where_there_are_some(run: Callable[..., Ran], tmp_path: Path) -> None:
    told = json.loads(run("run", written(tmp_path, STARTS), "--json", "--schedule", "start(x=2), p.add").out)
    assert [one["at"] for one in told["moves"]] == ["T−00:00:01.500", "T+00:00:00"]


@pytest.mark.parametrize("start", ["start(x=2)", "start (x = 2)"])
def test_a_typed_schedule_may_begin_with_a_start(run: Callable[..., Ran], tmp_path: Path, start: str) -> None:
    told = run("run", written(tmp_path, STARTS), "--json", "--schedule", f"{start}; p.add")
    moves = json.loads(told.out)["moves"]
    assert told.code == 0
    assert [(one["move"], one["changed"]["x"]) for one in moves] == [("start", "2"), ("p.add", "3")]


def test_a_typed_schedule_has_no_time_of_its_own_beside_a_dated_run(run: Callable[..., Ran]) -> None:
    first = json.loads(run("run", flagship(), "--json").out)["moves"][1]["move"]
    told = json.loads(run("run", flagship(), "--json", "--schedule", first).out)
    assert told["run"] is None
    assert told["moves"][1]["at"] == "T+00:00:00"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--run", "as-it-hapened"), "there is no run 'as-it-hapened' (did you mean 'as-it-happened'?)"),
        (("--with", "atomc"), "there is no fix 'atomc' (did you mean 'atomic'?)"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(run: Callable[..., Ran], words: Any, said: str) -> None:
    told = run("run", LOST_UPDATE, *words)
    assert (told.code, told.out) == (2, "")
    assert told.err.strip() == f"lost-update.yaml: {said}"


def test_another_run_and_a_fix_are_replayed(run: Callable[..., Ran]) -> None:
    good = json.loads(run("run", LOST_UPDATE, "--run", "as-designed", "--json").out)
    assert (good["run"], good["statuses"], good["stopped"]) == ("as-designed", [], None)
    more = run("run", LOST_UPDATE, "--json", "--with", "three-workers", "--schedule", "worker.c.read")
    told = json.loads(more.out)
    assert (more.code, told["with"], told["moves"][1]["move"]) == (0, ["three-workers"], "worker.c.read")


def test_a_schedule_that_stops_says_where_and_why(run: Callable[..., Ran], tmp_path: Path) -> None:
    told = run("run", LOST_UPDATE, "--schedule", "worker.a.read, worker.b.write")
    assert told.code == 2
    assert told.out.splitlines()[-1] == "stopped at move 2, worker.b.write: worker.b stands at read"
    stopped = json.loads(run("run", LOST_UPDATE, "--with", "atomic", "--json").out)["stopped"]
    assert stopped == {"move": 3, "text": "worker.a.write", "why": stopped["why"]}
    assert stopped["why"]
    faulty = run("run", written(tmp_path, FAULTY))
    assert faulty.code == 2
    assert "stopped at move 2, p.add: it faults: out-of-range" in faulty.out


def test_an_unknown_move_is_told_without_its_control_characters(run: Callable[..., Ran]) -> None:
    told = run("run", LOST_UPDATE, "--schedule", "worker.a.red\x1b]0;gotcha\x07")
    assert told.code == 2
    assert "there is no move" in told.out
    assert told.out.replace("\n", "").isprintable()


# --- picture ------------------------------------------------------------------------------------------------------


def painted(run: Callable[..., Ran], output: Path, *words: object) -> Ran:
    return run("picture", LOST_UPDATE, "--at", "4", "-o", output, "--size", "640x400", "--view", "graph", *words)


@pytest.mark.parametrize("view", ["graph", "lanes", "window"])
def test_a_png_has_the_size_asked_for(run: Callable[..., Ran], tmp_path: Path, view: str) -> None:
    path = tmp_path / "a.png"
    told = run("picture", LOST_UPDATE, "--at", "4", "-o", path, "--size", "1000x700", "--view", view)
    assert told == (0, "", "")
    image = QImage(str(path))
    assert image.size() == QSize(1000, 700)
    assert len({image.pixel(x, y) for x in range(0, 1000, 7) for y in range(0, 700, 7)}) > 4
    assert [child.name for child in tmp_path.iterdir()] == ["a.png"]


def test_an_svg_is_xml_and_a_pdf_is_a_pdf(run: Callable[..., Ran], tmp_path: Path) -> None:
    assert painted(run, tmp_path / "a.svg").code == 0
    assert painted(run, tmp_path / "a.pdf").code == 0
    root = ElementTree.parse(tmp_path / "a.svg").getroot()
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("viewBox") == "0 0 640 400"
    content = (tmp_path / "a.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert content.rstrip().endswith(b"%%EOF")


def test_a_picture_is_replaced_only_when_asked(run: Callable[..., Ran], tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_text("mine")
    told = painted(run, path)
    assert (told.code, path.read_text()) == (2, "mine")
    assert "--force" in told.err
    assert painted(run, path, "--force").code == 0
    assert not QImage(str(path)).isNull()


REFUSED = [
    ({"-o": "a.gif"}, "ends in .png, .svg or .pdf"),
    ({"-o": "nowhere/a.png"}, "there is no folder nowhere"),
    ({"-o": "folder.png"}, "is a folder"),
    ({"--size": "9000x400"}, "at most 8000"),
    ({"--size": "100x400"}, "is no size"),
    ({"--size": "640"}, "is no size"),
    ({"--size": "-1x²"}, "is no size"),
    ({"--view": "lane"}, "no view 'lane'"),
    ({"--theme": "blue"}, "no theme 'blue'"),
    ({"--at": "5"}, "There are 4 moves in this run"),
    ({"--at": "99999999999999999999"}, "There are 4 moves in this run"),
    ({"--at": "T+3d"}, "is after everything in this run"),
    ({"--at": "teatime"}, "A number of moves or a mark will do too"),
    ({"--at": ""}, "Type a time"),
    ({"--run": "as-it-hapened"}, "did you mean 'as-it-happened'?"),
    ({"--with": "atomc"}, "did you mean 'atomic'?"),
]


@pytest.mark.parametrize(("changed", "said"), REFUSED, ids=lambda value: str(value)[:40])
def test_a_picture_that_cannot_be_is_refused_in_one_line(
    run: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.png").mkdir()
    words = {"--at": "4", "-o": "a.png", "--size": "640x400", "--view": "graph"} | changed
    told = run("picture", LOST_UPDATE, *(word for pair in words.items() for word in pair))
    assert (told.code, told.out) == (2, "")
    assert said in told.err
    assert told.err.startswith("outage-gui: ")
    assert told.err.count("\n") == 1
    assert [child.name for child in tmp_path.iterdir()] == ["folder.png"]


@pytest.mark.skipif(sys.platform == "win32", reason="modes of files")
def test_a_picture_is_as_readable_as_any_new_file(run: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "any").touch()
    assert painted(run, tmp_path / "A.PNG").code == 0
    assert (tmp_path / "A.PNG").stat().st_mode == (tmp_path / "any").stat().st_mode


def test_a_picture_that_cannot_be_written_is_two_and_leaves_nothing(
    run: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert painted(run, tmp_path / "a.png") == (2, "", "outage-gui: No space left on device: a.png\n")
    assert not list(tmp_path.iterdir())


def test_a_run_that_ends_early_can_still_be_painted(run: Callable[..., Ran], tmp_path: Path) -> None:
    path = written(tmp_path, FAULTY)
    assert run("picture", path, "--at", "1", "-o", tmp_path / "a.png", "--size", "640x400", "--view", "lanes").code == 0
    assert run("picture", path, "--at", "2", "-o", tmp_path / "b.png").code == 2


# --- fmt, schema, limits, version ------------------------------------------------------------------------------------


def test_fmt_tidies_once_and_leaves_a_tidy_file_alone(run: Callable[..., Ran], tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_bytes(GOOD.replace("\n", "  \r\n").encode())
    assert run("fmt", path, "--check") == (1, "file.yaml: would change\n", "")
    assert run("fmt", path) == (0, "file.yaml: tidied\n", "")
    tidy = path.read_bytes()
    assert b"\r" not in tidy
    before = path.stat()
    assert run("fmt", path) == (0, "", "")
    assert run("fmt", path, "--check") == (0, "", "")
    assert (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino) == (tidy, before.st_mtime_ns, before.st_ino)


def test_the_files_that_are_shipped_are_tidy(run: Callable[..., Ran]) -> None:
    for path in sorted(scenario("").glob("*.yaml")):
        assert run("fmt", "--check", path).code == 0, path.name


def test_fmt_writes_nothing_over_a_refused_file(run: Callable[..., Ran], tmp_path: Path) -> None:
    path = written(tmp_path, "format: 1  \ntitel: x\n")
    told = run("fmt", path)
    assert told.code == 2
    assert "file.yaml:2" in told.err
    assert path.read_text() == "format: 1  \ntitel: x\n"


def test_the_schema_is_json(run: Callable[..., Ran]) -> None:
    told = run("schema")
    described = json.loads(told.out)
    assert told.code == 0
    assert {"format", "title", "services"} <= set(described["properties"])


def test_limits_prints_the_whole_table(run: Callable[..., Ran]) -> None:
    lines = run("limits").out.splitlines()
    assert [line.split()[0] for line in lines] == [limit.name for limit in limits.table()]
    assert [int(line.split()[1].replace(",", "")) for line in lines] == [limit.value for limit in limits.table()]


def test_the_version_is_told(run: Callable[..., Ran]) -> None:
    told = run("--version")
    assert told.code == 0
    assert re.fullmatch(r"outage-gui \d+\.\d+\.\d+\S*\n", told.out)


# --- wrong usage, wrong files --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("run",), ("picture", LOST_UPDATE), ("run", LOST_UPDATE, "--bogus"), ("--bogus",), ("schema", "more"),
        ("run", LOST_UPDATE, "--with"), ("--version", "more"), ("chek", LOST_UPDATE),
    ],
)  # fmt: skip
def test_wrong_usage_is_two_and_one_line(run: Callable[..., Ran], words: tuple[str, ...]) -> None:
    told = run(*words)
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("outage-gui: ")
    assert told.err.count("\n") == 1


def test_a_mistyped_verb_is_no_window(run: Callable[..., Ran]) -> None:
    told = run("chek")
    assert told.code == 2
    assert "did you mean 'check'?" in told.err


READERS = [("run",), ("fmt",), ("picture", "--at", "0", "-o", "x.png"), ("open",)]


@pytest.mark.parametrize("verb", READERS, ids=lambda verb: verb[0])
def test_a_missing_file_is_two(run: Callable[..., Ran], tmp_path: Path, verb: tuple[str, ...]) -> None:
    told = run(*verb, tmp_path / "gone.yaml")
    assert told.code == 2
    assert "gone.yaml" in told.err
    assert str(tmp_path) not in told.err


@pytest.mark.parametrize("verb", READERS[:3], ids=lambda verb: verb[0])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "not a regular file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not UTF-8"),
        (b"format: 1\x00\n", "U+0000"),
        (b"\xff\xfef\x00", "UTF-16"),
    ],
    ids=["folder", "picture", "nul", "utf-16"],
)
def test_what_is_no_scenario_is_two(
    run: Callable[..., Ran], tmp_path: Path, verb: tuple[str, ...], content: bytes | None, said: str
) -> None:
    path = tmp_path / "file.yaml"
    path.mkdir() if content is None else path.write_bytes(content)
    told = run(*verb, path)
    assert told.code == 2
    assert said in told.err
    assert told.err.startswith("file.yaml")


def test_reading_a_folder_again_and_again_leaves_nothing_open(run: Callable[..., Ran], tmp_path: Path) -> None:
    open_files = Path("/proc/self/fd")
    if not open_files.is_dir():
        pytest.skip("no list of open files on this system")
    run("run", tmp_path)
    before = len(list(open_files.iterdir()))
    for _ in range(5):
        run("run", tmp_path)
    assert len(list(open_files.iterdir())) == before


def test_a_forbidden_file_is_two(run: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, flags: int) -> int:
        raise PermissionError(13, "Permission denied", str(path))

    path = written(tmp_path, GOOD)
    monkeypatch.setattr(os, "open", refuse)
    told = run("run", path)
    monkeypatch.undo()
    assert told == (2, "", "outage-gui: Permission denied: file.yaml\n")


# --- how it ends ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [("schema",), ("--version",), ("run", flagship()), ("limits",)])
def test_a_reader_that_goes_away_is_no_trouble(words: tuple[object, ...]) -> None:
    """The reader is gone before the first word."""
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "outage_gui", *map(str, words)]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (130, "")


def test_an_interrupt_is_130(run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("outage_gui.exporters.replayed.replayed", interrupted)
    assert run("run", LOST_UPDATE) == (130, "", "")


@pytest.mark.skipif(sys.platform != "linux", reason="needs a pipe whose size can be set")
def test_ctrl_c_ends_a_long_print_with_130() -> None:
    """The pipe is full, so the program stands in the midst of its work."""
    import fcntl

    read, write = os.pipe()
    fcntl.fcntl(write, fcntl.F_SETPIPE_SZ, 4096)
    command = [sys.executable, "-m", "outage_gui", "run", str(flagship()), "--json"]
    with subprocess.Popen(command, stdout=write, stderr=subprocess.PIPE, text=True) as running:
        os.close(write)
        assert os.read(read, 1)
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=60)
    os.close(read)
    assert (running.returncode, err) == (130, "")


def test_our_own_fault_is_four_in_two_lines(run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a fault\x1b[31m")

    monkeypatch.setattr("outage_gui.exporters.replayed.replayed", broken)
    monkeypatch.delenv("OUTAGE_GUI_DEBUG", raising=False)
    told = run("run", LOST_UPDATE)
    assert told.code == cli.OUR_FAULT == 4
    assert "our fault, not yours: RuntimeError: a fault" in told.err
    assert told.err.replace("\n", "").isprintable()
    monkeypatch.setenv("OUTAGE_GUI_DEBUG", "1")
    with pytest.raises(RuntimeError):
        main(["run", LOST_UPDATE])
