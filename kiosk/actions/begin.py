"""What a new notice can begin from: a template for its kind, or what was posted for the period before."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from kiosk.config import resource
from kiosk.documents import front_matter
from kiosk.errors import NotFound
from kiosk.rules.next_period import begin_next, from_template
from kiosk.rules.notice import Notice
from kiosk.rules.placed_text import placed
from kiosk.store import notices, settings
from kiosk.store.board import Board

_BLANKS_AHEAD = re.compile(r"^(?:【[^】]*】(?:年末|年度|年第|年|季度)?)+")
BLANK = re.compile(r"【[^】]*】")
"""What a template leaves to be filled in."""


@dataclass(frozen=True)
class Template:
    name: str
    notice: Notice

    @property
    def title(self) -> str:
        """What it is for: the title without its blanks."""
        return BLANK.sub("……", _BLANKS_AHEAD.sub("", self.notice.title))

    @cached_property
    def has_tables(self) -> bool:
        return bool(placed(self.notice.body).tables)


@cache
def templates() -> dict[str, Template]:
    return {file.stem: _template(file) for file in sorted((resource("content") / "templates").glob("*.md"))}


def _template(file: Path) -> Template:
    return Template(file.stem, front_matter.read(front_matter.decode(file.read_bytes())).notice)


def template_named(name: str) -> Template:
    if name not in templates():
        raise NotFound("template.none", name=name)
    return templates()[name]


def notice_from_template(board: Board, template: Template, today: date) -> Notice:
    """For the period that the village's own catalogue asks for."""
    item = settings.settings(board.db).catalogue.get(template.notice.item or "")
    return from_template(template.notice, today, frequency=item.frequency if item else "")


def notice_from_last_period(board: Board, number: int, today: date) -> Notice:
    stored = notices.posted(board.db, number)
    if stored is None:
        raise NotFound("notice.none_at_desk", number=number)
    return begin_next(stored.notice, today)
