"""What was due in a year, in words: in time, late or missing."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from kiosk.rules.report import YearReport
from kiosk.rules.timeliness import TIMED, DutyInYear, Outcome, outcomes_by_category
from kiosk.wording import Translate
from kiosk.wording.labels import CATEGORIES
from kiosk.wording.marking import N_
from kiosk.wording.tabled import Line, Table, day, figures

OUTCOMES: Mapping[StrEnum, str] = {
    Outcome.ON_TIME: N_("in time"),
    Outcome.LATE: N_("late"),
    Outcome.MISSING: N_("missing"),
    Outcome.NOT_YET: N_("not yet due"),
    Outcome.HANGS: N_("hangs"),
    Outcome.WANTING: N_("does not hang"),
}


def timeliness_table(report: YearReport, _: Translate) -> Table:
    counts = outcomes_by_category(report.duties)
    lines = [Line(figures(_(CATEGORIES[category]), *each)) for category, each in counts.items()]
    if lines:
        lines.append(Line(figures(_("Total"), *(sum(column) for column in zip(*counts.values(), strict=True)))))
    head = (_("Category"), *(_(OUTCOMES[outcome]) for outcome in TIMED))
    return Table("timeliness", _("In time and late"), head, tuple(lines), frozenset(range(1, 5)), has_total=True)


def items_table(report: YearReport, _: Translate) -> Table:
    """One line for each item, with the periods that were not in time."""
    of_item: dict[str, list[DutyInYear]] = {}
    for duty in report.duties:
        of_item.setdefault(duty.item.code, []).append(duty)
    head = (_("Item"), *(_(OUTCOMES[outcome]) for outcome in TIMED), _("Late or missing"))
    lines = []
    for each in of_item.values():
        outcomes = [duty.outcome for duty in each]
        lines.append(Line(figures(each[0].item.title, *map(outcomes.count, TIMED), _not_in_time(each, _))))
    return Table("items", _("Item by item"), head, tuple(lines), frozenset(range(1, 5)))


def _not_in_time(duties: Iterable[DutyInYear], _: Translate) -> str:
    told = []
    for duty in duties:
        name = duty.period.title if duty.period else ""
        if duty.outcome is Outcome.LATE:
            told.append(_("{period} ({days} days late)").format(period=name, days=duty.days))
        elif duty.outcome is Outcome.MISSING:
            told.append(_("{period} (missing for {days} days)").format(period=name, days=duty.days))
        elif duty.outcome in (Outcome.HANGS, Outcome.WANTING):
            told.append(_(OUTCOMES[duty.outcome]))
    return _("; ").join(told)


def exempted_table(report: YearReport, _: Translate) -> Table:
    """A reason is what residents and the township may ask about, so each stands by itself."""
    head = (_("Code"), _("Item"), _("Period"), _("Why there is nothing to post"))
    lines = [
        Line((each.item.code, each.item.title, each.period.title if each.period else "", each.why)) for each in report.exempted
    ]
    return Table("exempted", _("What there was nothing to post about"), head, tuple(lines), brief=frozenset({0, 2}))


def duties_table(report: YearReport, _: Translate) -> Table:
    head = (_("Code"), _("Item"), _("Period"), _("Due"), _("Posted"), _("How it ended"), _("Days"))
    lines = [
        Line(
            (
                duty.item.code,
                duty.item.title,
                duty.period.title if duty.period else "",
                day(duty.due_on),
                day(duty.posted_on),
                _(OUTCOMES[duty.outcome]),
                f"{duty.days}" if duty.days else "",
            ),
            duty.notice,
        )
        for duty in report.duties
    ]
    return Table("duties", _("Every duty"), head, tuple(lines), frozenset({6}), linked=1)
