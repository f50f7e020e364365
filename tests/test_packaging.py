"""A wheel carries fonts, icons and scenarios, and works where nothing of the checkout is near."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PICTURE = "picture", "--at", "2025-10-20T06:48Z", "--size", "800x500"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return next(out.glob("*.whl"))


def test_the_wheel_carries_fonts_icons_and_scenarios(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("resources", "scenarios"):
        for file in (ROOT / folder).rglob("*"):
            if file.is_file():
                assert f"outage_gui/{file.relative_to(ROOT).as_posix()}" in names


def test_an_installed_wheel_opens_the_flagship_offscreen(wheel: Path, tmp_path: Path) -> None:
    """The new environment sees our dependencies through a path file, so that nothing is downloaded twice."""
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    install = [str(python), "-m", "pip", "install", "-q", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    own = subprocess.run([str(python), "-c", SITE], check=True, capture_output=True, text=True).stdout.strip()
    Path(own, "dependencies.pth").write_text("\n".join(p for p in sys.path if p.endswith("site-packages")))
    outside = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    environment = {**outside, "QT_QPA_PLATFORM": "offscreen", "PYTHONSAFEPATH": "1"}
    result = subprocess.run(
        [str(python), "-c", OPENED], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    where, title, services = result.stdout.strip().split("\n")
    assert str(tmp_path) in where
    assert "us-east-1" in title
    assert int(services) >= 25


SITE = "import sysconfig; print(sysconfig.get_path('purelib'))"
OPENED = """
import outage_gui
from PySide6.QtWidgets import QApplication
from outage_gui.views.main_window import MainWindow
from outage_gui.views.settings import Settings
from outage_gui.workbench.shipped import flagship
from outage_gui.workbench.workbench import Workbench

application = QApplication([])
workbench = Workbench()
workbench.open(flagship())
window = MainWindow(workbench, Settings(None), "dark")
window.show()
application.processEvents()
assert not window.grab().isNull()
print(outage_gui.__file__)
print(workbench.frame.title)
print(len(workbench.frame.stage.boxes))
window.close()
"""


def test_readme_and_ci_run_the_same_test_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    command = next(line for line in readme.splitlines() if line.endswith("-m pytest"))
    assert command in script.splitlines()


def test_every_system_package_of_the_readme_is_installed_by_ci() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    line = next(line for line in readme.splitlines() if line.startswith("apt-get install"))
    packages = [word for word in line.split() if not word.startswith("-")][2:]
    assert packages
    assert not [package for package in packages if package not in script]


def test_nothing_committed_names_a_registry_or_a_folder_of_a_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False).stdout
    files = [ROOT / name.decode() for name in listed.split(b"\0") if name]
    banned = [b"py" + b"pi.org", b"files.python" + b"hosted", b"registry.npm" + b"js", b"/ro" + b"ot/", b"/wo" + b"rk/"]
    found = [(file.name, word) for file in files if file.is_file() for word in banned if word in file.read_bytes()]
    assert not found
