"""You are the scheduler: what the tool says to a room that picks the moves and tries to cause the outage."""

from outage_gui.workbench.explore_frame import Along, Game, Outcome, SearchState
from outage_gui.workbench.explore_words import percent
from outage_gui.workbench.wording import counted

NEVER = -1


def game(
    along: Along | None,
    step: int,
    outcome: Outcome | None,
    state: SearchState,
    *,
    hinted: bool = False,
    fault: str = "",
) -> Game:
    """What the tool says to the room after so many moves. fault: that of a move picked here."""
    can_undo = step > 0
    if fault:
        return Game(0, f"You did it: {fault}", True, can_undo, along.of if along else "", "The move cannot be made.")
    if along is None or step >= len(along.distances):
        return Game(None, waits(outcome, state), False, can_undo)
    left, best = along.distances[step], along.distances[0]
    game = Game(
        left=left,
        sentence="",
        won=left == 0,
        can_undo=can_undo,
        aim=along.of,
        best=best if best >= 0 else None,
        hint=along.hints[step] if hinted and step < len(along.hints) else "",
        sure=along.no_return is not None and step >= along.no_return,
    )
    return game._replace(sentence=verdict(game, along, step), below=fine_print(game, along, step))


def waits(outcome: Outcome | None, state: SearchState) -> str:
    if state in ("running", "paused") or (outcome is not None and state == "done" and not outcome.limit):
        return "Looking ahead …"
    return "How far it is cannot be told: not every order is known"


def verdict(game: Game, along: Along, step: int) -> str:
    first = next((number for number, left in enumerate(along.distances) if left == 0), step)
    if game.won:
        return f"You did it, in {counted(first, 'move')}" if step else "It has failed from the start"
    if game.left == NEVER:
        return "Safe: it can no longer happen" if step else "It cannot happen"
    if game.sure:
        return f"No way back: {counted(game.left or 0, 'more move', 'more moves')}, whatever comes next"
    return f"At least {counted(game.left or 0, 'more move', 'more moves')}"


def fine_print(game: Game, along: Along, step: int) -> str:
    if game.won:
        if along.chances[step] < 1:  # what is owed for ever is failed only by going on like this
            return "From here on it can go round like this for ever"
        return f"The shortest way takes {counted(game.best or 0, 'move')}" if game.best else ""
    if game.left == NEVER:
        return "Take a move back and try another way" if step else "No order leads there: it is proved"
    return f"If the rest went at random: {percent(along.chances[step])}"
