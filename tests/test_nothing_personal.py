"""Whoever gets an export learns from it nothing about the person and the machine that wrote it."""

import platform
import socket
from pathlib import Path

import pytest
from pdf_reader import streams

from outage_gui.cli import main
from outage_gui.exporters.table import FORMATS
from outage_gui.views.film import ffmpeg

RACE = Path(__file__).parent.parent / "scenarios" / "lost-update.yaml"
MARKS = {name: f"Marked{name}Qx7" for name in ("Home", "User", "Host", "Folder", "Output")}
SMALL = "--size", "320x200"
EXPORTS = [(suffix, "export") for suffix in (*FORMATS, ".pdf")]
FILMS = [(".gif", "export", *SMALL), *([(".mp4", "export", *SMALL)] if ffmpeg() else [])]
PICTURES = [(suffix, "picture", "--at", "2") for suffix in (".png", ".svg", ".pdf")]


@pytest.fixture
def marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A scenario where all that is personal has a mark."""
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / MARKS["Home"]))
    for name in ("USER", "LOGNAME", "USERNAME"):
        monkeypatch.setenv(name, MARKS["User"])
    monkeypatch.setattr(socket, "gethostname", lambda: MARKS["Host"])
    monkeypatch.setattr(platform, "node", lambda: MARKS["Host"])
    file = tmp_path / MARKS["Folder"] / "race.yaml"
    for name in ("Folder", "Output", "Home"):
        (tmp_path / MARKS[name]).mkdir()
    file.write_bytes(RACE.read_bytes())
    monkeypatch.chdir(file.parent)
    return file


@pytest.mark.parametrize("asked", [*EXPORTS, *FILMS, *PICTURES], ids=" ".join)
def test_an_export_tells_nothing_of_person_folder_or_machine(asked: tuple[str, ...], marked: Path) -> None:
    suffix, verb, *more = asked
    folder = marked.parent.parent / MARKS["Output"]
    assert main([verb, str(marked), "-o", str(folder / f"race{suffix}"), *more]) == 0
    assert marks_in(str(marked).encode("utf-16-be")) == [MARKS["Folder"]]
    for file in folder.iterdir():
        content = file.read_bytes()
        assert content
        assert marks_in(b"\n".join([content, *streams(content)])) == []


def marks_in(content: bytes) -> list[str]:
    """Which marks stand in it, in any of the ways in which text is written."""
    ways = ("utf-8", "utf-16-le", "utf-16-be")
    return sorted(mark for mark in MARKS.values() if any(mark.encode(way) in content for way in ways))
