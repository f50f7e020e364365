"""What the graph says in words: tips of boxes and arrows, names for screen readers. Text only; no Qt."""

from collections import Counter

from outage_gui.model.status import Status
from outage_gui.workbench.frame import Frame
from outage_gui.workbench.theme import STATUS_WORD

WORST_FIRST: tuple[Status, ...] = ("down", "degraded", "recovering", "ok")


def box_name(frame: Frame, index: int) -> str:
    """ "Lambda, degraded since 07:04" """
    word, detail = STATUS_WORD[frame.statuses[index]], frame.details[index]
    told = detail if detail.startswith(word) or not detail else f"{word}, {detail}"
    return f"{frame.stage.boxes[index].label}, {told or word}"


def box_tip(frame: Frame, index: int) -> str:
    box, status, seen = frame.stage.boxes[index], frame.statuses[index], frame.observed[index]
    regions = {region.name: region.label for region in frame.stage.groups}
    lines = [box.label, " · ".join(part for part in (box.kind, regions.get(box.group, box.group)) if part)]
    lines.append(f"modelled: {frame.details[index] or STATUS_WORD[status]}")
    if seen is not None:
        lines.append(f"recorded: {STATUS_WORD[seen]}" + ("" if seen == status else " (the model says otherwise)"))
    if box.assumed:
        lines.append("assumed: no source is given for it")
    return "\n".join(line for line in [*lines, box.note.strip()] if line)


def arrow_tip(frame: Frame, number: int) -> str:
    arrow, hurting = frame.stage.arrows[number], frame.hurting[number]
    now = f"passes on now: {STATUS_WORD[hurting]}" if hurting != "ok" else "passes nothing on now"
    return f"{arrow.why}\n{now}"


def counted(frame: Frame) -> str:
    """ "7 down, 4 degraded, 22 ok" """
    counts = Counter(frame.statuses)
    return ", ".join(f"{counts[status]} {STATUS_WORD[status]}" for status in WORST_FIRST if counts[status])


def changes(before: Frame, frame: Frame) -> str:
    """What a step changed, as one sentence; many changes are counted."""
    if len(before.statuses) != len(frame.statuses):
        return ""
    fresh = [n for n, (old, new) in enumerate(zip(before.statuses, frame.statuses, strict=True)) if old != new]
    told = "; ".join(box_name(frame, number) for number in fresh[:4])
    return told + (f"; and {len(fresh) - 4} more" if len(fresh) > 4 else "")
