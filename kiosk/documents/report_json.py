"""The yearly report for other programs. The README tells what the keys mean."""

from dataclasses import asdict
from datetime import datetime, tzinfo

from kiosk.rules.asked_in_year import AskedInYear
from kiosk.rules.report import Share, YearReport
from kiosk.rules.shortcomings import shortcomings
from kiosk.rules.timeliness import DutyInYear, Exempted


def report_to_json(report: YearReport, zone: tzinfo) -> dict[str, object]:
    """Times are the village's, days are ISO 8601, shares are per cent."""

    def time(instant: datetime | None) -> str | None:
        return instant.astimezone(zone).isoformat(timespec="seconds") if instant else None

    return {
        "village": report.village,
        "township": report.township,
        "year": report.year,
        "as_of": time(report.as_of),
        "is_over": report.is_over,
        "began_on": report.began_on.isoformat(),
        "notices": report.notices,
        "categories": [_share("category", each) for each in report.categories],
        "kinds": [_share("kind", each) for each in report.kinds],
        "months": [_share("month", each) for each in report.months],
        "duties": [_duty(each) for each in report.duties],
        "exempted": [_exempted(each) for each in report.exempted],
        "display": [
            {
                "notice": each.number,
                "title": each.title,
                "category": each.category.value,
                "kind": each.kind.value,
                "posted_on": each.posted_on.isoformat(),
                "is_up": each.is_up,
                "days_required": each.required_days,
                "days_hung": each.hung_days,
                "days_proven": each.proven_days,
            }
            for each in report.hung
        ],
        "changes": [
            {
                "change": each.change.value,
                "notice": each.number,
                "title": each.title,
                "at": time(each.at),
                "why": each.why,
                "days_short": each.days_short,
            }
            for each in report.changes
        ],
        "urgent": [
            {
                "notice": each.number,
                "title": each.title,
                "at": time(each.at),
                "review_due_at": time(each.due_at),
                "reviewed_at": time(each.reviewed_at),
                "hours_late": each.hours_late(report.as_of),
            }
            for each in report.urgent
        ],
        "overridden": [
            {"notice": each.number, "title": each.title, "at": time(each.at), "families": list(each.families), "why": each.why}
            for each in report.overridden
        ],
        "median_days_to_publish": _number(report.median_days),
        "major_matters": {"posted": report.major_matters, "required": report.major_matters_least},
        "questions": asdict(report.answers) | {"median_days": _number(report.answers.median_days)} if report.answers else None,
        "asked": _asked(report.asked),
        "years": [asdict(each) for each in report.years],
        "shortcomings": [asdict(each) | {"periods": list(each.periods)} for each in shortcomings(report)],
    }


def _asked(asked: AskedInYear) -> dict[str, object]:
    rates = {"median_days": _number(asked.median_days), "satisfaction_per_cent": _number(asked.satisfaction_per_cent)}
    return asdict(asked) | {"late": asked.late, **rates}


def _share(name: str, share: Share) -> dict[str, object]:
    of = share.of if isinstance(share.of, int) else share.of.value
    return {name: of, "notices": share.count, "per_cent": _number(share.per_cent), "year_before": share.before}


def _duty(duty: DutyInYear) -> dict[str, object]:
    return {
        "item": duty.item.code,
        "title": duty.item.title,
        "category": duty.item.category.value,
        "period": duty.period.code if duty.period else None,
        "due_on": duty.due_on.isoformat() if duty.due_on else None,
        "posted_on": duty.posted_on.isoformat() if duty.posted_on else None,
        "notice": duty.notice,
        "outcome": duty.outcome.value,
        "days": duty.days,
    }


def _exempted(each: Exempted) -> dict[str, object]:
    period = each.period.code if each.period else None
    return {"item": each.item.code, "title": each.item.title, "period": period, "why": each.why}


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))
