"""Saves a file once and says whether it was saved; for the tests that break the save from outside."""

import sys
from pathlib import Path

from outage_gui.model import files

path, text = Path(sys.argv[1]), Path(sys.argv[2]).read_bytes().decode()
print("ready", flush=True)
sys.stdin.readline()
try:
    files.save(text, path)
except OSError as error:
    print("refused", error.errno, flush=True)
else:
    print("saved", flush=True)
