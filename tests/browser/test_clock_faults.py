"""A board whose server does not know the hour: the TV shows what hangs, and no time."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from .conftest import show
from .hall import Hall, a_notice


def test_while_the_server_doubts_its_clock_the_tv_shows_the_notices_and_no_time(hall: Hall, tv: Page):
    hall.kiosk("screen", "hall", "--opens", "00:00", "--closes", "00:01")
    hall.post(a_notice("停水通知", "明天停水。", seconds=600))
    hall.kill()
    later = datetime.now(UTC) + timedelta(days=3)
    hall.write("UPDATE running SET last_at = ?", (later.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),))
    hall.start()
    assert hall.health()["clock"] == "in_doubt"
    show(tv, hall)
    expect(tv.locator(".slide[data-current]")).to_contain_text("停水通知")
    expect(tv.locator("main[data-screen]")).to_have_attribute("data-unsure", "")
    expect(tv.locator("main[data-screen]")).not_to_have_attribute("data-closed", "")
    for place in (".band-clock", ".band .says-date", ".band .says-lunar"):
        expect(tv.locator(place)).to_be_hidden()
    hall.kill()
    assert "时间正常" in hall.kiosk("clock", "--right")
    hall.start()
    expect(tv.locator("main[data-screen]")).not_to_have_attribute("data-unsure", "", timeout=20_000)
    assert hall.health()["clock"] == "ok"
