"""Looking at a notice as the village's clerk would have it looked at: with the shipped words, by the real libraries."""

from datetime import date

from cast import a_notice

from kiosk import shipped
from kiosk.documents.personal_numbers import NUMBERS
from kiosk.rules.checks.about import About
from kiosk.rules.checks.banned import banned
from kiosk.rules.checks.privacy import privacy
from kiosk.rules.findings import Finding, mended
from kiosk.rules.notice import Category, Notice

FAMILIES = ("banned", "privacy")


def about(body: str, telephones: frozenset[str] = frozenset(), **changes: object) -> About:
    plain = {"title": "公示", "category": Category.GOVERNANCE, "issued_on": date(2026, 10, 8)}
    item = shipped.catalogue().get(str(changes.get("item")))
    if item is not None:
        plain["category"] = item.category
    return about_notice(a_notice(body=body, **plain | changes), telephones)


def about_notice(notice: Notice, telephones: frozenset[str] = frozenset()) -> About:
    yardsticks = shipped.yardsticks()
    return About(
        notice, shipped.catalogue(), shipped.vocabulary(), NUMBERS, yardsticks.of_findings, yardsticks.limits, telephones
    )


def look(body: str, telephones: frozenset[str] = frozenset(), **changes: object) -> list[Finding]:
    seen = about(body, telephones, **changes)
    return [*privacy(seen), *banned(seen)]


def codes(findings: list[Finding]) -> list[str]:
    return [each.code for each in findings]


def all_mended(body: str, findings: list[Finding]) -> str:
    return mended(body, [edit for each in findings for edit in each.mend])


def a_table(*rows: str) -> str:
    """Cells are parted by bars; the first row is the head."""
    head, *others = (f"| {' | '.join(row.split('|'))} |" for row in rows)
    return "\n".join([head, "|" + "---|" * (rows[0].count("|") + 1), *others]) + "\n"
