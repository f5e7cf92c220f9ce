"""The yearly report in words: its tables, and where the village fell short."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import tzinfo
from enum import StrEnum

from kiosk.rules.report import Change, Share, YearReport
from kiosk.rules.shortcomings import Fault, Shortcoming
from kiosk.rules.timeliness import Outcome
from kiosk.wording import Translate
from kiosk.wording.labels import CATEGORIES, KINDS
from kiosk.wording.marking import N_
from kiosk.wording.of_asked import asked_table, satisfaction_table
from kiosk.wording.of_display import answers_table, changes_table, display_table, hung_table, overridden_table, urgent_table
from kiosk.wording.of_timeliness import duties_table, exempted_table, items_table, timeliness_table
from kiosk.wording.tabled import Line, Table, figures, listed

PERIODS_MOST = 6
"""That a sentence names one by one."""

HOURS_MOST = 72
"""That are told as hours; more are told as days."""

FAULTS: Mapping[StrEnum, str] = {
    Fault.MISSING: N_("{title}: not posted for {periods}; overdue for up to {size} days."),
    Fault.WANTING: N_("{title}: should always hang, and does not."),
    Fault.LATE: N_("{title}: posted late for {periods}, by up to {size} days."),
    Fault.TOO_FEW_MAJOR: N_("Major matters were posted {count} times in the year; at least {of} times are required."),
    Fault.WITHDRAWN_EARLY: N_("“{title}” was taken down {size} days before its time."),
    Fault.HUNG_TOO_SHORT: N_("“{title}” hung {size} days fewer than it must."),
    Fault.NOT_REVIEWED: N_("“{title}” went up before its review, which has been overdue for {lasted}."),
    Fault.REVIEWED_LATE: N_("“{title}” went up before its review, which came {lasted} late."),
    Fault.OVERRIDDEN: N_("“{title}” was published although something in it was to be mended."),
    Fault.NOT_PROVEN: N_("Of {of} notices that hung for the days required, {count} are not proven by the screens for all of these days."),
    Fault.NOT_ANSWERED: N_("Of {of} objections, {count} still wait for an answer, the longest for {size} days."),
    Fault.QUESTIONS_OVERDUE: N_("Of {of} questions of residents, {count} wait for a reply that is overdue, by up to {size} days."),
    Fault.ANSWERED_LATE: N_("Of {of} replies to residents, {count} came late."),
}


def sentence_of(found: Shortcoming, _: Translate) -> str:
    named = listed(found.periods[:PERIODS_MOST], _)
    if len(found.periods) > PERIODS_MOST:
        named = _("{named} and others, {count} periods in all").format(named=named, count=len(found.periods))
    hours = _("{hours} hours") if found.size < HOURS_MOST else _("{days} days")
    lasted = hours.format(hours=found.size, days=found.size // 24)
    facts = {"lasted": lasted, "title": found.title, "size": found.size, "count": found.count, "of": found.of}
    return _(FAULTS[found.fault]).format(**facts, periods=named)


def year_words(year: int, _: Translate) -> str:
    return _("Year {year}").format(year=year)


def all_tables(report: YearReport, _: Translate, zone: tzinfo) -> list[Table]:
    """In the order of the report; none that would be empty but those that every year has."""
    told = [
        years_table(report, _),
        categories_table(report, _),
        kinds_table(report, _),
        months_table(report, _),
        timeliness_table(report, _),
        items_table(report, _),
        exempted_table(report, _),
        duties_table(report, _),
        display_table(report, _),
        hung_table(report, _),
        *([answers_table(report.answers, _)] if report.answers else []),
        *([asked_table(report.asked, _), satisfaction_table(report.asked, _)] if report.asked.arrived else []),
        changes_table(report, _, zone),
        urgent_table(report, _, zone),
        overridden_table(report, _, zone),
    ]
    return [table for table in told if table.lines]


def years_table(report: YearReport, _: Translate) -> Table:
    head = (_("Year"), _("Notices"), _("In time"), _("Late"), _("Missing"), _("Corrected"), _("Withdrawn"), _("Major matters"))
    lines = [
        Line(
            figures(
                year_words(each.year, _),
                each.notices,
                each.on_time,
                each.late,
                each.missing,
                each.corrected,
                each.withdrawn,
                each.major_matters,
            )
        )
        for each in report.years
    ]
    return Table("years", _("Year by year"), head, tuple(lines), frozenset(range(1, 8)))


def categories_table(report: YearReport, _: Translate) -> Table:
    rows = [(_(CATEGORIES[each.of]), each) for each in report.categories]
    return _shares("categories", _("By category"), _("Category"), rows, report, _)


def kinds_table(report: YearReport, _: Translate) -> Table:
    return _shares("kinds", _("By kind"), _("Kind"), [(_(KINDS[each.of]), each) for each in report.kinds], report, _)


def months_table(report: YearReport, _: Translate) -> Table:
    rows = [(month_words(each.of, _), each) for each in report.months]
    return _shares("months", _("Month by month"), _("Month"), rows, report, _)


def month_words(month: int, _: Translate) -> str:
    return _("month {month}").format(month=month)


def _shares(name: str, title: str, of: str, rows: Sequence[tuple[str, Share]], report: YearReport, _: Translate) -> Table:
    head = (of, year_words(report.year, _), _("Share"), year_words(report.year - 1, _))
    lines = [Line(figures(words, each.count, f"{each.per_cent}%", each.before)) for words, each in rows]
    counted, before = (sum(each) for each in zip(*((share.count, share.before) for _words, share in rows), strict=True))
    whole = f"{sum(share.per_cent for _words, share in rows)}%"
    lines.append(Line(figures(_("Total"), counted, whole, before)))
    return Table(name, title, head, tuple(lines), frozenset({1, 2, 3}), has_total=True)


def shortcomings_table(found: Iterable[Shortcoming], _: Translate) -> Table:
    lines = [Line((f"{place}", sentence_of(each, _)), each.notice) for place, each in enumerate(found, 1)]
    return Table("shortcomings", _("Where we fell short"), (_("No."), _("What")), tuple(lines), frozenset({0}), linked=1)


def key_figures(report: YearReport, _: Translate) -> Iterator[tuple[str, str]]:
    """What it is, and how many."""
    due = report.ended(Outcome.ON_TIME) + report.ended(Outcome.LATE) + report.ended(Outcome.MISSING)
    yield _("notices posted"), f"{report.notices}"
    yield _("duties met in time, of those due"), f"{report.ended(Outcome.ON_TIME)} / {due}"
    yield _("posted late"), f"{report.ended(Outcome.LATE)}"
    yield _("missing"), f"{report.ended(Outcome.MISSING)}"
    yield _("major matters, of those required"), f"{report.major_matters} / {report.major_matters_least}"
    yield _("corrections"), f"{report.changed(Change.CORRECTED)}"
    yield _("withdrawn"), f"{report.changed(Change.WITHDRAWN)}"
    yield _("days from proposing to publishing (median)"), "—" if report.median_days is None else f"{report.median_days}"
