"""A posted notice as the public JSON tells of it. `content/openapi.yaml` describes every field."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from kiosk.rules.catalogue import DisclosureItem
from kiosk.rules.notice import Notice
from kiosk.rules.placed_text import PlacedTable

Plain = dict[str, object]


@dataclass(frozen=True)
class PostedVersion:
    version: int
    digest: str
    posted_from: datetime


def notice_frame(notice: Notice, home: str, zone: tzinfo, names_people: bool) -> Plain:
    """`home` is the board's own address, without a stroke at its end."""
    return {
        "number": notice.number,
        "address": f"{home}/notices/{notice.number}",
        "details": f"{home}/api/notices/{notice.number}",
        "title": notice.title,
        "category": notice.category.value,
        "kind": notice.kind.value,
        "priority": notice.priority.value,
        "item": notice.item,
        "period": notice.period.code if notice.period else None,
        "period_title": notice.period.title if notice.period else None,
        "responsible_unit": notice.responsible_unit,
        "index_number": notice.index_number,
        "document_number": notice.document_number,
        "supervision_phone": notice.supervision_phone,
        "issued_on": _day(notice.issued_on),
        "effective_on": _day(notice.effective_on),
        "posted_from": _instant(notice.shows_from, zone),
        "posted_until": _instant(notice.shows_until, zone),
        "version": notice.version,
        "names_people": names_people,
    }


def table_plain(table: PlacedTable, notice: str) -> Plain:
    """`notice` is the address of its page."""
    width = len(table.head)
    return {
        "heading": table.heading or None,
        "above": table.before or None,
        "head": [piece.text for piece in table.head],
        "rows": [[piece.text for piece in row[:width]] for row in table.rows],
        "csv": f"{notice}/tables/{table.place + 1}.csv",
        "xlsx": f"{notice}/tables/{table.place + 1}.xlsx",
    }


def versions_plain(versions: Sequence[PostedVersion], zone: tzinfo) -> list[Plain]:
    return [_version_plain(each, zone) for each in versions]


def _version_plain(posted: PostedVersion, zone: tzinfo) -> Plain:
    return {"version": posted.version, "posted_from": _instant(posted.posted_from, zone), "sha256": posted.digest}


def item_plain(item: DisclosureItem, posted: Sequence[int]) -> Plain:
    """`posted`: the notices on it that hang now."""
    return {
        "code": item.code,
        "title": item.title,
        "category": item.category.value,
        "frequency": item.frequency,
        "due_rule": item.due_rule or None,
        "objection_days": item.objection_days,
        "objection_day_type": item.objection_day_type.value if item.objection_days else None,
        "display_days": item.display_days,
        "may_show": item.may_show or None,
        "must_hide": item.must_hide or None,
        "legal_basis": item.legal_basis or None,
        "posted_now": list(posted),
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _instant(instant: datetime | None, zone: tzinfo) -> str | None:
    return None if instant is None else instant.astimezone(zone).isoformat()
