"""A process of its own for Graphviz, which holds Python's lock while it works and may hang or crash.

Asked by lines on stdin, each a question's file and an answer's file; the answer appears whole or not at all. It ends
when stdin ends, that is with its parent, and no question lasts longer than the limit. It must not import Qt or a model.
"""

import contextlib
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

from outage_gui.workbench.graphviz import candidates
from outage_gui.workbench.layers import placed
from outage_gui.workbench.rating import rated
from outage_gui.workbench.sketch import Places, Sketch, sketch_from, text_of

LIMIT_SECONDS = 20  # the parent gives up much earlier; this one is for a parent that was killed


def best(sketch: Sketch) -> Places:
    """Of all ways to place it the one that reads best; our own with plain routes when Graphviz cannot."""
    made = [placed(sketch)]
    for candidate in candidates(sketch, made[0]):
        with contextlib.suppress(ValueError, OSError, KeyError):
            made.append(candidate())
    return min(made, key=lambda places: rated(sketch, places))


def answer(question: Path, target: Path) -> None:
    places = best(sketch_from(question.read_text(encoding="utf-8")))
    unfinished = target.with_suffix(".part")
    unfinished.write_text(text_of(places), encoding="utf-8")
    unfinished.replace(target)


def _limit(seconds: int) -> None:
    """Unhandled on purpose: the signal ends the process even inside Graphviz. Windows has none."""
    alarm: Any = getattr(signal, "alarm", None)
    if alarm is not None:
        alarm(seconds)


def main() -> None:
    """Argument: the folder of questions and answers, removed at the end."""
    try:
        for line in sys.stdin:
            question, target = line.rstrip("\n").split("\t")
            _limit(LIMIT_SECONDS)
            answer(Path(question), Path(target))
            _limit(0)
    finally:
        shutil.rmtree(sys.argv[1], ignore_errors=True)


if __name__ == "__main__":
    main()
