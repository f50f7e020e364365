"""Where the program keeps things of its own between two starts, each kind in a folder of its own."""

from pathlib import Path

import platformdirs

NAME = "outage-gui"


def kept(*names: str) -> Path:
    """What would be missed: unsaved edits, backups, recent files."""
    return Path(platformdirs.user_state_dir(NAME, appauthor=False), *names)


def cached(*names: str) -> Path:
    """What can be made again."""
    return Path(platformdirs.user_cache_dir(NAME, appauthor=False), *names)
