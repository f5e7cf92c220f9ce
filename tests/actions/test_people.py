"""Who works at the desk: let in, sent out, and never without somebody who can let others in."""

import hashlib
import json
import logging
import threading

import pytest
from cast import DAY, HOUR, INSTANT, NOON, STRANGER
from office import everything_in

from kiosk.actions import people as deeds
from kiosk.errors import NotFound, Refused
from kiosk.rules.people import By, Role
from kiosk.shipped import common_passwords
from kiosk.store import audit, people, settings
from kiosk.store.board import reopen_board

PASSWORD, OTHER = "石桥 安静 麦穗", "水车 老井 槐树"
LASTS = 12 * HOUR
MACHINE = By("本机")


pytestmark = pytest.mark.usefixtures("cheap_passwords")


@pytest.fixture
def admin(board) -> By:
    person = deeds.set_up(board, "管理员", PASSWORD, PASSWORD, "first", LASTS, By("管理员", "127.0.0.1"), NOON)
    return By(person.name, "192.0.2.7", person)


@pytest.fixture
def clerk(board, admin) -> By:
    person = deeds.add_person(board, "文书甲", PASSWORD, [Role.CLERK], MACHINE, NOON)
    return By(person.name, "192.0.2.1", person)


def log(board):
    return [(each.who, each.deed, each.facts) for each in audit.entries(board.db, audit.Wanted())][::-1]


def refused(deed, *words):
    with pytest.raises(Refused) as wrong:
        deed(*words)
    return [(problem.code, problem.key) for problem in wrong.value.problems]


def test_the_first_person_can_let_others_in_and_is_signed_in_at_once(board, admin):
    assert admin.person.roles == {Role.ADMIN}
    assert not admin.person.must_change_password
    assert people.of_session(board.db, "first", NOON, LASTS) == admin.person
    assert log(board) == [("管理员", "person.set_up", {"from": "127.0.0.1"})]


def test_there_is_nobody_before_the_first(board):
    assert people.nobody_yet(board.db)
    assert people.all_people(board.db) == []


def test_nobody_is_the_first_twice(board, admin):
    before = everything_in(board)
    assert refused(deeds.set_up, board, "生人", OTHER, OTHER, "second", LASTS, By("生人"), NOON) == [("person.not_the_first", "")]
    assert everything_in(board) == before


def test_of_two_who_set_up_at_once_one_is_the_first(board, config):
    together, firsts, refusals = threading.Barrier(2), [], []

    def begin(name):
        own = reopen_board(config)
        together.wait()
        try:
            firsts.append(deeds.set_up(own, name, PASSWORD, PASSWORD, f"token of {name}", LASTS, By(name), NOON).name)
        except Refused as late:
            refusals.append(late.code)
        finally:
            own.close()

    threads = [threading.Thread(target=begin, args=[name]) for name in ("甲", "乙")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(firsts), refusals) == (1, ["person.not_the_first"])
    assert [person.name for person in people.all_people(board.db)] == firsts
    assert [who for who, _, _ in log(board)] == firsts


@pytest.mark.parametrize(
    "name, password, again, problems",
    [
        ("", PASSWORD, PASSWORD, [("person.name_form", "name")]),
        ("<b>", PASSWORD, PASSWORD, [("person.name_form", "name")]),
        ("管理员", "short", "short", [("password.too_short", "new_password")]),
        ("管理员", "管理员12345", "管理员12345", [("password.too_common", "new_password")]),
        ("管理员", "kiosk2026", "kiosk2026", [("password.too_common", "new_password")]),
        ("管理员", "安和村2026!", "安和村2026!", [("password.too_common", "new_password")]),
        ("管理员", PASSWORD, OTHER, [("password.not_the_same", "again")]),
        ("", "12345678", "1234567", [("person.name_form", "name"), ("password.too_simple", "new_password"), ("password.not_the_same", "again")]),
    ],
)
def test_everything_wrong_with_the_first_one_is_told_at_once(board, name, password, again, problems):
    settings.put(board.db, "village", "安和村")
    assert refused(deeds.set_up, board, name, password, again, "token", LASTS, By(name), NOON) == problems
    assert people.nobody_yet(board.db)
    assert log(board) == []


@pytest.mark.parametrize("by_somebody", [True, False])
def test_who_is_let_in_by_another_chooses_a_password_of_their_own(board, admin, by_somebody):
    person = deeds.add_person(board, "监督甲", PASSWORD, [Role.REVIEWER, Role.CLERK], admin if by_somebody else MACHINE, NOON)
    assert person.must_change_password is by_somebody
    who, deed, facts = log(board)[-1]
    assert (who, deed) == ("管理员" if by_somebody else "本机", "person.added")
    assert facts == {"name": "监督甲", "roles": ["clerk", "reviewer"], "from": "192.0.2.7" if by_somebody else ""}


@pytest.mark.parametrize("name", ["文书甲", "文书 甲"])
def test_no_name_is_given_twice_not_even_after_somebody_has_left(board, admin, clerk, name):
    deeds.disable(board, clerk.person.number, admin, NOON)
    assert refused(deeds.add_person, board, name, PASSWORD, [Role.CLERK], admin, NOON) == [("person.name_taken", "name")]


def test_nobody_is_let_in_without_a_role(board, admin):
    assert refused(deeds.add_person, board, "监督甲", PASSWORD, [], admin, NOON) == [("person.no_role", "roles")]


@pytest.mark.parametrize("common", ["a12345678", "administrator", "abcd1234"])
def test_the_list_of_common_passwords_is_looked_at(board, admin, common):
    assert common in common_passwords()
    assert refused(deeds.add_person, board, "监督甲", common, [Role.REVIEWER], admin, NOON) == [("password.too_common", "new_password")]


class TestSigningIn:
    def test_with_name_and_password(self, board, clerk):
        person = deeds.sign_in(board, "文书甲", PASSWORD, "token", LASTS, "192.0.2.1", NOON)
        assert person == clerk.person
        assert people.of_session(board.db, "token", NOON, LASTS) == person
        assert log(board)[-1] == ("文书甲", "person.signed_in", {"from": "192.0.2.1"})

    @pytest.mark.parametrize(
        "name, password, who",
        [
            ("文书甲", OTHER, "文书甲"),
            ("文书甲", "", "文书甲"),
            ("文书甲", PASSWORD + " ", "文书甲"),
            (STRANGER, PASSWORD, "?"),
            ("", PASSWORD, "?"),
            (PASSWORD, "文书甲", "?"),  # the one typed into the field of the other
            ("文书甲 ", PASSWORD, "?"),
        ],
    )
    def test_with_anything_else_nobody_comes_in_and_the_log_says_no_more_than_it_may(self, board, clerk, name, password, who):
        assert deeds.sign_in(board, name, password, "token", LASTS, "192.0.2.1", NOON) is None
        assert people.of_session(board.db, "token", NOON, LASTS) is None
        assert log(board)[-1] == (who, "person.sign_in_failed", {"from": "192.0.2.1"})

    def test_who_has_left_does_not_come_in(self, board, admin, clerk):
        deeds.disable(board, clerk.person.number, admin, NOON)
        assert deeds.sign_in(board, "文书甲", PASSWORD, "token", LASTS, "", NOON) is None
        deeds.enable(board, clerk.person.number, admin, NOON)
        assert deeds.sign_in(board, "文书甲", PASSWORD, "token", LASTS, "", NOON) is not None

    @pytest.mark.parametrize("name, password", [("文书甲", PASSWORD), ("文书甲", OTHER), ("离开的人", PASSWORD), (STRANGER, PASSWORD), (STRANGER, "x" * 10_000)])
    def test_the_same_work_is_done_for_whoever_tries(self, board, admin, clerk, monkeypatch, name, password):
        """Otherwise the time would tell which names there are."""
        left = deeds.add_person(board, "离开的人", PASSWORD, [Role.CLERK], MACHINE, NOON)
        deeds.disable(board, left.number, admin, NOON)
        hashed, scrypt = [], hashlib.scrypt

        def counted(plain, **parameters):
            hashed.append(parameters["n"])
            return scrypt(plain, **parameters | {"n": 2})

        monkeypatch.setattr(hashlib, "scrypt", counted)
        deeds.sign_in(board, name, password, "token", LASTS, "", NOON)
        assert len(hashed) == 1


class TestSessions:
    @pytest.fixture
    def sessions(self, board, clerk):
        for token in ("at home", "in the hall"):
            deeds.sign_in(board, "文书甲", PASSWORD, token, LASTS, "", NOON)

        def open_now(now=NOON):
            return [token for token in ("at home", "in the hall", "new") if people.of_session(board.db, token, now, LASTS)]

        assert open_now() == ["at home", "in the hall"]
        return open_now

    def test_they_last_for_half_a_day_and_no_instant_longer(self, sessions):
        assert sessions(NOON + LASTS - INSTANT) == ["at home", "in the hall"]
        assert sessions(NOON + LASTS) == []

    def test_those_that_are_over_are_swept_out(self, board, sessions):
        deeds.sign_in(board, "文书甲", PASSWORD, "new", LASTS, "", NOON + DAY)
        assert board.db.execute("SELECT count(*) FROM sessions").fetchone() == (1,)
        assert sessions(NOON + DAY) == ["new"]

    def test_signing_out_ends_all_of_them(self, board, clerk, sessions):
        deeds.sign_out(board, clerk, NOON)
        assert sessions() == []
        assert people.of_session(board.db, "first", NOON, LASTS) is not None, "others stay signed in"
        assert log(board)[-1] == ("文书甲", "person.signed_out", {"from": "192.0.2.1"})

    def test_disabling_ends_all_of_them_for_good(self, board, admin, clerk, sessions):
        deeds.disable(board, clerk.person.number, admin, NOON)
        assert sessions() == []
        deeds.enable(board, clerk.person.number, admin, NOON)
        assert sessions() == []
        assert [deed for _, deed, _ in log(board)][-2:] == ["person.disabled", "person.enabled"]

    def test_a_password_given_by_another_ends_all_of_them(self, board, admin, clerk, sessions):
        deeds.give_password(board, clerk.person.number, OTHER, admin, NOON)
        assert sessions() == []
        assert people.get(board.db, clerk.person.number).must_change_password
        assert deeds.sign_in(board, "文书甲", PASSWORD, "new", LASTS, "", NOON) is None
        assert deeds.sign_in(board, "文书甲", OTHER, "new", LASTS, "", NOON) is not None

    def test_ones_own_new_password_ends_all_others(self, board, clerk, sessions):
        deeds.change_own_password(board, clerk, PASSWORD, OTHER, OTHER, "new", LASTS, NOON)
        assert sessions() == ["new"]
        assert not people.get(board.db, clerk.person.number).must_change_password

    def test_a_change_of_roles_holds_at_once(self, board, admin, clerk, sessions):
        deeds.change_roles(board, clerk.person.number, [Role.AUDITOR], admin, NOON)
        assert people.of_session(board.db, "at home", NOON, LASTS).roles == {Role.AUDITOR}

    def test_a_token_is_not_kept_as_it_is(self, board, sessions):
        assert "at home" not in str(board.db.execute("SELECT * FROM sessions").fetchall())

    @pytest.mark.parametrize("token", ["", "AT HOME", "at home ", "'; --", "\ud800", "x" * 100_000])
    def test_no_other_token_opens_anything(self, board, sessions, token):
        assert people.of_session(board.db, token, NOON, LASTS) is None


@pytest.mark.parametrize(
    "old, new, again, problems",
    [
        (OTHER, OTHER, OTHER, [("password.not_yours", "password")]),
        ("", OTHER, OTHER, [("password.not_yours", "password")]),
        (PASSWORD, PASSWORD, PASSWORD, [("password.same", "new_password")]),
        (PASSWORD, OTHER, PASSWORD, [("password.not_the_same", "again")]),
        (PASSWORD, "short", "short", [("password.too_short", "new_password")]),
        (PASSWORD, "文书甲123456", "文书甲123456", [("password.too_common", "new_password")]),
    ],
)
def test_ones_own_password_is_changed_only_by_oneself_and_for_a_better_one(board, clerk, old, new, again, problems):
    deeds.sign_in(board, "文书甲", PASSWORD, "token", LASTS, "", NOON)
    before = everything_in(board)
    assert refused(deeds.change_own_password, board, clerk, old, new, again, "new", LASTS, NOON) == problems
    assert everything_in(board) == before


def test_the_machine_has_no_password_of_its_own(board):
    assert refused(deeds.change_own_password, board, MACHINE, "", OTHER, OTHER, "new", LASTS, NOON) == [("password.not_yours", "password")]


class TestTheLastAdmin:
    @pytest.mark.parametrize("by", ["admin", "machine"])
    def test_stays(self, board, admin, by):
        who, before = {"admin": admin, "machine": MACHINE}[by], everything_in(board)
        number = admin.person.number
        assert refused(deeds.disable, board, number, who, NOON) == [("person.last_admin", "")]
        assert refused(deeds.change_roles, board, number, [Role.CLERK], who, NOON) == [("person.last_admin", "")]
        assert everything_in(board) == before

    def test_may_go_once_there_is_another(self, board, admin, clerk):
        deeds.change_roles(board, clerk.person.number, [Role.CLERK, Role.ADMIN], admin, NOON)
        deeds.disable(board, admin.person.number, admin, NOON)
        assert people.active_admins(board.db) == 1
        assert refused(deeds.disable, board, clerk.person.number, MACHINE, NOON) == [("person.last_admin", "")]

    def test_one_who_has_left_does_not_count(self, board, admin):
        other = deeds.add_person(board, "另一个", PASSWORD, [Role.ADMIN], MACHINE, NOON)
        deeds.disable(board, other.number, admin, NOON)
        assert refused(deeds.disable, board, admin.person.number, admin, NOON) == [("person.last_admin", "")]

    def test_of_two_who_put_each_other_out_at_once_one_stays(self, board, config, admin):
        other = deeds.add_person(board, "另一个", PASSWORD, [Role.ADMIN], MACHINE, NOON)
        together, done = threading.Barrier(2), []

        def put_out(number):
            own = reopen_board(config)
            together.wait()
            try:
                deeds.disable(own, number, MACHINE, NOON)
                done.append(number)
            except Refused as late:
                done.append(late.code)
            finally:
                own.close()

        threads = [threading.Thread(target=put_out, args=[each]) for each in (admin.person.number, other.number)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert "person.last_admin" in done
        assert people.active_admins(board.db) == 1


@pytest.mark.parametrize("deed", ["disable", "enable", "roles", "password"])
def test_there_is_nobody_under_a_number_nobody_has(board, admin, deed):
    with pytest.raises(NotFound):
        {
            "disable": lambda: deeds.disable(board, 99, admin, NOON),
            "enable": lambda: deeds.enable(board, 99, admin, NOON),
            "roles": lambda: deeds.change_roles(board, 99, [Role.CLERK], admin, NOON),
            "password": lambda: deeds.give_password(board, 99, OTHER, admin, NOON),
        }[deed]()


def test_no_password_is_ever_in_the_log_the_audit_or_the_database(board, admin, clerk, caplog):
    caplog.set_level(logging.DEBUG)
    deeds.sign_in(board, "文书甲", PASSWORD, "token", LASTS, "", NOON)
    deeds.sign_in(board, "文书甲", OTHER, "token", LASTS, "", NOON)
    deeds.sign_in(board, OTHER, "文书甲", "token", LASTS, "", NOON)
    deeds.change_own_password(board, clerk, PASSWORD, OTHER, OTHER, "new", LASTS, NOON)
    deeds.give_password(board, clerk.person.number, PASSWORD, admin, NOON)
    kept = json.dumps(everything_in(board), ensure_ascii=False, default=str) + caplog.text
    for secret in (PASSWORD, OTHER):
        assert secret not in kept
    assert audit.first_broken_entry(board.db) is None


@pytest.mark.parametrize("deed", ["sign_in", "add", "disable", "password"])
def test_when_the_log_takes_no_entry_nothing_has_changed(board, admin, clerk, deed):
    board.db.execute("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no room'); END")
    before = everything_in(board)
    with pytest.raises(Refused):
        {
            "sign_in": lambda: deeds.sign_in(board, "文书甲", PASSWORD, "token", LASTS, "", NOON),
            "add": lambda: deeds.add_person(board, "监督甲", PASSWORD, [Role.REVIEWER], admin, NOON),
            "disable": lambda: deeds.disable(board, clerk.person.number, admin, NOON),
            "password": lambda: deeds.give_password(board, clerk.person.number, OTHER, admin, NOON),
        }[deed]()
    assert everything_in(board) == before


def test_nothing_is_written_where_nothing_changes(board, admin, clerk):
    before = len(log(board))
    deeds.enable(board, clerk.person.number, admin, NOON)
    deeds.change_roles(board, clerk.person.number, [Role.CLERK], admin, NOON)
    assert len(log(board)) == before
