"""No edit is lost: journal and recovery, files changed by somebody else, backups, what cannot be written."""

import os
import random
from pathlib import Path

import pytest
from edit_cases import TEXTS, places_of

from outage_gui.model.edits import with_value
from outage_gui.model.merging import merged
from outage_gui.model.problems import ScenarioError
from outage_gui.model.yaml_tree import Scalar
from outage_gui.workbench import backups, journal
from outage_gui.workbench.journal import Journal
from outage_gui.workbench.workbench import Workbench

TEXT = "format: 1\ntitle: Shop\nservices:\n  web: {label: Web}\n  db: {label: Database}\n  mail: {label: Mail}\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "shop.yaml"
    path.write_text(TEXT)
    return path


OPEN: list[Workbench] = []


@pytest.fixture(autouse=True)
def closed():
    """No worker process outlives its window."""
    yield
    while OPEN:
        OPEN.pop().close()


def empty() -> Workbench:
    OPEN.append(Workbench(remembers=False))
    return OPEN[-1]


def opened(path: Path) -> Workbench:
    workbench = empty()
    workbench.open(path)
    return workbench


def edited(workbench: Workbench, label: str, service: str = "web") -> None:
    text = with_value(workbench.document.text, ("services", service, "label"), label)
    workbench.edit(text, f"Label {service}")
    workbench._keeping.keep(workbench.document.text, now=True)


def crash(workbench: Workbench) -> None:
    """As if the process had ended: its lock is gone, its journal stays."""
    os.close(workbench._keeping._journal._handle)
    workbench._keeping._journal._handle, workbench._keeping._journal._file = -1, None


# --- the journal --------------------------------------------------------------------------------------------------


def test_a_journal_gives_back_the_last_text_and_ends_where_it_is_damaged(tmp_path):
    one = Journal(tmp_path / "a.yaml", "base\n", "digest")
    for text in ("base\nmore\n", "other\nmore\n", "other ünd more\n"):
        one.keep(text)
    path = one._file
    whole = path.read_bytes()
    assert journal.read(path).text == "other ünd more\n"
    texts = {"base\n", "base\nmore\n", "other\nmore\n", "other ünd more\n"}
    first = whole.index(b"\n") + 1
    for cut in range(len(whole)):
        path.write_bytes(whole[:cut])
        left = journal.read(path)
        assert (left is None) == (cut < first)
        assert left is None or left.text in texts
    damaged = bytearray(whole)
    damaged[len(whole) - 30] ^= 1
    path.write_bytes(damaged)
    assert journal.read(path).text == "other\nmore\n"


def test_edits_left_by_a_crash_are_offered_and_nothing_is_overwritten_before(file):
    first = opened(file)
    edited(first, "Shop window")
    lost = first.document.text
    crash(first)
    second = opened(file)
    assert second.document.text == TEXT
    assert second.frame.offer.answers == ("file.recover", "file.discard_recovery")
    assert "1 line reads differently" in second.frame.offer.line
    second.recover()
    assert (second.document.text, second.frame.can_undo, second.frame.offer) == (lost, "Recover unsaved edits", None)
    assert file.read_text() == TEXT
    second.save()
    assert file.read_text() == lost
    assert opened(file).frame.offer is None


def test_a_recovery_that_was_answered_is_kept_aside_and_not_offered_again(file):
    first = opened(file)
    edited(first, "Shop window")
    crash(first)
    second = opened(file)
    second.discard_recovery()
    assert second.frame.offer is None
    assert len(list(journal.folder().glob("*.answered"))) == 1
    assert opened(file).frame.offer is None


def test_what_is_recovered_and_lost_again_is_offered_again(file):
    first = opened(file)
    edited(first, "Shop window")
    crash(first)
    second = opened(file)
    second.recover()
    crash(second)
    assert "Shop window" in opened(file)._keeping.left[0].text


def test_recovery_says_when_the_file_is_another_one_by_now(file):
    first = opened(file)
    edited(first, "Shop window")
    crash(first)
    file.write_text(TEXT + "# theirs\n")
    assert "changed since by somebody else" in opened(file).frame.offer.line


def test_two_windows_on_one_file_do_not_offer_each_others_living_edits(file):
    first, second = opened(file), opened(file)
    edited(first, "One")
    edited(second, "Two", "db")
    assert opened(file).frame.offer is None
    crash(second)
    assert "Two" in opened(file)._keeping.left[0].text


def test_closing_the_window_with_unsaved_edits_loses_nothing(file):
    first = opened(file)
    edited(first, "Shop window")
    first.close()
    assert opened(file).frame.offer is not None
    saved = opened(file)
    saved.recover()
    saved.save()
    saved.close()
    assert opened(file).frame.offer is None


def test_opening_another_file_in_the_window_loses_nothing(file, tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text(TEXT)
    workbench = opened(file)
    edited(workbench, "Shop window")
    workbench.open(other)
    assert workbench.frame.offer is None
    workbench.open(file)
    assert workbench.frame.offer is not None


def test_a_journal_that_cannot_be_written_is_told_once(file, monkeypatch):
    workbench = opened(file)
    (journal.folder().parent).mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr(journal, "folder", lambda: file / "no" / "folder")
    workbench.edit(TEXT.replace("Shop", "Stall"), "Title")
    assert workbench._keeping.keep(workbench.document.text, now=True)
    assert not workbench._keeping.keep(workbench.document.text, now=True)
    assert "cannot be kept safe" in workbench._keeping.trouble


# --- somebody else ------------------------------------------------------------------------------------------------


def test_changes_of_different_lines_are_put_together(file):
    workbench = opened(file)
    edited(workbench, "Shop window")
    file.write_text(TEXT.replace("Mail", "Post"))
    workbench.save()
    assert workbench.frame.offer.answers[0] == "file.merge"
    assert "Post" in file.read_text()
    workbench.merge_theirs()
    workbench.save()
    assert "Shop window" in file.read_text()
    assert "Post" in file.read_text()
    assert not workbench.frame.unsaved


def test_changes_of_the_same_line_are_chosen_between_and_the_other_is_a_backup(file):
    workbench = opened(file)
    edited(workbench, "Shop window")
    file.write_text(TEXT.replace("Web", "Theirs"))
    workbench.save()
    assert workbench.frame.offer.answers == ("file.take_theirs", "file.keep_mine")
    workbench.keep_mine()
    assert "Shop window" in file.read_text()
    assert b"Theirs" in backups.kept(file)[-1].read_bytes()


def test_their_text_is_taken_and_undo_leads_back(file):
    workbench = opened(file)
    edited(workbench, "Shop window")
    file.write_text(TEXT.replace("Web", "Theirs"))
    workbench.save()
    workbench.take_theirs()
    assert "Theirs" in workbench.document.text
    workbench.undo()
    assert "Shop window" in workbench.document.text


def test_a_change_with_the_same_size_and_time_is_noticed(file):
    workbench = opened(file)
    edited(workbench, "Shop window")
    about = file.stat()
    file.write_text(TEXT.replace("Web", "Wob"))
    os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))
    workbench.save()
    assert "Wob" in file.read_text()


def test_a_merge_keeps_both_or_gives_none(many):
    dice = random.Random(5)
    for _ in range(50 * many):
        base = TEXTS[dice.choice(list(TEXTS))]
        leaves = [(path, node) for path, node, _ in places_of(base) if isinstance(node, Scalar)]
        (one, first), (other, second) = dice.sample(leaves, 2)
        mine, theirs = with_value(base, one, "mine_1"), with_value(base, other, "theirs_1")
        both = merged(base, mine, theirs)
        if abs(first.line - second.line) > 20:
            assert both == with_value(mine, other, "theirs_1")
        elif first.line == second.line:
            assert both is None


# --- places -------------------------------------------------------------------------------------------------------


def test_a_new_scenario_has_no_place_until_it_is_given_one(tmp_path):
    workbench = empty()
    workbench.new("two-workers")
    assert workbench.frame.untitled
    workbench.save()
    assert "where to save" in workbench.frame.notice
    path = tmp_path / "mine.yaml"
    workbench.save_as(path)
    assert (workbench.frame.untitled, workbench.frame.unsaved, workbench.frame.file) == (False, False, "mine.yaml")
    edited(workbench, "Till", "billing")
    workbench.save()
    assert "Till" in path.read_text()
    workbench.undo()
    workbench.save()
    assert "Till" not in path.read_text()


def test_a_link_stays_a_link_and_a_mode_stays_a_mode(file, tmp_path):
    link = tmp_path / "link.yaml"
    link.symlink_to(file)
    file.chmod(0o640)
    workbench = opened(link)
    edited(workbench, "Shop window")
    workbench.save()
    assert link.is_symlink()
    assert "Shop window" in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_read_only_file_is_shown_as_such_and_stays(file):
    file.chmod(0o444)
    workbench = opened(file)
    assert workbench.frame.read_only
    edited(workbench, "Shop window")
    workbench.save()
    assert "cannot be saved" in workbench.frame.notice
    assert workbench.frame.unsaved
    assert file.read_text() == TEXT


def test_the_last_versions_are_kept(file):
    workbench = opened(file)
    for number in range(backups.MOST + 5):
        edited(workbench, f"Label {number}")
        workbench.save()
    kept = backups.kept(file)
    assert len(kept) == backups.MOST
    assert f"Label {backups.MOST + 3}".encode() in kept[-1].read_bytes()


# --- undo ---------------------------------------------------------------------------------------------------------


def test_random_edits_are_undone_and_done_again_to_the_byte(many, tmp_path):
    """CI: 300 sequences; 10,000 with --many 34."""
    dice = random.Random(7)
    path = tmp_path / "a.yaml"
    for _ in range(300 * many):
        path.write_bytes(TEXT.encode())
        workbench = history_of(path)
        texts = [workbench.document.text]
        for number in range(dice.randrange(1, 12)):
            text = with_value(texts[-1], ("services", dice.choice(["web", "db", "mail"]), "label"), f"L{dice.random()}")
            workbench = workbench.push(workbench.document._replace(text=text), str(number))
            texts.append(text)
        place = len(texts) - 1
        for _ in range(30):
            back = dice.random() < 0.5
            workbench = workbench.undone() if back else workbench.redone()
            place = max(place - 1, 0) if back else min(place + 1, len(texts) - 1)
            assert workbench.document.text == texts[place]


def history_of(path: Path):
    from outage_gui.model.files import load
    from outage_gui.workbench.history import opened as begun

    return begun(load(path))


def test_thousands_of_edits_can_be_undone_and_cost_little(tmp_path):
    import sys

    path = tmp_path / "a.yaml"
    path.write_text(TEXTS["aws-2025-10-20-dynamodb-dns.yaml"])
    history = history_of(path)
    first = history.document.text
    for number in range(3_000):
        text = first.replace("title:", f"title: {number}", 1)
        history = history.push(history.document._replace(text=text), str(number))
    assert len(history.edits) == 3_000
    assert sum(sys.getsizeof(part) for edit in history.edits for part in edit.delta) < 1_000_000
    for _ in range(3_000):
        history = history._replace(document=history.document._replace(text=history.edits[history.place - 1].delta.back(
            history.document.text)), place=history.place - 1)  # fmt: skip
    assert history.document.text == first


def test_undo_survives_saving(file):
    workbench = opened(file)
    edited(workbench, "One")
    workbench.save()
    workbench.undo()
    assert (workbench.document.text, workbench.frame.unsaved) == (TEXT, True)


def test_an_edit_that_cannot_be_made_leaves_everything_as_it_is(file):
    workbench = opened(file)
    with pytest.raises(ScenarioError):
        with_value(workbench.document.text, ("services", "web", "nothing"), 1)
    workbench.edit("format: 1\n", "Break it")
    assert (workbench.document.text, workbench.frame.can_undo) == (TEXT, "")
