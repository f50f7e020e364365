"""Our own placing: nested frames as columns of boxes, causes left or above, frames stretched into a tidy whole.

Some milliseconds for 500 boxes. The window shows it before the worker has answered; for small graphs the worker only
adds routes to it or finds that the freely layered picture is better. `order.py` says what stands before what.
"""

from typing import NamedTuple

from outage_gui.workbench.order import Item, Tree, ranks
from outage_gui.workbench.routes import route
from outage_gui.workbench.sketch import Area, Places, Sketch

GAP_ACROSS = 40.0  # between columns of boxes: room for arrows
GAP_FRAMES = 20.0
GAP_DOWN = 16.0
MOST_GAP_DOWN = 40.0  # boxes of a stretched frame move apart no further
WIDEST = 200.0  # and grow no wider
PADDING = 14.0
TITLE = 20.0
SHAPE = 2.25  # wanted width : height of the whole, about that of the pane on a laptop
READABLE = 1060.0  # units across that need no shrinking on a small window
ROOT = -1
MANY = 150  # boxes and groups above which one try must do
SHARES = (0.75, 0.9, 1.0, 1.1, 1.25, 1.4, 1.6)


class Piece(NamedTuple):
    """A measured group: its least size and its columns, items from top to bottom."""

    width: float
    height: float
    columns: tuple[tuple[Item, ...], ...]


class Try(NamedTuple):
    """How high a column may grow, and whether short columns are put on top of each other up to that height."""

    tall: float
    merging: bool


def placed(sketch: Sketch) -> Places:
    """Places for everything, with plain routes. Deterministic."""
    tree = Tree(sketch)
    boxes, groups, size = _whole(tree, min(_tries(sketch), key=lambda one: _sized(tree, one)))
    routes = tuple(route(boxes[source], boxes[target]) for source, target in sketch.arrows)
    return Places(boxes, groups, routes, size)


def cost(size: Area) -> float:
    """How small it must be drawn to fit the wanted shape; all that needs no shrinking is equally good."""
    return max(size[2], size[3] * SHAPE, READABLE)


def _tries(sketch: Sketch) -> list[Try]:
    """Natural columns first, so that they win where they fit."""
    area = sum((width + GAP_ACROSS) * (height + GAP_DOWN) for width, height, _ in sketch.boxes) * 1.3
    middle = max(200.0, (area / SHAPE) ** 0.5)
    if len(sketch.boxes) + len(sketch.groups) > MANY:
        return [Try(middle * 1.2, True)]
    return [Try(middle * share, merging) for merging in (False, True) for share in SHARES]


def _sized(tree: Tree, one: Try) -> float:
    """What the try would cost; ordering changes little of it."""
    whole = _measured(tree, one)[ROOT]
    return cost((0.0, 0.0, whole.width, whole.height))


def _whole(tree: Tree, one: Try) -> tuple[tuple[Area, ...], tuple[Area, ...], Area]:
    """Placed again and again, each time ordered by where the neighbours were before."""
    for _ in range(3 if len(tree.near) <= MANY else 2):
        boxes, groups, size = _arranged(tree, _measured(tree, one))
        tree.draw_to(boxes)
    return boxes, groups, size


# --- sizes, from the inside out -----------------------------------------------------------------------------------


def _measured(tree: Tree, one: Try) -> dict[int, Piece]:
    """Every group after those inside it; the deeper, the less height it may take."""
    pieces: dict[int, Piece] = {}
    rooms = {ROOT: one}
    for group in tree.outside_in[1:]:
        rooms[group] = one._replace(tall=rooms[tree.sketch.groups[group][0]].tall - TITLE - 2 * PADDING)
    for group in reversed(tree.outside_in):
        items = [item for item in tree.inside[group] if not item[0] or pieces[item[1]].columns]
        heights = {item: _size(tree, item, pieces)[1] for item in items}
        pieces[group] = _piece(tree, group, _columns(tree, group, items, heights, rooms[group]), pieces)
    return pieces


def _columns(tree: Tree, group: int, items: list[Item], heights: dict[Item, float], one: Try) -> list[list[Item]]:
    wanted = {item: tree.wanted(item) for item in items}
    made: list[list[Item]] = []
    for column in ranks(items, tree.arrows[group]):
        for part in _wrapped(sorted(column, key=wanted.__getitem__), heights, one.tall):
            if one.merging and made and _high([*made[-1], *part], heights) <= one.tall:
                made[-1].extend(part)
            else:
                made.append(part)
    return made


def _high(column: list[Item], heights: dict[Item, float]) -> float:
    return sum(heights[item] + GAP_DOWN for item in column) - GAP_DOWN


def _wrapped(column: list[Item], heights: dict[Item, float], tall: float) -> list[list[Item]]:
    """A column too high, as several of about equal height."""
    total = _high(column, heights) + GAP_DOWN
    parts = min(len(column), max(1, -int(-(total - GAP_DOWN) // max(tall, 1.0))))
    made: list[list[Item]] = [[] for _ in range(parts)]
    so_far = 0.0
    for item in column:
        made[min(parts - 1, int((so_far + heights[item] / 2) / total * parts))].append(item)
        so_far += heights[item] + GAP_DOWN
    return [part for part in made if part]


def _size(tree: Tree, item: Item, pieces: dict[int, Piece]) -> tuple[float, float]:
    is_group, index = item
    if is_group:
        return pieces[index].width, pieces[index].height
    width, height, _ = tree.sketch.boxes[index]
    return float(width), float(height)


def _piece(tree: Tree, group: int, columns: list[list[Item]], pieces: dict[int, Piece]) -> Piece:
    if not columns:
        return Piece(0.0, 0.0, ())
    sizes = [[_size(tree, item, pieces) for item in column] for column in columns]
    width = sum(max(w for w, _ in column) for column in sizes) + _gap(columns) * (len(columns) - 1)
    height = max(sum(h + GAP_DOWN for _, h in column) - GAP_DOWN for column in sizes)
    if group != ROOT:
        width = max(width + 2 * PADDING, float(tree.sketch.groups[group][1]))
        height += 2 * PADDING + TITLE
    return Piece(width, height, tuple(map(tuple, columns)))


def _gap(columns: list[list[Item]] | tuple[tuple[Item, ...], ...]) -> float:
    """Between frames there is padding already."""
    return GAP_FRAMES if all(is_group for column in columns for is_group, _ in column) else GAP_ACROSS


# --- places, from the outside in ----------------------------------------------------------------------------------


def _arranged(tree: Tree, pieces: dict[int, Piece]) -> tuple[tuple[Area, ...], tuple[Area, ...], Area]:
    """Every frame gets its share of the room its parent has."""
    nowhere: Area = (0.0, 0.0, 0.0, 0.0)
    boxes, groups = [nowhere] * len(tree.sketch.boxes), [nowhere] * len(tree.sketch.groups)
    whole: Area = (0.0, 0.0, pieces[ROOT].width, pieces[ROOT].height)
    waiting = [(ROOT, whole)]
    while waiting:
        group, area = waiting.pop()
        for (is_group, index), place in _filled(tree, pieces[group], _content(group, area), pieces):
            (groups if is_group else boxes)[index] = place
            if is_group:
                waiting.append((index, place))
    return tuple(boxes), tuple(groups), whole


def _content(group: int, area: Area) -> Area:
    """The room inside a frame."""
    if group == ROOT:
        return area
    x, y, width, height = area
    return x + PADDING, y + PADDING + TITLE, width - 2 * PADDING, height - 2 * PADDING - TITLE


def _filled(tree: Tree, piece: Piece, room: Area, pieces: dict[int, Piece]) -> list[tuple[Item, Area]]:
    """Columns side by side; frames take all the spare width, boxes as much as does them good."""
    widths = [max(_size(tree, item, pieces)[0] for item in column) for column in piece.columns]
    grows = [any(is_group for is_group, _ in column) for column in piece.columns]
    gap = _gap(piece.columns)
    spare = room[2] - sum(widths) - gap * (len(widths) - 1)
    if any(grows):
        widths = [width + spare / sum(grows) * growing for width, growing in zip(widths, grows, strict=True)]
        spare = 0.0
    elif widths:
        widths = [min(max(width, WIDEST), width + spare / len(widths)) for width in widths]
        spare = room[2] - sum(widths) - gap * (len(widths) - 1)
    between = gap + spare / (len(widths) + 1)
    x = room[0] + spare / (len(widths) + 1)
    made: list[tuple[Item, Area]] = []
    for column, width in zip(piece.columns, widths, strict=True):
        made.extend(_column(tree, column, (x, room[1], width, room[3]), pieces))
        x += width + between
    return made


def _column(tree: Tree, column: tuple[Item, ...], room: Area, pieces: dict[int, Piece]) -> list[tuple[Item, Area]]:
    """Frames grow into the spare height; boxes alone move apart a little and stand in the middle."""
    sizes = [_size(tree, item, pieces) for item in column]
    spare = room[3] - sum(height for _, height in sizes) - GAP_DOWN * (len(column) - 1)
    frames = sum(is_group for is_group, _ in column)
    grow = spare / frames if frames else 0.0
    gap = GAP_DOWN if frames else GAP_DOWN + min(MOST_GAP_DOWN - GAP_DOWN, spare / (len(column) + 1))
    y = room[1] + (0.0 if frames else (spare - (gap - GAP_DOWN) * (len(column) - 1)) / 2)
    made: list[tuple[Item, Area]] = []
    for item, (width, height) in zip(column, sizes, strict=True):
        full = height + grow * item[0]
        wide = room[2] if item[0] or width < room[2] <= WIDEST else width
        made.append((item, (room[0] + (room[2] - wide) / 2, y, wide, full)))
        y += full + gap
    return made
