"""The lost update drawn in the real window from an empty scenario, by mouse and keys only; then found, fixed, saved."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_real_window import Screen, needs_tools, shown, started_server

EMPTY = "format: 1\ntitle: Two workers, one counter\n"
BILLING, INVOICES = (150, 250), (440, 250)  # where the two boxes are put
EDGE = 99  # pixels from the middle of a box to its edge
DRAWN = """\
format: 1
title: Two workers, one counter
state:
  counter: {type: 0..2, start: 0, label: Rows billed}
processes:
  worker:
    label: Billing worker
    instances: [a, b]
    service: billing
    local: {seen: {type: 0..2, start: 0}}
    steps:
      - {step: read, label: Read the counter, do: seen = counter}
      - {step: write, label: Write it back, do: counter = seen + 1}
checks:
  nothing-lost: {label: Nothing lost, ends: counter == 2}
services:
  billing: {label: Billing, kind: worker, fails_when: counter == 1 and ended(worker)}
  invoices: {label: Invoices, needs: [billing]}
fixes:
  add-in-one-step: {label: Add in one step, join: {worker: [read, write]}}
layout:
"""
EXPECTED = """\
expect:
  - {finding: nothing-lost, shortest: 4, states: 13}
  - {with: [add-in-one-step], finding: none, states: 5}
"""


class Hand:
    """Mouse and keys on the window; each act waits until the program has nothing more to do."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen

    def rest(self) -> None:
        """Until it has used next to no time of the processor for a third of a second."""
        spent, quiet = self._spent(), 0
        for _ in range(200):
            time.sleep(0.09)
            now = self._spent()
            quiet = quiet + 1 if now - spent <= 1 else 0
            spent = now
            if quiet >= 4:
                return
        raise AssertionError("the program never came to rest")

    def _spent(self) -> int:
        """Of the processor, in hundredths of a second."""
        fields = Path(f"/proc/{self.screen.program.pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])

    def keys(self, *names: str) -> None:
        self.screen.keys(*names)
        self.rest()

    def write(self, text: str, *after: str) -> None:
        self.screen.tool("type", "--delay", "20", text)
        self.keys(*after) if after else self.rest()

    def click(self, x: int, y: int, times: int = 1) -> None:
        self.screen.tool("mousemove", str(x), str(y), "click", "--repeat", str(times), "--delay", "60", "1")
        self.rest()

    def drag(self, begin: tuple[int, int], end: tuple[int, int]) -> None:
        for spot in (begin, (begin[0] + EDGE, begin[1])):
            self.screen.tool("mousemove", str(spot[0]), str(spot[1]))
            self.rest()
        self.screen.tool("mousedown", "1")
        for spot in ((begin[0] + EDGE + 40, begin[1] + 5), end, (end[0] + 2, end[1])):
            self.screen.tool("mousemove", str(spot[0]), str(spot[1]))
            self.rest()
        self.screen.tool("mouseup", "1")
        self.rest()

    def add(self, name: str, place: int = 0) -> None:
        """Through the quick-add menu; `place` in its list."""
        self.keys("Insert")
        self.write(name, *["Down"] * place, "Return")

    def command(self, name: str) -> None:
        self.keys("ctrl+k")
        self.write(name, "Return")


@pytest.fixture
def hand(tmp_path: Path) -> Iterator[Hand]:
    needs_tools()
    file = tmp_path / "race.yaml"
    file.write_text(EMPTY, encoding="utf-8")
    server, number = started_server()
    environment = {k: v for k, v in os.environ.items() if k not in {"QT_QPA_PLATFORM", "WAYLAND_DISPLAY"}}
    environment |= {"DISPLAY": number, "XDG_CONFIG_HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "outage_gui", "open", str(file), "--theme", "dark"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as program:
        try:
            yield Hand(shown(Screen(environment, tmp_path, program)))
        finally:
            program.kill()
            server.kill()
            server.wait()


def draw_services(hand: Hand) -> None:
    hand.click(*BILLING, times=2)
    hand.write("Billing", "Return")
    hand.click(*INVOICES, times=2)
    hand.write("Invoices", "Return")
    hand.drag(BILLING, INVOICES)


def draw_process(hand: Hand) -> None:
    hand.keys("alt+p")
    hand.add("worker")
    hand.keys("Return")
    hand.write("Billing worker", "Tab")
    hand.write("[a, b]", "Tab", "Down", "Tab")
    hand.write("seen", "Return")
    hand.write("0..2")
    hand.keys("alt+g")
    hand.add("counter", 2)
    hand.keys("Return")
    hand.write("0..2", "Tab", "Tab")
    hand.write("Rows billed")


def draw_steps(hand: Hand) -> None:
    hand.keys("alt+p", "Left", "Return")
    hand.write("Read the counter", "Tab", "Tab", "Tab")
    hand.write("seen = counter", *["shift+Tab"] * 4)
    hand.write("read", "Return")
    hand.keys("alt+p")
    hand.add("write")
    hand.keys("Return")
    hand.write("Write it back", "Tab", "Tab", "Tab")
    hand.write("counter = seen + 1")


def draw_meaning(hand: Hand) -> None:
    hand.keys("alt+g")
    hand.add("Nothing lost", 3)
    hand.keys("Return", "Tab")
    hand.write("counter == 2")
    hand.keys("alt+g")
    hand.click(*BILLING)
    hand.keys("Return", "Tab", "Tab")
    hand.write("worker", "Tab")
    hand.write("counter == 1 and ended(worker)")
    hand.keys("alt+g")
    hand.add("Add in one step", 7)


@pytest.mark.timeout(300)
def test_from_an_empty_scenario_to_a_proved_fix_by_mouse_and_keys_alone(hand: Hand) -> None:
    hand.click(720, 20)
    hand.keys("ctrl+3")
    for part in (draw_services, draw_process, draw_steps, draw_meaning):
        part(hand)
    hand.keys("ctrl+2")  # every order: the lost update is found
    hand.command("expect what was found")
    hand.command("fix on: add in one step")
    hand.command("expect what was found")
    hand.keys("ctrl+s")
    file = hand.screen.folder / "race.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.startswith(DRAWN)
    assert text.endswith(EXPECTED)
    checked = subprocess.run([sys.executable, "-m", "outage_gui", "check", str(file)], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout
    assert hand.screen.program.poll() is None
