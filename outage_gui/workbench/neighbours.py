"""Walking from box to box by the arrow keys."""

from collections.abc import Sequence

from outage_gui.workbench.frame import Box

ASIDE = 2.5  # how much worse a unit across is than one ahead


def neighbour(boxes: Sequence[Box], selected: str | None, dx: int, dy: int) -> str | None:
    """The nearest box in that direction; the selected one where there is none, the first where none is selected."""
    here = next((box for box in boxes if box.name == selected), None)
    if here is None:
        return boxes[0].name if boxes else None
    x, y = _centre(here)
    best, least = here.name, float("inf")
    for box in boxes:
        right, down = _centre(box)[0] - x, _centre(box)[1] - y
        ahead, across = right * dx + down * dy, abs(right * dy) + abs(down * dx)
        if ahead > 0 and ahead + ASIDE * across < least:
            best, least = box.name, ahead + ASIDE * across
    return best


def _centre(box: Box) -> tuple[float, float]:
    return box.place.x + box.place.width / 2, box.place.y + box.place.height / 2
