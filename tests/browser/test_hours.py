"""Open hours: outside them the screen is dark, by the village's time, with and without the server."""

from datetime import UTC, datetime, time, timedelta

import pytest
from cast import SHANGHAI
from playwright.sync_api import Page, expect

from kiosk.rules.screen import Screen

from .conftest import show
from .hall import Hall, a_notice

HOURS = [(None, None), ("08:00", "21:30"), ("18:00", "02:00"), ("00:00", "12:00"), ("12:00", "00:00")]
TIMES = [time(hour, minute) for hour in range(24) for minute in (0, 29, 30, 59)]


def by_the_clock(minutes: int) -> str:
    return (datetime.now(UTC).astimezone(SHANGHAI) + timedelta(minutes=minutes)).strftime("%H:%M")


def test_the_screen_goes_dark_and_light_again_by_itself(tv: Page, hall: Hall):
    hall.post(a_notice("停水通知", "明天停水。", seconds=600))
    show(tv, hall)
    board = tv.locator("main[data-screen]")
    expect(board).not_to_have_attribute("data-closed", "")
    hall.kiosk("screen", "hall", "--opens", by_the_clock(60), "--closes", by_the_clock(120))
    expect(board).to_have_attribute("data-closed", "")
    expect(tv.locator(".night")).to_be_visible()
    colour = tv.locator(".night").evaluate("(night) => getComputedStyle(night).backgroundColor")
    assert colour == "rgb(0, 0, 0)"
    box = tv.locator(".night").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 1920, 1080)
    hall.kill()
    tv.evaluate("window.clockShift = 90 * 60_000")
    expect(board).not_to_have_attribute("data-closed", "")
    tv.evaluate("window.clockShift = 150 * 60_000")
    expect(board).to_have_attribute("data-closed", "")


def test_the_browser_decides_as_the_rule_does(tv: Page, hall: Hall):
    show(tv, hall)
    asked = [(opens, closes, f"{at:%H:%M}") for opens, closes in HOURS for at in TIMES]
    address = tv.evaluate("document.querySelector('script[type=module]').src.replace('screen.js', 'hours.js')")
    decided = tv.evaluate("async ([address, asked]) => { const { isOpen } = await import(address); return asked.map((each) => isOpen(...each)); }", [address, asked])
    assert decided == [Screen("hall", "大厅", opens_at=opens, closes_at=closes).is_open(time.fromisoformat(at)) for opens, closes, at in asked]


@pytest.mark.parametrize("width, height, shape", [(1920, 1080, "landscape"), (1080, 1920, "portrait")])
def test_the_calm_board_has_room_for_a_week_of_duty_beside_the_telephones(open_context, hall: Hall, width, height, shape):
    duty = [f'{{"when": "星期{day}", "who": "欧阳建军", "number": "0000-123450{day}"}}' for day in "一二三四五六日"]
    phones = [f'{{"name": "清河镇便民服务中心", "number": "0000-123452{place}"}}' for place in range(7)]
    hall.kiosk("settings", "duty_roster", f"[{', '.join(duty)}]")
    hall.kiosk("settings", "telephones", f"[{', '.join(phones)}]")
    page = open_context(width, height).new_page()
    show(page, hall)
    for entry in page.locator(".calm-lists li > *").all():
        expect(entry).to_be_in_viewport(ratio=1)
    stage = page.locator(".stage").bounding_box()
    lists = page.locator(".calm-lists").bounding_box()
    assert lists["y"] + lists["height"] <= stage["y"] + stage["height"]
    assert lists["x"] >= 0 and lists["x"] + lists["width"] <= width
    assert page.locator(".calm-village").bounding_box()["y"] >= stage["y"]
