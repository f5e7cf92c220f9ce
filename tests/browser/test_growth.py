"""A year of turning leaves nothing behind in the browser."""

from playwright.sync_api import CDPSession, Page

from .conftest import show
from .hall import Hall

TURNS = 200
GROWTH_ALLOWED = 0.01
A_FEW = 4
"""That a poll of the server may hold at the moment they are counted; one left behind by each turn would be two hundred."""
COUNTED = ("Nodes", "JSEventListeners")


def counts(session: CDPSession) -> dict[str, float]:
    session.send("HeapProfiler.collectGarbage")
    metrics = session.send("Performance.getMetrics")["metrics"]
    return {each["name"]: each["value"] for each in metrics if each["name"] in COUNTED}


def turn(page: Page, times: int) -> None:
    for _ in range(times):
        page.keyboard.press("ArrowRight")


def test_turning_leaves_no_nodes_and_no_listeners_behind(sample_hall: Hall, tv: Page) -> None:
    show(tv, sample_hall)
    session = tv.context.new_cdp_session(tv)
    session.send("Performance.enable")
    round_length = tv.locator(".stage .slide").count() * 2
    turn(tv, round_length)
    before = counts(session)
    turn(tv, TURNS)
    after = counts(session)
    for name in COUNTED:
        assert after[name] <= before[name] * (1 + GROWTH_ALLOWED) + A_FEW, f"{name}: {before[name]:.0f} → {after[name]:.0f}"
