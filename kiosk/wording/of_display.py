"""What became of a year's notices, in words: how long they hung, what was changed, what went up out of turn."""

from collections.abc import Mapping
from datetime import tzinfo
from enum import StrEnum

from kiosk.rules.notice import Category
from kiosk.rules.report import Answers, Change, Hung, Overridden, YearReport, display_counts
from kiosk.wording import Translate
from kiosk.wording.labels import CATEGORIES, FAMILIES
from kiosk.wording.marking import N_
from kiosk.wording.tabled import Line, Table, day, day_of, figures, listed, time_of

CHANGES: Mapping[StrEnum, str] = {
    Change.CORRECTED: N_("Corrected"),
    Change.WITHDRAWN: N_("Withdrawn"),
    Change.RETURNED: N_("Returned by the supervision group"),
    Change.SENT_BACK: N_("Sent back by the head"),
}


def display_table(report: YearReport, _: Translate) -> Table:
    counted = (_("Required to hang"), _("Hung for them"), _("Still hanging"), _("Too short"), _("Proven by screens"))
    head = (_("Category"), _("Notices"), *counted)
    rows = [(_(CATEGORIES[category]), [each for each in report.hung if each.category is category]) for category in Category]
    lines = [Line(figures(words, *display_counts(each))) for words, each in rows if each]
    if lines:
        lines.append(Line(figures(_("Total"), *display_counts(report.hung))))
    return Table("display", _("Days on the board"), head, tuple(lines), frozenset(range(1, 7)), has_total=True)


def hung_table(report: YearReport, _: Translate) -> Table:
    head = (_("No."), _("Title"), _("Category"), _("Posted on"), _("Days required"), _("Days hung"), _("Days proven"), _("State"))
    lines = [
        Line(
            figures(
                f"{each.number}",
                each.title,
                _(CATEGORIES[each.category]),
                day(each.posted_on),
                each.required_days or "—",
                each.hung_days,
                each.proven_days,
                _hung_words(each, _),
            ),
            each.number,
        )
        for each in report.hung
    ]
    return Table("hung", _("Days of every notice"), head, tuple(lines), frozenset({0, 4, 5, 6}), frozenset({2, 3, 7}), linked=1)


def _hung_words(hung: Hung, _: Translate) -> str:
    if hung.wanting:
        words = _("hangs, {days} days to go") if hung.is_up else _("{days} days too short")
        return words.format(days=hung.wanting)
    return _("hangs") if hung.is_up else _("time is up")


def answers_table(answers: Answers, _: Translate) -> Table:
    head = (_("Registered"), _("Answered"), _("Median days to the answer"), _("Longest wait, in days"))
    median_days = "—" if answers.median_days is None else answers.median_days
    cells = figures(answers.received, answers.answered, median_days, answers.longest_wait_days or "—")
    return Table("answers", _("Objections and answers"), head, (Line(cells),), frozenset(range(4)))


def changes_table(report: YearReport, _: Translate, zone: tzinfo) -> Table:
    head = (_("Day"), _("Notice"), _("What"), _("Reason or opinion"), _("Days short"))
    lines = [
        Line(
            (day_of(each.at, zone), each.title, _(CHANGES[each.change]), each.why, f"{each.days_short}" if each.days_short else ""),
            each.number,
        )
        for each in report.changes
    ]
    title = _("Corrected, withdrawn and returned")
    return Table("changes", title, head, tuple(lines), frozenset({4}), frozenset({0, 2}), linked=1)


def urgent_table(report: YearReport, _: Translate, zone: tzinfo) -> Table:
    head = (_("Posted"), _("Notice"), _("Review due"), _("Reviewed"), _("Hours late"))
    lines = [
        Line(
            (
                time_of(each.at, zone),
                each.title,
                time_of(each.due_at, zone),
                time_of(each.reviewed_at, zone) if each.reviewed_at else _("not yet"),
                f"{each.hours_late(report.as_of)}",
            ),
            each.number,
        )
        for each in report.urgent
    ]
    return Table("urgent", _("Published before review"), head, tuple(lines), frozenset({4}), frozenset({0, 2, 3}), linked=1)


def overridden_table(report: YearReport, _: Translate, zone: tzinfo) -> Table:
    head = (_("Day"), _("Notice"), _("What was to be mended"), _("Why it went up all the same"))
    lines = [
        Line((day_of(each.at, zone), each.title, listed(map(_, _families(each)), _), each.why), each.number)
        for each in report.overridden
    ]
    return Table("overridden", _("Published in spite of findings"), head, tuple(lines), brief=frozenset({0}), linked=1)


def _families(overridden: Overridden) -> list[str]:
    return [FAMILIES.get(family, family) for family in overridden.families]
