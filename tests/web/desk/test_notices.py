"""A notice's page: its history, the steps that whoever looks may take, and what is told when one cannot be taken."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from cast import STAFF
from paper import a_pdf

from kiosk.actions.attach import attach, remove
from kiosk.rules.airings import Airing
from kiosk.rules.notice import Kind, Priority, Status
from kiosk.rules.period import parse_period
from kiosk.rules.steps import STEPS, WORDS_LIMIT
from kiosk.store import airings
from kiosk.store.connection import transaction
from kiosk.store.originals import digest_of, path_of

URGENT = {"priority": Priority.URGENT}
WAYS = {
    "draft": "",
    "review": "submit",
    "passed": "submit pass",
    "published": "submit pass publish",
    "urgent": "submit publish_urgently",
    "withdrawn": "submit pass publish withdraw",
    "archived": "submit pass publish withdraw archive",
    "returned": "submit return",
}


def offered(page):
    return re.findall(r'<form[^>]*class="step" id="(\w+)"', page.text)


def form_of(page, step):
    form = re.search(rf'<form[^>]*id="{step}".*?</form>', page.text, re.DOTALL)[0]
    return re.search(r'action="([^"]+)"', form)[1], dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))


@pytest.mark.parametrize(
    "place, who, steps",
    [
        ("draft", "clerk", "submit discard"),
        ("draft", "reviewer", ""),
        ("draft", "approver", ""),
        ("review", "clerk", "take_back"),
        ("review", "reviewer", "pass return"),
        ("review", "approver", ""),
        ("review", "all_hands", "pass return take_back"),
        ("review", "auditor", ""),
        ("review", "admin", ""),
        ("passed", "clerk", "take_back"),
        ("passed", "reviewer", ""),
        ("passed", "approver", "publish send_back"),
        ("published", "clerk", "correct"),
        ("published", "reviewer", ""),
        ("published", "approver", "withdraw"),
        ("published", "auditor", ""),
        ("urgent", "reviewer", "pass_afterwards object"),
        ("urgent", "approver", "withdraw"),
        ("withdrawn", "clerk", "correct archive"),
        ("archived", "clerk", ""),
        ("archived", "approver", ""),
        ("returned", "clerk", "submit discard"),
    ],
)
def test_the_steps_that_whoever_looks_may_take(office, at_desk, place, who, steps):
    number = office.walk(office.begin(**URGENT if place == "urgent" else {}), *WAYS[place].split())
    assert sorted(offered(at_desk(who).get(f"/desk/notices/{number}"))) == sorted(steps.split())


def test_the_approver_may_publish_what_is_urgent_at_once(office, at_desk):
    number = office.walk(office.begin(**URGENT), "submit")
    assert offered(at_desk("approver").get(f"/desk/notices/{number}")) == ["publish_urgently"]


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_taken_with_its_own_form(office, at_desk, step):
    way = {
        **dict.fromkeys(("submit", "discard"), "draft"),
        **dict.fromkeys(("take_back", "return", "pass", "publish_urgently"), "review"),
        **dict.fromkeys(("publish", "send_back"), "passed"),
        **dict.fromkeys(("correct", "withdraw"), "published"),
        **dict.fromkeys(("pass_afterwards", "object"), "urgent"),
        "archive": "withdrawn",
    }[step]
    number = office.walk(office.begin(**URGENT), *WAYS[way].split())
    person = at_desk(STEPS[step].role.value)
    action, sent = form_of(person.get(f"/desk/notices/{number}"), step)
    before = len(office.entries(number))
    answer = person.client.post(action, data=sent | {"words": "说明理由。"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/desk/notices/{number}?done={step}")
    assert [entry.deed for entry in office.entries(number)[before:]] == [STEPS[step].deed]
    assert person.get(answer.headers["Location"]).status_code == 200
    again = person.client.post(action, data=sent | {"words": "说明理由。"})
    assert again.status_code == 409
    assert len(office.entries(number)) == before + 1


@pytest.mark.parametrize("step, place", [("return", "review"), ("send_back", "passed"), ("correct", "published"), ("withdraw", "published"), ("object", "urgent"), ("publish_urgently", "review")])
@pytest.mark.parametrize("words", ["", "  ", "字" * (WORDS_LIMIT + 1)])
def test_a_missing_reason_is_asked_for_on_the_same_page(office, at_desk, step, place, words):
    number = office.walk(office.begin(**URGENT), *WAYS[place].split())
    person = at_desk(STEPS[step].role.value)
    action, sent = form_of(person.get(f"/desk/notices/{number}"), step)
    before = office.log(number)
    answer = person.client.post(action, data=sent | {"words": words})
    assert answer.status_code == 422
    assert 'class="error-summary"' in answer.text
    assert f">{words}</textarea>" in answer.text, "what was typed stays"
    assert office.log(number) == before


def test_a_step_that_was_refused_shows_the_version_it_was_asked_for(office, at_desk):
    number = office.walk(office.post(body="榜上的正文。\n"), "correct")
    office.save("clerk", number, body="更正的正文。\n")
    approver = at_desk("approver")
    action, sent = form_of(approver.get(f"/desk/notices/{number}?version=1"), "withdraw")
    answer = approver.client.post(action, data=sent)
    assert answer.status_code == 422
    assert "withdraw" in offered(answer)
    assert "榜上的正文" in answer.text


@pytest.mark.parametrize("change", [{"version": ""}, {"revision": ""}, {"version": "x"}, {"revision": "1.5"}, {"version": None}, {"revision": None}])
def test_a_form_that_does_not_say_which_text_it_was_made_for_is_misunderstood(office, at_desk, change):
    number = office.walk(office.begin(), "submit")
    sent = {"version": "1", "revision": "2"} | change
    answer = at_desk("reviewer").post(f"/desk/notices/{number}/pass", {key: value for key, value in sent.items() if value is not None})
    assert answer.status_code == 400
    assert office.statuses(number) == [Status.REVIEW]


@pytest.mark.parametrize("version, revision, status", [(1, 1, 409), (1, 99, 409), (2, 2, 404), (0, 2, 404), (-1, 2, 404), (1, -2, 409), ("9" * 40, 2, 404), (1, "9" * 40, 409)])
def test_a_form_made_for_another_text_takes_no_step(office, at_desk, version, revision, status):
    number = office.walk(office.begin(), "submit")
    answer = at_desk("reviewer").post(f"/desk/notices/{number}/pass", {"version": version, "revision": revision})
    assert answer.status_code == status
    assert office.statuses(number) == [Status.REVIEW]


def test_too_late_is_told_and_the_words_are_not_lost(office, at_desk):
    number = office.walk(office.begin(), "submit")
    reviewer = at_desk("reviewer")
    action, sent = form_of(reviewer.get(f"/desk/notices/{number}"), "return")
    office.take("other_reviewer", "pass", number)
    answer = reviewer.client.post(action, data=sent | {"words": "写了很久的意见。"})
    assert answer.status_code == 409
    assert "您写的这段话没有送出：" in answer.text and "写了很久的意见。" in answer.text
    assert "已通过，待发布" in answer.text and "继续提交" not in answer.text


def test_what_a_step_has_led_to_is_told_until_something_else_happens(office, at_desk):
    number = office.walk(office.begin(), "submit")
    reviewer = at_desk("reviewer")
    action, sent = form_of(reviewer.get(f"/desk/notices/{number}"), "return")
    address = reviewer.client.post(action, data=sent | {"words": "请写明地点。"}).headers["Location"]
    assert "退回给经办人修改" in reviewer.get(address).text
    office.walk(number, "submit")
    assert "退回给经办人修改" not in reviewer.get(address).text


def test_an_objection_stands_on_the_notices_page_for_everybody(office, at_desk):
    number = office.walk(office.begin(**URGENT), "submit", "publish_urgently", "object")
    for who in ("approver", "clerk", "auditor"):
        assert "提出异议：" in at_desk(who).get(f"/desk/notices/{number}").text


@pytest.mark.parametrize("step, place", [("pass", "review"), ("publish", "passed"), ("publish_urgently", "review"), ("pass_afterwards", "urgent")])
def test_ones_own_notice_is_told_to_be_for_another_and_not_taken(office, at_desk, step, place):
    number = office.walk(office.begin("all_hands", **URGENT), *WAYS[place].split())
    person = at_desk("all_hands")
    page = person.get(f"/desk/notices/{number}")
    assert step not in offered(page)
    before = office.log(number)
    seen = office.seen(number)
    answer = person.post(f"/desk/notices/{number}/{step.replace('_', '-')}", {"version": seen.version, "revision": seen.revision, "words": "说明理由。"})
    assert answer.status_code == 403
    assert office.log(number) == before


class TestThePage:
    def test_tells_everything_that_was_ever_said_and_done(self, office, at_desk):
        number = office.walk(office.begin(), "submit")
        office.take("reviewer", "return", number, "合计与<分项>不符。")
        page = at_desk("auditor").get(f"/desk/notices/{number}").text
        assert "合计与&lt;分项&gt;不符。" in page
        log = page.split('<ol class="log">')[1]
        assert [who in log for who in ("文书甲", "监督甲", "主任")] == [True, True, False]
        for version in (1, 2):
            assert f"/desk/notices/{number}?version={version}" in page

    @pytest.mark.parametrize("version, body", [("1", "旧的正文"), ("2", "新的正文"), ("", "新的正文"), ("x", "新的正文"), ("²", "新的正文"), ("99999999999", "新的正文")])
    def test_shows_the_version_that_is_asked_for_or_the_newest(self, office, at_desk, version, body):
        number = office.walk(office.begin(body="旧的正文。\n"), "submit", "return")
        office.save("clerk", number, body="新的正文。\n")
        page = at_desk("reviewer").get(f"/desk/notices/{number}?version={version}")
        assert page.status_code == 200
        assert body in re.search(r'<article class="paper scrolls" tabindex="0">(.*?)</article>', page.text, re.DOTALL)[1]

    @pytest.mark.parametrize("address", ["/desk/notices/99", "/desk/notices/1?version=7", "/desk/notices/1?version=0", "/desk/notices/99/edit", "/desk/notices/99/shown", "/desk/notices/1/shown"])
    def test_of_what_is_not_there_is_not_there(self, office, at_desk, address):
        office.begin()
        assert at_desk("clerk").get(address).status_code == 404

    def test_of_a_discarded_correction_is_the_one_of_what_hangs(self, office, at_desk):
        number = office.walk(office.post(body="榜上的正文。\n"), "correct", "discard")
        assert "withdraw" in offered(at_desk("approver").get(f"/desk/notices/{number}"))

    def test_compares_with_the_version_before_and_with_last_periods(self, office, at_desk):
        office.post(title="2026年第二季度收支", period=parse_period("2026-Q2"), body="上季正文。\n")
        number = office.walk(office.begin(title="2026年第三季度收支", period=parse_period("2026-Q3"), body="旧的正文。\n"), "submit", "return")
        office.save("clerk", number, body="新的正文。\n")
        office.take("clerk", "submit", number)
        page = at_desk("reviewer").get(f"/desk/notices/{number}")
        assert page.status_code == 200
        assert page.text.count('class="comparison"') == 2

    def test_shows_a_text_as_words_and_runs_nothing(self, office, at_desk):
        hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
        number = office.post(title=hostile[:60], body=hostile, responsible_unit=hostile)
        for who in ("clerk", "reviewer"):
            page = at_desk(who).get(f"/desk/notices/{number}").text
            assert "<script>alert" not in page and "<img src=x" not in page

    def test_asks_again_whether_a_screen_shows_it_until_one_has(self, office, at_desk, client, look):
        number, clerk = office.post(), at_desk("clerk")
        look()
        assert "hx-get" in clerk.get(f"/desk/notices/{number}/shown").text
        client.post("/screen/hall/shown", json={"notice": number, "version": 1})
        said = clerk.get(f"/desk/notices/{number}/shown").text
        assert "hx-get" not in said and "村民大厅" in said


class TestAllOfThem:
    @pytest.fixture
    def many(self, office):
        for each in range(53):
            office.begin(title=f"第{each:02}件")
        office.post(title="停水通知")
        office.walk(office.begin(title="作废的"), "discard")
        return office

    def test_fifty_at_a_time_the_newest_first(self, many, at_desk):
        clerk = at_desk("clerk")
        first = clerk.get("/desk/notices")
        titles = re.findall(r'<td><a href="/desk/notices/\d+">([^<]+)<', first.text)
        assert (titles[0], len(titles)) == ("停水通知", 50)
        more = re.search(r'href="(/desk/notices\?[^"]*below=\d+)"', first.text)[1].replace("&amp;", "&")
        rest = re.findall(r'<td><a href="/desk/notices/\d+">([^<]+)<', clerk.get(more).text)
        assert len(set(titles) | set(rest)) == 54
        assert "below=" not in clerk.get(more).text

    @pytest.mark.parametrize(
        "query, found",
        [("words=停水", 1), ("words=第5", 0), ("words=第50", 1), ("words=第52件", 1), ("words=没有", 0), ("status=published", 1), ("status=draft", 50), ("status=discarded", 1), ("status=lost", 50), ("words=%25", 0), ("below=3", 2), ("below=²", 50), ("below=x", 50), ("below=99999999999999999999", 50), ("words=" + "长" * 1000, 0), ("status=published&words=停水", 1), ("status=draft&words=停水", 0)],
    )
    def test_by_words_place_and_page(self, many, at_desk, query, found):
        page = at_desk("auditor").get(f"/desk/notices?{query}")
        assert page.status_code == 200
        assert len(re.findall(r'<td><a href="/desk/notices/\d+">', page.text)) == found

    def test_without_any_it_says_so(self, office, at_desk):
        assert 'class="nothing"' in at_desk("clerk").get("/desk/notices").text


class TestItsFiles:
    @pytest.fixture
    def number(self, office):
        number = office.begin()
        attach(office.board, number, [("签字 单.pdf", a_pdf())], office.staff["clerk"], office.now)
        return number

    def test_are_handed_out_whole_and_never_opened(self, office, at_desk, number):
        answer = at_desk("auditor").get(f"/desk/notices/{number}/originals/{digest_of(a_pdf())}")
        assert (answer.status_code, answer.data) == (200, a_pdf())
        assert answer.content_type == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"

    @pytest.mark.parametrize("digest", ["0" * 64, "x", "..%2f..%2fkiosk.db", "%00"])
    def test_nothing_else_is(self, office, at_desk, number, digest):
        assert at_desk("clerk").get(f"/desk/notices/{number}/originals/{digest}").status_code == 404

    def test_not_under_another_notices_number(self, office, at_desk, number):
        other = office.begin()
        assert at_desk("clerk").get(f"/desk/notices/{other}/originals/{digest_of(a_pdf())}").status_code == 404

    def test_one_gone_from_the_disk_is_told(self, office, at_desk, number):
        path_of(office.board.originals, digest_of(a_pdf())).unlink()
        answer = at_desk("clerk").get(f"/desk/notices/{number}/originals/{digest_of(a_pdf())}")
        assert answer.status_code == 404
        assert "签字_单.pdf" in answer.text

    def test_one_taken_off_stays_with_the_version_that_had_it(self, office, at_desk, number):
        office.walk(number, "submit", "return")
        remove(office.board, number, digest_of(a_pdf()), office.staff["clerk"], office.now)
        pages = {version: at_desk("clerk").get(f"/desk/notices/{number}?version={version}").text for version in (1, 2)}
        link = f"/desk/notices/{number}/originals/{digest_of(a_pdf())}"
        assert link in pages[1] and link not in pages[2]


class TestOnTheBoard:
    def test_from_publishing_to_withdrawing(self, office, at_desk, client, look):
        approver = at_desk("approver")

        def step(name, words=""):
            page = approver.get(f"/desk/notices/{number}")
            action, sent = form_of(page, name)
            assert approver.client.post(action, data=sent | {"words": words}).status_code == 303
            look()

        number = office.walk(office.begin(title="大家看"), "submit", "pass")
        look()
        assert client.get(f"/notices/{number}").status_code == 404
        step("publish")
        for address in ("/", f"/notices/{number}", "/screen/hall/slides"):
            assert "大家看" in client.get(address).text
        step("withdraw", "账户有误。")
        assert "大家看" not in client.get("/screen/hall/slides").text
        page = client.get(f"/notices/{number}")
        assert page.status_code == 410
        assert "账户有误。" in page.text

    def test_what_comes_down_early_says_by_how_many_days(self, office, at_desk):
        number = office.post()
        page = at_desk("approver").get(f"/desk/notices/{number}").text
        assert "15" in re.search(r'id="hint-withdraw">(.*?)</p>', page, re.DOTALL)[1]

    def test_a_publicity_notice_hangs_as_long_as_one_may_object(self, office, at_desk):
        number = office.post(kind=Kind.PUBLICITY, objection_days=30)
        until = office.newest(number).notice.shows_until
        assert until - office.now > timedelta(days=30)
        assert at_desk("auditor").get(f"/desk/notices/{number}").status_code == 200


def test_the_whole_cast_finds_the_page_of_every_place(office, at_desk):
    numbers = [office.walk(office.begin(**URGENT), *way.split()) for way in WAYS.values()]
    for who in STAFF:
        person = at_desk(who)
        for number in numbers:
            assert person.get(f"/desk/notices/{number}").status_code == 200


def test_the_page_of_a_notice_says_on_how_many_days_it_was_shown(office, at_desk, board):
    number = office.post()
    hour = datetime(2026, 10, 9, 0, tzinfo=UTC)
    shown = [Airing(number, 1, at, 1800, at, at + timedelta(minutes=40), frozenset({1})) for at in (hour, hour + timedelta(hours=1), hour + timedelta(days=1))]
    assert "展示记录" not in at_desk("clerk").get(f"/desk/notices/{number}").text
    with transaction(board.db):
        airings.note(board.db, "hall", "a" * 8, shown)
    page = at_desk("clerk").get(f"/desk/notices/{number}").text
    assert "共展示 2 天，累计1 小时 30 分钟" in " ".join(page.split())
    assert "08:00–09:40" in " ".join(page.split())
