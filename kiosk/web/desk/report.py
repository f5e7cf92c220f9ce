"""The yearly report (年度报告): on the desk, on paper, and as a workbook."""

from collections.abc import Sequence

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from kiosk.actions.report import report_of
from kiosk.documents.charts import Series, lying_bars, standing_bars
from kiosk.documents.spreadsheets_out import Sheet, workbook_of
from kiosk.rules.report import Share, YearReport
from kiosk.rules.shortcomings import shortcomings
from kiosk.rules.timeliness import TIMED, outcomes_by_category
from kiosk.web.desk.attached import download
from kiosk.web.desk.door import allowed, pages
from kiosk.web.this_request import board, config, language, the_time, translate
from kiosk.web.this_request import gettext as _
from kiosk.wording.labels import CATEGORIES
from kiosk.wording.marking import N_
from kiosk.wording.of_report import all_tables, key_figures, month_words, sentence_of, shortcomings_table, year_words
from kiosk.wording.of_timeliness import OUTCOMES
from kiosk.wording.tabled import Table

ANNEX_MOST = 300
"""Notices whose days stand on the page one by one; the workbook has them all."""
YEARS_OFFERED = 4
NUMERALS = "一二三四五六七八九"
DRAWN = {"years": (1, 2, 3, 4), "categories": (1, 3), "months": (1, 3), "timeliness": (1, 2, 3, 4)}
"""Tables of the workbook with bars beside them, and the columns that these show."""
STACKED = {"timeliness"}
PARTS = {
    "in_short": N_("The year in short"),
    "posted": N_("What was posted"),
    "in_time": N_("In time and late"),
    "days": N_("Days on the board"),
    "asked": N_("Objections and answers"),
    "questions": N_("Questions of residents"),
    "changed": N_("Corrected, withdrawn and returned"),
    "out_of_turn": N_("Published before review, or in spite of findings"),
    "short": N_("Where we fell short"),
}


@pages.get("/report")
@allowed()
def report_of_now() -> ResponseReturnValue:
    return redirect(url_for("desk.yearly_report", year=the_time().astimezone(config().zone).year), 303)


@pages.get("/report/<int(min=1950, max=2998):year>")
@allowed()
def yearly_report(year: int) -> str:
    report = report_of(board(), year, the_time())
    this_year = the_time().astimezone(config().zone).year
    return render_template(
        "desk/report.html",
        report=report,
        tables={table.name: table for table in all_tables(report, translate(), config().zone)},
        charts=_charts(report) if report.has_begun else {},
        headings=_headings(report),
        figures=list(key_figures(report, translate())),
        shortcomings=[(each, sentence_of(each, translate())) for each in shortcomings(report)],
        years=range(this_year, max(report.began_on.year, this_year - YEARS_OFFERED) - 1, -1),
        annex_most=ANNEX_MOST,
    )


@pages.get("/report/<int(min=1950, max=2998):year>.xlsx")
@allowed()
def report_workbook(year: int) -> Response:
    report = report_of(board(), year, the_time())
    told = [*all_tables(report, translate(), config().zone), shortcomings_table(shortcomings(report), translate())]
    village = f"{report.township}{report.village}"
    title = _("{village}: report on village affairs disclosure, {year}").format(village=village, year=year)
    sheets = [_sheet(table, title) for table in told if table.lines]
    return download(workbook_of(sheets), f"{title}.xlsx")


def _sheet(table: Table, title: str) -> Sheet:
    rows = tuple(line.cells for line in table.lines)
    listed = len(rows) - table.has_total
    return Sheet(
        table.title,
        f"{title} · {table.title}",
        table.head,
        rows,
        listed_rows=listed,
        drawn=DRAWN.get(table.name, ()),
        is_stacked=table.name in STACKED,
    )


def _headings(report: YearReport) -> dict[str, str]:
    """Numbered as official papers are; the parts about objections and questions are left out where there could be none."""
    without = {part for part, has in (("asked", report.answers), ("questions", report.asked.arrived)) if not has}
    parts = [part for part in PARTS if part not in without]
    before = [f"{sign}、" if language() == "zh" else f"{place}. " for place, sign in enumerate(NUMERALS, 1)]
    return {part: before[place] + _(PARTS[part]) for place, part in enumerate(parts)}


def _charts(report: YearReport) -> dict[str, str]:
    """Drawings of what the tables below them say; "" where nothing is to be drawn."""
    counts = outcomes_by_category(report.duties)
    names = [_(CATEGORIES[each.of]) for each in report.categories]
    months = [month_words(each.of, translate()) for each in report.months]
    timed = [_(CATEGORIES[category]) for category in counts]
    outcomes = [Series(_(OUTCOMES[outcome]), [each[at] for each in counts.values()]) for at, outcome in enumerate(TIMED)]
    by_category = _("Bars: notices of each category, this year and the year before. The table has the figures.")
    by_month = _("Bars: notices of each month, this year and the year before. The table has the figures.")
    in_time = _("Bars: of each category, how much was posted in time, late or not at all. The table has the figures.")
    return {
        "categories": lying_bars("categories", by_category, names, _two_years(report, report.categories)),
        "months": standing_bars("months", by_month, months, _two_years(report, report.months)),
        "timeliness": lying_bars("timeliness", in_time, timed, outcomes, is_stacked=True) if counts else "",
    }


def _two_years(report: YearReport, shares: Sequence[Share]) -> list[Series]:
    now, before = year_words(report.year, translate()), year_words(report.year - 1, translate())
    return [Series(now, [each.count for each in shares]), Series(before, [each.before for each in shares])]
