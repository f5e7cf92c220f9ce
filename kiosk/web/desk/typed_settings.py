"""The fields of the settings' forms: what stands in them, and the value that what was typed in them makes.

What was typed is kept as it is (texts, and rows of texts), so that a wrong value can be shown again as it was typed.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from werkzeug.datastructures import MultiDict

from kiosk.actions.settle import kind_of_setting, wrong_with
from kiosk.errors import Problem
from kiosk.rules.notice import Category
from kiosk.rules.village import LIMITS
from kiosk.shipped import Value
from kiosk.store.settings import LIST_LIMIT, TEXT_LIMIT
from kiosk.wording.labels import CHOICES

Row = dict[str, str]
Typed = str | list[Row] | dict[str, str]
Read = tuple[Value, list[Problem]]

ROWS: Mapping[str, tuple[str, ...]] = {"telephones": ("name", "number"), "duty_roster": ("when", "who", "number")}
MAY_BE_EMPTY = {("duty_roster", "number")}
WHOLE = {"display_days", "objection_days", "posting_day", "monthly_posting_day", "major_matters", "absence_days", "rows_per_page", "dark_minutes",
    "question_days", "reply_days", "question_contact_days", "question_words_days", "questions_waiting"}  # fmt: skip
SEVERAL = {"archive_withheld"}
"""Of whose choices any number may hold."""
MUST_BE_GIVEN = {"village", "responsible_unit"}
NUMBER_LIMIT = 40
"""Characters of which a number is read; with more it is none."""
EMPTY_ROWS = 3
"""To be filled in, below those that there are."""


@dataclass(frozen=True)
class Form:
    """A kind of field: how it comes with the request, how a value stands in it, how what was typed is read."""

    name: str
    sent: Callable[[str, MultiDict[str, str]], Typed]
    shown: Callable[[Value], Typed]
    read: Callable[[str, Typed], Read]


def form_of(name: str) -> Form:
    if name in ROWS:
        return ROWS_OF_TEXT
    if name == "slogans":
        return LINES
    if name in SEVERAL:
        return CHECKS
    if name in CHOICES:
        return CHOICE
    if name == "index_number_prefixes":
        return PREFIXES
    return NUMBER if name in LIMITS else TEXT


def _sent_text(name: str, form: MultiDict[str, str]) -> str:
    return form.get(name, "")


def _sent_rows(name: str, form: MultiDict[str, str]) -> list[Row]:
    columns = [form.getlist(f"{name}-{field}")[: LIST_LIMIT * 2] for field in ROWS[name]]
    rows = [dict(zip(ROWS[name], cells, strict=True)) for cells in zip_longest(*columns, fillvalue="")]
    while rows and not any(map(str.strip, rows[-1].values())):
        rows.pop()
    return rows


def _sent_prefixes(name: str, form: MultiDict[str, str]) -> dict[str, str]:
    return {category.value: form.get(f"{name}-{category.value}", "") for category in Category}


def _read_text(name: str, typed: Typed) -> Read:
    text = " ".join(str(typed).split())
    problems = list(_wrong_text(text, kind_of_setting(name).label, name))
    if not text and name in MUST_BE_GIVEN:
        problems.append(Problem("settings.not_given", {"key": kind_of_setting(name).label}, key=name))
    if not problems and name == "index_number_pattern" and wrong_with(name, text):
        problems.append(Problem("settings.pattern", key=name))
    if not problems and name == "backup_folder" and wrong_with(name, text):
        problems.append(Problem("settings.folder", key=name))
    return text, problems


def _wrong_text(text: str, label: str, key: str) -> Iterator[Problem]:
    if len(text) > TEXT_LIMIT:
        yield Problem("field.too_long", {"key": label, "length": len(text), "limit": TEXT_LIMIT}, key=key)
    if not text.isprintable():
        yield Problem("field.control_character", {"key": label}, key=key)


def _read_number(name: str, typed: Typed) -> Read:
    number = number_within(name, str(typed))
    return (0, [wrong_number(name, kind_of_setting(name).label)]) if number is None else (number, [])


def number_within(name: str, typed: str) -> int | float | None:
    """None for what is no number, or not within the limits. Full-width figures too, as Chinese keyboards give them."""
    least, most = LIMITS[name]
    # Half a million accents would take minutes to be put in order, and nothing else would be answered meanwhile.
    text = unicodedata.normalize("NFKC", typed.strip()[:NUMBER_LIMIT]).replace("。", ".").strip()
    form = r"\d{1,6}" if name in WHOLE else r"\d{1,6}(\.\d{1,3})?"
    if not re.fullmatch(form, text, re.ASCII) or not least <= float(text) <= most:
        return None
    number = float(text)
    return int(number) if number.is_integer() else number


def wrong_number(name: str, label: str) -> Problem:
    least, most = LIMITS[name]
    code = "settings.whole_number" if name in WHOLE else "settings.number"
    return Problem(code, {"key": label, "least": f"{least:g}", "most": f"{most:g}"}, key=name)


def _read_rows(name: str, typed: Typed) -> Read:
    """Empty rows are no rows. A row that is only half filled in says which cell is wanting."""
    rows: list[Row] = []
    problems: list[Problem] = []
    for place, cells in enumerate(typed if isinstance(typed, list) else [], 1):
        row = {field: " ".join(text.split()) for field, text in cells.items()}
        if not any(row.values()):
            continue
        rows.append(row)
        for field, text in row.items():
            key = f"{name}-{place}-{field}"
            problems += _wrong_text(text, kind_of_setting(name).label, key)
            if not text and (name, field) not in MAY_BE_EMPTY:
                problems.append(Problem("settings.half_a_row", {"row": place}, key=key))
    return rows, problems + _too_many(name, rows)


def _read_lines(name: str, typed: Typed) -> Read:
    lines = [" ".join(line.split()) for line in str(typed).splitlines()]
    lines = [line for line in lines if line]
    label = kind_of_setting(name).label
    problems = [problem for line in lines for problem in _wrong_text(line, label, name)]
    return lines, problems[:1] + _too_many(name, lines)


def _too_many(name: str, entries: Iterable[object]) -> list[Problem]:
    count = len(list(entries))
    if count <= LIST_LIMIT:
        return []
    return [Problem("settings.too_many", {"key": kind_of_setting(name).label, "count": count, "limit": LIST_LIMIT}, key=name)]


def _read_prefixes(name: str, typed: Typed) -> Read:
    prefixes = {code: " ".join(text.split()) for code, text in (typed.items() if isinstance(typed, dict) else ())}
    label = kind_of_setting(name).label
    problems = [problem for code, text in prefixes.items() for problem in _wrong_text(text, label, f"{name}-{code}")]
    return prefixes, problems


def _sent_checks(name: str, form: MultiDict[str, str]) -> dict[str, str]:
    return {code: code for code in form.getlist(name) if code in CHOICES[name]}


def _read_checks(name: str, typed: Typed) -> Read:
    return [code for code in CHOICES[name] if code in typed], []


def _shown_checks(value: Value) -> Typed:
    return {str(code): str(code) for code in value} if isinstance(value, list) else {}


def _shown_text(value: Value) -> Typed:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _shown_rows(value: Value) -> Typed:
    return [{key: str(text) for key, text in row.items()} for row in value] if isinstance(value, list) else []


def _shown_lines(value: Value) -> Typed:
    return "\n".join(map(str, value)) if isinstance(value, list) else ""


def _shown_prefixes(value: Value) -> Typed:
    return dict(value) if isinstance(value, dict) else {}


TEXT = Form("text", _sent_text, _shown_text, _read_text)
NUMBER = Form("number", _sent_text, _shown_text, _read_number)
CHECKS = Form("checks", _sent_checks, _shown_checks, _read_checks)
CHOICE = Form("choice", _sent_text, _shown_text, _read_text)
LINES = Form("lines", _sent_text, _shown_lines, _read_lines)
ROWS_OF_TEXT = Form("rows", _sent_rows, _shown_rows, _read_rows)
PREFIXES = Form("prefixes", _sent_prefixes, _shown_prefixes, _read_prefixes)
