"""Writes the layout of the shipped flagship into `resources/layouts`, so that its first frame is its final one.

To be run after the services, their groups or their needs changed there: python -m outage_gui.workbench.ship_layout
"""

from outage_gui.model.files import load
from outage_gui.workbench.layout_worker import best
from outage_gui.workbench.shipped import flagship, resource
from outage_gui.workbench.sketch import digest, text_of
from outage_gui.workbench.stage import sketch_of


def main() -> None:
    sketch = sketch_of(load(flagship()).scenario)
    folder = resource("layouts")
    folder.mkdir(exist_ok=True)
    for stale in folder.glob("*.json"):
        stale.unlink()
    (folder / f"{digest(sketch)}.json").write_text(text_of(best(sketch)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
