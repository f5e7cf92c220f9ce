"""Every page of the desk and the residents' own, for people who use it with their ears, their keyboard, or at twice the size."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect

from kiosk.rules.people import Role

from .conftest import OpenContext
from .desk import PASSWORD, a_draft, enrol, sign_in
from .hall import Hall

EVERYBODY = "管理丁"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"color-contrast-enhanced": {"enabled": True}, "color-contrast": {"enabled": False}}
"""Letters are held to AAA, which asks for more of them than AA does."""
WHAT_IS_ASKED = {"runOnly": {"type": "tag", "values": [*TAGS, "wcag2aaa"]}, "rules": RULES, "resultTypes": ["violations"]}
PAGES = [
    "/desk/",
    "/desk/new",
    "/desk/notices",
    "/desk/notices?words=村&period=soon",
    "/desk/notices?words=村",
    "/desk/index-numbers",
    "/desk/notices/1",
    "/desk/notices/{draft}",
    "/desk/notices/{draft}/edit",
    "/desk/questions",
    "/desk/questions/new",
    "/desk/questions/1",
    "/desk/screens",
    "/desk/screens/hall",
    "/desk/people",
    "/desk/people/1",
    "/desk/screens/new",
    "/desk/settings",
    "/desk/settings/telephones",
    "/desk/settings/duty",
    "/desk/settings/review",
    "/desk/settings/pace",
    "/desk/settings/numbering",
    "/desk/settings/archive",
    "/desk/catalogue",
    "/desk/catalogue?words=低保&default=on",
    "/desk/catalogue/F01",
    "/desk/audit",
    "/desk/audit?who=nobody",
    "/desk/audit?since=soon&notice=seven",
    "/desk/copies",
    "/desk/guide",
    "/desk/report",
    "/desk/print",
    "/desk/print/sheets?notice=1&contents=1",
    "/desk/notices/6/slips",
    "/desk/notices/6/slips/print?table=1&column=2&column=5",
    "/desk/password",
    "/desk/nothing",
    "/desk/duties",
    "/desk/duties/calendar",
    "/desk/catalogue/new",
    "/desk/clock",
    "/desk/notices/1/record",
    "/desk/report/2026",
    "/desk/screens/hall/take-away",
    "/screen/hall",
    "/notices/1/print",
    "/",
    "/notices/1",
    "/notices/6",
    "/find",
    "/ask",
    "/ask?about=1",
    "/ask/answered",
    "/ask/ABCD-EFGH",
    "/check",
    "/check/ABCD-2345-EFGH-6789",
    "/data",
    "/archive?words=村",
]
NO_PAGES = set(
    """screens.worker screens.unknown_slides residents.file residents.table residents.picture find.roster open_data.nothing
    feeds.feed_of_json feeds.feed_of_atom open_data.description open_data.listed open_data.details open_data.catalogue
    desk.original desk.audit_csv desk.calendar_feed desk.catalogue_csv desk.slides_of_version desk.report_workbook
    desk.empty_sheet desk.next_sheet health.healthz static_files.versioned""".split()
)
"""Files, and what programs read."""
PIECES = {"desk.shown", "desk.screen_now", "desk.screen_follows", "desk.preview"}
"""Of pages that are looked at, and the screen within them."""
WANT_A_STATE = set(
    """desk.about_to_put_back desk.copy_is_back desk.begin desk.lost desk.record_sheet desk.reading
    desk.read_pasted desk.read_file desk.sign_in""".split()
)
"""Of the board or of what was brought, that those who only look do not find; tests of their own open them."""
WIDTHS = {True: (1366, 820, 640), False: (1366, 820, 320)}
"""At the desk, and elsewhere."""
A_QUESTION = """INSERT INTO questions (sort, way, arrived_at, due_on, state, likeness, words, name, telephone)
    VALUES ('topic', 'box', '2026-10-01T00:00:00.000000Z', '2026-10-11', 'registered', '', ?, '', '')"""
WIDER_THAN_ITS_WINDOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    hall = Hall(tmp_path_factory.mktemp("office"))
    hall.start(sample=True)
    enrol(hall, EVERYBODY, *Role)
    hall.draft = a_draft(hall, "草稿", "正文，还没写完。\n\n| 项目 | 金额 |\n|---|---:|\n| 甲 | 1 |\n")
    hall.write(A_QUESTION, ("路灯为什么不亮？",))
    yield hall
    hall.kill()


def faults(page: Page) -> list[tuple[str, list[object]]]:
    found = Axe().run(page, options=WHAT_IS_ASKED).response["violations"]
    return [(each["id"], [node["target"] for node in each["nodes"]]) for each in found]


@pytest.fixture
def page(office: Hall, open_context: OpenContext) -> Page:
    return sign_in(open_context(1366, 768), office, EVERYBODY)


def test_every_page_is_without_a_fault_and_fits_its_window(office: Hall, page: Page) -> None:
    """A tablet upright and a narrow window; residents' pages the smallest telephone, and so any other at four times the size."""
    found = {}
    for path in PAGES:
        page.set_viewport_size({"width": 1366, "height": 768})
        page.goto(f"{office.address}{path.format(draft=office.draft)}")
        seen = [*faults(page), *page.evaluate("() => violations")]
        for width in WIDTHS[path.startswith(("/desk/", "/screen/")) or path.endswith("/print")]:
            page.set_viewport_size({"width": width, "height": 800})
            seen += [f"{width} px: {over} too wide"] if (over := page.evaluate(WIDER_THAN_ITS_WINDOW)) > 0 else []
        found[path] = seen
    assert {path: each for path, each in found.items() if each} == {}


def test_no_page_is_forgotten(app: Flask) -> None:
    addresses = app.url_map.bind("hall")
    opened = {addresses.match(urlsplit(path.format(draft=2)).path)[0] for path in PAGES if path != "/desk/nothing"}
    there = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    assert there - NO_PAGES - PIECES - WANT_A_STATE == opened
    assert not (NO_PAGES | PIECES | WANT_A_STATE) - there


def test_the_pages_before_signing_in_are_without_a_fault(office: Hall, open_context: OpenContext) -> None:
    page = open_context(1366, 768).new_page()
    page.goto(f"{office.address}/desk/sign-in")
    assert faults(page) == []
    page.locator("[name=name]").fill("谁也不是")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form[action$='/sign-in'] button").click()
    expect(page).to_have_title(re.compile("^错误："))
    assert faults(page) == []

