"""Writing at the desk, with and without JavaScript: nothing typed is ever lost, and the screen is seen beside it."""

import io
import json
import re
from html import unescape

import pytest
from cast import STAFF
from office import everything_in
from paper import a_pdf, a_picture

from kiosk.actions import begin
from kiosk.actions.attach import attach
from kiosk.actions.drafts import TYPED_LIMIT, typed_of
from kiosk.documents.typing import as_typed
from kiosk.rules.notice import Status
from kiosk.rules.period import parse_period
from kiosk.store import opinions, originals
from kiosk.store.originals import digest_of

HX = {"HX-Request": "true"}
ODD = {"title": "  第三季度　收支 ", "category": "天气", "issued_on": "昨天", "seconds": "很慢", "responsible_unit": "<b>\"村委会\"</b>", "body": "一 & 二\n\n  <b>三</b>\t\n𠮷"}


def fields_of(page):
    """What the editor's form would send."""
    form = re.search(r'<form id="editor".*?</form>', page.text, re.DOTALL)[0]
    fields = {name: unescape(value) for name, value in re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', form) if name != "screens"}
    fields |= {name: unescape(body) for name, body in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL)}
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        fields[name] = (re.findall(r'value="([^"]*)"[^>]* selected', options) or re.findall(r'value="([^"]*)"', options))[0]
    fields["screens"] = re.findall(r'name="screens" value="([^"]*)" checked', form)
    return fields


@pytest.fixture
def clerk(at_desk):
    return at_desk("clerk")


@pytest.fixture
def number(office):
    return office.begin(body="本季收支已经审核。")


@pytest.fixture
def sent(office, number):
    """As the form of the draft sends it."""
    return as_typed(office.newest(number).notice) | {"version": "1", "revision": "1"}


class TestBeginning:
    def test_every_template_is_offered_and_can_be_begun_from(self, office, clerk):
        page = clerk.get("/desk/new").text
        offered = re.findall(r'name="template" value="([^"]+)"', page)
        assert sorted(offered) == sorted(begin.templates())

    @pytest.mark.parametrize("name", sorted(begin.templates()))
    def test_from_a_template(self, office, clerk, name):
        answer = clerk.post("/desk/notices", {"template": name})
        assert answer.status_code == 303
        number = int(answer.headers["Location"].split("/")[3])
        draft = office.newest(number)
        assert (draft.notice.status, draft.notice.category) == (Status.DRAFT, begin.templates()[name].notice.category)
        assert office.authors(number) == ["文书甲"]
        assert name in office.entries(number)[-1].facts["made_from"]
        assert clerk.get(answer.headers["Location"]).status_code == 200

    def test_from_what_was_posted_for_the_last_period(self, office, clerk):
        number = office.post(title="2026年第二季度收支", period=parse_period("2026-Q2"), body="期末结余100元。\n")
        office.post(title="没有报告期的")
        page = clerk.get("/desk/new").text
        assert re.findall(r'name="last" value="(\d+)"', page) == [str(number)]
        answer = clerk.post("/desk/notices", {"last": number})
        assert answer.status_code == 303
        draft = office.newest(int(answer.headers["Location"].split("/")[3])).notice
        assert (draft.title, draft.period, draft.status) == ("2026年第三季度收支", parse_period("2026-Q3"), Status.DRAFT)
        assert (draft.index_number, draft.published_at, draft.sources) == (None, None, ())
        assert office.newest(number).notice.title == "2026年第二季度收支"

    @pytest.mark.parametrize("way", ["", "submit", "submit pass", "discard"])
    def test_not_from_what_was_never_posted(self, office, clerk, way):
        number = office.walk(office.begin(period=parse_period("2026-Q2")), *way.split())
        assert clerk.post("/desk/notices", {"last": number}).status_code == 404

    @pytest.mark.parametrize("sent, status", [({}, 404), ({"template": "nothing"}, 404), ({"template": "../settings"}, 404), ({"last": "99"}, 404), ({"last": "x"}, 404), ({"last": "²"}, 404), ({"last": "9" * 30}, 404), ({"last": "-1"}, 404)])
    def test_from_what_is_not_there_nothing_is_begun(self, office, clerk, board, sent, status):
        before = everything_in(board)
        assert clerk.post("/desk/notices", sent).status_code == status
        assert everything_in(board) == before


class TestTheForm:
    def test_shows_a_draft_exactly_as_it_was_typed(self, office, clerk, number):
        office.save("clerk", number, **{key: value for key, value in ODD.items() if key != "category"}, screens="hall")
        page = clerk.get(f"/desk/notices/{number}/edit")
        fields = fields_of(page)
        assert {key: fields[key] for key in ODD if key != "category"} == {key: value for key, value in ODD.items() if key != "category"}
        assert (fields["version"], fields["revision"], fields["screens"]) == ("1", "2", ["hall"])

    def test_sent_back_unchanged_changes_nothing(self, office, clerk, number):
        before = typed_of(office.newest(number))
        fields = fields_of(clerk.get(f"/desk/notices/{number}/edit"))
        assert clerk.post(f"/desk/notices/{number}/draft", fields).status_code == 303
        assert typed_of(office.newest(number)) == before

    @pytest.mark.parametrize("way", ["submit", "submit pass", "submit pass publish", "discard"])
    def test_is_not_there_for_what_was_handed_in(self, office, clerk, number, way):
        office.walk(number, *way.split())
        answer = clerk.get(f"/desk/notices/{number}/edit")
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/desk/notices/{number}")

    def test_tells_why_it_came_back(self, office, clerk, number):
        office.take("clerk", "submit", number)
        office.take("reviewer", "return", number, "合计与<分项>不符。")
        page = clerk.get(f"/desk/notices/{number}/edit").text
        assert "合计与&lt;分项&gt;不符。" in page and "监督甲" in page

    def test_lists_what_is_still_to_mend_but_calls_nothing_an_error_yet(self, office, clerk, number):
        office.save("clerk", number, **ODD)
        page = clerk.get(f"/desk/notices/{number}/edit").text
        assert set(re.findall(r'<li data-key="(\w+)"', page)) == {"category", "issued_on", "seconds"}
        assert 'class="error-summary"' not in page


class TestSaving:
    def test_without_javascript(self, office, clerk, number, sent):
        answer = clerk.post(f"/desk/notices/{number}/draft", sent | ODD | {"screens": ["hall"]})
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/desk/notices/{number}/edit")
        typed = typed_of(office.newest(number))
        assert {key: typed[key] for key in ODD} == ODD
        assert typed["screens"] == "hall"

    def test_with_it_a_fragment_tells_when_and_what_is_still_to_mend(self, office, clerk, number, sent):
        answer = clerk.post(f"/desk/notices/{number}/draft", sent | ODD, headers=HX)
        assert answer.status_code == 200
        assert "<html" not in answer.text
        assert re.search(r'id="saved"[^>]*data-revision="2"', answer.text)
        assert re.search(r'id="revision" value="2" hx-swap-oob="true"', answer.text)
        assert set(re.findall(r'<li data-key="(\w+)"', answer.text)) == {"category", "issued_on", "seconds"}

    def test_again_and_again_with_the_revision_that_was_told(self, office, clerk, number, sent):
        for revision in range(1, 6):
            answer = clerk.post(f"/desk/notices/{number}/draft", sent | {"revision": str(revision), "body": f"第{revision}稿"}, headers=HX)
            assert f'data-revision="{revision + 1}"' in answer.text
        assert office.log(number) == [("文书甲", "begun")]
        assert typed_of(office.newest(number))["body"] == "第5稿"

    @pytest.mark.parametrize("windows", ["一\r\n二\r\n\r\n三", "一\n二\n\n三"])
    def test_lines_end_as_they_do_here(self, office, clerk, number, sent, windows):
        clerk.post(f"/desk/notices/{number}/draft", sent | {"body": windows})
        assert office.newest(number).notice.body == "一\n二\n\n三"

    @pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
    def test_however_the_form_is_sent(self, office, clerk, number, sent, kind):
        assert clerk.post(f"/desk/notices/{number}/draft", sent | {"body": "𠮷䶮㛃𬭩"}, content_type=kind).status_code == 303
        assert office.newest(number).notice.body == "𠮷䶮㛃𬭩"

    @pytest.mark.parametrize("change", [{"version": ""}, {"revision": "x"}])
    def test_a_form_that_does_not_say_what_it_was_made_for_is_misunderstood(self, office, clerk, number, sent, change):
        assert clerk.post(f"/desk/notices/{number}/draft", sent | change).status_code == 400
        assert office.newest(number).revision == 1

    def test_what_is_too_long_stays_on_the_page(self, office, clerk, number, sent):
        body = "\n\n".join(["字" * 998] * (TYPED_LIMIT // 1000 + 1))
        answer = clerk.post(f"/desk/notices/{number}/draft", sent | {"body": body})
        assert answer.status_code == 422
        assert fields_of(answer)["body"] == body
        assert office.newest(number).revision == 1
        fragment = clerk.post(f"/desk/notices/{number}/draft", sent | {"body": body}, headers=HX)
        assert fragment.status_code == 422
        assert "<html" not in fragment.text

    @pytest.mark.parametrize("address", ["/desk/notices/99/draft", "/desk/notices/99/submit", "/desk/notices/99/slides", "/desk/notices/99/originals"])
    def test_there_is_nothing_to_save_where_there_is_nothing(self, office, clerk, sent, board, address):
        before = everything_in(board)
        assert clerk.post(address, sent).status_code in (404, 422)
        assert everything_in(board) == before


class TestOfTwoTexts:
    @pytest.fixture
    def theirs(self, office, number):
        office.save("other_clerk", number, title="乙的标题", body="乙的正文")
        return number

    def asides(self, office, number):
        return [(text.name, text.typed["body"]) for text in opinions.all_set_aside(office.board.db, number, 9)]

    def test_both_are_shown_and_kept(self, office, clerk, theirs, sent):
        answer = clerk.post(f"/desk/notices/{theirs}/draft", sent | {"body": "甲的<b>正文</b>"})
        assert answer.status_code == 409
        assert "甲的&lt;b&gt;正文" in answer.text and "乙的正文" in answer.text and "文书乙" in answer.text
        assert self.asides(office, theirs) == [("文书甲", "甲的<b>正文</b>")]
        assert typed_of(office.newest(theirs))["body"] == "乙的正文"

    def test_one_goes_on_with_ones_own_and_the_other_is_set_aside(self, office, clerk, theirs, sent):
        page = clerk.post(f"/desk/notices/{theirs}/draft", sent | ODD)
        form = re.search(rf'<form method="post" action="/desk/notices/{theirs}/draft"[^>]*>.*?</form>', page.text, re.DOTALL)[0]
        mine = {name: unescape(value) for name, value in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL)}
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
        assert {key: mine[key] for key in ODD} == ODD
        assert clerk.client.post(f"/desk/notices/{theirs}/draft", data=hidden | mine).status_code == 303
        assert typed_of(office.newest(theirs))["body"] == ODD["body"]
        assert ("文书乙", "乙的正文") in self.asides(office, theirs)

    def test_the_same_in_a_fragment(self, office, clerk, theirs, sent):
        answer = clerk.post(f"/desk/notices/{theirs}/draft", sent | {"body": "甲的正文"}, headers=HX)
        assert answer.status_code == 409
        assert "<html" not in answer.text
        conflict = re.search(r'<section id="conflict"[^>]*>', answer.text)[0]
        assert 'data-revision="2"' in conflict and 'hx-swap-oob="true"' in conflict
        told = json.loads(unescape(re.search(r'data-typed="([^"]*)"', conflict)[1]))
        assert (told["title"], told["body"]) == ("乙的标题", "乙的正文")
        chosen = sent | {"revision": "2", "over": "2", "body": "甲的正文"}
        assert clerk.post(f"/desk/notices/{theirs}/draft", chosen, headers=HX).status_code == 200
        assert self.asides(office, theirs) == [("文书甲", "甲的正文"), ("文书乙", "乙的正文")]

    def test_what_was_set_aside_can_be_taken_up_again_or_thrown_away(self, office, clerk, theirs, sent):
        clerk.post(f"/desk/notices/{theirs}/draft", sent | {"title": "甲的标题", "body": "甲的<b>正文</b>"})
        page = clerk.get(f"/desk/notices/{theirs}/edit").text
        assert "甲的&lt;b&gt;正文" in page
        drop = re.search(r'action="(/desk/notices/\d+/set-aside/\d+/drop)"', page)[1]
        for _ in range(2):
            assert clerk.post(drop).status_code == 303
        assert self.asides(office, theirs) == []
        assert office.log(theirs).count(("文书甲", "text_dropped")) == 1

    @pytest.mark.parametrize("text", ["0", "99", "2147483647", "2147483648", "9" * 30])
    def test_throwing_away_what_is_not_there_is_no_incident(self, office, clerk, theirs, text):
        assert clerk.post(f"/desk/notices/{theirs}/set-aside/{text}/drop").status_code in (303, 404)

    def test_what_was_handed_in_meanwhile_takes_no_more_words_and_loses_none(self, office, clerk, theirs, sent):
        office.take("other_clerk", "submit", theirs)
        answer = clerk.post(f"/desk/notices/{theirs}/draft", sent | {"revision": "2", "body": "晚了一步"})
        assert answer.status_code == 409
        assert "晚了一步" in answer.text
        assert self.asides(office, theirs) == [("文书甲", "晚了一步")]
        office.walk(theirs, "return")
        assert "晚了一步" in clerk.get(f"/desk/notices/{theirs}/edit").text


class TestHandingIn:
    def test_what_is_typed_is_kept_first(self, office, clerk, number, sent):
        answer = clerk.post(f"/desk/notices/{number}/submit", sent | {"body": "最后一句。"})
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/desk/notices/{number}?done=submit")
        stored = office.newest(number)
        assert (stored.notice.status, stored.notice.body, stored.typed) == (Status.REVIEW, "最后一句。", None)

    def test_from_the_notices_page_without_a_text(self, office, clerk, number):
        answer = clerk.post(f"/desk/notices/{number}/submit", {"version": "1", "revision": "1"})
        assert answer.status_code == 303
        assert office.newest(number).notice.body == "本季收支已经审核。"

    def test_what_is_not_ready_is_told_on_top_and_beside_each_field_and_kept_as_typed(self, office, clerk, number, sent):
        answer = clerk.post(f"/desk/notices/{number}/submit", sent | ODD)
        assert answer.status_code == 422
        assert answer.text.split("<title>")[1].startswith("错误")
        summary = re.search(r'<div class="error-summary".*?</div>', answer.text, re.DOTALL)[0]
        assert {"category", "issued_on", "seconds"} == set(re.findall(r'href="#(\w+)"', summary))
        for key in ("category", "issued_on", "seconds"):
            assert re.search(rf'id="{key}-fault" data-fault-of="{key}" >[^<]+<', answer.text), key
            assert re.search(rf'name="{key}"[^>]*aria-invalid="true"', answer.text), key
        fields = fields_of(answer)
        assert {key: fields[key] for key in ODD if key != "category"} == {key: value for key, value in ODD.items() if key != "category"}
        assert fields["revision"] == "2", "it has been saved, and can be saved again from here"
        assert office.newest(number).notice.status is Status.DRAFT
        assert {key: typed_of(office.newest(number))[key] for key in ODD} == ODD

    def test_a_blank_of_the_template_is_named_with_its_line(self, office, clerk, number, sent):
        answer = clerk.post(f"/desk/notices/{number}/submit", sent | {"body": "一\n\n合计【填写：金额】元。"})
        assert answer.status_code == 422
        assert 'href="#body" data-line="3"' in answer.text

    def test_somebody_else_has_saved_meanwhile(self, office, clerk, number, sent):
        office.save("other_clerk", number, body="乙的正文")
        answer = clerk.post(f"/desk/notices/{number}/submit", sent | {"body": "甲的正文"})
        assert answer.status_code == 409
        assert "甲的正文" in answer.text and "乙的正文" in answer.text
        assert office.newest(number).notice.status is Status.DRAFT

    def test_somebody_else_has_handed_it_in_meanwhile(self, office, clerk, number, sent):
        office.take("other_clerk", "submit", number)
        assert clerk.post(f"/desk/notices/{number}/submit", {"version": "1", "revision": "1"}).status_code == 409
        answer = clerk.post(f"/desk/notices/{number}/submit", sent | {"body": "甲的正文"})
        assert answer.status_code == 409
        assert "甲的正文" in answer.text

    def test_twice_it_is_handed_in_once(self, office, clerk, number, sent):
        assert [clerk.post(f"/desk/notices/{number}/submit", sent).status_code for _ in range(2)] == [303, 409]
        assert office.log(number).count(("文书甲", "submitted")) == 1


class TestThePreview:
    def test_follows_what_is_typed_and_keeps_nothing(self, office, clerk, number, sent, board):
        before = everything_in(board)
        answer = clerk.post(f"/desk/notices/{number}/slides", sent | {"title": "还没存的标题", "body": "**还没存**的正文"})
        assert answer.status_code == 200
        assert 'class="slide"' in answer.text and "还没存的标题" in answer.text and "<strong>还没存</strong>" in answer.text
        assert everything_in(board) == before
        assert "<html" not in answer.text

    @pytest.mark.parametrize("typed", [{"title": ""}, {"category": "天气"}, {"issued_on": "昨天"}, {"body": ""}, {"kind": "publicity"}, {"priority": "urgent"}])
    def test_shows_even_what_is_not_ready(self, office, clerk, number, sent, typed):
        assert clerk.post(f"/desk/notices/{number}/slides", sent | typed).status_code == 200

    def test_tells_what_it_cannot_show(self, office, clerk, number, sent):
        answer = clerk.post(f"/desk/notices/{number}/slides", sent | {"body": "[" * 30_000})
        assert answer.status_code == 422
        assert "<html" not in answer.text

    def test_shows_the_notices_own_pictures(self, office, clerk, number, sent, board):
        attach(board, number, [("图.png", a_picture())], office.staff["clerk"], office.now)
        (picture,) = originals.shown_pictures(board.db, number).values()
        answer = clerk.post(f"/desk/notices/{number}/slides", sent | {"body": "![图](图.png)"})
        assert picture.url in answer.text
        assert clerk.get(picture.url).data.startswith(b"\x89PNG")

    @pytest.mark.parametrize("screen, status", [("", 200), ("hall", 200), ("nowhere", 404), ("<b>", 404)])
    def test_is_of_a_screen_that_there_is(self, office, clerk, number, sent, screen, status):
        assert clerk.post(f"/desk/notices/{number}/slides?screen={screen}", sent).status_code == status
        assert clerk.get(f"/desk/notices/{number}/slides?screen={screen}").status_code == status
        if screen:
            assert clerk.get(f"/desk/preview/{screen}").status_code == status

    @pytest.mark.parametrize("version, body", [("1", "旧的正文"), ("2", "新的正文"), ("", "新的正文"), ("²", "新的正文")])
    def test_of_a_version_as_it_stands(self, office, at_desk, version, body):
        number = office.walk(office.begin(body="旧的正文。\n"), "submit", "return")
        office.save("clerk", number, body="新的正文。\n")
        assert body in at_desk("reviewer").get(f"/desk/notices/{number}/slides?version={version}").text


class TestFiles:
    def send(self, clerk, number, *files, **options):
        data = {"file": [(io.BytesIO(data), name) for name, data in files]}
        return clerk.post(f"/desk/notices/{number}/originals", data, content_type="multipart/form-data", **options)

    def test_are_attached_without_javascript(self, office, clerk, number):
        answer = self.send(clerk, number, ("签字单.pdf", a_pdf()), ("照片.png", a_picture()))
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/desk/notices/{number}/edit")
        assert office.newest(number).notice.sources == ("签字单.pdf", "照片.png")

    def test_and_with_it(self, office, clerk, number):
        answer = self.send(clerk, number, ("照片.png", a_picture()), headers=HX)
        assert answer.status_code == 200
        assert answer.text.lstrip().startswith('<section id="originals"')
        assert 'data-insert="![照片](照片.png)"' in answer.text
        assert "data-made" not in answer.text, "where a picture goes in the text is the clerk's to say"

    @pytest.mark.parametrize("name, data", [("病毒.exe", b"MZ"), ("图.svg", b"<svg/>"), ("图.png", b"<svg/>"), ("空.csv", b""), ("大.csv", b"1" * (20 * 1024 * 1024 + 1))])
    @pytest.mark.parametrize("headers", [{}, HX], ids=["plain", "htmx"])
    def test_what_cannot_be_taken_is_told_by_name(self, office, clerk, number, board, name, data, headers):
        before = everything_in(board)
        answer = self.send(clerk, number, (name, data), headers=headers)
        assert answer.status_code == 422
        assert name in answer.text
        assert ("<html" in answer.text) is (headers == {})
        assert everything_in(board) == before

    def test_none_chosen_is_told(self, office, clerk, number):
        assert self.send(clerk, number).status_code == 422

    def test_all_at_once_have_a_limit_too(self, office, clerk, number, board):
        before = everything_in(board)
        answer = self.send(clerk, number, *[(f"{each}.csv", b"1" * (19 * 1024 * 1024)) for each in range(4)])
        assert answer.status_code == 413
        assert everything_in(board) == before

    def test_a_pdf_is_shown_page_by_page(self, office, clerk, number):
        self.send(clerk, number, ("签字单.pdf", a_pdf((20, 10), (10, 20))))
        answer = clerk.post(f"/desk/notices/{number}/originals/{digest_of(a_pdf((20, 10), (10, 20)))}/pages", headers=HX)
        assert answer.status_code == 200
        made = unescape(re.search(r'data-made="([^"]*)"', answer.text)[1])
        assert re.findall(r"!\[[^\]]*\]\(([^)]+)\)", made) == ["签字单-1.jpg", "签字单-2.jpg"]

    def test_the_tick_is_kept_and_taken_away(self, office, clerk, number):
        self.send(clerk, number, ("签字单.pdf", a_pdf()))
        for sent, public in (({"public": "1"}, ("签字单.pdf",)), ({}, ())):
            answer = clerk.post(f"/desk/notices/{number}/originals/{digest_of(a_pdf())}/public", sent, headers=HX)
            assert answer.status_code == 200
            assert office.newest(number).notice.public_sources == public
            assert ('value="1" checked' in answer.text) is bool(public)

    def test_one_taken_off_is_off(self, office, clerk, number):
        self.send(clerk, number, ("签字单.pdf", a_pdf()))
        assert clerk.post(f"/desk/notices/{number}/originals/{digest_of(a_pdf())}/remove").status_code == 303
        assert office.newest(number).notice.sources == ()

    @pytest.mark.parametrize("headers, status", [({}, 409), (HX, 422)], ids=["plain", "htmx"])
    def test_to_what_was_handed_in_nothing_is_attached(self, office, clerk, number, board, headers, status):
        office.take("clerk", "submit", number)
        before = everything_in(board)
        assert self.send(clerk, number, ("签字单.pdf", a_pdf()), headers=headers).status_code == status
        assert everything_in(board) == before

    @pytest.mark.parametrize("deed", ["pages", "public", "remove"])
    def test_with_a_file_that_is_not_there_nothing_is_done(self, office, clerk, number, deed):
        assert clerk.post(f"/desk/notices/{number}/originals/{'0' * 64}/{deed}").status_code == 404


def test_two_clerks_and_their_drafts_do_not_meet(office, at_desk):
    one, other = office.begin("clerk"), office.begin("other_clerk")
    for who, number in (("clerk", one), ("other_clerk", other)):
        sent = as_typed(office.newest(number).notice) | {"version": "1", "revision": "1", "body": STAFF[who].name}
        assert at_desk(who).post(f"/desk/notices/{number}/draft", sent).status_code == 303
    assert [office.newest(number).notice.body for number in (one, other)] == ["文书甲", "文书乙"]
