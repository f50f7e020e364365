"""How a service can be, and what a mark can mark: apart from the scenario, so that a view need not load it."""

from typing import Literal

Status = Literal["ok", "recovering", "degraded", "down"]
STATUSES: tuple[Status, ...] = ("ok", "recovering", "degraded", "down")  # from best to worst
MarkKind = Literal["started", "detected", "acknowledged", "mitigated", "resolved", "change", "comms", "note"]
