"""The first-day guide: for everybody, and for the admin what is still to be set up."""

from datetime import UTC, datetime

import pytest

from kiosk.actions.safekeeping import make_copies
from kiosk.actions.settle import change_setting
from kiosk.rules.people import By, Role

BUTTONS = ("新建公告", "提交审核", "审核通过", "退回修改", "现在发布", "撤下", "更正", "原件")


@pytest.mark.parametrize("role", Role)
def test_everybody_finds_what_their_role_does(admin, sign_in, role):
    page = sign_in(f"甲{role}", role).get("/desk/guide")
    assert page.status_code == 200
    assert page.text.count("您的角色") == 1
    assert [words for words in BUTTONS if f'<b class="key">{words}' not in page.text and f"＋ {words}" not in page.text] == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_only_the_admin_is_told_what_is_still_to_be_set_up(admin, sign_in, role):
    assert "待完成" not in sign_in(f"甲{role}", role).get("/desk/guide").text


def test_what_is_set_up_is_read_from_the_data(admin, sign_in, board, config, post, client, look):
    def left():
        return admin.get("/desk/guide").text.count("待完成")

    assert left() == 7
    change_setting(board, "village", "安和村", By("管理员"), datetime.now(UTC))
    assert left() == 7
    change_setting(board, "supervision_phone", "0000-1", By("管理员"), datetime.now(UTC))
    assert left() == 6
    change_setting(board, "telephones", [{"name": "值班室", "number": "0000-1"}], By("管理员"), datetime.now(UTC))
    assert left() == 5
    for role in (Role.CLERK, Role.REVIEWER, Role.APPROVER):
        sign_in(f"甲{role}", role)
    assert left() == 4
    post(title="停水通知")
    assert left() == 3
    look()
    client.get("/screen/hall/slides")
    assert left() == 2
    make_copies(config, datetime.now(UTC))
    assert left() == 1


def test_the_first_set_up_leads_to_the_guide(client):
    with client:
        page = client.get("/desk/begin").text
        token = page.split('name="csrf" value="')[1].split('"')[0]
        passwords = {"new_password": "石桥 安静 麦穗", "again": "石桥 安静 麦穗"}
        answer = client.post("/desk/begin", data={"csrf": token, "name": "管理员"} | passwords)
    assert answer.location == "/desk/guide"
    assert client.get("/desk/guide").status_code == 200
