"""Lint, format and types, as part of the one test command."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def ran(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)


def test_ruff_finds_nothing() -> None:
    result = ran("ruff", "check", ".")
    assert result.returncode == 0, result.stdout


def test_every_file_is_formatted() -> None:
    result = ran("ruff", "format", "--check", ".")
    assert result.returncode == 0, result.stdout


@pytest.mark.timeout(600)
def test_types_are_sound() -> None:
    result = ran("mypy")
    assert result.returncode == 0, result.stdout
