"""A step of our graph beside the same recolouring in cytoscape.js, in one run, in ms a frame. Needs npm and Chromium.

python -m tests.benchmarks.cytoscape [--frames N] [--pictures FOLDER]. The package is fetched into a folder that is
thrown away. Both draw the same boxes, labels and arrows' ends at the same places; each frame recolours a tenth. Theirs
is asked for the whole right picture, as ours gives it: on screen it may show stale layers and mend them frames later.
"""

import argparse
import html
import json
import os
import re
import shutil
import statistics
import subprocess
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from outage_gui.views.graph import GraphView
from outage_gui.workbench.frame import Frame, Stage
from outage_gui.workbench.theme import DARK
from tests.benchmarks.graph import CASES, SIZE, made_up, steps, timed
from tests.frames import Verbs

CHROMIUM = (
    "chromium",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
)
PAGE = """<!doctype html><meta charset="utf-8"><style>body{{margin:0;background:{canvas}}}
#cy{{width:{width}px;height:{height}px}}</style><div id="cy"></div><pre id="out"></pre>
<script src="cytoscape.min.js"></script><script>
const data = {data};
const cy = cytoscape({{container: document.getElementById('cy'), elements: data.elements, layout: {{name: 'preset'}},
  style: [
    {{selector: 'node', style: {{shape: 'round-rectangle', width: 'data(w)', height: 'data(h)', label: 'data(label)',
      'text-valign': 'center', 'font-size': 13, color: '{text}', 'background-color': 'data(ground)',
      'border-color': 'data(line)', 'border-width': 1.6}}}},
    {{selector: 'edge', style: {{width: 'data(width)', 'line-color': 'data(line)', 'curve-style': 'bezier',
      'target-arrow-shape': 'triangle', 'target-arrow-color': 'data(line)'}}}}]}});
cy.fit(undefined, 14);
const renderer = cy.renderer(), times = [], sheet = document.createElement('canvas');
sheet.width = {width}; sheet.height = {height};
const context = sheet.getContext('2d');
for (const frame of data.frames) {{
  const began = performance.now();
  cy.batch(() => {{
    frame.nodes.forEach(([id, ground, line]) => cy.getElementById(id).data({{ground, line}}));
    frame.edges.forEach(([id, line, width]) => cy.getElementById(id).data({{line, width}}));
  }});
  context.clearRect(0, 0, sheet.width, sheet.height);
  renderer.render({{forcedContext: context, drawAllLayers: true, forcedZoom: cy.zoom(), forcedPan: cy.pan(),
    forcedPxRatio: 1}});
  context.getImageData(0, 0, 1, 1);
  times.push(performance.now() - began);
}}
document.getElementById('out').textContent = JSON.stringify(times);
</script>"""


def page(stage: Stage, frames: list[Frame]) -> str:
    """The graph as elements, the frames as lists of what changes."""
    nodes = [
        {
            "data": {"id": box.name, "label": box.label, "w": box.place.width, "h": box.place.height, **colours("ok")},
            "position": {"x": box.place.x + box.place.width / 2, "y": box.place.y + box.place.height / 2},
        }
        for box in stage.boxes
    ]
    edges = [
        {"data": {"id": f"e{n}", "source": arrow.source, "target": arrow.target, "line": DARK.quiet, "width": 1.2}}
        for n, arrow in enumerate(stage.arrows)
    ]
    told = {"elements": nodes + edges, "frames": [changes(*pair) for pair in pairwise(frames)]}
    return PAGE.format(data=json.dumps(told), canvas=DARK.canvas, text=DARK.text, width=SIZE[0], height=SIZE[1])


def colours(status: str) -> dict[str, str]:
    hue = DARK.hue(status)  # type: ignore[arg-type]
    return {"ground": hue.ground, "line": hue.line}


def changes(before: Frame, after: Frame) -> dict[str, list[list[object]]]:
    boxes = zip(after.stage.boxes, before.statuses, after.statuses, strict=True)
    arrows = enumerate(zip(before.hurting, after.hurting, strict=True))
    return {
        "nodes": [[box.name, *colours(new).values()] for box, old, new in boxes if old != new],
        "edges": [
            [f"e{n}", DARK.quiet if new == "ok" else DARK.hue(new).line, 1.2 if new == "ok" else 2.2]
            for n, (old, new) in arrows
            if old != new
        ],
    }


def theirs(folder: Path, stage: Stage, frames: list[Frame], picture: Path | None) -> list[float]:
    """ms a frame; the first, which fills their caches, is left out as ours is."""
    file = folder / "page.html"
    file.write_text(page(stage, frames), encoding="utf-8")
    home = f"--user-data-dir={folder / 'home'}"
    command = [*CHROMIUM, home, "--dump-dom", file.as_uri()]
    dom = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout
    if picture is not None:
        shot = [*CHROMIUM, home, f"--window-size={SIZE[0]},{SIZE[1]}", f"--screenshot={picture}", file.as_uri()]
        subprocess.run(shot, capture_output=True, check=True, timeout=300)
    found = re.search(r'<pre id="out">(.*?)</pre>', dom, re.DOTALL)
    times: list[float] = json.loads(html.unescape(found.group(1))) if found and found.group(1) else []
    return times[1:]


def told(name: str, times: list[float]) -> float:
    times = sorted(times)
    middle = statistics.median(times)
    print(f"  {name:<28} median {middle:7.1f} ms   95 % {times[round(0.95 * (len(times) - 1))]:7.1f} ms", flush=True)
    return middle


def measured(folder: Path, services: int, needs: int, count: int, pictures: Path | None) -> None:
    stage = made_up(services, needs)
    frames = list(steps(stage, count + 2))
    view = GraphView(Verbs())
    view.resize(*SIZE)
    view.draw(frames[0])
    view.show()
    QApplication.processEvents()

    def ours(one: Frame) -> None:
        view.draw(one)
        view.repaint()

    print(f"{services} services, {needs} dependencies, {SIZE[0]}x{SIZE[1]}, the whole graph in sight")
    mine = told("ours", [clock for clock, _ in timed(iter(frames[1:]), ours)])
    picture = pictures / f"cytoscape-{services}.png" if pictures else None
    if pictures:
        view.grab().save(str(pictures / f"ours-{services}.png"))
    other = theirs(folder, stage, frames, picture)
    if other:
        print(f"  {'ratio to cytoscape.js':<28} {mine / told('cytoscape.js', other):7.2f}")
    view.close()


def main() -> None:
    reader = argparse.ArgumentParser()
    reader.add_argument("--frames", type=int, default=60)
    reader.add_argument("--pictures", type=Path, help="a folder for both last pictures")
    chosen = reader.parse_args()
    if missing := [name for name in ("npm", "chromium") if shutil.which(name) is None]:
        print(f"not installed: {', '.join(missing)}")
        return
    application = QApplication([])
    with TemporaryDirectory() as folder:
        command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, "cytoscape@3"]
        subprocess.run(command, check=True, capture_output=True)
        shutil.copy(Path(folder, "node_modules/cytoscape/dist/cytoscape.min.js"), folder)
        for services, needs in CASES:
            measured(Path(folder), services, needs, chosen.frames, chosen.pictures)
    application.quit()


if __name__ == "__main__":
    main()
