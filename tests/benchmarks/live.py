"""An edit to its answer in an open workbench, and how long the window's process works without a pause. Medians in ms.

python -m tests.benchmarks.live [--rounds N]. The race as published, with more and more plans; CPU time of this process
beside the clock's, since a busy machine stretches the second one.
"""

import argparse
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from outage_gui.workbench.shipped import scenario
from outage_gui.workbench.workbench import Workbench

PLANS = (5, 10, 14)
AIM = "answer <= 200 under 10,000 states; never >= 100 at a stretch"


class Round(NamedTuple):
    """Seconds from the edit to the verdict: by the clock, of CPU; the longest work between two looks at the queue."""

    clock: float
    cpu: float
    longest: float


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    with TemporaryDirectory() as folder:
        for plans in PLANS:
            path = Path(folder) / f"race-{plans}.yaml"
            path.write_text(race(plans), encoding="utf-8")
            told(plans, *measured(path, rounds))


def race(plans: int) -> str:
    text = scenario("dns-race-published.yaml").read_text(encoding="utf-8").partition("\nfixes:")[0] + "\n"
    return text.replace("0..5", f"0..{plans}").replace("size: 5", f"size: {plans}").replace("< 5", f"< {plans}")


def measured(path: Path, rounds: int) -> tuple[int, list[Round]]:
    """States, and one round an edit; the first edit is not counted."""
    workbench = Workbench(reduced_motion=True)
    workbench.open(path)
    workbench.explore()
    list(polled(workbench))
    found = [edited(workbench, number) for number in range(rounds + 1)][1:]
    outcome = workbench.frame.explore.outcome if workbench.frame.explore else None
    assert outcome is not None
    workbench.close()
    return outcome.states, found


def edited(workbench: Workbench, number: int) -> Round:
    text = workbench.document.text
    began, cpu = time.perf_counter(), time.process_time()
    workbench.edit(text.replace("title: ", f"title: {number}", 1), "Another title")
    stretches = [time.process_time() - cpu, *polled(workbench)]
    return Round(time.perf_counter() - began, time.process_time() - cpu, max(stretches))


def polled(workbench: Workbench) -> Iterator[float]:
    """CPU seconds of each look, until the answer is there."""
    while workbench.frame.explore is None or workbench.frame.explore.outcome is None:
        began = time.process_time()
        workbench.poll()
        yield time.process_time() - began


def told(plans: int, states: int, rounds: list[Round]) -> None:
    middle = Round(*(statistics.median(column) * 1000 for column in zip(*rounds, strict=True)))
    worst = max(one.longest for one in rounds) * 1000
    print(
        f"{plans:3} plans, {states:6,} states: answer {middle.clock:4.0f} (CPU {middle.cpu:4.0f}), "
        f"longest stretch {middle.longest:3.0f}, worst {worst:3.0f}   [{AIM}]"
    )


if __name__ == "__main__":
    main()
