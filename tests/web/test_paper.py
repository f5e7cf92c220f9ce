"""A notice on paper: what the board outside needs, and only what may still be read."""

import re
from datetime import timedelta

import pytest
from cast import SHANGHAI, days_from_today, local

from kiosk.actions.now import objections_to
from kiosk.rules.notice import Category, Kind, Priority
from kiosk.store import notices, settings

POSTED = local(2026, 9, 1, 8)


def words(page):
    """Without marks and blanks, as an eye reads it."""
    return re.sub(r"\s+", "", re.sub(r"<svg.*?</svg>|<[^>]+>", "", page.text, flags=re.DOTALL))


def test_the_sheet_has_its_header_its_words_its_lines_and_its_code(client, post):
    facts = {"responsible_unit": "财务组", "document_number": "安村字〔2026〕3号", "supervision_phone": "0000-1234567"}
    number = post(title="第三季度收支", body="本季收支已经审核。\n", issued_on=days_from_today(0), **facts)
    page = client.get(f"/notices/{number}/print")
    assert page.status_code == 200
    signers = ("村委会主任", "村务监督委员会主任", "经办人", "年月日")
    for part in ("第三季度收支", "财务·结果公开", "CW-", "本季收支已经审核。", *facts.values(), *signers):
        assert part in words(page), part
    assert "<svg" in page.text
    assert f'href="/notices/{number}/print"' in client.get(f"/notices/{number}").text


def in_words(day):
    return f"{day.year}年{day.month}月{day.day}日"


@pytest.mark.parametrize(
    "asked, size", [("", "a4"), ("?size=a4", "a4"), ("?size=a3", "a3"), ("?size=a5", "a4"), ("?size[]=a3", "a4")]
)
def test_its_size_is_chosen_by_its_address(client, post, asked, size):
    page = client.get(f"/notices/{post()}/print{asked}").text
    assert f'data-size="{size}"' in page
    assert re.findall(r'size=(a\d)" aria-current', page) == [size]


@pytest.mark.parametrize("state, status", [("draft", 404), ("future", 404), ("over", 410), ("live", 200)])
def test_only_what_may_be_read_is_printed(client, village, state, status):
    number = getattr(village, state)
    page = client.get(f"/notices/{number}/print")
    assert page.status_code == status
    if status == 410:
        assert page.text == client.get(f"/notices/{number}").text
    for secret in ("草稿正文", "未来正文", "过期正文", village.pictures.get(number, "…")):
        assert secret not in page.text


def test_what_is_over_and_names_nobody_can_still_be_printed(client, post):
    number = post(now=POSTED.replace(year=2025), title="修路结算", category=Category.GOVERNANCE)
    assert client.get(f"/notices/{number}/print").status_code == 200


def test_the_days_are_those_of_the_clocks(client, board, post):
    number = post(kind=Kind.PUBLICITY, item="B01", category=Category.SUBSIDY, objection_days=7)
    notice = notices.posted(board.db, number).notice
    counted = objections_to(notice, SHANGHAI, settings.settings(board.db))
    page = words(client.get(f"/notices/{number}/print"))
    last = notice.shows_until.astimezone(SHANGHAI).date() - timedelta(days=1)
    assert f"7天，自{in_words(counted.begun_on)}" in page and f"至{in_words(counted.last_on)}（" in page
    assert f"至{in_words(last)}监督电话" in page
    assert "对公示内容有异议的" in page


def test_what_no_screen_has_shown_yet_promises_no_last_day(client, board, post):
    number = post()
    board.db.execute("UPDATE versions SET waits_for_proof = 1 WHERE notice = ?", [number])
    page = words(client.get(f"/notices/{number}/print"))
    assert "大屏首次播出后不少于15天" in page
    assert "公开起止时间" in page and "至20" not in page


def test_what_stands_for_good_has_no_last_day(client, post):
    assert "长期公开" in words(client.get(f"/notices/{post(kind=Kind.STANDING)}/print"))


def test_an_urgent_notice_is_printed_as_any_other(client, post):
    assert client.get(f"/notices/{post(priority=Priority.URGENT)}/print").status_code == 200


def test_machines_keep_no_copy_of_a_sheet(client, post):
    assert "noindex" in client.get(f"/notices/{post()}/print").headers["X-Robots-Tag"]
