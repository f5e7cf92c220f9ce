"""The TV: its page, its slides, and what it may report."""

import gzip
import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from cast import GATE

from kiosk.actions.settle import change_screen, change_setting
from kiosk.rules.notice import Priority
from kiosk.rules.people import By
from kiosk.store import airings, connection, notices, opinions
from kiosk.web.screens import REASON_LIMIT, REPORT_LIMIT

SLIDES = "/screen/hall/slides"
REPORT = "/screen/hall/skipped"
SHOWN = "/screen/hall/shown"


def notices_of(html: str) -> list[int]:
    return [int(number) for number in re.findall(r'data-notice="(\d+)"', html)]


def test_the_page_of_a_screen(client):
    page = client.get("/screen/hall")
    assert page.status_code == 200
    assert 'data-screen="hall"' in page.text
    assert 'data-minimum-px="46"' in page.text
    assert 'data-connected="true"' in page.text


def test_the_slides_carry_what_others_rely_on(client, village):
    html = client.get(SLIDES).text
    assert notices_of(html) == sorted(notices_of(html), key=notices_of(html).index)
    assert set(notices_of(html)) == {village.live, village.seen}
    for part in ('class="slide"', 'data-category="finance"', 'data-page="1"', 'data-pages="1"', "data-until=", "<strong>明天</strong>"):
        assert part in html


def test_an_unchanged_screen_is_answered_with_304(client, village):
    first = client.get(SLIDES)
    tag = first.headers["ETag"]
    for asked in (tag, f"W/{tag}", f'"other", {tag}'):
        again = client.get(SLIDES, headers={"If-None-Match": asked})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == tag
    assert client.get(SLIDES, headers={"If-None-Match": '"other"'}).status_code == 200


def test_the_slides_are_packed_for_those_who_can_unpack(client, village):
    plain = client.get(SLIDES)
    packed = client.get(SLIDES, headers={"Accept-Encoding": "gzip, deflate"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Content-Length"] == str(len(packed.data))
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_a_head_has_no_body(client, village):
    answer = client.head(SLIDES)
    assert (answer.status_code, answer.data) == (200, b"")


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_slides_are_only_read(client, village, method):
    assert getattr(client, method)(SLIDES).status_code == 405


@pytest.mark.parametrize("path", ["/screen/nowhere", "/screen/nowhere/slides", "/screen/..%2fhall/slides", "/screen//slides", "/screen/HALL/slides", "/screen/大厅"])
def test_a_screen_there_is_not_has_no_page(client, path):
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text


def test_a_change_is_on_the_screen_after_the_next_look(client, post, look, village):
    before = client.get(SLIDES).headers["ETag"]
    number = post(title="新公告")
    assert client.get(SLIDES).headers["ETag"] == before
    look()
    after = client.get(SLIDES, headers={"If-None-Match": before})
    assert after.status_code == 200
    assert after.headers["ETag"] != before
    assert number in notices_of(after.text)


def test_a_look_that_finds_nothing_new_changes_nothing(client, look, village):
    before = client.get(SLIDES).headers["ETag"]
    look()
    assert client.get(SLIDES).headers["ETag"] == before


def test_a_setting_is_on_the_screen_after_the_next_look(client, board, look):
    before = client.get(SLIDES).headers["ETag"]
    change_setting(board, "village", "安和村", By("甲"), datetime.now(UTC))
    look()
    answer = client.get(SLIDES)
    assert answer.headers["ETag"] != before
    assert "安和村" in answer.text


def test_a_notice_leaves_and_one_arrives_when_its_time_has_come(app, client, village):
    air = app.extensions["on_air"]
    air.look(datetime.now(UTC) + timedelta(days=3))
    assert village.future in notices_of(client.get(SLIDES).text)
    air.look(datetime.now(UTC) + timedelta(days=400))
    assert notices_of(client.get(SLIDES).text) == []


def test_each_screen_has_what_goes_to_it(client, board, look, post):
    change_screen(board, GATE, By("甲"), datetime.now(UTC))
    for_gate = post(title="村口", screens=("gate",))
    for_hall = post(title="大厅", screens=("hall",))
    for_both = post(title="都有")
    look()
    assert set(notices_of(client.get("/screen/gate/slides").text)) == {for_gate, for_both}
    assert set(notices_of(client.get(SLIDES).text)) == {for_hall, for_both}


def test_an_urgent_notice_leads(client, look, post):
    post(title="平常")
    urgent = post(title="紧急", priority=Priority.URGENT)
    look()
    assert re.search(r'data-order="\[(\d+)', client.get(SLIDES).text)[1] == str(urgent)


@pytest.mark.parametrize("field", ["title", "responsible_unit", "supervision_phone", "document_number"])
def test_a_hostile_field_stays_words(client, look, post, field):
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"[:60]
    number = post(**{field: hostile})
    look()
    for path in (SLIDES, f"/notices/{number}", "/", "/desk/"):
        text = client.get(path).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text


@pytest.fixture
def skipped(app):
    """What the screens have reported so far, by screen and number."""
    return lambda: app.extensions["on_air"].skipped


def test_a_screen_reports_a_notice_it_had_to_pass_over(client, board, village, skipped):
    before = connection.data_version(board.db)
    answer = client.post(REPORT, json={"notice": village.live, "reason": "too\nwide  " + "x" * 900})
    assert (answer.status_code, answer.data) == (204, b"")
    ((place, reason),) = skipped().items()
    assert place == ("hall", village.live)
    assert reason.startswith("too wide x")
    assert len(reason) == REASON_LIMIT
    assert connection.data_version(board.db) == before


def test_the_same_report_again_is_remembered_once(client, village, skipped):
    for reason in ("first", "again"):
        client.post(REPORT, json={"notice": village.live, "reason": reason})
    assert skipped() == {("hall", village.live): "again"}


def test_a_report_is_forgotten_with_its_notice(app, client, village, skipped):
    client.post(REPORT, json={"notice": village.live, "reason": "x"})
    app.extensions["on_air"].look(datetime.now(UTC) + timedelta(days=2))
    assert list(skipped()) == [("hall", village.live)]
    app.extensions["on_air"].look(datetime.now(UTC) + timedelta(days=400))
    assert skipped() == {}


def test_a_screen_reports_only_what_goes_to_it(client, board, look, post, skipped):
    change_screen(board, GATE, By("甲"), datetime.now(UTC))
    for_gate = post(title="村口", screens=("gate",))
    look()
    assert client.post(REPORT, json={"notice": for_gate}).status_code == 422
    assert client.post("/screen/gate/skipped", json={"notice": for_gate}).status_code == 204
    assert list(skipped()) == [("gate", for_gate)]


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        "text",
        5,
        {},
        {"notice": None},
        {"notice": 999},
        {"notice": "1"},
        {"notice": 1.0},
        {"notice": True},
        {"notice": [1]},
        {"notice": {"a": 1}},
        {"notice": 10**30},
        {"notice": -1},
    ],
)
def test_a_report_of_nothing_posted_is_refused(client, village, skipped, told):
    assert client.post(REPORT, json=told).status_code == 422
    assert skipped() == {}


@pytest.mark.parametrize("state", ["draft", "future", "over"])
def test_a_report_of_what_is_not_posted_is_refused(client, village, skipped, state):
    answer = client.post(REPORT, json={"notice": getattr(village, state), "reason": "x"})
    assert answer.status_code == 422
    assert "机密" not in answer.text
    assert skipped() == {}


@pytest.mark.parametrize(
    "body, headers, status",
    [
        (b"", {}, 422),
        (b"{", {"Content-Type": "application/json"}, 422),
        (b"\xff\xfe", {"Content-Type": "application/json"}, 422),
        (b"[" * REPORT_LIMIT, {"Content-Type": "application/json"}, 422),
        (b'{"notice": 1' + b"0" * 4000 + b"}", {"Content-Type": "application/json"}, 422),
        (b'{"notice": NaN}', {"Content-Type": "application/json"}, 422),
        (b"[" * 100_000, {"Content-Type": "application/json"}, 413),
        (b'{"notice": 1, "reason": {"a": [1]}}', {"Content-Type": "text/plain"}, 422),
        (b"x" * (1024 * 1024 + 1), {"Content-Type": "application/json"}, 413),
    ],
)
def test_garbage_is_answered_without_an_incident(client, village, body, headers, status):
    answer = client.post(REPORT, data=body, headers=headers)
    assert answer.status_code == status
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("size, status", [(REPORT_LIMIT, 204), (REPORT_LIMIT + 1, 413)])
def test_a_report_has_at_most_four_kilobytes(client, village, skipped, size, status):
    body = json.dumps({"notice": village.live}).encode().ljust(size)
    assert client.post(REPORT, data=body, content_type="application/json").status_code == status
    assert len(skipped()) == (status == 204)


@pytest.mark.parametrize("reason", [None, 5, [], {"a": 1}, "\x00\x1b[31m", "\ud800", "字" * 600, "<script>alert(1)</script>"])
def test_a_reason_of_any_shape_is_taken_as_words(client, village, skipped, reason):
    assert client.post(REPORT, json={"notice": village.live, "reason": reason}).status_code == 204
    assert len(skipped()) == 1


def test_a_screen_says_once_since_when_it_shows_a_text(client, board, village):
    for _ in range(2):
        assert client.post(SHOWN, json={"notice": village.live, "version": 1}).status_code == 204
        first = opinions.first_shown(board.db, village.live, 1)
        version = connection.data_version(board.db)
    assert list(first) == ["hall"]
    assert client.post(SHOWN, json={"notice": village.live, "version": 1}).status_code == 204
    assert opinions.first_shown(board.db, village.live, 1) == first
    assert connection.data_version(board.db) == version, "what is known already is not written again"


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        "text",
        {},
        {"notice": 1},
        {"version": 1},
        {"notice": 1, "version": 2},
        {"notice": 1, "version": "1"},
        {"notice": 1, "version": 1.0},
        {"notice": True, "version": True},
        {"notice": 1, "version": [1]},
        {"notice": {}, "version": 1},
        {"notice": 10**30, "version": 1},
        {"notice": 2, "version": 1},  # not yet
        {"notice": 4, "version": 1},  # a draft
        {"notice": 5, "version": 1},  # over
    ],
)
def test_only_what_is_posted_on_that_screen_is_shown_there(client, board, village, told):
    assert client.post(SHOWN, json=told).status_code == 422
    assert board.db.execute("SELECT count(*) FROM first_shown").fetchone() == (0,)


def test_a_screen_shows_only_what_goes_to_it(client, board, look, post):
    number = post(title="大厅", screens=("hall",))
    change_screen(board, GATE, By("甲"), datetime.now(UTC))
    look()
    assert client.post("/screen/gate/shown", json={"notice": number, "version": 1}).status_code == 422
    assert client.post("/screen/nowhere/shown", json={"notice": number, "version": 1}).status_code == 404


def test_a_report_from_a_screen_there_is_not_is_404(client, village):
    assert client.post("/screen/nowhere/skipped", json={"notice": village.live}).status_code == 404


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE versions SET category = 'weather' WHERE notice = 1",
        "UPDATE versions SET screens = '{' WHERE notice = 1",
        "UPDATE versions SET issued_on = 'soon' WHERE notice = 1",
        "UPDATE versions SET shows_from = '2026-01-01T00:00:00' WHERE notice = 1",
        "UPDATE versions SET html = '<div><table><tr><td>' WHERE notice = 1",
    ],
)
def test_one_broken_row_does_not_darken_the_screen(client, board, look, village, statement):
    board.db.execute(statement)
    look()
    assert village.seen in notices_of(client.get(SLIDES).text)
    assert client.get("/healthz").status_code == 200
    assert client.get("/").status_code == 200


def test_broken_settings_do_not_darken_the_screen(client, board, look, village):
    board.db.execute("INSERT INTO settings VALUES ('display_days', '\"many\"')")
    before = client.get(SLIDES).text
    look()
    assert client.get(SLIDES).text == before
    assert client.get("/healthz").json["status"] == "degraded"


def test_only_notices_count_in_the_register(board, village):
    assert notices.count(board.db) == 5


AIRINGS = "/screen/hall/airings"
RUN = "0123456789abcdef"


def an_airing(notice: int, ago: timedelta = timedelta(), seconds: int = 20, **changes: object) -> dict[str, object]:
    """Of the last half minute, or of one so long ago."""
    last = datetime.now(UTC) - ago
    hour = last.replace(minute=0, second=0, microsecond=0)
    first = max(hour, last - timedelta(seconds=30))
    told = {"notice": notice, "version": 1, "hour": hour.strftime("%Y-%m-%dT%H"), "pages": [1]}
    return told | {"seconds": min(seconds, int((last - first).total_seconds()) + 1), "first": first.isoformat(), "last": last.isoformat()} | changes


def aired(board, notice: int) -> int:
    return sum(day.seconds for day in airings.of_notice(board.db, notice, board.zone))


def test_what_a_screen_has_shown_is_kept_and_said_twice_counts_once(client, board, village):
    told = an_airing(village.live)
    for _ in range(2):
        assert client.post(AIRINGS, json={"run": RUN, "airings": [told]}).json == {"believed": 1, "not_believed": 0}
    assert aired(board, village.live) == told["seconds"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"seconds": 4000},
        {"seconds": "20"},
        {"seconds": True},
        {"seconds": -1},
        {"seconds": 10**30},
        {"version": 9},
        {"notice": 4},  # a draft
        {"notice": 2},  # not yet
        {"notice": None},
        {"hour": "1970-01-01T00"},
        {"hour": "2999-01-01T00"},
        {"hour": 5},
        {"first": "gestern"},
        {"first": "2026-10-09T08:00:00"},
        {"last": "9999-12-31T23:59:59-23:59"},
        {"pages": 5},
        {"pages": ["1"]},
        {"pages": [0]},
        {"pages": list(range(1, 6000))},
    ],
)
def test_what_cannot_have_been_is_not_believed_and_takes_nothing_else_along(client, board, village, wrong):
    entries = [an_airing(village.live) | wrong, an_airing(village.seen)]
    assert client.post(AIRINGS, json={"run": RUN, "airings": entries}).json == {"believed": 1, "not_believed": 1}
    assert aired(board, village.live) == 0
    assert aired(board, village.seen) > 0


@pytest.mark.parametrize(
    "told",
    [None, [], {}, {"run": RUN}, {"run": "x", "airings": []}, {"run": RUN, "airings": {}}, {"run": RUN, "airings": [{}] * 101}, {"run": [RUN], "airings": []}],
)
def test_what_no_page_of_ours_says_is_refused(client, board, village, told):
    assert client.post(AIRINGS, json=told).status_code == 422


def test_a_report_beyond_all_measure_is_cut_off(client, village):
    assert client.post(AIRINGS, data=b" " * 300_000, content_type="application/json").status_code == 413


def test_a_screen_airs_only_what_goes_to_it(client, board, look, post):
    number = post(title="大厅", screens=("hall",))
    change_screen(board, GATE, By("甲"), datetime.now(UTC))
    look()
    told = {"run": RUN, "airings": [an_airing(number)]}
    assert client.post("/screen/gate/airings", json=told).json == {"believed": 0, "not_believed": 1}
    assert client.post("/screen/nowhere/airings", json=told).status_code == 404
