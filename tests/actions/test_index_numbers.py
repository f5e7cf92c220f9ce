"""Index numbers as they are given: one after the other, whatever happens beside, between or instead."""

import threading
from datetime import date

import pytest
from cast import NOON, a_file, a_notice

from kiosk.actions.import_notices import Posting, import_paths
from kiosk.actions.publish import put_up
from kiosk.actions.settle import change_setting
from kiosk.actions.verify import reindex, verify
from kiosk.errors import KioskError
from kiosk.rules.notice import Category
from kiosk.rules.numbering import registers
from kiosk.rules.people import By
from kiosk.store import archive_index, audit, notices, settings
from kiosk.store.audit import Deed
from kiosk.store.board import reopen_board
from kiosk.store.connection import transaction


def numbers(board):
    return [each.index_number for each in notices.index_numbers(board.db)]


def gaps(board):
    found, _others = registers(settings.settings(board.db).numbering, notices.index_numbers(board.db))
    return [(gap.first, gap.last) for each in found for gap in each.gaps]


def publish(board, number):
    with transaction(board.db):
        put_up(board, notices.get(board.db, number), settings.settings(board.db), Deed("甲", "notice.published", {}), NOON)


def test_many_that_publish_at_once_share_no_number_and_leave_none_out(board, config):
    drafts = [notices.insert(board.db, a_notice(title=f"第{each}件"), "", "f", NOON) for each in range(12)]

    def work(mine):
        own = reopen_board(config)
        for number in mine:
            publish(own, number)
        own.close()

    workers = [threading.Thread(target=work, args=(drafts[start::3],)) for start in range(3)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert sorted(numbers(board)) == [f"CW-2026-{serial:04}" for serial in range(1, 13)]
    assert gaps(board) == []
    assert archive_index.is_in_step(board.db)


def test_a_publishing_that_comes_to_nothing_uses_no_number_and_no_place_in_the_index(board):
    first, second = (notices.insert(board.db, a_notice(title=each), "", "f", NOON) for each in "甲乙")
    with pytest.raises(RuntimeError), transaction(board.db):
        put_up(board, notices.get(board.db, first), settings.settings(board.db), Deed("甲", "notice.published", {}), NOON)
        raise RuntimeError("the power goes")
    publish(board, second)
    publish(board, first)
    assert numbers(board) == ["CW-2026-0002", "CW-2026-0001"]
    assert archive_index.is_in_step(board.db)


def test_a_number_stays_with_its_notice_when_it_is_withdrawn_or_corrected(office):
    number = office.post(title="甲")
    office.walk(number, "withdraw", "correct", "submit", "pass", "publish")
    other = office.post(title="乙")
    assert numbers(office.board) == ["CW-2026-0001", "CW-2026-0002"]
    assert office.newest(number).notice.index_number == "CW-2026-0001"
    assert office.newest(other).notice.index_number == "CW-2026-0002"
    assert archive_index.is_in_step(office.board.db)


def test_a_new_pattern_and_a_new_year_begin_anew_and_the_old_one_goes_on(board, bring, tmp_path):
    def post(title, **fields):
        assert bring(a_file(tmp_path, f"{title}.md", title=title, **fields), now=NOON, publish=True).went_in

    post("甲")
    post("乙", issued_on=date(2025, 12, 31))
    change_setting(board, "index_number_pattern", "公{year}-{serial}", By("管理员"), NOON)
    post("丙")
    post("丁", category=Category.SUBSIDY)
    change_setting(board, "index_number_pattern", "{prefix}-{year}-{serial:04}", By("管理员"), NOON)
    post("戊")
    assert numbers(board) == ["CW-2026-0001", "CW-2025-0001", "公2026-1", "公2026-2", "CW-2026-0002"]


def test_a_number_that_came_with_a_file_leaves_a_gap_whose_cause_is_known(board, bring, tmp_path):
    bring(a_file(tmp_path, "a.md", title="甲"), now=NOON, publish=True)
    bring(a_file(tmp_path, "b.md", title="乙", index_number="CW-2026-0005"), now=NOON)
    bring(a_file(tmp_path, "c.md", title="丙"), now=NOON, publish=True)
    assert gaps(board) == [(2, 4)]
    told = {each.index_number: (each.by_board, each.is_posted) for each in notices.index_numbers(board.db)}
    assert told == {"CW-2026-0001": (True, True), "CW-2026-0005": (False, False), "CW-2026-0006": (True, True)}
    publish(board, 2)
    assert next(each for each in notices.index_numbers(board.db) if each.number == 2).by_board is False


def test_a_draft_that_is_thrown_away_gives_its_number_back_and_a_correction_does_not(office, bring, tmp_path):
    brought = a_file(tmp_path, "a.md", title="甲", index_number="CW-2026-0005")
    number = bring(brought, now=NOON).outcomes[0].number
    office.take("clerk", "discard", number)
    assert numbers(office.board) == []
    posted = office.post(title="乙")
    office.walk(posted, "correct", "discard")
    assert numbers(office.board) == ["CW-2026-0001"]


def test_a_number_that_was_given_since_the_file_was_looked_at_is_refused_in_words(board, tmp_path):
    def and_meanwhile(files):
        yield from files
        notices.insert(board.db, a_notice(title="先到", index_number="CW-2026-0005"), "", "f", NOON)

    late = a_file(tmp_path, title="后到", index_number="CW-2026-0005")
    with pytest.raises(KioskError) as refused:
        import_paths(board, [late], Posting("文书甲", NOON), and_meanwhile)
    assert refused.value.code == "notice.index_taken"
    assert notices.count(board.db) == 1


def test_an_index_out_of_step_is_told_and_made_anew_with_a_row_in_the_log(board, post):
    post(title="甲")
    board.db.execute("UPDATE versions SET title = '改过的'")
    assert [problem.code for problem in verify(board)] == ["verify.archive_index"]
    assert reindex(board, "管理员", NOON) == 1
    assert verify(board) == []
    assert next(audit.entries(board.db, audit.Wanted())).deed == "archive.reindexed"
