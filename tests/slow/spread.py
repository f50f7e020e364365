"""The services section of the format read out loud: slow, plain, one millisecond after the other. Only tests use it.

Nothing here is shared with the engine but the scenario's own values. Statuses are words, everything is looked up by
name, every service is judged anew at every millisecond and after every move.
"""

from collections.abc import Callable, Sequence

from outage_gui.model.scenario import Need, Recovery, Scenario, Service

Step = tuple[int, int, dict[str, str]]  # at, moves made, status of every service
WORST = ("down", "degraded", "recovering", "ok")


def spread(
    scenario: Scenario, moments: Sequence[tuple[int, int]], truth: Callable[[str], Sequence[bool]], until: int
) -> list[Step]:
    """What every service shows after each move and at each millisecond, up to `until`."""
    world = World(scenario)
    found: list[Step] = []
    made = 0
    for now in range(moments[0][0], until + 1):
        here = [i for i, moment in enumerate(moments) if moment[0] == now]
        for place in here:
            made = moments[place][1]
            world.true = {text: bool(truth(text)[place]) for text in world.texts}
            world.settle(now, over=place == here[-1])
            found.append((now, made, world.statuses()))
        if not here:
            world.settle(now, over=True)
            found.append((now, made, world.statuses()))
        world.remember(now)
    return found


class World:
    def __init__(self, scenario: Scenario) -> None:
        self.services: dict[str, Service] = {service.name: service for service in scenario.services}
        self.texts = {text for service in scenario.services for text in texts(service)}
        self.true: dict[str, bool] = {}
        self.now = 0
        self.over = True
        self.level = dict.fromkeys(self.services, "ok")  # what holds it: ok, degraded, down
        self.waiting = dict.fromkeys(self.services, False)
        self.was_down = dict.fromkeys(self.services, False)  # and no recovery of it has begun
        self.ways: dict[str, list[Recovery]] = {name: [] for name in self.services}  # recoveries not begun
        self.ends: dict[str, list[int]] = {name: [] for name in self.services}  # ends of recoveries begun
        self.left: dict[str, int | None] = dict.fromkeys(self.services)
        self.since: dict[tuple[str, int, str], int] = {}  # (service, need, level) -> without a break since
        self.holding: dict[str, set[int]] = {name: set() for name in self.services}  # up to or in this instant
        self.needed_by = reachable(self.services)

    def status(self, name: str) -> str:
        shown = {self.level[name], "down" if self.waiting[name] else "ok"}
        shown.add("recovering" if self.recovers_now(name) else "ok")
        return next(word for word in WORST if word in shown)

    def statuses(self) -> dict[str, str]:
        return {name: self.status(name) for name in self.services}

    def recovers_now(self, name: str) -> bool:
        return not self.was_down[name] and bool(self.ends[name])

    def holds(self, text: str) -> bool:
        return text == "" or self.true[text]

    def settle(self, now: int, *, over: bool) -> None:
        self.now, self.over = now, over
        settled: set[str] = set()
        while len(settled) < len(self.services):
            circle = self.next_circle(settled)
            self.settle_circle(circle)
            settled |= set(circle)

    def next_circle(self, settled: set[str]) -> list[str]:
        """The services that need one another and nothing else that is not settled yet."""
        for name in self.services:
            needed = self.needed_by[name] - settled
            circle = [o for o in self.services if o == name or (o in needed and name in self.needed_by[o])]
            if name not in settled and needed <= set(circle):
                return circle
        raise AssertionError

    def settle_circle(self, circle: list[str]) -> None:
        """Together and anew from nothing but own conditions and waiting services."""
        was_waiting = {name: self.waiting[name] for name in circle}
        for name in circle:
            self.level[name], self.waiting[name] = "ok", False
        self.hold(circle, "down")
        for name in circle:
            if self.level[name] != "down" and (self.was_down[name] or was_waiting[name]):
                self.waiting[name] = self.not_let_go(name, was_waiting[name])
        self.hold(circle, "down")
        self.hold(circle, "degraded")
        for name in circle:
            self.after_settling(name, was_waiting[name])

    def not_let_go(self, name: str, was_waiting: bool) -> bool:
        ways = self.ways[name] if was_waiting else self.chosen(name)
        return not all(self.may_begin(way) for way in ways)

    def may_begin(self, way: Recovery) -> bool:
        return not way.never and self.holds(way.when)

    def hold(self, circle: list[str], level: str) -> None:
        while True:
            rest = [name for name in circle if self.level[name] not in ("down", level) and not self.waiting[name]]
            fell = [name for name in rest if self.is_held(name, level)]
            if not fell:
                return
            for name in fell:
                self.level[name] = level

    def is_held(self, name: str, level: str) -> bool:
        service = self.services[name]
        own = service.fails_when if level == "down" else service.degraded_when
        return bool(own and self.true[own]) or any(
            self.is_felt(name, place, level) for place in range(len(service.needs))
        )

    def is_felt(self, name: str, place: int, level: str) -> bool:
        """Does this need pass on at least this level now?"""
        need = self.services[name].needs[place]
        if need.kind == "soft" and level == "down":
            return False
        if not self.is_off(need, level):
            return False
        if need.after == 0:
            return True
        since = self.since.get((name, place, level))
        passed = -1 if since is None else self.now - since
        return passed >= need.after if self.over else passed > need.after

    def is_off(self, need: Need, level: str) -> bool:
        """Are the needed ones, all together, at least this badly off, as this need sees them?"""
        if not self.holds(need.condition):
            return False
        if need.at_least is not None:
            up = [m for m in need.services if not self.is_gone(need, m)]
            return len(up) < (need.at_least if level == "down" else len(need.services))
        if need.during_recovery:
            return any(self.recovers_now(m) for m in need.services)
        return any(self.status(m) in (("down",) if level == "down" else ("down", "degraded")) for m in need.services)

    def is_gone(self, need: Need, member: str) -> bool:
        return self.recovers_now(member) if need.during_recovery else self.status(member) == "down"

    def chosen(self, name: str) -> list[Recovery]:
        service = self.services[name]
        own = [service.recovers] if service.recovers is not None else []
        of_needs = [service.needs[place].recovers for place in sorted(self.holding[name])]
        return [way for way in of_needs if way is not None] or own

    def after_settling(self, name: str, was_waiting: bool) -> None:
        if self.level[name] == "down":
            self.was_down[name], self.waiting[name] = True, False
            self.ways[name], self.ends[name] = [], []
            self.holding[name] |= self.holders(name)
            return
        if self.was_down[name] and not was_waiting:
            self.ways[name], self.ends[name] = self.chosen(name), []
        if self.was_down[name]:
            self.begin(name)
        self.ends[name] = [end for end in self.ends[name] if end > self.now or (end == self.now and not self.over)]

    def begin(self, name: str) -> None:
        left = self.left[name]
        away = 0 if left is None else self.now - left
        for way in [way for way in self.ways[name] if self.may_begin(way)]:
            length = way.after + round(way.backlog * away)
            self.ends[name] += [self.now + length] if length > 0 else []
        self.ways[name] = [way for way in self.ways[name] if not self.may_begin(way)]
        self.was_down[name] = self.waiting[name] = bool(self.ways[name])

    def holders(self, name: str) -> set[int]:
        return {place for place in range(len(self.services[name].needs)) if self.is_felt(name, place, "down")}

    def remember(self, now: int) -> None:
        """The instant is over: what holds now has not been broken, what does not has."""
        for name, service in self.services.items():
            self.holding[name] = self.holders(name) if self.level[name] == "down" else set()
            self.left[name] = None if self.status(name) == "ok" else now if self.left[name] is None else self.left[name]
            for place, need in enumerate(service.needs):
                for level in ("down", "degraded"):
                    key = (name, place, level)
                    if not self.is_off(need, level):
                        self.since.pop(key, None)
                    else:
                        self.since.setdefault(key, now)


def texts(service: Service) -> set[str]:
    ways = [service.recovers, *(need.recovers for need in service.needs)]
    found = {service.fails_when, service.degraded_when, *(need.condition for need in service.needs)}
    return (found | {way.when for way in ways if way is not None}) - {""}


def reachable(services: dict[str, Service]) -> dict[str, set[str]]:
    """For each service everything it hangs on, at whatever distance."""
    found = {name: {m for need in service.needs for m in need.services} for name, service in services.items()}
    for _ in services:
        found = {name: direct | {far for m in direct for far in found[m]} for name, direct in found.items()}
    return found
