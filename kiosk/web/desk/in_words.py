"""What the log and the settings hold, in words that a person reads: never as it is stored."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.actions.begin import templates
from kiosk.rules.notice import Category
from kiosk.shipped import setting_kinds
from kiosk.store.audit import Entry
from kiosk.web.desk.catalogue_words import said
from kiosk.web.desk.typed_settings import ROWS
from kiosk.web.this_request import config
from kiosk.web.this_request import gettext as _
from kiosk.wording.labels import CATEGORIES, CHOICES, FACTS, FAMILIES, ROLES, SCREEN_FACTS, SHAPES, STATUSES
from kiosk.wording.of_catalogue import COLUMNS
from kiosk.wording.of_questions import QUESTION_WORDS


@dataclass(frozen=True)
class Fact:
    key: str
    label: str
    words: str


def setting_words(name: str, value: object) -> str:
    """Whatever stands there: the log also holds values of settings that there are no more."""
    if value in ("", [], {}, None):
        return _("(nothing)")
    if isinstance(value, str) and value in CHOICES.get(name, {}):
        return _(CHOICES[name][value])
    if isinstance(value, dict):
        return "，".join(f"{_category(code)} {text}" for code, text in value.items())
    if isinstance(value, list):
        return "；".join(_row(name, each) if isinstance(each, dict) else _choice(name, str(each)) for each in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _choice(name: str, value: str) -> str:
    words = CHOICES.get(name, {})
    return _(words[value]) if value in words else value


def _row(name: str, row: Mapping[str, object]) -> str:
    """In the order of the form; the log keeps them by the alphabet."""
    return " ".join(str(row[column]) for column in ROWS.get(name, sorted(row)) if row.get(column))


def _category(code: str) -> str:
    return _(CATEGORIES[Category(code)]) if code in set(Category) else code


def facts_in_words(entry: Entry) -> list[Fact]:
    """Everything that the log holds about it; from where it was done last."""
    facts = dict(entry.facts)
    address = facts.pop("from", "")
    told = list(_CHANGES.get(entry.deed, _plain)(facts))
    return [*told, _fact("from", str(address))] if address else told


def _fact(key: str, words: str) -> Fact:
    return Fact(key, _(FACTS.get(key, key)), words)


def _setting(facts: Mapping[str, object]) -> Iterator[Fact]:
    name = str(facts.get("name", ""))
    label = _setting_label(name)
    new = setting_words(name, facts.get("value"))
    yield Fact("value", label, _change(setting_words(name, facts["old"]), new) if "old" in facts else new)


def _screen(facts: Mapping[str, object]) -> Iterator[Fact]:
    yield _fact("screen", str(facts.get("name", "")))
    old, new = (facts.get(key) for key in ("old", "value"))
    if not isinstance(old, dict) or not isinstance(new, dict):
        return
    for key in (key for key in SCREEN_FACTS if key in new and key != "name"):
        words = _said(key, new[key])
        yield Fact(key, _(SCREEN_FACTS[key]), _change(_said(key, old[key]), words) if key in old else words)


def _catalogue(facts: Mapping[str, object]) -> Iterator[Fact]:
    yield _fact("item", str(facts.get("item", "")))
    old, new = (facts.get(key) for key in ("old", "value"))
    if not isinstance(old, dict) or not isinstance(new, dict):
        return
    for column in (column for column in COLUMNS if column in new and column != "code"):
        words = said(column, str(new[column]))
        yield Fact(column, _(COLUMNS[column]), _change(said(column, str(old[column])), words) if column in old else words)
    if facts.get("why"):
        yield _fact("why", str(facts["why"]))


def _kept_in_catalogue(facts: Mapping[str, object]) -> Iterator[Fact]:
    column = str(facts.get("column", "title"))
    yield _fact("item", str(facts.get("item", "")))
    yield Fact("value", _(COLUMNS.get(column, column)), said(column, str(facts.get("value", ""))))
    if facts.get("declined"):
        yield _fact("declined", str(facts["declined"]))


def _roles(facts: Mapping[str, object]) -> Iterator[Fact]:
    yield _fact("name", str(facts.get("name", "")))
    old, new = (facts.get(key) for key in ("old", "roles"))
    words = _said("roles", new)
    yield _fact("roles", _change(_said("roles", old), words) if old else words)


def _change(old: str, new: str) -> str:
    return _("{old} → {new}").format(old=old, new=new)


_CHANGES: Mapping[str, Callable[[Mapping[str, object]], Iterator[Fact]]] = {
    "setting.changed": _setting,
    "screen.changed": _screen,
    "catalogue.changed": _catalogue,
    "catalogue.kept": _kept_in_catalogue,
    "catalogue.let_go": _catalogue,
    "person.changed": _roles,
}
_LEFT_OUT = {"digest"}


def _plain(facts: Mapping[str, object]) -> Iterator[Fact]:
    for key, fact in facts.items():
        if key not in _LEFT_OUT and fact not in ("", None, []):
            yield _fact(key, _said(key, fact))


def _said(key: str, fact: object) -> str:
    if isinstance(fact, bool):
        return _("yes") if fact else _("no")
    if fact in ("", None, []):
        return _("(nothing)")
    if isinstance(fact, list):
        return "、".join(dict.fromkeys(_said(key, each) for each in fact))
    if isinstance(fact, float):
        return f"{fact:g}"
    return _WORDS.get(key, str)(str(fact))


def _setting_label(name: str) -> str:
    return setting_kinds()[name].label if name in setting_kinds() else name


def _instant(text: str) -> str:
    try:
        return f"{datetime.fromisoformat(text).astimezone(config().zone):%Y-%m-%d %H:%M}"
    except ValueError:
        return text


def _origin(text: str) -> str:
    """What a draft was begun from: `template finance-ledger`, or `notice 12`."""
    kind, _blank, name = text.partition(" ")
    if kind == "template" and name in templates():
        return _("template “{title}”").format(title=templates()[name].notice.title)
    if kind == "file":
        return _("the file “{name}”").format(name=name)
    if kind == "pasted":
        return _("what was pasted")
    return _("notice {number}, moved on").format(number=name) if kind == "notice" else text


def _of(words: Mapping[StrEnum, str]) -> Callable[[str], str]:
    known = {each.value: said for each, said in words.items()}
    return lambda text: _(known[text]) if text in known else text


_WORDS: Mapping[str, Callable[[str], str]] = {
    "roles": _of(ROLES),
    "status": _of(STATUSES),
    "categories": lambda text: _category(text),
    "shape": lambda text: _(SHAPES.get(text, text)),
    "made_from": _origin,
    "sort": _of(QUESTION_WORDS),
    "way": _of(QUESTION_WORDS),
    "state": _of(QUESTION_WORDS),
    "reason": _of(QUESTION_WORDS),
    "overrides": lambda code: _(FAMILIES.get(code.partition(".")[0], code)),
    "settings": _setting_label,
    "made_at": _instant,
    "clock": _instant,
    "expected": _instant,
    "shows_until": _instant,
}
