"""Imports point downwards, and only `views` and `app` know Qt."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "outage_gui"
BELOW: dict[str, frozenset[str]] = {
    "model": frozenset({"model"}),
    "engine": frozenset({"model", "engine"}),
    "workbench": frozenset({"model", "engine", "workbench"}),
    "importers": frozenset({"model", "engine", "workbench", "importers"}),
    "exporters": frozenset({"model", "engine", "workbench", "exporters", "views"}),
    "views": frozenset({"model", "engine", "workbench", "views"}),
    "cli": frozenset({"model", "engine", "workbench", "importers", "exporters", "views", "cli", "app"}),
    "app": frozenset({"model", "engine", "workbench", "views", "app"}),
}
QT_FLOORS = {"views", "app"}
QT_MODULES = ("PySide6", "pyqtgraph", "shiboken6")
MODULES = sorted(PACKAGE.rglob("*.py"))


def floor(module: Path) -> str:
    parts = module.relative_to(PACKAGE).parts
    return parts[0].removesuffix(".py")


def imported(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: say the whole name"
            yield node.module or ""


@pytest.mark.parametrize("module", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_downwards(module: Path) -> None:
    if floor(module) in {"__init__", "__main__"}:
        return
    own = [name.split(".")[1] for name in imported(module) if name.startswith("outage_gui.")]
    assert set(own) <= BELOW[floor(module)]


@pytest.mark.parametrize("module", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_only_views_and_app_import_qt(module: Path) -> None:
    if floor(module) in QT_FLOORS:
        return
    assert not [name for name in imported(module) if name.startswith(QT_MODULES)]


@pytest.mark.parametrize("module", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_nothing_of_a_scenario_is_ever_run_as_python(module: Path) -> None:
    calls = {
        node.func.id
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not calls & {"eval", "exec", "compile", "__import__"}
    assert not set(imported(module)) & {"ast", "pickle", "shelve", "marshal", "zipfile", "tarfile", "gzip"}
