"""How the screens are doing, and what each of them shows in a round."""

import time

from flask import render_template

from kiosk.actions.now import round_of
from kiosk.web.desk.door import allowed, pages
from kiosk.web.this_request import config, on_air, the_time

AWAY_SECONDS = 30


@pages.get("/screens")
@allowed()
def screens() -> str:
    air = on_air()
    shown = air.shown
    now = the_time()
    stored = [each.notice for each in shown.posted]
    titles = {notice.number: notice.title for notice in stored}
    return render_template(
        "desk/screens.html",
        village=shown.settings.village,
        rounds=[(screen, round_of(stored, screen, now, config().zone, shown.settings)) for screen in shown.screens],
        seconds_since={name: time.monotonic() - at for name, at in air.polled_at.items()},
        away_seconds=AWAY_SECONDS,
        skipped=[(screen, number, titles[number]) for screen, number in air.skipped if number in titles],
        broken=shown.broken,
        fault=air.fault,
    )
