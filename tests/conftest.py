"""What all tests share: offscreen Qt, own user folders, and the one option that turns CI-size runs into nightly ones."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--many", type=int, default=1, help="multiply the size of fuzz, soak and differential runs")


@pytest.fixture
def many(request: pytest.FixtureRequest) -> int:
    """How many times the CI size a fuzz, soak or differential run shall have."""
    return int(request.config.getoption("--many"))


@pytest.fixture(autouse=True)
def own_user_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Recent files and settings of the person running the tests stay untouched; caches are shared within a run."""
    home = tmp_path_factory.mktemp("home")
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(home / name))
    return home
