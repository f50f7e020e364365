"""The last versions of each file that a save has replaced, in the user's state folder."""

import contextlib
import hashlib
import os
import time
from pathlib import Path

from outage_gui.model import raw_text
from outage_gui.model.problems import ScenarioError
from outage_gui.model.saving import write_whole
from outage_gui.workbench import folders

MOST = 20


def folder(path: Path) -> Path:
    real = os.path.realpath(path)
    name = f"{path.stem[:40]}-{hashlib.sha256(real.encode('utf-8', 'surrogateescape')).hexdigest()[:12]}"
    return folders.kept("backups", name)


def keep(path: Path) -> None:
    """Put what stands in the file now beside the others; a place that cannot be written does not keep from saving."""
    with contextlib.suppress(OSError, ScenarioError):
        content = raw_text.read_bytes(path)
        place = folder(path)
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        known = kept(path)
        if not known or known[-1].read_bytes() != content:
            write_whole(content, place / f"{time.time_ns()}{path.suffix}")
        for old in kept(path)[:-MOST]:
            old.unlink()


def kept(path: Path) -> tuple[Path, ...]:
    """The versions, oldest first."""
    try:
        return tuple(sorted(each for each in folder(path).iterdir() if each.stem.isdigit()))
    except OSError:
        return ()
