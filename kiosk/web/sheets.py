"""Posted notices as sheets of paper for the board outside."""

from dataclasses import dataclass

from flask import request

from kiosk.actions.clocks import days_required
from kiosk.actions.now import objections_to
from kiosk.documents.qr import qr_svg
from kiosk.rules.days import CountedDays
from kiosk.rules.notice import Notice
from kiosk.rules.village import Settings, Village
from kiosk.store import notices, opinions
from kiosk.store.notices import StoredNotice
from kiosk.store.opinions import Opinion
from kiosk.web.this_request import board, config, own_address

SIZES = ("a4", "a3")


@dataclass(frozen=True)
class Sheet:
    """What stands on it besides the notice's own fields."""

    notice: Notice
    html: str
    village: Village
    unit: str
    phone: str
    objections: CountedDays | None
    days_required: int
    """For which it must stay posted; 0 for none."""
    corrected: Opinion | None
    address: str
    qr: str


def sheet_of(stored: StoredNotice, held: Settings) -> Sheet:
    notice = stored.notice
    address = address_of(notice.number or 0)
    return Sheet(
        notice=notice,
        html=stored.html,
        village=held.village,
        unit=held.village.unit_of(notice),
        phone=held.village.phone_of(notice),
        objections=objections_to(notice, config().zone, held),
        days_required=days_required(board(), notice, held),
        corrected=why_corrected(notice),
        address=address,
        qr=qr_svg(address),
    )


def address_of(number: int) -> str:
    """Of a notice's page, as a telephone finds it."""
    return f"{own_address()}/notices/{number}"


def why_corrected(notice: Notice) -> Opinion | None:
    """What was said when the version before it was to be corrected; None for the first one that hung."""
    was_posted_before = notices.posted_before(board().db, notice) is not None
    return opinions.last_said(board().db, notice, "correct", ago=1) if was_posted_before else None


def paper_size() -> str:
    asked = request.args.get("size", "")
    return asked if asked in SIZES else SIZES[0]
