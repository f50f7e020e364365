"""A process of its own for searches too large for the window: the window asks by lines on stdin, answers go to stdout.

It works only for as long as it was told to (`go`), then waits for the next line: so it pauses when nobody says `go`,
and it ends when stdin ends, that is with its parent. It must not import Qt.
"""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from outage_gui.workbench.explore_wire import OF, line, read
from outage_gui.workbench.explored import Event, Question, Study, Tick

LESS_URGENT = 10  # of the 20 that can be given away


class Worked:
    """A clock that runs only while there is work: a pause costs no search its time."""

    def __init__(self) -> None:
        self.spent, self.since = 0.0, 0.0
        self.running = False

    def __call__(self) -> float:
        return self.spent + (time.perf_counter() - self.since if self.running else 0.0)

    def begin(self) -> None:
        self.since, self.running = time.perf_counter(), True

    def end(self) -> None:
        self.spent, self.running = self(), False


class Work:
    """One question at a time; a new one takes the place of the old."""

    def __init__(self, out: TextIO) -> None:
        self.out, self.clock = out, Worked()
        self.study: Study | None = None
        self.events: Iterator[Event] = iter(())

    def take(self, kind: str, value: Any) -> None:
        if kind == "question":
            self.study = Study(value, self.clock, self.study)
            self.events = self.study.events()
        elif kind == "ask":
            number, *asked = value
            self.say("along", (number, self.study.along(*asked) if self.study else None))
        elif kind == "go":
            self.go(value)
        self.out.flush()

    def go(self, seconds: float) -> None:
        """Of many ticks only the last is worth telling."""
        self.clock.begin()
        until, tick, ended = time.perf_counter() + seconds, None, False
        while time.perf_counter() < until and not ended:
            event = next(self.events, None)
            ended = event is None
            if isinstance(event, Tick):
                tick = event
            elif event is not None:
                self.say(OF[type(event)], event)
        self.clock.end()
        if tick is not None:
            self.say("tick", tick)
        if ended:
            self.say("done", "")
        self.say("turn", seconds)

    def say(self, kind: str, value: object) -> None:
        self.out.write(line(kind, value))


def question_in(path: Path) -> Question:
    kind, value = read(path.read_text(encoding="utf-8"))
    if kind != "question":
        raise ValueError("no question")
    path.unlink(missing_ok=True)
    return Question(*value)


def main() -> None:
    """Argument: the folder of the questions, removed at the end. A line that is no message is a question's file."""
    if hasattr(os, "nice"):
        os.nice(LESS_URGENT)  # than the window, which is to stay alive meanwhile
    folder = Path(sys.argv[1])
    work = Work(sys.stdout)
    try:
        for text in sys.stdin:
            if text.startswith("["):
                work.take(*read(text))
            else:
                work.take("question", question_in(folder / text.strip()))
    except Exception as wrong:
        work.say("fault", f"{type(wrong).__name__}: {wrong}")
        work.out.flush()
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
