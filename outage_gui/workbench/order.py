"""What stands before what: arrows lifted to groups, cycles cut, items of one group sorted into columns."""

from collections.abc import Iterator

from outage_gui.workbench.sketch import Area, Sketch

ROOT = -1
Item = tuple[bool, int]  # (is a group, index)
Arrows = dict[tuple[Item, Item], int]  # how many lead from the one to the other


class Tree:
    """Who lies in which group, and the arrows lifted to the innermost group that holds both ends.

    `outside_in`: all groups, each before those inside it.
    """

    def __init__(self, sketch: Sketch) -> None:
        self.sketch = sketch
        self._pull: dict[Item, tuple[float, float]] = {}  # sum of heights, how many
        self.inside: dict[int, list[Item]] = {group: [] for group in range(-1, len(sketch.groups))}
        for index, (_, _, group) in enumerate(sketch.boxes):
            self.inside[group].append((False, index))
        for index, (parent, _) in enumerate(sketch.groups):
            self.inside[parent].append((True, index))
        self.outside_in = [ROOT]
        for group in self.outside_in:  # grows while it is read
            self.outside_in.extend(index for is_group, index in self.inside[group] if is_group)
        self.arrows: dict[int, Arrows] = {group: {} for group in self.inside}
        self.near: list[list[int]] = [[] for _ in sketch.boxes]
        ways = [tuple(self._way_up(box)) for box in range(len(sketch.boxes))]
        for source, target in sketch.arrows:
            self._lift(ways[source], ways[target])
            self.near[source].append(target)
            self.near[target].append(source)

    def _way_up(self, box: int) -> Iterator[tuple[int, Item]]:
        """(group, what of it holds the box), innermost first."""
        group, item = self.sketch.boxes[box][2], (False, box)
        while group != ROOT:
            yield group, item
            group, item = self.sketch.groups[group][0], (True, group)
        yield ROOT, item

    def _lift(self, source: tuple[tuple[int, Item], ...], target: tuple[tuple[int, Item], ...]) -> None:
        others = dict(target)
        for group, item in source:
            if group in others and item != others[group]:
                pair = (item, others[group])
                self.arrows[group][pair] = self.arrows[group].get(pair, 0) + 1
                return

    def draw_to(self, boxes: tuple[Area, ...]) -> None:
        """From now on items are ordered by where these places had them and their neighbours."""
        middles = [y + height / 2 for _, y, _, height in boxes]
        self._pull = {(False, box): (middles[box], 1.0) for box in range(len(boxes))}
        for box, near in enumerate(self.near):
            self._pull[False, box] = (middles[box] + sum(middles[one] for one in near), 1.0 + len(near))
        for group in reversed(self.outside_in):
            sums = [self._pull[item] for item in self.inside[group]]
            self._pull[True, group] = (sum(one for one, _ in sums), sum(count for _, count in sums))

    def wanted(self, item: Item) -> float:
        """Mean height of it and its neighbours in the pass before; the order of the file when there was none."""
        total, count = self._pull.get(item, (float(item[1]), 1.0))
        return total / max(1.0, count)


def ranks(items: list[Item], arrows: Arrows) -> list[list[Item]]:
    """Columns by longest path from the left; what nothing here feeds stands just left of the first that it feeds.

    What hangs on nothing here fills the shortest columns, from the right."""
    after = _acyclic(items, arrows)
    fed = {follower for followers in after.values() for follower in followers}
    rank = _longest(items, after)
    rank |= {item: min(rank[one] for one in after[item]) - 1 for item in items if item not in fed and after[item]}
    columns: list[list[Item]] = [[] for _ in range(max(rank.values(), default=-1) + 1)]
    alone = [item for item in items if item not in fed and not after[item]]
    for item in items:
        if item in fed or after[item]:
            columns[rank[item]].append(item)
    for item in alone:
        min(reversed(columns), key=len).append(item)
    return [column for column in columns if column]


def _longest(items: list[Item], after: dict[Item, list[Item]]) -> dict[Item, int]:
    rank = dict.fromkeys(items, 0)
    for item in _sorted(items, after):
        for follower in after[item]:
            rank[follower] = max(rank[follower], rank[item] + 1)
    return rank


def _acyclic(items: list[Item], arrows: Arrows) -> dict[Item, list[Item]]:
    """Followers of each, without the weaker direction of a pair and without the arrows that close a longer cycle."""
    after: dict[Item, list[Item]] = {item: [] for item in items}
    for (a, b), weight in arrows.items():
        back = arrows.get((b, a), 0)
        if weight > back or (weight == back and a < b):
            after[a].append(b)
    _cut(items, after)
    return after


def _cut(items: list[Item], after: dict[Item, list[Item]]) -> None:
    """Depth first without recursion: an arrow to an item still open is taken out."""
    state = dict.fromkeys(items, "new")
    for first in items:
        path = [(first, iter(tuple(after[first])))] if state[first] == "new" else []
        while path:
            item, followers = path[-1]
            state[item] = "open"
            follower = next(followers, None)
            if follower is None:
                state[item] = "done"
                path.pop()
            elif state[follower] == "open":
                after[item].remove(follower)
            elif state[follower] == "new":
                path.append((follower, iter(tuple(after[follower]))))


def _sorted(items: list[Item], after: dict[Item, list[Item]]) -> list[Item]:
    waits = dict.fromkeys(items, 0)
    for followers in after.values():
        for follower in followers:
            waits[follower] += 1
    order = [item for item in items if not waits[item]]
    for item in order:  # grows while it is read
        for follower in after[item]:
            waits[follower] -= 1
            if not waits[follower]:
                order.append(follower)
    return order
