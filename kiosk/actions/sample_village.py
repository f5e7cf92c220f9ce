"""Filling an empty board with the sample village, its dates set by the day of the first start."""

import shutil
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from kiosk.actions.import_notices import Import, Posting, import_paths
from kiosk.documents import bundle
from kiosk.rules.period import Period, last_complete_quarter
from kiosk.shipped import sample_village
from kiosk.store import audit
from kiosk.store.audit import Deed
from kiosk.store.board import Board
from kiosk.store.connection import transaction

POSTED_DAYS_AFTER_QUARTER = 8
SHOWN_DAYS_AFTER_QUARTER = 110
"""More than a quarter, so that the newest quarter's notices are up whatever the day."""


def fill(board: Board, who: str, now: datetime) -> Import:
    today = now.astimezone(board.zone).date()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        resolve(sample_village(), folder, today)
        return import_paths(board, [folder], Posting(who, now, publish=True, from_issue=True))


def start_empty(board: Board, who: str, now: datetime) -> None:
    """The sample is not wanted, now or at a later start."""
    with transaction(board.db):
        audit.record(board.db, Deed(who, "board.started_empty", {}), now)


def resolve(source: Path, target: Path, today: date) -> None:
    """Copies the sample, every date in it worked out from `today`."""
    words = _words(today)
    environment = SandboxedEnvironment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)
    shutil.copy(source / bundle.MANIFEST, target / bundle.MANIFEST)
    for file in sorted((source / "notices").iterdir()):
        if file.suffix == ".md":
            text = environment.from_string(file.read_text("utf-8")).render(words)
            (target / file.name).write_text(text, "utf-8", newline="\n")
        else:
            shutil.copy(file, target / file.name)


def _words(today: date) -> dict[str, object]:
    quarter = last_complete_quarter(today)
    posted_on = min(today, quarter.last_on + timedelta(days=POSTED_DAYS_AFTER_QUARTER))
    return {
        "quarter": _named(quarter),
        "previous": _named(quarter.preceding()),
        "same_quarter_last_year": _named(Period(quarter.year - 1, "quarter", quarter.ordinal)),
        "year": today.year,
        "last_year": today.year - 1,
        "posted_on": posted_on.isoformat(),
        "posted_said": _said(posted_on),
        "quarter_valid_until": (quarter.last_on + timedelta(days=SHOWN_DAYS_AFTER_QUARTER)).isoformat(),
        "day": lambda days: (today + timedelta(days=days)).isoformat(),
        "said": lambda days: _said(today + timedelta(days=days)),
    }


def _named(period: Period) -> dict[str, object]:
    return {
        "title": period.title,
        "code": period.code,
        "year": period.year,
        "months": list(period.months),
        "last_day": f"{period.last_on.month}月{period.last_on.day}日",
    }


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
