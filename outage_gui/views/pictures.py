"""A picture of a moment into a file: the same widgets as on screen, painted onto PNG, SVG or PDF."""

import sys
import time
from errno import EIO

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPoint, QRect, QSize, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPaintDevice, QPdfWriter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication, QWidget

from outage_gui.model.problems import shown
from outage_gui.model.saving import write_whole
from outage_gui.model.scenario import Scenario
from outage_gui.model.words import nearest, quoted
from outage_gui.views.graph import GraphView
from outage_gui.views.lanes import LanesView
from outage_gui.views.look import chosen, wear
from outage_gui.views.main_window import MainWindow
from outage_gui.views.paint import painting
from outage_gui.views.request import Request
from outage_gui.views.settings import Settings
from outage_gui.workbench.theme import Theme
from outage_gui.workbench.workbench import Workbench

REFUSED = 2
FORMATS, FILMS = {".png", ".svg", ".pdf"}, {".mp4", ".gif"}
VIEWS = {"graph", "lanes", "window", "explore"}
PATIENCE = 25.0  # seconds for the layered layout; after that the provisional one is painted
LARGEST = 8000  # pixels a side


def picture(request: Request) -> int:
    """Paint what was asked for; 0, or 2 with one plain line where it cannot be."""
    if wrong := refusal(request):
        print(wrong, file=sys.stderr)
        return REFUSED
    application = QApplication.instance() or QApplication(["outage-gui"])
    assert isinstance(application, QApplication)
    theme = chosen(request.theme)
    wear(application, theme)
    workbench = Workbench(reduced_motion=True, remembers=False)
    try:
        if wrong := placed(workbench, request):
            print(wrong, file=sys.stderr)
            return REFUSED
        widget = view(workbench, request, theme)
        paint(application, widget, request)
        widget.close()
        widget.deleteLater()
    finally:
        workbench.close()
    return 0


def refusal(request: Request) -> str:
    """Why the request cannot be met, before anything is read; empty when it can."""
    suffix = request.output.suffix.lower()
    if suffix not in (FILMS if request.film else FORMATS):
        kinds = "a film ends in .mp4 or .gif" if request.film else "a picture ends in .png, .svg or .pdf"
        return f"outage-gui: {shown(request.output.name)}: {kinds}"
    if request.view not in VIEWS:
        return f"outage-gui: no view '{shown(request.view)}': graph, lanes, window or explore"
    if request.theme not in {"dark", "light"}:
        return f"outage-gui: no theme '{shown(request.theme)}': dark or light"
    if dimensions(request.size) is None:
        return f"outage-gui: '{shown(request.size)}' is no size; write it like 1600x1000, at most {LARGEST} a side"
    if not request.output.parent.is_dir():
        return f"outage-gui: there is no folder {shown(request.output.parent.name)} for the picture"
    if request.output.is_dir():
        return f"outage-gui: {shown(request.output.name)} is a folder"
    if request.output.exists() and request.file.exists() and request.output.samefile(request.file):
        return f"outage-gui: {shown(request.output.name)} is the scenario itself; choose another name"
    if request.output.exists() and not request.force:
        return f"outage-gui: {shown(request.output.name)} exists; --force replaces it"
    return ""


def dimensions(text: str) -> QSize | None:
    parts = text.lower().split("x")
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() and len(part) < 6 for part in parts):
        return None
    width, height = (int(part) for part in parts)
    return QSize(width, height) if 200 <= width <= LARGEST and 200 <= height <= LARGEST else None


def placed(workbench: Workbench, request: Request) -> str:
    """Open the file and go to the moment; what is wrong, in the user's words."""
    workbench.open(request.file)
    if workbench.document.path != request.file:
        return "\n".join(workbench.frame.problems) or f"outage-gui: {workbench.frame.notice}"
    if wrong := unknown(workbench.document.scenario, request):
        return f"outage-gui: {wrong}"
    if request.run:
        workbench.show_run(request.run)
    for fix in request.fixes:
        workbench.set_fix(fix, True)
        if workbench.frame.problems:
            return "\n".join(workbench.frame.problems)
    workbench.dismiss_notice()
    if request.film and not request.at:
        workbench.start()
    else:
        workbench.seek_text(request.at)
    return workbench.frame.notice and f"outage-gui: {workbench.frame.notice}"


def unknown(scenario: Scenario, request: Request) -> str:
    """The first name asked for that the file does not have, with the nearest that it has."""
    wanted = [("run", request.run, [run.name for run in scenario.runs])] if request.run else []
    wanted += [("fix", fix, [known.name for known in scenario.fixes]) for fix in request.fixes]
    for kind, name, known in wanted:
        if name not in known:
            return f"there is no {kind} {quoted(name)}" + (f" ({nearest(name, known)})" if known else "")
    return ""


def view(workbench: Workbench, request: Request, theme: Theme) -> QWidget:
    """The widget to paint, with its final layout."""
    workbench.await_places(PATIENCE)
    if request.view == "explore":
        explored(workbench)
    if request.view in ("window", "explore"):
        return MainWindow(workbench, Settings(None), request.theme)
    made = GraphView(workbench) if request.view == "graph" else LanesView(workbench)
    made.set_theme(theme)
    made.draw(workbench.frame)
    return made


def explored(workbench: Workbench) -> None:
    """Every order first, with every fix; then the screen that shows them, the run seen from there."""
    workbench.explore()
    seen = time.monotonic() + PATIENCE
    while workbench.frame.explore and time.monotonic() < seen:
        workbench.poll()
        explore = workbench.frame.explore
        if explore.state == "running":
            seen = time.monotonic() + PATIENCE
        elif explore.along is not None or explore.outcome is None or explore.outcome.limit:
            break
        time.sleep(0.001)
    workbench.set_screen("explore")


def paint(application: QApplication, widget: QWidget, request: Request) -> None:
    """Show it where nobody sees it, let it come to rest, and write the file whole or not at all."""
    settled(application, widget, request)
    write_whole(drawn(widget, request.output.suffix.lower()), request.output)


def settled(application: QApplication, widget: QWidget, request: Request) -> None:
    """Shown where nobody sees it, at its size and at rest."""
    size = dimensions(request.size)
    assert size is not None
    widget.setMinimumSize(size)
    widget.resize(size)
    widget.show()
    for lanes in [widget, *widget.findChildren(LanesView)]:
        if isinstance(lanes, LanesView):
            lanes.overview.load_chart()
    if isinstance(widget, GraphView):
        widget.fit()
    for _ in range(3):
        application.processEvents()


def drawn(widget: QWidget, suffix: str) -> bytes:
    """The widget as PNG, SVG or PDF."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if suffix == ".png":
        if not widget.grab().save(buffer, "PNG"):
            raise OSError(EIO, "the picture could not be written")
    else:
        device = svg(widget.size(), buffer) if suffix == ".svg" else page(widget.size(), buffer)
        with painting(device) as painter:
            scale = device.width() / widget.width()
            painter.scale(scale, scale)
            widget.render(painter, QPoint())
    return bytes(buffer.data().data())


def svg(size: QSize, into: QIODevice) -> QPaintDevice:
    """With a view box, so that it scales."""
    made = QSvgGenerator()
    made.setOutputDevice(into)
    made.setSize(size)
    made.setViewBox(QRect(QPoint(0, 0), size))
    made.setTitle("Outage replay")
    return made


def page(size: QSize, into: QIODevice) -> QPaintDevice:
    """One PDF page of the picture's shape."""
    made = QPdfWriter(into)
    made.setTitle("Outage replay")
    points = QSizeF(size) * 0.75
    made.setPageSize(QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch))
    made.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    return made
