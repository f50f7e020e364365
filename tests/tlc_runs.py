"""A TLA+ module given to TLC, from a jar named on the command line: distinct states, depth, names of what fails."""

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from outage_gui.exporters.tla import Exported

CODES = (0, 10, 11, 12, 13)  # found nothing; found a violation of some kind
BROKEN = re.compile(r"Invariant (\w+) is violated")


class Judged(NamedTuple):
    """states: distinct; depth: in moves; broken: findings; seen: `sometimes` checks of which TLC met a state."""

    states: int
    generated: int
    depth: int
    broken: frozenset[str]
    seen: frozenset[str]


def judged(model: Exported, name: str, folder: Path, jar: Path) -> Judged:
    """The whole space; then again past each invariant that fails; then every property on its own.

    With -continue TLC would write a trace for each of thousands of bad states, and of several properties it does not
    say which one fails.
    """
    (folder / f"{name}.tla").write_text(model.module, encoding="utf-8")
    told = run(folder, name, jar, safe(model, frozenset({*model.invariants, *model.wanted})))
    states = re.search(r"([\d,]+) states generated, ([\d,]+) distinct states found, 0 states left", told)
    depth = re.search(r"depth of the complete state graph search is (\d+)", told)
    assert states, told[-3000:]
    assert depth, told[-3000:]
    failing: frozenset[str] = frozenset()
    while named := frozenset(BROKEN.findall(run(folder, name, jar, safe(model, failing)))):
        failing |= named
    lively = {finding for name_, finding in model.properties.items() if fails(model, name, name_, folder, jar)}
    return Judged(
        number(states[2]),
        number(states[1]),
        number(depth[1]) - 1,
        frozenset(model.invariants[each] for each in failing - set(model.wanted)) | lively,
        frozenset(model.wanted[each] for each in failing & set(model.wanted)),
    )


def safe(model: Exported, known: frozenset[str]) -> list[str]:
    """The config with all invariants but those known to fail, and no properties."""
    lines = [line for line in model.config.splitlines() if not line.startswith(("PROPERTY", "INVARIANT", "\\*"))]
    return lines + [f"INVARIANT {name}" for name in (*model.invariants, *model.wanted) if name not in known]


def fails(model: Exported, module: str, name: str, folder: Path, jar: Path) -> bool:
    lines = [each for each in model.config.splitlines() if not each.startswith(("PROPERTY", "INVARIANT"))]
    told = run(folder, module, jar, [*lines, f"PROPERTY {name}"])
    return "Temporal properties were violated" in told


def run(folder: Path, name: str, jar: Path, config: Iterable[str]) -> str:
    known = (line for line in config if not line.startswith("CHECK_DEADLOCK"))  # before 2020 only -deadlock
    (folder / f"{name}.cfg").write_text("\n".join(known) + "\n", encoding="utf-8")
    shutil.rmtree(folder / "meta", ignore_errors=True)
    command = ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", str(jar), "tlc2.TLC"]
    command += ["-deadlock", "-workers", "1", "-metadir", "meta", "-config", f"{name}.cfg", f"{name}.tla"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=280)
    assert done.returncode in CODES, done.stdout[-3000:] + done.stderr[-1000:]
    return done.stdout


def number(text: str) -> int:
    return int(text.replace(",", ""))
