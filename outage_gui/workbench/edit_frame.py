"""What the Edit screen draws: the text as it is being written, what is wrong with it, hints, and what is looked at.

`text` may be ahead of the scenario in the rest of the frame: what is refused stays in sight until it is mended.
"""

from typing import TYPE_CHECKING, NamedTuple

from outage_gui.model.problems import Problem

if TYPE_CHECKING:  # a frame is drawn before anything is read
    from outage_gui.model.blame import Hint
    from outage_gui.model.yaml_tree import Map

Path = tuple[str | int, ...]


class Edit(NamedTuple):
    """root: the tree of `text`, or of the last text that had one (`stale`). picked: services on the canvas."""

    text: str
    root: "Map | None"
    stale: bool
    problems: tuple[Problem, ...]
    hints: "tuple[Hint, ...]"  # on words that blame; none while the text has no tree
    refused: bool  # the scenario on screen is not that of `text`
    path: Path
    picked: tuple[str, ...]
    preview: tuple[str, ...]  # what the step that is looked at would do now
    positions: tuple[tuple[str, str], ...]  # "worker.a" to the step where it stands now
    by_text: bool  # the path was chosen in the text, whose cursor stays where it is
