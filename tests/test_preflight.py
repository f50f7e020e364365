"""What would make Qt abort is told in plain words, with the package that mends it."""

import os
import subprocess
import sys

import pytest

from outage_gui.views import preflight


def test_a_missing_library_names_its_package() -> None:
    told = preflight.sentence("libxcb-icccm.so.4: cannot open shared object file: No such file or directory")
    assert "libxcb-icccm.so.4" in told
    assert "apt-get install libxcb-icccm4" in told


def test_an_unknown_library_is_named_all_the_same() -> None:
    assert "libodd.so.3" in preflight.sentence("libodd.so.3: cannot open shared object file")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
def test_without_a_display_the_program_says_so_and_names_picture() -> None:
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {key: value for key, value in os.environ.items() if key not in hidden}
    result = subprocess.run(
        [sys.executable, "-m", "outage_gui"], env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 2
    assert "no display" in result.stderr
    assert "outage-gui picture" in result.stderr
    assert "Traceback" not in result.stderr


def test_offscreen_needs_no_plugin_and_no_display() -> None:
    assert preflight.platform_plugin("offscreen", {}) is None
    assert preflight.missing(needs_window=True, environment={"QT_QPA_PLATFORM": "offscreen"}) is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="plugins of Linux")
def test_the_plugin_of_the_display_is_the_one_looked_at() -> None:
    assert preflight.platform_plugin("", {"DISPLAY": ":0"}) == "libqxcb.so"
    assert preflight.platform_plugin("", {"WAYLAND_DISPLAY": "wayland-0"}) == "libqwayland.so"
    assert preflight.plugin_path("libqxcb.so") is not None
