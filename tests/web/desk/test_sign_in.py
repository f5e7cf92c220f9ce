"""Coming in: the first one with a code or at the machine itself, the others with a password that cannot be guessed."""

import hashlib
import logging
import re
import threading
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice

import pytest
from cast import STAFF, STRANGER

from kiosk.rules.people import Role
from kiosk.rules.throttle import KNOWN_BROWSER, ONE_ADDRESS, STRANGERS_TO_A_NAME
from kiosk.store import audit, passwords, people
from kiosk.web.application import create_app
from kiosk.web.desk.sign_in import CODE_ALPHABET, KEYS_KEPT, Failures, first_code

from .conftest import PASSWORD

AFAR = {"REMOTE_ADDR": "192.0.2.77"}
FIRST = {"name": "管理员", "new_password": PASSWORD, "again": PASSWORD}

pytestmark = pytest.mark.usefixtures("cheap_passwords")


class Browser:
    """One that has been here before, so that it has a name and a token."""

    def __init__(self, app, address="127.0.0.1"):
        self.client, self.near = app.test_client(), {"REMOTE_ADDR": address}
        self.page = self.client.get("/desk/sign-in", environ_base=self.near, follow_redirects=True)
        self.token = re.search(r'name="csrf" value="([0-9a-f]{64})"', self.page.text)[1]

    def post(self, address, data, **options):
        return self.client.post(address, data={"csrf": self.token} | data, environ_base=self.near, **options)

    def sign_in(self, name, password):
        return self.post("/desk/sign-in", {"name": name, "password": password}).status_code


@pytest.fixture
def browse(app):
    return lambda address="127.0.0.1": Browser(app, address)


@pytest.fixture
def staffed(office, board):
    """Everybody can sign in with the password of the tests."""
    for person in STAFF.values():
        people.give_password(board.db, person.number, passwords.hashed(PASSWORD), must_change=False)
    return office


def deeds(board):
    return [(each.who, each.deed) for each in audit.entries(board.db, audit.Wanted())][::-1]


class TestTheFirst:
    def test_there_is_nobody_one_could_sign_in_as(self, client, board):
        assert people.nobody_yet(board.db)
        for address in ("/desk/", "/desk/sign-in", "/desk/notices", "/desk/people"):
            answer = client.get(address)
            assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/begin")

    @pytest.mark.parametrize("name, password", [("admin", "admin"), ("管理员", ""), ("kiosk", "kiosk"), ("", "")])
    def test_no_account_comes_with_the_product(self, browse, name, password):
        assert browse().sign_in(name, password) == 422

    def test_at_the_machine_itself_no_code_is_asked_for(self, browse, board):
        browser = browse()
        assert 'name="code"' not in browser.page.text
        answer = browser.post("/desk/begin", FIRST)
        assert answer.status_code == 303
        assert browser.client.get("/desk/").status_code == 200
        (person,) = people.all_people(board.db)
        assert (person.name, person.roles, person.must_change_password) == ("管理员", {Role.ADMIN}, False)
        assert deeds(board) == [("管理员", "person.set_up")]

    @pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost", "LOCALHOST:8080", "[::1]:8080"])
    @pytest.mark.parametrize("near", ["127.0.0.1", "::1"])
    def test_under_any_of_its_own_names(self, client, host, near):
        page = client.get("/desk/begin", headers={"Host": host}, environ_base={"REMOTE_ADDR": near})
        assert page.status_code == 200
        assert 'name="code"' not in page.text

    @pytest.mark.parametrize(
        "environ, headers",
        [
            ({"REMOTE_ADDR": "192.0.2.7"}, {}),
            ({"REMOTE_ADDR": "::ffff:127.0.0.1"}, {}),
            ({"REMOTE_ADDR": "127.0.0.2"}, {}),
            ({}, {"X-Forwarded-For": "192.0.2.7"}),
            ({}, {"X-Forwarded-For": "127.0.0.1"}),
            ({}, {"X-Forwarded-For": ""}),
            ({}, {"Forwarded": "for=127.0.0.1"}),
            ({}, {"Host": "192.0.2.10:8080"}),
            ({}, {"Host": "kiosk.local"}),
            ({}, {"Host": "127.0.0.2"}),
            ({}, {"Host": "0.0.0.0"}),
        ],
    )
    def test_from_anywhere_else_a_code_is(self, browse, client, board, environ, headers):
        page = client.get("/desk/begin", environ_base={"REMOTE_ADDR": "127.0.0.1"} | environ, headers=headers)
        assert 'name="code"' in page.text
        token = re.search(r'name="csrf" value="([0-9a-f]{64})"', page.text)[1]
        if "Host" in headers:  # under that name too it is the same browser
            client.set_cookie("kiosk_browser", client.get_cookie("kiosk_browser", domain=headers["Host"].split(":")[0]).decoded_value)
        answer = client.post("/desk/begin", data=FIRST | {"csrf": token}, environ_base={"REMOTE_ADDR": "127.0.0.1"} | environ, headers=headers)
        assert answer.status_code in (403, 422)
        assert people.nobody_yet(board.db)

    def test_with_the_code_that_the_machine_printed(self, app, browse, board):
        browser = browse("192.0.2.7")
        code = app.extensions["first_code"]
        for wrong in ("", "AAAAA-AAAAA", code[:-1], code + "A", code.replace("-", ""), "码"):
            assert browser.post("/desk/begin", FIRST | {"code": wrong}).status_code == 422
        assert people.nobody_yet(board.db)
        assert browser.post("/desk/begin", FIRST | {"code": f" {code.lower()} "}).status_code == 303
        assert not people.nobody_yet(board.db)

    def test_the_code_cannot_be_guessed(self, app, browse, board):
        browser, codes = browse("192.0.2.7"), {first_code() for _ in range(500)}
        assert len(codes) == 500
        assert all(re.fullmatch(r"[A-Z2-9]{5}-[A-Z2-9]{5}", code) for code in codes)
        assert not set("IO01") & set(CODE_ALPHABET) and len(CODE_ALPHABET) == 32
        for _ in range(10):
            browser.post("/desk/begin", FIRST | {"code": "AAAAA-AAAAA"})
        right = {"code": app.extensions["first_code"]}
        assert browse("192.0.2.8").post("/desk/begin", FIRST | right).status_code == 422, "from wherever it is tried"
        assert people.nobody_yet(board.db)
        assert browse().post("/desk/begin", FIRST).status_code == 303, "the machine itself is never locked out"

    def test_each_start_prints_another_code(self, app, config):
        again = create_app(config)
        assert again.extensions["first_code"] != app.extensions["first_code"]
        again.extensions["on_air"]._board.close()

    def test_of_two_at_once_one_is_the_first(self, app, board):
        browsers, together, statuses = [Browser(app), Browser(app)], threading.Barrier(2), []

        def begin(browser, name):
            together.wait()
            statuses.append(browser.post("/desk/begin", FIRST | {"name": name}).status_code)

        threads = [threading.Thread(target=begin, args=each) for each in zip(browsers, ("甲", "乙"), strict=True)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(statuses) == [303, 422]
        assert len(people.all_people(board.db)) == 1
        assert sorted(browser.client.get("/desk/").status_code for browser in browsers) == [200, 303]

    def test_nobody_is_the_first_once_there_is_somebody(self, app, browse, staffed, board):
        assert browse().client.get("/desk/begin").headers["Location"] == "/desk/"
        answer = browse().post("/desk/begin", FIRST | {"name": STRANGER, "code": app.extensions["first_code"]})
        assert answer.status_code == 422
        assert STRANGER not in [person.name for person in people.all_people(board.db)]

    @pytest.mark.parametrize("sent, field", [({"name": ""}, "name"), ({"new_password": "short", "again": "short"}, "new_password"), ({"again": "x"}, "again")])
    def test_what_is_wrong_is_told_beside_its_field(self, browse, board, sent, field):
        answer = browse().post("/desk/begin", FIRST | sent)
        assert answer.status_code == 422
        assert f'<a href="#{field}">' in answer.text and f'id="{field}-fault-1"' in answer.text
        assert PASSWORD not in answer.text
        assert people.nobody_yet(board.db)


class TestSigningIn:
    def test_with_name_and_password_one_comes_in(self, browse, staffed, board):
        browser = browse()
        answer = browser.post("/desk/sign-in", {"name": " 文书甲 ", "password": PASSWORD, "next": "/desk/notices?status=draft"})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/notices?status=draft")
        assert browser.client.get("/desk/").status_code == 200
        assert browser.client.get("/desk/sign-in").headers["Location"] == "/desk/"
        assert deeds(board)[-1] == ("文书甲", "person.signed_in")

    def test_a_new_session_each_time(self, browse, staffed):
        browser, cookies = browse(), set()
        for _ in range(2):
            browser.sign_in("文书甲", PASSWORD)
            cookies.add(browser.client.get_cookie("kiosk_session").value)
        assert len(cookies) == 2

    def test_a_session_given_beforehand_is_not_taken_over(self, app, browse, staffed):
        browser = browse()
        with browser.client.session_transaction() as kept:
            kept["token"] = "chosen by a stranger"
        browser.sign_in("文书甲", PASSWORD)
        with browser.client.session_transaction() as kept:
            assert kept["token"] != "chosen by a stranger"

    @pytest.mark.parametrize("name, password", [("文书甲", "错的"), (STRANGER, PASSWORD), ("", ""), ("文书甲", ""), ("x" * 10_000, "x" * 10_000), ("文\x00书", PASSWORD)])
    def test_the_answer_is_the_same_whatever_is_wrong(self, browse, staffed, name, password):
        told = set()
        for given in ((name, password), ("文书乙", "错的")):
            answer = browse().post("/desk/sign-in", {"name": given[0], "password": given[1]})
            assert answer.status_code == 422
            told.add(re.search(r'<div class="error-summary".*?</div>', answer.text, re.DOTALL)[0])
            assert PASSWORD not in answer.text and "错的" not in answer.text
        assert len(told) == 1

    @pytest.mark.parametrize("name", ["文书甲", STRANGER, "", "x" * 10_000])
    def test_and_so_is_the_work(self, browse, staffed, monkeypatch, name):
        browser, hashed, scrypt = browse(), [], hashlib.scrypt

        def counted(plain, **parameters):
            hashed.append(plain)
            return scrypt(plain, **parameters | {"n": 2})

        monkeypatch.setattr(hashlib, "scrypt", counted)
        assert browser.sign_in(name, "错的") == 422
        assert len(hashed) == 1

    def test_a_password_typed_as_a_name_stands_in_no_log(self, browse, staffed, board, caplog):
        caplog.set_level(logging.DEBUG)
        browser = browse()
        browser.sign_in(PASSWORD, "文书甲")
        browser.sign_in("文书甲", PASSWORD)
        browser.post("/desk/password", {"password": PASSWORD, "new_password": "水车 老井 槐树", "again": "水车 老井 槐树"})
        assert deeds(board)[-3:] == [("?", "person.sign_in_failed"), ("文书甲", "person.signed_in"), ("文书甲", "person.password_changed")]
        kept = caplog.text + str([each.facts for each in audit.entries(board.db, audit.Wanted())])
        assert PASSWORD not in kept and "槐树" not in kept


OTHERS = [person.name for key, person in STAFF.items() if key not in ("clerk", "other_clerk")]


def guess(browser, name, times):
    return [browser.sign_in(name, f"第{each}次猜测") for each in range(times)]


class TestGuessing:
    def test_is_slowed_down_for_one_name_from_wherever_it_comes(self, browse, staffed):
        tries = STRANGERS_TO_A_NAME.tries
        assert guess(browse("192.0.2.1"), "文书甲", tries // 2) == [422] * (tries // 2)
        assert guess(browse("192.0.2.2"), "文书甲", tries // 2 + 2) == [422] * (tries // 2) + [429] * 2
        assert browse("192.0.2.3").sign_in("文书甲", PASSWORD) == 429, "not even the right one tells that it is"
        assert browse("192.0.2.4").sign_in("文书乙", PASSWORD) == 303

    def test_is_slowed_down_for_one_address_whatever_the_names(self, browse, staffed):
        statuses = [browse("192.0.2.1").sign_in(name, "猜") for name in islice(cycle(OTHERS), ONE_ADDRESS.tries + 1)]
        assert statuses == [422] * ONE_ADDRESS.tries + [429]
        assert browse("192.0.2.2").sign_in("文书甲", PASSWORD) == 303

    def test_a_name_typed_otherwise_is_no_way_around_it(self, browse, staffed):
        for each in range(STRANGERS_TO_A_NAME.tries):
            browse(f"192.0.2.{each}").sign_in("文书甲" + " " * each, "猜")
        assert browse("192.0.2.99").sign_in(" 文书甲", PASSWORD) == 429

    def test_who_sits_at_a_browser_they_have_used_before_is_not_locked_out(self, browse, staffed):
        own = browse()
        assert own.sign_in("文书甲", PASSWORD) == 303
        own.post("/desk/sign-out", {})
        assert 429 in guess(browse("192.0.2.9"), "文书甲", STRANGERS_TO_A_NAME.tries + 1)
        assert own.sign_in("文书甲", PASSWORD) == 303

    def test_not_even_by_strangers_at_the_same_address(self, browse, staffed):
        own, stranger = browse(), browse()
        assert own.sign_in("文书甲", PASSWORD) == 303
        for name in islice(cycle(OTHERS), ONE_ADDRESS.tries):
            stranger.sign_in(name, "猜")
        assert stranger.sign_in("文书乙", PASSWORD) == 429
        assert own.sign_in("文书甲", PASSWORD) == 303

    def test_but_guesses_at_that_browser_count_too(self, browse, staffed):
        own = browse()
        own.sign_in("文书甲", PASSWORD)
        assert guess(own, "文书甲", KNOWN_BROWSER.tries + 1) == [422] * KNOWN_BROWSER.tries + [429]
        assert own.sign_in("文书乙", "猜") == 422, "for others it is a browser like any"

    def test_a_name_of_a_browser_of_ones_own_making_is_not_known(self, app, browse, staffed):
        own, forged = browse(), browse("192.0.2.9")
        own.sign_in("文书甲", PASSWORD)
        assert 429 in guess(forged, "文书甲", STRANGERS_TO_A_NAME.tries + 1)
        again = browse("192.0.2.9")
        assert again.sign_in("文书甲", PASSWORD) == 429, "a new cookie is no way around it"

    def test_after_a_quarter_of_an_hour_it_is_free_again(self, app, browse, staffed):
        browser = browse("192.0.2.1")
        assert 429 in guess(browser, "文书甲", STRANGERS_TO_A_NAME.tries + 1)
        earlier = app.extensions["failures"].at
        for key in earlier:
            earlier[key].extend([each - timedelta(minutes=16) for each in list(earlier[key])])
            for _ in range(len(earlier[key]) // 2):
                earlier[key].popleft()
        assert browser.sign_in("文书甲", PASSWORD) == 303

    def test_how_long_to_wait_is_told(self, browse, staffed):
        browser = browse("192.0.2.1")
        guess(browser, "文书甲", STRANGERS_TO_A_NAME.tries)
        answer = browser.post("/desk/sign-in", {"name": "文书甲", "password": "猜"})
        assert answer.status_code == 429
        assert "15" in re.search(r'<div class="error-summary".*?</div>', answer.text, re.DOTALL)[0]

    def test_while_one_waits_nothing_is_hashed_and_nothing_written(self, browse, staffed, board, monkeypatch):
        browser = browse("192.0.2.1")
        guess(browser, "文书甲", STRANGERS_TO_A_NAME.tries)
        before = len(deeds(board))
        monkeypatch.setattr(hashlib, "scrypt", None)
        assert browser.sign_in("文书甲", "猜") == 429
        assert len(deeds(board)) == before

    def test_ones_own_old_password_is_not_guessed_at_an_open_desk(self, at_desk, board):
        clerk = at_desk("clerk")
        people.give_password(board.db, clerk.number, passwords.hashed(PASSWORD), must_change=False)
        for _ in range(KNOWN_BROWSER.tries):
            clerk.post("/desk/password", {"password": "猜", "new_password": "水车 老井 槐树", "again": "水车 老井 槐树"})
        answer = clerk.post("/desk/password", {"password": PASSWORD, "new_password": "水车 老井 槐树", "again": "水车 老井 槐树"})
        assert answer.status_code == 422
        assert passwords.matches(PASSWORD, board.db.execute("SELECT password FROM people WHERE person = ?", [clerk.number]).fetchone()[0])

    def test_a_million_names_do_not_fill_the_memory(self):
        failures, now = Failures(), datetime.now(UTC)
        for each in range(KEYS_KEPT + 100):
            failures.count([(("name", str(each)), STRANGERS_TO_A_NAME)], now)
        assert len(failures.at) <= KEYS_KEPT + 1
        for _ in range(1000):
            failures.count([(("name", "x"), STRANGERS_TO_A_NAME)], now)
        assert len(failures.at["name", "x"]) <= 64

    def test_nor_does_one_long_name(self, app, browse, staffed):
        browse().sign_in("长" * 100_000, "猜")
        assert max(len(part) for key in app.extensions["failures"].at for part in key) < 100


class TestOnesOwnPassword:
    def test_whoever_was_given_one_chooses_another_and_goes_on(self, at_desk, board):
        clerk = at_desk("clerk")
        people.give_password(board.db, clerk.number, passwords.hashed(PASSWORD), must_change=True)
        assert clerk.get("/desk/").headers["Location"] == "/desk/password"
        assert clerk.get("/desk/password").status_code == 200
        answer = clerk.post("/desk/password", {"password": PASSWORD, "new_password": "水车 老井 槐树", "again": "水车 老井 槐树"})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/")
        assert clerk.get("/desk/").status_code == 200

    def test_it_ends_what_is_open_elsewhere_and_not_here(self, at_desk, board):
        clerk = at_desk("clerk")
        people.give_password(board.db, clerk.number, passwords.hashed(PASSWORD), must_change=False)
        people.begin_session(board.db, "elsewhere", clerk.number, datetime.now(UTC), timedelta(hours=12))
        clerk.post("/desk/password", {"password": PASSWORD, "new_password": "水车 老井 槐树", "again": "水车 老井 槐树"})
        assert people.of_session(board.db, "elsewhere", datetime.now(UTC), timedelta(hours=12)) is None
        assert clerk.get("/desk/").status_code == 200

    @pytest.mark.parametrize(
        "sent, field",
        [({"password": "错的"}, "password"), ({"new_password": "short", "again": "short"}, "new_password"), ({"again": "另一个"}, "again"), ({"new_password": PASSWORD, "again": PASSWORD}, "new_password")],
    )
    def test_what_is_wrong_is_told_beside_its_field_and_no_password_comes_back(self, at_desk, board, sent, field):
        clerk = at_desk("clerk")
        people.give_password(board.db, clerk.number, passwords.hashed(PASSWORD), must_change=False)
        given = {"password": PASSWORD, "new_password": "水车 老井 槐树", "again": "水车 老井 槐树"} | sent
        answer = clerk.post("/desk/password", given)
        assert answer.status_code == 422
        assert f'<a href="#{field}">' in answer.text
        assert not [value for value in given.values() if value in answer.text]
