"""The door of the desk: whose forms are taken, for how long somebody is known, and what it never lets out."""

import hashlib
import itertools
import logging
import re
from datetime import UTC, datetime, timedelta

import pytest
from cast import STAFF
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from office import everything_in
from paper import a_pdf, a_picture

from kiosk.actions import attach
from kiosk.actions import people as deeds
from kiosk.rules.people import Role
from kiosk.store import connection, originals, passwords, people
from kiosk.store.originals import digest_of
from kiosk.web.application import HEADERS, create_app
from kiosk.web.desk import door
from kiosk.web.desk.door import BROWSER_COOKIE, IDLE, IN_ALL

from .conftest import PASSWORD
from .test_access import ROWS

HOST = "localhost"
OURS = f"http://{HOST}"


def token_in(page):
    return re.search(r'name="csrf" value="([0-9a-f]{64})"', page.text)[1]


def fields_in(page):
    """What the form on a page would send again."""
    found = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n?(.*?)</textarea>', page.text, re.DOTALL)
    return [(name, value.replace("&lt;", "<").replace("&gt;", ">").replace("&#34;", '"').replace("&amp;", "&")) for name, value in found]


@pytest.fixture
def clerk(at_desk):
    return at_desk("clerk")


@pytest.fixture
def draft(office):
    """What the form of a draft sends, and where to."""
    number = office.begin()
    return f"/desk/notices/{number}/draft", {"version": "1", "revision": "1", "title": "新标题", "category": "finance", "body": "新的正文"}


class TestForms:
    def test_ours_is_taken(self, clerk, draft):
        assert clerk.post(*draft).status_code == 303

    @pytest.mark.parametrize(
        "csrf", [None, "", "0" * 64, "x", "字" * 64, "😀", "another browser's", "half"]
    )
    def test_without_its_token_it_is_not(self, clerk, draft, board, app, csrf):
        with app.app_context():
            csrf = {"another browser's": door._token("another browser"), "half": clerk.token[:32]}.get(csrf, csrf)
        before = everything_in(board)
        sent = draft[1] if csrf is None else draft[1] | {"csrf": csrf}
        assert clerk.client.post(draft[0], data=sent).status_code == 403
        assert everything_in(board) == before

    def test_a_token_in_the_address_is_none(self, clerk, draft, board):
        before = everything_in(board)
        for address in (f"{draft[0]}?csrf={clerk.token}", f"{draft[0]}?{clerk.token}"):
            assert clerk.client.post(address, data=draft[1]).status_code == 403
        assert everything_in(board) == before

    def test_nor_is_one_in_a_header_or_in_json(self, clerk, draft):
        assert clerk.client.post(draft[0], data=draft[1], headers={"X-CSRF-Token": clerk.token}).status_code == 403
        assert clerk.client.post(draft[0], json=draft[1] | {"csrf": clerk.token}).status_code == 403

    def test_a_browser_that_comes_without_its_name_has_no_token(self, clerk, draft):
        clerk.client.delete_cookie(BROWSER_COOKIE)
        assert clerk.post(*draft).status_code == 403

    @pytest.mark.parametrize("name", ["", "x" * 4000, "\xe9", "a b"])
    def test_a_browser_with_an_odd_name_is_no_incident(self, clerk, draft, name):
        clerk.client.set_cookie(BROWSER_COOKIE, name)
        assert clerk.post(*draft).status_code == 403

    @pytest.mark.parametrize(
        "origin, status",
        [
            (OURS, 303),
            ("http://192.0.2.10:8080", 303),  # the address phones are told
            ("HTTP://LOCALHOST", 303),
            (None, 303),
            ("null", 403),
            ("", 403),
            ("http://evil.example", 403),
            ("http://localhost.evil.example", 403),
            ("http://localhost:8081", 403),
            ("http://192.0.2.10", 403),
            ("file://", 403),
            ("http://[", 403),
            ("localhost", 403),
        ],
    )
    def test_where_it_comes_from(self, clerk, draft, origin, status):
        headers = {} if origin is None else {"Origin": origin}
        assert clerk.post(*draft, headers=headers).status_code == status

    @pytest.mark.parametrize("site, status", [("same-origin", 303), ("none", 303), ("same-site", 403), ("cross-site", 403), ("", 403)])
    def test_what_the_browser_says_of_the_page_it_comes_from(self, clerk, draft, site, status):
        assert clerk.post(*draft, headers={"Sec-Fetch-Site": site}).status_code == status

    def test_no_address_takes_a_foreign_form(self, office, sign_in, board):
        guest, foreign = sign_in(STAFF["all_hands"].name), {"Origin": "http://evil.example"}
        before = everything_in(board)
        for row in ROWS:
            if row.method == "POST" and row.is_desk:
                for sent, headers in (({}, {}), ({"csrf": guest.token}, foreign), ({"csrf": guest.token}, {"Origin": "null"})):
                    assert guest.client.post(row.address, data=sent, headers=headers).status_code == 403, str(row)
        assert everything_in(board) == before

    def test_a_second_tab_leaves_the_first_ones_form_valid(self, clerk, draft):
        first = token_in(clerk.get("/desk/new"))
        clerk.get("/desk/")
        assert token_in(clerk.get("/desk/new")) == first == clerk.token

    def test_a_new_sign_in_leaves_it_valid(self, clerk, draft, office, sign_in):
        clerk.post("/desk/sign-out")
        page = clerk.get("/desk/sign-in")
        assert token_in(page) == clerk.token
        again = sign_in(STAFF["clerk"].name)
        assert again.client.post(draft[0], data=draft[1] | {"csrf": clerk.token}).status_code == 303

    def test_a_restart_or_an_upgrade_leaves_it_and_the_session_valid(self, clerk, draft, config, board):
        cookies = {name: clerk.client.get_cookie(name).decoded_value for name in (BROWSER_COOKIE, "kiosk_session")}
        restarted = create_app(config)
        client = restarted.test_client()
        for name, value in cookies.items():
            client.set_cookie(name, value)
        assert client.post(draft[0], data=draft[1] | {"csrf": clerk.token}).status_code == 303
        restarted.extensions["on_air"]._board.close()
        restarted.extensions["renderer"].close()

    def test_a_form_that_was_left_open_too_long_can_be_sent_again_with_all_that_was_typed(self, clerk, draft):
        """The browser has been given another name meanwhile: nobody else can know what was typed."""
        stale = draft[1] | {"csrf": "0" * 64, "body": "一\n<b>二</b> & \"三\"\n"}
        page = clerk.client.post(draft[0], data=stale, headers={"Origin": OURS})
        assert page.status_code == 403
        again = dict(fields_in(page))
        assert again == {key: value for key, value in stale.items() if key != "csrf"}
        assert clerk.client.post(draft[0], data=again | {"csrf": token_in(page)}, headers={"Origin": OURS}).status_code == 303

    def test_but_no_stranger_gets_a_form_filled_with_what_they_sent(self, clerk, draft):
        page = clerk.client.post(draft[0], data=draft[1] | {"csrf": "0" * 64})
        assert fields_in(page) == []
        assert "新的正文" not in page.text

    def test_every_form_of_the_desk_bears_the_token(self, office, at_desk):
        number = office.post()
        office.walk(office.begin(), "submit")
        for who, address in itertools.product(("clerk", "reviewer", "approver", "admin"), ("/desk/", "/desk/new", "/desk/password", f"/desk/notices/{number}", "/desk/notices/2", "/desk/people", "/desk/people/1")):
            guest = at_desk(who)
            page = guest.get(address)
            if page.status_code == 200:
                forms = re.findall(r'<form[^>]*method="post".*?</form>', page.text, re.DOTALL)
                assert forms, address
                assert all(f'name="csrf" value="{guest.token}"' in form for form in forms), address


class TestTheHost:
    @pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost", "LOCALHOST:8080", "[::1]:8080", "192.0.2.10:8080", "192.168.1.5", "kiosk", "kiosk.local", "hall.lan:8080", "hall.home.arpa", "hall.internal"])
    def test_an_address_or_a_name_of_this_network_is_answered(self, clerk, host):
        clerk.client.set_cookie(BROWSER_COOKIE, "x", domain=host.rsplit(":", 1)[0])
        assert clerk.get("/desk/sign-in", base_url=f"http://{host}").status_code in (200, 303)

    @pytest.mark.parametrize("host", ["desk.example", "desk.example:8080", "127.0.0.1.example", "localhost.example:8080", "192.0.2.10.example", "evil.local.example", "a@127.0.0.1", "[::1", "", "@localhost", "local.", ".local.example"])
    def test_a_name_that_a_stranger_can_make_point_here_is_not(self, clerk, office, host):
        for address in ("/desk/", "/desk/sign-in", "/desk/notices", "/desk/begin"):
            answer = clerk.client.get(address, headers={"Host": host})
            assert answer.status_code == 400, address
            assert "文书甲" not in answer.text

    def test_the_name_the_village_has_set_is_answered(self, config, board):
        from dataclasses import replace

        own = create_app(replace(config, address="https://gongkai.example/"))
        assert own.test_client().get("/desk/sign-in", headers={"Host": "gongkai.example"}).status_code == 303
        assert own.test_client().get("/desk/sign-in", headers={"Host": "other.example"}).status_code == 400
        own.extensions["on_air"]._board.close()


def signed_at(app, moment, token):
    """The cookie as it was sealed at that moment."""

    class Then(TimestampSigner):
        def get_timestamp(self):
            return int(moment.timestamp())

    kind = SecureCookieSessionInterface()
    options = {"key_derivation": kind.key_derivation, "digest_method": kind.digest_method}
    seal = URLSafeTimedSerializer(app.secret_key, salt=kind.salt, serializer=kind.serializer, signer=Then, signer_kwargs=options)
    return seal.dumps({"_permanent": True, "token": token})


class TestASession:
    @pytest.mark.parametrize("idle, is_known", [(timedelta(0), True), (IDLE - timedelta(minutes=1), True), (IDLE + timedelta(minutes=1), False), (timedelta(days=1), False)])
    def test_ends_after_half_an_hour_in_which_nothing_was_done(self, app, clerk, idle, is_known):
        assert IDLE == timedelta(minutes=30)
        with clerk.client.session_transaction() as kept:
            token = kept["token"]
        clerk.client.set_cookie("kiosk_session", signed_at(app, datetime.now(UTC) - idle, token))
        assert clerk.get("/desk/").status_code == (200 if is_known else 303)

    def test_every_answer_begins_the_half_hour_anew(self, app, clerk):
        with clerk.client.session_transaction() as kept:
            token = kept["token"]
        old = signed_at(app, datetime.now(UTC) - timedelta(minutes=20), token)
        clerk.client.set_cookie("kiosk_session", old)
        clerk.get("/desk/screens/hall/now")
        assert clerk.client.get_cookie("kiosk_session").value == old, "which an open page asks for with nobody there"
        clerk.get("/desk/")
        assert clerk.client.get_cookie("kiosk_session").value != old

    @pytest.mark.parametrize("age, is_known", [(IN_ALL - timedelta(minutes=1), True), (IN_ALL + timedelta(minutes=1), False)])
    def test_ends_after_twelve_hours_however_busy(self, clerk, board, age, is_known):
        assert IN_ALL == timedelta(hours=12)
        with clerk.client.session_transaction() as kept:
            token = kept["token"]
        people.end_sessions(board.db, clerk.number)
        people.begin_session(board.db, token, clerk.number, datetime.now(UTC) - age, timedelta(days=9))
        assert clerk.get("/desk/").status_code == (200 if is_known else 303)

    @pytest.mark.parametrize("forged", ["", "x", "eyJ0b2tlbiI6IngifQ.aaaa.bbbb", "another secret", "no token"])
    def test_a_cookie_of_ones_own_making_opens_nothing(self, app, clerk, forged):
        with clerk.client.session_transaction() as kept:
            token = kept["token"]
        made = {"no token": signed_at(app, datetime.now(UTC), None)}.get(forged, forged)
        if forged == "another secret":
            app.secret_key, real = "another", app.secret_key
            made = signed_at(app, datetime.now(UTC), token)
            app.secret_key = real
        clerk.client.set_cookie("kiosk_session", made)
        assert clerk.get("/desk/").status_code == 303

    @pytest.mark.parametrize("end", ["signed out elsewhere", "disabled", "password given", "own new password"])
    def test_is_ended_at_once_from_elsewhere(self, clerk, office, board, cheap_passwords, end):
        people.give_password(board.db, clerk.number, passwords.hashed(PASSWORD), must_change=False)
        by, admin = office.staff["clerk"], office.staff["admin"]
        assert clerk.get("/desk/").status_code == 200
        {
            "signed out elsewhere": lambda: deeds.sign_out(board, by, office.now),
            "disabled": lambda: deeds.disable(board, clerk.number, admin, office.now),
            "password given": lambda: deeds.give_password(board, clerk.number, "水车 老井 槐树", admin, office.now),
            "own new password": lambda: deeds.change_own_password(board, by, PASSWORD, "水车 老井 槐树", "水车 老井 槐树", "new", IN_ALL, office.now),
        }[end]()
        assert clerk.get("/desk/").status_code == 303

    def test_the_cookies_are_no_scripts_business(self, client, office):
        page = client.get("/desk/sign-in")
        (cookie,) = page.headers.getlist("Set-Cookie")
        assert cookie.startswith(BROWSER_COOKIE)
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie

    def test_signing_out_forgets_the_cookie_too(self, clerk):
        answer = clerk.post("/desk/sign-out")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/sign-in")
        assert clerk.get("/desk/").status_code == 303


class TestAwayForAWhile:
    @pytest.fixture
    def away(self, clerk, board, cheap_passwords):
        people.give_password(board.db, clerk.number, passwords.hashed(PASSWORD), must_change=False)
        people.end_sessions(board.db, clerk.number)
        return clerk

    def test_a_page_leads_to_signing_in_and_back(self, away):
        answer = away.get("/desk/notices?status=draft&words=水")
        assert answer.status_code == 303
        page = away.get(answer.headers["Location"])
        next_page = re.search(r'name="next" value="([^"]*)"', page.text)[1].replace("&amp;", "&")
        assert next_page == "/desk/notices?status=draft&words=水"

    def test_a_form_keeps_all_that_was_typed_and_goes_on_after_signing_in(self, away, draft, board):
        typed = draft[1] | {"body": "  一\n\n<b>二</b> & \"三\"\n𠮷\t四\n", "screens": ["hall", "gate"]}
        page = away.post(draft[0], typed)
        assert page.status_code == 401
        kept = list(zip(re.findall(r'name="kept_name" value="([^"]*)"', page.text), [value for name, value in fields_in(page) if name == "kept_value"], strict=True))
        assert dict(kept)["body"].replace("\r\n", "\n") == typed["body"]
        assert [value for name, value in kept if name == "screens"] == ["hall", "gate"]
        assert "csrf" not in dict(kept)
        sent = {"name": away.name, "password": "错的", "kept_to": draft[0], "kept_name": [name for name, _ in kept], "kept_value": [value for _, value in kept]}
        wrong = away.post("/desk/sign-in", sent)
        assert wrong.status_code == 422
        assert wrong.text.count('name="kept_name"') == len(kept), "a mistyped password loses nothing either"
        again = away.post("/desk/sign-in", sent | {"password": PASSWORD})
        assert again.status_code == 200
        assert f'action="{draft[0]}"' in again.text
        fields = fields_in(again)
        assert sorted(fields) == sorted(kept)
        final = {}
        for name, value in fields:
            final.setdefault(name, []).append(value)
        assert away.client.post(draft[0], data=final | {"csrf": token_in(again)}).status_code == 303
        stored = board.db.execute("SELECT body FROM versions").fetchone()[0]
        assert stored == typed["body"]

    def test_passwords_are_typed_anew(self, away):
        page = away.post("/desk/password", {"password": "旧的秘密一二三四", "new_password": "新的秘密一二三四", "again": "新的秘密一二三四"})
        assert page.status_code == 401
        assert "秘密" not in page.text

    def test_a_fragment_is_told_in_a_fragment(self, away, draft):
        for answer in (away.post(*draft, headers={"HX-Request": "true"}), away.get("/desk/notices/1/shown", headers={"HX-Request": "true"})):
            assert answer.status_code == 401
            assert 'role="alert"' in answer.text and "<html" not in answer.text

    @pytest.mark.parametrize("next_page", ["http://evil.example/", "//evil.example/", "/\\evil.example", "/desk/\\evil", "javascript:alert(1)", "/desk", "/", "https:/desk/", "http://[", "/desk/\n/x", "\x00", "desk/"])
    @pytest.mark.parametrize("field", ["next", "kept_to"])
    def test_signing_in_leads_nowhere_but_into_the_desk(self, away, next_page, field):
        answer = away.post("/desk/sign-in", {"name": away.name, "password": PASSWORD, field: next_page})
        if field == "next":
            assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/")
        else:
            assert answer.status_code in (200, 303)
            assert "evil" not in answer.text and "alert(1)" not in answer.text


def digests(folder):
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file() and path.suffix != ".db-shm"}


@pytest.mark.parametrize("who", ["all_hands", "admin", "nobody"])
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_reading_writes_nothing(office, sign_in, board, config, who, method):
    office.post()
    office.walk(office.begin(), "submit")
    office.begin()
    guest = sign_in(STAFF["clerk" if who == "nobody" else who].name)
    if who == "nobody":
        guest.client.delete_cookie("kiosk_session")
    before, version, files = everything_in(board), connection.data_version(board.db), digests(config.data)
    for row in ROWS:
        if row.method == "GET":
            getattr(guest.client, method)(row.address)
            getattr(guest.client, method)(row.address, headers={"HX-Request": "true"})
    assert connection.data_version(board.db) == version
    assert everything_in(board) == before
    assert digests(config.data) == files


@pytest.mark.parametrize("who", ["clerk", "admin", "nobody"])
def test_every_answer_of_the_desk_is_safe_and_kept_nowhere(office, sign_in, who):
    office.post()
    guest = sign_in(STAFF["clerk" if who == "nobody" else who].name)
    if who == "nobody":
        guest.client.delete_cookie("kiosk_session")
    for row in ROWS:
        if row.is_desk:
            answer = guest.get(row.address) if row.method == "GET" else guest.post(row.address)
            assert answer.status_code < 500, str(row)
            assert answer.headers["Cache-Control"] == "no-store", str(row)
            for name, value in HEADERS.items():
                if name != "Content-Security-Policy" or "sandbox" not in answer.headers[name]:
                    assert answer.headers[name] == value, str(row)
            if answer.content_type.startswith("text/html"):
                assert not re.search(r"<style| style=|<script(?![^>]* src=)| on[a-z]+=\"| hx-on", answer.text), str(row)


@pytest.mark.parametrize("method, address, status", [("post", "/desk/", 405), ("get", "/desk/nothing", 404), ("get", "/desk/notices/x", 404), ("get", "/desk/notices/99999999999", 404), ("put", "/desk/notices/1", 405), ("post", "/desk/nothing", 404)])
def test_what_is_not_there_is_told_without_a_trace(clerk, method, address, status):
    answer = getattr(clerk.client, method)(address)
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Traceback" not in answer.text


def test_an_incident_has_a_number_that_finds_it_in_the_log_and_keeps_what_was_typed(app, clerk, draft, caplog, monkeypatch):
    def broken(**_):
        raise RuntimeError("SECRET /etc/passwd")

    broken.allowed_roles = frozenset(Role)
    monkeypatch.setitem(app.view_functions, "desk.save_draft", broken)
    answer = clerk.post(*draft)
    assert answer.status_code == 500
    assert "SECRET" not in answer.text and "RuntimeError" not in answer.text
    assert dict(fields_in(answer))["body"] == "新的正文"
    incident = re.search(r"\b[0-9a-f]{8}\b", re.sub(r"<[^>]*>", "", answer.text))[0]
    assert f"incident {incident}" in caplog.text


def test_a_form_larger_than_any_notice_is_refused(clerk, draft):
    answer = clerk.post(draft[0], draft[1] | {"body": "x" * (door.FORM_BYTES + 1)})
    assert answer.status_code == 413


@pytest.mark.parametrize("size, status", [(1024 * 1024 * 3, 303), (1024 * 1024 * 9, 413)])
def test_a_long_notice_goes_through_as_urlencoded_chinese(clerk, draft, size, status):
    """Three letters for every byte: half a million characters take four and a half megabytes."""
    body = "\n\n".join(["字" * 998] * (size // 9000))
    assert clerk.post(draft[0], draft[1] | {"body": body}).status_code == status


class TestNothingUnpublished:
    """…can be read without signing in: not by guessing, not through previews, files, pictures, versions or errors."""

    @pytest.fixture
    def secrets(self, office, board):
        clerk, now = office.staff["clerk"], office.now
        number = office.begin(title="机密标题甲", body="机密正文甲")
        attach.attach(board, number, [("机密.pdf", a_pdf()), ("机密.png", a_picture(colour=77))], clerk, now)
        attach.open_to_residents(board, number, digest_of(a_pdf()), True, clerk, now)
        office.save("clerk", number, body="机密正文甲\n\n![图](机密.png)\n")
        office.walk(office.begin(title="机密标题乙", body="机密正文乙"), "submit")
        posted = office.post(title="公开标题丙", body="公开正文丙")
        office.take("clerk", "correct", posted, "机密理由")
        office.save("clerk", posted, title="机密标题丁", body="机密正文丁")
        (picture,) = originals.shown_pictures(board.db, number).values()
        return [picture.url, f"/notices/{number}/files/{digest_of(a_pdf())}"]

    def test_to_a_stranger(self, secrets, client, look):
        look()
        addresses = [row.address for row in ROWS if row.method == "GET"] + secrets
        addresses += [f"/notices/{number}" for number in (1, 2, 3)] + [f"/desk/notices/{number}?version={version}" for number in (1, 2, 3) for version in (1, 2)]
        addresses += ["/desk/notices?words=机密", "/desk/sign-in?next=/desk/notices/1", f"/desk/notices/1/originals/{digest_of(a_pdf())}", "/desk/notices/1/slides", "/notices/1?version=1", "/?words=机密"]
        for address in addresses:
            for headers in ({}, {"HX-Request": "true"}):
                answer = client.get(address, headers=headers, follow_redirects=True)
                assert "机密标题" not in answer.text and "机密正文" not in answer.text and "机密理由" not in answer.text, address
                assert b"%PDF" not in answer.data and not answer.data.startswith(b"\x89PNG"), address
        for address in secrets:
            assert client.get(address).status_code == 404

    def test_but_by_whoever_has_signed_in(self, secrets, at_desk):
        for who in ("clerk", "auditor"):
            guest = at_desk(who)
            assert "机密正文甲" in guest.get("/desk/notices/1").text
            picture = guest.get(secrets[0])
            assert (picture.status_code, picture.headers["Cache-Control"]) == (200, "no-store")
        assert at_desk("auditor").get(secrets[1]).status_code == 404, "residents' files are there for residents"

    def test_what_waits_for_its_day_is_read_by_nobody_yet(self, office, client, at_desk, look):
        number = office.post(title="机密标题戊", body="机密正文戊", issued_on=(office.now + timedelta(days=3)).date())
        look()
        for address in ("/", f"/notices/{number}", "/screen/hall/slides", "/healthz"):
            assert "机密" not in client.get(address).text
        assert "机密正文戊" in at_desk("reviewer").get(f"/desk/notices/{number}").text


def test_no_token_or_password_is_in_the_log(client, clerk, office, caplog):
    caplog.set_level(logging.DEBUG)
    clerk.post("/desk/sign-in", {"name": "文书甲", "password": "错的秘密一二三四"})
    clerk.post("/desk/notices/1/draft", {"body": "x"})
    assert "秘密" not in caplog.text
    assert clerk.token not in caplog.text
    assert f"session of {clerk.name}" not in caplog.text
