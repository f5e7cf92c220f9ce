"""The front-matter keys of a notice: how each value is read, and how it is written back."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from kiosk.rules.notice import Category, Kind, Notice, Priority
from kiosk.rules.period import Period, parse_period
from kiosk.rules.screen import SCREEN_NAME

TITLE_LIMIT = 120
TEXT_LIMIT = 200
NAME_BYTES = 200
"""Of a file's name; most disks hold 255."""
SECONDS = range(2, 601)
OBJECTION_DAYS = range(1, 366)

CATEGORY_WORDS = {
    "财务": Category.FINANCE,
    "补贴": Category.SUBSIDY,
    "计划生育": Category.FAMILY_PLANNING,
    "社会救助": Category.SOCIAL_ASSISTANCE,
    "土地": Category.LAND,
    "村级事务": Category.GOVERNANCE,
    "收费": Category.FEES,
    "党务": Category.PARTY,
    "通知": Category.ANNOUNCEMENT,
}
KIND_WORDS = {
    "公示": Kind.PUBLICITY,
    "结果": Kind.RESULT,
    "长期": Kind.STANDING,
    "通知": Kind.ANNOUNCEMENT,
}
PRIORITY_WORDS = {"普通": Priority.NORMAL, "置顶": Priority.PINNED, "紧急": Priority.URGENT}

# The field's words for the keys, to tell a clerk which one was meant.
CHINESE_KEYS = {
    "标题": "title",
    "类别": "category",
    "事项": "item",
    "报告期": "period",
    "种类": "kind",
    "责任部门": "responsible_unit",
    "发文日期": "issued_on",
    "生效日期": "effective_on",
    "有效期": "valid_until",
    "公示期": "objection_days",
    "公示天数": "objection_days",
    "索引号": "index_number",
    "文号": "document_number",
    "监督电话": "supervision_phone",
    "大屏": "screens",
    "秒数": "seconds",
    "优先级": "priority",
    "原件": "sources",
    "公开原件": "public_sources",
}

_ISO_DATE = re.compile(r"(\d{4})([-./])(\d{1,2})\2(\d{1,2})")
_CHINESE_DATE = re.compile(r"(\d{4})(年)(\d{1,2})月(\d{1,2})日")
# Control characters, halves of characters, and those that turn the direction of writing.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# A bare name; a Markdown file beside a notice is another notice, not an original of it.
_FILE_NAME = re.compile(r"(?!\.)(?!.*\.(?:md|markdown)$)[^/\\:*?\"<>|\x00-\x1f]{1,120}", re.IGNORECASE)


class BadValue(ValueError):
    """A value that does not fit its key; `code` and `facts` as in `kiosk.errors.Problem`."""

    def __init__(self, code: str, /, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


Value = str | list[str]


@dataclass(frozen=True)
class Field:
    key: str
    read: Callable[[Value], object]
    write: Callable[[Notice], Value | int | None]
    required: bool = False


def _text(limit: int = TEXT_LIMIT) -> Callable[[Value], str]:
    def read(value: Value) -> str:
        text = _scalar(value)
        if _CONTROL.search(text):
            raise BadValue("field.control_character")
        if len(text) > limit:
            raise BadValue("field.too_long", limit=limit, length=len(text))
        return text

    return read


def _scalar(value: Value) -> str:
    if isinstance(value, list):
        raise BadValue("field.not_text")
    return value.strip()


Word = TypeVar("Word", bound=StrEnum)


def _word(kind: type[Word], words: dict[str, Word]) -> Callable[[Value], Word]:
    def read(value: Value) -> Word:
        given = _scalar(value)
        if given in words:
            return words[given]
        if given in set(kind):
            return kind(given)
        allowed = "、".join(f"{english}（{chinese}）" for chinese, english in words.items())
        raise BadValue("field.not_allowed", value=given, allowed=allowed)

    return read


def _plain(value: Value) -> str:
    """In narrow figures, where it is short enough for any: a great many accents take long to be put in order."""
    given = _scalar(value)
    return unicodedata.normalize("NFKC", given) if len(given) <= TEXT_LIMIT else given


def _date(value: Value) -> date:
    given = _plain(value).replace(" ", "")
    found = _ISO_DATE.fullmatch(given) or _CHINESE_DATE.fullmatch(given)
    if found is None:
        raise BadValue("field.date_form", value=_scalar(value))
    try:
        day = date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError as impossible:
        raise BadValue("field.no_such_day", value=_scalar(value)) from impossible
    if not 1949 <= day.year <= 2999:
        raise BadValue("field.no_such_day", value=_scalar(value))
    return day


def _number(allowed: range) -> Callable[[Value], int]:
    def read(value: Value) -> int:
        given = _plain(value)
        if not re.fullmatch(r"\d{1,6}", given) or int(given) not in allowed:
            raise BadValue("field.not_in_range", value=_scalar(value), least=allowed.start, most=allowed.stop - 1)
        return int(given)

    return read


def _period(value: Value) -> Period:
    period = parse_period(_scalar(value)) if len(_scalar(value)) <= TEXT_LIMIT else None
    if period is None:
        raise BadValue("field.period_form", value=_scalar(value))
    return period


def _names(pattern: re.Pattern[str], code: str) -> Callable[[Value], tuple[str, ...]]:
    def read(value: Value) -> tuple[str, ...]:
        given = re.split(r"[,，、;；]", value) if isinstance(value, str) else value
        names = tuple(name.strip() for name in given)
        for name in names:
            if not pattern.fullmatch(name) or _CONTROL.search(name) or len(name.encode("utf-8")) > NAME_BYTES:
                raise BadValue(code, value=name)
        if len(set(names)) != len(names):
            raise BadValue("field.named_twice", value=Counter(names).most_common(1)[0][0])
        return names

    return read


def _same(key: str) -> Callable[[Notice], str | None]:
    return lambda notice: getattr(notice, key)


def _day(key: str) -> Callable[[Notice], str | None]:
    def write(notice: Notice) -> str | None:
        day: date | None = getattr(notice, key)
        return None if day is None else day.isoformat()

    return write


def _list(key: str) -> Callable[[Notice], list[str] | None]:
    return lambda notice: list(getattr(notice, key)) or None


FIELDS: dict[str, Field] = {
    field.key: field
    for field in (
        Field("title", _text(TITLE_LIMIT), _same("title"), required=True),
        Field("category", _word(Category, CATEGORY_WORDS), lambda notice: notice.category.value, required=True),
        Field("item", _text(16), _same("item")),
        Field("period", _period, lambda notice: notice.period.code if notice.period else None),
        Field("kind", _word(Kind, KIND_WORDS), lambda notice: notice.kind.value),
        Field("responsible_unit", _text(), _same("responsible_unit")),
        Field("issued_on", _date, _day("issued_on")),
        Field("effective_on", _date, _day("effective_on")),
        Field("valid_until", _date, _day("valid_until")),
        Field("objection_days", _number(OBJECTION_DAYS), lambda notice: notice.objection_days),
        Field("index_number", _text(60), _same("index_number")),
        Field("document_number", _text(60), _same("document_number")),
        Field("supervision_phone", _text(60), _same("supervision_phone")),
        Field("screens", _names(SCREEN_NAME, "field.screen_name"), _list("screens")),
        Field("seconds", _number(SECONDS), lambda notice: notice.seconds),
        Field("priority", _word(Priority, PRIORITY_WORDS), lambda notice: notice.priority.value),
        Field("sources", _names(_FILE_NAME, "field.file_name"), _list("sources")),
        Field("public_sources", _names(_FILE_NAME, "field.file_name"), _list("public_sources")),
    )
}


def is_file_name(name: str) -> bool:
    return _FILE_NAME.fullmatch(name) is not None and len(name.encode("utf-8", "replace")) <= NAME_BYTES


def is_blank(value: Value) -> bool:
    return not value if isinstance(value, list) else not value.strip()


def missing(keys: Iterable[str]) -> list[str]:
    given = set(keys)
    return [field.key for field in FIELDS.values() if field.required and field.key not in given]


def default_kind(category: Category) -> Kind:
    return Kind.ANNOUNCEMENT if category is Category.ANNOUNCEMENT else Kind.RESULT
