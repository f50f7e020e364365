"""Which page stands in the place of the side panel, and what is on it. Each is imported when it is first asked for."""

from typing import TYPE_CHECKING

from outage_gui.workbench.page_frame import Page, PageKind
from outage_gui.workbench.playhead import Playhead
from outage_gui.workbench.replay import Replay
from outage_gui.workbench.setting import Setting

if TYPE_CHECKING:
    from outage_gui.workbench.falling import Falling


class Pages:
    """`kind` None: no page."""

    def __init__(self) -> None:
        self.kind: PageKind | None = None
        self._falling: Falling | None = None
        self._kept: tuple[Replay, PageKind, Page] | None = None  # what does not depend on the time

    def poll(self) -> bool:
        """Some of the work that takes longer; whether there is something new."""
        return self.kind == "falls" and self._falling is not None and self._falling.poll()

    def value(self, setting: Setting, here: Playhead, selected: str | None) -> Page | None:
        match self.kind:
            case "falls":
                return self._falls(setting, here, selected)
            case "cost":
                from outage_gui.workbench.costs import costs

                return costs(setting, here)
            case "record" | "caveats" | "actions":
                return self._of_all_times(setting.replay, self.kind)
            case None:
                return None

    def _of_all_times(self, replay: Replay, kind: PageKind) -> Page:
        from outage_gui.workbench.caveats import caveats
        from outage_gui.workbench.recorded import recorded
        from outage_gui.workbench.story_edits import noted

        if self._kept is None or self._kept[0] is not replay or self._kept[1] != kind:
            made = recorded(replay) if kind == "record" else noted(replay) if kind == "actions" else caveats(replay)
            self._kept = replay, kind, made
        return self._kept[2]

    def _falls(self, setting: Setting, here: Playhead, selected: str | None) -> Page:
        from outage_gui.workbench.falling import Falling

        if self._falling is None or self._falling.replay is not setting.replay:
            self._falling = Falling(setting.replay)
        return self._falling.value(here, selected)
