"""The kept frame is the frame, or there is none; what opens behind it is the workbench."""

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from outage_gui.workbench.frame import Frame
from outage_gui.workbench.kept_frame import KeptFrames, frame_from
from outage_gui.workbench.opening import Opening
from outage_gui.workbench.shipped import flagship, scenario
from outage_gui.workbench.workbench import Workbench


@pytest.fixture(autouse=True)
def cache_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))


def frame_of(file: Path) -> Frame:
    """Its first frame, as if the layout were there already."""
    workbench = Workbench()
    with contextlib.closing(workbench):
        workbench.open(file)
    return workbench.frame._replace(stage=workbench.frame.stage._replace(provisional=False))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    file = tmp_path / "aba.yaml"
    file.write_bytes(scenario("aba.yaml").read_bytes())
    return file


def test_the_flagships_frame_comes_back_as_it_was_without_the_recent_files(tmp_path: Path) -> None:
    kept, frame = KeptFrames(tmp_path), frame_of(flagship())
    kept.write(flagship(), frame)
    assert kept.read(flagship()) == frame._replace(recent=())


def test_a_file_that_has_changed_since_has_no_kept_frame(tmp_path: Path, copy: Path) -> None:
    kept = KeptFrames(tmp_path / "kept")
    kept.write(copy, frame_of(copy))
    assert kept.read(copy) is not None
    copy.write_bytes(copy.read_bytes() + b"\n")
    assert kept.read(copy) is None


def test_a_file_of_the_same_size_written_later_has_no_kept_frame(tmp_path: Path, copy: Path) -> None:
    kept = KeptFrames(tmp_path / "kept")
    kept.write(copy, frame_of(copy))
    later = copy.stat().st_mtime_ns + 1_000_000_000
    os.utime(copy, ns=(later, later))
    assert kept.read(copy) is None


def test_a_provisional_picture_is_not_kept(tmp_path: Path, copy: Path) -> None:
    kept, frame = KeptFrames(tmp_path / "kept"), frame_of(copy)
    kept.write(copy, frame._replace(stage=frame.stage._replace(provisional=True)))
    assert kept.read(copy) is None


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"of": 1}', "{", "[[[[[["])
def test_a_bad_file_in_the_cache_is_as_good_as_none(tmp_path: Path, copy: Path, text: str) -> None:
    kept = KeptFrames(tmp_path / "kept")
    kept.write(copy, frame_of(copy))
    (place,) = kept.folder.glob("*.json")
    place.write_text(text, encoding="utf-8")
    assert kept.read(copy) is None


@pytest.mark.parametrize("field", Frame._fields)
def test_a_frame_with_one_field_of_another_kind_is_refused(copy: Path, field: str) -> None:
    value = json.loads(json.dumps(frame_of(copy), default=sorted))
    assert frame_from(value).title
    value[Frame._fields.index(field)] = {"odd": 1}
    with pytest.raises(ValueError, match=r"^no"):
        frame_from(value)


def test_a_verb_opens_the_file_first_and_listeners_hear_the_real_frame(copy: Path) -> None:
    kept = frame_of(copy)._replace(title="kept")
    opening, heard = Opening(copy, kept, reduced_motion=True), list[Frame]()
    with contextlib.closing(opening):
        opening.listen(heard.append)
        assert (opening.frame.title, heard) == ("kept", [])
        opening.step()
        assert len(heard) == 2, "one frame of the file, one of the verb"
        assert opening.frame is heard[-1]
        assert opening.frame.title != "kept"
        assert opening.reduced_motion


def test_opening_twice_opens_once(copy: Path) -> None:
    with contextlib.closing(Opening(copy, frame_of(copy), reduced_motion=False)) as opening:
        assert opening.begin() is opening.begin()


def test_reading_a_kept_frame_imports_neither_numpy_nor_the_models(copy: Path) -> None:
    KeptFrames().write(copy, frame_of(copy))
    code = (
        "import sys; from pathlib import Path; from outage_gui.workbench import opening, kept_frame;"
        "assert kept_frame.KeptFrames().read(Path(sys.argv[1]));"
        "print([name for name in ('numpy', 'pydantic', 'yaml', 'PySide6') if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code, str(copy)], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_the_window_itself_is_there_before_numpy_the_models_and_charts() -> None:
    heavy = ("numpy", "pydantic", "yaml", "pyqtgraph", "networkx", "scipy", "numba", "PIL", "jinja2")
    code = f"import sys; import outage_gui.views.session; print([name for name in {heavy} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
