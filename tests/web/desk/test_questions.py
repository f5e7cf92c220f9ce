"""Questions of residents at the desk: the inbox, the way of a reply, what each role sees, and two people at once."""

import re

import pytest
from cast import DAY, NOON, MovedClock

from kiosk.actions import asking
from kiosk.actions.asking import Sent
from kiosk.rules.people import By
from kiosk.store import questions as kept

WORDS = "路灯电费为什么比上季度多？"


@pytest.fixture
def clock():
    return MovedClock(NOON)


@pytest.fixture
def ask(board, checker, clock):
    def send(words=WORDS, **changes):
        sent = Sent(**{"sort": "question", "words": words, "name": "户主甲", "telephone": "0000-7654321"} | changes)
        return asking.ask(board, sent, words, By("村民"), clock.now, checker)

    return send


@pytest.fixture
def send(at_desk, board):
    """`send("clerk", 1, "register", sort="topic")`: the form as the page of this moment has it."""

    def send_it(who, number, deed, **fields):
        revision = kept.get(board.db, number).revision
        return at_desk(who).post(f"/desk/questions/{number}/{deed}", {"revision": revision} | fields)

    return send_it


@pytest.fixture
def handed_in(ask, send):
    number = ask()
    send("clerk", number, "register", sort="question", person="1")
    send("clerk", number, "reply", asked="电费为什么多？", reply="新装了38盏灯。", hand_in="1")
    return number


def test_from_the_inbox_to_the_screen(at_desk, ask, send, look, client):
    number = ask()
    page = f"/desk/questions/{number}"
    assert WORDS in at_desk("clerk").get("/desk/").text and "待登记" in at_desk("clerk").get(page).text
    assert WORDS not in at_desk("reviewer").get("/desk/").text
    for who, deed, fields, state in (
        ("clerk", "register", {"sort": "opinion", "person": "1"}, "待写答复"),
        ("clerk", "reply", {"asked": "电费为什么多？", "reply": "新装了灯。"}, "待写答复"),
        ("clerk", "reply", {"asked": "电费为什么多？", "reply": "新装了38盏灯。", "hand_in": "1"}, "答复审核中"),
        ("reviewer", "return", {"said": "写上钱数"}, "待写答复"),
        ("clerk", "reply", {"asked": "电费为什么多？", "reply": "新装了38盏灯，多1300元。", "hand_in": "1"}, "答复审核中"),
        ("reviewer", "pass", {}, "答复待发布"),
        ("approver", "publish", {}, "已答复"),
    ):
        sent = send(who, number, deed, **fields)
        assert (sent.status_code, sent.headers["Location"]) == (303, f"{page}?done={deed}")
        assert state in at_desk(who).get(page).text
    look()
    assert "新装了38盏灯，多1300元。" in client.get("/screen/hall/slides").text
    assert '<a href="/desk/questions">回音壁' in at_desk("auditor").get("/desk/screens").text
    told = at_desk("auditor").get(page).text
    assert "写上钱数" in told and "退回答复" in told
    assert WORDS not in at_desk("approver").get("/desk/").text


def test_each_finds_what_waits_for_them_and_the_overdue_one_first(at_desk, ask, clock, handed_in):
    clock.now += 8 * DAY
    ask("新问题")
    clock.now += 5 * DAY
    clerk = at_desk("clerk").get("/desk/").text
    assert re.search(r'class="late">已逾期 3 天[^<]*2026年10月20日（周二）', clerk)
    assert clerk.index(WORDS) < clerk.index("新问题")
    reviewer = at_desk("reviewer").get("/desk/").text
    assert WORDS in reviewer and "新问题" not in reviewer
    listed = at_desk("auditor").get("/desk/questions").text
    assert listed.index(WORDS) < listed.index("新问题") and "data-late" in listed
    assert WORDS not in at_desk("auditor").get("/desk/").text


def test_who_asked_is_shown_to_those_who_answer_alone(at_desk, handed_in):
    for who, sees in (("clerk", True), ("approver", True), ("reviewer", False), ("auditor", False), ("admin", False)):
        person = at_desk(who)
        page = person.get(f"/desk/questions/{handed_in}").text
        assert ("户主甲" in page, "0000-7654321" in page) == (sees, sees), who
        assert "户主甲" not in person.get("/desk/questions").text + person.get("/desk/").text, who


def test_who_was_second_loses_nothing_of_what_they_wrote(at_desk, handed_in, send):
    send("reviewer", handed_in, "return", said="写上钱数")
    late = at_desk("clerk").post(f"/desk/questions/{handed_in}/reply", {"revision": 3, "asked": "问？", "reply": "我写的答复"})
    assert late.status_code == 409 and "我写的答复" in late.text and "别人先动了" in late.text


def test_what_is_wrong_with_a_reply_stands_beside_it(ask, send):
    number = ask()
    send("clerk", number, "register", sort="question")
    wrong = send("clerk", number, "reply", asked="", reply="请打13800138000", hand_in="1")
    assert wrong.status_code == 422 and "请打13800138000" in wrong.text and 'href="#asked"' in wrong.text
    wrong = send("clerk", number, "reply", asked="问？", reply="请打13800138000", hand_in="1")
    assert wrong.status_code == 422 and "完整的身份证号" in wrong.text


def test_nobody_passes_their_own_reply(at_desk, ask, send):
    number = ask()
    send("all_hands", number, "register", sort="question")
    send("all_hands", number, "reply", asked="问？", reply="答。", hand_in="1")
    assert "答复是您自己写的" in at_desk("all_hands").get(f"/desk/questions/{number}").text
    assert send("all_hands", number, "pass").status_code == 403


def test_refused_with_a_reason_that_the_asker_reads(ask, send, client, app, at_desk):
    form = re.search(r'name="stamp" value="([^"]+)"', client.get("/ask").text)[1]
    app.extensions["clock"].machine.wall.now += DAY / 24
    address = client.post("/ask", data={"stamp": form, "sort": "question", "words": "镇上的路谁修？"}).headers["Location"]
    assert send("clerk", 1, "refuse", refusal="not_ours").status_code == 422
    send("clerk", 1, "refuse", refusal="not_ours", refusal_words="请到镇便民中心")
    page = client.get(address).text
    assert "不属于村里的职权" in page and "请到镇便民中心" in page
    assert "要求重新答复" in at_desk("reviewer").get("/desk/questions/1").text
    assert send("reviewer", 1, "reopen", said="应当答复").status_code == 303


def test_what_was_found_in_the_box_is_registered_with_a_code_to_hand_over(at_desk, client, board):
    clerk = at_desk("clerk")
    stamp = re.search(r'name="stamp" value="([^"]+)"', clerk.get("/desk/questions/new").text)[1]
    form = {"stamp": stamp, "way": "box", "sort": "topic", "words": "请公开机动地发包"}
    assert clerk.post("/desk/questions", form | {"words": ""}).status_code == 422
    first, again = (clerk.post("/desk/questions", form) for _ in range(2))
    assert first.headers["Location"] == again.headers["Location"]
    page = clerk.get(first.headers["Location"]).text
    code = re.search(r'class="letters">([^<]+)<', page)[1]
    assert client.get(f"/ask/{code}").status_code == 200
    assert code not in clerk.get("/desk/questions/1").text
    assert (kept.get(board.db, 1).way, kept.get(board.db, 1).state) == ("box", "registered")


def test_a_topic_stands_among_the_duties_until_a_notice_discloses_it(at_desk, ask, send, post):
    number = ask("请公开机动地发包", sort="topic")
    assert "村民点题" not in at_desk("clerk").get("/desk/duties").text
    send("clerk", number, "register", sort="topic")
    duties = at_desk("auditor").get("/desk/duties").text
    assert "村民点题" in duties and f"/desk/questions/{number}" in duties
    assert send("clerk", number, "disclose", notice="9").status_code == 422
    send("clerk", number, "disclose", notice=str(post(now=NOON, title="机动地发包情况")))
    assert "村民点题" not in at_desk("clerk").get("/desk/duties").text
    assert "机动地发包情况" in at_desk("clerk").get("/ask/answered").text


def test_the_yearly_report_tells_of_them(at_desk, handed_in, send, board):
    send("reviewer", handed_in, "pass")
    send("approver", handed_in, "publish")
    asking.rate(board, WORDS, "mostly", By("村民"), NOON)
    page = at_desk("auditor").get("/desk/report/2026").text
    tables = page[page.index('id="table-asked"') :]
    rows = [re.sub(r"<[^>]+>", " ", row).split() for row in re.findall(r"<tr.*?</tr>", tables, re.S)]
    assert rows[1] == ["1", "1", "1", "0", "0", "0", "0", "0.0"]
    assert rows[3] == ["0", "1", "0", "100.0%", "0", "0"]


def test_a_question_that_there_is_not(at_desk):
    person = at_desk("all_hands")
    for deed in ("register", "assign", "refuse", "join", "reopen", "disclose", "reply", "pass", "publish"):
        answer = person.post(f"/desk/questions/7/{deed}", {"revision": 1, "said": "看"})
        assert answer.status_code == 404 and "没有这个编号的提问" in answer.text, deed


def test_the_page_of_a_notice_names_what_was_asked_and_answered_about_it(at_desk, ask, send, post):
    notice = post(now=NOON, title="路灯维修")
    number = ask(notice=notice)
    send("clerk", number, "register", sort="question", person="1")
    send("clerk", number, "reply", asked="电费为什么多？", reply="新装了38盏灯。", hand_in="1")
    page = f"/desk/notices/{notice}"
    assert "关于这份公告的问答" not in at_desk("clerk").get(page).text
    send("reviewer", number, "pass")
    send("approver", number, "publish")
    shown = at_desk("auditor").get(page).text
    assert f'href="/desk/questions/{number}">电费为什么多？' in shown
