"""The report as PDF: its words are gathered here, its pages painted by a view."""

import os
import sys
from pathlib import Path

from outage_gui.exporters.asked import Asked, Options
from outage_gui.exporters.report import report
from outage_gui.exporters.table import may_be_written
from outage_gui.model.saving import write_whole
from outage_gui.views.preflight import displays, missing
from outage_gui.workbench.framing import still
from outage_gui.workbench.layout import laid_out
from outage_gui.workbench.setting import Setting

REFUSED = 2


def print_report(file: Path, output: Path, options: Options, *, force: bool = False) -> int:
    """Write it whole or not at all; 0, or 2 where Qt cannot paint here. Raises what `export` raises."""
    may_be_written(output, file, force=force)
    if not displays(os.environ):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if wrong := missing(needs_window=False):
        print(wrong, file=sys.stderr)
        return REFUSED
    from outage_gui.views.offscreen import application
    from outage_gui.views.report_pdf import as_pdf

    asked = Asked(file, options, output.stem)
    setting = Setting(asked.replay, laid_out(asked.replay.scenario))
    told = report(asked, setting)
    application()
    fixes = frozenset(asked.told.fixes)
    write_whole(as_pdf(told, lambda here: still(setting, here, fixes)), output)
    print(output.name)
    return 0
