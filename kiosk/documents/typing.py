"""A notice as it is typed into the desk's form: one text for each field, kept as typed until it is right."""

from collections.abc import Mapping
from dataclasses import replace

from kiosk.documents.notice_fields import FIELDS, BadValue, default_kind
from kiosk.errors import Problem
from kiosk.rules.notice import Category, Notice

BODY = "body"
KEYS = tuple(key for key in FIELDS if key not in ("index_number", "sources", "public_sources"))
"""What the form asks for besides the body; the index number is given by the board, originals are attached."""
FORM = ("title", "category", "kind", "period", "item", "responsible_unit", BODY, *KEYS[KEYS.index("issued_on") :])
"""In the order in which they stand in it."""
_SEPARATOR = "、"

Typed = Mapping[str, str]


def as_typed(notice: Notice) -> dict[str, str]:
    typed = {BODY: notice.body}
    for key in KEYS:
        value = FIELDS[key].write(notice)
        typed[key] = _SEPARATOR.join(value) if isinstance(value, list) else "" if value is None else str(value)
    if notice.period is not None:  # 2026年第三季度, as a village writes it; a file says 2026-Q3
        typed["period"] = notice.period.title
    return typed


def read_typed(typed: Typed, before: Notice) -> tuple[Notice, list[Problem]]:
    """The notice with every field that can be read, others as they were in `before`; and what could not be read."""
    problems: list[Problem] = []
    values: dict[str, object] = {}
    for key in KEYS:
        text = typed.get(key, "").strip()
        try:
            values[key] = FIELDS[key].read(text) if text else _EMPTY.get(key)
        except BadValue as wrong:
            problems.append(Problem(wrong.code, {"key": key, **wrong.facts}, key=key))
    for key in ("title", "category"):
        if not typed.get(key, "").strip():
            problems.append(Problem("front_matter.missing", {"key": key}, key=key))
    category = values.get("category") or before.category
    values["category"] = category
    values["title"] = values.get("title", before.title) or ""
    values["kind"] = values.get("kind") or default_kind(Category(category))
    values["priority"] = values.get("priority") or before.priority
    body = typed.get(BODY, before.body).replace("\r\n", "\n").replace("\r", "\n")
    return replace(before, body=body, **values), problems


_EMPTY: dict[str, object] = {"screens": ()}
