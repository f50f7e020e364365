"""A step of our graph beside the same recolouring in cytoscape.js, in one run, in ms a frame. Needs npm and Chromium.

python -m tests.benchmarks.cytoscape [--frames N] [--pictures FOLDER]. The package is fetched into a folder that is
thrown away. Both draw the same boxes, labels and arrows' ends at the same places, at one pixel a point; each frame
recolours a tenth. Theirs is timed twice: by its layers, which it shows stale and mends frames later, and all elements
drawn. Beside each: how many boxes had the colour asked for in the last frame. Only a picture that is right is compared.
"""

import argparse
import html
import json
import os
import re
import shutil
import statistics
import subprocess
from base64 import b64decode
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

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
const renderer = cy.renderer(), sheet = document.createElement('canvas');
sheet.width = {width}; sheet.height = {height};
const context = sheet.getContext('2d'), drawn = renderer.getCachedZSortedEles().nondrag;
function shown(frame, draw) {{
  const began = performance.now();
  cy.batch(() => {{
    frame.nodes.forEach(([id, ground, line]) => cy.getElementById(id).data({{ground, line}}));
    frame.edges.forEach(([id, line, width]) => cy.getElementById(id).data({{line, width}}));
  }});
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, sheet.width, sheet.height);
  context.translate(cy.pan().x, cy.pan().y);
  context.scale(cy.zoom(), cy.zoom());
  draw();
  context.getImageData(0, 0, 1, 1);
  return performance.now() - began;
}}
function right() {{
  return cy.nodes().filter(node => {{
    const {{x, y}} = node.renderedPosition(), above = 0.3 * node.renderedHeight();
    const [r, g, b] = context.getImageData(Math.floor(x), Math.floor(y - above), 1, 1).data;
    return '#' + [r, g, b].map(part => part.toString(16).padStart(2, '0')).join('') === node.data('ground');
  }}).length;
}}
const ways = {{
  layers: () => renderer.drawLayeredElements(context, drawn, 1, cy.extent()),
  all: () => renderer.drawElements(context, drawn),
}};
const told = Object.entries(ways).map(([way, draw]) =>
  [way, {{times: data.frames.map(frame => shown(frame, draw)), right: right(), picture: sheet.toDataURL()}}]);
document.getElementById('out').textContent = JSON.stringify(Object.fromEntries(told));
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


class Way(NamedTuple):
    """One way of theirs to paint. `right`: boxes in the colour asked for, in the last frame."""

    times: list[float]
    right: int
    picture: str  # PNG as an address


def theirs(folder: Path, stage: Stage, frames: list[Frame]) -> dict[str, Way]:
    """ms a frame by each way; the first, which fills their caches, is left out as ours is."""
    file = folder / "page.html"
    file.write_text(page(stage, frames), encoding="utf-8")
    command = [*CHROMIUM, f"--user-data-dir={folder / 'home'}", "--dump-dom", file.as_uri()]
    dom = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout
    found = re.search(r'<pre id="out">(.+?)</pre>', dom, re.DOTALL)
    ways = json.loads(html.unescape(found.group(1))) if found else {}
    return {name: Way(way["times"][1:], way["right"], way["picture"]) for name, way in ways.items()}


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
    for name, way in theirs(folder, stage, frames).items():
        other = told(f"cytoscape.js, {name}", way.times)
        print(f"    {way.right} of {services} boxes right" + f", ratio {mine / other:.2f}" * (way.right == services))
        if pictures:
            (pictures / f"cytoscape-{services}-{name}.png").write_bytes(b64decode(way.picture.split(",")[1]))
    if pictures:
        view.grab().save(str(pictures / f"ours-{services}.png"))
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
