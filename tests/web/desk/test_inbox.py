"""The first page: what waits for whoever looks, where the things are that they sent, and what hangs on the board."""

import re

import pytest
from cast import DAY

from kiosk.rules.inbox import Task
from kiosk.rules.notice import Category, Kind, Priority
from kiosk.store import settings

URGENT = {"priority": Priority.URGENT, "category": Category.ANNOUNCEMENT, "kind": Kind.ANNOUNCEMENT}


def tasks(page):
    """Titles of what waits, by task."""
    sections = re.findall(r'<section class="waiting" data-task="(\w+)">(.*?)</section>', page.text, re.DOTALL)
    return {task: re.findall(r'class="line-title"[^>]*>([^<]*)<', body) for task, body in sections}


def links(page):
    return re.findall(r'class="line-title" href="([^"]+)"', page.text)


@pytest.fixture
def everywhere(office):
    """One notice in every place."""
    office.begin(title="草稿")
    office.walk(office.begin(title="退回的"), "submit", "return")
    office.walk(office.begin(title="待审的"), "submit")
    office.walk(office.begin(title="急事", **URGENT), "submit")
    office.walk(office.begin(title="先发的", **URGENT), "submit", "publish_urgently")
    office.walk(office.begin(title="有异议的", **URGENT), "submit", "publish_urgently", "object")
    office.walk(office.begin(title="待发的"), "submit", "pass")
    office.post(title="在榜的")
    return office


@pytest.mark.parametrize(
    "who, waiting",
    [
        ("clerk", {"mend": ["退回的"], "write": ["草稿"]}),
        ("other_clerk", {"mend": ["退回的"], "write": ["草稿"]}),
        ("reviewer", {"review_afterwards": ["先发的"], "review": ["待审的", "急事"]}),
        ("approver", {"publish_urgently": ["急事"], "answer_objection": ["有异议的"], "publish": ["待发的"]}),
        ("all_hands", {"review_afterwards": ["先发的"], "answer_objection": ["有异议的"], "review": ["待审的", "急事"], "publish": ["待发的"], "mend": ["退回的"], "write": ["草稿"]}),
        ("auditor", {}),
        ("admin", {}),
    ],
)
def test_what_waits_for_whom_the_most_pressing_first(everywhere, at_desk, who, waiting):
    found = tasks(at_desk(who).get("/desk/"))
    assert found == waiting
    assert list(found) == [task.value for task in Task if task.value in waiting]


@pytest.mark.parametrize("who", ["clerk", "reviewer", "approver", "auditor", "admin"])
def test_every_notice_stands_somewhere_and_no_link_leads_nowhere(everywhere, at_desk, who):
    person = at_desk(who)
    page = person.get("/desk/")
    for title in ("草稿", "退回的", "待审的", "急事", "先发的", "有异议的", "待发的", "在榜的"):
        assert title in page.text
    for link in set(links(page)):
        assert person.get(link.replace("&amp;", "&")).status_code == 200, link


def test_from_the_desk_to_a_pass_in_three_clicks(office, at_desk):
    number, reviewer = office.walk(office.begin(title="待审的"), "submit"), at_desk("reviewer")
    (first,) = links(reviewer.get("/desk/"))
    notice = reviewer.get(first.replace("&amp;", "&"))
    form = re.search(r'<form[^>]*id="pass".*?</form>', notice.text, re.DOTALL)[0]
    sent = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
    assert reviewer.client.post(re.search(r'action="([^"]+)"', form)[1], data=sent).status_code == 303
    assert [status.value for status in office.statuses(number)] == ["passed"]


def test_whoever_passed_it_first_does_not_have_it_waiting_again(office, at_desk):
    settings.put(office.board.db, "review_chain", "three_tier")
    office.walk(office.begin(title="复审的"), "submit", "pass")
    assert tasks(at_desk("reviewer").get("/desk/")) == {}
    assert tasks(at_desk("other_reviewer").get("/desk/")) == {"review": ["复审的"]}


def test_ones_own_notice_waits_for_somebody_else(office, at_desk):
    office.walk(office.begin("all_hands", title="自己写的"), "submit")
    assert tasks(at_desk("all_hands").get("/desk/")) == {}
    assert tasks(at_desk("reviewer").get("/desk/")) == {"review": ["自己写的"]}


def test_with_nothing_to_do_it_says_so(office, at_desk):
    for who in ("clerk", "reviewer", "auditor"):
        assert 'class="nothing"' in at_desk(who).get("/desk/").text


def test_what_was_said_when_it_came_back_stands_beside_it(office, at_desk):
    number = office.walk(office.begin(), "submit")
    office.take("reviewer", "return", number, "合计与<分项>不符。")
    page = at_desk("clerk").get("/desk/").text
    assert "合计与&lt;分项&gt;不符。" in page and "监督甲" in page


def test_a_screen_says_itself_that_it_shows_it(office, at_desk, client, look):
    number, clerk = office.post(title="上屏的"), at_desk("clerk")
    look()
    assert 'data-state="waiting">' in clerk.get("/desk/").text.split('id="posted"')[1]
    assert client.post("/screen/hall/shown", json={"notice": number, "version": 1}).status_code == 204
    assert 'data-state="done">' in clerk.get("/desk/").text.split('id="posted"')[1]


def test_a_review_that_should_have_followed_is_late(office, at_desk, look):
    office.now -= 2 * DAY
    number = office.walk(office.begin(title="先发的", **URGENT), "submit", "publish_urgently")
    look()
    for who in ("reviewer", "approver", "auditor"):
        assert 'class="warning"' in at_desk(who).get("/desk/").text
    assert 'class="late"' in at_desk("reviewer").get("/desk/").text
    office.now += 2 * DAY
    office.take("reviewer", "pass_afterwards", number)
    assert 'class="late"' not in at_desk("reviewer").get("/desk/").text


def test_what_is_over_hangs_there_no_more_even_before_the_clock_has_closed_it(office, at_desk):
    office.now -= 20 * DAY
    office.post(title="到期的", valid_until=(office.now + 16 * DAY).date())
    assert "到期的" not in at_desk("clerk").get("/desk/").text


@pytest.mark.parametrize("reason", ["too wide", "<script>alert(1)</script>", "\ud800", "\x00"])
def test_a_notice_that_a_screen_passed_over_is_told(office, at_desk, client, look, reason):
    number = office.post(title="<b>排不下的</b>")
    look()
    assert client.post("/screen/hall/skipped", json={"notice": number, "reason": reason}).status_code == 204
    for address in ("/desk/", "/desk/screens"):
        page = at_desk("clerk").get(address)
        assert page.status_code == 200
        assert "&lt;b&gt;排不下的" in page.text.split('class="warning"')[1]
        assert "<script>alert" not in page.text and "<b>排不下的" not in page.text


def test_a_row_of_another_programs_doing_keeps_nobody_from_the_others(office, at_desk, look):
    broken = office.post(title="坏的")
    office.walk(office.begin(title="好的"), "submit")
    office.board.db.execute("UPDATE versions SET category = 'weather' WHERE notice = ?", [broken])
    look()
    for address in ("/desk/", "/desk/notices"):
        page = at_desk("reviewer").get(address)
        assert page.status_code == 200
        assert "好的" in page.text
    assert 'class="warning"' in at_desk("reviewer").get("/desk/").text, "and it is told"
