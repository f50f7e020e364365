"""Looks, before Qt is started, for what would make Qt abort: a missing system library, a missing display.

Qt ends the process on either (exit 134, nothing to catch), so this must not create a QApplication itself.
"""

import ctypes
import os
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

DEBIAN_PACKAGE = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libXrender.so.1": "libxrender1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
NO_DISPLAY = (
    "There is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set).\n"
    "To paint the same pictures into files: outage-gui picture FILE --at MOVE|TIME|MARK -o picture.png"
)


def missing(needs_window: bool, environment: Mapping[str, str] = os.environ) -> str | None:
    """What is missing, in plain words with the way out; None when Qt can start."""
    if not sys.platform.startswith("linux"):
        return None
    platform = environment.get("QT_QPA_PLATFORM", "").split(":")[0]
    if needs_window and not platform and not displays(environment):
        return NO_DISPLAY
    return missing_library(platform_plugin(platform, environment) if needs_window else None)


def displays(environment: Mapping[str, str]) -> bool:
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def platform_plugin(platform: str, environment: Mapping[str, str]) -> str | None:
    """The file of the plugin Qt will load for a window; None where it needs no more than Qt itself."""
    if platform in {"offscreen", "minimal", "vnc"}:
        return None
    wayland = platform == "wayland" or (not platform and not environment.get("DISPLAY"))
    return "libqwayland.so" if wayland else "libqxcb.so"


def missing_library(plugin: str | None) -> str | None:
    """Try to load Qt's own libraries and the plugin; the sentence about the first that cannot be."""
    try:
        import PySide6.QtSvg
        import PySide6.QtWidgets  # noqa: F401

        if plugin and (path := plugin_path(plugin)):
            ctypes.CDLL(str(path))
    except (ImportError, OSError) as wrong:
        return sentence(str(wrong))
    return None


def plugin_path(plugin: str) -> Path | None:
    spec = find_spec("PySide6")
    roots = (spec.submodule_search_locations or ()) if spec else ()
    found = [Path(root, "Qt", "plugins", "platforms", plugin) for root in roots]
    return next((path for path in found if path.exists()), None)


def sentence(message: str) -> str:
    """From a loader's message, `libEGL.so.1: cannot open shared object file: …`, to a line a person can act on."""
    library = message.split(":")[0].strip()
    if ".so" not in library:
        return f"Qt cannot be loaded: {message}"
    package = DEBIAN_PACKAGE.get(library)
    if not package:
        return f"Qt needs the system library {library}, which is not installed."
    return (
        f"Qt needs the system library {library}, which is not installed.\n"
        f"On Debian or Ubuntu: apt-get install {package}   (the README lists all it needs in one line)"
    )
