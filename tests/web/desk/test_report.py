"""The yearly report at the desk: read, printed, taken along."""

import io
import re
import zipfile

import pytest
from a_year import NOW
from python_calamine import CalamineWorkbook

from kiosk.actions.timekeeping import given
from kiosk.rules.people import Role
from kiosk.store import duties
from kiosk.web.desk import report as pages


@pytest.fixture(autouse=True)
def numbers(a_year_of):
    return a_year_of


@pytest.fixture
def clerk(app, sign_in):
    """At a desk whose clock says November 2026."""
    person = sign_in("文书甲", Role.CLERK)
    app.extensions["clock"] = given(lambda: NOW)
    return person


@pytest.fixture
def page(clerk):
    return clerk.get("/desk/report/2026").text


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def rows_of(page: str, table: str) -> list[list[str]]:
    found = re.search(rf'<table[^>]* id="table-{table}">.*?</table>', page, re.S)[0]
    return [[text_of(cell) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S)] for row in re.findall(r"<tr.*?</tr>", found, re.S)]


def test_it_is_found_from_the_notices_and_shows_this_year(clerk):
    assert 'href="/desk/report"' in clerk.get("/desk/notices").text
    answer = clerk.get("/desk/report")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/report/2026")


def test_head_parts_and_figures(page):
    told = text_of(page)
    for words in ("2026年度村务公开工作报告", "本年未结束，截至 2026年11月1日（周日）12:00", "一、总体情况", "八、存在的问题", "附表：逐件公示天数"):
        assert words in told, words
    assert "没有登记异议" in told
    assert rows_of(page, "categories")[1:3] == [["财务", "2", "28.6%", "1"], ["补贴", "1", "14.3%", "0"]]
    assert rows_of(page, "categories")[-1] == ["合计", "7", "100.0%", "1"]
    assert ["村级财务收支明细（逐项逐笔）", "1", "1", "1", "1", "2026年第二季度（逾期 7 天）；2026年第三季度（缺报，已过 17 天）"] in rows_of(page, "items")


def test_each_chart_stands_over_the_table_with_its_figures(page):
    for name in ("categories", "months", "timeliness"):
        assert page.index(f'id="chart-{name}"') < page.index(f'id="table-{name}"')
    assert page.count('role="img"') == page.count("<svg") == 3
    assert "style=" not in page and "<style" not in page


def test_where_it_fell_short_leads_to_the_notice(page, numbers):
    told = page[page.index('id="short"') :]
    assert "《补贴名册》提前 10 天撤下。" in told
    assert "《防汛通知》先发布后审核，补审超时 6 小时。" in told
    assert f'href="/desk/notices/{numbers["roster"]}"' in told
    assert 'href="/desk/catalogue#F03"' in told or 'href="/desk/catalogue#F02"' in told


def test_a_year_that_is_over_says_so(clerk):
    told = text_of(clerk.get("/desk/report/2025").text)
    assert "本年未结束" not in told and "截至 2026年11月1日" in told
    assert "公开栏自2025年1月1日（周三）启用" in told


@pytest.mark.parametrize("year", [2024, 2027])
def test_a_year_before_the_board_or_to_come_says_so(clerk, year):
    answer = clerk.get(f"/desk/report/{year}")
    assert answer.status_code == 200 and "这一年没有可报告的内容" in answer.text
    assert "<table" not in answer.text
    assert clerk.get(f"/desk/report/{year}.xlsx").status_code == 200


@pytest.mark.parametrize("address", ["/desk/report/1949", "/desk/report/2999", "/desk/report/soon", "/desk/report/2026.pdf", "/desk/report/99999999999999999999"])
def test_no_such_year(clerk, address):
    assert clerk.get(address).status_code == 404


def test_the_annex_ends_somewhere_and_says_so(clerk, monkeypatch):
    monkeypatch.setattr(pages, "ANNEX_MOST", 2)
    page = clerk.get("/desk/report/2026").text
    assert len(rows_of(page, "hung")) == 1 + 2
    assert "此处列出前 2 件，共 7 件" in page


def test_in_english(clerk):
    told = text_of(clerk.get("/desk/report/2026?lang=en").text)
    assert "8. Where we fell short" in told and not re.search(r"[一-鿿]、总体", told)


class TestWorkbook:
    @pytest.fixture
    def book(self, clerk, numbers):
        answer = clerk.get("/desk/report/2026.xlsx")
        assert "attachment" in answer.headers["Content-Disposition"]
        return CalamineWorkbook.from_filelike(io.BytesIO(answer.data))

    def rows(self, book, sheet):
        return book.get_sheet_by_name(sheet).to_python()

    def test_has_a_sheet_for_each_part(self, book):
        for sheet in ("历年对比", "按类别", "逐项逐期", "逐件公示天数", "更正、撤下和退回", "存在的问题"):
            assert sheet in book.sheet_names

    def test_figures_are_figures(self, book):
        title, head, first, *_others = self.rows(book, "按类别")
        assert title[0].endswith("2026年度村务公开工作报告 · 按类别")
        assert (head, first) == (["类别", "2026年", "占比", "2025年"], ["财务", 2, 0.286, 1])

    def test_every_duty_stands_in_it(self, book):
        ledger = [row for row in self.rows(book, "逐项逐期") if row[0] == "F01"]
        assert ledger[1] == ["F01", "村级财务收支明细（逐项逐笔）", "2026年第二季度", "2026-07-15", "2026-07-22", "逾期", 7]

    def test_nothing_in_it_runs(self, book):
        [private] = [row for row in self.rows(book, "逐件公示天数") if "带着问题" in str(row[1])]
        assert private[1] == "=带着问题的名册", "a text, which begins as it was written"

    def test_bars_stand_beside_what_the_page_draws(self, clerk):
        book = zipfile.ZipFile(io.BytesIO(clerk.get("/desk/report/2026.xlsx").data))
        charts = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/charts/chart")]
        assert len(charts) == 4
        by_category = next(each for each in charts if "<a:t>按类别</a:t>" in each)
        assert "<c:f>按类别!$B$3:$B$11</c:f>" in by_category  # nine categories, without their total


def test_what_there_was_nothing_to_post_about_stands_there_with_its_reason(clerk, board):
    assert "无须公开" not in clerk.get("/desk/report/2026").text
    with board.db.conn:
        duties.exempt(board.db, ("F01", "2026-Q3"), "本季没有收支", "主任", NOW)
    assert rows_of(clerk.get("/desk/report/2026").text, "exempted")[1] == ["F01", "村级财务收支明细（逐项逐笔）", "2026年第三季度", "本季没有收支"]
