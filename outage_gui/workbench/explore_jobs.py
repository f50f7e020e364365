"""Where an exploration runs: in slices of the window's own time while it is small, in a worker process above that.

Both are asked the same way: `events` gives what is new and never waits, `ask` is about a run on screen.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from outage_gui.workbench.explore_wire import OF, line, read
from outage_gui.workbench.explore_worker import Worked
from outage_gui.workbench.explored import Event, Fixes, Question, Study
from outage_gui.workbench.shipped import PACKAGE

SLICE_SECONDS = 0.008
SLICE_ROWS = 1024  # of 9,000 states 8 ms or less; with 64 a slice, its own cost doubles the time
TURN_SECONDS = 0.1
TURNS = 3  # on their way to the worker at once, so that it never waits for us

Message = tuple[str, Any]  # as in `explore_wire`


class Job(Protocol):
    paused: bool

    def messages(self) -> Iterator[Message]: ...
    def ask(self, number: int, fixes: Fixes, schedule: str, of: str) -> None: ...
    def stop(self) -> None: ...


class Slices:
    """In this process, at most about 8 ms a time."""

    def __init__(self, question: Question, before: "Slices | None" = None) -> None:
        self.paused = False
        self._clock = Worked()
        self.study: Study = Study(question, self._clock, before.study if before else None, size=SLICE_ROWS)
        self._events: Iterator[Event] | None = self.study.events()
        self._answers: list[Message] = []

    def messages(self) -> Iterator[Message]:
        yield from self._answers
        self._answers.clear()
        if self._events is None or self.paused:
            return
        self._clock.begin()
        until = self._clock() + SLICE_SECONDS
        while self._events is not None and self._clock() < until:
            event = next(self._events, None)
            if event is None:
                self._events = None
                yield "done", ""
            else:
                yield OF[type(event)], event
        self._clock.end()

    def ask(self, number: int, fixes: Fixes, schedule: str, of: str) -> None:
        self._answers.append(("along", (number, self.study.along(fixes, schedule, of))))

    def stop(self) -> None:
        self._events = None


class Worker:
    """The process, started when first needed, then kept warm. It writes into a file: reading that never waits."""

    def __init__(self) -> None:
        self.paused = False
        self._folder: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._ended: list[subprocess.Popen[bytes]] = []
        self._answers: Any = None
        self._rest = b""
        self._number = self._owed = 0
        self._busy = False

    def explore(self, question: Question) -> None:
        """Another question in the place of the old one. OSError where no process can be started."""
        if self._busy or (self._process is not None and self._process.poll() is not None):
            self.stop()
        folder = self._running()
        self._number += 1
        name = f"{self._number}.question"
        (folder / name).write_text(line("question", question), encoding="utf-8")
        self.paused, self._busy = False, True
        self._tell(name + "\n")

    def messages(self) -> Iterator[Message]:
        self._ended = [process for process in self._ended if process.poll() is None]
        if self._process is None:
            return
        gone = self._process.poll() is not None
        for text in self._lines():
            kind, value = read(text)
            self._owed -= kind == "turn"
            self._busy &= kind != "done"
            yield kind, value
        if gone and self._process is not None:
            self.stop()
            yield "fault", "its process ended"
        self._grant()

    def ask(self, number: int, fixes: Fixes, schedule: str, of: str) -> None:
        self._tell(line("ask", (number, fixes, schedule, of)))

    def _grant(self) -> None:
        while self._busy and not self.paused and self._owed < TURNS and self._process is not None:
            self._owed += 1
            self._tell(line("go", TURN_SECONDS))

    def _tell(self, text: str) -> None:
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(OSError):  # it is gone: `messages` tells
                self._process.stdin.write(text.encode())
                self._process.stdin.flush()

    def _lines(self) -> list[str]:
        *whole, self._rest = (self._rest + self._answers.read()).split(b"\n")
        return [text.decode() for text in whole]

    def _running(self) -> Path:
        if self._process is None or self._folder is None:
            folder = self._folder = Path(tempfile.mkdtemp(prefix="outage-gui-explore-"))
            weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
            with (folder / "answers").open("wb") as answers:
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-m", "outage_gui.workbench.explore_worker", str(folder)],
                    stdin=subprocess.PIPE,
                    stdout=answers,
                    stderr=subprocess.DEVNULL,
                    creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),  # Windows; others: `nice`
                    env={**os.environ, "PYTHONPATH": str(PACKAGE.parent), "PYTHONUTF8": "1"},
                )
            self._answers = (folder / "answers").open("rb")
        return self._folder

    def stop(self) -> None:
        """End it now, whatever it does; it takes its memory back later, and nobody waits for that."""
        process, self._process, self._busy, self._rest, self._owed = self._process, None, False, b"", 0
        if process is None:
            return
        process.kill()
        if process.stdin is not None:
            with contextlib.suppress(OSError):
                process.stdin.close()
        self._ended.append(process)
        self._answers.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def close(self) -> None:
        """For good: waits until it is gone."""
        self.stop()
        for process in self._ended:
            process.wait()
        self._ended.clear()
