"""The report as PDF: its words are gathered here, its pages painted by a view."""

import os
import sys
from errno import EIO
from pathlib import Path
from secrets import token_hex

from outage_gui.exporters.asked import Asked, Options
from outage_gui.exporters.report import report
from outage_gui.exporters.table import refused
from outage_gui.views.preflight import displays, missing
from outage_gui.workbench.setting import Setting
from outage_gui.workbench.workbench import Workbench

REFUSED = 2


def print_report(file: Path, output: Path, options: Options, *, force: bool = False) -> int:
    """Write it whole or not at all; 0, or 2 where Qt cannot paint here. Raises what `export` raises."""
    if output.exists() and not force:
        raise refused(output.name, "is there already", "--force replaces it")
    if not displays(os.environ):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if wrong := missing(needs_window=False):
        print(wrong, file=sys.stderr)
        return REFUSED
    from outage_gui.views.offscreen import application

    asked = Asked(file, options, output.stem)
    asked.replay  # noqa: B018  # what is wrong with the run is told before anything is painted
    application()
    workbench = Workbench(reduced_motion=True, remembers=False)
    try:
        _written(asked, workbench, output)
    finally:
        workbench.close()
    print(output.name)
    return 0


def _written(asked: Asked, workbench: Workbench, output: Path) -> None:
    from outage_gui.views.report_pdf import write_pdf

    workbench.open(asked.file)
    for fix in asked.fixes:
        workbench.set_fix(fix, True)
    if asked.replay.run:
        workbench.show_run(asked.replay.run)
    workbench.await_places()
    path = output.with_name(f".report-{token_hex(4)}.pdf")
    try:
        write_pdf(report(asked, Setting(asked.replay, workbench.frame.stage)), workbench, path)
        if not path.is_file() or not path.stat().st_size:
            raise OSError(EIO, "the report could not be written")
        os.replace(path, output)
    except OSError as wrong:
        raise OSError(wrong.errno, wrong.strerror, output.name) from None
    finally:
        path.unlink(missing_ok=True)
