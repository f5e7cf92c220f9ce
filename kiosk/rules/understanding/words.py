"""Which item of the catalogue and which category a notice is about, told by the words of its title."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from kiosk.rules.catalogue import Catalogue, DisclosureItem
from kiosk.rules.notice import Category
from kiosk.rules.understanding.lines import narrow

Key = TypeVar("Key")
_LONGEST_OF_WEBSITE = 120


@dataclass(frozen=True)
class NoticeWords:
    """The words are data (`content/notice_words.yaml`)."""

    items: Mapping[str, tuple[str, ...]]
    """Code in the disclosure catalogue → words of a title."""
    categories: Mapping[Category, tuple[str, ...]]
    monthly: Mapping[str, str]
    """The item → what it is when it is posted month by month."""
    before_decision: Mapping[str, str]
    """The item → what it is while objections are invited."""
    website_begins: tuple[str, ...]
    """How lines begin that a web page puts around a notice."""
    website_whole: frozenset[str]

    @cached_property
    def _begins(self) -> tuple[str, ...]:
        return tuple(map(narrow, self.website_begins))

    def are_of_website(self, line: str) -> bool:
        """用微信扫描二维码, 当前位置：首页 > 公示 …: what a web page says around a notice."""
        return line in self.website_whole or len(line) <= _LONGEST_OF_WEBSITE and narrow(line).startswith(self._begins)


def item_of(text: str, words: NoticeWords, catalogue: Catalogue) -> DisclosureItem | None:
    """By the longest word that the text has of any item; of equals by the first in the text."""
    code = _longest(text, words.items)
    return catalogue.get(code) if code else None


def category_of(text: str, words: NoticeWords) -> Category | None:
    return _longest(text, words.categories)


def _longest(text: str, words: Mapping[Key, Iterable[str]]) -> Key | None:
    plain = "".join(text.split())
    found = [(-len(word), plain.index(word), key) for key, said in words.items() for word in said if word in plain]
    return min(found, key=lambda each: each[:2])[2] if found else None
