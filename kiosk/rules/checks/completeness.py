"""What a notice lacks or says twice in different ways. Blanks of a template, a term that is too short and the like are
refused at the desk already (`actions.candidates.misgivings`) and not told again."""

import re
from collections.abc import Iterator
from dataclasses import replace

from kiosk.rules.checks.about import About
from kiosk.rules.checks.complete.days import days
from kiosk.rules.checks.complete.fields import fields
from kiosk.rules.checks.complete.reasons import reasons
from kiosk.rules.checks.complete.tables import tables
from kiosk.rules.findings import Finding, Level

_BLANK = re.compile(r"【填写")


def completeness(about: About) -> Iterator[Finding]:
    """While blanks of the template are still there, everything is but a note: the notice is on its way."""
    is_form = _BLANK.search(about.notice.body) is not None or "【" in about.notice.title
    for finding in _all(about):
        yield replace(finding, level=Level.NOTE) if is_form else finding


def _all(about: About) -> Iterator[Finding]:
    listed = about.sheets
    yield from fields(about)
    yield from tables(listed, about)
    yield from reasons(listed, about)
    yield from days(listed, about)
