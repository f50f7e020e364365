"""A Promela model given to Debian's `spin` and `gcc`: states stored, names of broken assertions, invalid end states."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

TOOLS = ("spin", "gcc")
NEEDS_SPIN = pytest.mark.skipif(
    not os.environ.get("CI") and not all(map(shutil.which, TOOLS)), reason="spin and gcc are not installed"
)


class Spun(NamedTuple):
    """seen: names of the `sometimes` checks of which SPIN found a state; broken: all other assertions that failed."""

    states: int
    broken: frozenset[str]
    seen: frozenset[str]
    invalid_ends: int


def spun(text: str, folder: Path) -> Spun:
    """The whole space of the model. Fails with SPIN's or the compiler's words where one of them refuses it."""
    (folder / "model.pml").write_text(text, encoding="utf-8")
    asked = re.findall(r"-DSEE_(\w+)", text)
    called(folder, "spin", "-o2", *(f"-DSEE_{name}" for name in asked), "-a", "model.pml")
    called(folder, "gcc", "-O1", "-w", "-DSAFETY", "-DNOREDUCE", "-DVECTORSZ=8192", "-o", "pan", "pan.c")
    told = called(folder, "./pan", "-c0", "-m1000000", "-w20")
    seen = {name.removesuffix("_unseen") for name in asked}
    broken = {
        re.sub("_(holds|unseen)$", "", each.strip(" ()!"))
        for each in re.findall(r"assertion violated (.*?) \(at", told)
    }
    ends = called(folder, "./pan", "-A", "-c0", "-m1000000", "-w20")  # -A: assertions are not judged
    assert "max search depth too small" not in told
    return Spun(
        number(r"(\d+) states, stored", told),
        frozenset(broken - seen),
        frozenset(broken & seen),
        number(r"errors: (\d+)", ends),
    )


def called(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=250)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert not re.search(r"Error:|saw ''", done.stdout), done.stdout[-2000:]
    return done.stdout


def number(pattern: str, text: str) -> int:
    found = re.search(pattern, text)
    assert found, text[-2000:]
    return int(found[1])
