"""What stands in the columns of the disclosure catalogue, in words."""

from kiosk.rules.catalogue import POSTING_DAY, YES
from kiosk.rules.notice import Category
from kiosk.web.this_request import gettext as _
from kiosk.wording.labels import CATEGORIES
from kiosk.wording.of_catalogue import DAY_TYPES, DUE_MONTHS, EVIDENCE, RHYTHMS, SWITCHES


def said(column: str, text: str) -> str:
    """What stands in a column, in words."""
    choices = {"default": SWITCHES, "frequency": RHYTHMS, "objection_day_type": DAY_TYPES}
    if column == "category" and text in list(Category):
        return _(CATEGORIES[Category(text)])
    if column == "due_month":
        return due_month_words(text)
    if column == "due_day" and text == POSTING_DAY:
        return _("the village's posting day")
    if column == "restarts_on_objection":
        return _("yes") if text == YES else _("no")
    if column == "evidence" and text:
        return "；".join(_(EVIDENCE[each]) if each in EVIDENCE else each for each in text.split("+"))
    return _(choices[column][text]) if text in choices.get(column, {}) else text or _("(nothing)")


def due_month_words(text: str) -> str:
    return _(DUE_MONTHS.get(text, "{number}")).format(number=text)
