"""A save that is killed or fails at any of its system calls: the old file or the new one is there whole, never less,
and "saved" is said only of what is on disk.
"""

import subprocess
import sys
from itertools import count
from pathlib import Path
from shutil import which

import pytest
from edit_cases import TEXTS

CALLS = ("openat", "write", "fchmod", "fsync", "lseek", "read", "close", "rename")
pytestmark = pytest.mark.skipif(which("strace") is None, reason="strace is not installed")
CHILD = Path(__file__).parent / "saving_child.py"


def broken_save(file: Path, new: Path, injection: str) -> tuple[str, bool]:
    """What the child said, and whether the fault came; injected only while it saves."""
    child = subprocess.Popen(
        [sys.executable, CHILD, file, new], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True,
    )  # fmt: skip
    assert child.stdin
    assert child.stdout
    assert child.stdout.readline() == "ready\n"
    log = file.with_name("trace")
    tracer = subprocess.Popen(
        ["strace", "-f", "-o", log, "-e", f"inject={injection}", "-p", str(child.pid)],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert tracer.stderr
    assert "attached" in tracer.stderr.readline()
    said, _ = child.communicate("\n", timeout=30)
    tracer.communicate(timeout=30)
    trace = log.read_text()
    return said.strip(), "INJECTED" in trace or "SIGKILL" in trace


def faults(many: int) -> list[str]:
    kinds = ["signal=KILL", "error=ENOSPC", "error=EIO", "error=EDQUOT"]
    return kinds if many > 1 else kinds[:3]


def test_a_save_that_breaks_anywhere_loses_nothing_and_claims_nothing(tmp_path, many):
    """CI: every second call for two of the faults; --many 2: each call, each fault."""
    old, new = TEXTS["lost-update.yaml"], TEXTS["dns-race-micro.yaml"]
    wanted = tmp_path / "wanted"
    wanted.write_bytes(new.encode())
    file = tmp_path / "a.yaml"
    broken = 0
    for call in CALLS:
        for fault in faults(many):
            for when in count(1):
                file.write_bytes(old.encode())
                said, came = broken_save(file, wanted, f"{call}:{fault}:when={when}")
                found = file.read_bytes().decode()
                assert found in (old, new), (call, fault, when)
                assert said != "saved" or found == new, (call, fault, when)
                broken += came
                if not came or (many == 1 and when == 1):
                    break
    assert broken >= len(CALLS)
