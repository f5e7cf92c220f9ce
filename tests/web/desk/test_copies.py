"""The desk's page of copies: how old the newest is; made, carried away, put back."""

import hashlib
import io
import os
import re
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from cast import DAY, HOUR, SECOND

from kiosk.actions import safekeeping
from kiosk.actions.safekeeping import make_copies, put_back
from kiosk.rules.people import By, Role
from kiosk.store import copies, settings
from kiosk.store.connection import STARTED, transaction
from kiosk.web.desk.copies import words_about_copies

NOW = datetime.now(UTC)
PAGES = ["/desk/copies", "/desk/copies/{key}/put-back"]
DEEDS = ["/desk/copies", "/desk/copies/{key}/download", "/desk/copies/{key}/put-back"]


def key_of(path):
    return hashlib.sha256(str(path).encode()).hexdigest()[:16]


@pytest.fixture
def place(admin, config):
    """The one copy there is; `admin` was there when it was made."""
    (made,) = make_copies(config, NOW - HOUR)
    return made.copy


@pytest.fixture
def copy(place):
    """What the desk calls it."""
    return key_of(place)


def deeds(board):
    return [row[0] for row in board.db.execute("SELECT deed FROM audit ORDER BY entry").fetchall()]


def name_of(board):
    return settings.settings(board.db).village.name


def rename(board, name):
    with transaction(board.db):
        settings.put(board.db, "village", name)


def warned(app, now=NOW):
    with app.test_request_context("/desk/"):
        return list(words_about_copies(now))


def test_an_empty_list_says_when_the_first_one_comes(admin):
    page = admin.get("/desk/copies")
    assert page.status_code == 200
    assert "还没有备份" in page.text


def test_a_copy_is_made_listed_and_noted(admin, board, config):
    answer = admin.post("/desk/copies")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/copies")
    (copy,) = copies.listed(config.backups)
    page = admin.get("/desk/copies").text
    assert key_of(copy.path) in page and "备份时已检查完好" in page
    assert deeds(board)[-1] == "board.copied"


def test_a_copy_is_carried_away_whole_and_that_is_noted(admin, board, place, copy, tmp_path):
    answer = admin.post(f"/desk/copies/{copy}/download")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/zip"
    assert f"{place.stem}.zip" in answer.headers["Content-Disposition"]
    (tmp_path / "carried.zip").write_bytes(answer.data)
    assert zipfile.ZipFile(io.BytesIO(answer.data)).testzip() is None
    assert safekeeping.copies.findings(tmp_path / "carried.zip", safekeeping.Folders(()), None) == []
    assert deeds(board)[-1] == "board.copy_downloaded"


def test_a_portable_copy_on_the_list_is_carried_away_as_it_is(admin, config, copy):
    target = config.backups / "kiosk-20260101T000000Z.zip"
    safekeeping.make_portable(config, target, NOW)
    assert admin.post(f"/desk/copies/{key_of(target)}/download").data == target.read_bytes()


def test_before_it_is_put_back_what_will_be_gone_is_told(admin, board, copy, post):
    post(title="后来的公告")
    page = admin.get(f"/desk/copies/{copy}/put-back")
    assert page.status_code == 200
    assert "这份备份之后做过 2 件事" in page.text
    assert "发布" in page.text
    assert name_of(board) == "本村"


def test_a_copy_is_put_back_and_everybody_signs_in_anew(admin, board, copy, look):
    rename(board, "乙村")
    assert admin.post(f"/desk/copies/{copy}/put-back").headers["Location"].endswith("/put-back"), "it is asked twice"
    assert name_of(board) == "乙村"
    answer = admin.post(f"/desk/copies/{copy}/put-back", {"sure": "yes"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/copies/back")
    assert name_of(board) == "本村"
    assert deeds(board)[-1] == "board.put_back"
    assert "备份已恢复" in admin.get("/desk/copies/back").text
    assert "/desk/sign-in" in admin.get("/desk/copies").headers["Location"]


def test_what_was_there_can_be_put_back_again(admin, board, config, copy, sign_in):
    rename(board, "乙村")
    admin.post(f"/desk/copies/{copy}/put-back", {"sure": "yes"})
    (kept,) = [each for each in copies.listed(config.backups) if each.series == copies.BEFORE_RESTORE]
    again = sign_in("管理员", Role.ADMIN)
    assert "恢复备份时留存的" in again.get("/desk/copies").text
    again.post(f"/desk/copies/{key_of(kept.path)}/put-back", {"sure": "yes"})
    assert name_of(board) == "乙村"


@pytest.mark.parametrize("damage", [b"", b"garbage" * 100])
def test_a_copy_that_is_damaged_can_only_be_looked_at(admin, board, place, copy, damage):
    place.write_bytes(damage)
    page = admin.get("/desk/copies").text
    assert "已损坏" in page and "/put-back" not in page
    rename(board, "乙村")
    for address in DEEDS[1:]:
        assert admin.post(address.format(key=copy), {"sure": "yes"}).status_code == 422
    assert name_of(board) == "乙村"


def test_of_two_copies_of_one_name_the_chosen_one_is_put_back(admin, board, config, tmp_path):
    """They lie on two disks, and the nearer one has gone bad inside."""
    second = tmp_path / "second"
    second.mkdir()
    with transaction(board.db):
        settings.put(board.db, "backup_folder", str(second))
    near, far = make_copies(config, NOW - HOUR)
    assert near.copy.name == far.copy.name
    data = bytearray(near.copy.read_bytes())
    for page in range(20, len(data) // 4096):
        data[page * 4096 : page * 4096 + 300] = b"\xff" * 300
    near.copy.write_bytes(data)
    rename(board, "乙村")
    assert admin.post(f"/desk/copies/{key_of(near.copy)}/put-back", {"sure": "yes"}).status_code == 422
    assert admin.post(f"/desk/copies/{key_of(far.copy)}/put-back", {"sure": "yes"}).status_code == 303
    assert name_of(board) == "本村"


def test_damage_inside_is_found_before_anything_changes(admin, board, place, copy):
    data = bytearray(place.read_bytes())
    for page in range(20, len(data) // 4096):
        data[page * 4096 : page * 4096 + 300] = b"\xff" * 300
    place.write_bytes(data)
    rename(board, "乙村")
    answer = admin.post(f"/desk/copies/{copy}/put-back", {"sure": "yes"})
    assert answer.status_code == 422
    assert 'class="error-summary"' in answer.text
    assert name_of(board) == "乙村"


@pytest.mark.parametrize("name", ["none", "kiosk-20260101T000000Z.db", "..%2f..%2fkiosk.db", "0" * 16, "%00"])
def test_what_is_no_copy_is_not_reached(admin, copy, name):
    for address in DEEDS[1:]:
        assert admin.post(address.format(key=name), {"sure": "yes"}).status_code in (404, 422)
    assert admin.get(f"/desk/copies/{name}/put-back").status_code in (404, 422)


def test_an_auditor_looks_and_changes_nothing(auditor, admin, config, board, copy):
    page = auditor.get("/desk/copies")
    assert page.status_code == 200
    assert copy not in page.text, "no form to use it with"
    before = deeds(board)
    for address in DEEDS:
        assert auditor.post(address.format(key=copy), {"sure": "yes"}).status_code == 403
    assert auditor.get(f"/desk/copies/{copy}/put-back").status_code == 403
    assert deeds(board) == before
    assert len(copies.listed(config.backups)) == 1


def test_nobody_else_sees_them(clerk, client, copy):
    for address in PAGES:
        assert clerk.get(address.format(key=copy)).status_code == 403
        assert client.get(address.format(key=copy)).status_code == 303
    for address in DEEDS:
        assert clerk.post(address.format(key=copy)).status_code == 403


def test_a_form_of_somebody_elses_does_nothing(admin, copy, config):
    for address in DEEDS:
        assert admin.client.post(address.format(key=copy), data={"sure": "yes"}).status_code == 403
    assert len(copies.listed(config.backups)) == 1


# What the desk says by itself


def test_a_fresh_copy_is_nothing_to_speak_of(app, copy):
    assert warned(app) == []
    assert warned(app, NOW + 22 * HOUR) == []


def test_after_a_day_without_a_new_one_everybody_is_told(app, clerk, copy):
    (words,) = warned(app, NOW + DAY)
    assert "25 小时" in words or "1 天" in words or "前做的" in words


def test_a_board_of_the_first_minutes_needs_no_copy_yet(app, config):
    assert warned(app) == []
    day_before = (NOW - DAY - SECOND).timestamp()
    os.utime(config.data / STARTED, (day_before, day_before))
    assert ["还没有任何备份" in words for words in warned(app)] == [True]


def test_the_inbox_shows_it(admin, config):
    day_before = (NOW - DAY - SECOND).timestamp()
    os.utime(config.data / STARTED, (day_before, day_before))
    assert "还没有任何备份" in admin.get("/desk/").text


def test_what_went_wrong_with_a_copy_is_told(app, admin, config, monkeypatch):
    def refuse(_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        app.extensions["copying"].when_due(NOW)
    assert any("硬盘满了" in words or "磁盘" in words or "满" in words for words in warned(app))
    assert [each.name for each in config.backups.iterdir()] == []
    app.extensions["copying"].when_due(NOW + timedelta(minutes=31))
    assert warned(app) == []


def test_a_fault_of_the_board_before_is_not_told_of_the_one_that_was_put_back(app, admin, board, copy, config, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(5, "Input/output error")))
        app.extensions["copying"].when_due(NOW + DAY)
    assert warned(app)
    admin.post(f"/desk/copies/{copy}/put-back", {"sure": "yes"})
    assert warned(app) == []


def test_entries_that_were_found_missing_are_told_for_a_while(app, admin, board, config):
    from kiosk.store import audit_head

    (config.data / audit_head.NAME).write_text("40 abc\n", "ascii")
    safekeeping.note_loss(board, "本机", NOW)
    (words,) = warned(app)
    assert re.search(r"缺了 \d+ 条", words)
    assert len(warned(app, NOW + 20 * DAY)) == 1, "only that no copy has been made since"


def test_a_copy_put_back_from_the_machine_shows_at_the_desk(admin, board, config, place, look):
    rename(board, "乙村")
    put_back(config, place, By("本机"), NOW)
    look()
    assert name_of(board) == "本村"
    assert admin.get("/desk/").status_code == 303
