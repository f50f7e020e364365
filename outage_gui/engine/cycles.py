"""Which services hang on one another in a circle, and an order in which everything else can be settled."""

from collections.abc import Sequence

Parts = tuple[tuple[int, ...], ...]


def components(dependencies: Sequence[Sequence[int]]) -> Parts:
    """Strongly connected components of service -> the services it needs, dependencies before dependents.

    Tarjan's algorithm with an explicit stack: a chain of services may be longer than Python's recursion allows,
    networkx takes 0.3 s to import on the way to the first frame, and scipy does not promise the order.
    """
    search = _Search(dependencies)
    for service in range(len(dependencies)):
        if search.number[service] < 0:
            search.walk(service)
    return tuple(search.found)


def circles(dependencies: Sequence[Sequence[int]], parts: Parts) -> Parts:
    """The components that are cycles (one service that needs itself is one), in the order of their first member."""
    return tuple(sorted(part for part in parts if len(part) > 1 or part[0] in dependencies[part[0]]))


class _Search:
    """The numbers Tarjan's algorithm keeps for each service."""

    def __init__(self, dependencies: Sequence[Sequence[int]]) -> None:
        self.dependencies = dependencies
        self.number = [-1] * len(dependencies)
        self.low = [0] * len(dependencies)
        self.open: list[int] = []
        self.is_open = [False] * len(dependencies)
        self.found: list[tuple[int, ...]] = []
        self.count = 0

    def walk(self, root: int) -> None:
        self._enter(root)
        path = [(root, iter(self.dependencies[root]))]
        while path:
            service, rest = path[-1]
            deeper = next((other for other in rest if self._is_new(service, other)), None)
            if deeper is not None:
                self._enter(deeper)
                path.append((deeper, iter(self.dependencies[deeper])))
                continue
            path.pop()
            if path:
                above = path[-1][0]
                self.low[above] = min(self.low[above], self.low[service])
            self._leave(service)

    def _is_new(self, service: int, other: int) -> bool:
        if self.is_open[other]:
            self.low[service] = min(self.low[service], self.number[other])
        return self.number[other] < 0

    def _enter(self, service: int) -> None:
        self.number[service] = self.low[service] = self.count
        self.count += 1
        self.open.append(service)
        self.is_open[service] = True

    def _leave(self, service: int) -> None:
        if self.low[service] != self.number[service]:
            return
        part: list[int] = []
        while self.is_open[service]:
            part.append(self.open.pop())
            self.is_open[part[-1]] = False
        self.found.append(tuple(sorted(part)))
