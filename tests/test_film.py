"""Films, judged by readers of films: their size, length and pictures; nothing half-written stays behind."""

import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from outage_gui.cli import main
from outage_gui.views.film import Shot, as_gif, encoded, ffmpeg
from outage_gui.views.request import Request

STORY = """\
format: 1
title: Two boxes <b>and</b> a wave
state: {broken: {type: bool, start: false}}
processes:
  p: {steps: [{step: spoil, do: broken = true, takes: 1m}, {step: mend, do: broken = false, takes: 5m}]}
services:
  dns: {label: DNS, fails_when: broken}
  shop: {label: Shop, needs: [{service: dns, after: 2m}], recovers: {after: 3m}}
runs:
  day: {schedule: [p.spoil, p.mend]}
story:
  - {title: All is well, run: day, at: 0, say: Before it began}
  - {title: It breaks, run: day, at: 1, say: "Words that are <i>read</i> & not drawn as markup"}
"""
RUN = STORY[: STORY.index("story:")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "story.yaml").write_text(STORY, encoding="utf-8")
    (tmp_path / "run.yaml").write_text(RUN, encoding="utf-8")
    return tmp_path


def test_a_gif_of_a_story_holds_every_scene(folder: Path) -> None:
    output = folder / "story.gif"
    assert main(["export", str(folder / "story.yaml"), "-o", str(output), "--size", "640x360"]) == 0
    with Image.open(output) as film:
        assert film.size == (640, 360)
        lasting, pictures = 0, []
        for number in range(film.n_frames):  # type: ignore[attr-defined]  # of the reader of GIFs
            film.seek(number)
            lasting += film.info["duration"]
            pictures.append(film.convert("RGB"))
    assert 7_500 <= lasting <= 9_000
    assert ImageChops.difference(pictures[0], pictures[-1]).getbbox() is not None
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


@pytest.mark.skipif(not ffmpeg() or shutil.which("ffprobe") is None, reason="no ffmpeg or ffprobe here")
def test_an_mp4_of_a_run_has_thirty_frames_a_second(folder: Path) -> None:
    output = folder / "run.mp4"
    assert main(["export", str(folder / "run.yaml"), "-o", str(output), "--size", "640x360", "--view", "graph"]) == 0
    command = "ffprobe -v error -select_streams v -show_entries stream=codec_name,width,height,r_frame_rate,nb_frames"
    told = subprocess.run([*command.split(), "-of", "csv=p=0", str(output)], capture_output=True, text=True, check=True)
    name, width, height, rate, frames = told.stdout.strip().split(",")
    assert (name, width, height, rate) == ("h264", "640", "360", "30/1")
    assert int(frames) >= 5 * 30


def lasting(output: Path) -> int:
    """ms."""
    with Image.open(output) as film:
        total = 0
        for number in range(film.n_frames):  # type: ignore[attr-defined]  # of the reader of GIFs
            film.seek(number)
            total += int(film.info["duration"])
    return total


def test_a_film_begins_at_the_moment_asked_for(folder: Path) -> None:
    whole, late = folder / "whole.gif", folder / "late.gif"
    asked = ["export", str(folder / "run.yaml"), "--size", "320x200", "--view", "graph"]
    assert main([*asked, "-o", str(whole)]) == 0
    assert main([*asked, "-o", str(late), "--at", "2"]) == 0
    assert lasting(late) < lasting(whole)


def test_a_film_of_a_typed_schedule_is_refused_with_the_way_out(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = folder / "typed.gif"
    assert main(["export", str(folder / "run.yaml"), "-o", str(output), "--schedule", "p.spoil"]) == 2
    assert "record the schedule" in capsys.readouterr().err
    assert not output.exists()


def test_an_existing_film_is_not_replaced_unasked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = folder / "story.gif"
    output.write_text("mine", encoding="utf-8")
    assert main(["export", str(folder / "story.yaml"), "-o", str(output)]) == 2
    assert "exists; --force replaces it" in capsys.readouterr().err
    assert output.read_text(encoding="utf-8") == "mine"


def test_a_scenario_is_never_written_over_by_a_picture_of_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario = folder / "run.yaml"
    for verb, name in (("export", "run.gif"), ("picture", "run.png")):
        (folder / name).symlink_to(scenario)
        asked = ["--at", "0"] if verb == "picture" else []
        assert main([verb, str(scenario), "-o", str(folder / name), "--force", *asked]) == 2
        assert f"{name} is the scenario itself" in capsys.readouterr().err
    assert scenario.read_text(encoding="utf-8") == RUN


def test_a_refused_file_makes_no_film(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "bad.yaml").write_text("format: 1\n", encoding="utf-8")
    assert main(["export", str(folder / "bad.yaml"), "-o", str(folder / "bad.gif")]) == 2
    assert "bad.yaml" in capsys.readouterr().err
    assert not (folder / "bad.gif").exists()


def picture() -> QImage:
    made = QImage(QSize(200, 200), QImage.Format.Format_RGB32)
    made.fill(0)
    return made


def interrupted() -> Iterator[Shot]:
    yield Shot(picture(), 3)
    raise KeyboardInterrupt


@pytest.mark.parametrize("suffix", [".gif", ".mp4"] if ffmpeg() else [".gif"])
def test_an_interrupted_film_leaves_nothing_behind(folder: Path, suffix: str) -> None:
    request = Request(
        folder / "run.yaml", "", folder / f"x{suffix}", "graph", "200x200", "dark", "", (), False, film=True
    )
    before = set(folder.iterdir())
    with pytest.raises(KeyboardInterrupt):
        encoded(interrupted(), request)
    assert set(folder.iterdir()) == before


def test_equal_pictures_last_as_long_as_all_of_them() -> None:
    with Image.open(BytesIO(as_gif(iter([Shot(picture(), 16)])))) as film:
        assert film.info["duration"] == 2_000


def test_a_film_of_the_window_lasts_as_long_as_one_of_the_graph(folder: Path) -> None:
    asked = ["export", str(folder / "run.yaml"), "--size", "980x640"]
    for view in ("graph", "window"):
        assert main([*asked, "-o", str(folder / f"{view}.gif"), "--view", view]) == 0
    assert lasting(folder / "window.gif") == lasting(folder / "graph.gif")
