"""Colours by meaning, sizes, and the words and shapes of a status. Light and dark; Okabe-Ito hues throughout.

Colour never carries meaning alone: every status has a shape and a word too.
"""

from typing import Literal, NamedTuple

from outage_gui.model.status import Status

Shape = Literal["ring", "triangle", "cross", "turn"]
STATUS_SHAPE: dict[Status, Shape] = {"ok": "ring", "degraded": "triangle", "down": "cross", "recovering": "turn"}
STATUS_WORD: dict[Status, str] = {"ok": "ok", "degraded": "degraded", "down": "down", "recovering": "recovering"}


class Hue(NamedTuple):
    """Line and text on a plain ground, and the ground of a box in that status. "#rrggbb"."""

    line: str
    ground: str
    text: str


class Theme(NamedTuple):
    name: Literal["dark", "light"]
    window: str  # behind everything
    canvas: str  # graph ground
    panel: str  # side panel, strips
    raised: str  # boxes, buttons
    line: str  # hairlines
    quiet: str  # arrows at rest, axis
    text: str
    muted: str  # secondary text; at least 4.5:1 on panel
    accent: str  # selection, playhead, the one primary button
    on_accent: str
    what_if: str  # anything not factual
    ok: Hue
    degraded: Hue
    down: Hue
    recovering: Hue

    def hue(self, status: Status) -> Hue:
        return {"ok": self.ok, "degraded": self.degraded, "down": self.down, "recovering": self.recovering}[status]


DARK = Theme(
    name="dark",
    window="#14171c",
    canvas="#12151a",
    panel="#1a1e25",
    raised="#222831",
    line="#303742",
    quiet="#56606e",
    text="#f1f4f8",
    muted="#a3adba",
    accent="#7fb0ff",
    on_accent="#0d1420",
    what_if="#cc9fe0",
    ok=Hue("#4b5563", "#1b2027", "#a3adba"),
    degraded=Hue("#e69f00", "#33270f", "#f5bd4f"),
    down=Hue("#f0524f", "#3d181b", "#ff8a85"),
    recovering=Hue("#56b4e9", "#12293a", "#8bcdf5"),
)
LIGHT = Theme(
    name="light",
    window="#ffffff",
    canvas="#f6f7f9",
    panel="#ffffff",
    raised="#ffffff",
    line="#dfe3e9",
    quiet="#a9b2be",
    text="#171b22",
    muted="#5b6572",
    accent="#1f5fd0",
    on_accent="#ffffff",
    what_if="#8a4fa8",
    ok=Hue("#b9c1cc", "#ffffff", "#5b6572"),
    degraded=Hue("#b36b00", "#fdf3dd", "#7d4b00"),
    down=Hue("#c9302c", "#fdeaea", "#a31d1a"),
    recovering=Hue("#0072b2", "#e3f1fa", "#00588a"),
)

TEXT_FAMILY = "Inter"
NUMBER_FAMILY = "JetBrains Mono"  # digits of equal width
SIZES = {"fine": 11, "small": 12, "body": 13, "label": 14, "title": 17, "clock": 34}  # pixels at scale 1
