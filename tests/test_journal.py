"""A program killed at a random moment while somebody edits: nothing older than two seconds is lost."""

import os
import random
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from edit_cases import TEXTS

from outage_gui.workbench import journal

CHILD = Path(__file__).parent / "journal_child.py"
TOGETHER = 10
pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills by signal")


def test_nothing_older_than_two_seconds_is_lost_by_a_kill(tmp_path, many):
    """CI: 20 kills; --many 10: 200."""
    dice = random.Random(3)
    for batch in range(2 * many):
        files = [tmp_path / f"{batch}-{number}.yaml" for number in range(TOGETHER)]
        for file in files:
            file.write_bytes(TEXTS["dns-race-micro.yaml"].encode())
        children = [
            subprocess.Popen([sys.executable, CHILD, file], stdout=subprocess.PIPE, text=True) for file in files
        ]
        ends = sorted((time.monotonic() + dice.uniform(1, 5), number) for number in range(TOGETHER))
        for until, number in ends:
            time.sleep(max(0, until - time.monotonic()))
            children[number].kill()
            killed = time.time()
            said, _ = children[number].communicate()
            judged(files[number], said, killed)


def judged(file: Path, said: str, killed: float) -> None:
    """The edit that was found again is at most two seconds older than the kill, and whole."""
    edits = [line.split() for line in said.splitlines() if len(line.split()) == 2]
    due = [int(number) for number, at in edits if float(at) < killed - 2]
    left = list(journal.left(file.resolve()))
    assert left or not due
    if left:
        found = re.search(r"title: (\d+) ", left[0].text)
        assert found
        assert left[0].text == TEXTS["dns-race-micro.yaml"].replace("title:", f"title: {found[1]} ", 1)
        assert int(found[1]) >= max(due, default=0)
    assert file.read_bytes().decode() == TEXTS["dns-race-micro.yaml"]
