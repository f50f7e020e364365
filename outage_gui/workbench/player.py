"""Playing: from elapsed time to the playhead's next place. Nothing here knows what is drawn.

By steps, 1× is one stop a second. True to the clock, 1× is one minute of the incident a second, but a stretch between
two stops takes no longer than SLOWEST: quiet gaps are gone through quickly, and nothing in them is lost.
"""

from bisect import bisect_right
from typing import NamedTuple

from outage_gui.workbench.playhead import Playhead, Stops, after

SLOWEST = 3_000  # ms of real time for one stretch at 1×
MINUTE_A_SECOND = 60
SPEEDS = (0.25, 8.0)
WAVE = 450  # ms of real time that a failure takes along an arrow once it is felt at the other end


class Player(NamedTuple):
    """`kept`: real ms times speed not yet used for a step."""

    playing: bool = False
    speed: float = 1.0
    true_to_clock: bool = False
    kept: float = 0.0

    def at_speed(self, speed: float) -> "Player":
        return self._replace(speed=min(max(speed, SPEEDS[0]), SPEEDS[1]), kept=0.0)


def played(player: Player, here: Playhead, stops: Stops, elapsed: float) -> tuple[Player, Playhead]:
    """Where the playhead is after so many ms; at the end it stops playing."""
    if not player.playing:
        return player, here
    lasting = max(elapsed, 0.0) * player.speed
    if player.true_to_clock:
        there = _by_clock(here, stops, lasting)
        return player._replace(playing=after(stops.changes, there) is not None), there
    return _by_steps(player, here, stops, lasting)


def _by_steps(player: Player, here: Playhead, stops: Stops, lasting: float) -> tuple[Player, Playhead]:
    kept = player.kept + lasting
    while kept >= 1_000:
        following = after(stops.moves, here)
        if following is None:
            break
        here, kept = following, kept - 1_000
    more = after(stops.moves, here) is not None
    return player._replace(kept=kept if more else 0.0, playing=more), here


def _by_clock(here: Playhead, stops: Stops, lasting: float) -> Playhead:
    """Every stretch at its own pace; places that share an instant are passed at once."""
    while lasting > 0:
        following = after(stops.changes, here)
        if following is None:
            return here
        begun = _stretch_began(stops, here)
        pace = max(MINUTE_A_SECOND, (following.at - begun) / SLOWEST)
        needed = (following.at - here.at) / pace
        if needed > lasting:
            return Playhead(max(here.at + round(lasting * pace), here.at + 1), here.step)
        here, lasting = following, lasting - needed
    return here


def _stretch_began(stops: Stops, here: Playhead) -> int:
    """The instant of the last stop; here itself where it is one."""
    found = bisect_right(stops.changes, tuple(here))
    return stops.changes[found - 1][0] if found else here.at
