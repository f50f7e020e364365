"""The commands of the Edit screen that belong to the window: each a row of the table of actions, by its key."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outage_gui.views.edit import EditView


def own(edit: Callable[[], "EditView"]) -> dict[str, Callable[[], object]]:
    """`edit` gives the screen, made when it is first needed."""

    return {
        "edit.find": lambda: edit().source.finder.ask(),
        "edit.add": lambda: edit().canvas.ask_to_add(),
        "edit.copy": lambda: edit().canvas.graph.acts.copy(),
        "edit.cut": lambda: cut(edit()),
        "edit.paste": lambda: edit().canvas.graph.acts.paste(),
        "edit.duplicate": lambda: edit().canvas.duplicate(),
        "edit.delete": lambda: edit().canvas.graph.acts.delete(edit()),
        "edit.all": lambda: edit().canvas.graph.acts.pick_all(),
        "edit.group": lambda: ask_group(edit()),
        **{f"edit.{way}": partial(align, edit, way) for way in ("row", "column", "apart")},
        **{f"edit.page_{page}": partial(show, edit, page) for page in ("graph", "processes", "clock", "story")},
        "edit.record": lambda: ask_run(edit()),
        "edit.record_fix": lambda: ask_fix(edit()),
        "edit.text": lambda: edit().source.field.setFocus(),
    }


def show(edit: Callable[[], "EditView"], page: str) -> None:
    edit().canvas.show_page(page)
    edit().canvas.setFocus()


def align(edit: Callable[[], "EditView"], way: str) -> None:
    edit().canvas.graph.acts.align(way)


def cut(edit: "EditView") -> None:
    edit.canvas.graph.acts.copy()
    edit.canvas.graph.acts.delete(edit)


def ask_run(edit: "EditView") -> None:
    graph = edit.canvas.graph
    graph.quick.ask_in(edit.window(), "what this run shows", "Run", graph.acts.record)


def ask_fix(edit: "EditView") -> None:
    graph = edit.canvas.graph
    graph.quick.ask_in(edit.window(), "what this fix does", "Fix", graph.acts.record_fix)


def ask_group(edit: "EditView") -> None:
    graph = edit.canvas.graph
    graph.quick.ask_in(graph, "name of the group", "Group", graph.acts.group)
