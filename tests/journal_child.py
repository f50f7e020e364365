"""Edits a file every 20 ms as a window would, until it is killed; says each edit's number and time once it is made."""

import sys
import time
from itertools import count
from pathlib import Path

from outage_gui.model.files import load
from outage_gui.workbench.keeping import Keeping

keeping, document = Keeping(), load(Path(sys.argv[1]))
keeping.follow(document, document.path)
for number in count():
    text = document.text.replace("title:", f"title: {number} ", 1)
    print(number, time.time(), flush=True)
    keeping.keep(text)
    time.sleep(0.02)
