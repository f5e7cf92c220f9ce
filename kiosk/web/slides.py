"""What a screen fetches: every notice before it is cut into pages, and what stands around it."""

import hashlib
import json
import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from flask import Flask, render_template
from markupsafe import Markup

from kiosk.actions.now import objections_to, round_of
from kiosk.documents.holidays import work_calendar
from kiosk.documents.initials import initials
from kiosk.documents.lunar import lunar_months
from kiosk.documents.qr import qr_svg
from kiosk.documents.safe_html import without_links
from kiosk.rules.accounts_by_head import Account
from kiosk.rules.days import ObjectionDays
from kiosk.rules.notice import Category, Notice
from kiosk.rules.period import Period
from kiosk.rules.posting import posting_window
from kiosk.rules.reply_wall import WALL_NUMBER
from kiosk.rules.screen import Screen
from kiosk.rules.village import Settings
from kiosk.web.charts import charts_on_screen
from kiosk.web.on_air import Shown
from kiosk.web.this_request import config, on_air, the_time
from kiosk.web.this_request import gettext as _
from kiosk.wording.labels import CATEGORIES


@dataclass(frozen=True)
class Slide:
    """A notice before it is cut into pages, which only the browser can do."""

    notice: Notice
    html: str
    charts: str
    """Behind its own words."""
    qr: str
    objections: ObjectionDays | None
    phone: str
    unit: str
    posted_on: date

    @property
    def initials(self) -> str:
        """Of the title and the category's word, as static/js/screen/finding.js reads them."""
        return " / ".join(" ".join(initials(words)) for words in (self.notice.title, _(CATEGORIES[self.notice.category])))

    @property
    def version(self) -> str:
        """Names everything that can be seen of it, so that an unchanged one need not be measured again."""
        seen = f"{self.notice}{self.html}{self.charts}{self.qr}{self.phone}{self.unit}{self.objections}"
        return hashlib.sha256(seen.encode("utf-8")).hexdigest()[:12]


def slides_of(app: Flask, shown: Shown, screen: Screen) -> str:
    """The fragment at `/screen/<screen>/slides`."""
    with app.app_context():
        posted = {each.notice.number: each for each in shown.up(config().zone)}
        up = [each.notice for each in posted.values()]
        entries = round_of(up, screen, shown.now, config().zone, shown.settings)
        order = [entry.notice.number for entry in entries]
        accounts = {each.number: each.accounts for each in shown.accounts}
        shows = [(posted[number], accounts.get(number or 0, ())) for number in dict.fromkeys(order)]
        slides = [_slide(each.notice, _posted_html(each.html), shown.settings, of_it) for each, of_it in shows]
        return _fragment(slides, order, screen, shown.settings, shown.now, (_through(shown), _all_through(shown)))


@lru_cache(maxsize=256)
def _posted_html(html: str) -> str:
    """Of what is posted alone: what is typed at the desk is another text at every key."""
    return without_links(html)


def slides_of_one(notice: Notice, html: str, screen: Screen, accounts: tuple[Account, ...] = ()) -> str:
    """The fragment with one notice that is not posted yet, as it would be if it were posted now."""
    settings, now = on_air().shown.settings, the_time()
    window = posting_window(notice, settings.catalogue.get(notice.item or ""), settings.terms, now, config().zone, work_calendar())
    up = replace(notice, published_at=now, shows_from=window.shows_from, shows_until=window.shows_until)
    return _fragment([_slide(up, without_links(html), settings, accounts)], [notice.number or 0], screen, settings, now, ("", ""))


def _slide(notice: Notice, html: str, settings: Settings, accounts: tuple[Account, ...] = ()) -> Slide:
    zone = config().zone
    return Slide(
        notice=notice,
        html=html,
        charts=charts_on_screen(accounts, notice.period),
        qr=qr_svg(config().address + ("/ask" if notice.number == WALL_NUMBER else f"/notices/{notice.number}")),
        objections=objections_to(notice, zone, settings),
        phone=settings.village.phone_of(notice),
        posted_on=notice.shows_from.astimezone(zone).date(),
        unit=settings.village.unit_of(notice),
    )


def _fragment(
    slides: list[Slide], order: list[int], screen: Screen, settings: Settings, now: datetime, through: tuple[str, str]
) -> str:
    return render_template(
        "screen/_slides.html",
        screen=screen,
        village=settings.village,
        pace=settings.pace,
        order=json.dumps(order),
        slides=slides,
        zone=str(config().zone),
        lunar=json.dumps(lunar_months(now.astimezone(config().zone).date()), ensure_ascii=False),
        through=through[0],
        all_through=through[1],
    )


def _through(shown: Shown) -> str:
    """How current the board is, in words: what is overdue if the village wants it told, else up to when finance is disclosed."""
    today = shown.now.astimezone(config().zone).date()
    late = [(_(CATEGORIES[each.category]), (today - each.due_on).days) for each in shown.overdue]
    if late:
        return _("; ").join(_("{pillar} overdue for {days} days").format(pillar=pillar, days=days) for pillar, days in late)
    finance = next((each.period for each in shown.through if each.category is Category.FINANCE), None)
    return _("Finance disclosed to {period}").format(period=finance.title) if finance else ""


def _all_through(shown: Shown) -> str:
    """The same of all three pillars, for a foot with room for it; "" where it says no more, or something is overdue."""
    if shown.overdue or all(each.category is Category.FINANCE for each in shown.through):
        return ""
    year = shown.now.astimezone(config().zone).year
    told = [_("{pillar} {period}").format(pillar=_(CATEGORIES[each.category]), period=_briefly(each.period, year)) for each in shown.through]
    return _("Disclosed to: {periods}").format(periods=_(", ").join(told))


def _briefly(period: Period, year: int) -> str:
    """Without its year, if it is this one."""
    return period.title.removeprefix(f"{year}年") if period.unit != "year" else period.title


_TITLE_BREAK = re.compile(r"(年度|季度|半年|\d月|年(?!第|度|上半|下半|\d)|(?<=..)[：，。）”])(?!$)")


def breakable(title: str) -> Markup:
    """A large title may break behind its period and behind punctuation, rather than anywhere."""
    pieces = _TITLE_BREAK.sub("\\1\n", title).split("\n")
    return Markup("<wbr>").join(pieces)


_PERIOD_AHEAD = re.compile(r"^\d{4}年(?:第[一二三四]季度|度|[上下]半年|\d{1,2}月)?(?=.{4})")


def without_period(title: str) -> str:
    """What tells a title from its neighbours, all of which begin with the same quarter."""
    return _PERIOD_AHEAD.sub("", title)
