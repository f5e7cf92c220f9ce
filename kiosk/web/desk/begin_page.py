"""The page on which a notice begins: from a file, from last period's notice, or from a template."""

import secrets
from collections.abc import Sequence

from flask import render_template

from kiosk.actions import begin
from kiosk.actions.reading import ENDINGS, NOTICE_ENDINGS
from kiosk.rules.notice import Category
from kiosk.store import lists, notices
from kiosk.web.faults import Told
from kiosk.web.this_request import board

LAST_PERIODS = 40


def begin_page(problems: Sequence[Told] = (), pasted: str = "") -> str:
    by_category: dict[Category, list[begin.Template]] = {}
    for template in begin.templates().values():
        by_category.setdefault(template.notice.category, []).append(template)
    categories = list(Category)
    last = sorted(lists.last_of_period(board().db, LAST_PERIODS), key=lambda line: categories.index(line.category))
    return render_template(
        "desk/new.html",
        by_category={category: by_category[category] for category in Category if category in by_category},
        last_with_tables=notices.with_table(board().db, [line.number for line in last]),
        with_tables={name for name, template in begin.templates().items() if template.has_tables},
        last=last,
        endings=",".join((*ENDINGS, *NOTICE_ENDINGS)),
        reading=secrets.token_hex(8),
        problems=problems,
        pasted=pasted,
    )
