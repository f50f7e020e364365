"""You are the scheduler: what the room has asked for and tried, beside the replay it plays on."""

from outage_gui.workbench.explore_frame import Along, Game, Outcome, SearchState
from outage_gui.workbench.explore_game import game
from outage_gui.workbench.explore_sets import schedule_of
from outage_gui.workbench.frame import NextMove
from outage_gui.workbench.loaded import Loaded
from outage_gui.workbench.replay import Replay


class Room:
    """A hint, or a fault that was caused, is known until the next move."""

    def __init__(self) -> None:
        self.playing = False
        self._hinted: tuple[str, int] | None = None
        self._fault: tuple[str, int, str] | None = None

    def hint(self, replay: Replay, step: int) -> None:
        self._hinted = schedule_of(replay), step

    def faulted(self, replay: Replay, offered: tuple[NextMove, ...], move: str, step: int) -> None:
        """A move was picked that ends in a fault: that causes it, and the replay stays where it is."""
        fault = next((each.fault for each in offered if each.move == move), "")
        self._fault = schedule_of(replay), step, fault

    def game(
        self, loaded: Loaded, replay: Replay, step: int, known: tuple[Along | None, Outcome | None, SearchState]
    ) -> Game | None:
        """None: nobody plays. known: the run on screen, the answer, how the search stands."""
        if not self.playing:
            return None
        here = schedule_of(replay), step
        fault = self._fault[2] if self._fault and self._fault[:2] == here else ""
        said = game(known[0], step, known[1], known[2], hinted=self._hinted == here, fault=fault)
        return said._replace(moves=to_pick(loaded, replay, step))


def to_pick(loaded: Loaded, replay: Replay, step: int) -> tuple[str, ...]:
    """What the explored processes can do now; people's moves are replayed, never explored."""
    program = loaded.program
    offered = (each.move for each in replay.states.next_moves(step, ""))
    return tuple(move for move in offered if not program.replay_only[program.texts[move]])
