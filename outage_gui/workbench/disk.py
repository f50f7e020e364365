"""Reading and saving the open file, where what goes wrong is a line for the window instead of an exception."""

from pathlib import Path
from typing import NamedTuple

from outage_gui.model import files
from outage_gui.model.files import Document
from outage_gui.model.problems import ScenarioError, shown
from outage_gui.workbench.history import History


class Notice(NamedTuple):
    """One calm line, and the problems of a refused file."""

    line: str = ""
    problems: tuple[str, ...] = ()


def refused(path: Path, error: ScenarioError) -> Notice:
    problems = tuple(str(problem) for problem in error.problems)
    return Notice(f"{shown(path.name)} is refused; what was open stays open.", problems)


def read(path: Path) -> Document | Notice:
    try:
        return files.load(path)
    except ScenarioError as error:
        return refused(path, error)
    except OSError as error:
        return Notice(f"{shown(path.name)} cannot be read: {error.strerror or error}")


def saved(history: History) -> History | Notice:
    """Write the document that stands now, unless somebody else has changed the file meanwhile."""
    document = history.document
    try:
        if files.digest(files.read_bytes(document.path)) != history.digest:
            return Notice(f"{shown(document.path.name)} has changed on disk. Read it again before saving.")
        return history.on_disk(files.save(document.text, document.path))
    except ScenarioError as error:
        return refused(document.path, error)
    except OSError as error:
        return Notice(f"{shown(document.path.name)} cannot be saved: {error.strerror or error}")
