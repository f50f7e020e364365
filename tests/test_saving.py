"""Files that belong together: all of them are written or none, and what was there before is there again."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from outage_gui.cli import main
from outage_gui.model.saving import write_together

RACE = Path(__file__).parent.parent / "scenarios" / "lost-update.yaml"


def failing_at(number: int) -> Callable[[Path, Path], None]:
    """`os.replace` that fails when it is called for that time, counted from 1."""
    left, whole = [number], os.replace

    def replace(source: Path, target: Path) -> None:
        left[0] -= 1
        if not left[0]:
            raise PermissionError(13, "in use", str(source))
        whole(source, target)

    return replace


@pytest.mark.parametrize("failing", [1, 2])
@pytest.mark.parametrize("there", [("a", "b"), ("a",), ("b",), ()])
def test_where_one_cannot_take_its_place_all_is_as_before(
    failing: int, there: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {name: f"old {name}" for name in there}
    for name, text in before.items():
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o640)
    monkeypatch.setattr(os, "replace", failing_at(failing))
    with pytest.raises(PermissionError, match=f"in use: .*/{'ab'[failing - 1]}'"):
        write_together([(tmp_path / "a", b"new a"), (tmp_path / "b", b"new b")])
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == before
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} <= {0o640}


def test_both_take_their_places_and_nothing_else_stays(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    write_together([(tmp_path / "a", b"new a"), (tmp_path / "b", b"")])
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "new a", "b": ""}


def test_a_model_without_its_configuration_is_not_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "race.tla").write_text("old")
    (tmp_path / "race.cfg").mkdir()
    assert main(["export", str(RACE), "-o", str(tmp_path / "race.tla"), "--force"]) == 2
    assert capsys.readouterr().err == "outage-gui: not a regular file: race.cfg\n"
    assert (tmp_path / "race.tla").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["race.cfg", "race.tla"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is read-only for this user")
def test_a_folder_that_cannot_be_written_is_told_by_the_name_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tmp_path.chmod(0o500)
    assert main(["export", str(RACE), "-o", str(tmp_path / "x.csv")]) == 2
    assert capsys.readouterr().err == "outage-gui: Permission denied: x.csv\n"
    tmp_path.chmod(0o700)
