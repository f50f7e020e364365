"""What this program is made of, with versions, and under which licences its fonts and icons came."""

import platform
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from outage_gui.views.plain import label
from outage_gui.workbench.shipped import resource

PARTS = (
    "PySide6-Essentials",
    "pyqtgraph",
    "networkx",
    "pydantic",
    "numpy",
    "PyYAML",
    "pygraphviz",
    "typer",
)


def versions() -> str:
    lines = [f"outage-gui {known('outage-gui')}", f"Python {platform.python_version()} on {platform.system()}"]
    return "\n".join(lines + [f"{part} {known(part)}" for part in PARTS])


def known(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


class About(QDialog):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("About")
        text = QPlainTextEdit()
        text.setReadOnly(True)
        text.setPlainText(f"{versions()}\n\n{licences()}")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton("Copy versions", QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QApplication.clipboard().setText(versions()))
        buttons.rejected.connect(self.reject)
        lines = QVBoxLayout(self)
        lines.addWidget(label("Outage replay", name="title"))
        lines.addWidget(label("Replays an outage: who raced, what it broke, and which fix works.", name="muted"))
        lines.addWidget(text)
        lines.addWidget(buttons)
        self.resize(620, 460)


def licences() -> str:
    texts = [resource(name).read_text(encoding="utf-8") for name in ("icons/LICENSE.txt", "fonts/LICENSES.txt")]
    return "\n\n".join(texts)
