"""What each scene of the story shows, without going there: for the storyboard and for whoever presents."""

from outage_gui.model.problems import ScenarioError
from outage_gui.workbench.frame import Frame, Stage
from outage_gui.workbench.framing import Desk, framed
from outage_gui.workbench.loaded import Loaded, loaded, replayed, run_fixes
from outage_gui.workbench.score import scene_place
from outage_gui.workbench.setting import Setting


class SceneFrames:
    """Kept until the file, its fixes or the places of the boxes change."""

    def __init__(self) -> None:
        self._of: tuple[Loaded, Stage] | None = None
        self._settings: dict[str, Setting | None] = {}
        self._frames: dict[int, Frame | None] = {}

    def frame(self, number: int, now: Loaded, desk: Desk) -> Frame | None:
        """A scene, counted from 1, on its own run, with nothing chosen; None where it leads nowhere."""
        if self._of is None or self._of[0] is not now or self._of[1] is not desk.setting.stage:
            self._of, self._settings, self._frames = (now, desk.setting.stage), {}, {}
        if number not in self._frames:
            self._frames[number] = self._made(number, now, desk)
        return self._frames[number]

    def _made(self, number: int, now: Loaded, desk: Desk) -> Frame | None:
        story = now.document.scenario.story
        if not 0 < number <= len(story):
            return None
        scene = story[number - 1]
        setting = self._setting(f"run:{scene.run}" if scene.run else now.key, now, desk.setting)
        here = scene_place(setting.replay, scene) if setting is not None else None
        if setting is None or here is None:
            return None
        bare = desk._replace(selected=None, block=None, page=None, arriving=(), notice="", known=False)
        return framed(bare._replace(setting=setting, here=here, reduced_motion=True))

    def _setting(self, key: str, now: Loaded, shown: Setting) -> Setting | None:
        if key == now.key:
            return shown
        if key not in self._settings:
            self._settings[key] = _other_run(key, now, shown.stage)
        return self._settings[key]


def _other_run(key: str, now: Loaded, stage: Stage) -> Setting | None:
    if key not in now.tree.limbs:
        return None
    run = now.tree.root(key).removeprefix("run:")
    try:
        fresh = loaded(now.document, run_fixes(now.document.scenario, run), now._replace(key=key, failures=()))
    except ScenarioError:
        return None
    return Setting(replayed(fresh), stage)
