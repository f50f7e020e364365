"""What a new scenario can begin with: each is valid, and the explorer finds what its `expect` says."""

import pytest

from outage_gui.cli import main
from outage_gui.model.files import read
from outage_gui.workbench.shipped import resource
from outage_gui.workbench.templates import TEMPLATES, text_of


@pytest.mark.parametrize("template", [each.name for each in TEMPLATES])
def test_a_template_is_valid_and_meets_its_expectations(template, tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    assert main(["new", "mine", "--template", template]) == 0
    assert main(["check", "mine.yaml"]) == 0, capfd.readouterr().out
    scenario = read(text_of(template), "mine.yaml")
    assert template == "empty" or (scenario.expect and scenario.services and scenario.fixes)


def test_every_template_is_listed_and_every_file_is_a_template(capfd):
    assert main(["new", "--list"]) == 0
    names = [line.split()[0] for line in capfd.readouterr().out.splitlines()]
    assert names == [each.name for each in TEMPLATES]
    assert sorted(file.stem for file in resource("templates").glob("*.yaml")) == sorted(names)


def test_a_file_that_is_there_is_not_replaced_unasked(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text("mine")
    assert main(["new", "mine.yaml"]) == 2
    assert (tmp_path / "mine.yaml").read_text() == "mine"
    assert main(["new", "mine", "--force"]) == 0
    assert main(["new", "other", "--template", "two-workerz"]) == 2
    assert "did you mean 'two-workers'" in capfd.readouterr().err
