"""The words around the charts of accounts."""

from collections.abc import Mapping

from kiosk.rules.accounts_by_head import Side
from kiosk.wording.marking import N_

SIDES: Mapping[Side, str] = {
    Side.INCOME: N_("Income"),
    Side.EXPENSE: N_("Expenses"),
    Side.ASSETS: N_("Assets"),
    Side.CLAIMS: N_("Debts and equity"),
}
THIS: Mapping[str, str] = {
    "year": N_("this year"),
    "half": N_("this half-year"),
    "quarter": N_("this quarter"),
    "month": N_("this month"),
    "": N_("this period"),
}
BEFORE: Mapping[str, str] = {
    "year": N_("last year"),
    "half": N_("last half-year"),
    "quarter": N_("last quarter"),
    "month": N_("last month"),
    "": N_("last period"),
}
YEAR_AGO = N_("a year ago")
