"""What the window remembers between starts: its place, dark or light, less motion. Never anything of a scenario."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QWidget

VERSION = 1  # of the window's arrangement: another one is not restored


class Settings:
    """An INI file at `path`; None remembers nothing (tests, pictures)."""

    def __init__(self, path: Path | None) -> None:
        self._store = QSettings(str(path), QSettings.Format.IniFormat) if path else None

    @property
    def theme(self) -> str:
        return self._text("theme", "system")

    @property
    def reduced_motion(self) -> bool:
        return self._text("motion", "full") == "reduced"

    def remember(self, key: str, value: str) -> None:
        if self._store:
            self._store.setValue(key, value)

    def _text(self, key: str, default: str) -> str:
        value = self._store.value(key, default) if self._store else default
        return value if isinstance(value, str) else default

    def keep(self, window: QWidget) -> None:
        """Remember where the window is."""
        if self._store:
            self._store.setValue(f"geometry{VERSION}", window.saveGeometry())
            self._store.sync()

    def restore(self, window: QWidget) -> None:
        """Put the window where it was; Qt moves it onto a screen that is there."""
        kept = self._store.value(f"geometry{VERSION}") if self._store else None
        if isinstance(kept, QByteArray):
            window.restoreGeometry(kept)
        else:
            window.resize(1440, 900)
