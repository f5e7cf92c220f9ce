"""The accounts of a notice as charts: for the phone, with what each head means and is made of, and for the screen."""

from collections.abc import Sequence
from functools import lru_cache

from flask import render_template

from kiosk.documents.bars import bar
from kiosk.rules.accounts_by_head import Account, Head
from kiosk.rules.period import Period
from kiosk.shipped import glossary
from kiosk.web.this_request import gettext as _
from kiosk.web.this_request import language
from kiosk.wording.of_accounts import BEFORE, SIDES, THIS, YEAR_AGO

CHARTS_KEPT = 64


def charts_on_phone(accounts: Sequence[Account], period: Period | None) -> str:
    return _drawn("residents/_charts.html", tuple(accounts), period, language())


def charts_on_screen(accounts: Sequence[Account], period: Period | None) -> str:
    return _drawn("screen/_charts.html", tuple(accounts), period, language())


@lru_cache(CHARTS_KEPT)
def _drawn(template: str, accounts: tuple[Account, ...], period: Period | None, _language: str) -> str:
    """Once for each text and what it is compared with, not for everybody who looks at it."""
    if not accounts:
        return ""
    return render_template(
        template,
        accounts=accounts,
        bar=bar,
        bars=_bars,
        heads_of=lambda account: _heads(account, period.unit if period else ""),
        shown_heads=lambda account: _shown_heads(account, period),
        meaning=lambda account, head: glossary().meaning(account.side, head.name),
        in_yuan=in_yuan,
        title_of=lambda account: _(SIDES[account.side]),
    )


def _bars(account: Account, head: Head) -> str:
    """One for each period that the account has figures of."""
    amounts = [("this", head.fen)]
    amounts += [("last", head.last or 0)] if account.has_last else []
    amounts += [("year-ago", head.year_ago or 0)] if account.has_year_ago else []
    return "".join(bar(amount, account.largest, kind) for kind, amount in amounts)


def _shown_heads(account: Account, period: Period | None) -> list[str]:
    """Of those periods that it has figures of."""
    is_there = (True, account.has_last, account.has_year_ago)
    return [head for head, is_it in zip(_heads(account, period.unit if period else ""), is_there, strict=True) if is_it]


def _heads(account: Account, unit: str) -> tuple[str, str, str]:
    """How the columns are headed: as the table has it, else by the kind of the period."""
    of_unit = (THIS[unit], BEFORE[unit], YEAR_AGO)
    own, last, year_ago = (said or _(word) for said, word in zip(account.said, of_unit, strict=True))
    return own, last, year_ago


def in_yuan(fen: int | None, *, signed: bool = False) -> str:
    """1,234.50; a dash where nobody knows."""
    if fen is None:
        return "—"
    sign = "−" if fen < 0 else "+" if signed and fen else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02}"
