"""When the database cannot be used: what is wrong, in plain words, and the good copies there are."""


from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.actions import safekeeping
from kiosk.actions.safekeeping import Listed
from kiosk.errors import KioskError, Refused
from kiosk.rules.people import NAME_LIMIT, By, Role
from kiosk.store import people
from kiosk.store.board import Board
from kiosk.store.restoring import PASSING
from kiosk.web.desk.copies import copying
from kiosk.web.desk.door import address, open_to_all, pages, works_without_board
from kiosk.web.desk.sign_in import counted_by, failures
from kiosk.web.faults import words_of
from kiosk.web.this_request import config, on_air, the_time
from kiosk.web.this_request import gettext as _
from kiosk.wording.marking import N_

WHAT = {
    "store.database_lost": N_("The file that holds everything (the database) is missing or empty."),
    "store.damaged": N_("The file that holds everything (the database) is damaged."),
    "store.half_migrated": N_("The database was left half way between two versions of the program."),
    "store.newer": N_("The database was written by a newer version of the program than this one. Have the program updated; putting an older copy back would lose what was done since."),
    "store.disk_full": N_("The disk is full. Have somebody make room on it; the desk then opens again by itself."),
    "store.not_writable": N_("The disk lets nothing be written. Perhaps it is failing or locked: have the machine looked at. The desk opens again by itself when it can."),
}
OTHERWISE = N_("The database cannot be read. Have the machine looked at.")


@pages.get("/lost")
@open_to_all
@works_without_board
def lost() -> ResponseReturnValue:
    if on_air().lost is None:
        return redirect(url_for("desk.home"), 303)
    key = request.args.get("copy", "")
    return _page(safekeeping.listed_copy(config(), key) if key else None), 503


@pages.post("/lost")
@open_to_all
@works_without_board
def put_back_what_was_lost() -> ResponseReturnValue:
    if on_air().lost is None:
        return redirect(url_for("desk.home"), 303)
    now = the_time()
    listed = safekeeping.listed_copy(config(), request.form.get("copy", ""))
    name, password = request.form.get("name", "").strip()[: NAME_LIMIT + 1], request.form.get("password", "")
    tries = counted_by(name)
    free_at = failures().wait_until(tries, now)
    if free_at is not None:
        wait = Refused("sign_in.wait", minutes=int((free_at - now).total_seconds() // 60) + 1)
        return _page(listed, wait, name), 429
    try:
        safekeeping.put_back(config(), listed.copy.path, By(name, address()), now, _admin_of_the_copy(name, password))
    except KioskError as refused:
        if refused.code == "sign_in.wrong":
            failures().count(tries, now)
        return _page(listed, refused, name), 422
    copying().forget()
    on_air().look_at_once()
    return redirect(url_for("desk.copy_is_back"), 303)


def _admin_of_the_copy(name: str, password: str) -> safekeeping.Check:
    def check(copied: Board) -> None:
        if people.active_admins(copied.db) == 0:
            raise Refused("copy.nobody_in_charge")
        person = people.who_is(copied.db, name, password)
        if person is None or not person.has(Role.ADMIN):
            raise Refused("sign_in.wrong")

    return check


def _page(chosen: Listed | None, refused: KioskError | None = None, name: str = "") -> str:
    trouble = on_air().lost
    code = trouble.code if trouble is not None else ""
    return render_template(
        "desk/lost.html" if chosen is None else "desk/put_back_lost.html",
        what=_(WHAT.get(code, OTHERWISE)),
        can_be_mended=code not in PASSING,
        copies=[each for each in safekeeping.all_copies(config()) if each.copy.can_be_read],
        listed=chosen,
        name=name,
        problems=words_of(refused) if refused is not None else [],
        backups=config().backups,
    )
