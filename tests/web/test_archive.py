"""The archive on residents' phones: what was posted, and of rosters no more than that there were some."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cast import a_posted_notice

from kiosk.actions.settle import change_setting
from kiosk.rules.notice import Category, Kind
from kiosk.rules.people import By
from kiosk.store import notices

LONG_AGO = datetime.now(UTC) - timedelta(days=300)


@pytest.fixture
def over(post):
    """A road that was built, and a roster; both are over."""
    road = post(now=LONG_AGO, title="修路结算", category=Category.GOVERNANCE, body="水泥路**两公里**。\n\n| 项目 | 元 |\n|---|---|\n| 水泥 | 12,345.00 |\n")
    roster = post(now=LONG_AGO, title="补贴名单", category=Category.SUBSIDY, body="户主甲领取水泥补贴。\n")
    return road, roster


def found(page):
    return re.findall(r'<a href="/notices/(\d+)">', page.text)


def test_it_lists_what_hangs_and_what_is_over_but_nothing_else(client, village):
    page = client.get("/archive")
    assert page.status_code == 200
    assert set(map(int, found(page))) == {village.live, village.seen, village.over}
    assert "草稿" not in page.text and "未来" not in page.text


@pytest.mark.parametrize(
    "query, titles",
    [
        ("words=水泥", ["修路结算"]),
        ("words=修路", ["修路结算"]),
        ("words=12345.00", ["修路结算"]),
        ("words=名单", ["补贴名单"]),
        ("words=户主甲", []),
        ("words=领取", []),
        ("category=subsidy", ["补贴名单"]),
        ("category=subsidy&words=水", []),
        ("year=1999", ["补贴名单", "修路结算"]),
        ("year=x&category=x&below=x", ["补贴名单", "修路结算"]),
        ("below=99", ["补贴名单", "修路结算"]),
        ("words=😀", []),
        ("words=%22*%20NEAR(", []),
        ("words=" + "长" * 5000, []),
    ],
)
def test_by_words_category_and_year(client, over, query, titles):
    page = client.get(f"/archive?{query}")
    assert page.status_code == 200
    plain = page.text.replace("<mark>", "").replace("</mark>", "")
    assert [each for each in re.findall(r"<b>([^<]+)</b>", plain) if each in ("修路结算", "补贴名单")] == titles
    assert "户主甲领取" not in page.text
    assert page.headers["X-Robots-Tag"] == "noindex"


def test_the_year_is_that_of_the_village(client, post):
    year = LONG_AGO.year
    post(now=datetime(year - 1, 12, 31, 16, tzinfo=UTC), title="元旦零点")
    post(now=datetime(year - 1, 12, 31, 15, tzinfo=UTC), title="除夕夜里")
    assert "元旦零点" in client.get(f"/archive?year={year}").text
    before = client.get(f"/archive?year={year - 1}").text
    assert "除夕夜里" in before and "元旦零点" not in before


def test_what_was_looked_for_is_marked_and_nothing_in_it_runs(client, post):
    post(title="<b>甲</b>", body="前面 <script>alert(1)</script> 后面\n")
    text = client.get("/archive?words=甲 script").text
    assert "&lt;b&gt;<mark>甲</mark>&lt;/b&gt;" in text
    assert "&lt;<mark>script</mark>&gt;" in text
    assert "<script>" not in text


def test_page_by_page(client, board):
    up = [a_posted_notice(each, title=f"第{each}件", index_number=str(each)) for each in range(1, 34)]
    numbers = [notices.insert(board.db, replace(each, published_at=LONG_AGO, shows_from=LONG_AGO), "", "f", LONG_AGO) for each in up]
    for query in ("", "words=件"):
        first = client.get(f"/archive?{query}")
        further = re.search(r'class="back" href="(/archive\?[^"]*below=[^"]*)"', first.text)[1].replace("&amp;", "&")
        assert [*map(int, found(first)), *map(int, found(client.get(further)))] == numbers[::-1]
        assert "below=" not in client.get(further).text
        assert len(first.data) < 60 * 1024


def test_what_is_over_and_names_nobody_can_still_be_read_and_says_that_it_is_over(client, over):
    road, _roster = over
    page = client.get(f"/notices/{road}")
    assert page.status_code == 200
    assert "水泥路" in page.text and 'class="over"' in page.text and "这份公告于" in page.text
    assert client.get(f"/notices/{road}/tables/1.csv").status_code == 200
    assert "X-Robots-Tag" not in page.headers


def test_a_roster_that_is_over_keeps_its_frame_alone(client, over):
    _road, roster = over
    page = client.get(f"/notices/{roster}")
    assert page.status_code == 410
    assert "户主甲" not in page.text and "补贴名单" in page.text and "写有村民姓名" in page.text
    assert client.get(f"/notices/{roster}/tables/1.csv").status_code == 404
    assert "noindex" in page.headers["X-Robots-Tag"]


def test_a_roster_is_kept_out_of_far_away_machines_while_it_hangs(client, post):
    number = post(title="公示", kind=Kind.PUBLICITY, objection_days=7)
    assert "noindex" in client.get(f"/notices/{number}").headers["X-Robots-Tag"]


def test_the_village_decides_what_names_people(client, board, over):
    road, roster = over
    change_setting(board, "archive_withheld", ["governance"], By("管理员"), datetime.now(UTC))
    assert [client.get(f"/notices/{each}").status_code for each in (road, roster)] == [410, 200]
    assert found(client.get("/archive?words=水泥")) == [str(roster)]


def test_an_empty_archive_says_so_and_the_home_page_leads_to_it(client):
    assert 'class="nothing"' in client.get("/archive").text
    assert 'action="/archive"' in client.get("/").text
