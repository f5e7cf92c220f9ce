"""What residents read of the desk's work: corrected and why, withdrawn and why, and files that were opened to them."""

import re
from datetime import timedelta

import pytest
from cast import DAY
from office import Office
from paper import a_pdf, a_picture

from kiosk.actions.attach import attach, open_to_residents
from kiosk.actions.steps import close_what_is_over
from kiosk.rules.notice import Priority
from kiosk.store import originals
from kiosk.store.originals import digest_of, path_of


def corrected(page):
    found = re.search(r'<p class="objection corrected">(.*?)</p>', page.text, re.DOTALL)
    return found and found[1]


class TestACorrection:
    def test_stands_beside_the_new_text_and_not_beside_the_old_one(self, office, client):
        number = office.post(body="旧的正文。\n")
        office.take("clerk", "correct", number, "漏了<一笔>水费。")
        office.save("clerk", number, body="新的正文。\n")
        for way in ((), ("submit",), ("pass",)):
            office.walk(number, *way)
            page = client.get(f"/notices/{number}")
            assert page.status_code == 200
            assert "旧的正文" in page.text
            assert corrected(page) is None
            assert "新的正文" not in page.text and "水费" not in page.text
        office.take("approver", "publish", number)
        page = client.get(f"/notices/{number}")
        assert "新的正文" in page.text and "旧的正文" not in page.text
        assert "漏了&lt;一笔&gt;水费。" in corrected(page)

    def test_that_is_only_on_its_way_says_nothing_yet(self, office, client):
        """A second correction: its reason is read when it is up."""
        number = office.post()
        office.take("clerk", "correct", number, "第一次更正。")
        office.save("clerk", number, body="第二稿。\n")
        office.walk(number, "submit", "pass", "publish")
        office.take("clerk", "correct", number, "第二次更正。")
        page = client.get(f"/notices/{number}")
        assert "第一次更正。" in corrected(page)
        assert "第二次" not in page.text
        office.save("clerk", number, body="第三稿。\n")
        office.walk(number, "submit", "pass", "publish")
        assert "第二次更正。" in corrected(client.get(f"/notices/{number}"))

    def test_that_was_begun_and_thrown_away_is_not_told(self, office, client):
        number = office.post()
        office.take("clerk", "correct", number, "弄错了。")
        office.take("clerk", "discard", number)
        assert corrected(client.get(f"/notices/{number}")) is None
        office.take("clerk", "correct", number, "真的漏了一笔。", office.seen(number, 1))
        office.save("clerk", number, body="水费 86 元。\n")
        office.walk(number, "submit", "return", "submit", "pass", "publish")
        assert "真的漏了一笔。" in corrected(client.get(f"/notices/{number}"))

    def test_is_on_the_screen_in_the_place_of_the_old_text(self, office, client, look):
        number = office.post(body="旧的正文。\n")
        office.walk(number, "correct")
        office.save("clerk", number, body="新的正文。\n")
        office.walk(number, "submit", "pass")
        look()
        assert "旧的正文" in client.get("/screen/hall/slides").text
        office.take("approver", "publish", number)
        look()
        slides = client.get("/screen/hall/slides").text
        assert "新的正文" in slides and "旧的正文" not in slides


class TestAWithdrawal:
    def test_says_when_and_why_and_nothing_else(self, office, client, look):
        number = office.post(title="收支公开", body="错的正文。\n")
        office.take("approver", "withdraw", number, "账户<有误>。")
        look()
        page = client.get(f"/notices/{number}")
        assert page.status_code == 410
        assert "收支公开" in page.text and "账户&lt;有误&gt;。" in page.text
        assert "错的正文" not in page.text
        for address in ("/", "/screen/hall/slides"):
            assert "收支公开" not in client.get(address).text

    def test_of_what_had_not_begun_is_told_to_nobody(self, office, client):
        number = office.post(issued_on=(office.now + 3 * DAY).date())
        office.take("approver", "withdraw", number, "不办了。")
        assert client.get(f"/notices/{number}").status_code == 404

    def test_is_over_once_a_corrected_text_is_up(self, office, client):
        number = office.walk(office.post(body="旧的正文。\n"), "withdraw", "correct")
        assert client.get(f"/notices/{number}").status_code == 410
        office.save("clerk", number, body="新的正文。\n")
        office.walk(number, "submit", "pass", "publish")
        page = client.get(f"/notices/{number}")
        assert page.status_code == 200
        assert "新的正文" in page.text and 'class="over"' not in page.text
        assert corrected(page)

    def test_stays_readable_in_the_archive(self, office, client):
        number = office.walk(office.post(), "withdraw", "archive")
        page = client.get(f"/notices/{number}")
        assert page.status_code == 410
        assert "本季收支已经审核" not in page.text


def test_what_was_published_before_its_review_is_read_like_any_other(office, client):
    number = office.walk(office.begin(title="水管爆裂", priority=Priority.URGENT), "submit", "publish_urgently")
    page = client.get(f"/notices/{number}")
    assert page.status_code == 200
    assert "水管爆裂" in page.text
    office.take("reviewer", "object", number, "时间写错了。")
    assert "时间写错了" not in client.get(f"/notices/{number}").text, "what reviewers say is not for the street"


class TestFiles:
    @pytest.fixture
    def number(self, office: Office):
        number, clerk = office.begin(), office.staff["clerk"]
        attach(office.board, number, [("签字 单.pdf", a_pdf()), ("底稿.csv", b"1")], clerk, office.now)
        open_to_residents(office.board, number, digest_of(a_pdf()), True, clerk, office.now)
        return number

    def get(self, client, number, data=None):
        return client.get(f"/notices/{number}/files/{digest_of(data or a_pdf())}")

    def test_only_what_was_ticked_and_only_while_it_hangs(self, office, client, number):
        places = [(), ("submit",), ("pass",)]
        for way in places:
            office.walk(number, *way)
            assert self.get(client, number).status_code == 404
        office.take("approver", "publish", number)
        answer = self.get(client, number)
        assert (answer.status_code, answer.data) == (200, a_pdf())
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert self.get(client, number, b"1").status_code == 404
        page = client.get(f"/notices/{number}").text
        assert "签字_单.pdf" in page and "底稿.csv" not in page
        office.take("approver", "withdraw", number, "有误。")
        assert self.get(client, number).status_code == 404

    def test_a_tick_on_a_correction_waits_for_its_publishing(self, office, client, number):
        office.walk(number, "submit", "pass", "publish", "correct")
        clerk = office.staff["clerk"]
        open_to_residents(office.board, number, digest_of(b"1"), True, clerk, office.now)
        open_to_residents(office.board, number, digest_of(a_pdf()), False, clerk, office.now)
        assert self.get(client, number, b"1").status_code == 404
        assert self.get(client, number).status_code == 200
        office.walk(number, "submit", "pass", "publish")
        assert self.get(client, number, b"1").status_code == 200
        assert self.get(client, number).status_code == 404

    def test_not_under_another_notices_number(self, office, client, number):
        office.walk(number, "submit", "pass", "publish")
        assert self.get(client, office.post()).status_code == 404
        for digest in ("0" * 64, "x", "..%2fkiosk.db"):
            assert client.get(f"/notices/{number}/files/{digest}").status_code == 404

    def test_one_gone_from_the_disk_is_no_incident(self, office, client, number):
        office.walk(number, "submit", "pass", "publish")
        path_of(office.board.originals, digest_of(a_pdf())).unlink()
        assert self.get(client, number).status_code == 404


class TestPictures:
    def test_of_a_correction_are_seen_when_it_is_up_and_those_of_the_old_text_no_more(self, office, client):
        number, clerk = office.begin(), office.staff["clerk"]
        attach(office.board, number, [("旧.png", a_picture(colour=1))], clerk, office.now)
        office.save("clerk", number, body="![旧](旧.png)\n")
        office.walk(number, "submit", "pass", "publish", "correct")
        attach(office.board, number, [("新.png", a_picture(colour=2))], clerk, office.now)
        office.save("clerk", number, body="![新](新.png)\n")
        urls = {name: each.url for name, each in originals.shown_pictures(office.board.db, number).items()}
        assert [client.get(urls[name]).status_code for name in ("旧.png", "新.png")] == [200, 404]
        office.walk(number, "submit", "pass", "publish")
        assert [client.get(urls[name]).status_code for name in ("旧.png", "新.png")] == [404, 200]


def test_versions_that_were_replaced_or_returned_are_read_by_nobody_outside(office, client):
    number = office.walk(office.begin(body="退回的正文。\n"), "submit", "return")
    office.save("clerk", number, body="第一版正文。\n")
    office.walk(number, "submit", "pass", "publish", "correct")
    office.save("clerk", number, body="第二版正文。\n")
    office.walk(number, "submit", "pass", "publish")
    for query in ("", "?version=1", "?version=2", "?version=3", "?lang=en"):
        page = client.get(f"/notices/{number}{query}").text
        assert "第二版正文" in page
        assert "退回的正文" not in page and "第一版正文" not in page


def test_closed_by_the_clock_it_reads_as_over(office, client):
    office.now -= 20 * DAY
    number = office.post(valid_until=(office.now + 16 * DAY).date())
    before = client.get(f"/notices/{number}").text
    assert close_what_is_over(office.board, "时钟", office.now + timedelta(days=20)) == 1
    page = client.get(f"/notices/{number}")
    assert page.status_code == 200, "it names nobody, and can still be read"
    assert page.text == before, "the clock only writes down what everybody sees already"
