"""The real program in a real window on a virtual screen, driven by keys and mouse only, watched from outside."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

TOOLS = ("Xvfb", "xdotool")
WIDTH, HEIGHT = 1440, 900
GRAB = """
import sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication([])
application.primaryScreen().grabWindow(0).save(sys.argv[1])
"""


def needs_tools() -> None:
    """On a machine of a developer they may be missing; where CI runs they must not."""
    absent = [tool for tool in TOOLS if shutil.which(tool) is None]
    if absent and not os.environ.get("CI"):
        pytest.skip(f"not installed: {', '.join(absent)}")
    assert not absent


class Screen(NamedTuple):
    """A virtual screen with the program on it."""

    environment: dict[str, str]
    folder: Path
    program: subprocess.Popen[str]

    def tool(self, *words: str) -> str:
        command = ["xdotool", *words]
        return subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True).stdout

    def keys(self, *names: str) -> None:
        self.tool("key", "--delay", "30", *names)

    def click(self, x: int, y: int) -> None:
        self.tool("mousemove", str(x), str(y), "click", "1")

    def picture(self, name: str, *, unlike: bytes = b"") -> bytes:
        """The screen's pixels once two looks in a row agree, and differ from `unlike`: a busy machine takes a while."""
        file = self.folder / f"{name}.png"
        before = b""
        for _ in range(40):
            subprocess.run([sys.executable, "-c", GRAB, str(file)], env=self.environment, check=True)
            if (now := pixels(file)) == before != unlike:
                return now
            before = now
            time.sleep(0.2)
        raise AssertionError("the picture never came to rest")

    def title(self) -> str:
        return self.tool("getactivewindow", "getwindowname").strip()


def pixels(file: Path) -> bytes:
    from PySide6.QtGui import QImage

    image = QImage(str(file)).convertToFormat(QImage.Format.Format_RGB32)
    assert not image.isNull()
    return bytes(image.constBits())  # while the image is alive: its bits go with it


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    needs_tools()
    server, number = started_server()
    environment = {k: v for k, v in os.environ.items() if k not in {"QT_QPA_PLATFORM", "WAYLAND_DISPLAY"}}
    environment |= {"DISPLAY": number, "XDG_CONFIG_HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "outage_gui", "open", "--theme", "dark"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as program:
        try:
            yield shown(Screen(environment, tmp_path, program))
        finally:
            program.kill()
            server.kill()
            server.wait()


def started_server() -> tuple[subprocess.Popen[bytes], str]:
    """A screen of its own; the server picks a free number and tells it."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as told:
        return server, f":{told.readline().strip()}"


def shown(screen: Screen) -> Screen:
    """Wait for the window; there is no window manager, so give it the keys and the whole screen."""
    found = screen.tool("search", "--sync", "--onlyvisible", "--name", "Outage replay").split()[0]
    screen.tool("windowmove", found, "0", "0", "windowsize", found, str(WIDTH), str(HEIGHT), "windowfocus", found)
    return screen


@pytest.mark.timeout(300)
def test_from_start_to_the_last_recovery_and_back_by_keys_gives_the_same_picture(screen: Screen) -> None:
    screen.click(200, 24)  # the title: no control stands there
    screen.keys("Home")
    healthy = screen.picture("healthy")
    for _ in range(12):
        screen.keys("Right")
    red = screen.picture("red", unlike=healthy)
    assert red != healthy
    screen.keys("End")
    over = screen.picture("over", unlike=red)
    assert over not in (red, healthy)
    screen.keys("Left", "Left", "Left")
    before = screen.picture("before the end", unlike=over)
    assert before != over
    screen.keys("Home")
    assert screen.picture("healthy again", unlike=before) == healthy
    assert screen.program.poll() is None
