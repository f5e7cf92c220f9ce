"""Open data: programs read what residents read, in the form the description gives, and nothing else."""

import gzip
import json
import re
from copy import copy
from datetime import UTC, datetime
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree

import pytest
import yaml
from cast import DAY, NOON, MovedClock, days_from_today
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from jsonschema import Draft202012Validator, FormatChecker
from office import Office, staff_of

from kiosk.actions.record import digest_of_version
from kiosk.config import resource
from kiosk.rules.notice import Category
from kiosk.rules.period import parse_period
from kiosk.store import notices
from kiosk.web.application import create_app

DESCRIPTION = yaml.safe_load((resource("content") / "openapi.yaml").read_text("utf-8"))
OPERATIONS = {path: methods["get"] for path, methods in DESCRIPTION["paths"].items()}
FORMATS = FormatChecker(["date"])
FORMATS.checks("date-time", ValueError)(lambda text: not isinstance(text, str) or datetime.fromisoformat(text).tzinfo is not None)

A_TABLE = "## 收入\n\n单位：元\n\n| 项目 | 金额 |\n| --- | ---: |\n| 发包 | 12,500.00 |\n| 合计 | |\n"
ATOM = {"atom": "http://www.w3.org/2005/Atom"}
A_ROSTER = "| 户主姓名 | 金额 |\n| --- | --- |\n| 户主甲 | 1 |\n"
SAME = {"id": "id", "title": "title", "content_html": "content", "date_published": "published", "date_modified": "updated"}
FEEDS = ["/feed.json", "/feed.xml"]
LISTS = [*FEEDS, "/api/notices", "/api/catalogue"]


def checker_of(schema: dict[str, object]) -> Draft202012Validator:
    return Draft202012Validator({**schema, "components": DESCRIPTION["components"]}, format_checker=FORMATS)


def described(operation: dict, status: int) -> dict[str, dict]:
    """The schemas by kind of content; KeyError for a status that is not in the description."""
    answer = operation["responses"][str(status)]
    if "$ref" in answer:
        answer = DESCRIPTION["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    return {kind: content["schema"] for kind, content in answer.get("content", {}).items()}


def hold_against_the_description(operation: dict, answer) -> None:
    kinds = described(operation, answer.status_code)
    assert answer.mimetype in kinds or not answer.data
    if kinds:
        checker_of(kinds[answer.mimetype]).validate(answer.json)


@pytest.fixture
def full(village, board, post):
    """All states, and besides them one with a table and one that names people, both posted."""
    village = copy(village)
    village.table = post(title="账目", body=A_TABLE, period=None, supervision_phone="0000-1234567")
    village.roster = post(title="花名册", body=A_ROSTER, category=Category.SUBSIDY, item="B01")
    return village


ODD = ("0", "-1", "01", "1.0", "１", "101", "10001", "999999999999", "1948", "3000", "2026-Q5", "2026-q3", "Finance", "")
WORDS = some.text(max_size=8) | some.sampled_from(ODD)
SENSIBLE = {
    "category": some.sampled_from([each.value for each in Category]),
    "period": some.sampled_from(["2026", "2026-Q3", "2026-H1", "2026-09"]),
    "page": some.integers(1, 10_000).map(str),
    "per_page": some.integers(1, 100).map(str),
}
KEYS = {name: sensible | WORDS for name, sensible in SENSIBLE.items()} | {"other": WORDS}
QUERIES = some.fixed_dictionaries({}, optional=KEYS)
PLACES = some.sampled_from(["0", "1", "2", "3", "4", "5", "6", "7", "8", "2147483647", "2147483648", "-1", "x"])


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=some.sampled_from(sorted(OPERATIONS)), number=PLACES, query=QUERIES)
def test_no_answer_is_outside_the_description(client, full, path, number, query):
    answer = client.get(f"{path.format(number=number)}?{urlencode(query, errors='replace')}")
    hold_against_the_description(OPERATIONS[path], answer)


@pytest.mark.parametrize("name", [*SENSIBLE, "other"])
def test_what_is_asked_for_is_refused_exactly_where_the_description_does_not_allow_it(client, full, name):
    for value in (*ODD, "1", "100", "10000", "2026", "2026-12", "land"):
        answer = client.get("/api/notices", query_string={name: value})
        assert (value, answer.status_code) == (value, 200 if is_allowed({name: value}) else 400)


def is_allowed(query: dict[str, str]) -> bool:
    known = {each["name"]: each["schema"] for each in OPERATIONS["/api/notices"]["parameters"]}
    return all(name in known and checker_of(known[name]).is_valid(as_meant(value, known[name])) for name, value in query.items())


def as_meant(value: str, schema: dict[str, object]) -> int | str:
    """Figures are a number where one is asked for, as JSON would write it."""
    return int(value) if schema.get("type") == "integer" and re.fullmatch(r"-?(0|[1-9][0-9]*)", value) else value


def test_what_the_description_allows_is_answered(client, full):
    """Else a check that only ever meets refusals would pass."""
    wanted = {"category": "finance", "page": "1", "per_page": "1"}
    for path, query in (("/api/notices", wanted), ("/api/notices/{number}", {}), ("/api/catalogue", {})):
        answer = client.get(path.format(number=full.table), query_string=query)
        assert answer.status_code == 200
        hold_against_the_description(OPERATIONS[path], answer)


def test_the_description_has_every_address_and_only_these(app, client):
    rules = {re.sub(r"<.*:(\w+)>", r"{\1}", rule.rule) for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")}
    assert rules - {"/api/openapi.json", "/api/{anything}"} == set(OPERATIONS)
    for schema in DESCRIPTION["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    assert client.get("/api/openapi.json").json["paths"] == DESCRIPTION["paths"]


def test_what_is_not_public_is_nowhere(client, full):
    told = "".join(client.get(address).get_data(as_text=True) for address in LISTS)
    states = {full.future: 404, full.draft: 404, full.over: 410, 999: 404}
    for number, status in states.items():
        answer = client.get(f"/api/notices/{number}")
        assert answer.status_code == status
        told += answer.text
    for secret in ("未来", "草稿", "过期"):
        assert secret not in told
    assert "停水通知" in told


def test_what_is_over_and_names_nobody_can_be_read_but_is_not_listed(client, post):
    number = post(title="旧账", now=datetime.now(UTC) - 60 * DAY, valid_until=days_from_today(-20))
    told = client.get(f"/api/notices/{number}").json
    assert not told["is_posted"] and told["html"]
    assert client.get("/api/notices").json["total"] == 0


def test_what_was_withdrawn_is_gone_from_everywhere(config, board, renderer, checker):
    office = Office(board, renderer, checker, staff_of(board))
    number = office.walk(office.post(title="撤下的账目"), "withdraw")
    client = create_app(config, MovedClock(NOON + DAY)).test_client()
    assert client.get(f"/api/notices/{number}").status_code == 410
    assert "撤下的账目" not in "".join(client.get(address).get_data(as_text=True) for address in LISTS)


def test_a_feed_reader_is_not_given_names_to_keep(client, full):
    for address in FEEDS:
        told = client.get(address).get_data(as_text=True)
        assert "花名册" in told and "户主甲" not in told
    details = client.get(f"/api/notices/{full.roster}")
    assert details.json["names_people"] and "户主甲" in details.json["html"]
    assert details.headers["Cache-Control"].startswith("private")
    assert "noarchive" in details.headers["X-Robots-Tag"]


def test_a_notice_is_told_with_its_tables_row_by_row(client, full):
    told = client.get(f"/api/notices/{full.table}").json
    (table,) = told["tables"]
    assert table["heading"] == "收入" and table["above"] == "单位：元"
    assert [table["head"], *table["rows"]] == [["项目", "金额"], ["发包", "12,500.00"], ["合计", ""]]
    assert told["supervision_phone"] == "0000-1234567" and told["is_posted"]
    for address in (table["csv"], table["xlsx"], told["address"], told["details"]):
        assert client.get(urlsplit(address).path).status_code == 200


def test_pictures_are_addressed_from_afar(client, full, config):
    assert f'src="{config.address}/pictures/' in client.get(f"/api/notices/{full.seen}").json["html"]


@pytest.mark.parametrize(
    "query, total, titles",
    [
        ("", 3, ["丙", "乙", "甲"]),
        ("category=land", 2, ["丙", "甲"]),
        ("period=2026-Q3", 1, ["甲"]),
        ("category=finance&period=2026-Q3", 0, []),
        ("per_page=2", 3, ["丙", "乙"]),
        ("per_page=2&page=2", 3, ["甲"]),
        ("page=9", 3, []),
    ],
)
def test_the_list_is_filtered_and_paged(client, post, query, total, titles):
    post(title="甲", category=Category.LAND, period=parse_period("2026-Q3"))
    post(title="乙")
    post(title="丙", category=Category.LAND)
    told = client.get(f"/api/notices?{query}").json
    assert [each["title"] for each in told["notices"]] == titles
    assert told["total"] == total


def test_the_catalogue_names_what_is_posted_on_it(client, full):
    items = {each["code"]: each for each in client.get("/api/catalogue").json["items"]}
    assert items["B01"]["posted_now"] == [full.roster]
    assert items["F01"]["posted_now"] == []
    assert "F01M" not in items  # off


@pytest.mark.parametrize(
    "method, address, status, words",
    [
        ("get", "/api/notices?category=money", 400, "finance"),
        ("get", "/api/notices?period=2026-Q5", 400, "2026-Q3"),
        ("get", "/api/notices?per_page=101", 400, "100"),
        ("get", "/api/notices?page=1&page=2", 400, "两次"),
        ("get", "/api/notices?categorie=land", 400, "category"),
        ("get", "/api/notices/999", 404, "公告"),
        ("get", "/api/nothing", 404, ""),
        ("get", "/api/catalogue?code=F01", 400, "code"),
        ("post", "/api/notices", 405, ""),
    ],
)
def test_what_cannot_be_answered_says_why(client, method, address, status, words):
    answer = getattr(client, method)(address)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    checker_of({"$ref": "#/components/schemas/Problem"}).validate(answer.json)
    assert answer.json["status"] == status and words in answer.json["detail"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_board_that_cannot_be_read_says_so_to_programs(app, client, config):
    client.get("/api/notices")
    config.database.write_bytes(b"no database" * 1000)
    answer = client.get("/api/notices")
    assert answer.status_code == 503
    hold_against_the_description(OPERATIONS["/api/notices"], answer)


@pytest.mark.parametrize("address", [*LISTS, "/api/openapi.json"])
def test_what_has_not_changed_is_not_sent_again(client, full, post, address):
    first = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert "max-age" in first.headers["Cache-Control"]
    assert gzip.decompress(first.data)
    again = {"If-None-Match": first.headers["ETag"]}
    second = client.get(address, headers=again)
    assert (second.status_code, second.data) == (304, b"")
    post(title="新公告", item="F01")
    assert client.get(address, headers=again).status_code == (304 if "openapi" in address else 200)


def test_a_correction_is_newer_but_goes_on_where_its_notice_stood(config, board, renderer, checker):
    office = Office(board, renderer, checker, staff_of(board))
    number = office.post(title="账目", body="账目。\n")
    office.now = NOON + 2 * DAY
    office.walk(number, "correct", "submit", "pass", "publish")
    client = create_app(config, MovedClock(NOON + 3 * DAY)).test_client()
    (item,) = client.get("/feed.json").json["items"]
    assert [datetime.fromisoformat(item[each]) for each in ("date_published", "date_modified")] == [NOON, NOON + 2 * DAY]
    told = client.get(f"/api/notices/{number}").json
    assert told["version"] == 2 and "漏了一笔" in told["html"]
    assert [each["version"] for each in told["versions"]] == [1, 2]
    digests = {each["sha256"] for each in told["versions"]}
    assert digests == {digest_of_version(each.notice) for each in notices.versions(board.db, number)} and len(digests) == 2


def test_both_feeds_tell_the_same(client, full):
    items = json.loads(client.get("/feed.json").data)["items"]
    root = ElementTree.fromstring(client.get("/feed.xml").data)
    entries = root.findall("atom:entry", ATOM)
    for name, tag in SAME.items():
        assert [each[name] for each in items] == [entry.findtext(f"atom:{tag}", "", ATOM) for entry in entries]
    assert root.findtext("atom:updated", "", ATOM) == max(each["date_modified"] for each in items)
    assert [each["title"] for each in items] == ["花名册", "账目", "有图公告", "停水通知"]
    assert [each["title"] for each in items if "attachments" in each] == ["账目"]


def test_an_empty_board_has_a_feed_and_a_list(client):
    assert client.get("/feed.json").json["items"] == []
    assert ElementTree.fromstring(client.get("/feed.xml").data).findtext("atom:updated", "", ATOM)
    assert client.get("/api/notices").json["total"] == 0


def test_the_page_names_addresses_that_answer(client, full):
    page = client.get("/data").text
    addresses = set(re.findall(r'href="(/(?:api|feed)[^"]*)"', page))
    assert len(addresses) >= 6
    for address in addresses:
        assert client.get(address.replace("&amp;", "&")).status_code == 200
    for category in Category:
        assert category.value in page


def test_the_first_page_leads_to_it(client):
    home = client.get("/").text
    assert 'href="/data"' in home
    for kind in ("application/feed+json", "application/atom+xml"):
        assert f'rel="alternate" type="{kind}"' in home
