"""Residents' phones: what is posted can be read, and nothing else."""

import pytest
from cast import days_from_today

from kiosk.rules.notice import Category, Kind, Priority


def test_what_is_posted_is_listed_by_category(client, post):
    post(title="账目甲")
    post(title="补贴乙", category=Category.SUBSIDY)
    home = client.get("/").text
    assert 'data-category="finance"' in home and 'data-category="subsidy"' in home
    assert home.index("账目甲") < home.index("补贴乙")


def test_an_empty_board_says_so(client):
    answer = client.get("/")
    assert answer.status_code == 200
    assert 'class="nothing"' in answer.text


def test_an_urgent_notice_stands_on_top(client, post):
    post(title="紧急事", priority=Priority.URGENT)
    assert 'class="urgent"' in client.get("/").text


def test_a_notice_is_read_with_its_facts(client, post):
    number = post(title="公示", kind=Kind.PUBLICITY, objection_days=7, supervision_phone="0000-1234567", responsible_unit="财务组")
    page = client.get(f"/notices/{number}")
    assert page.status_code == 200
    for part in ("公示", "本季收支已经审核。", "0000-1234567", "财务组", "CW-"):
        assert part in page.text


@pytest.mark.parametrize("item, category, days, words", [("B01", Category.SUBSIDY, 7, "共7天"), ("L01", Category.LAND, 10, "10个工作日")])
def test_the_days_of_objection_are_told_in_the_days_of_the_item(client, post, item, category, days, words):
    number = post(kind=Kind.PUBLICITY, item=item, category=category, objection_days=days)
    for address in ("/", f"/notices/{number}"):
        assert words in client.get(address).text


def test_what_is_over_keeps_a_page_without_its_words(client, village):
    page = client.get(f"/notices/{village.over}")
    assert page.status_code == 410
    for part in ("过期机密", "BT-", 'class="over"', "写有村民姓名"):
        assert part in page.text
    for part in ("过期正文", "/pictures/", "<img", 'class="body"'):
        assert part not in page.text
    assert "过期机密" not in client.get("/").text


def test_a_telephone_number_in_a_notice_can_be_called_from_a_phone(client, post, look):
    number = post(body="有事打0000-1234567。\n")
    look()
    assert 'href="tel:0000-1234567"' in client.get(f"/notices/{number}").text
    assert "tel:" not in client.get("/screen/hall/slides").text


@pytest.mark.parametrize("path", ["/notices/999", "/notices/0", "/notices/-1", "/notices/abc", "/notices/1.5", "/notices/99999999999999999999999", "/notices/1/extra", "/nothing", "/pictures/x.png", "/pictures/x.svg", "/pictures/..%2f..%2fkiosk.db"])
@pytest.mark.parametrize("language", ["", "?lang=en", "?lang=xx", "?lang[]=en"])
def test_what_is_not_there_is_404_in_words(client, village, path, language):
    answer = client.get(path + language)
    assert answer.status_code == 404
    assert "<h1>" in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("state", ["draft", "future", "over"])
def test_nothing_that_is_not_posted_can_be_read(client, village, state):
    number = getattr(village, state)
    assert client.get(f"/notices/{number}").status_code in (404, 410)
    assert client.get(village.pictures[number]).status_code == 404
    words = {"draft": "草稿", "future": "未来", "over": "过期"}[state]
    for path in ("/", "/screen/hall", "/screen/hall/slides", "/desk/", "/healthz"):
        text = client.get(path).text
        assert f"{words}正文" not in text
        assert f"{words}机密" not in text
        assert village.pictures[number] not in text
    assert f"{words}正文" not in client.get(f"/notices/{number}").text


def test_a_draft_and_a_notice_to_come_do_not_even_exist(client, village):
    unknown = client.get("/notices/999").text
    for number in (village.draft, village.future):
        assert client.get(f"/notices/{number}").text == unknown


def test_a_posted_picture_is_shown_and_may_be_kept(client, village):
    answer = client.get(village.pictures[village.seen])
    assert (answer.status_code, answer.content_type) == (200, "image/png")
    kept = answer.headers["Cache-Control"]
    assert "immutable" in kept
    assert "private" in kept and "public" not in kept


@pytest.mark.parametrize("category, picture, page", [("subsidy", 404, 410), ("finance", 200, 200)])
def test_a_picture_goes_with_the_only_notice_that_shows_it(client, board, village, category, picture, page):
    """What names people is not read any more when it is over; the rest is in the archive."""
    over = "shows_until = '2026-01-01T00:00:00.000000Z', shows_from = '2025-01-01T00:00:00.000000Z'"
    board.db.execute(f"UPDATE versions SET {over}, category = ? WHERE notice = ?", [category, village.seen])
    assert client.get(village.pictures[village.seen]).status_code == picture
    assert client.get(f"/notices/{village.seen}").status_code == page


def test_the_last_day_is_called_so(client, post):
    post(issued_on=days_from_today(-15), valid_until=days_from_today(0), title="今天到期")
    assert "今天到期" in client.get("/").text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_speaks_both_languages(client, village, language):
    for path in ("/", f"/notices/{village.live}", "/desk/begin", "/notices/999"):
        text = client.get(f"{path}?lang={language}").text
        assert ('lang="zh-CN"' in text) is (language == "zh")
