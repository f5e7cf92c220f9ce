"""A slip for each household of a posted roster: which table and columns, and the sheets to cut apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.actions.now import ever_posted
from kiosk.actions.take_along import tables_of
from kiosk.documents.qr import qr_svg
from kiosk.errors import KioskError, NotFound, Problem, Refused
from kiosk.rules.placed_text import PlacedTable
from kiosk.rules.slips import HOUSEHOLD, Slip, slips_of
from kiosk.shipped import vocabulary
from kiosk.store import opinions, settings
from kiosk.store.notices import StoredNotice
from kiosk.web.desk.door import allowed, pages
from kiosk.web.faults import words_of
from kiosk.web.sheets import address_of
from kiosk.web.this_request import board, number_in, the_time

SLIPS_AT_ONCE = 400
"""A hundred sheets; more keep a browser waiting."""


@dataclass(frozen=True)
class Roster:
    table: PlacedTable
    household: int | None
    """The column in which they stand; None where none is known for one."""
    slips: Sequence[Slip]
    """With all columns."""


@pages.get("/notices/<int(max=2147483647):number>/slips")
@allowed()
def slips(number: int) -> ResponseReturnValue:
    return _page(_posted(number))


@pages.get("/notices/<int(max=2147483647):number>/slips/print")
@allowed()
def printed_slips(number: int) -> ResponseReturnValue:
    stored = _posted(number)
    place, columns = number_in(request.args.get("table", "")), _columns()
    roster = next((each for each in _rosters(stored) if each.table.place == place), None)
    if roster is None:
        raise NotFound("page.none")
    chosen = [at for at in range(len(roster.table.head)) if at in columns]
    if not chosen:
        wrong = Refused.because([Problem("slips.no_column", key=f"table-{place}")])
        return _page(stored, wrong), 422
    made = slips_of(roster.table, chosen, roster.household)
    parts = [made[at : at + SLIPS_AT_ONCE] for at in range(0, len(made), SLIPS_AT_ONCE)]
    part = min(max(number_in(request.args.get("part", "")) or 1, 1), len(parts))
    village = settings.settings(board().db).village
    return render_template(
        "paper/slips.html",
        notice=stored.notice,
        slips=parts[part - 1],
        count=len(made),
        parts=[(each[0].number, each[-1].number) for each in parts],
        part=part,
        address_of_part=lambda at: url_for("desk.printed_slips", number=number, table=place, column=chosen, part=at),
        village=village,
        unit=village.unit_of(stored.notice),
        phone=village.phone_of(stored.notice),
        qr=qr_svg(address_of(number), "code"),
        now=the_time(),
    )


def _posted(number: int) -> StoredNotice:
    """What has hung, also when it hangs no more: each slip goes only to the household it is about. What was withdrawn was
    wrong, and goes to nobody."""
    stored = ever_posted(board(), number, the_time())
    if stored is None or opinions.withdrawal(board().db, stored.notice) is not None:
        raise NotFound("slips.not_posted", number=number)
    return stored


def _page(stored: StoredNotice, wrong: KioskError | None = None) -> str:
    return render_template(
        "desk/slips.html",
        notice=stored.notice,
        rosters=_rosters(stored),
        problems=words_of(wrong) if wrong else [],
    )


def _columns() -> set[int]:
    return {at for text in request.args.getlist("column") if (at := number_in(text)) is not None}


def _rosters(stored: StoredNotice) -> list[Roster]:
    """Tables in which households stand; where none is known for one, all of them."""
    found = [roster for table in tables_of(stored.notice) if (roster := _roster(table)).slips]
    return [each for each in found if each.household is not None] or found


def _roster(table: PlacedTable) -> Roster:
    heads = [piece.text for piece in table.head]
    household = vocabulary().recognise(heads).columns.get(HOUSEHOLD)
    return Roster(table, household, slips_of(table, range(len(heads)), household))
