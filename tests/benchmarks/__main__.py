"""All benchmarks, one after the other, each in a fresh process: `python -m tests.benchmarks`, or some: `… step graph`.

Each prints its lines with what it is compared with; the numbers to keep are printed above them.
"""

import subprocess
import sys
import time

TARGETS = {
    "start": "first painted frame <= 3.0 x a bare window; --version <= 0.25 s over python -c pass; peak <= 300 MB",
    "step": "step to painted: 500/1,500 at 1x median <= 16 ms, 95 % <= 33 ms; 1,500/4,500 <= 40 ms; jump <= 50 ms",
    "layout": "layout of 1,000 services, 1,400 dependencies <= 2.5 s; the window never waits",
    "graph": "the graph alone beside a plain QGraphicsScene of its size",
    "frames": "the frame alone, nothing painted: part of step to painted",
    "live": "an edit to its answer, under 10,000 states <= 0.2 s; the window's process never works 0.1 s at a stretch",
    "edit": "a key in a 5,000-line scenario to its problems <= 100 ms; an edit of 200 services to painted <= 33 ms",
    "spread": "5,000 services over a day <= 1 s",
    "clock": "a million events: pan and zoom to painted <= 16 ms after one-time indexing",
    "talk": "20 minutes of stepping with a disturbance each minute: no stall over 100 ms, nothing lost",
    "cytoscape": "a step of the same graph beside cytoscape.js in headless Chromium: at least as fast",
}


def main() -> int:
    """How many of them failed to run; unknown names are told."""
    names = sys.argv[1:] or list(TARGETS)
    if unknown := [name for name in names if name not in TARGETS]:
        print(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(TARGETS)}")
        return 2
    failed = 0
    for name in names:
        print(f"== {name}: {TARGETS[name]}", flush=True)
        began = time.monotonic()
        failed += subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}"], check=False).returncode != 0
        print(f"   ({time.monotonic() - began:.0f} s)", flush=True)
    return failed


if __name__ == "__main__":
    raise SystemExit(main())
