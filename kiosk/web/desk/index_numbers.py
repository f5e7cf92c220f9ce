"""Which index numbers were given, series by series, and which are wanting."""

from collections import defaultdict

from flask import render_template

from kiosk.rules.numbering import registers
from kiosk.rules.people import Role
from kiosk.store import notices, settings
from kiosk.web.desk.door import allowed, me, pages
from kiosk.web.this_request import board

OTHERS_SHOWN = 50


@pages.get("/index-numbers")
@allowed()
def index_numbers() -> str:
    numbering = settings.settings(board().db).numbering
    found, others = registers(numbering, notices.index_numbers(board().db))
    categories = defaultdict(list)
    for category, prefix in numbering.prefixes.items():
        categories[prefix].append(category)
    return render_template(
        "desk/index_numbers.html",
        numbering=numbering,
        registers=found,
        categories=categories,
        others=others[:OTHERS_SHOWN],
        others_count=len(others),
        gap_count=sum(len(each.gaps) for each in found),
        may_change=me().has(Role.ADMIN),
    )
