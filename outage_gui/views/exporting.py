"""Exports from the window: our own command line in a process of its own, so that the window goes on meanwhile.

What is on disk is exported, so unsaved changes are told about. One export at a time; asking again cancels it.
"""

import os
import sys
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment
from PySide6.QtWidgets import QFileDialog, QWidget

from outage_gui.model.problems import shown
from outage_gui.model.saving import write_together
from outage_gui.workbench.shipped import PACKAGE

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench

KINDS = (
    ("HTML replay, one page", ".html"), ("Report as PDF", ".pdf"), ("Report as Markdown", ".md"),
    ("Film as MP4", ".mp4"), ("Film as GIF", ".gif"), ("Data as JSON", ".json"), ("Timeline as CSV", ".csv"),
    ("Graph for Graphviz", ".dot"), ("Graph for Mermaid", ".mmd"), ("Promela for SPIN", ".pml"),
    ("TLA+ for TLC", ".tla"),
)  # fmt: skip
CHECKERS = {".pml", ".tla"}  # every order: no run belongs to them


class Exporting(QObject):
    """`ask` opens the dialog and begins; the outcome is a line over the graph."""

    def __init__(self, window: QWidget, workbench: "Workbench") -> None:
        super().__init__(window)
        self._window, self._workbench = window, workbench
        self._process: QProcess | None = None

    def ask(self) -> None:
        if self._process is not None:
            self._process.kill()
            return
        frame = self._workbench.frame
        if frame.unsaved or frame.untitled:
            self._workbench.tell("Save the scenario first: what is on disk is exported.")
            return
        filters = ";;".join(f"{title} (*{suffix})" for title, suffix in KINDS)
        path, chosen = QFileDialog.getSaveFileName(self._window, "Export", frame.file.rsplit(".", 1)[0], filters)
        if path:
            suffix = next(suffix for title, suffix in KINDS if chosen.startswith(title)) if chosen else ".html"
            output = Path(path) if Path(path).suffix else Path(path + suffix)
            if output != Path(path) and output.exists():  # the dialog has asked about another name
                self._workbench.tell(f"{shown(output.name)} is there already: give its whole name to replace it.")
            else:
                self.begin(output)

    def begin(self, output: Path) -> None:
        """Write it there; the dialog has asked already whether a file may be replaced."""
        try:
            folder = Path(mkdtemp(prefix=".export-", dir=output.parent))
        except OSError as wrong:
            self._workbench.tell(f"{shown(output.name)} cannot be written there: {wrong.strerror or wrong}")
            return
        process = QProcess(self)
        surroundings = QProcessEnvironment.systemEnvironment()
        surroundings.insert("PYTHONPATH", os.pathsep.join([str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")]))
        surroundings.insert("QT_QPA_PLATFORM", "offscreen")
        process.setProcessEnvironment(surroundings)
        process.finished.connect(lambda code: self._finished(process, folder, output, code))
        self._process = process
        self._workbench.tell(f"Writing {shown(output.name)} … (Export again cancels)")
        process.start(sys.executable, ["-m", "outage_gui", *self._words(folder / output.name)])

    def _words(self, output: Path) -> list[str]:
        frame, words = (
            self._workbench.frame,
            ["export", str(self._workbench.document.path), "-o", str(output), "--force"],
        )
        run = next((one.name for one in frame.runs if one.on), "")
        if run and output.suffix.lower() not in CHECKERS | {".mp4", ".gif"}:
            words += ["--run", run]
        for fix in frame.fixes:
            words += ["--with", fix.name] if fix.on else []
        return words

    def _finished(self, process: QProcess, folder: Path, output: Path, code: int) -> None:
        """What is whole is put in its place; what is not goes with its folder."""
        self._process = None
        if process.exitStatus() == QProcess.ExitStatus.CrashExit:
            self._workbench.tell(f"{shown(output.name)} was not written: the export was cancelled.")
        elif code:
            told = bytes(process.readAllStandardError().data()).decode("utf-8", "replace").strip().split("\n")
            self._workbench.tell(f"{shown(output.name)} was not written: {shown(told[-1], 200)}")
        else:
            self._place(folder, output)
        rmtree(folder, ignore_errors=True)
        process.deleteLater()

    def _place(self, folder: Path, output: Path) -> None:
        """A file that belongs to it is replaced only along with it: the dialog has asked about no other."""
        files = [(output.with_name(file.name), file) for file in sorted(folder.iterdir())]
        kept = next((path.name for path, _ in files if path.exists() and not output.exists()), "")
        if kept:
            self._workbench.tell(f"{shown(output.name)} was not written: {shown(kept)} is there already.")
            return
        try:
            write_together([(path, file.read_bytes()) for path, file in files])
        except OSError as wrong:
            self._workbench.tell(f"{shown(output.name)} was not written: {wrong.strerror or wrong}")
        else:
            self._workbench.tell(f"{shown(output.name)} is written.")

    def stop(self) -> None:
        """With the window: what is unfinished goes, and so does whoever does not end in time."""
        if self._process is not None:
            self._process.kill()
            self._process.waitForFinished(2_000)
