"""Writing: kept exactly as it is typed, right or wrong, and of two texts both."""

from dataclasses import replace

import pytest
from cast import HOUR, NOON, STAFF, a_notice, codes
from office import Office, everything_in

from kiosk.actions import drafts
from kiosk.actions.drafts import TYPED_LIMIT, Overtaken, Seen, draft_of, drop_set_aside, last_writer, look, typed_of
from kiosk.documents.typing import as_typed
from kiosk.errors import KioskError, NotFound, Refused
from kiosk.rules.notice import Category, Status
from kiosk.rules.people import By
from kiosk.store import lists, notices, opinions
from kiosk.store.board import reopen_board

ODD = {
    "title": "  第三季度　收支 ",
    "category": "天气",
    "period": "去年",
    "issued_on": "昨天",
    "objection_days": "七天",
    "seconds": "很慢",
    "screens": "大厅、大厅",
    "responsible_unit": "\u202e<b>村委会</b>",
    "body": "一\n\n  四个空格\t\n𠮷【填写：金额】\n\n",
}


def aside(office, number, version=1):
    return [(text.name, text.typed["body"]) for text in opinions.all_set_aside(office.board.db, number, version)]


def test_a_draft_is_kept_exactly_as_it_was_typed(office):
    number = office.begin()
    office.save("clerk", number, **ODD)
    stored = office.newest(number)
    assert typed_of(stored) == as_typed(a_notice()) | ODD
    assert stored.notice.status is Status.DRAFT


def test_what_can_be_understood_is_understood_and_the_rest_stays_as_it_was(office):
    number = office.begin(category=Category.LAND, seconds=20)
    office.save("clerk", number, title="新标题", category="天气", seconds="很慢", body="**新**的")
    stored = office.newest(number)
    assert (stored.notice.title, stored.notice.category, stored.notice.seconds) == ("新标题", Category.LAND, 20)
    assert "<strong>新</strong>" in stored.html
    assert (stored.typed["category"], stored.typed["seconds"]) == ("天气", "很慢")


def test_everything_wrong_with_it_is_told_while_it_is_written(office):
    number = office.begin()
    _, looked = drafts.save(office.board, office.seen(number), typed_of(office.newest(number)) | ODD, office.staff["clerk"], office.renderer, NOON)
    told = {(problem.key, problem.code) for problem in looked.problems}
    assert told == {
        ("category", "field.not_allowed"),
        ("period", "field.period_form"),
        ("issued_on", "field.date_form"),
        ("objection_days", "field.not_in_range"),
        ("seconds", "field.not_in_range"),
        ("screens", "field.screen_name"),
        ("responsible_unit", "field.control_character"),
        ("body", "notice.blank"),
    }
    (blank,) = [problem for problem in looked.problems if problem.key == "body"]
    assert blank.line == 4


def test_even_a_draft_without_anything_is_kept(office):
    number = office.begin()
    office.save("clerk", number, **dict.fromkeys(as_typed(a_notice()), ""))
    assert set(typed_of(office.newest(number)).values()) == {""}
    assert office.newest(number).notice.title == ""


def test_a_text_that_cannot_be_rendered_is_kept_too(office):
    number = office.begin()
    saved = office.save("clerk", number, body="[" * 30_000)
    assert (saved.html, len(office.newest(number).notice.body)) == ("", 30_000)
    office.save("clerk", number, body="又好了。")
    assert "又好了" in office.newest(number).html


@pytest.mark.parametrize("length, is_kept", [(TYPED_LIMIT, True), (TYPED_LIMIT + 1, False)])
def test_a_draft_has_its_limit(office, length, is_kept):
    number = office.begin()
    rest = sum(map(len, as_typed(a_notice(body="")).values()))
    body = "\n\n".join(["字" * 998] * 1000)[: length - rest]
    if is_kept:
        office.save("clerk", number, body=body)
        assert typed_of(office.newest(number))["body"] == body
    else:
        with pytest.raises(Refused) as long:
            office.save("clerk", number, body=body)
        assert codes(long.value.problems) == ["markdown.too_long"]
        assert office.newest(number).revision == 1


def test_looking_keeps_nothing(office):
    number = office.begin()
    before = everything_in(office.board)
    looked = look(office.board, office.newest(number), {"title": "只看看", "category": "land", "body": "**看**"}, office.renderer)
    assert (looked.notice.title, "<strong>看</strong>" in looked.html) == ("只看看", True)
    assert everything_in(office.board) == before


def test_saved_every_few_seconds_by_one_person_it_is_one_entry_in_the_log(office):
    number = office.begin()
    for each in range(5):
        office.save("clerk", number, body=f"第{each}稿")
    assert office.log(number) == [("文书甲", "begun")]
    office.save("other_clerk", number, body="接着写")
    office.save("other_clerk", number, body="再接着写")
    office.save("clerk", number, body="写完")
    assert office.log(number) == [("文书甲", "begun"), ("文书乙", "edited"), ("文书甲", "edited")]
    office.walk(number, "submit", "return")
    office.save("clerk", number, body="改过")
    office.save("clerk", number, body="又改过")
    assert office.log(number)[-1] == ("文书甲", "edited")
    assert office.entries(number)[-1].facts["version"] == 2
    assert office.newest(number).revision == 3


def test_every_save_goes_up_by_one(office):
    number = office.begin()
    assert [office.save("clerk", number, body=str(each)).revision for each in range(3)] == [2, 3, 4]
    assert office.newest(number).revision == 4


def test_whoever_typed_a_word_has_written_it(office):
    number = office.begin("clerk")
    assert office.authors(number) == ["文书甲"]
    office.save("other_clerk", number, body="二人合写。")
    office.save("all_hands", number, body="三人合写。")
    office.save("clerk", number, body="本季收支已经审核。")
    assert office.authors(number) == ["文书甲", "文书乙", "一肩挑"]
    office.walk(number, "submit", "return", "submit", "return")
    assert office.authors(number, 3) == office.authors(number, 1)


def test_what_the_machine_begins_is_nobodys_own(office):
    number = drafts.begin(office.board, a_notice(), By("本机"), "import", office.renderer, NOON)
    assert office.authors(number) == []
    assert office.log(number) == [("本机", "begun")]


class TestOfTwoTexts:
    @pytest.fixture
    def seen(self, office):
        number = office.begin()
        seen = office.seen(number)
        office.save("clerk", number, body="甲的正文", title="甲的标题")
        return seen

    def test_the_first_one_stands_and_the_other_is_set_aside_whole(self, office, seen):
        with pytest.raises(Overtaken) as late:
            office.save("other_clerk", seen.number, seen, **ODD)
        assert late.value.code == "draft.overtaken"
        assert typed_of(office.newest(seen.number))["body"] == "甲的正文"
        (kept,) = opinions.all_set_aside(office.board.db, seen.number, 1)
        assert (kept.name, kept.at, kept.version) == ("文书乙", NOON, 1)
        assert ODD.items() <= kept.typed.items()
        assert office.authors(seen.number) == ["文书甲"]
        assert office.log(seen.number) == [("文书甲", "begun")]

    def test_the_same_text_sent_again_is_set_aside_once(self, office, seen):
        for _ in range(3):
            with pytest.raises(Overtaken):
                office.save("other_clerk", seen.number, seen, body="乙的正文")
        assert aside(office, seen.number) == [("文书乙", "乙的正文")]

    def test_what_stands_there_already_is_saved_and_not_set_aside(self, office, seen):
        """A page that is left while it saves sends the same words twice."""
        saved = office.save("clerk", seen.number, seen, body="甲的正文", title="甲的标题")
        assert saved.revision == office.newest(seen.number).revision
        assert aside(office, seen.number) == []

    def test_two_texts_of_one_person_are_two(self, office, seen):
        for body in ("乙早上写的", "乙下午写的"):
            with pytest.raises(Overtaken):
                office.save("other_clerk", seen.number, seen, body=body)
        assert aside(office, seen.number) == [("文书乙", "乙早上写的"), ("文书乙", "乙下午写的")]

    def test_one_chosen_over_the_other_has_the_other_set_aside(self, office, seen):
        office.now += HOUR
        number, typed = seen.number, {"title": "乙的标题", "category": "finance", "body": "乙的正文"}
        drafts.save(office.board, office.seen(number), typed, office.staff["other_clerk"], office.renderer, office.now, is_chosen=True)
        assert typed_of(office.newest(number)) == typed
        assert aside(office, number) == [("文书甲", "甲的正文")]

    def test_even_after_the_chooser_attached_something(self, office, seen):
        """Who last did something to the notice is not always who wrote the text that is written over."""
        from kiosk.actions.attach import attach

        attach(office.board, seen.number, [("单.csv", b"1")], office.staff["other_clerk"], NOON)
        typed = typed_of(office.newest(seen.number)) | {"body": "乙的正文"}
        drafts.save(office.board, office.seen(seen.number), typed, office.staff["other_clerk"], office.renderer, NOON, is_chosen=True)
        assert [body for _, body in aside(office, seen.number)] == ["甲的正文"]

    def test_one_chosen_over_the_same_sets_nothing_aside(self, office, seen):
        typed = typed_of(office.newest(seen.number))
        drafts.save(office.board, office.seen(seen.number), typed, office.staff["other_clerk"], office.renderer, NOON, is_chosen=True)
        assert aside(office, seen.number) == []

    def test_choosing_against_a_third_text_is_overtaken_again(self, office, seen):
        with pytest.raises(Overtaken):
            drafts.save(office.board, seen, {"body": "乙的正文"}, office.staff["other_clerk"], office.renderer, NOON, is_chosen=True)
        assert aside(office, seen.number) == [("文书乙", "乙的正文")]
        assert typed_of(office.newest(seen.number))["body"] == "甲的正文"

    @pytest.mark.parametrize("way", ["submit", "submit pass", "submit pass publish", "discard"])
    def test_what_is_typed_into_a_draft_that_was_handed_in_is_set_aside(self, office, seen, way):
        number = seen.number
        now_seen = office.seen(number)
        office.walk(number, *way.split())
        with pytest.raises(Overtaken):
            office.save("other_clerk", number, now_seen, body="晚了一步")
        assert aside(office, number) == [("文书乙", "晚了一步")]
        assert office.newest(number).notice.body == "甲的正文"

    def test_and_is_found_again_beside_the_next_draft(self, office, seen):
        number = seen.number
        now_seen = office.seen(number)
        office.take("clerk", "submit", number)
        with pytest.raises(Overtaken):
            office.save("other_clerk", number, now_seen, body="晚了一步")
        office.walk(number, "return")
        assert aside(office, number, version=2) == [("文书乙", "晚了一步")]
        assert aside(office, number, version=0) == []

    def test_thrown_away_once_for_all(self, office, seen):
        with pytest.raises(Overtaken):
            office.save("other_clerk", seen.number, seen, body="乙的正文")
        (kept,) = opinions.all_set_aside(office.board.db, seen.number, 1)
        drop_set_aside(office.board, seen.number + 1, kept.number, office.staff["clerk"], NOON)
        assert aside(office, seen.number) != []
        for _ in range(2):
            drop_set_aside(office.board, seen.number, kept.number, office.staff["clerk"], NOON)
        assert aside(office, seen.number) == []
        assert [deed for _, deed in office.log(seen.number)].count("text_dropped") == 1


def test_between_reading_and_writing_somebody_else_saves(office, config):
    number = office.begin()
    other = Office(reopen_board(config), office.renderer, office.checker, office.staff)

    class Meanwhile:
        def html(self, body, pictures=None):
            if other.newest(number).revision == 1:
                other.save("other_clerk", number, body="抢先一步。")
            return office.renderer.html(body, pictures)

    slow = replace(office, renderer=Meanwhile())
    with pytest.raises(Overtaken):
        slow.save("clerk", number, body="慢了一步。")
    assert typed_of(office.newest(number))["body"] == "抢先一步。"
    assert aside(office, number) == [("文书甲", "慢了一步。")]
    other.board.close()


@pytest.mark.parametrize("table", ["audit", "authors"])
def test_when_the_log_takes_no_entry_nothing_is_saved(office, table):
    number = office.begin()
    office.board.db.execute(f"CREATE TRIGGER full BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'no room'); END")
    before = everything_in(office.board)
    with pytest.raises(KioskError):
        office.save("other_clerk", number, body="没有位置了。")
    with pytest.raises(KioskError):
        office.begin()
    assert everything_in(office.board) == before


@pytest.mark.parametrize("seen", [Seen(99, 1, 1), Seen(1, 2, 1), Seen(1, 0, 1)])
def test_there_is_nothing_to_save_where_there_is_nothing(office, seen):
    office.begin()
    with pytest.raises(NotFound):
        drafts.save(office.board, seen, as_typed(a_notice()), office.staff["clerk"], office.renderer, NOON)
    assert opinions.all_set_aside(office.board.db, 1, 9) == []


def test_the_newest_version_is_the_one_that_is_written(office):
    number = office.walk(office.begin(), "submit", "return")
    assert draft_of(office.board, number).notice.version == 2
    assert draft_of(office.board, number, 1).notice.status is Status.RETURNED
    assert last_writer(office.board, number) == STAFF["reviewer"].name
    assert last_writer(office.board, 99) == ""


def test_the_desks_lists_know_who_wrote_what(office):
    number = office.begin()
    office.save("other_clerk", number, title="合写")
    (line,) = lists.on_their_way(office.board.db)
    assert (line.number, line.title, line.writers, line.authors) == (number, "合写", "文书甲、文书乙", {1, 2})
    assert notices.count(office.board.db) == 1
