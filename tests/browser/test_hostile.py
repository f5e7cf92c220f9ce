"""What a notice says can only be read: nothing in it runs, wherever it is shown."""

import json

import pytest
from playwright.sync_api import Page

from kiosk.rules.people import Role

from .conftest import OpenContext, show
from .desk import enrol, fill_in
from .hall import Hall, a_notice, until

TRICKS = (
    "<script>window.hit = 1</script>",
    "<img src=x onerror=window.hit=1>",
    "<svg onload=window.hit=1><script>window.hit=1</script></svg>",
    "<iframe srcdoc='<script>parent.hit=1</script>'></iframe>",
    "<body onload=window.hit=1>",
    "<a href='javascript:window.hit=1'>点这里</a>",
    "[点这里](javascript:window.hit=1)",
    "[点这里](JaVaScRiPt&colon;window.hit=1)",
    "[点这里](data:text/html,<script>opener.hit=1</script>)",
    "[点这里](https://example.org/ \"a\" onclick=window.hit=1)",
    "<https://example.org/\"onmouseover=\"window.hit=1>",
    "<details open ontoggle=window.hit=1>",
    "<video><source onerror=window.hit=1></video>",
    "<math><mtext><table><mglyph><style><img src=x onerror=window.hit=1>",
    "<noscript><p title=\"</noscript><img src=x onerror=window.hit=1>\">",
    "<style>@import '//example.org/x.css'; * { color: red }</style>",
    "<link rel=stylesheet href=//example.org/x.css>",
    "<meta http-equiv=refresh content='0; url=javascript:window.hit=1'>",
    "<form action=javascript:window.hit=1><button autofocus onfocus=window.hit=1>提交</button></form>",
    "<div hx-get=/desk/ hx-trigger=load hx-on:load='window.hit=1'>x</div>",
    "<p data-current style='position:fixed;inset:0'>x</p>",
    "&lt;script&gt;window.hit=1&lt;/script&gt;",
    "`</code><script>window.hit=1</script>`",
    "| <script>window.hit=1</script> | <img src=x onerror=window.hit=1> |\n|---|---|\n| <svg/onload=window.hit=1> | \"><script>window.hit=1</script> |",
    "</textarea></title></script><script>window.hit=1</script>",
    "{{ 7 * 7 }}${window.hit = 1}",
    "<!--><img src=x onerror=window.hit=1>-->",
    "<![CDATA[<script>window.hit=1</script>]]>",
    "[^x]\n\n[^x]: <script>window.hit=1</script>",
)
IN_A_FIELD = "\"'></h1><script>window.hit=1</script><img src=x onerror=window.hit=1>"


@pytest.fixture(scope="module")
def hostile_hall(tmp_path_factory: pytest.TempPathFactory):
    hall = Hall(tmp_path_factory.mktemp("hostile")).start()
    fields = {"title": IN_A_FIELD, "responsible_unit": IN_A_FIELD, "supervision_phone": "\"><script>window.hit=1</script>"}
    hall.post(*(a_notice(**fields | {"title": f"{number} {IN_A_FIELD}"}, body=trick) for number, trick in enumerate(TRICKS)))
    hall.kiosk("settings", "village", f"村{IN_A_FIELD}")
    hall.kiosk("settings", "slogans", json.dumps([IN_A_FIELD]))
    hall.kiosk("settings", "telephones", json.dumps([{"name": IN_A_FIELD, "number": IN_A_FIELD}]))
    hall.kiosk("screen", "hall", "--title", IN_A_FIELD, "--slogans")
    yield hall
    hall.kill()


@pytest.fixture
def page(open_context: OpenContext) -> Page:
    return open_context().new_page()


def watch_dialogs(page: Page) -> list[str]:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    return dialogs


def has_been_hit(page: Page) -> bool:
    return page.evaluate("() => window.hit !== undefined")


def test_nothing_runs_on_the_screen(hostile_hall: Hall, page: Page) -> None:
    dialogs = watch_dialogs(page)
    show(page, hostile_hall)
    for _ in range(len(TRICKS) + 5):
        page.keyboard.press("ArrowRight")
        assert page.locator("[data-current]").count() == 1
    assert not has_been_hit(page)
    assert page.evaluate("() => violations") == [], "the page must be clean before the browser's own guard is needed"
    assert dialogs == []
    assert page.locator(".stage .slide-body :is(script, iframe, form, style, link, [hx-get], [onclick], [style*=fixed])").count() == 0


def test_nothing_runs_on_a_phone(hostile_hall: Hall, page: Page) -> None:
    look_at(page, hostile_hall, ["/", *(f"/notices/{number}" for number in hostile_hall.numbers().values())])


def test_nothing_runs_at_the_desk(hostile_hall: Hall, page: Page) -> None:
    enrol(hostile_hall, "管理丁", *Role)
    page.goto(f"{hostile_hall.address}/desk/sign-in")
    fill_in(page, "管理丁")
    numbers = hostile_hall.numbers().values()
    look_at(page, hostile_hall, ["/desk/", "/desk/notices", "/desk/screens", "/desk/audit", *(f"/desk/notices/{number}" for number in numbers)])


def look_at(page: Page, hall: Hall, paths: list[str]) -> None:
    """Nothing of the content is run on any of these pages, and no link would run anything."""
    dialogs = watch_dialogs(page)
    for path in paths:
        page.goto(f"{hall.address}{path}")
        for link in page.locator("main a").all():
            assert (link.get_attribute("href") or "").partition(":")[0].lower() not in ("javascript", "data", "vbscript")
        assert not has_been_hit(page), path
        assert page.evaluate("() => violations") == [], path
        assert page.evaluate("() => location.pathname") == path
    assert dialogs == []


def test_html_slipped_into_the_database_does_not_run_either(hall: Hall, page: Page) -> None:
    hall.post(a_notice("甲", "甲文。"), a_notice("乙", "乙文。"))
    number = hall.numbers()["甲"]
    hall.write("UPDATE versions SET html = ? WHERE notice = ?", ("\n".join(TRICKS), number))
    dialogs = watch_dialogs(page)
    page.goto(f"{hall.address}/notices/{number}")
    assert not has_been_hit(page)
    show(page, hall)
    until(lambda: page.locator("[data-current]").count() == 1, "the board is shown")
    assert not has_been_hit(page)
    assert dialogs == []
