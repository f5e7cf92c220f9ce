"""What holds for every address: headers, no writing by reading, and no going dark."""

import gzip
import hashlib
import os

import pytest
from werkzeug.exceptions import HTTPException

from kiosk.store import connection
from kiosk.web.application import HEADERS

ADDRESSES = [
    "/",
    "/?lang=en",
    "/screen/hall",
    "/screen/hall/slides",
    "/screen/nowhere",
    "/screen/nowhere/slides",
    "/screen/worker.js",
    "/archive",
    "/archive?words=公告&year=2026&category=finance&below=2",
    "/notices/1",
    "/notices/2",
    "/notices/3",
    "/notices/4",
    "/notices/999",
    "/notices/1/print",
    "/notices/4/print",
    "/find",
    "/find/1.json",
    "/notices/1/files/0",
    "/notices/1/tables/1.csv",
    "/notices/1/tables/1.xlsx",
    "/pictures/0.png",
    "/ask",
    "/ask?about=1",
    "/ask?code=0",
    "/ask/answered",
    "/ask/answered?before=2026-01-01",
    "/ask/ABCD-EFGH-JKLM-NPQR",
    "/check",
    "/check?code=0",
    "/check/ABCD-EFGH-JKLM-NPQR",
    "/data",
    "/feed.json",
    "/feed.xml",
    "/api/openapi.json",
    "/api/notices",
    "/api/notices?category=finance&period=2026-Q3&page=2&per_page=1",
    "/api/notices/1",
    "/api/notices/999",
    "/api/catalogue",
    "/api/nothing",
    "/desk/",
    "/healthz",
    "/static/x/css/tokens.css",
    "/static/x/nothing.css",
    "/static/x/../../pyproject.toml",
    "/nothing",
]


def digests(folder):
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file() and path.suffix != ".db-shm"}


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_reading_writes_nothing(client, board, config, village, method):
    before, version = digests(config.data), connection.data_version(board.db)
    for address in (*ADDRESSES, *village.pictures.values()):
        getattr(client, method)(address)
    assert connection.data_version(board.db) == version
    assert digests(config.data) == before


def test_every_rule_of_the_application_is_among_these_addresses(app):
    """But those of the desk, which has a table of its own."""
    adapter = app.url_map.bind("")
    met = set()
    for address in (*ADDRESSES, "/pictures/0.png"):
        try:
            met.add(adapter.match(address.split("?")[0], method="GET")[0])
        except HTTPException:
            continue
    reading = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods and not rule.endpoint.startswith("desk.")}
    assert reading - met == set()


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_has_its_safe_headers(client, village, address):
    headers = client.get(address).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "Connection" not in headers
    if not address.endswith("hall/slides"):
        assert {name: headers[name] for name in HEADERS} == HEADERS


@pytest.mark.parametrize("method, address", [("post", "/"), ("delete", "/notices/1"), ("put", "/desk/"), ("post", "/healthz"), ("get", "/screen/hall/skipped")])
def test_errors_of_method_have_them_too(client, village, method, address):
    answer = getattr(client, method)(address)
    assert answer.status_code == 405
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "Traceback" not in answer.text


def test_an_incident_has_a_number_and_no_trace(app, client, village):
    def broken():
        raise RuntimeError("SECRET /etc/passwd")

    app.view_functions["residents.home"] = broken
    answer = client.get("/")
    assert answer.status_code == 500
    assert "SECRET" not in answer.text and "RuntimeError" not in answer.text
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


@pytest.mark.parametrize("address", [each for each in ADDRESSES if each not in ("/screen/hall/slides",)])
def test_pages_hold_no_inline_script_or_style(client, village, address):
    answer = client.get(address)
    if answer.content_type.startswith("text/html"):
        assert "<style" not in answer.text
        assert " style=" not in answer.text
        assert " onclick=" not in answer.text
        assert answer.text.count("<script") == answer.text.count('<script type="module" src="/static/')
        assert "//" not in answer.text.replace("http://www.w3.org", "").replace("http://192.0.2.10:8080", "")


def test_health_of_a_sound_board(client, village):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert (answer.json["status"], answer.json["database"]) == ("ok", "ok")
    assert answer.json["screens"]["hall"] == client.get("/screen/hall/slides").headers["ETag"].strip('"')


def replaced_by(data: bytes):
    def do(path):
        other = path.with_name("other")
        other.write_bytes(data)
        os.replace(other, path)

    return do


def overwritten_by(data: bytes):
    def do(path):
        path.write_bytes(data)
        for ending in ("-wal", "-shm"):
            path.with_name(path.name + ending).write_bytes(b"\xff" * 100)

    return do


@pytest.mark.parametrize(
    "accident",
    [
        lambda path: path.unlink(),
        replaced_by(b""),
        replaced_by(b"garbage" * 1000),
        overwritten_by(b""),
        overwritten_by(b"garbage" * 1000),
    ],
    ids=["gone", "replaced by nothing", "replaced by garbage", "emptied", "garbage"],
)
def test_the_screen_goes_on_when_the_database_is_lost(client, config, village, look, accident):
    before = client.get("/screen/hall/slides")
    accident(config.database)
    look()
    after = client.get("/screen/hall/slides")
    assert (after.status_code, after.data) == (200, before.data)
    assert client.get("/screen/hall").status_code == 200
    health = client.get("/healthz")
    assert health.status_code == 200
    assert health.json["notices"] >= 2
    for address in ("/", "/notices/1"):
        answer = client.get(address)
        assert answer.status_code == 503 or "停水通知" in answer.text  # what the log beside it holds can still be read
        assert "Traceback" not in answer.text
        assert str(config.data) not in answer.text and "kiosk.db" not in answer.text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_whoever_asks_meanwhile_is_told_in_words_and_not_where_the_data_lies(client, config, village, language):
    replaced_by(b"garbage" * 1000)(config.database)
    answer = client.get(f"/?lang={language}")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (503, "no-store")
    assert "<h1>" in answer.text
    assert str(config.data) not in answer.text and "kiosk.db" not in answer.text
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_a_request_never_makes_a_new_board(client, config, village, look):
    config.database.unlink()
    for address in ADDRESSES:
        client.get(address)
    look()
    assert not config.database.exists()


@pytest.mark.parametrize("accident", [lambda path: path.unlink(), replaced_by(b"garbage" * 1000), overwritten_by(b"garbage" * 1000)], ids=["gone", "replaced", "garbage"])
def test_a_monitor_is_told_that_the_database_cannot_be_read(client, config, village, look, accident):
    accident(config.database)
    look()
    health = client.get("/healthz").json
    assert (health["status"], health["database"]) == ("degraded", "unreadable")


def test_static_files_may_be_kept_only_under_their_own_version(client):
    page = client.get("/screen/hall").text
    address = page.split('src="')[1].split('"')[0]
    assert "immutable" in client.get(address).headers["Cache-Control"]
    assert client.get("/static/old/css/tokens.css").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["css/tokens.css", "js/screen/screen.js", "css/./tokens.css", "nothing/../css/tokens.css"])
def test_style_sheets_and_modules_are_packed_for_those_who_can_unpack(client, path):
    plain = client.get(f"/static/x/{path}")
    packed = client.get(f"/static/x/{path}", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Content-Length"] == str(len(packed.data))
    assert packed.content_type == plain.content_type
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"


def test_a_static_file_asked_for_again_or_in_part_is_never_half_packed(client):
    address, unpacks = "/static/x/css/tokens.css", {"Accept-Encoding": "gzip"}
    whole = client.get(address)
    again = client.get(address, headers=unpacks | {"If-None-Match": whole.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    part = client.get(address, headers=unpacks | {"Range": "bytes=0-9"})
    assert (part.status_code, part.data) == (206, whole.data[:10])
    assert "Content-Encoding" not in part.headers


def test_a_notice_reaches_every_door(client, post, look):
    number = post(title="到处都有")
    look()
    for address in ("/", f"/notices/{number}", "/screen/hall/slides"):
        assert "到处都有" in client.get(address).text
