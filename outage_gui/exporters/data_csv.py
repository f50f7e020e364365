"""A replay as a table for spreadsheets: one row an event, no cell of which is taken for a formula.

With a byte order mark, without which some programs take UTF-8 for something else; lines end as the standard wants.
"""

import csv
import io

from outage_gui.exporters.asked import Asked
from outage_gui.exporters.plain import cell
from outage_gui.exporters.rows import rows

HEAD = ("id", "at", "since start", "kind", "who", "what", "status", "changed", "cause", "because", "basis", "source")


def as_csv(asked: Asked) -> str:
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(HEAD)
    writer.writerows([cell(text) for text in row] for row in rows(asked.replay, asked.here))
    if asked.stop:
        writer.writerow(["", "", "", "stopped", "", cell(asked.stop), *[""] * (len(HEAD) - 6)])
    return "\ufeff" + made.getvalue()
