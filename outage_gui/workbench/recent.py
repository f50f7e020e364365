"""Files opened lately, newest first: a small JSON list in the user's state folder; empty where it cannot be read."""

import json
from contextlib import suppress
from pathlib import Path

from outage_gui.workbench import folders

MOST = 12
LARGEST = 65_536  # bytes read of the list


def _place() -> Path:
    return folders.kept("recent.json")


def recent() -> tuple[Path, ...]:
    """Paths of files that are still there."""
    try:
        with _place().open("rb") as file:
            entries = json.loads(file.read(LARGEST))
    except (OSError, ValueError, RecursionError):
        return ()
    if not isinstance(entries, list):
        return ()
    paths = [Path(entry) for entry in entries if isinstance(entry, str) and "\0" not in entry]
    return tuple(path for path in paths[:MOST] if _is_file(path))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def remember(path: Path) -> tuple[Path, ...]:
    """Put it first and keep the list; a folder that cannot be written is no trouble. Gives the new list."""
    absolute = path.absolute()
    entries = (absolute, *(other for other in recent() if other != absolute))[:MOST]
    with suppress(OSError):
        place = _place()
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = place.with_suffix(".new")
        fresh.write_text(json.dumps([str(entry) for entry in entries]), encoding="utf-8")
        fresh.replace(place)
    return entries
