"""Everything that is looked for in a notice before it is published."""

from kiosk.rules.checks.about import About
from kiosk.rules.checks.arithmetic import arithmetic
from kiosk.rules.checks.banned import banned
from kiosk.rules.checks.completeness import completeness
from kiosk.rules.checks.plain_words import plain_words
from kiosk.rules.checks.privacy import privacy
from kiosk.rules.findings import Finding, in_order


def findings_of(about: About) -> list[Finding]:
    """The gravest first, then from top to bottom."""
    return in_order([*banned(about), *privacy(about), *arithmetic(about), *completeness(about), *plain_words(about)])
