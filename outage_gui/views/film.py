"""A film of a story or a run: the same widgets as on screen, stepped by its own clock, handed to an encoder.

MP4 by ffmpeg (the extra `video` brings one, else the system's), GIF by Pillow. A picture that has not changed is not
painted again. Nothing is left under the name asked for until the film is whole.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from errno import EIO
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from outage_gui.model.saving import write_whole
from outage_gui.model.scenario import Scene
from outage_gui.views.fonts import font
from outage_gui.views.look import chosen, wear
from outage_gui.views.main_window import MainWindow
from outage_gui.views.paint import painting
from outage_gui.views.pictures import dimensions, placed, refusal, settled, view
from outage_gui.views.plain import plain
from outage_gui.views.request import Request
from outage_gui.workbench.frame import Frame
from outage_gui.workbench.story_edits import reading
from outage_gui.workbench.theme import Theme
from outage_gui.workbench.workbench import Workbench

REFUSED = 2
SECONDS = 600  # of a film at most
HOLD = 2.5  # seconds at both ends of a run
RATES = {".mp4": 30, ".gif": 8}
CAPTION = 0.17  # of the height
QUALITY = "-c:v libx264 -preset veryfast -crf 20 -pix_fmt yuv420p -movflags +faststart"


class Shot(NamedTuple):
    """A picture shown for so many frames of the film."""

    image: QImage
    frames: int


def film(request: Request) -> int:
    """Write what was asked for; 0, or 2 with one plain line where it cannot be."""
    if wrong := refusal(request) or without_encoder(request.output.suffix.lower()):
        print(wrong, file=sys.stderr)
        return REFUSED
    application = QApplication.instance() or QApplication(["outage-gui"])
    assert isinstance(application, QApplication)
    theme = chosen(request.theme)
    wear(application, theme)
    workbench = Workbench(remembers=False)
    try:
        if wrong := placed(workbench, request):
            print(wrong, file=sys.stderr)
            return REFUSED
        widget = view(workbench, request, theme)
        settled(application, widget, request)
        if isinstance(widget, MainWindow):
            widget.stand_still()
        encoded(shots(application, workbench, widget, request, theme), request)
        widget.close()
        widget.deleteLater()
    finally:
        workbench.close()
    return 0


def without_encoder(suffix: str) -> str:
    if suffix == ".mp4" and not ffmpeg():
        return "outage-gui: no ffmpeg here: pip install 'outage-gui[video]', or write a .gif"
    return ""


def ffmpeg() -> str:
    """The program, empty where there is none."""
    try:
        from imageio_ffmpeg import get_ffmpeg_exe
    except ImportError:
        return shutil.which("ffmpeg") or ""
    return str(get_ffmpeg_exe())


# --- what is shown ------------------------------------------------------------------------------------------------


def shots(
    application: QApplication, workbench: Workbench, widget: QWidget, request: Request, theme: Theme
) -> Iterator[Shot]:
    """Of the story where the file has one and nothing else was asked for; else of the run from then on, by steps."""
    rate = RATES[request.output.suffix.lower()]
    camera = Camera(application, workbench, widget, theme)
    story = workbench.document.scenario.story
    whole = bool(story) and not request.run and not request.at
    taken = told(camera, workbench, story, rate) if whole else replayed(camera, workbench, rate)
    total = 0
    for shot in taken:
        total += shot.frames
        if total > SECONDS * rate:
            return
        yield shot


def told(camera: "Camera", workbench: Workbench, story: tuple[Scene, ...], rate: int) -> Iterator[Shot]:
    """Every scene for as long as its words take to read; what arrives with it is seen arriving."""
    workbench.start()
    for number, scene in enumerate(story, start=1):
        workbench.chapter(number)
        yield from camera.held(round(reading(scene) * rate), rate, scene)


def replayed(camera: "Camera", workbench: Workbench, rate: int) -> Iterator[Shot]:
    """From the moment on that was asked for, else from the start."""
    yield from camera.held(round(HOLD * rate), rate)
    workbench.play()
    while workbench.frame.transport.playing:
        yield from camera.held(1, rate)
    yield from camera.held(round(HOLD * rate), rate)


class Camera:
    """Takes pictures of a widget, with the words of a scene below, as time goes on frame by frame."""

    def __init__(self, application: QApplication, workbench: Workbench, widget: QWidget, theme: Theme) -> None:
        self._application, self._workbench, self._widget, self._theme = application, workbench, widget, theme
        self._drawn: Frame | None = None
        self._image = QImage()
        self._scene: Scene | None = None

    def held(self, frames: int, rate: int, scene: Scene | None = None) -> Iterator[Shot]:
        """So many frames; equal ones as one shot."""
        waiting = 0
        for _ in range(frames):
            if self._workbench.frame is self._drawn and scene is self._scene:
                waiting += 1
            else:
                if waiting:
                    yield Shot(self._image, waiting)
                self._take(scene)
                waiting = 1
            self._workbench.tick(1000 / rate)
        if waiting:
            yield Shot(self._image, waiting)

    def _take(self, scene: Scene | None) -> None:
        frame = self._workbench.frame
        draw: Callable[[Frame], None] | None = getattr(self._widget, "draw", None)
        if draw is not None:
            draw(frame)
        self._application.processEvents()
        picture = QPixmap(self._widget.size())
        self._widget.render(picture)
        if scene is not None:
            with painting(picture) as painter:
                caption(painter, QSize(picture.size()), scene, self._theme)
        self._image = picture.toImage().convertToFormat(QImage.Format.Format_RGB32)
        self._drawn, self._scene = frame, scene


def caption(painter: QPainter, size: QSize, scene: Scene, theme: Theme) -> None:
    """Title and words of the scene on a band along the foot, to be read from the back of a room."""
    high = size.height() * CAPTION
    band = QRectF(0, size.height() - high, size.width(), high)
    painter.fillRect(band, QColor(theme.panel))
    painter.fillRect(QRectF(0, band.y(), size.width(), 2), QColor(theme.accent))
    inner = band.adjusted(size.width() * 0.03, high * 0.1, -size.width() * 0.03, -high * 0.08)
    painter.setPen(QColor(theme.text))
    painter.setFont(font(high * 0.2, "semibold"))
    painter.drawText(QRectF(inner.x(), inner.y(), inner.width(), high * 0.3), LEFT, plain(scene.title, 120))
    painter.setFont(font(high * 0.155))
    painter.setPen(QColor(theme.muted))
    below = QRectF(inner.x(), inner.y() + high * 0.3, inner.width(), inner.height() - high * 0.3)
    painter.drawText(below, int(Qt.TextFlag.TextWordWrap), plain(scene.say, 400))


LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


# --- into a file --------------------------------------------------------------------------------------------------


def encoded(taken: Iterator[Shot], request: Request) -> None:
    """An interrupted film leaves nothing behind."""
    output = request.output
    if output.suffix.lower() == ".gif":
        write_whole(as_gif(taken), output)
        return
    size = dimensions(request.size)
    assert size is not None
    with TemporaryDirectory(prefix=".film-", dir=output.parent) as folder:
        film = Path(folder) / "film.mp4"
        as_mp4(taken, film, size)
        write_whole(film.read_bytes(), output)


def as_mp4(taken: Iterator[Shot], path: Path, size: QSize) -> None:
    """Into a file of its own: the encoder goes back to its beginning at the end."""
    wide, high = size.width() // 2 * 2, size.height() // 2 * 2
    source = f"-f rawvideo -pix_fmt bgra -s {wide}x{high} -r {RATES['.mp4']} -i -"
    command = [ffmpeg(), "-loglevel", "error", *source.split(), *QUALITY.split(), str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as encoder:
        assert encoder.stdin is not None
        try:
            for shot in taken:
                pixels = bytes(shot.image.scaled(wide, high).constBits())
                for _ in range(shot.frames):
                    encoder.stdin.write(pixels)
            encoder.stdin.close()
        except BaseException:
            encoder.kill()
            raise
    if encoder.returncode:
        raise OSError(EIO, "the film could not be encoded")


def as_gif(taken: Iterator[Shot]) -> bytes:
    from PIL import Image

    pictures, lasting = [], []
    for shot in taken:
        raw = bytes(shot.image.constBits())
        picture = Image.frombuffer("RGB", (shot.image.width(), shot.image.height()), raw, "raw", "BGRX", 0, 1)
        pictures.append(picture.quantize(128, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE))
        lasting.append(round(1000 * shot.frames / RATES[".gif"]))
    if not pictures:
        raise OSError(EIO, "there is nothing to show")
    film = BytesIO()
    pictures[0].save(film, "GIF", save_all=True, append_images=pictures[1:], duration=lasting, loop=0, optimize=False)
    return film.getvalue()
