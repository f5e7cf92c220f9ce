"""Anybody with the paper learns whether it is genuine, and nobody learns more than that."""

import re
from datetime import timedelta

import pytest
from cast import DAY, NOON, STAFF
from office import Office, staff_of

from kiosk.actions.issue_record import issue
from kiosk.rules.people import By
from kiosk.rules.throttle import RECORD_CODES
from kiosk.store import records
from kiosk.web.application import create_app

UNKNOWN = "/check/ABCD-EFGH-JKLM-NPQR"


@pytest.fixture
def paper(board, renderer, checker):
    office = Office(board, renderer, checker, staff_of(board), NOON)
    number = office.post(body="| 户主 | 金额 |\n|---|---|\n| 户主甲 | 120.00 |\n")
    given = issue(board, number, "form-0001", By("文书甲", "", STAFF["clerk"]), NOON + 2 * DAY)
    return records.get(board.db, given)


def test_a_genuine_paper_is_known_with_its_figures(client, paper):
    answer = client.get(f"/check/{paper.code}")
    assert answer.status_code == 200
    for words in ("本公开栏出具过这份记录", paper.code, "第三季度财务收支", "CW-2026-0001", "2 天", paper.digest[:16], str(paper.head_entry)):
        assert words in answer.text, words
    assert not {name for name in ("户主甲", "120.00", "文书甲", "监督甲") if name in answer.text}


@pytest.mark.parametrize("change", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} "])
def test_the_form_takes_the_code_however_it_is_typed(client, paper, change):
    answer = client.get("/check", query_string={"code": change(paper.code)})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/check/{paper.code}")


def test_what_can_be_no_code_is_said_so_and_stays_in_the_field(client):
    answer = client.get("/check", query_string={"code": "abc<0"})
    assert answer.status_code == 422
    assert 'value="abc&lt;0"' in answer.text and "核验码共 16 位" in answer.text


@pytest.mark.parametrize("address", [UNKNOWN, "/check/0", "/check/' OR 1=1"])
def test_a_code_that_was_never_issued_is_not_found(client, paper, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert "本公开栏没有出具过" in answer.text


def test_a_board_whose_log_has_changed_sends_to_the_township(client, board, paper):
    board.db.execute("DROP TRIGGER audit_refuses_update")
    board.db.execute("UPDATE audit SET digest = 'x' WHERE entry = ?", [paper.head_entry])
    answer = client.get(f"/check/{paper.code}")
    assert "此后日志已有变动" in answer.text and "请向乡镇核实" in answer.text
    assert "即为真实" not in answer.text


def test_who_guesses_has_to_wait_and_is_let_in_again(config, paper):
    now = [NOON + 3 * DAY]
    app = create_app(config, lambda: now[0])
    client = app.test_client()
    for _ in range(RECORD_CODES.tries):
        assert client.get(UNKNOWN).status_code == 404
    answer = client.get(UNKNOWN)
    assert answer.status_code == 429 and re.search(r"请等 15 分钟", answer.text)
    assert client.get(f"/check/{paper.code}").status_code == 429
    assert client.get(f"/check/{paper.code}", environ_base={"REMOTE_ADDR": "192.0.2.77"}).status_code == 200
    now[0] += RECORD_CODES.within + timedelta(seconds=1)
    assert client.get(f"/check/{paper.code}").status_code == 200
    app.extensions["on_air"]._board.close()
    app.extensions["renderer"].close()


def test_genuine_papers_are_never_counted(client, paper):
    assert {client.get(f"/check/{paper.code}").status_code for _ in range(RECORD_CODES.tries + 1)} == {200}
