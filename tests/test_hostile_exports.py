"""A stranger's texts in exports that are painted: their readers read them, and nothing in them acts or is hidden."""

import json
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hostile_files import A_FILE, HOSTILE, hostile, scenario_saying
from pdf_reader import acting, letters, streams
from PIL import Image
from test_html import FLAGS, chromium, needs_browser
from test_report import poppler

from outage_gui.cli import main
from outage_gui.views import film

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {"svg", "title", "desc", "defs", "g", "path", "polyline", "polygon", "rect", "circle", "ellipse", "line"}
DRAWN |= {"text", "image", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern"}
ISO_TAGS = {"major_brand", "minor_version", "compatible_brands", "encoder", "language", "handler_name", "vendor_id"}
PICTURES = (("window", ".svg"), ("window", ".pdf"), ("window", ".png"), ("lanes", ".svg"), ("explore", ".svg"))


def file_of(first: int, count: int, folder: Path) -> Path:
    file = folder / "hostile.yaml"
    file.write_text(scenario_saying(hostile(first, count)), encoding="utf-8")
    return file


def hidden(text: str, allowed: str) -> list[str]:
    """Characters that print nothing, or turn the direction of others."""
    return [
        letter for letter in text if unicodedata.category(letter) in ("Cc", "Cf", "Zl", "Zp") and letter not in allowed
    ]


each_file = pytest.mark.parametrize("first", range(0, HOSTILE, A_FILE))


@each_file
def test_a_report_holds_words_and_pictures_only(first: int, tmp_path: Path) -> None:
    output = tmp_path / "report.pdf"
    assert main(["export", str(file_of(first, A_FILE, tmp_path)), "-o", str(output)]) == 0
    harmless_pdf(output)


@each_file
@pytest.mark.parametrize(("view", "suffix"), PICTURES)
def test_a_picture_holds_words_and_shapes_only(first: int, view: str, suffix: str, tmp_path: Path) -> None:
    file, output = file_of(first, A_FILE, tmp_path), tmp_path / f"picture{suffix}"
    assert main(["picture", str(file), "--at", "3", "--view", view, "-o", str(output)]) == 0
    JUDGES[suffix](output)


def harmless_pdf(output: Path) -> None:
    pdf = output.read_bytes()
    assert acting(pdf) == set()
    assert letters(pdf)
    assert hidden("".join(letters(pdf)), "") == []
    about = [content for content in streams(pdf) if b"<x:xmpmeta" in content]
    assert [hidden("".join(ElementTree.fromstring(one).itertext()), "\n") for one in about] == [[]]
    if poppler("pdftotext"):
        read = subprocess.run(["pdftotext", str(output), "-"], capture_output=True, text=True, check=True)
        assert read.stderr == ""
        assert hidden(read.stdout, "\n\f\u202b\u202c") == []  # the last two are put round Hebrew by pdftotext itself


def harmless_svg(output: Path) -> None:
    text = output.read_text(encoding="utf-8")
    assert hidden(text, "\n") == []
    assert "<!" not in text
    assert "<?" not in text.removeprefix("<?xml")
    for element in ElementTree.fromstring(text).iter():
        assert element.tag.removeprefix(SVG) in DRAWN
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name != "style"
            assert value.startswith("data:image/png;base64,") or not name.endswith("href")
            assert "url(" not in value or re.fullmatch(r"url\(#\w+\)", value)


def harmless_png(output: Path) -> None:
    with Image.open(output) as picture:
        picture.load()
        assert set(picture.info) <= {"dpi"}


JUDGES = {".pdf": harmless_pdf, ".svg": harmless_svg, ".png": harmless_png}


@needs_browser
def test_a_browser_draws_the_picture_and_has_nothing_to_report(tmp_path: Path) -> None:
    drawing, shot = tmp_path / "picture.svg", tmp_path / "shot.png"
    assert main(["picture", str(file_of(0, A_FILE, tmp_path)), "--at", "3", "-o", str(drawing)]) == 0
    browsed(drawing, tmp_path, f"--screenshot={shot}", "--window-size=1600,1000")
    with Image.open(shot) as picture:
        assert len(picture.convert("RGB").getcolors(1 << 24) or ()) > 100


@needs_browser
def test_a_browser_opens_the_page_with_all_texts_and_has_nothing_to_report(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert main(["export", str(file_of(0, HOSTILE, tmp_path)), "-o", str(page)]) == 0
    dom = browsed(page, tmp_path, "--dump-dom")
    assert re.search(r'id="clock">06:00', dom)
    assert dom.count("<option") == 1 + HOSTILE
    assert dom.count("<script") == 2
    assert not re.search(r"<(?:img|iframe|object|embed|link|form|base|a)\b", dom)


def browsed(file: Path, folder: Path, *more: str) -> str:
    flags = [*FLAGS.split(), f"--user-data-dir={folder / 'home'}", "--enable-logging=stderr", "--v=0", *more]
    done = subprocess.run([chromium(), *flags, file.as_uri()], capture_output=True, text=True, check=True, timeout=120)
    assert "CONSOLE" not in done.stderr
    return done.stdout


@pytest.mark.parametrize("suffix", [".gif", ".mp4"] if film.ffmpeg() else [".gif"])
@pytest.mark.skipif(not shutil.which("ffprobe"), reason="ffprobe is not installed")
def test_a_film_with_all_texts_is_pictures_only(suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(film, "reading", lambda scene: 0.125)
    output = tmp_path / f"film{suffix}"
    size = "--size", "400x240", "--view", "graph"
    assert main(["export", str(file_of(0, HOSTILE, tmp_path)), "-o", str(output), *size]) == 0
    shown = "ffprobe -v error -show_entries format=duration:format_tags:stream=codec_type:stream_tags:chapter -of json"
    read = subprocess.run([*shown.split(), str(output)], capture_output=True, text=True, check=True)
    assert read.stderr == ""
    told = json.loads(read.stdout)
    assert float(told["format"]["duration"]) > HOSTILE * 0.1
    assert [stream["codec_type"] for stream in told["streams"]] == ["video"]
    tags = {**told["format"].get("tags", {}), **told["streams"][0].get("tags", {})}
    assert set(tags) <= ISO_TAGS
    assert all(re.fullmatch(r"[\w\[\]. ]*", value) for value in tags.values())
    assert not told.get("chapters")
    if suffix == ".gif":
        with Image.open(output) as moving:
            assert not {"comment", "exif", "xmp"} & set(moving.info)
