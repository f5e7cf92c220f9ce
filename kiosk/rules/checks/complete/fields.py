"""The fields of the head that a kind of notice must have, and a term shorter than the catalogue's."""

import re
from collections.abc import Iterator
from dataclasses import replace

from kiosk.rules.checks.about import About
from kiosk.rules.findings import Finding
from kiosk.rules.notice import Category, Kind
from kiosk.rules.places import Place

_TELEPHONE = re.compile(r"\d{3,4}[-—－]\d{6,8}|1\d{10}|电话[:：]?\s*\d{5,}")


def fields(about: About) -> Iterator[Finding]:
    notice = about.notice
    if notice.kind in (Kind.PUBLICITY, Kind.RESULT):
        if notice.issued_on is None:
            yield about.finding("completeness.issued_on", Place("issued_on"))
        if not notice.responsible_unit:
            yield about.finding("completeness.responsible_unit", Place("responsible_unit"))
    if notice.kind is Kind.PUBLICITY:
        yield from _objections(about)
    if notice.period is None and notice.kind is Kind.RESULT and notice.category is Category.FINANCE:
        yield about.finding("completeness.period", Place("period"))
    elif notice.period is None and _names_people(about) and notice.kind in (Kind.PUBLICITY, Kind.RESULT):
        yield about.finding("completeness.roster_period", Place("period"))


def _objections(about: About) -> Iterator[Finding]:
    notice, item = about.notice, about.item
    own = item.objection_days if item is not None else None
    if notice.objection_days is None:
        yield about.finding("completeness.objection_days", Place("objection_days"), days=own or about.terms.objection_days)
    elif item is not None and own is not None and notice.objection_days < own:
        facts = {"days": notice.objection_days, "needed": own, "item": item.title}
        found = about.finding("completeness.objection_short", Place("objection_days"), **facts)
        yield replace(found, basis=item.legal_basis or found.basis)
    if not notice.supervision_phone and not about.telephones and not _TELEPHONE.search(notice.body):
        yield about.finding("completeness.supervision_phone", Place("supervision_phone"))


def _names_people(about: About) -> bool:
    for table in about.placed.tables:
        kind = about.vocabulary.recognise([piece.text for piece in table.head]).kind
        if kind is not None and kind.names_people and table.rows:
            return True
    return False
