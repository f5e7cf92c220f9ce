"""What residents asked in a year, in words."""

from kiosk.rules.asked_in_year import AskedInYear
from kiosk.wording import Translate
from kiosk.wording.tabled import Line, Table, figures


def asked_table(asked: AskedInYear, _: Translate) -> Table:
    head = (_("Came in"), _("Answered"), _("In time"), _("Late"), _("Waiting"), _("Refused"), _("Asked the same"), _("Median days to the reply"))
    median_days = "—" if asked.median_days is None else asked.median_days
    cells = figures(asked.arrived, asked.answered, asked.in_time, asked.late, asked.waiting, asked.refused, asked.joined, median_days)
    return Table("asked", _("Questions and replies"), head, (Line(cells),), frozenset(range(len(head))))


def satisfaction_table(asked: AskedInYear, _: Translate) -> Table:
    head = (_("Satisfied"), _("Mostly satisfied"), _("Not satisfied"), _("Satisfied or mostly so"), _("Topics asked for"), _("Topics disclosed"))
    share = "—" if asked.satisfaction_per_cent is None else f"{asked.satisfaction_per_cent}%"
    cells = figures(asked.satisfied, asked.mostly_satisfied, asked.not_satisfied, share, asked.topics, asked.topics_disclosed)
    return Table("satisfaction", _("What askers said, and topics they wanted disclosed"), head, (Line(cells),), frozenset(range(len(head))))
