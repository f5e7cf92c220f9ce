"""What was tried against the running desk and once got through: each of it stays tried."""

import re
import unicodedata

import pytest
from cast import NOON, STAFF
from flask import request
from office import Office
from paper import a_picture

from kiosk.actions import attach as attaching
from kiosk.documents import unpacking
from kiosk.documents.safe_html import render
from kiosk.errors import KioskError, Refused
from kiosk.rules.cells import is_figure
from kiosk.store import passwords, people
from kiosk.web import slides
from kiosk.web.application import create_app
from kiosk.web.desk.door import KNOWN_COOKIE, STRANGER_BYTES

from .conftest import PASSWORD

FORM = "application/x-www-form-urlencoded"


def token_in(page):
    return re.search(r'name="csrf" value="([0-9a-f]{64})"', page.text)[1]


@pytest.fixture
def stranger(client, office):
    """Somebody on the network whose browser has fetched the sign-in page."""
    return client, token_in(client.get("/desk/sign-in"))


@pytest.mark.parametrize("address", ["/static/{assets}/css/tokens.css", "/screen/hall", "/screen/worker.js", "/", "/healthz"])
def test_what_others_may_keep_never_carries_a_session_along(at_desk, app, address):
    clerk = at_desk("clerk")
    assets = re.search(r"/static/([0-9a-f]{12})/", clerk.get("/desk/").text)[1]
    answer = clerk.get(address.format(assets=assets))
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    if address != "/":  # which comes in the letters that the reader has chosen
        assert "Cookie" not in answer.headers.get("Vary", ""), "or it is fetched anew with every page"


@pytest.mark.parametrize("address", ["/desk/sign-in", "/desk/notices/1/draft", "/desk/begin"])
def test_a_million_fields_are_not_told_apart(stranger, at_desk, address):
    client, token = stranger
    clerk = at_desk("clerk")
    for guest, csrf in ((client, token), (clerk.client, clerk.token)):
        with guest:
            answer = guest.post(address, data=f"csrf={csrf}&" + "a&" * 400_000, content_type=FORM)
            assert answer.status_code == 413
            assert "form" not in vars(request._get_current_object()), "what werkzeug keeps of a form that it has read"


def test_a_stranger_sends_no_more_than_a_little(stranger, at_desk):
    client, token = stranger
    clerk = at_desk("clerk")
    long = {"name": "文书甲", "password": "猜", "kept_to": "/desk/", "kept_name": "body", "kept_value": "x" * STRANGER_BYTES}
    assert client.post("/desk/sign-in", data=long | {"csrf": token}).status_code == 413
    assert client.post("/desk/notices/1/originals", data={"csrf": token, "file": "x" * STRANGER_BYTES}).status_code == 413
    assert clerk.post("/desk/sign-in", long).status_code == 422, "a notice may be as long as it is"


@pytest.fixture
def away(at_desk, board, cheap_passwords):
    """A clerk who has signed in with this browser, and has been away for too long."""
    clerk = at_desk("clerk")
    people.give_password(board.db, clerk.number, passwords.hashed(PASSWORD), must_change=False)
    clerk.post("/desk/sign-out")
    clerk.post("/desk/sign-in", {"name": clerk.name, "password": PASSWORD})
    assert clerk.client.get_cookie(KNOWN_COOKIE).http_only
    clerk.client.delete_cookie("kiosk_session")
    return clerk


def test_whoever_was_away_keeps_the_longest_notice(away, office):
    number = office.begin()
    page = away.post(f"/desk/notices/{number}/draft", {"version": "1", "revision": "1", "body": "长" * 400_000})
    assert page.status_code == 401
    assert "长" * 400_000 in page.text


def test_strangers_lock_nobody_out_by_waiting_for_a_restart(away, config, app):
    restarted = create_app(config)
    try:
        stranger, own = restarted.test_client(), restarted.test_client()
        csrf = token_in(stranger.get("/desk/sign-in"))
        guesses = [stranger.post("/desk/sign-in", data={"csrf": csrf, "name": away.name, "password": "猜"}).status_code for _ in range(11)]
        assert guesses[-1] == 429
        for name in ("kiosk_browser", KNOWN_COOKIE):
            own.set_cookie(name, away.client.get_cookie(name).decoded_value)
        assert own.post("/desk/sign-in", data={"csrf": away.token, "name": away.name, "password": PASSWORD}).status_code == 303
    finally:
        restarted.extensions["on_air"]._board.close()
        restarted.extensions["renderer"].close()


@pytest.mark.parametrize("change", ["another browser", "another name", "made up", "odd"])
def test_a_browser_that_is_not_known_does_not_pass_for_one(away, client, change):
    """Its guesses count with everybody's."""
    mark = away.client.get_cookie(KNOWN_COOKIE).decoded_value
    client.set_cookie(KNOWN_COOKIE, {"made up": "0" * 32, "odd": "..é.字.\x00"}.get(change, mark))
    if change == "another name":
        client.set_cookie("kiosk_browser", away.client.get_cookie("kiosk_browser").decoded_value)
    csrf = token_in(client.get("/desk/sign-in"))
    name = STAFF["reviewer"].name if change == "another name" else away.name
    for _ in range(10):
        client.post("/desk/sign-in", data={"csrf": csrf, "name": name, "password": "猜"})
    other = client.application.test_client()
    other_csrf = token_in(other.get("/desk/sign-in"))
    assert other.post("/desk/sign-in", data={"csrf": other_csrf, "name": name, "password": PASSWORD}).status_code == 429


ACCENTS = "1" + "\u0301\u0316" * 2000
PUT_IN_ORDER_MOST = 200
"""Characters, for the time it takes grows with the square of them."""


@pytest.fixture
def put_in_order(monkeypatch):
    """How long each text was whose accents have been put in order."""
    lengths, normalize = [], unicodedata.normalize

    def noted(form, text):
        lengths.append(len(text))
        return normalize(form, text)

    monkeypatch.setattr(unicodedata, "normalize", noted)
    return lengths


def test_no_cell_of_accents_holds_everybody_up(put_in_order):
    """Figures in tables are looked for by whoever renders, checks or reads a text."""
    assert not is_figure(ACCENTS)
    render(f"|甲|\n|-|\n|{ACCENTS}|\n", {})
    assert max(put_in_order, default=0) <= PUT_IN_ORDER_MOST


def test_no_setting_does(at_desk, put_in_order):
    admin = at_desk("admin")
    mark = re.search(r'name="mark" value="([^"]*)"', admin.get("/desk/settings/pace").text)[1]
    assert admin.post("/desk/settings/pace", {"base_seconds": ACCENTS, "mark": mark}).status_code == 422
    assert 0 < max(put_in_order) <= PUT_IN_ORDER_MOST


def test_previews_do_not_pile_up_in_memory(at_desk, office):
    number, clerk = office.begin(), at_desk("clerk")
    slides._posted_html.cache_clear()
    for each in range(3):
        typed = {"title": "题", "category": "finance", "body": f"第{each}稿"}
        assert f"第{each}稿" in clerk.post(f"/desk/notices/{number}/slides", typed).text
    assert slides._posted_html.cache_info().currsize == 0


def test_what_residents_read_of_a_withdrawal_runs_in_one_direction(office):
    number = office.post()
    office.take("approver", "withdraw", number, "\u202e\u2066数字\u200b有误，\x00\u3000\x1b重新核对\r\n再公开\u202c")
    assert office.entries(number)[-1].facts["why"] == "数字有误，\u3000重新核对\r\n再公开"
    with pytest.raises(Refused, match=r"step\.words_missing"):
        office.take("approver", "withdraw", office.post(title="另一份公告"), "\u202e\u200b \x00")


class TestFiles:
    @pytest.fixture
    def decoded(self, monkeypatch):
        names = []
        monkeypatch.setattr(attaching, "picture_of", lambda data, name: names.append(name))
        monkeypatch.setattr(attaching, "pages_of", lambda data, name: names.append(name))
        return names

    def kept(self, office: Office):
        return sorted(path.name for path in office.board.originals.rglob("*") if path.is_file())

    def test_two_hundred_at_once_are_neither_decoded_nor_kept(self, office, decoded):
        number, before = office.begin(), self.kept(office)
        files = [(f"图{each}.png", a_picture(colour=each)) for each in range(200)]
        with pytest.raises(Refused, match=r"original\.too_many"):
            attaching.attach(office.board, number, files, office.staff["clerk"], NOON)
        assert (decoded, self.kept(office)) == ([], before)

    def test_nor_are_those_for_what_is_no_draft(self, office, decoded):
        number = office.walk(office.begin(), "submit")
        before = self.kept(office)
        with pytest.raises(KioskError, match=r"original\.not_a_draft"):
            attaching.attach(office.board, number, [("图.png", a_picture())], office.staff["clerk"], NOON)
        assert (decoded, self.kept(office)) == ([], before)

    def test_the_screens_never_wait_for_pictures(self, at_desk, office):
        """However many send some, threads are left for everybody else."""
        number = office.begin()
        turns = [unpacking.one_of_few("original.busy") for _ in range(unpacking.AT_ONCE)]
        for turn in turns:
            turn.__enter__()
        try:
            with pytest.raises(Refused, match=r"original\.busy"):
                attaching.attach(office.board, number, [("图.png", a_picture())], office.staff["clerk"], NOON)
        finally:
            for turn in turns:
                turn.__exit__(None, None, None)
        assert attaching.attach(office.board, number, [("图.png", a_picture())], office.staff["clerk"], NOON) == ["图.png"]
