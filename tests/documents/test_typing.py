"""What is typed into the form is understood or kept as it is, one field at a time."""

from dataclasses import replace
from datetime import date

import pytest
from cast import TODAY, a_notice, a_posted_notice, codes
from hypothesis import given
from hypothesis import strategies as st

from kiosk.documents.notice_fields import FIELDS, OBJECTION_DAYS, SECONDS, TITLE_LIMIT
from kiosk.documents.typing import BODY, KEYS, as_typed, read_typed
from kiosk.rules.notice import Category, Kind, Priority, Status
from kiosk.rules.period import Period, parse_period

LETTERS = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
DAYS = st.none() | st.dates(date(1949, 1, 1), date(2999, 12, 31))
ORDINALS = {"year": 1, "half": 2, "quarter": 4, "month": 12}


def words(limit: int) -> st.SearchStrategy[str]:
    return st.text(LETTERS, min_size=1, max_size=limit).map(str.strip).filter(bool)


PERIODS = st.sampled_from(sorted(ORDINALS)).flatmap(
    lambda unit: st.builds(Period, st.integers(1949, 2999), st.just(unit), st.integers(1, ORDINALS[unit]))
)
NOTICES = st.builds(
    a_notice,
    title=words(TITLE_LIMIT),
    category=st.sampled_from(Category),
    kind=st.sampled_from(Kind),
    body=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")),
    item=st.none() | words(16),
    period=st.none() | PERIODS,
    responsible_unit=st.none() | words(200),
    issued_on=DAYS,
    effective_on=DAYS,
    valid_until=DAYS,
    objection_days=st.none() | st.integers(OBJECTION_DAYS.start, OBJECTION_DAYS.stop - 1),
    document_number=st.none() | words(60),
    supervision_phone=st.none() | words(60),
    screens=st.lists(st.from_regex(r"[a-z0-9][a-z0-9_-]{0,31}", fullmatch=True), unique=True, max_size=4).map(tuple),
    seconds=st.none() | st.integers(SECONDS.start, SECONDS.stop - 1),
    priority=st.sampled_from(Priority),
)
BOARDS_OWN = {"number": 7, "version": 3, "status": Status.DRAFT, "index_number": "CW-2026-0001", "sources": ("单.pdf",), "public_sources": ("单.pdf",)}


@given(NOTICES)
def test_a_notice_put_into_the_form_is_read_out_of_it_the_same(notice):
    assert read_typed(as_typed(notice), notice) == (notice, [])


@given(NOTICES, NOTICES)
def test_whatever_stood_there_before_is_written_over_and_what_the_board_knows_stays(notice, before):
    read, problems = read_typed(as_typed(notice), replace(before, **BOARDS_OWN))
    assert problems == []
    assert read == replace(notice, **BOARDS_OWN)


@given(st.dictionaries(st.sampled_from((*KEYS, BODY)), st.text(max_size=300)))
def test_whatever_is_typed_makes_a_notice(typed):
    read, problems = read_typed(typed, a_notice())
    assert read.category in Category and read.kind in Kind and read.priority in Priority
    assert {problem.key for problem in problems} <= set(KEYS)
    assert read_typed(as_typed(read), read)[0] == read


def test_the_form_asks_for_everything_but_what_the_board_gives_and_what_is_attached():
    assert set(FIELDS) - set(KEYS) == {"index_number", "sources", "public_sources"}
    assert set(as_typed(a_posted_notice())) == {*KEYS, BODY}


def test_nobody_types_an_index_number_or_a_file():
    before = replace(a_notice(), **BOARDS_OWN)
    typed = as_typed(before) | {"index_number": "X-1", "sources": "别.pdf", "public_sources": "别.pdf", "status": "published", "number": "8"}
    assert read_typed(typed, before) == (before, [])


BEFORE = a_notice(
    category=Category.SUBSIDY,
    item="B01",
    period=parse_period("2026-Q3"),
    responsible_unit="村委会",
    issued_on=TODAY,
    effective_on=TODAY,
    valid_until=TODAY,
    objection_days=7,
    document_number="安政发〔2026〕12号",
    supervision_phone="0000-1234567",
    screens=("hall",),
    seconds=20,
    priority=Priority.PINNED,
)


def test_a_period_is_written_as_a_village_writes_it():
    assert as_typed(BEFORE)["period"] == "2026年第三季度"


@pytest.mark.parametrize(
    "key, text, code",
    [
        ("title", "", "front_matter.missing"),
        ("title", "  ", "front_matter.missing"),
        ("title", "字" * (TITLE_LIMIT + 1), "field.too_long"),
        ("title", "上\u202e下", "field.control_character"),
        ("category", "", "front_matter.missing"),
        ("category", "天气", "field.not_allowed"),
        ("kind", "传言", "field.not_allowed"),
        ("priority", "很急", "field.not_allowed"),
        ("item", "x" * 17, "field.too_long"),
        ("period", "去年", "field.period_form"),
        ("period", "2026-Q5", "field.period_form"),
        ("period", "2026-Q3" + " " * 200 + "x", "field.period_form"),
        ("responsible_unit", "a\x00b", "field.control_character"),
        ("issued_on", "昨天", "field.date_form"),
        ("issued_on", "10月1日", "field.date_form"),
        ("effective_on", "2026-02-30", "field.no_such_day"),
        ("valid_until", "1900-01-01", "field.no_such_day"),
        ("objection_days", "七", "field.not_in_range"),
        ("objection_days", "0", "field.not_in_range"),
        ("objection_days", "366", "field.not_in_range"),
        ("objection_days", "-7", "field.not_in_range"),
        ("objection_days", "7.5", "field.not_in_range"),
        ("seconds", "1", "field.not_in_range"),
        ("seconds", "601", "field.not_in_range"),
        ("seconds", "9" * 5000, "field.not_in_range"),
        ("document_number", "x" * 61, "field.too_long"),
        ("supervision_phone", "0" * 61, "field.too_long"),
        ("screens", "大厅", "field.screen_name"),
        ("screens", "hall、hall", "field.named_twice"),
    ],
)
def test_one_wrong_value_spoils_no_other(key, text, code):
    typed = as_typed(BEFORE) | {key: text, BODY: "新的正文。\n"}
    read, problems = read_typed(typed, BEFORE)
    assert [(problem.key, problem.code) for problem in problems] == [(key, code)]
    is_emptied = code == "front_matter.missing" and key == "title"
    assert read == replace(BEFORE, body="新的正文。\n", **({"title": ""} if is_emptied else {}))


def test_everything_that_is_wrong_is_told_at_once():
    typed = as_typed(BEFORE) | {"title": "", "category": "天气", "issued_on": "昨天", "seconds": "1", "screens": "大厅"}
    problems = read_typed(typed, BEFORE)[1]
    assert {problem.key for problem in problems} == {"title", "category", "issued_on", "seconds", "screens"}
    assert len(codes(problems)) == 5


@pytest.mark.parametrize(
    "key, text, value",
    [
        ("category", "财务", Category.FINANCE),
        ("category", "finance", Category.FINANCE),
        ("kind", "公示", Kind.PUBLICITY),
        ("priority", "紧急", Priority.URGENT),
        ("issued_on", "2026年10月1日", date(2026, 10, 1)),
        ("issued_on", "２０２６－１０－１", date(2026, 10, 1)),
        ("issued_on", "2026/10/1", date(2026, 10, 1)),
        ("issued_on", " 2026.10.01 ", date(2026, 10, 1)),
        ("issued_on", "", None),
        ("period", "2026年第三季度", parse_period("2026-Q3")),
        ("period", "2026.7-9", parse_period("2026-Q3")),
        ("period", "", None),
        ("objection_days", "１０", 10),
        ("objection_days", "", None),
        ("seconds", "", None),
        ("screens", "hall, gate", ("hall", "gate")),
        ("screens", "hall；gate", ("hall", "gate")),
        ("screens", "", ()),
        ("responsible_unit", "  ", None),
        ("title", " 第三季度收支 ", "第三季度收支"),
        ("kind", "", Kind.RESULT),
        ("priority", "", Priority.PINNED),
    ],
)
def test_as_villages_write_it(key, text, value):
    read, problems = read_typed(as_typed(BEFORE) | {key: text}, BEFORE)
    assert problems == []
    assert read == replace(BEFORE, **{key: value})


@pytest.mark.parametrize("category, kind", [(Category.ANNOUNCEMENT, Kind.ANNOUNCEMENT), (Category.LAND, Kind.RESULT)])
def test_without_a_kind_the_category_tells_it(category, kind):
    assert read_typed({"title": "停水", "category": category.value}, a_notice())[0].kind is kind


@pytest.mark.parametrize("typed", ["一\r\n二\r\n", "一\r二\r", "一\n二\n"])
def test_a_line_ends_as_a_line_ends(typed):
    assert read_typed({BODY: typed}, a_notice())[0].body == "一\n二\n"


def test_a_form_without_a_text_leaves_the_text_alone():
    assert read_typed({"title": "停水"}, a_notice(body="旧的正文"))[0].body == "旧的正文"


@pytest.mark.parametrize("key", ["issued_on", "period", "seconds", "objection_days"])
def test_a_field_of_a_hundred_thousand_accents_holds_nobody_up(key):
    """Put in order, they would take minutes, in which nobody else is answered."""
    problems = read_typed(as_typed(BEFORE) | {key: "1" + "\u0301\u0316" * 300_000}, BEFORE)[1]
    assert [problem.key for problem in problems] == [key]
