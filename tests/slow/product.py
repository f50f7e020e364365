"""The other side of the comparison: the product's engine behind the questions that the slow interpreter answers.

The only file of this package that knows the product.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np


class Product:
    """The product's engine behind the same questions as the slow interpreter; a state is the bytes of its row."""

    def __init__(self, text: str, fixes: Sequence[str]) -> None:
        from outage_gui.engine.program import compiled
        from outage_gui.model.fixes import with_fixes

        self.program = compiled(with_fixes(text, "dice.yaml", tuple(fixes)))

    def starts(self) -> list[bytes]:
        return [row.tobytes() for row in self.program.starts]

    def moves(self, states: Sequence[bytes]) -> list[list[tuple[str, bytes | None, str | None]]]:
        """For each state its moves in order: text, the next state, or the fault."""
        from outage_gui.engine.step import successors
        from outage_gui.engine.trace import move_text

        rows = np.frombuffer(b"".join(states), dtype=np.uint64).reshape(len(states), -1)
        found = successors(self.program, rows)
        result: list[list[tuple[str, bytes | None, str | None]]] = [[] for _ in states]
        for parent, move, row, fault in zip(found.parent, found.move, found.rows, found.fault, strict=True):
            name = str(self.program.faults[fault]) if fault else None
            result[parent].append((move_text(self.program.moves[move]), None if fault else row.tobytes(), name))
        return result

    def shown(self, state: bytes) -> tuple[dict[str, Any], dict[str, str]]:
        from outage_gui.engine.trace import unpacked

        found = unpacked(self.program, np.frombuffer(state, dtype=np.uint64))
        return dict(found.values), dict(found.positions)
