"""The two families that come with the program, so that every machine shows the same."""

from functools import cache
from typing import Literal

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFont, QFontDatabase

from outage_gui.workbench.shipped import resource
from outage_gui.workbench.theme import NUMBER_FAMILY, TEXT_FAMILY

Weight = Literal["regular", "medium", "semibold", "bold"]
_WEIGHTS = {
    "regular": QFont.Weight.Normal,
    "medium": QFont.Weight.Medium,
    "semibold": QFont.Weight.DemiBold,
    "bold": QFont.Weight.Bold,
}


@cache
def load() -> tuple[str, ...]:
    """Hand the shipped files to Qt, once; the families found. Needs a QGuiApplication."""
    files = sorted(path for path in resource("fonts").iterdir() if path.suffix in {".otf", ".ttf"})
    made = [QFontDatabase.addApplicationFontFromData(QByteArray(path.read_bytes())) for path in files]
    return tuple(sorted({family for number in made for family in QFontDatabase.applicationFontFamilies(number)}))


@cache
def font(size: float, weight: Weight = "regular", numbers: bool = False) -> QFont:
    """Size in pixels at scale 1. `numbers`: the family whose digits are of equal width; the other one has them as a
    feature. The value is shared: copy it (`QFont(font(...))`) before changing it."""
    load()
    made = QFont(NUMBER_FAMILY if numbers else TEXT_FAMILY)
    made.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setPixelSize(max(1, round(size)))
    made.setWeight(_WEIGHTS[weight])
    if not numbers:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made
