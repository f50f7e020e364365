"""The report, judged by readers: Markdown as text, PDF by pdftotext and pdftoppm; a stranger's words stay words."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from outage_gui.cli import main
from outage_gui.views import report_pdf
from outage_gui.workbench.frame import Frame
from outage_gui.workbench.workbench import Workbench

SCENARIOS = Path(__file__).parent.parent / "scenarios"
FLAGSHIP = SCENARIOS / "aws-2025-10-20-dynamodb-dns.yaml"
HOSTILE = "[x](javascript:alert(1)) <script>alert(1)</script> ![y](http://a/b.png) | a | `b` **c** =1+1 \u202e"


def made(source: Path, output: Path, *more: str) -> Path:
    assert main(["export", str(source), "-o", str(output), *more]) == 0
    return output


def hostile(folder: Path) -> Path:
    text = (SCENARIOS / "lost-update.yaml").read_text(encoding="utf-8")
    file = folder / "hostile.yaml"
    said = json.dumps(HOSTILE, ensure_ascii=False)
    text = re.sub(r"(?m)^title: .*$", f"title: {said}", text)
    file.write_text(re.sub(r"(?m)^summary: .*$", f"summary: {said}", text), encoding="utf-8")
    return file


def test_the_report_tells_what_when_why_and_what_helps(tmp_path: Path) -> None:
    text = made(FLAGSHIP, tmp_path / "r.md").read_text(encoding="utf-8")
    for title in ("Summary", "Impact", "Key moments", "Clock", "What was done, in which order", "Every order"):
        assert f"## {title}\n" in text
    assert "| as it stands | violated | 187,758 | 9 moves |" in text
    assert re.search(r"\| .*recheck.* \| verified \| 43,481 \| – \||inside the transaction.* \| verified \|", text)
    assert "What this does not show" in text
    assert str(tmp_path) not in text


def test_markup_in_a_scenario_is_text_in_markdown(tmp_path: Path) -> None:
    text = made(hostile(tmp_path), tmp_path / "r.md").read_text(encoding="utf-8")
    assert "\\[x\\]" in text
    assert "\\<script\\>" in text
    assert not re.search(r"(?<!\\)<", text)
    assert "\u202e" not in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert rows
    assert all(line.endswith("|") for line in rows)


def poppler(tool: str) -> str:
    found = shutil.which(tool) or ""
    if not found and os.environ.get("CI"):
        raise AssertionError(f"{tool} is missing where CI runs")
    return found


@pytest.mark.skipif(not poppler("pdftotext"), reason="pdftotext is not installed")
def test_the_pdf_has_the_words_and_the_pictures(tmp_path: Path) -> None:
    output = made(FLAGSHIP, tmp_path / "r.pdf")
    text = subprocess.run(["pdftotext", "-layout", str(output), "-"], capture_output=True, text=True, check=True).stdout
    assert "AWS us-east-1, 19-20 October 2025" in text
    assert "What this does not show" in text
    assert "1 of " in text
    images = subprocess.run(["pdfimages", "-list", str(output)], capture_output=True, text=True, check=True).stdout
    assert len(images.splitlines()) - 2 >= 4
    told = subprocess.run(["pdfinfo", str(output)], capture_output=True, text=True, check=True).stdout
    assert "JavaScript:      no" in told


@pytest.mark.skipif(not poppler("pdftoppm"), reason="pdftoppm is not installed")
def test_no_page_is_nearly_empty_but_the_last(tmp_path: Path) -> None:
    from PySide6.QtGui import QImage

    output = made(FLAGSHIP, tmp_path / "r.pdf")
    subprocess.run(["pdftoppm", "-r", "20", "-gray", "-png", str(output), str(tmp_path / "p")], check=True)
    pages = sorted(tmp_path.glob("p-*.png"))
    inked = []
    for page in pages:
        image = QImage(str(page)).convertToFormat(QImage.Format.Format_Grayscale8)
        pixels = bytes(image.constBits())
        inked.append(sum(value < 240 for value in pixels) / len(pixels))
    assert len(pages) > 3
    assert all(share > 0.01 for share in inked[:-1])


@pytest.fixture
def frames(monkeypatch: pytest.MonkeyPatch) -> list[Frame]:
    """What the pictures of the reports written meanwhile show."""
    seen: list[Frame] = []
    painted = report_pdf.painted
    monkeypatch.setattr(report_pdf, "painted", lambda frame: seen.append(frame) or painted(frame))
    return seen


GOOD = "worker.a.read, worker.a.write, worker.b.read, worker.b.write"


def test_the_pictures_show_the_schedule_asked_for(tmp_path: Path, frames: list[Frame]) -> None:
    race = SCENARIOS / "lost-update.yaml"
    made(race, tmp_path / "as-it-happened.pdf")
    assert [(frame.step, frame.statuses, frame.what_if) for frame in frames] == [(4, ("down", "down"), False)]
    frames.clear()
    made(race, tmp_path / "good.pdf", "--schedule", GOOD)
    assert {frame.statuses for frame in frames} == {("ok", "ok")}


def test_a_moment_asked_for_is_the_first_of_the_key_moments(tmp_path: Path, frames: list[Frame]) -> None:
    asked = "--at", "2025-10-20T06:50Z"
    text = made(FLAGSHIP, tmp_path / "r.md", *asked).read_text(encoding="utf-8")
    assert "## Key moments\n\n**23:50 As asked for**" in text
    made(FLAGSHIP, tmp_path / "r.pdf", *asked)
    assert (frames[0].at, frames[0].step) == (1760943000000, 34)
    assert len(frames) > 1


@pytest.mark.parametrize("suffix", [".md", ".html", ".pdf"])
def test_a_moment_that_is_not_there_is_refused(suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(FLAGSHIP), "-o", str(tmp_path / f"r{suffix}"), "--at", "99"]) == 2
    assert "There are 48 moves in this run, not 99." in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_an_existing_report_is_not_replaced_unasked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "r.pdf"
    output.write_text("mine", encoding="utf-8")
    assert main(["export", str(SCENARIOS / "lost-update.yaml"), "-o", str(output)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert output.read_text(encoding="utf-8") == "mine"


def test_a_hostile_title_makes_a_pdf_all_the_same(tmp_path: Path) -> None:
    assert made(hostile(tmp_path), tmp_path / "r.pdf").read_bytes()[:4] == b"%PDF"


def test_actions_noted_have_a_part_of_their_own(tmp_path: Path) -> None:
    workbench = Workbench(remembers=False)
    workbench.open(FLAGSHIP)
    workbench.chapter(7)
    workbench.talk.note_action("guard the clean-up")
    file = tmp_path / "noted.yaml"
    file.write_text(workbench.document.text, encoding="utf-8")
    workbench.close()
    told = made(file, tmp_path / "r.md").read_text(encoding="utf-8")
    assert told.count("guard the clean-up") == 1
    assert told.index("## Actions\n") < told.index("guard the clean-up")
