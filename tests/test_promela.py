"""The Promela export, judged by SPIN: the same states (SPIN stores one more, its own start) and the same verdict."""

import shutil
import subprocess
from pathlib import Path

import pytest

from outage_gui.engine.answer import answered
from outage_gui.engine.program import compiled
from outage_gui.engine.search import explored
from outage_gui.exporters.promela import promela
from outage_gui.model.files import read

SCENARIOS = Path(__file__).parent.parent / "scenarios"
LEFT_OUT = {"aws-2025-10-20-dynamodb-dns", "readers-writers", "token-ring"}  # a large space each: compared by hand
NAMES = sorted(file.stem for file in SCENARIOS.glob("*.yaml") if file.stem not in LEFT_OUT)
NOT_SAID = {"eventually", "leads", "sometimes"}  # judged in a way of their own, or not by this export


def spun(text: str, folder: Path) -> tuple[int, int]:
    """States stored and errors found by SPIN's verifier over the whole space."""
    (folder / "model.pml").write_text(text, encoding="utf-8")
    verifier = ["gcc", "-O1", "-w", "-DSAFETY", "-DNOREDUCE", "-DVECTORSZ=4096", "-o", "pan", "pan.c"]
    subprocess.run(["spin", "-a", "model.pml"], cwd=folder, check=True, capture_output=True)
    subprocess.run(verifier, cwd=folder, check=True, capture_output=True)
    told = subprocess.run(["./pan", "-e", "-c0", "-m1000000"], cwd=folder, capture_output=True, text=True, check=False)
    words = told.stdout.replace(",", "").split()
    return int(words[words.index("stored") - 2]), int(words[words.index("errors:") + 1])


@pytest.mark.skipif(not (shutil.which("spin") and shutil.which("gcc")), reason="spin or gcc is not installed")
@pytest.mark.parametrize("name", NAMES)
def test_spin_stores_our_states_and_finds_errors_where_we_do(name: str, tmp_path: Path) -> None:
    scenario = read((SCENARIOS / f"{name}.yaml").read_text(encoding="utf-8"), f"{name}.yaml")
    program = compiled(scenario)
    answer = answered(program, explored(program))
    apart = {check.name for check in scenario.checks if check.kind in NOT_SAID}
    stored, errors = spun(promela(scenario), tmp_path)
    assert stored == answer.space.states + 1
    assert (errors > 0) == any(finding.check not in apart for finding in answer.findings)


def test_the_same_scenario_gives_the_same_text() -> None:
    scenario = read((SCENARIOS / "lost-update.yaml").read_text(encoding="utf-8"), "lost-update.yaml")
    assert promela(scenario) == promela(scenario)
    assert "counter" in promela(scenario)
