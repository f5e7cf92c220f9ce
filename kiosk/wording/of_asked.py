"""What residents asked in a year, in words."""

from collections.abc import Mapping

from kiosk.rules.asked_in_year import AskedInYear
from kiosk.wording import Translate
from kiosk.wording.tabled import Line, Table, figures


def asked_table(asked: AskedInYear, _: Translate) -> Table:
    counts = {
        _("Came in"): asked.arrived,
        _("Answered"): asked.answered,
        _("In time"): asked.in_time,
        _("Late"): asked.late,
        _("Waiting"): asked.waiting,
        _("Refused"): asked.refused,
        _("Asked the same"): asked.joined,
        _("Median days to the reply"): "—" if asked.median_days is None else asked.median_days,
    }
    return _table("asked", _("Questions and replies"), counts)


def satisfaction_table(asked: AskedInYear, _: Translate) -> Table:
    counts = {
        _("Satisfied"): asked.satisfied,
        _("Mostly satisfied"): asked.mostly_satisfied,
        _("Not satisfied"): asked.not_satisfied,
        _("Satisfied or mostly so"): "—" if asked.satisfaction_per_cent is None else f"{asked.satisfaction_per_cent}%",
        _("Topics asked for"): asked.topics,
        _("Topics disclosed"): asked.topics_disclosed,
    }
    return _table("satisfaction", _("What askers said, and topics they wanted disclosed"), counts)


def _table(name: str, title: str, counts: Mapping[str, object]) -> Table:
    return Table(name, title, tuple(counts), (Line(figures(*counts.values())),), frozenset(range(len(counts))))
