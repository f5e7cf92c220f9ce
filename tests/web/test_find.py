"""Find my household: the rosters posted now, and nothing that says whom somebody looks for."""

from datetime import UTC, datetime, timedelta

import pytest
from cast import days_from_today

from kiosk.rules.notice import Category, Kind

ROSTER = "## 分户\n\n| 序号 | 村民小组 | 户主姓名 | 金额（元） |\n|---|---|---|---:|\n| 1 | 一组 | 张\\*明 | 1,181.22 |\n| 合计 |  |  | 1,181.22 |\n"


@pytest.fixture
def roster(post):
    return post(title="补贴清册", category=Category.SUBSIDY, body=ROSTER)


def listed(page):
    return page.text.count("data-roster=")


def test_it_lists_the_rosters_that_hang(client, post, roster):
    post(title="停水", body="明天停水。\n")
    post(title="账目", body="| 项目 | 金额（元） |\n|---|---:|\n| 路灯 | 1 |\n")
    page = client.get("/find")
    assert listed(page) == 1
    assert f'href="/notices/{roster}" data-roster="/find/{roster}.json"' in page.text


def test_who_is_on_duty_is_no_household(client, post):
    number = post(kind=Kind.STANDING, category=Category.GOVERNANCE, body="| 职务 | 姓名 |\n|---|---|\n| 会计 | 户主甲 |\n")
    assert listed(client.get("/find")) == 0
    assert client.get(f"/find/{number}.json").status_code == 404


def test_without_a_roster_it_says_so(client):
    page = client.get("/find")
    assert page.status_code == 200 and 'class="nothing"' in page.text and "<form" not in page.text.split("<main")[1]


def test_a_roster_is_given_as_its_page_has_it(client, roster):
    answer = client.get(f"/find/{roster}.json")
    assert answer.content_type == "application/json"
    table = answer.json["tables"][0]
    assert (answer.json["title"], answer.json["address"], answer.json["category"]) == ("补贴清册", f"/notices/{roster}", "subsidy")
    assert table["heads"] == [["序号", ""], ["村民小组", ""], ["户主姓名", ""], ["金额", "元"]]
    assert table["names"] == [2]
    assert table["rows"] == [["1", "一组", "张*明", "1,181.22"], ["合计", "", "", "1,181.22"]]


def test_a_phone_that_has_it_already_is_told_so(client, roster):
    first = client.get(f"/find/{roster}.json")
    again = client.get(f"/find/{roster}.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert "no-cache" in first.headers["Cache-Control"]


def test_what_does_not_hang_is_not_given(client, post):
    roster = {"title": "名单", "category": Category.SUBSIDY, "body": ROSTER}
    draft = post(publish=False, **roster)
    over = post(now=datetime.now(UTC) - timedelta(days=300), **roster | {"title": "旧名单"})
    to_come = post(**roster | {"title": "新名单"}, issued_on=days_from_today(2))
    for number in (draft, over, to_come, 999):
        assert client.get(f"/find/{number}.json").status_code == 404
    assert listed(client.get("/find")) == 0


def test_a_name_typed_there_has_nowhere_to_go(client, roster):
    """Even where a script fails: the form has no address, and its field no name."""
    main = client.get("/find").text.split("<main")[1]
    form = main[main.index("<form") : main.index("</form>")]
    assert "action=" not in form and "method=" not in form and " name=" not in form and " hidden" in form
