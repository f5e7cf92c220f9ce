"""Asking from the phone: nothing typed is lost, nobody is flooded, nobody reads what is not theirs."""

import re
from datetime import timedelta

import pytest
from cast import DAY, HOUR, NOON, MovedClock
from office import everything_in, staff_of

from kiosk.actions import asking, questions
from kiosk.actions.questions import Seen
from kiosk.errors import Unavailable
from kiosk.store import questions as kept
from kiosk.web.on_air import Shown

WORDS = "路灯为什么不亮？"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock():
    return MovedClock(NOON)


def stamp_in(page):
    return re.search(r'name="stamp" value="([^"]+)"', page)[1]


@pytest.fixture
def form(client, clock):
    """A form that was opened a minute ago, filled in."""

    def filled_in(words=WORDS, about="", **more):
        page = client.get(f"/ask?about={about}").text
        clock.now += MINUTE
        return {"stamp": stamp_in(page), "sort": "question", "words": words, "about": about} | more

    return filled_in


@pytest.fixture
def asked(client, form):
    """Sends one; its address."""
    return lambda *words, **more: client.post("/ask", data=form(*words, **more)).headers["Location"].partition("?")[0]


@pytest.fixture
def answer(board, checker, clock):
    staff = staff_of(board)

    def answer(number=1):
        def seen():
            return Seen(number, kept.get(board.db, number).revision)

        questions.register(board, seen(), "question", None, staff["clerk"], clock.now)
        questions.write_reply(board, seen(), "路灯不亮？", "明天修好。", True, staff["clerk"], clock.now, checker)
        questions.take_step(board, "pass", seen(), staff["reviewer"], "", clock.now)
        questions.take_step(board, "publish", seen(), staff["approver"], "", clock.now)

    return answer


def test_who_asks_gets_a_code_and_a_page_that_says_how_far_it_is(client, asked, answer, board, post):
    post(now=NOON - HOUR, title="第三季度账目")
    address = asked(about="1", name="户主甲", telephone="0000-7654321")
    page = client.get(address)
    assert re.fullmatch(r"/ask/([2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}", address)
    assert (page.headers["Cache-Control"], page.headers["X-Robots-Tag"]) == ("no-store", "noindex")
    for words in (WORDS, "村委会登记", "2026年10月20日（周二）前", "第三季度账目"):
        assert words in page.text, words
    assert "户主甲" not in page.text and "满意吗" not in page.text
    answer()
    page = client.get(address).text
    assert "明天修好。" in page and "您对答复满意吗" in page
    assert client.get(address.lower().replace("-", "")).status_code == 200


def test_nothing_is_public_before_it_has_been_published(client, asked, answer, post, look):
    post(now=NOON - HOUR)
    asked(about="1")
    public = ("/ask", "/ask/answered", "/notices/1", "/", "/screen/hall/slides")
    look()
    assert all(WORDS[:4] not in client.get(address).text for address in public)
    answer()
    look()
    told = [address for address in public if "明天修好。" in client.get(address).text]
    assert told == ["/ask", "/ask/answered", "/notices/1", "/screen/hall/slides"]
    assert all(WORDS not in client.get(address).text for address in public)


def test_the_wall_is_a_slide_that_nothing_is_proved_of_and_that_outlives_the_database(app, client, asked, answer, look, clock):
    asked()
    answer()
    look()
    slides = client.get("/screen/hall/slides").text
    assert 'data-notice="0" data-category="governance"' in slides and "[0]" in slides
    assert client.post("/screen/hall/shown", json={"notice": 0, "version": 1}).status_code == 422
    air = app.extensions["on_air"]
    assert air.last.last(Shown).replies == air.shown.replies != ()
    clock.now += 20 * DAY
    look()
    assert "data-notice" not in client.get("/screen/hall/slides").text


def test_sent_twice_it_is_one_question_with_one_code(client, form, board):
    sent = form()
    first, second = (client.post("/ask", data=sent) for _ in range(2))
    assert (first.status_code, first.headers["Location"]) == (303, second.headers["Location"])
    assert kept.count_received(board.db) == 1


def test_a_form_filled_in_within_three_seconds_comes_back_and_goes_the_second_time(client, clock):
    stamp = stamp_in(client.get("/ask").text)
    fast = client.post("/ask", data={"stamp": stamp, "sort": "opinion", "words": WORDS})
    assert fast.status_code == 422 and WORDS in fast.text and stamp_in(fast.text) == stamp
    clock.now += MINUTE
    assert client.post("/ask", data={"stamp": stamp, "sort": "opinion", "words": WORDS}).status_code == 303


def test_a_form_that_is_not_ours_comes_back_with_what_was_typed(client, form, board):
    sent = form()
    for spoilt in ("", sent["stamp"][:-1] + "!", "9" + sent["stamp"], "1.x.é"):
        answer = client.post("/ask", data=sent | {"stamp": spoilt})
        assert answer.status_code == 422 and WORDS in answer.text, spoilt
    assert kept.count_received(board.db) == 0


def test_a_page_left_open_over_night_loses_nothing(client, form, clock):
    sent = form()
    clock.now += 13 * HOUR
    late = client.post("/ask", data=sent)
    assert late.status_code == 422 and WORDS in late.text
    clock.now += MINUTE
    assert client.post("/ask", data=sent | {"stamp": stamp_in(late.text)}).status_code == 303


def test_a_foreign_page_cannot_ask_or_rate(client, form, asked, answer, board):
    address = asked("别的问题")
    answer()
    before = everything_in(board)
    for headers in ({"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        assert client.post("/ask", data=form(), headers=headers).status_code == 403
        assert client.post(f"{address}/satisfaction", data={"satisfaction": "satisfied"}, headers=headers).status_code == 403
    assert everything_in(board) == before


def test_a_link_is_refused_beside_its_field(client, form):
    answer = client.post("/ask", data=form("看 www.a.com", name="户主甲"))
    assert answer.status_code == 422
    assert '<a href="#words">不能带网址' in answer.text and "<title>错误：" in answer.text
    assert 'id="words-fault"' in answer.text and 'value="户主甲"' in answer.text


def test_one_address_cannot_flood_the_desk_and_others_still_can_ask(client, form, clock, board):
    for number in range(10):
        assert client.post("/ask", data=form(f"第{number}件")).status_code == 303
    stopped = client.post("/ask", data=form("再来一件"))
    assert stopped.status_code == 429 and "再来一件" in stopped.text and "分钟再试" in stopped.text
    assert client.post("/ask", data=form("邻居的"), environ_base={"REMOTE_ADDR": "192.0.2.9"}).status_code == 303
    clock.now += HOUR
    assert client.post("/ask", data=form("再来一件")).status_code == 303
    assert "192.0.2.9" not in str(everything_in(board))


def test_codes_are_not_guessed(client, asked):
    address = asked()
    for _ in range(20):
        assert client.get("/ask/ABCD-EFGH-JKLM-NPQR").status_code == 404
    assert client.get("/ask/ABCD-EFGH-JKLM-NPQR").status_code == 429
    assert client.get(address, environ_base={"REMOTE_ADDR": "192.0.2.9"}).status_code == 200
    assert client.post("/ask/ABCD-EFGH-JKLM-NPQR/satisfaction", data={"satisfaction": "not"}).status_code == 429


def test_a_code_is_found_however_it_is_typed(client, asked):
    address = asked()
    code = address.removeprefix("/ask/")
    assert client.get(f"/ask?code={code.lower().replace('-', ' ')}").headers["Location"] == address
    assert client.get("/ask?code=0000").status_code == 422


def test_satisfaction_is_told_and_can_be_changed(client, asked, answer, board):
    address = asked()
    rate = f"{address}/satisfaction"
    assert client.post(rate, data={"satisfaction": "not"}).status_code == 409
    answer()
    assert client.post(rate, data={}).status_code == 422
    for said, words in (("satisfied", "满意"), ("not", "不满意")):
        assert client.post(rate, data={"satisfaction": said}).status_code == 303
        assert re.search(rf'value="{said}" checked> {words}<', client.get(address).text)


def test_without_a_database_what_was_typed_comes_back(client, form, monkeypatch):
    sent = form(name="户主甲")

    def lost(*_):
        raise Unavailable("store.disk_full", path="x", reason="")

    monkeypatch.setattr(asking, "transaction", lost)
    answer = client.post("/ask", data=sent)
    assert answer.status_code == 503 and WORDS in answer.text and 'value="户主甲"' in answer.text


def test_about_a_notice_that_nobody_can_read_the_form_goes_on_without_it(client, form, post, clock):
    draft = post(now=NOON - HOUR, publish=False)
    sent = form(about=str(draft))
    answer = client.post("/ask", data=sent)
    assert answer.status_code == 422 and 'name="about"' not in answer.text and WORDS in answer.text


def test_all_that_was_answered_is_read_page_by_page(client, board):
    with board.db.conn:
        for number in range(1, 46):
            board.db.execute(
                """INSERT INTO questions (sort, way, arrived_at, due_on, state, likeness, words, name, telephone, asked, reply,
                   answered_at) VALUES ('question', 'box', '2026-10-01T00:00:00.000000Z', '2026-10-11', 'answered', '', '', '', '',
                   ?, '答', ?)""",
                [f"问{number}号", f"2026-10-02T00:00:{number:02}.000000Z"],
            )
    seen, address = [], "/ask/answered"
    while address:
        page = client.get(address).text
        seen += re.findall(r"问(\d+)号", page)
        following = re.search(r'href="(/ask/answered\?before=[^"]+)"', page)
        address = following and following[1].replace("&amp;", "&")
    assert seen == [str(number) for number in range(45, 0, -1)]
    assert client.get("/ask/answered?before=yesterday").status_code == 404


def test_the_notice_leads_to_a_form_about_it(client, post):
    number = post(now=NOON - HOUR, title="第三季度账目")
    assert f'href="/ask?about={number}"' in client.get(f"/notices/{number}").text
    assert "第三季度账目" in client.get(f"/ask?about={number}").text
    assert 'href="/ask"' in client.get("/").text
