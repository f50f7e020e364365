"""States a second of the measured race, beside SPIN's own verifier on the same race, in turn; and bytes a state.

python -m tests.benchmarks.search [--rounds N] [--enactors N] [--plans N]. SPIN is left out where there is no `spin` or
`gcc`; it gets the race written in two ways, and the one it is faster with counts. Rounds are interleaved, so that a
machine that gets slower meanwhile slows both; medians are compared.
"""

import argparse
import re
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from outage_gui.engine.graph import graph_of
from outage_gui.engine.program import Program, compiled
from outage_gui.engine.search import explored
from outage_gui.engine.seen import Seen
from outage_gui.engine.tables import loops
from outage_gui.model.files import read
from tests.benchmarks.race import race

WIDTHS = (64, 20, 10)  # bits used of each word: one, two and four words a state for the race of 4 and 3
ROUNDS_EACH = 2  # of an enactor


class Took(NamedTuple):
    """One run."""

    states: int
    generated: int
    seconds: float


def one_loop(enactors: int, plans: int) -> str:
    """The same race. One `do` loop holds all steps and places are variables, so that SPIN adds no state of its own."""
    names = range(enactors)
    state = "\n".join(f"byte at{i} = 0, plan{i} = 0, left{i} = {ROUNDS_EACH};" for i in names)
    steps = "\n".join(steps_of(i) for i in names)
    return f"""\
byte newest = 1, live = 0, deleted = 0;
{state}
active proctype all() {{
end: do
  :: d_step {{ newest < {plans} -> newest = newest + 1 }}
{steps}
  od
}}
"""


def steps_of(i: int) -> str:
    """One enactor: pick, check, apply, clean, finish are 0 to 4; 5 is the end."""
    return f"""\
  :: d_step {{ at{i} == 0 -> plan{i} = newest; at{i} = 1 }}
  :: d_step {{ at{i} == 1 -> at{i} = (plan{i} > live -> 2 : 4) }}
  :: d_step {{ at{i} == 2 -> live = plan{i}; at{i} = 3 }}
  :: d_step {{ at{i} == 3 -> deleted = deleted | ((1 << (plan{i} - 1)) - 1); at{i} = 4 }}
  :: d_step {{ at{i} == 4 -> left{i} = left{i} - 1; at{i} = (left{i} > 0 -> 0 : 5) }}"""


def processes(enactors: int, plans: int) -> str:
    """The same race as one would write it for SPIN: a process each, its place kept by SPIN."""
    return f"""\
byte newest = 1, live = 0, deleted = 0;
active proctype planner() {{
end: do
  :: d_step {{ newest < {plans} -> newest = newest + 1 }}
  od
}}
active [{enactors}] proctype enactor() {{
  byte plan = 0, left = {ROUNDS_EACH};
end: do
  :: d_step {{ left > 0 -> plan = newest }};
     if
     :: plan > live -> d_step {{ live = plan }}; d_step {{ deleted = deleted | ((1 << (plan - 1)) - 1) }}
     :: else
     fi;
     d_step {{ left = left - 1 }}
  od
}}
"""


def verifier(folder: Path, text: str) -> Path:
    """SPIN's verifier of that text, compiled as its authors advise for safety alone; every state, as is asked of us."""
    folder.mkdir()
    (folder / "race.pml").write_text(text, encoding="utf-8")
    subprocess.run(["spin", "-a", "race.pml"], cwd=folder, check=True, capture_output=True)
    flags = ["-O3", "-DSAFETY", "-DNOFAIR", "-DNOREDUCE", "-DMEMLIM=4096", "-w"]
    subprocess.run(["gcc", *flags, "-o", "pan", "pan.c"], cwd=folder, check=True, capture_output=True)
    return folder / "pan"


def spin(pan: Path) -> Took:
    """One full search; time is its own count of the search, without starting the process where it gives one."""
    began = time.perf_counter()
    ran = subprocess.run([pan, "-m1000000", "-w24", "-E"], cwd=pan.parent, check=True, capture_output=True, text=True)
    seconds = time.perf_counter() - began
    said = re.search(r"elapsed time ([0-9.]+) seconds", ran.stdout)
    states, matched = (number(ran.stdout, what) for what in ("states, stored", "states, matched"))
    return Took(states, states + matched, float(said[1]) if said and float(said[1]) else seconds)


def number(text: str, what: str) -> int:
    found = re.search(rf"([0-9.e+]+) {what}", text)
    return int(float(found[1])) if found else 0


def ours(program: Program) -> Took:
    began = time.perf_counter()
    space = explored(program)
    return Took(space.states, space.generated, time.perf_counter() - began)


def bytes_a_state(program: Program) -> tuple[float, float]:
    """Of the set and the rows kept when the whole race has been met; of the graph besides."""
    space = explored(program)
    seen = Seen(program.words)
    seen.add(space.rows)
    graph = graph_of(program, space)
    return seen.size / space.states, sum(part.nbytes for part in graph[1:]) / space.states


def measured(runs: dict[str, Callable[[], Took]], rounds: int) -> dict[str, list[Took]]:
    """Every run once a round, in turn."""
    found: dict[str, list[Took]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            found[name].append(run())
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--enactors", type=int, default=4)
    parser.add_argument("--plans", type=int, default=3)
    given = parser.parse_args()
    loops()
    scenario = read(race(given.enactors, given.plans, ROUNDS_EACH), "race.yaml")
    programs = [compiled(scenario, bits=bits) for bits in WIDTHS]
    for program in programs:  # what is compiled once and kept on disk
        explored(program)
    runs: dict[str, Callable[[], Took]] = {
        f"{program.words} words a state": lambda program=program: ours(program) for program in programs
    }
    with tempfile.TemporaryDirectory() as folder:
        if shutil.which("spin") and shutil.which("gcc"):
            for name, text in (("one loop", one_loop), ("processes", processes)):
                pan = verifier(Path(folder) / name.replace(" ", "-"), text(given.enactors, given.plans))
                runs[f"SPIN, {name}"] = lambda pan=pan: spin(pan)
        found = measured(runs, given.rounds)
    told(found)
    for program in programs:
        rows, graph = bytes_a_state(program)
        print(f"{program.words} words: {rows:.0f} bytes a state for set and rows, {graph:.0f} for the graph")


def told(found: dict[str, list[Took]]) -> None:
    medians = {name: statistics.median(took.states / took.seconds for took in runs) for name, runs in found.items()}
    reference = max((rate for name, rate in medians.items() if name.startswith("SPIN")), default=None)
    for name, runs in found.items():
        times = statistics.median(took.seconds for took in runs)
        beside = f"  {medians[name] / reference:5.1f} x SPIN" if reference else ""
        counts = f"{runs[0].states:>10,} states {runs[0].generated:>11,} generated"
        print(f"{name:<18} {counts}  {times:7.2f} s  {medians[name] / 1e6:5.2f} M states/s{beside}")


if __name__ == "__main__":
    main()
