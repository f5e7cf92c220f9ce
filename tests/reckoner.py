"""What the tests of sums and of missing things look at: a notice with the product's own catalogue and yardsticks."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from cast import a_notice

from kiosk.documents.holidays import work_calendar
from kiosk.rules.checks.about import About
from kiosk.rules.checks.arithmetic import arithmetic
from kiosk.rules.findings import Finding, mended
from kiosk.rules.notice import Notice
from kiosk.shipped import catalogue, vocabulary, yardsticks

Check = Callable[[About], Iterator[Finding]]


class NoNumbers:
    """Sums ask for no telephone or card."""

    def is_resident_id(self, digits: str) -> bool:
        return False

    is_mobile = is_landline = is_bank_card = is_resident_id


def about(notice: Notice, last_period: Notice | None = None, **changes: object) -> About:
    measures = yardsticks()
    plain = About(notice, catalogue(), vocabulary(), NoNumbers(), measures.of_findings, measures.limits)
    return replace(plain, last_period=last_period, calendar=work_calendar(), **changes)


def a_table(head: str, *rows: str) -> str:
    """`a_table("项目 | 金额（元）", "甲 | 1")`."""
    rule = "|".join(["---"] * (head.count("|") + 1))
    return "\n".join(f"| {line} |" for line in (head, rule, *rows)) + "\n"


def reckoned(body: str, **changes: object) -> list[Finding]:
    """What arithmetic finds in a finance notice of that body."""
    return list(arithmetic(about(a_notice(body=body, **changes))))


def codes(findings: Iterable[Finding]) -> list[str]:
    return [finding.code.partition(".")[2] for finding in findings]


def written_at(body: str, finding: Finding) -> str:
    return body[finding.place.start : finding.place.end]


def put_right(body: str, findings: Iterable[Finding]) -> str:
    return mended(body, [edit for finding in findings for edit in finding.mend])


def yuan(value: Decimal) -> str:
    return f"{value:,.2f}"
