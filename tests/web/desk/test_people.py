"""The people's pages: who may what is changed there, a password is shown once, and an admin is always left."""

import json
import re
import threading
from datetime import UTC, datetime

import pytest

from kiosk.actions import people as deeds
from kiosk.errors import Refused
from kiosk.rules.people import By, Role, weakness
from kiosk.shipped import common_passwords
from kiosk.store import passwords, people
from kiosk.store.board import reopen_board

GIVEN = re.compile(r'<dd class="password-given">([^<]+)</dd>')
PROPOSED = re.compile(r'name="new_password" value="([^"]+)"')
NEW = {"name": "文书乙", "roles": ["clerk", "reviewer"], "new_password": "4827-1935-6082-7741"}


@pytest.fixture(autouse=True)
def hashed_at_once(monkeypatch):
    """What a password is remembered by costs a quarter of a second on purpose; these tests are about something else."""
    monkeypatch.setattr(deeds, "hashed", lambda password: f"scrypt:2:1:1${password}$")


def entries(board, deed):
    return [json.loads(row[0]) for row in board.db.execute("SELECT facts FROM audit WHERE deed = ?", [deed]).fetchall()]


def test_the_list_tells_names_roles_and_state(admin, clerk, board):
    page = admin.get("/desk/people").text
    assert "管理员" in page and "文书甲" in page
    assert page.count('<span class="role">') == 2


def test_somebody_is_added_with_a_password_to_hand_over(admin, board):
    answer = admin.post("/desk/people", NEW)
    assert answer.status_code == 200
    assert GIVEN.findall(answer.text) == [NEW["new_password"]]
    added = people.named(board.db, "文书乙")
    assert (added.roles, added.must_change_password) == ({Role.CLERK, Role.REVIEWER}, True)
    (facts,) = entries(board, "person.added")
    assert (facts["name"], facts["roles"], facts["from"]) == ("文书乙", ["clerk", "reviewer"], "127.0.0.1")


def test_the_proposed_password_is_another_one_each_time_and_good_enough(admin, board):
    proposed = {PROPOSED.search(admin.get("/desk/people").text)[1] for _ in range(5)}
    assert len(proposed) == 5
    assert all(re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{4}", each) for each in proposed)
    answer = admin.post("/desk/people", NEW | {"new_password": proposed.pop()})
    assert answer.status_code == 200


def test_no_proposed_password_is_refused_as_weak():
    proposed = {deeds.proposed_password() for _ in range(1000)}
    assert len(proposed) == 1000
    assert {weakness(each, "文书乙", common_passwords()) for each in proposed} == {None}


@pytest.mark.parametrize(
    "change, field",
    [
        ({"name": ""}, "name"),
        ({"name": "<b>"}, "name"),
        ({"name": "名" * 31}, "name"),
        ({"name": "本机"}, "name"),
        ({"name": "This Machine"}, "name"),
        ({"name": "管理员"}, "name"),
        ({"roles": []}, "roles"),
        ({"roles": ["mayor"]}, "roles"),
        ({"new_password": "short"}, "new_password"),
        ({"new_password": "12345678"}, "new_password"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_typed_is_lost(admin, board, change, field):
    answer = admin.post("/desk/people", NEW | change)
    assert answer.status_code == 422
    assert f'<a href="#{field}">' in answer.text
    assert f'id="{field}-fault-1"' in answer.text
    assert "<title>错误：" in answer.text
    sent = NEW | change
    if "<" not in sent["name"]:
        assert f'value="{sent["name"]}"' in answer.text
    for role in set(sent["roles"]) & set(Role):
        assert re.search(rf'value="{role}"[^>]* checked', answer.text)
    assert sent["new_password"] not in PROPOSED.findall(answer.text)
    assert entries(board, "person.added") == []


def test_everything_that_is_wrong_is_told_at_once(admin):
    answer = admin.post("/desk/people", {"name": "<b>", "roles": [], "new_password": "short"})
    assert answer.text.count('class="fault"') == 3


@pytest.mark.parametrize("alike", ["Li Lei", "li lei", "Ｌｉ Ｌｅｉ", "LiLei"])
def test_a_name_that_looks_like_anothers_is_not_given(admin, sign_in, alike):
    sign_in("Li Lei", Role.CLERK)
    assert admin.post("/desk/people", NEW | {"name": alike}).status_code == 422


def test_roles_are_changed_and_hold_at_once(admin, clerk, board):
    assert clerk.get("/desk/people").status_code == 403
    answer = admin.post(f"/desk/people/{clerk.number}/roles", {"roles": ["clerk", "admin"]})
    assert answer.status_code == 303
    assert clerk.get("/desk/people").status_code == 200
    (facts,) = entries(board, "person.changed")
    assert (facts["old"], facts["roles"]) == (["clerk"], ["admin", "clerk"])


def test_roles_that_stay_as_they_are_leave_no_entry(admin, clerk, board):
    admin.post(f"/desk/people/{clerk.number}/roles", {"roles": ["clerk"]})
    assert entries(board, "person.changed") == []


def test_somebody_must_have_a_role(admin, clerk):
    answer = admin.post(f"/desk/people/{clerk.number}/roles", {})
    assert answer.status_code == 422
    assert 'href="#roles"' in answer.text


def test_whoever_is_disabled_is_out_at_once_and_can_come_back(admin, clerk, board):
    assert admin.post(f"/desk/people/{clerk.number}/disable").status_code == 303
    assert clerk.get("/desk/").location.startswith("/desk/sign-in")
    assert not people.get(board.db, clerk.number).is_active
    assert admin.post(f"/desk/people/{clerk.number}/enable").status_code == 303
    assert people.get(board.db, clerk.number).is_active
    assert clerk.get("/desk/").location.startswith("/desk/sign-in")  # with their password, not with an old session
    admin.post(f"/desk/people/{clerk.number}/enable")
    assert (len(entries(board, "person.disabled")), len(entries(board, "person.enabled"))) == (1, 1)


def test_a_new_password_is_shown_once_and_kept_nowhere(admin, clerk, board, caplog):
    answer = admin.post(f"/desk/people/{clerk.number}/password")
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    (password,) = GIVEN.findall(answer.text)
    assert clerk.get("/desk/").location.startswith("/desk/sign-in")
    assert people.get(board.db, clerk.number).must_change_password
    log = json.dumps(board.db.execute("SELECT * FROM audit").fetchall(), ensure_ascii=False)
    assert password not in log and password not in caplog.text
    assert password not in admin.get(f"/desk/people/{clerk.number}").text


def test_the_given_password_really_opens_the_desk_and_must_be_changed(admin, clerk, app, monkeypatch):
    monkeypatch.setattr(deeds, "hashed", passwords.hashed)
    (password,) = GIVEN.findall(admin.post(f"/desk/people/{clerk.number}/password").text)
    answer = clerk.post("/desk/sign-in", {"name": clerk.name, "password": password})
    assert answer.status_code == 303
    assert clerk.get("/desk/").location == "/desk/password"


@pytest.mark.parametrize("way", ["roles", "disable"])
def test_the_last_admin_stays(admin, clerk, board, way):
    answer = admin.post(f"/desk/people/{admin.number}/{way}", {"roles": ["clerk"]})
    assert answer.status_code == 422
    person = people.get(board.db, admin.number)
    assert person.is_active and Role.ADMIN in person.roles
    assert entries(board, "person.changed") == entries(board, "person.disabled") == []


def test_a_disabled_admin_is_none(admin, sign_in, board):
    other = sign_in("管理员乙", Role.ADMIN)
    assert admin.post(f"/desk/people/{other.number}/disable").status_code == 303
    assert admin.post(f"/desk/people/{admin.number}/disable").status_code == 422


@pytest.mark.parametrize("attempt", range(5))
def test_of_two_admins_who_disable_each_other_at_once_one_stays(config, admin, sign_in, board, attempt):
    other = sign_in("管理员乙", Role.ADMIN)
    ready, outcomes = threading.Barrier(2), []

    def disable(number):
        own = reopen_board(config)
        ready.wait()
        try:
            deeds.disable(own, number, By("管理员"), datetime.now(UTC))
            outcomes.append("done")
        except Refused as wrong:
            outcomes.append(wrong.code)
        finally:
            own.close()

    threads = [threading.Thread(target=disable, args=[number]) for number in (admin.number, other.number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "person.last_admin"]
    assert people.active_admins(board.db) == 1


@pytest.mark.parametrize("address", ["/desk/people", "/desk/people/1"])
def test_only_an_admin_sees_the_people(admin, sign_in, address):
    for role in set(Role) - {Role.ADMIN}:
        assert sign_in(f"甲{role}", role).get(address).status_code == 403


@pytest.mark.parametrize("way", ["", "/1/roles", "/1/disable", "/1/enable", "/1/password"])
def test_only_an_admin_changes_the_people(admin, sign_in, board, way):
    before = people.all_people(board.db)
    for role in set(Role) - {Role.ADMIN}:
        assert sign_in(f"甲{role}", role).post(f"/desk/people{way}", NEW).status_code == 403
    assert [each for each in people.all_people(board.db) if each in before] == before


@pytest.mark.parametrize("way", ["roles", "disable", "enable", "password"])
def test_somebody_there_is_not_cannot_be_changed(admin, way):
    assert admin.post(f"/desk/people/99/{way}", {"roles": ["clerk"]}).status_code == 404
    assert admin.get("/desk/people/99").status_code == 404


def test_a_role_that_nobody_has_is_told_on_the_page_and_on_the_first_page(admin, sign_in):
    for page in ("/desk/people", "/desk/"):
        assert "还没有人能发布" in admin.get(page).text
    sign_in("主任", Role.APPROVER)
    sign_in("监督甲", Role.REVIEWER)
    sign_in("文书甲", Role.CLERK)
    for page in ("/desk/people", "/desk/"):
        assert 'class="warning"' not in admin.get(page).text
