"""A database that cannot be used: the screens go on, the desk says what is wrong and puts a good copy back."""

import hashlib
import os
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest
from cast import HOUR

from kiosk.actions.safekeeping import make_copies
from kiosk.errors import Unavailable
from kiosk.rules.people import Role
from kiosk.store import audit, settings
from kiosk.store.board import open_board, reopen_board
from kiosk.store.connection import transaction
from kiosk.web.application import create_app
from web.desk.conftest import PASSWORD

NOW = datetime.now(UTC)
LINK = re.compile(r'href="(/desk/lost\?copy=([^"]+))"')
CSRF = re.compile(r'name="csrf" value="([^"]+)"')


def gone(path):
    path.unlink()


def emptied(path):
    path.write_bytes(b"")


def garbage(path):
    path.write_bytes(b"garbage" * 4000)


def truncated(path):
    os.truncate(path, path.stat().st_size // 2)


def rubbish_inside(path):
    data = bytearray(path.read_bytes())
    for page in range(3, len(data) // 4096):
        data[page * 4096 : page * 4096 + 300] = b"\xff" * 300
    path.write_bytes(data)


def half_migrated(path):
    with closing(sqlite3.connect(path)) as db:
        db.execute("DELETE FROM _sqlite_migrations WHERE name > 'm003'")
        db.commit()


def of_a_newer_program(path):
    with closing(sqlite3.connect(path)) as db:
        db.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('kiosk', 'm999_later', '')")
        db.commit()


def without_its_log(path):
    """Its first tables were still in the log."""
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")


SENTENCES = {
    gone: "不见了，或者是空的",
    emptied: "不见了，或者是空的",
    garbage: "已经损坏",
    truncated: "已经损坏",
    rubbish_inside: "已经损坏",
    half_migrated: "升级到一半",
    of_a_newer_program: "更新版本的程序",
    without_its_log: "不见了，或者是空的",
}
ACCIDENTS = list(SENTENCES)


@pytest.fixture
def copy(village, sign_in, config, board):
    """A copy of the furnished village, in which somebody is in charge."""
    sign_in("管理员", Role.ADMIN)
    sign_in("文书甲", Role.CLERK)
    (made,) = make_copies(config, NOW - HOUR)
    with transaction(board.db):
        settings.put(board.db, "village", "乙村")
    return key_of(made.copy)


def key_of(path):
    """What the desk calls a copy."""
    return hashlib.sha256(str(path).encode()).hexdigest()[:16]


@pytest.fixture(params=ACCIDENTS, ids=lambda accident: accident.__name__)
def accident(request):
    return request.param


@pytest.fixture
def started_anew(app, config, copy, board, look, accident):
    """The accident happens while nothing runs; then the server starts."""
    look()
    board.close()
    app.extensions["on_air"]._board.close()
    accident(config.database)
    made = create_app(config)
    yield made
    opened = made.extensions["on_air"]._board
    if opened is not None:
        opened.close()


@pytest.fixture
def happened(app, config, copy, board, accident, look):
    """The accident happens while the server runs."""
    look()
    board.close()
    accident(config.database)
    air = app.extensions["on_air"]
    air.suspect()
    look()
    return app


def slides(client):
    answer = client.get("/screen/hall/slides")
    assert answer.status_code == 200
    return re.findall(r'<section class="slide" data-notice="(\d+)"', answer.text)


@pytest.mark.parametrize("state", ["started_anew", "happened"])
def test_the_board_goes_on_and_everybody_is_told_in_words(request, state, village, accident, config):
    client = request.getfixturevalue(state).test_client()
    assert str(village.live) in slides(client)
    assert client.get("/screen/hall").status_code == 200
    assert client.get("/healthz").json["status"] == "degraded"
    assert client.get(village.pictures[village.seen]).status_code == 200
    assert client.get(village.pictures[village.draft]).status_code == 404
    for address in ("/", f"/notices/{village.live}"):
        answer = client.get(address)
        assert answer.status_code == 503
        assert "读" in answer.text and str(config.data) not in answer.text
    for address in ("/desk/", "/desk/notices", "/desk/copies", "/desk/sign-in", "/desk/begin"):
        assert client.get(address).headers["Location"] == "/desk/lost"
    page = client.get("/desk/lost")
    assert page.status_code == 503
    assert SENTENCES[accident] in page.text
    assert "Traceback" not in page.text


@pytest.mark.parametrize("state", ["started_anew", "happened"])
def test_an_admin_of_the_copy_puts_it_back_and_all_is_well_without_a_restart(request, state, village, accident, copy, config):
    app = request.getfixturevalue(state)
    client = app.test_client()
    address, name = LINK.search(client.get("/desk/lost").text).groups()
    assert name == copy
    form = client.get(address)
    assert "要恢复这份备份吗" in form.text
    token = {"csrf": CSRF.search(form.text)[1], "copy": copy}
    for who, password in (("管理员", "wrong"), ("文书甲", PASSWORD), ("nobody", PASSWORD), ("", "")):
        refused = client.post("/desk/lost", data=token | {"name": who, "password": password})
        assert refused.status_code == 422
        assert PASSWORD not in refused.text
    with pytest.raises(Unavailable):
        opened = open_board(config, may_begin=False)
        if opened.db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise Unavailable("store.damaged")
    answer = client.post("/desk/lost", data=token | {"name": "管理员", "password": PASSWORD})
    assert answer.headers["Location"] == "/desk/copies/back"
    assert client.get("/healthz").json["status"] == "ok"
    assert client.get("/").status_code == 200
    assert "/desk/sign-in" in client.get("/desk/").headers["Location"]
    assert client.get("/desk/lost").headers["Location"] == "/desk/"
    assert str(village.live) in slides(client)
    board = reopen_board(config)
    entry = next(audit.entries(board.db, audit.Wanted(), limit=1))
    assert (entry.deed, entry.who, entry.facts["from"]) == ("board.put_back", "管理员", "127.0.0.1")
    assert audit.first_broken_entry(board.db) is None
    board.close()


@pytest.fixture
def lost(app, config, copy, board, look):
    board.close()
    garbage(config.database)
    app.extensions["on_air"].suspect()
    look()
    return app.test_client()


def test_without_a_copy_the_page_says_what_to_do(lost, config):
    for each in config.backups.iterdir():
        each.unlink()
    page = lost.get("/desk/lost").text
    assert "没有完好的备份" in page
    assert not LINK.search(page)


def test_a_damaged_copy_is_not_offered(lost, config, copy):
    for each in config.backups.iterdir():
        each.write_bytes(b"garbage" * 1000)
    assert not LINK.search(lost.get("/desk/lost").text)
    assert lost.get(f"/desk/lost?copy={copy}").status_code == 422


@pytest.mark.parametrize("name", ["none", "../kiosk.db", "0" * 16])
def test_only_a_copy_can_be_chosen(lost, name):
    assert lost.get("/desk/lost", query_string={"copy": name}).status_code == 422
    token = CSRF.search(lost.get(LINK.search(lost.get("/desk/lost").text)[1]).text)[1]
    assert lost.post("/desk/lost", data={"csrf": token, "copy": name, "name": "管理员", "password": PASSWORD}).status_code == 422


def test_a_form_from_elsewhere_is_refused(lost, copy):
    lost.get(f"/desk/lost?copy={copy}")
    assert lost.post("/desk/lost", data={"copy": copy, "name": "管理员", "password": PASSWORD}).status_code == 403


def test_guessing_is_slowed_down(lost, copy):
    token = {"csrf": CSRF.search(lost.get(f"/desk/lost?copy={copy}").text)[1], "copy": copy}
    codes = [lost.post("/desk/lost", data=token | {"name": "管理员", "password": f"guess {n}"}).status_code for n in range(11)]
    assert codes == [422] * 10 + [429]


def test_a_copy_without_anybody_in_charge_wants_the_machine(village, app, config, board, look):
    (made,) = make_copies(config, NOW - HOUR)
    board.close()
    garbage(config.database)
    app.extensions["on_air"].suspect()
    look()
    client = app.test_client()
    token = {"csrf": CSRF.search(client.get(f"/desk/lost?copy={key_of(made.copy)}").text)[1], "copy": key_of(made.copy)}
    answer = client.post("/desk/lost", data=token | {"name": "管理员", "password": PASSWORD})
    assert answer.status_code == 422
    assert "kiosk restore" in answer.text


def test_while_all_is_well_there_is_nothing_to_put_back_here(client, copy, admin, board):
    assert client.get("/desk/lost").headers["Location"] == "/desk/"
    answer = admin.post("/desk/lost", {"copy": copy, "name": "管理员", "password": PASSWORD})
    assert answer.headers["Location"] == "/desk/"
    assert settings.settings(board.db).village.name == "乙村"


def test_what_was_being_sent_when_it_happened_can_be_sent_again(app, sign_in, village, config, board, look):
    clerk = sign_in("文书甲", Role.CLERK, Role.ADMIN)
    board.close()
    garbage(config.database)
    look()
    answer = clerk.post("/desk/people", {"name": "我刚打的字"})
    assert answer.status_code == 503
    assert "我刚打的字" in answer.text


def test_a_fault_of_the_disk_is_told_and_no_copy_is_pushed(app, client, village, monkeypatch, board, look):
    air = app.extensions["on_air"]

    def refuse():
        raise Unavailable("store.not_writable", path="x", reason="Read-only file system")

    monkeypatch.setattr(air, "open", refuse)
    air._probe_at = 0
    look()
    page = client.get("/desk/lost")
    assert page.status_code == 503
    assert "写不进去" in page.text and "恢复" in page.text
    assert not LINK.search(page.text)
    monkeypatch.undo()
    air.look_at_once()
    assert client.get("/").status_code == 200
