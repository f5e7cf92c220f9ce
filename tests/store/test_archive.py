"""The archive looked through: by words in what was ever posted or is on its way, and by what residents may find."""

from dataclasses import replace

import pytest
from cast import DAY, NOON, a_notice, a_posted_notice, local

from kiosk.rules.archive import Withheld
from kiosk.rules.notice import Category, Kind, Status
from kiosk.rules.people import By
from kiosk.rules.period import parse_period
from kiosk.rules.searching import phrases
from kiosk.store import archive, archive_index, notices, opinions
from kiosk.store.archive import Wanted
from kiosk.store.connection import transaction
from kiosk.store.migrations import migrations

OVER = {"status": Status.CLOSED, "published_at": NOON - 60 * DAY, "shows_from": NOON - 60 * DAY, "shows_until": NOON - 40 * DAY}


@pytest.fixture
def db(board):
    return board.db


@pytest.fixture
def keep(db):
    """Notices as they are, one version each; their numbers."""

    def insert(*kept):
        return [notices.insert(db, replace(each, number=None), "<p>一</p>", "f", NOON) for each in kept]

    return insert


def at_desk(db, words="", **wanted):
    return archive.at_desk(db, Wanted(phrases=phrases(words), **wanted)).numbers


def for_residents(db, words="", withheld=None, **wanted):
    return archive.for_residents(db, Wanted(phrases=phrases(words), **wanted), withheld or Withheld(), NOON).numbers


@pytest.mark.parametrize("status", [Status.DRAFT, Status.REVIEW, Status.PASSED, Status.CLOSED])
@pytest.mark.parametrize(
    "words, is_found",
    [
        ("路", True),
        ("修路", True),
        ("路修", False),
        ("修路 水泥", True),
        ("修路 沥青", False),
        ("12,345.00", True),
        ("12345", True),
        ("１２３４５", True),
        ("𠮷", True),
        ("安政发〔2026〕12号", True),
        ("合同扫描", True),
        ("xlsx", True),
        ("水泥路|", True),
        ("修*", True),
        ("NOT", False),
        ("title:修路", False),
        ("修路) OR (title:路", False),
        ("长" * 10_000, False),
    ],
)
def test_words_are_found_wherever_the_notice_is(db, keep, status, words, is_found):
    fields = {"title": "修路结算", "body": "水泥路，户主𠮷某。\n\n合计12,345.00元。\n", "document_number": "安政发〔2026〕12号", "sources": ("合同扫描.xlsx", "二.pdf")}
    up = OVER if status is Status.CLOSED else {}
    (number, _other) = keep(a_notice(**fields, **up | {"status": status}), a_posted_notice(9, index_number="X-1"))
    assert at_desk(db, words) == ([number] if is_found else [])


def test_by_index_number_and_by_its_own_number(db, keep):
    first, second = keep(a_posted_notice(index_number="CW-2026-0001"), a_notice(index_number="CW-2026-0012"))
    assert at_desk(db, "cw-2026-00") == [second, first]
    assert at_desk(db, "CW-2026-0012") == [second]
    assert at_desk(db, "2", number=2) == [second]


def test_what_only_an_earlier_version_says_is_found_with_that_version(db, keep):
    (number,) = keep(a_notice(body="旧账。", **OVER | {"status": Status.REPLACED}))
    notices.insert_version(db, a_posted_notice(number, version=2, body="新账。"), "", "f", NOON)
    assert archive.at_desk(db, Wanted(phrases=phrases("旧账"))).versions == {number: 1}
    assert archive.at_desk(db, Wanted(phrases=phrases("账"))).versions == {number: 2}
    assert archive.bodies(db, {number: 1}) == {number: "旧账。"}
    assert for_residents(db, "旧账") == []
    assert for_residents(db, "新账") == [number]


def test_what_was_thrown_away_only_when_it_is_asked_for(db, keep):
    (number,) = keep(a_notice(title="作废的", status=Status.DISCARDED))
    assert at_desk(db, "作废") == at_desk(db) == []
    assert at_desk(db, "作废", status=Status.DISCARDED) == at_desk(db, status=Status.DISCARDED) == [number]


def test_a_correction_that_was_thrown_away_hides_nothing(db, keep):
    (number,) = keep(a_posted_notice(1))
    notices.insert_version(db, a_notice(number=number, version=2, status=Status.DISCARDED), "", "f", NOON)
    assert at_desk(db) == at_desk(db, "收支") == at_desk(db, status=Status.PUBLISHED) == [number]
    assert at_desk(db, status=Status.DISCARDED) == []


def test_by_category_item_period_and_the_year_it_was_posted_in(db, keep):
    old = local(2025, 12, 31, 23)
    first, second, third = keep(
        a_posted_notice(1, index_number="1", published_at=old, shows_from=old, item="F01", period=parse_period("2025-Q3")),
        a_posted_notice(2, index_number="2", category=Category.LAND),
        a_notice(category=Category.LAND),
    )
    within = {"since": local(2025, 1, 1), "until": local(2026, 1, 1)}
    assert at_desk(db, **within) == at_desk(db, item="F01") == at_desk(db, period=parse_period("2025-Q3")) == [first]
    assert at_desk(db, category=Category.LAND) == [third, second]
    assert at_desk(db, category=Category.LAND, status=Status.DRAFT) == [third]
    assert at_desk(db, "收支", **within) == [first]
    assert for_residents(db, **within) == [first]
    assert for_residents(db, category=Category.LAND) == [second]


def test_page_by_page(db, keep):
    numbers = keep(*(a_posted_notice(each, index_number=str(each)) for each in range(1, 8)))
    first = archive.at_desk(db, Wanted(), limit=3).numbers
    assert first + archive.at_desk(db, Wanted(), below=first[-1]).numbers == numbers[::-1]
    first = archive.for_residents(db, Wanted(), Withheld(), NOON, limit=3).numbers
    assert first + archive.for_residents(db, Wanted(), Withheld(), NOON, below=first[-1]).numbers == numbers[::-1]


def test_of_very_many_hits_the_newest_are_gone_through_and_it_is_known(db, keep, monkeypatch):
    monkeypatch.setattr(archive, "HITS_AT_MOST", 3)
    numbers = keep(*(a_posted_notice(each, index_number=str(each)) for each in range(1, 5)), a_notice())
    words = Wanted(phrases=phrases("收支"))
    for found, wanted in ((archive.at_desk(db, words), numbers[:1:-1]), (archive.for_residents(db, words, Withheld(), NOON), numbers[3:0:-1])):
        assert (found.numbers, found.is_all) == (wanted, False)
    assert archive.at_desk(db, replace(words, status=Status.DRAFT)).is_all
    monkeypatch.setattr(archive, "HITS_AT_MOST", 5)
    assert archive.at_desk(db, words).is_all and archive.for_residents(db, words, Withheld(), NOON).is_all


def test_residents_have_the_last_posted_first_whatever_its_number(db, keep):
    late, early = keep(a_posted_notice(1, index_number="1"), a_posted_notice(2, index_number="2", **OVER))
    assert for_residents(db) == [late, early]
    assert for_residents(db, "收支") == [late, early]


SECRET = {"title": "名单", "body": "户主甲。"}


@pytest.mark.parametrize(
    "fields, by_title, by_text",
    [
        ({}, True, True),
        (OVER, True, True),
        (OVER | {"category": Category.SUBSIDY}, True, False),
        ({"category": Category.SUBSIDY}, True, False),
        (OVER | {"category": Category.SOCIAL_ASSISTANCE, "status": Status.ARCHIVED}, True, False),
        (OVER | {"kind": Kind.PUBLICITY}, True, False),
        (OVER | {"status": Status.WITHDRAWN}, True, False),
        (OVER | {"status": Status.REPLACED}, False, False),
        ({"shows_from": NOON + DAY}, False, False),
    ],
)
def test_residents_never_find_by_its_text_what_names_people_or_was_withdrawn(db, keep, fields, by_title, by_text):
    (number,) = keep(a_posted_notice(1, **SECRET | fields))
    assert for_residents(db, "名单") == ([number] if by_title else [])
    assert for_residents(db, "户主甲") == ([number] if by_text else [])
    assert for_residents(db, "名单 户主甲") == ([number] if by_text else [])
    shown = archive.posted(db, [number], Withheld(), NOON, with_texts=True)
    assert [each.body for each in shown] == ([SECRET["body"] if by_text else ""] if by_title else [])
    assert at_desk(db, "户主甲") == [number]


def test_what_was_withdrawn_and_then_archived_stays_withdrawn(db, keep):
    (number,) = keep(a_posted_notice(1, **SECRET | OVER | {"status": Status.ARCHIVED}))
    assert for_residents(db, "户主甲") == [number]
    opinions.give(db, number, 1, By("主任", ""), "withdraw", "写错了。", NOON)
    assert for_residents(db, "户主甲") == []
    (shown,) = archive.posted(db, [number], Withheld(), NOON, with_texts=True)
    assert (shown.was_withdrawn, shown.body) == (True, "")


def test_what_names_people_is_asked_of_the_setting(db, keep):
    (number,) = keep(a_posted_notice(1, **SECRET | OVER | {"category": Category.SUBSIDY}))
    assert for_residents(db, "户主甲", Withheld(())) == [number]
    assert for_residents(db, "户主甲", Withheld(("subsidy",))) == []


def test_names_of_files_are_not_for_residents(db, keep):
    keep(a_posted_notice(1, sources=("户主甲身份证.pdf",)))
    assert for_residents(db, "身份证") == []


def test_the_index_is_made_anew_when_it_is_out_of_step(db, keep):
    numbers = keep(a_posted_notice(1, index_number="1"), a_posted_notice(2, index_number="2", **OVER))
    assert archive_index.is_in_step(db)
    db.execute("UPDATE versions SET body = '别的话。' WHERE notice = ?", [numbers[0]])
    assert not archive_index.is_in_step(db)
    with transaction(db):
        assert archive_index.rebuild(db) == 2
    assert archive_index.is_in_step(db)
    assert at_desk(db, "别的话") == [numbers[0]]
    assert at_desk(db, "审核") == [numbers[1]]


@pytest.mark.parametrize(
    "accident",
    [
        "DELETE FROM archive_places WHERE place = (SELECT min(place) FROM archive_places)",
        "INSERT INTO archive_places VALUES (99, '')",
        "INSERT INTO archive_words (archive_words) VALUES ('delete-all')",
        "UPDATE notices SET index_number = 'other' WHERE number = 1",
        "UPDATE versions SET published_at = NULL, status = 'draft' WHERE notice = 1",
    ],
)
def test_what_does_not_fit_is_noticed(db, keep, accident):
    keep(a_posted_notice(1), a_posted_notice(2, index_number="2"))
    db.execute(accident)
    assert not archive_index.is_in_step(db)


def test_an_older_board_has_everything_in_its_index_at_once(db, keep):
    numbers = keep(a_posted_notice(1, index_number="CW-1", sources=("一.xlsx", "二.pdf")), a_notice(title="草稿", index_number="CW-2"))
    for each in ("TABLE archive_words", "TABLE archive_places", "INDEX versions_in_lists", "INDEX versions_posted"):
        db.execute(f"DROP {each}")
    db.execute("ALTER TABLE notices DROP COLUMN index_number_by")
    db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm016_the_archive'")
    migrations.apply(db)
    assert archive_index.is_in_step(db)
    assert at_desk(db, "收支 二.pdf") == [numbers[0]]
    assert [(each.number, each.by_board) for each in notices.index_numbers(db)] == [(numbers[0], None), (numbers[1], False)]
