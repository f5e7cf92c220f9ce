"""Texts that nobody writes and somebody pastes: they are looked at whole, each table and figure once."""

import re
from collections import Counter
from dataclasses import replace

import pytest
from cast import a_notice
from reckoner import a_table, about, codes, reckoned

from kiosk.rules import amounts
from kiosk.rules.checks.complete.reasons import reasons
from kiosk.rules.checks.plain_words import plain_words
from kiosk.rules.checks.reckoning import capitals, equations, prose_and_tables, sums
from kiosk.rules.findings import Finding
from kiosk.rules.placed_text import HEADING_LIMIT
from kiosk.rules.table_kinds import Vocabulary

from .looking import codes as private_codes
from .looking import look

TABLES = 300
SMALL = a_table("项目 | 金额（元）", "甲 | 1.00", "合计 | 2.00")
IDENTITY = "11010119000101001X"


@pytest.fixture
def calls(monkeypatch) -> Counter[str]:
    """How often each was asked."""
    counted: Counter[str] = Counter()

    def count(owner: object, name: str) -> None:
        asked = getattr(owner, name)
        monkeypatch.setattr(owner, name, lambda *given: counted.update([name]) or asked(*given))

    count(Vocabulary, "_roles_of")
    count(equations, "_names_of_head")
    count(sums, "_is_per")
    count(amounts, "_is_spelled_wrong")
    count(prose_and_tables, "_nearly_same")
    return counted


def of(found: list[Finding], code: str) -> list[Finding]:
    return [each for each in found if each.code == code]


class TestManyTables:
    def test_each_is_reckoned(self):
        found = of(reckoned("\n".join([SMALL] * TABLES)), "arithmetic.total")
        assert [each.place.table for each in found] == list(range(TABLES))

    def test_a_head_is_understood_once_however_many_tables_have_it(self, calls):
        seen = about(a_notice(body="\n".join([SMALL] * TABLES)))
        fresh = replace(seen, vocabulary=Vocabulary(seen.vocabulary.columns, seen.vocabulary.kinds))
        assert len(fresh.sheets) == len(fresh.where.tables) == TABLES
        assert calls["_roles_of"] == 2

    def test_a_table_is_asked_for_its_columns_once(self, calls):
        reckoned("\n".join([SMALL] * TABLES))
        assert calls["_names_of_head"] == calls["_is_per"] == 2 * TABLES

    def test_tables_are_taken_apart_once_for_all_who_look(self):
        seen = about(a_notice(body=SMALL), last_period=a_notice(body=SMALL))
        assert seen.sheets is seen.sheets and seen.where is seen.where
        assert seen.before.sheets is seen.before.sheets and seen.before.last_period is None


class TestCapitalNumerals:
    @pytest.mark.parametrize("piece, wrong", [("壹角壹角", 0), ("1元，壹角，", 0), ("2.00元（壹元），", 1), ("壹元（3.00元），", 1)])
    def test_each_in_one_long_line_is_held_against_its_own_figure(self, piece, wrong):
        found = of(reckoned(piece * 400 + "\n"), "arithmetic.capitals_differ")
        assert len(found) == 400 * wrong
        assert all(each.facts["expected"] == ("贰元整" if piece[0] == "2" else "叁元整") for each in found)

    def test_each_is_read_once_in_a_line(self, monkeypatch):
        read = []
        monkeypatch.setattr(capitals, "capitals_in", lambda text: read.append(text) or amounts.capitals_in(text))
        reckoned("壹角" * 400 + "\n")
        assert read == ["壹角" * 400]

    def test_spaces_without_end_between_figure_and_words_are_passed_over_once(self):
        body = f"2.00元{' ' * 20_000}壹元{' ' * 20_000}x1.00元\n"
        assert codes(of(reckoned(body), "arithmetic.capitals_differ")) == ["capitals_differ"]

    def test_a_row_of_thousands_of_cells_is_added_to_no_other(self):
        row = "壹元 | 1.00 | " * 3000
        assert not of(reckoned(f"| 甲 |\n|---|\n| {row}|\n"), "arithmetic.capitals_differ")
        assert len(of(reckoned(f"| 甲 |\n|---|\n| {row}贰元 |\n"), "arithmetic.capitals_differ")) == 0
        only = "贰元 | " * 3000
        assert len(of(reckoned(f"| 甲 |\n|---|\n| {only}1.00 |\n"), "arithmetic.capitals_differ")) == 3000


class TestSentences:
    def test_lists_that_go_on_from_sum_to_sum_are_added_from_their_beginning(self):
        found = of(reckoned("甲1.00元、乙2.00元，共9.00元。\n甲1.00元、乙2.00元、丙3.00元，共6.00元。\n"), "arithmetic.list_in_prose")
        assert [each.facts["expected"] for each in found] == ["3元"]

    def test_more_than_is_compared_with_tables_is_told(self, calls):
        sentences = "".join(f"金额{at}.50元。\n" for at in range(10_001, 16_001))
        heads, ones = [f"第{at}组补贴（元）" for at in range(50)], ["1.00"] * 50
        table = a_table(" | ".join(["项目", *heads]), " | ".join(["甲", *ones]), " | ".join(["合计", *ones]))
        (told,) = of(reckoned(f"{sentences}\n{table}"), "arithmetic.not_compared")
        assert told.facts == {"amounts": 4000, "all_amounts": 6000, "tables": 1, "all_tables": 1}
        assert calls["_nearly_same"] <= 200_000

    def test_more_tables_than_are_compared_are_told_where_there_is_anything_to_compare(self):
        tables = "\n".join([SMALL] * 41)
        (told,) = of(reckoned(f"共1.00元。\n\n{tables}"), "arithmetic.not_compared")
        assert (told.facts["tables"], told.facts["all_tables"]) == (40, 41)
        assert not of(reckoned(tables), "arithmetic.not_compared")
        assert not of(reckoned("共1.00元。\n\n" + "\n".join([SMALL] * 40)), "arithmetic.not_compared")


class TestPersonalData:
    def test_it_is_found_at_the_end_of_the_longest_text(self):
        for filling in ("壹角", "张三：100元，", "1 ", "（", " ", "| 1 ", SMALL + "\n"):
            body = filling * (100_000 // len(filling)) + f"\n\n身份证号{IDENTITY}\n"
            assert "privacy.identity_number" in private_codes(look(body)), filling

    def test_every_cell_of_a_wide_row_is_masked(self):
        body = f"| 姓名 | 账号 |\n|---|---|\n| 张三 | {' | '.join(['13800138000'] * 2000)} |\n"
        assert sum(len(each.mend) for each in look(body) if each.code == "privacy.mobile") == 2000

    def test_an_office_speaks_for_what_stands_behind_it_in_its_row(self):
        body = "| 甲 | 乙 | 丙 |\n|---|---|---|\n| 13800138000 | 值班室 | 13900139000 |\n"
        levels = {each.place.column: each.level for each in look(body) if each.code == "privacy.mobile"}
        assert levels.keys() >= {0} and levels.get(0) != levels.get(2)


class TestWords:
    EXPLAINED = "ABC（全部资料），简称DEF，QRS是指某物，“XYZ”（即某某），（KLM）"

    def words_told(self, body: str) -> list[str]:
        found = plain_words(about(a_notice(body=body)))
        return [str(each.facts["word"]) for each in found if each.code == "plain.unknown_abbreviation"]

    def test_those_that_are_explained_anywhere_are_not_asked_about(self):
        named = "用ABC、DEF、QRS、XYZ、KLM、UVW。\n"
        assert self.words_told(named) == ["ABC", "DEF", "QRS", "XYZ", "KLM", "UVW"]
        assert self.words_told(f"{named}\n{self.EXPLAINED}\n") == ["UVW"]

    def test_the_text_is_not_searched_anew_for_each_of_thousands(self, monkeypatch):
        searched = []
        monkeypatch.setattr(re, "search", lambda *given: searched.append(given) or re.compile(given[0]).search(given[1]))
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        body = " ".join(a + b + c for a in letters for b in letters for c in letters[:3])
        assert [each for each in plain_words(about(a_notice(body=body))) if each.code == "plain.more"][0].facts["count"] > 1000
        assert len(searched) < 100

    def test_of_a_heading_without_end_only_the_beginning_names_tables_and_that_is_said(self):
        heading = "# " + "字" * (HEADING_LIMIT + 50)
        seen = about(a_notice(body=f"{heading}\n\n{SMALL}"))
        assert len(seen.sheets[0].table.heading) == HEADING_LIMIT
        (told,) = [each for each in plain_words(seen) if each.code == "plain.long_heading"]
        assert told.facts == {"length": HEADING_LIMIT + 52, "limit": HEADING_LIMIT}


def test_a_reason_is_found_in_any_line_of_a_long_text():
    table = a_table("项目 | 本期金额（元） | 上期金额（元）", "管护费 | 90000 | 100", "路灯费 | 90000 | 100")
    lines = "字。\n\n" * 500
    found = [each.facts["row"] for each in reasons_of(f"{lines}管护费增加是因为修路。\n\n{lines}{table}")]
    assert found == ["路灯费"]


def reasons_of(body: str) -> list[Finding]:
    seen = about(a_notice(body=body))
    return [each for each in reasons(seen.sheets, seen) if each.code.startswith("completeness.change")]
