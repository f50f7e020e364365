"""Where the services stand. Asked for a scenario it answers at once, and again when the worker has done better.

An answer is kept by what was asked: shipped ones in `resources/layouts`, those of this machine in the cache folder.
Positions saved in the scenario stand over computed ones. No thread: `poll` is called by a timer.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import weakref
from pathlib import Path

from outage_gui.model.scenario import Position, Scenario
from outage_gui.workbench import folders
from outage_gui.workbench.frame import Stage
from outage_gui.workbench.layers import placed
from outage_gui.workbench.routes import route
from outage_gui.workbench.shipped import PACKAGE, resource
from outage_gui.workbench.sketch import Places, Sketch, digest, places_from, text_of
from outage_gui.workbench.stage import sketch_of, staged

LIMIT_SECONDS = 6.0  # for an answer of the worker, its start included


def with_position(scenario: Scenario, service: str, x: float, y: float) -> Scenario:
    """The same with the centre of one box saved, last in the list; an older position of it is gone."""
    others = tuple(one for one in scenario.layout if one.service != service)
    return scenario.model_copy(update={"layout": (*others, Position(service=service, x=x, y=y))})


def laid_out(scenario: Scenario, *, limit: float = LIMIT_SECONDS) -> Stage:
    """The final picture, waiting for the worker at most `limit` seconds; for pictures without a window."""
    with contextlib.closing(Layout(limit=limit)) as layout:
        stage = layout.stage(scenario)
        while stage.provisional:
            time.sleep(0.01)
            stage = layout.poll() or stage
        return stage


class Kept:
    """Answers on disk: shipped ones and those of the cache; new ones go there. A bad file is as good as none."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or folders.cached("layouts")

    def read(self, sketch: Sketch) -> Places | None:
        name = f"{digest(sketch)}.json"
        for path in (resource(f"layouts/{name}"), self.folder / name):
            with contextlib.suppress(OSError, ValueError):
                return places_from(path.read_text(encoding="utf-8"), sketch)
        return None

    def write(self, sketch: Sketch, places: Places) -> None:
        with contextlib.suppress(OSError):  # a full or read-only disk costs only the next start
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished = self.folder / f"{digest(sketch)}.{os.getpid()}.part"
            unfinished.write_text(text_of(places), encoding="utf-8")
            unfinished.replace(self.folder / f"{digest(sketch)}.json")


class Worker:
    """The process that runs Graphviz, started when first needed, then kept warm; one question at a time."""

    def __init__(self) -> None:
        self._folder: Path | None = None  # of questions and answers; the worker removes it should we be killed
        self._process: subprocess.Popen[bytes] | None = None
        self._number = 0

    def ask(self, sketch: Sketch) -> Path:
        """Where the answer will be. OSError when no process can be started."""
        folder = self._letters()
        process = self._running(folder)
        self._number += 1
        question, target = folder / f"{self._number}.question", folder / f"{self._number}.answer"
        question.write_text(text_of(sketch), encoding="utf-8")
        assert process.stdin is not None
        process.stdin.write(f"{question}\t{target}\n".encode())
        process.stdin.flush()
        return target

    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _letters(self) -> Path:
        if self._folder is None or not self._folder.is_dir():
            self._folder = Path(tempfile.mkdtemp(prefix="outage-gui-layout-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder

    def _running(self, folder: Path) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "outage_gui.workbench.layout_worker", str(folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
            )
        return self._process

    def stop(self) -> None:
        """End it now, whatever it does."""
        if self._process is not None:
            self._process.kill()
            with contextlib.suppress(OSError):
                self._process.communicate()
            self._process = None

    def close(self) -> None:
        self.stop()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


class Layout:
    """The places of one scenario after the other. `poll` gives a stage when it changed since the last one given."""

    def __init__(self, *, folder: Path | None = None, limit: float = LIMIT_SECONDS) -> None:
        self._kept, self._worker, self._limit = Kept(folder), Worker(), limit
        self._sketch = Sketch((), (), ())
        self._places: Places | None = None
        self._provisional = False
        self._scenario: Scenario | None = None
        self._stage: Stage | None = None
        self._waiting: tuple[Path, float] | None = None

    def stage(self, scenario: Scenario) -> Stage:
        """At once; provisional while the worker is at it. The same value again when nothing to draw has changed."""
        if scenario is self._scenario and self._stage is not None:
            return self._stage
        self._scenario = scenario
        sketch = sketch_of(scenario)
        if self._places is not None and sketch[:2] == self._sketch[:2] and sketch != self._sketch:
            self._rewire(sketch)
        elif self._places is None or sketch != self._sketch:
            self._sketch = sketch
            self._begin()
        return self._made()

    def moved(self, scenario: Scenario, service: str, x: float, y: float) -> Stage:
        """The stage with the centre of one box there; nothing else moves."""
        return self.stage(with_position(scenario, service, x, y))

    def poll(self) -> Stage | None:
        """The better stage, once, when the worker has answered or has to be given up."""
        if self._waiting is None or self._scenario is None:
            return None
        target, until = self._waiting
        if not target.exists() and self._worker.alive() and time.monotonic() < until:
            return None
        self._finish(self._answer(target))
        return self._made()

    def close(self) -> None:
        self._waiting = None
        self._worker.close()

    def _begin(self) -> None:
        self._waiting = None
        kept = self._kept.read(self._sketch)
        self._places, self._provisional = kept or placed(self._sketch), kept is None
        if kept is None:
            self._ask()

    def _rewire(self, sketch: Sketch) -> None:
        """A fix or an edit that only changes dependencies moves no box: new arrows are led simply, the others stay."""
        assert self._places is not None
        known = dict(zip(self._sketch.arrows, self._places.routes, strict=True))
        boxes = self._places.boxes
        routes = tuple(known.get((a, b)) or route(boxes[a], boxes[b]) for a, b in sketch.arrows)
        self._sketch, self._places = sketch, self._places._replace(routes=routes)
        self._waiting, self._provisional = None, False

    def _ask(self) -> None:
        if not self._sketch.boxes:
            self._provisional = False
            return
        try:
            self._waiting = self._worker.ask(self._sketch), time.monotonic() + self._limit
        except OSError:
            self._provisional = False

    def _answer(self, target: Path) -> Places | None:
        try:
            return places_from(target.read_text(encoding="utf-8"), self._sketch)
        except (OSError, ValueError):
            self._worker.stop()  # it hangs or is gone; the next question starts a new one
            return None

    def _finish(self, answer: Places | None) -> None:
        """Without an answer our own places stay, for this time."""
        self._waiting, self._provisional = None, False
        if answer is not None:
            self._places = answer
            self._kept.write(self._sketch, answer)

    def _made(self) -> Stage:
        assert self._scenario is not None
        assert self._places is not None
        fresh = staged(self._scenario, self._places, provisional=self._provisional)
        if fresh != self._stage:
            self._stage = fresh
        assert self._stage is not None
        return self._stage
