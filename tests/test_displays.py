"""The room on one display and the notes on another, which may be pulled out in the middle of the talk."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.talk_child import SCREENS, run

FLAGSHIP = Path(__file__).parent.parent / "scenarios" / "aws-2025-10-20-dynamodb-dns.yaml"
CHILD = Path(__file__).with_name("displays_child.py")


def test_room_and_notes_have_a_display_each_can_be_swapped_and_one_may_come_and_go(tmp_path: Path) -> None:
    screens = tmp_path / "screens.json"
    screens.write_text(json.dumps({"screens": SCREENS}), encoding="utf-8")
    told = subprocess.run(
        [sys.executable, str(CHILD), str(FLAGSHIP)],
        env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={screens}"},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert told.stdout.splitlines() == [
        "begins room on laptop, notes on room",
        "swapped room on room, notes on laptop",
        "swapped back room on laptop, notes on room",
        "scene 2",
        "noted ('check the lock',) scene 2",
        "came and went True lost 0",
        "left no room",
    ]


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no such signal here")
def test_a_talk_goes_on_whatever_happens_to_it(tmp_path: Path, many: int) -> None:
    told = run(FLAGSHIP, tmp_path, 4.0 * many, 4, 0.3)
    assert told["steps"] > 10
    assert (told["lost"], told["dialogs"]) == (0, 0)
    assert (told["displays"], told["stops"], told["raised"]) == (4, 4, 4)
    assert told["left"]
