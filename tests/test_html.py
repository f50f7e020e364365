"""The HTML replay, opened and used in a real browser: it steps, answers why, asks for nothing, runs nothing foreign."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from outage_gui.cli import main

SCENARIOS = Path(__file__).parent.parent / "scenarios"
FLAGSHIP = SCENARIOS / "aws-2025-10-20-dynamodb-dns.yaml"
FLAGS = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync"
HOSTILE = "</script><script>document.title='HACKED'</script><img src=x onerror=\"document.title='HACKED'\"> ' \" & <!--"
USED = """<script>
addEventListener('load', () => {
  const faults = [];
  addEventListener('securitypolicyviolation', event => faults.push(event.violatedDirective));
  const told = () => [document.getElementById('clock').textContent, document.getElementById('tally').textContent];
  const seen = {start: told()};
  document.dispatchEvent(new KeyboardEvent('keydown', {key: 'End'})); seen.end = told();
  document.getElementById('back').click(); seen.back = told();
  document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Home'}));
  for (let n = 0; n < 40; n++) document.getElementById('step').click();
  seen.forty = told();
  const red = [...document.querySelectorAll('g.box.down')][0];
  if (red) { red.dispatchEvent(new MouseEvent('click', {bubbles: true})); }
  seen.why = [...document.querySelectorAll('#hops li')].map(one => one.textContent);
  seen.title = document.title; seen.images = document.images.length; seen.faults = faults;
  document.body.innerHTML = ''; document.body.textContent = 'SEEN' + JSON.stringify(seen) + 'SEEN';
});
</script>"""


def chromium() -> str:
    found = shutil.which("chromium") or ""
    if not found and os.environ.get("CI"):
        raise AssertionError("chromium is missing where CI runs")
    return found


needs_browser = pytest.mark.skipif(not chromium(), reason="chromium is not installed")


def exported(source: Path, folder: Path, *more: str) -> Path:
    output = folder / "replay.html"
    assert main(["export", str(source), "-o", str(output), *more]) == 0
    return output


def used(page: Path, folder: Path) -> dict[str, object]:
    """What a reader sees who steps through it; the policy is widened for the reader's own script only."""
    text = page.read_text(encoding="utf-8")
    opened = text.replace("script-src '", "script-src 'unsafe-hashes' 'unsafe-inline' 'x-was-", 1)
    driven = folder / "driven.html"
    driven.write_text(opened.replace("</body>", USED + "</body>"), encoding="utf-8")
    command = [chromium(), *FLAGS.split(), f"--user-data-dir={folder / 'home'}", "--dump-dom", driven.as_uri()]
    dom = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    found = re.search(r"SEEN(.*?)SEEN", dom, re.DOTALL)
    assert found, dom[-2000:]
    seen: dict[str, object] = json.loads(found.group(1).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"))
    return seen


@needs_browser
def test_the_flagship_is_stepped_and_asked_why_in_a_browser(tmp_path: Path) -> None:
    page = exported(FLAGSHIP, tmp_path)
    assert page.stat().st_size < 1_500_000
    seen = used(page, tmp_path)
    assert seen["start"] != seen["end"]
    assert seen["back"] != seen["end"]
    assert "down 0" in str(seen["end"])
    assert "down" in str(seen["forty"])
    why = seen["why"]
    assert isinstance(why, list)
    assert why[-1].startswith("Move 27")


@needs_browser
def test_the_page_opens_at_the_moment_asked_for(tmp_path: Path) -> None:
    """At its last stop by then, which shows the same."""
    seen = used(exported(FLAGSHIP, tmp_path, "--at", "2025-10-20T06:50Z"), tmp_path)
    assert seen["start"] == ["23:49:33 PDT", "✕ down 12△ degraded 15↻ recovering 0 ok 26"]


@needs_browser
def test_the_page_as_it_is_runs_under_its_own_policy(tmp_path: Path) -> None:
    """Nothing of the reader's is in it here: its own script alone fills the clock, and nothing is reported."""
    page = exported(SCENARIOS / "lost-update.yaml", tmp_path)
    home = f"--user-data-dir={tmp_path / 'home'}"
    command = [chromium(), *FLAGS.split(), home, "--enable-logging=stderr", "--v=0", "--dump-dom", page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert re.search(r'id="clock">T', done.stdout)
    assert "CONSOLE" not in done.stderr


@needs_browser
def test_a_strangers_text_is_text(tmp_path: Path) -> None:
    text = (SCENARIOS / "lost-update.yaml").read_text(encoding="utf-8")
    source = tmp_path / "hostile.yaml"
    source.write_text(re.sub(r"(?m)^title: .*$", f"title: {json.dumps(HOSTILE)}", text), encoding="utf-8")
    seen = used(exported(source, tmp_path), tmp_path)
    assert seen["title"] == HOSTILE
    assert seen["images"] == 0


def test_the_page_asks_for_nothing_and_holds_nothing_of_this_machine(tmp_path: Path) -> None:
    text = exported(FLAGSHIP, tmp_path).read_text(encoding="utf-8")
    assert not re.search(r"\b(?:src|href)\s*=", text)
    assert "default-src 'none'" in text
    assert str(tmp_path) not in text
    assert str(Path.home()) not in text


def test_the_same_scenario_gives_the_same_page(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    first, second = (exported(SCENARIOS / "lost-update.yaml", folder) for folder in (tmp_path, tmp_path / "again"))
    assert first.read_bytes() == second.read_bytes()
