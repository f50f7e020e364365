"""A replay as one HTML file: scrub, step, ask why. No server, no network; the policy in it lets nothing else run.

Every word of the scenario reaches the page as JSON and the screen as text, never as markup.
"""

import base64
import hashlib
import json
from typing import Any

from outage_gui.exporters.asked import Asked
from outage_gui.exporters.plain import harmless
from outage_gui.model.scenario import STATUSES
from outage_gui.workbench.caveats import caveats, lines
from outage_gui.workbench.frame import Arrow, Hop, Saying, Why
from outage_gui.workbench.layout import laid_out
from outage_gui.workbench.panel import saying, turned_words
from outage_gui.workbench.playhead import Playhead
from outage_gui.workbench.replay import Replay
from outage_gui.workbench.score import scene_place
from outage_gui.workbench.setting import Setting
from outage_gui.workbench.shipped import resource
from outage_gui.workbench.why import why
from outage_gui.workbench.wording import clock, days

MOST_STOPS = 1_500  # of a run that is longer, the moves and changes in even parts


def as_html(asked: Asked) -> str:
    """The whole page."""
    from jinja2 import Environment

    replay = asked.replay
    style, script = _text("replay.css"), _text("replay.js")
    page = Environment(autoescape=True).from_string(_text("replay.html"))
    return page.render(
        title=harmless(replay.scenario.title),
        subtitle=harmless(_subtitle(asked)),
        style=style,
        style_hash=_hash(style),
        script=script,
        script_hash=_hash(script),
        data=_data(told(Setting(replay, laid_out(replay.scenario)), asked.here if asked.options.at else None)),
        caveats=_cleaned(list(lines(caveats(replay)))),
        sources=_cleaned([f"{source.title or source.name}: {source.url}" for source in replay.scenario.sources]),
    )


def _text(name: str) -> str:
    return resource(f"html/{name}").read_text(encoding="utf-8").strip()


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _data(value: Any) -> str:
    """JSON that can end no element and begin no comment."""
    text = json.dumps(_cleaned(value), ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _cleaned(value: Any) -> Any:
    """The same without characters that print nothing or turn the direction of what follows."""
    match value:
        case str():
            return harmless(value)
        case dict():
            return {key: _cleaned(each) for key, each in value.items()}
        case list() | tuple():
            return [_cleaned(each) for each in value]
        case _:
            return value


def _subtitle(asked: Asked) -> str:
    replay = asked.replay
    run = next((run.label or run.name for run in replay.scenario.runs if run.name == replay.run), "")
    when = "" if replay.relative else days(replay.begin, replay.end, replay.scenario.zone)
    fixes = f"with {', '.join(asked.fixes)}" if asked.fixes else ""
    return " · ".join(filter(None, (when, run, fixes, "what-if" if asked.is_what_if else "")))


def told(setting: Setting, opened: Playhead | None) -> dict[str, Any]:
    """Everything the page draws, and where it opens; None: at the start.

    Statuses are digits, places in STATUSES; whys are kept once and told by number.
    """
    replay, stage, score = setting.replay, setting.stage, setting.placed("steps").score
    places = _places(replay)
    whys = _Whys(setting)
    return {
        "size": [round(value) for value in stage.size],
        "groups": [[group.label, *(round(value) for value in group.place)] for group in stage.groups],
        "boxes": [[box.label, *(round(value) for value in box.place), box.assumed] for box in stage.boxes],
        "arrows": [[_path(arrow), arrow.soft] for arrow in stage.arrows],
        "samples": [[round(s.x, 4), s.down, s.degraded, s.recovering] for s in score.samples],
        "lanes": [lane.label for lane in score.lanes],
        "chips": [
            [block.lane, round(block.x, 4), block.label, _stop(places, Playhead(block.at, block.number)), block.tone]
            for block in score.blocks
        ],
        "marks": [
            [mark.lane, round(mark.x, 4), mark.label, _stop(places, Playhead(mark.at, replay.total)), bool(mark.source)]
            for mark in score.marks
        ],
        "scenes": _scenes(replay, places),
        "stops": [_told(setting, here, whys) for here in places],
        "whys": whys.told,
        "total": replay.total,
        "opened": _stop(places, opened) if opened else 0,
    }


def _places(replay: Replay) -> list[Playhead]:
    places = [Playhead(*place) for place in replay.stops.changes]
    step = max(1, -(-len(places) // MOST_STOPS))
    return places[::step] + ([places[-1]] if (len(places) - 1) % step else [])


def _stop(places: list[Playhead], here: Playhead) -> int:
    """The last stop at or before a place."""
    return max((number for number, place in enumerate(places) if tuple(place) <= tuple(here)), default=0)


def _path(arrow: Arrow) -> str:
    spots = [f"{x:.0f} {y:.0f}" for x, y in arrow.route]
    return f"M{spots[0]}C{' '.join(spots[1:])}"


def _scenes(replay: Replay, places: list[Playhead]) -> list[list[Any]]:
    found = ((scene, scene_place(replay, scene)) for scene in replay.scenario.story if scene.run in ("", replay.run))
    return [[scene.title, _stop(places, here)] for scene, here in found if here is not None]


def _told(setting: Setting, here: Playhead, whys: "_Whys") -> dict[str, Any]:
    replay = setting.replay
    scenario, now = replay.scenario, replay.course.now(here.at, here.step)
    fresh = replay.course.fresh(here.at, here.step)
    said = saying(scenario, replay.entries, here, turned_words(scenario, fresh, now), replay.what_if)
    face = clock(here.at, scenario.zone, replay.started, assumed=False, relative=replay.relative)
    levels = {status: str(number) for number, status in enumerate(STATUSES)}
    return {
        "x": round(setting.placed("steps").scale.x(here.at, here.step), 4),
        "time": f"{face.time} {face.zone}".strip(),
        "date": " · ".join(filter(None, (face.date, face.utc, face.elapsed if face.elapsed != face.time else ""))),
        "move": here.step,
        "title": said.title,
        "say": said.say,
        "source": _source(said),
        "statuses": "".join(str(level) for level in now.status.tolist()),
        "hurting": "".join(levels[status] for status in setting.wires.hurting(now, here.at, here.step)),
        "checks": [[lamp.label, lamp.text, lamp.holds is False] for lamp in replay.lamps.at(here.step)],
        "whys": [whys.of(service.name, here) for service in scenario.services],
    }


def _source(said: Saying) -> str:
    if said.source:
        return f"Source: {said.source}"
    return "No source is given" if said.recorded else "Assumed: our modelling choice" if said.assumed else ""


class _Whys:
    """Each different answer once."""

    def __init__(self, setting: Setting) -> None:
        self._telling = setting.telling
        self._numbers: dict[Why, int] = {}
        self.told: list[dict[str, Any]] = []

    def of(self, service: str, here: Playhead) -> int:
        answer = why(self._telling, service, here.at, here.step)
        if answer not in self._numbers:
            self._numbers[answer] = len(self.told)
            self.told.append(
                {
                    "sentence": answer.sentence,
                    "hops": [[hop.label, _hop(hop)] for hop in answer.hops],
                    "services": sorted(answer.services),
                    "arrows": sorted(answer.arrows),
                }
            )
        return self._numbers[answer]


def _hop(hop: Hop) -> str:
    return hop.text + (f" · {hop.source}" if hop.source else " · assumed" if hop.assumed else "")
