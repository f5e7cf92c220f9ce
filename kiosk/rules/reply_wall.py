"""回音壁: the replies of the last days as one notice that nobody wrote, with a page for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import escape
from zoneinfo import ZoneInfo

from kiosk.rules.notice import Category, Kind, Notice, Status
from kiosk.rules.posting import start_of
from kiosk.rules.questions import Reply, Sort, Terms

WALL_NUMBER = 0
"""Of no notice: these count from 1."""
WALL_MOST = 8
"""The newest: a round of the screen must come to its end. The others stand on the residents' pages."""
TITLE = "回音壁：村民的提问和答复"


@dataclass(frozen=True)
class Wall:
    notice: Notice
    html: str


def wall(replies: Sequence[Reply], terms: Terms, now: datetime, zone: ZoneInfo) -> Wall | None:
    """None while there is nothing to be shown. The whole of it ends with the reply that ends first: it is made anew then."""
    up = [each for each in replies if each.answered_at <= now < _shows_until(each, terms, zone)][:WALL_MOST]
    if not up:
        return None
    newest_at = max(each.answered_at for each in up)
    pages = [(_heading(each), _paragraphs(each), _dates(each, zone)) for each in up]
    notice = Notice(
        TITLE,
        Category.GOVERNANCE,
        Kind.RESULT,
        "\n\n".join("\n\n".join([f"## {heading}", *paragraphs, dates]) for heading, paragraphs, dates in pages),
        number=WALL_NUMBER,
        status=Status.PUBLISHED,
        published_at=newest_at,
        shows_from=newest_at,
        shows_until=min(_shows_until(each, terms, zone) for each in up),
    )
    return Wall(notice, "".join(map(_html, pages)))


def _html(page: tuple[str, list[str], str]) -> str:
    heading, paragraphs, dates = page
    said = "".join(f"<p>{escape(each)}</p>" for each in paragraphs)
    return f"<h2>{escape(heading)}</h2>{said}<p>{dates}</p>"


def _shows_until(reply: Reply, terms: Terms, zone: ZoneInfo) -> datetime:
    """The day on which it was published is not counted, as with a notice."""
    return start_of(reply.answered_at.astimezone(zone).date() + timedelta(days=terms.shown_days + 1), zone)


_BEGINS = {Sort.QUESTION: "问：", Sort.OPINION: "村民意见：", Sort.TOPIC: "村民点题："}


def _heading(reply: Reply) -> str:
    return _BEGINS[reply.sort] + (reply.asked or reply.answer_title)


def _paragraphs(reply: Reply) -> list[str]:
    if reply.answer_notice is not None:
        return [f"答：已经公开，见本栏公告《{reply.answer_title}》。"]
    first, *others = [line.strip() for line in reply.reply.split("\n") if line.strip()] or [""]
    return [f"答：{first}", *others]


def _dates(reply: Reply, zone: ZoneInfo) -> str:
    return f"{_day(reply.arrived_on)}收到，{_day(reply.answered_at.astimezone(zone).date())}答复"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
