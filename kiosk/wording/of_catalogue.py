"""The words for the disclosure catalogue: its columns, its rhythms, and when something is due."""

from collections.abc import Mapping

from kiosk.rules.catalogue import Default
from kiosk.rules.days import DayType
from kiosk.wording.marking import N_

COLUMNS: Mapping[str, str] = {
    "code": N_("Code"),
    "title": N_("Item"),
    "category": N_("Category"),
    "default": N_("In this village"),
    "frequency": N_("Rhythm"),
    "due_rule": N_("When it is due, in words"),
    "due_month": N_("Due in"),
    "due_day": N_("On which day of that month"),
    "due_working_days": N_("Working days after the event"),
    "objection_days": N_("Days for objections"),
    "objection_day_type": N_("Objection days are"),
    "restarts_on_objection": N_("After an objection the days begin anew"),
    "display_days": N_("Days it must stay posted"),
    "drafted_by": N_("Drafted by"),
    "reviewed_by": N_("Reviewed by"),
    "approved_by": N_("Approved by"),
    "may_show": N_("May be shown"),
    "must_hide": N_("Must be hidden"),
    "legal_basis": N_("Legal basis"),
    "evidence": N_("How sure it is"),
}
HINTS: Mapping[str, str] = {
    "code": N_("A capital letter and figures, such as F20. It cannot be changed later."),
    "due_month": N_("Only for what comes round with a month, quarter, half-year or year."),
    "due_day": N_("1 to 31; empty for the village's posting day, which stands in the settings."),
    "due_working_days": N_("For what goes by events: within so many working days after the day on which it was issued. Empty for no limit."),
    "objection_days": N_("Empty where no objections are invited."),
    "may_show": N_("Divide them by “、”."),
    "must_hide": N_("Divide them by “、”. What the shipped catalogue hides stays hidden; more can be added."),
    "reason": N_("Needed only when days are fewer, or less is hidden, than the shipped catalogue asks for: name the county's or the province's document. It stays in the log and stands on this page."),
}
REASON = N_("Why less than is shipped holds here")
RHYTHMS: Mapping[str, str] = {
    "monthly": N_("every month"),
    "quarterly": N_("every quarter"),
    "half_yearly": N_("every half-year"),
    "yearly": N_("every year"),
    "staged": N_("in stages: before, during, after"),
    "at_once": N_("at once, when something happens"),
    "permanent": N_("always up"),
    "never": N_("never"),
}
SWITCHES: Mapping[str, str] = {
    Default.ON.value: N_("switched on"),
    Default.OFF.value: N_("switched off"),
    Default.ELECTION.value: N_("only when there is an election"),
    Default.POLICY_ONLY.value: N_("the policy only, no names"),
    Default.BANNED.value: N_("must not be posted"),
}
DAY_TYPES: Mapping[str, str] = {DayType.CALENDAR.value: N_("calendar days"), DayType.WORKING.value: N_("working days")}
DUE_MONTHS: Mapping[str, str] = {
    "": N_("no month: it goes by events, or hangs for good"),
    "+1": N_("the first month after the period"),
    "+2": N_("the second month after the period"),
    "+3": N_("the third month after the period"),
    **{str(month): N_("month {number} of the period itself") for month in range(1, 13)},
}
EVIDENCE: Mapping[str, str] = {
    "P": N_("the law's text was read"),
    "S": N_("taken from other published pages"),
    "K": N_("not verified yet; ask the county"),
}
