"""All notices at the desk: found by words and by what they are."""

import re
from datetime import UTC, datetime

import pytest

from kiosk.actions.settle import change_setting
from kiosk.rules.notice import Category
from kiosk.rules.people import By
from kiosk.rules.period import parse_period


@pytest.fixture
def some(office):
    office.post(title="修路结算", category=Category.GOVERNANCE, body="水泥路两公里，花了12,345.00元。\n", period=parse_period("2026-Q3"))
    office.begin(title="低保草稿", category=Category.SOCIAL_ASSISTANCE, body="户主甲。\n")
    return office


def titles(page):
    plain = page.text.replace("<mark>", "").replace("</mark>", "")
    return re.findall(r'<td><a href="/desk/notices/\d+">([^<]+)<', plain)


@pytest.mark.parametrize(
    "query, found",
    [
        ("", ["低保草稿", "修路结算"]),
        ("words=水泥", ["修路结算"]),
        ("words=户主甲", ["低保草稿"]),
        ("words=12345", ["修路结算"]),
        ("words=2", ["低保草稿"]),
        ("words=CJ-", ["修路结算"]),
        ("category=governance", ["修路结算"]),
        ("status=draft&words=甲", ["低保草稿"]),
        ("period=2026年第三季度", ["修路结算"]),
        ("period=2026-Q3&words=路", ["修路结算"]),
        ("year=1999", []),
        ("year=x&category=x&status=x", ["低保草稿", "修路结算"]),
        ("item=nothing", []),
        ("words=😀", []),
        ("words=" + "%22" * 5000, []),
    ],
)
def test_by_words_and_by_what_they_are(some, at_desk, query, found):
    page = at_desk("auditor").get(f"/desk/notices?{query}")
    assert page.status_code == 200
    assert titles(page) == found


def test_what_was_looked_for_is_marked_in_title_and_text(some, at_desk):
    text = at_desk("clerk").get("/desk/notices?words=路").text
    assert "修<mark>路</mark>结算" in text
    assert "水泥<mark>路</mark>两公里" in text
    assert "共找到1件" in text


def test_a_period_that_is_none_is_told_and_kept_as_typed(some, at_desk):
    page = at_desk("clerk").get("/desk/notices?period=上个季度&words=路")
    assert page.status_code == 422
    assert 'value="上个季度"' in page.text and 'value="路"' in page.text and 'class="error-summary"' in page.text


def test_an_earlier_version_that_says_it_is_pointed_to(some, at_desk):
    some.walk(1, "correct")
    some.save("clerk", 1, body="沥青路。\n")
    some.walk(1, "submit", "pass", "publish")
    page = at_desk("clerk").get("/desk/notices?words=水泥")
    assert 'href="/desk/notices/1?version=1"' in page.text


def test_the_filters_go_along_to_the_next_page(office, at_desk):
    for each in range(53):
        office.begin(title=f"第{each}件")
    first = at_desk("clerk").get("/desk/notices?words=件&category=finance")
    more = re.search(r'href="(/desk/notices\?[^"]*below=[^"]*)"', first.text)[1].replace("&amp;", "&")
    assert len(titles(first)) == 50 and "共找到53件" in first.text
    assert len(titles(at_desk("clerk").get(more))) == 3


def test_index_numbers_that_are_wanting_stand_with_their_cause(office, at_desk, post):
    assert 'class="nothing"' in at_desk("clerk").get("/desk/index-numbers").text
    now = datetime.now(UTC)
    post(title="甲")
    assert "没有缺号" in at_desk("clerk").get("/desk/index-numbers").text
    brought = post(title="乙", index_number=f"CW-{now.year}-0005")
    post(title="丙", index_number="旧〔2019〕3号")
    text = at_desk("auditor").get("/desk/index-numbers").text
    assert "2 至 4" in text and "随文件带来" in text and f'href="/desk/notices/{brought}"' in text
    assert "旧〔2019〕3号" in text
    change_setting(office.board, "index_number_pattern", "{serial}", By("管理员"), now)
    post(title="丁")
    assert "全部年份" in at_desk("clerk").get("/desk/index-numbers").text


def test_what_residents_still_read_is_ticked(admin, board):
    page = admin.get("/desk/settings/archive").text
    assert page.count("checked") == 4 and "个人信息保护法" in page
    mark = re.search(r'name="mark" value="([^"]+)"', page)[1]
    sent = {"mark": mark, "archive_withheld": ["land", "subsidy", "nothing"]}
    assert admin.post("/desk/settings/archive", sent).status_code == 303
    assert "补贴；土地" in admin.get("/desk/settings").text
