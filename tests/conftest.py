"""What all tests share: offscreen Qt, own user folders, and the one option that makes a CI-size run a nightly one."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
settings.register_profile("untimed", deadline=None)  # these machines are busy with other things
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--many", type=int, default=1, help="multiply the size of fuzz, soak and differential runs")
    parser.addoption("--tlc", metavar="JAR", help="tla2tools.jar, to compare the TLA+ export with TLC")


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


@pytest.fixture(autouse=True)
def closed_windows_are_gone() -> Iterator[None]:
    """What pytest-qt closes it deletes later, which no event loop here would ever do: every style sheet took longer."""
    yield
    if "PySide6.QtWidgets" in sys.modules:
        from PySide6.QtCore import QCoreApplication, QEvent

        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def expects_a_failure() -> None:
    """For tests in which something is to go wrong inside Qt and to be logged."""


@pytest.fixture(autouse=True)
def no_fault_is_swallowed(caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest) -> Iterator[None]:
    """What the guard round Qt's methods catches is logged, not raised: here it fails the test all the same."""
    yield
    if "expects_a_failure" not in request.fixturenames:
        faults = [record for when in ("setup", "call") for record in caplog.get_records(when)]
        assert not [record.getMessage() for record in faults if record.levelname == "ERROR"]
