"""A notice proposed to the clerk: its fields with where each was found, its text, and what was not understood."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kiosk.rules.catalogue import Catalogue, DisclosureItem
from kiosk.rules.grids import Heading
from kiosk.rules.notice import Category, Kind, Notice
from kiosk.rules.table_kinds import TableKind, Vocabulary
from kiosk.rules.understanding.body import Told, written
from kiosk.rules.understanding.days import day_in
from kiosk.rules.understanding.lines import Remark
from kiosk.rules.understanding.lines_told import own_numbers, signatures, telephones, titles
from kiosk.rules.understanding.objections import Objections, objections_in
from kiosk.rules.understanding.parts import Part, ReadyPart, Sheet, ready
from kiosk.rules.understanding.periods import Named, ended_on, period_of
from kiosk.rules.understanding.told import TITLE_LIMIT, Found, chosen
from kiosk.rules.understanding.understood import UnderstoodTable, understand_table
from kiosk.rules.understanding.words import NoticeWords, category_of, item_of

_COPY = re.compile(
    r"(?:[ _-]*(?:[（(]\d{1,3}[）)]|副本|复制|拷贝|最终版|最终|定稿|终稿|修改版?|新版?|[Vv]\d{1,2}(?:\.\d)?|- ?copy))+$",
    re.IGNORECASE,
)
_ENDING = re.compile(r"\.(?:xlsx?|xlsm|xlsb|ods|et|csv|tsv|txt|docx?|wps|html?|mht|md)$", re.IGNORECASE)
_PUBLICITY = re.compile("公示|公告|异议")
_SNIPPET = 400
"""Characters of the text that are looked at for what the title does not tell."""


@dataclass(frozen=True)
class Proposal:
    notice: Notice
    remarks: tuple[Remark, ...]
    fields: Mapping[str, Found]
    """The field → the text it was read from, and where that stood."""
    tables: tuple[UnderstoodTable, ...] = ()


def propose(
    parts: Sequence[Part],
    file_name: str,
    vocabulary: Vocabulary,
    words: NoticeWords,
    catalogue: Catalogue,
    today: date,
    first_row: int = 1,
) -> Proposal:
    """A draft; nothing is left out of it that is not in its fields or named in a remark. `first_row`: which row of its
    sheet the first one of a grid is, from 1."""
    made_ready = ready(parts, words)
    told = [each for part in made_ready.parts for each in _told(part, vocabulary, first_row)]
    tables = tuple(part for part in told if isinstance(part, UnderstoodTable))
    texts = [text for part in told if (text := _text(part))]
    stem = _COPY.sub("", _ENDING.sub("", file_name.strip())).strip(" _-")
    fields, contradictions = chosen([*made_ready.found, *_found(told, tables, texts, stem)])
    title = str(fields["title"].value) if "title" in fields else ""
    issued_on = _day(fields, "issued_on")
    period, of_period = _period(title, tables, stem, issued_on or today)
    if period is not None:
        fields["period"] = Found("period", period.period, period.text, where=period.where)
    objections = next((found for text in texts if (found := objections_in(text))), None)
    item, category, of_item = _subject(title, tables, texts, period, objections, words, catalogue)
    body = written([part for at, part in enumerate(told) if not _is_in_field(part, at, fields)], title)
    notice = Notice(
        title=title,
        category=category,
        kind=_kind(category, item, objections, title, texts),
        body=body,
        item=item.code if item else None,
        period=period.period if period else None,
        responsible_unit=_words(fields, "responsible_unit"),
        issued_on=issued_on,
        effective_on=_day(fields, "effective_on"),
        valid_until=_day(fields, "valid_until"),
        objection_days=objections.days if objections and _invites(title, texts) else _usual_days(item, title, objections),
        index_number=_words(fields, "index_number"),
        document_number=_words(fields, "document_number"),
        supervision_phone=_words(fields, "supervision_phone"),
    )
    remarks = (
        *made_ready.remarks,
        *(remark for table in tables for remark in _of_table(table)),
        *contradictions,
        *of_period,
        *of_item,
        *_of_objections(notice, objections),
        *_of_title(fields),
    )
    return Proposal(notice, remarks, fields, tables)


def _told(part: ReadyPart, vocabulary: Vocabulary, first_row: int) -> list[Told]:
    if not isinstance(part, Sheet):
        return [part]
    told: list[Told] = []
    for table in understand_table(part.grid, vocabulary, first_row - part.pulled):
        lines = [table.title, *table.above, f"单位：{table.unit}" if table.unit else "", *table.notes, *table.signatures]
        told += [table] if table.head else filter(None, lines)
    return told


def _text(part: Told) -> str:
    if isinstance(part, UnderstoodTable):
        return "\n".join((*part.above, *part.notes, *part.signatures))
    return part.text if isinstance(part, Heading) else part


def _found(told: Sequence[Told], tables: Sequence[UnderstoodTable], texts: Sequence[str], stem: str) -> Iterator[Found]:
    lines = [part if isinstance(part, str | Heading) else "" for part in told]
    yield from titles(lines)
    yield from signatures(lines)
    yield from own_numbers(lines)
    yield from telephones([line for text in texts for line in text.split("\n")])
    for table in tables:
        if table.title:
            yield Found("title", table.title, table.title, rank=1, where="table")
        if table.maker:
            yield Found("responsible_unit", table.maker, table.maker, rank=4, where="table")
        for line in table.signatures:
            day = day_in(line)
            if day is not None:
                yield Found("issued_on", day, line, rank=4, where="table")
    if stem:
        yield Found("title", stem[:TITLE_LIMIT], stem, rank=9, where="file_name")


def _is_in_field(part: Told, at: int, fields: Mapping[str, Found]) -> bool:
    """A line that says nothing but what a field holds."""
    return isinstance(part, str) and any(
        each.where == "text" and each.line == at and each.text == part and each.key != "title" for each in fields.values()
    )


def _period(title: str, tables: Sequence[UnderstoodTable], stem: str, by: date) -> tuple[Named | None, list[Remark]]:
    beside = [line for table in tables for line in (table.title, *table.above)]
    sources = [("title", title), *(("table", line) for line in beside), ("file_name", stem)]
    days = [
        row[at]
        for table in tables
        if (at := table.kind.columns.get("day")) is not None and table.kind.name == "ledger"
        for row in table.rows
    ]
    named, remarks = period_of(sources, days, by)
    if named is not None:
        return named, remarks
    for table in tables:
        for line in table.above:
            period = ended_on(line) if table.kind.name in ("balance_sheet", "debts") else None
            if period is not None:
                return Named(period, line, "table"), [
                    Remark("understood.period_of_day", {"text": line, "period": period.title})
                ]
    return None, remarks


Subject = tuple[DisclosureItem | None, Category, list[Remark]]


def _subject(
    title: str,
    tables: Sequence[UnderstoodTable],
    texts: Sequence[str],
    period: Named | None,
    objections: Objections | None,
    words: NoticeWords,
    catalogue: Catalogue,
) -> Subject:
    kind = next((table.kind.kind for table in tables if table.kind.kind), None)
    item = next(
        (found for text in (title, *(table.title for table in tables)) if (found := item_of(text, words, catalogue))), None
    )
    remarks: list[Remark] = []
    if item is None and category_of(title, words) is None:
        item = _of_kind(kind, catalogue) or item_of("\n".join(texts)[:_SNIPPET], words, catalogue)
        remarks += [Remark("understood.item_assumed", {"item": item.title})] if item else []
    if item is not None:
        other = words.monthly if period is not None and period.period.unit == "month" else {}
        other = words.before_decision if objections is not None and item.code in words.before_decision else other
        item = catalogue.get(other.get(item.code, item.code), item)
        return item, item.category, remarks
    told = category_of(title, words) or (kind.category if kind else None)
    category = told or (Category.GOVERNANCE if tables else Category.ANNOUNCEMENT)
    return None, category, [] if told else [Remark("understood.category_assumed")]


def _of_kind(kind: TableKind | None, catalogue: Catalogue) -> DisclosureItem | None:
    return catalogue.get(kind.item) if kind else None


def _kind(
    category: Category, item: DisclosureItem | None, objections: Objections | None, title: str, texts: Sequence[str]
) -> Kind:
    if objections is not None and _invites(title, texts) or _usual_days(item, title, objections):
        return Kind.PUBLICITY
    if category is Category.ANNOUNCEMENT:
        return Kind.ANNOUNCEMENT
    return Kind.STANDING if item is not None and item.frequency == "permanent" else Kind.RESULT


def _usual_days(item: DisclosureItem | None, title: str, objections: Objections | None) -> int | None:
    """Of what calls itself 公示 and does not say for how long: as the catalogue has it."""
    return item.objection_days if item is not None and objections is None and "公示" in title else None


def _invites(title: str, texts: Sequence[str]) -> bool:
    return _PUBLICITY.search(title) is not None or any(_PUBLICITY.search(text) for text in texts)


def _day(fields: Mapping[str, Found], key: str) -> date | None:
    value = fields[key].value if key in fields else None
    return value if isinstance(value, date) else None


def _words(fields: Mapping[str, Found], key: str) -> str | None:
    return str(fields[key].value) if key in fields else None


def _of_table(table: UnderstoodTable) -> Iterator[Remark]:
    yield from table.remarks
    if table.kind.kind is None and any(table.head):
        yield Remark("understood.unknown_table", {"text": "、".join(name for name in table.head if name)})


def _of_objections(notice: Notice, objections: Objections | None) -> Iterator[Remark]:
    if objections is None and "公示" in notice.title and notice.kind is Kind.RESULT:
        yield Remark("understood.no_objection_days")
    if objections is None and notice.kind is Kind.PUBLICITY and notice.objection_days is not None:
        yield Remark("understood.usual_days", {"days": notice.objection_days})
    if objections is not None and objections.working:
        yield Remark("understood.working_days", {"days": objections.days, "text": objections.text})
    if objections is not None and objections.said_otherwise:
        yield Remark(
            "understood.days_differ", {"days": objections.days, "counted": objections.said_otherwise, "text": objections.text}
        )


def _of_title(fields: Mapping[str, Found]) -> Iterator[Remark]:
    if "title" not in fields:
        yield Remark("understood.no_title")
    elif fields["title"].where == "file_name":
        yield Remark("understood.title_of_file", {"title": fields["title"].text})
