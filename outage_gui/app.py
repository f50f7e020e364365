"""Puts the window together, or paints one picture. Looks for what Qt would abort on before Qt is imported."""

import gc
import os
import sys
from pathlib import Path

from outage_gui.views.preflight import displays, missing
from outage_gui.views.request import Request

REFUSED = 2


def run(file: Path | None, *, theme: str = "system") -> int:
    """Open the window on a file, or on the flagship; returns the exit code when it is closed."""
    hasten()
    if wrong := missing(needs_window=True):
        print(wrong, file=sys.stderr)
        return REFUSED
    from outage_gui.views.session import session

    return session(file, theme=theme)


def hasten() -> None:
    """For the start: no garbage collection until the first frame is painted, nor what our libraries do unasked."""
    gc.disable()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # no matrix is ever multiplied; its threads cost 30 ms
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # else it looks through all that is installed


def paint(request: Request) -> int:
    """Paint a picture without a window; needs no display."""
    if not displays(os.environ):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if wrong := missing(needs_window=False):
        print(wrong, file=sys.stderr)
        return REFUSED
    if request.film:
        from outage_gui.views.film import film

        return film(request)
    from outage_gui.views.pictures import picture

    return picture(request)
