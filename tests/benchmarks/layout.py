"""Layout: until there is a picture to show, and until the worker's answer; `python -m tests.benchmarks.layout`.

Nothing kept on disk is used. Beside it what the window waits for at most: the longest single call.
"""

import random
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from outage_gui.model.scenario import Group, Need, Scenario, Service
from outage_gui.workbench.layout import Layout

CASES = ((100, 150), (400, 600), (1000, 1400), (1500, 4500))


def made_up(services: int, needs: int) -> Scenario:
    """Groups of twenty; three quarters of the needs stay near."""
    dice = random.Random(services)
    wanted: dict[int, set[int]] = {}
    while sum(map(len, wanted.values())) < needs:
        target = dice.randrange(1, services)
        source = dice.randrange(max(0, target - 40), target) if dice.random() < 0.75 else dice.randrange(target)
        wanted.setdefault(target, set()).add(source)
    return Scenario(
        format=1,
        title="",
        groups=tuple(Group(name=f"group-{number}") for number in range(-(-services // 20))),
        services=tuple(
            Service(
                name=f"s{number}",
                label=f"Service number {number}",
                group=f"group-{number // 20}",
                needs=tuple(Need(services=(f"s{one}",)) for one in sorted(wanted.get(number, ()))),
            )
            for number in range(services)
        ),
    )


def measured(services: int, needs: int, folder: Path) -> None:
    layout = Layout(folder=folder)
    began, own = time.perf_counter(), time.process_time()
    stage = layout.stage(made_up(services, needs))
    first, own = time.perf_counter() - began, time.process_time() - own
    longest = 0.0
    while stage.provisional:
        time.sleep(0.01)
        call = time.perf_counter()
        stage = layout.poll() or stage
        longest = max(longest, time.perf_counter() - call)
    last = time.perf_counter() - began
    layout.close()
    print(
        f"  {services:5} services, {needs:5} dependencies: a picture after {first:5.2f} s (processor {own:5.2f}),"
        f" the final one after {last:5.2f} s, longest look at the worker {longest * 1e3:4.0f} ms",
        flush=True,
    )


def main() -> None:
    with TemporaryDirectory() as folder:
        for services, needs in CASES:
            measured(services, needs, Path(folder))


if __name__ == "__main__":
    main()
