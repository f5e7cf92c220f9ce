"""A notice as a file: what is taken, what is told about the rest, and that nothing changes on the way."""

from datetime import date

import pytest
from cast import a_notice
from hypothesis import given
from hypothesis import strategies as st

from kiosk.documents.front_matter import FILE_LIMIT, FRONT_MATTER_LIMIT, decode, read, write
from kiosk.documents.notice_fields import CATEGORY_WORDS, CHINESE_KEYS, FIELDS, KIND_WORDS, PRIORITY_WORDS
from kiosk.errors import Refused
from kiosk.rules.notice import Category, Kind, Notice, Priority
from kiosk.rules.period import Period

HEAD = "---\ntitle: 停水通知\ncategory: announcement\n"


def with_fields(*lines: str) -> str:
    return HEAD + "".join(f"{line}\n" for line in lines) + "---\n正文\n"


def told(text: str) -> list[tuple[str, int]]:
    with pytest.raises(Refused) as refused:
        read(text)
    return [(problem.code, problem.line) for problem in refused.value.problems]


@pytest.mark.parametrize(
    "line, key, value",
    [
        ("item: F01", "item", "F01"),
        ("period: 2026-Q3", "period", Period(2026, "quarter", 3)),
        ("period: 2026年第三季度", "period", Period(2026, "quarter", 3)),
        ("period: 2026", "period", Period(2026, "year")),
        ("kind: publicity", "kind", Kind.PUBLICITY),
        ("kind: 公示", "kind", Kind.PUBLICITY),
        ("kind: 长期", "kind", Kind.STANDING),
        ("responsible_unit: 村委会财务组", "responsible_unit", "村委会财务组"),
        ("issued_on: 2026-10-08", "issued_on", date(2026, 10, 8)),
        ("issued_on: 2026-1-8", "issued_on", date(2026, 1, 8)),
        ("issued_on: 2026年10月8日", "issued_on", date(2026, 10, 8)),
        ("issued_on: 2026/11/20", "issued_on", date(2026, 11, 20)),
        ("issued_on: 2026.11.20", "issued_on", date(2026, 11, 20)),
        ("issued_on: 2026/1/2", "issued_on", date(2026, 1, 2)),
        ("issued_on: 2026．１１．２０", "issued_on", date(2026, 11, 20)),
        ("issued_on: 2026 年 10 月 8 日", "issued_on", date(2026, 10, 8)),
        ("issued_on: ２０２６年１０月８日", "issued_on", date(2026, 10, 8)),
        ("effective_on: 2028-02-29", "effective_on", date(2028, 2, 29)),
        ('valid_until: "2026-12-31"', "valid_until", date(2026, 12, 31)),
        ("objection_days: 7", "objection_days", 7),
        ("objection_days: ７", "objection_days", 7),
        ("objection_days: 1", "objection_days", 1),
        ("objection_days: 365", "objection_days", 365),
        ("index_number: CW-2026-0031", "index_number", "CW-2026-0031"),
        ("index_number: 0031", "index_number", "0031"),
        ("document_number: 安政发〔2026〕12号", "document_number", "安政发〔2026〕12号"),
        ("supervision_phone: 0000-1234567", "supervision_phone", "0000-1234567"),
        ("supervision_phone: 00001234567", "supervision_phone", "00001234567"),
        ("screens: [hall]", "screens", ("hall",)),
        ("screens: hall", "screens", ("hall",)),
        ("screens: [hall, gate-2]", "screens", ("hall", "gate-2")),
        ("screens: hall, gate-2", "screens", ("hall", "gate-2")),
        ("screens: hall，gate、east;west；yard", "screens", ("hall", "gate", "east", "west", "yard")),
        ("sources: 流水.xlsx、平面图.png", "sources", ("流水.xlsx", "平面图.png")),
        ("sources: ['甲、乙.xlsx', 丙.png]", "sources", ("甲、乙.xlsx", "丙.png")),
        ("screens:\n  - hall\n  - gate", "screens", ("hall", "gate")),
        ("screens: []", "screens", ()),
        ("screens:", "screens", ()),
        ("seconds: 2", "seconds", 2),
        ("seconds: 600", "seconds", 600),
        ("priority: urgent", "priority", Priority.URGENT),
        ("priority: 置顶", "priority", Priority.PINNED),
        ("sources: [2026Q3流水.xlsx]", "sources", ("2026Q3流水.xlsx",)),
        ("sources: [a.png, b..png]", "sources", ("a.png", "b..png")),
        ("period:", "period", None),
        ("valid_until: ~", "valid_until", None),
        ("valid_until: null", "valid_until", None),
        ('item: ""', "item", None),
        ("item: no", "item", "no"),
        ("item: 1_000", "item", "1_000"),
        ("seconds: 20  # 每页", "seconds", 20),
    ],
)
def test_a_field_is_read_as_the_clerk_meant_it(line, key, value):
    assert getattr(read(with_fields(line)).notice, key) == value


@pytest.mark.parametrize("words, kind", [(CATEGORY_WORDS, "category"), (KIND_WORDS, "kind"), (PRIORITY_WORDS, "priority")])
def test_words_are_taken_in_chinese_and_in_english(words, kind):
    for chinese, meant in words.items():
        for word in (chinese, meant.value):
            header = f"title: 题\ncategory: finance\n{kind}: {word}\n".replace("category: finance\ncategory", "category")
            assert getattr(read(f"---\n{header}---\n").notice, kind) is meant


def test_every_word_has_its_chinese():
    assert set(CATEGORY_WORDS.values()) == set(Category)
    assert set(KIND_WORDS.values()) == set(Kind)
    assert set(PRIORITY_WORDS.values()) == set(Priority)


@pytest.mark.parametrize("category, kind", [("announcement", Kind.ANNOUNCEMENT), ("finance", Kind.RESULT)])
def test_a_kind_left_out_follows_from_the_category(category, kind):
    assert read(f"---\ntitle: 题\ncategory: {category}\n---\n").notice.kind is kind


@pytest.mark.parametrize(
    "line, code",
    [
        ("period: 第三季度", "field.period_form"),
        ("period: 2026-Q5", "field.period_form"),
        ("kind: news", "field.not_allowed"),
        ("kind: Result", "field.not_allowed"),
        ("priority: high", "field.not_allowed"),
        ("priority: [urgent]", "field.not_text"),
        ("issued_on: 明天", "field.date_form"),
        ("issued_on: 08.10.2026", "field.date_form"),
        ("issued_on: 2026-10-08T09:30", "field.date_form"),
        ("issued_on: 2026-02-29", "field.no_such_day"),
        ("issued_on: 2026-13-01", "field.no_such_day"),
        ("issued_on: 2026年4月31日", "field.no_such_day"),
        ("issued_on: 0001-01-01", "field.no_such_day"),
        ("issued_on: 9999-12-31", "field.no_such_day"),
        ("effective_on: 0000-00-00", "field.no_such_day"),
        ("valid_until: 长期", "field.date_form"),
        ("objection_days: 0", "field.not_in_range"),
        ("objection_days: 366", "field.not_in_range"),
        ("objection_days: -7", "field.not_in_range"),
        ("objection_days: 7.5", "field.not_in_range"),
        ("objection_days: 七", "field.not_in_range"),
        ("objection_days: 7天", "field.not_in_range"),
        ("objection_days: 9999999999999999999999", "field.not_in_range"),
        ("objection_days: 0x7", "field.not_in_range"),
        ("seconds: 1", "field.not_in_range"),
        ("seconds: 601", "field.not_in_range"),
        ("seconds: [20]", "field.not_text"),
        ("seconds: true", "field.not_in_range"),
        ("item: ABCDEFGHIJKLMNOPQ", "field.too_long"),
        ("index_number: " + "0" * 61, "field.too_long"),
        ("document_number: " + "字" * 61, "field.too_long"),
        ("supervision_phone: " + "0" * 61, "field.too_long"),
        ("supervision_phone: [0000-1234567, 0000-1234568]", "field.not_text"),
        ("responsible_unit: " + "村" * 201, "field.too_long"),
        ('responsible_unit: "村\\n委会"', "field.control_character"),
        ('responsible_unit: "村\\t委会"', "field.control_character"),
        ('responsible_unit: "村\\u2028委会"', "field.control_character"),
        ('responsible_unit: "村\\0委会"', "field.control_character"),
        ("screens: [Hall]", "field.screen_name"),
        ("screens: [大厅]", "field.screen_name"),
        ("screens: [hall, '']", "field.screen_name"),
        ("screens: ['../hall']", "field.screen_name"),
        ("screens: [hall, hall]", "field.named_twice"),
        ("sources: ['../流水.xlsx']", "field.file_name"),
        ("sources: ['a/b.png']", "field.file_name"),
        ("sources: ['a\\b.png']", "field.file_name"),
        ("sources: ['.']", "field.file_name"),
        ("sources: ['..']", "field.file_name"),
        ("sources: [.hidden]", "field.file_name"),
        ("sources: [notice.md]", "field.file_name"),
        ("sources: [Notice.MD]", "field.file_name"),
        ("sources: ['C:x']", "field.file_name"),
        ("sources: [" + "a" * 121 + "]", "field.file_name"),
        ("sources: [a.png, a.png]", "field.named_twice"),
        ("item: {code: F01}", "front_matter.nested"),
        ("screens: [[hall]]", "front_matter.nested"),
        ("screens: {hall: yes}", "front_matter.nested"),
        ("colour: red", "front_matter.unknown_key"),
        ("颜色: 红", "front_matter.unknown_key"),
        ("标题: 停水", "front_matter.misspelt_key"),
        ("issued_on: 2026-10/08", "field.date_form"),
        ("issued_on: 2026.10", "field.date_form"),
        ("screens: hall，，gate", "field.screen_name"),
        ("screens: hall、hall", "field.named_twice"),
        ("sources: ['a\u202eb.png']", "field.file_name"),
        ('sources: ["a\\ud800.png"]', "field.file_name"),
        ("sources: [" + "字" * 70 + "]", "field.file_name"),
        ('responsible_unit: "村\\ud800"', "field.control_character"),
        ("responsible_unit: 村\u202e委会", "field.control_character"),
        ("responsible_unit: 村\u2066委会", "field.control_character"),
        ("item:\tF01", "front_matter.tab"),
        ("item: F\t01", "front_matter.tab"),
        ("titel: 停水", "front_matter.misspelt_key"),
        ("Period: 2026", "front_matter.misspelt_key"),
        ("period_: 2026", "front_matter.misspelt_key"),
        ("number: 7", "front_matter.misspelt_key"),
        ("title: 又一个", "front_matter.key_twice"),
    ],
)
def test_a_wrong_field_is_told_with_its_line(line, code):
    assert told(with_fields(line)) == [(code, 4)]


@pytest.mark.parametrize(
    "wrong, meant",
    [
        ("titel", "title"),
        ("catagory", "category"),
        ("Item", "item"),
        ("peroid", "period"),
        ("responsible-unit", "responsible_unit"),
        ("issue_on", "issued_on"),
        ("effective", "effective_on"),
        ("valid_util", "valid_until"),
        ("objection_day", "objection_days"),
        ("index", "index_number"),
        ("document_no", "document_number"),
        ("supervision_phones", "supervision_phone"),
        ("screen", "screens"),
        ("second", "seconds"),
        ("prioritty", "priority"),
        ("source", "sources"),
        *CHINESE_KEYS.items(),
    ],
)
def test_a_misspelt_field_names_the_right_one(wrong, meant):
    with pytest.raises(Refused) as refused:
        read(with_fields(f"{wrong}: x"))
    (problem,) = refused.value.problems
    assert (problem.code, problem.facts["key"], problem.facts["meant"]) == ("front_matter.misspelt_key", wrong, meant)
    assert all(key in problem.facts["allowed"] for key in FIELDS)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("正文\n", [("front_matter.absent", 1)]),
        ("", [("front_matter.absent", 1)]),
        ("一\n---\ntitle: 题\ncategory: finance\n---\n", [("front_matter.absent", 1)]),
        ("\n \n---\ntitle: 题\n---\n", [("front_matter.missing", 1)]),
        ("\n\n---\ntitle: 题\ncategory: 财政\n---\n", [("field.not_allowed", 5)]),
        ("---\ntitel: 题\ncategory: finance\n---\n", [("front_matter.misspelt_key", 2)]),
        ("---\n标题: 题\n类别: finance\n---\n", [("front_matter.misspelt_key", 2), ("front_matter.misspelt_key", 3)]),
        ("---\ntitle: 题 # 公开\ncategory: finance\n---\n", [("front_matter.hash_in_title", 2)]),
        ("---\ncategory: finance\ntitle: 关于 #3 楼停水\n---\n", [("front_matter.hash_in_title", 3)]),
        ("---\ntitle: \"题\\u202e\"\ncategory: finance\n---\n", [("field.control_character", 2)]),
        ("---\ntitle: \"题\\ud83d\"\ncategory: finance\n---\n", [("field.control_character", 2)]),
        ("----\ntitle: 题\n---\n", [("front_matter.absent", 1)]),
        ("---title: 题\n---\n", [("front_matter.absent", 1)]),
        ("---\ntitle: 题\n", [("front_matter.unclosed", 1)]),
        ("---\ntitle: 题\n ---\n", [("front_matter.unclosed", 1)]),
        ("---\n---\n", [("front_matter.missing", 1), ("front_matter.missing", 1)]),
        ("---\n# nichts\n---\n", [("front_matter.missing", 1), ("front_matter.missing", 1)]),
        ("---\ncategory: finance\n---\n", [("front_matter.missing", 1)]),
        ("---\ncategory: finance\ntitle:\n---\n", [("front_matter.missing", 3)]),
        ("---\ncategory: finance\ntitle: '  '\n---\n", [("front_matter.missing", 3)]),
        ("---\ntitle: 题\ncategory: 财政\n---\n", [("field.not_allowed", 3)]),
        ("---\ntitle: " + "题" * 121 + "\ncategory: finance\n---\n", [("field.too_long", 2)]),
        ("---\ntitle: [题]\ncategory: finance\n---\n", [("field.not_text", 2)]),
        ("---\n- title\n---\n", [("front_matter.not_pairs", 2)]),
        ("---\n只有一句话\n---\n", [("front_matter.not_pairs", 2)]),
        ("---\n? [a, b]\n: c\n---\n", [("front_matter.not_pairs", 2)]),
        ("---\ntitle: 关于：停水: 通知\ncategory: finance\n---\n", [("front_matter.not_yaml", 2)]),
        ("---\ntitle: 题\ncategory: [finance\n---\n", [("front_matter.not_yaml", 3)]),
        ("---\ntitle: 题\n\tcategory: finance\n---\n", [("front_matter.tab", 3)]),
        ("---\ntitle: '题\ncategory: finance\n---\n", [("front_matter.not_yaml", 2)]),
        ("---\ntitle: *nobody\ncategory: finance\n---\n", [("front_matter.not_yaml", 2)]),
        ("---\n" + "# 很长\n" * 5000 + "---\n", [("front_matter.too_long", 2)]),
    ],
)
def test_a_head_that_cannot_be_read_is_told_with_its_line(text, expected):
    assert told(text) == expected


def test_every_field_can_be_found_by_its_chinese_name():
    assert set(CHINESE_KEYS.values()) == set(FIELDS)


@pytest.mark.parametrize("title, read_as", [("'3 #楼' # 备注", "3 #楼"), ('"关于 #3 楼"', "关于 #3 楼"), ("3#楼停水", "3#楼停水"), ("停水#", "停水#")])
def test_a_number_sign_that_loses_nothing_may_stand_in_the_title(title, read_as):
    assert read(f"---\ntitle: {title}\ncategory: finance\n---\n").notice.title == read_as


@pytest.mark.parametrize("before", ["\n", "\n\n\n", " \n\t\n", "\r\n\r\n"])
def test_blank_lines_may_stand_before_the_head(before):
    file = read(before + with_fields("item: F01"))
    blank_lines = before.count("\n")
    assert (file.notice.title, file.notice.body) == ("停水通知", "正文\n")
    assert (file.lines["title"], file.body_line) == (2 + blank_lines, 6 + blank_lines)


def test_everything_wrong_is_told_at_once_in_the_order_of_the_lines():
    text = "---\ntitle: 题\ncategory: 财政\nseconds: 1\nscreen: hall\nvalid_until: 长期\n---\n"
    assert told(text) == [
        ("field.not_allowed", 3),
        ("field.not_in_range", 4),
        ("front_matter.misspelt_key", 5),
        ("field.date_form", 6),
    ]


@pytest.mark.parametrize(
    "header",
    [
        "title: &t 题\ncategory: finance\nresponsible_unit: *t\n",
        "title: !!str 题\ncategory: finance\n",
        "title: !!python/object/apply:os.system ['true']\ncategory: finance\n",
        "title: !unknown 题\ncategory: finance\n",
        "<<: {title: 题}\ncategory: finance\n",
        "title: |\n  题\ncategory: finance\n",
        "title: >-\n  题\ncategory: finance\n",
        "%YAML 1.1\ntitle: 题\ncategory: finance\n",
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\ntitle: 题\ncategory: finance\n",
        "title: 题\ncategory: finance\nscreens: &s [*s]\n",
        "title: " + "[" * 3000 + "]" * 3000 + "\ncategory: finance\n",
        "title: " + "{a: " * 2000 + "}" * 2000 + "\ncategory: finance\n",
        "- " * 3000 + "\n",
        "? " * 3000 + "\n",
        "\ufeff\ntitle: 题\ncategory: finance\n",
    ],
)
def test_tricks_of_yaml_are_read_as_plain_text_or_refused(header):
    try:
        notice = read(f"---\n{header}---\n").notice
    except Refused as refused:
        assert all(problem.code.startswith(("front_matter.", "field.")) for problem in refused.problems)
    else:
        assert isinstance(notice.title, str)
        assert notice.title == "题"


@pytest.mark.parametrize("bottom", ["---\n", "---", "--- \n", "...\n", "---\t\n"])
def test_the_head_ends_at_the_second_fence(bottom):
    assert read(HEAD + bottom).notice.body == ""


def test_a_line_of_dashes_in_the_body_belongs_to_the_body():
    assert read(HEAD + "---\n一\n\n---\n\n二\n").notice.body == "一\n\n---\n\n二\n"


def test_where_the_body_begins_is_known():
    file = read(with_fields("item: F01", "seconds: 20"))
    assert file.body_line == 7
    assert file.lines == {"title": 2, "category": 3, "item": 4, "seconds": 5}


def test_a_file_from_windows_is_read_with_its_line_ends_kept():
    file = read("---\r\ntitle: 停水\r\ncategory: 通知\r\n---\r\n\r\n第一行\r\n第二行\r\n")
    assert file.notice.title == "停水"
    assert file.notice.body == "\r\n第一行\r\n第二行\r\n"
    assert file.body_line == 5


def test_utf8_with_a_mark_in_front_is_read_as_without():
    assert decode(b"\xef\xbb\xbf" + HEAD.encode()) == HEAD


@pytest.mark.parametrize(
    "data, code, line",
    [
        ("---\ntitle: 第三季度财务收支\n".encode("gb18030"), "file.looks_like_gbk", 2),
        ("一行\n两行".encode() + b"\n\xff\xff\xff", "file.not_utf8", 3),
        (HEAD.encode("utf-16"), "file.not_utf8", 1),
        (b"---\ntitle: a\x00b\n", "file.control_character", 2),
        (b"---\n\x1b[31m", "file.control_character", 2),
        (b"a\n\nb\x7f", "file.control_character", 3),
        (b"\x0c", "file.control_character", 1),
        (b"\x08", "file.control_character", 1),
    ],
)
def test_bytes_that_are_no_text_are_told_with_their_line(data, code, line):
    with pytest.raises(Refused) as refused:
        decode(data)
    (problem,) = refused.value.problems
    assert (problem.code, problem.line) == (code, line)


def test_tabs_and_both_line_ends_are_text():
    assert decode(b"a\tb\r\nc\n") == "a\tb\r\nc\n"


def test_a_file_at_the_limit_is_taken_and_one_byte_more_is_not():
    assert len(decode(b"a" * FILE_LIMIT)) == FILE_LIMIT
    with pytest.raises(Refused) as refused:
        decode(b"a" * (FILE_LIMIT + 1))
    assert refused.value.code == "file.too_long"


def test_fields_may_be_long_but_not_endless():
    assert read(HEAD + "#" * (FRONT_MATTER_LIMIT - len(HEAD)) + "\n---\n").notice.title == "停水通知"


def test_a_notice_with_everything_comes_back_as_it_was():
    notice = Notice(
        title="2026年第三季度：“收支” # 公开",
        category=Category.FINANCE,
        kind=Kind.PUBLICITY,
        body="\n| 合计 |\n",
        item="F01",
        period=Period(2026, "quarter", 3),
        responsible_unit="村委会: 财务组",
        issued_on=date(2026, 10, 8),
        effective_on=date(2026, 10, 9),
        valid_until=date(2026, 12, 31),
        objection_days=7,
        index_number="0031",
        document_number="安政发〔2026〕12号",
        supervision_phone="0000-1234567",
        screens=("hall", "gate"),
        seconds=20,
        priority=Priority.URGENT,
        sources=("2026Q3流水.xlsx", "no", "~"),
    )
    assert read(write(notice)).notice == notice


def test_what_goes_without_saying_is_not_written():
    assert write(a_notice()) == "---\ntitle: 第三季度财务收支\ncategory: finance\nkind: result\n---\n本季收支已经审核。\n"


LINES = st.text("村委会：:#-'\"[]{}&*!|>%@`,?~ 012.…𠮷䶮㛃𬭩　yesnoe", min_size=1, max_size=12).filter(lambda text: text == text.strip())
BODIES = st.text(st.one_of(st.sampled_from("\n\r\t-水|# "), st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])), max_size=80)
FILE_NAMES = st.text("流水2026.xlsx-_ ()（）#'&~!", min_size=1, max_size=12).filter(
    lambda name: name == name.strip() and not name.startswith(".")
)
DAYS = st.none() | st.dates(date(1949, 1, 1), date(2999, 12, 31))
NOTICES = st.builds(
    Notice,
    title=LINES,
    category=st.sampled_from(Category),
    kind=st.sampled_from(Kind),
    body=BODIES,
    item=st.none() | st.text("ABCF0123456789", min_size=1, max_size=16),
    period=st.none() | st.builds(Period, st.integers(1949, 2999), st.just("month"), st.integers(1, 12)),
    responsible_unit=st.none() | LINES,
    issued_on=DAYS,
    effective_on=DAYS,
    valid_until=DAYS,
    objection_days=st.none() | st.integers(1, 365),
    index_number=st.none() | LINES,
    document_number=st.none() | LINES,
    supervision_phone=st.none() | st.text("0123456789-", min_size=1, max_size=20),
    screens=st.lists(st.sampled_from(["hall", "gate-2", "0", "no", "1e3"]), unique=True, max_size=3).map(tuple),
    seconds=st.none() | st.integers(2, 600),
    priority=st.sampled_from(Priority),
    sources=st.lists(FILE_NAMES, unique=True, max_size=3).map(tuple),
)


@given(NOTICES)
def test_what_is_written_is_read_back_the_same(notice):
    assert read(decode(write(notice).encode("utf-8"))).notice == notice


@given(BODIES)
def test_a_body_comes_through_byte_for_byte(body):
    data = write(a_notice(body=body)).encode("utf-8")
    assert data.endswith(body.encode("utf-8"))
    assert read(decode(data)).notice.body == body


@pytest.mark.parametrize("body", ["", "\n", "\n\n\n一", "一\r\n\r\n二\r\n", "---\n", "\r\n---\r\n", "  一", "一\t", "\ufeff一"])
def test_blank_lines_fences_and_line_ends_of_the_body_stay(body):
    assert read(decode(write(a_notice(body=body)).encode("utf-8"))).notice.body == body


@given(st.text(max_size=200))
def test_whatever_stands_in_the_head_is_read_or_refused(header):
    try:
        read(f"---\n{header}\n---\n")
    except Refused:
        pass


@given(st.binary(max_size=200))
def test_whatever_bytes_come_are_text_or_refused(data):
    try:
        decode(data)
    except Refused:
        pass
