"""What to paint: a picture asked for on the command line, before Qt is there."""

from pathlib import Path
from typing import NamedTuple


class Request(NamedTuple):
    """`at`: moves made, a time, or a mark. `size`: "WxH" in pixels. `view`: graph, lanes, window or explore."""

    file: Path
    at: str
    output: Path
    view: str
    size: str
    theme: str
    run: str
    fixes: tuple[str, ...]
    force: bool
    film: bool = False  # of the story or the run, in the place of a picture at a moment
