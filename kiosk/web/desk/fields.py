"""The fields of a notice in words: what each is called, and what stands in it."""

from datetime import date

from kiosk.rules.notice import Category, Kind, Priority
from kiosk.rules.period import Period
from kiosk.web.dates import day_words
from kiosk.web.this_request import gettext as _
from kiosk.wording.labels import CATEGORIES, FIELDS, KINDS, PRIORITIES

WORDS = {Category: CATEGORIES, Kind: KINDS, Priority: PRIORITIES}


def field_name(key: str) -> str:
    return _(FIELDS.get(key, key))


def field_value(value: object) -> str:
    if type(value) in WORDS:
        return _(WORDS[type(value)][value])
    if isinstance(value, Period):
        return value.title
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    return str(value)
