"""What a frame costs: `python -m tests.benchmarks.frames`. Prints medians and the worst of a hundred, in ms.

The sizes are those of the numbers to keep: 500 services with 1,500 dependencies, 1,500 with 4,500, and 10,000 moves.
"""

import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from outage_gui.workbench import shipped
from outage_gui.workbench.frame import Stage
from outage_gui.workbench.layers import placed
from outage_gui.workbench.sketch import Places
from outage_gui.workbench.stage import sketch_of, staged
from outage_gui.workbench.workbench import Workbench


class Grid:
    """Boxes in rows: what is measured is the frame, not the layout."""

    def stage(self, scenario: object) -> Stage:
        sketch = sketch_of(scenario)
        if len(sketch.boxes) < 100:
            return staged(scenario, placed(sketch), provisional=False)
        boxes = tuple((150.0 * (n % 40), 70.0 * (n // 40), 118.0, 50.0) for n in range(len(sketch.boxes)))
        routes = tuple(((0.0, 0.0), (1.0, 1.0), (2.0, 2.0), (3.0, 3.0)) for _ in sketch.arrows)
        return staged(scenario, Places(boxes, (), routes, (0.0, 0.0, 6000.0, 6000.0)), provisional=False)

    def poll(self) -> Stage | None:
        return None

    def close(self) -> None:
        return None


def services(count: int, needs: int, dice: random.Random) -> str:
    """A layered graph: each service needs some of those before it; the first one follows the switch."""
    lines = ["services:", "  s0: {fails_when: broken == 1, recovers: {after: 30s}}"]
    for number in range(1, count):
        causes = {dice.randrange(max(0, number - 60), number) for _ in range(round(needs / count))}
        told = ", ".join(
            f"{{service: s{cause}, after: {dice.choice((0, 5, 40))}s, kind: {dice.choice(('hard', 'soft'))}}}"
            for cause in sorted(causes)
        )
        lines.append(f"  s{number}: {{needs: [{told}], recovers: {{after: {dice.choice((0, 10, 60))}s}}}}")
    return "\n".join(lines)


def scenario(count: int, needs: int, moves: int) -> str:
    """Two people turn a wheel, `moves` moves in all; forty times one of them throws the switch, or throws it back."""
    every = max(moves // 40, 1)
    thrown = {n: "mend" if n // every % 2 else "break_" for n in range(every - 1, moves, every)}
    schedule = [f"    - switch.{'ab'[n % 2]}.{thrown.get(n, 'turn')}" for n in range(moves)]
    return f"""format: 1
title: {count} services, {needs} dependencies, {moves} moves
state:
  broken: {{type: 0..1, start: 0}}
  turns: {{type: 0..9, start: 0}}
processes:
  switch:
    instances: [a, b]
    order: any
    steps:
      - {{step: break_, do: broken = 1, takes: 90s}}
      - {{step: mend, do: broken = 0, takes: 90s}}
      - {{step: turn, do: turns = (turns + 1) % 10, takes: 2s}}
checks:
  fine: {{always: broken == 0}}
{services(count, needs, random.Random(1))}
runs:
  long:
    schedule:
{chr(10).join(schedule)}
"""


def milliseconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def told(name: str, figures: list[float]) -> None:
    figures = sorted(figures)
    p95 = figures[round(0.95 * (len(figures) - 1))]
    print(f"  {name:<28} median {statistics.median(figures):8.2f}   95 % {p95:8.2f}   worst {figures[-1]:8.2f}")


def measured(path: Path) -> None:
    workbench = Workbench(reduced_motion=True, layout=Grid())
    opening = milliseconds(lambda: workbench.open(path))
    frame = workbench.frame
    print(
        f"{frame.title}: {len(frame.stage.boxes)} boxes, {len(frame.stage.arrows)} arrows, {frame.saying.total} moves"
    )
    print("\n".join(frame.problems))
    print(f"  {'open, replay, first frame':<28} {opening:8.0f}")
    print(f"  {'first frame of the clock':<28} {milliseconds(lambda: workbench.set_axis('clock')):8.0f}")
    workbench.start()
    told("step", [milliseconds(workbench.step) for _ in range(100)])
    told("back", [milliseconds(workbench.back) for _ in range(100)])
    dice = random.Random(2)
    places = [dice.randrange(workbench.frame.saying.total + 1) for _ in range(100)]
    told("jump anywhere", [milliseconds(lambda place=place: workbench.jump(place)) for place in places])
    told("drag on the axis", [milliseconds(lambda: workbench.seek_x(dice.random())) for _ in range(100)])
    workbench.select(workbench.frame.stage.boxes[-1].name)
    told("jump, a service chosen", [milliseconds(lambda place=place: workbench.jump(place)) for place in places])
    workbench.close()


def main() -> None:
    measured(shipped.scenario("aws-2025-10-20-dynamodb-dns.yaml"))
    with TemporaryDirectory() as folder:
        for count, needs, moves in ((500, 1500, 40), (1500, 4500, 40), (30, 60, 10000)):
            path = Path(folder) / f"{count}-{moves}.yaml"
            path.write_text(scenario(count, needs, moves), encoding="utf-8")
            measured(path)


if __name__ == "__main__":
    main()
