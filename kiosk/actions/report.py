"""The yearly report (年度报告), gathered from what the board holds of a year."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from kiosk.actions.duties import years_of_duties
from kiosk.actions.year_gathered import Gathered
from kiosk.documents.holidays import work_calendar
from kiosk.rules.asked_in_year import asked_in_year
from kiosk.rules.duties import Posting, major_matters
from kiosk.rules.hanging import hung_days, spans
from kiosk.rules.notice import Category, Kind, Notice, is_live
from kiosk.rules.objections import Objection
from kiosk.rules.posting import display_days
from kiosk.rules.report import (
    YEARS_BACK,
    Change,
    Changed,
    Hung,
    Overridden,
    Urgent,
    YearInShort,
    YearReport,
    answers_to,
    days_between,
    median_of,
    shares_of,
)
from kiosk.rules.steps import AFTERWARDS, PUTS_UP, URGENT_REVIEW_HOURS
from kiosk.rules.timeliness import DutyInYear, Outcome, exempted, in_time
from kiosk.store import airings, objections, questions, settings, year
from kiosk.store.board import Board

_CHANGES = {"correct": Change.CORRECTED, "withdraw": Change.WITHDRAWN, "return": Change.RETURNED, "send_back": Change.SENT_BACK}


def questions_of(board: Board, since: datetime, until: datetime) -> Sequence[Objection]:
    """What residents objected to between the two, as it was registered at the desk."""
    return objections.received_between(board.db, since, until)


def report_of(board: Board, of_year: int, now: datetime) -> YearReport:
    """As things stand now; what is still to come of the year is left open. A year before the board, or still to come, has
    not begun on it."""
    read = Gathered(board, of_year, now, settings.settings(board.db))
    return report_with(read, questions_of(board, read.since, read.until))


def report_with(read: Gathered, objected: Sequence[Objection] | None) -> YearReport:
    board, of_year, now = read.board, read.year, read.now
    years = list(range(of_year, of_year - YEARS_BACK - 1, -1))
    told = years_of_duties(board, years, read.today)
    years = [each for each in years if told.began_on.year <= each <= read.today.year]
    timely = {each: in_time(told.duties[each], told.postings, read.today) for each in years}
    numbers, before = read.numbers(of_year), read.numbers(of_year - 1)
    newest = {number: versions[-1] for number, versions in read.versions.items()}
    hung = _hung(read, numbers)
    return YearReport(
        village=read.held.village.name,
        township=read.held.village.township,
        year=of_year,
        as_of=now,
        is_over=read.today.year > of_year,
        began_on=told.began_on,
        categories=shares_of(list(Category), *([newest[each].category for each in some] for some in (numbers, before))),
        kinds=shares_of(list(Kind), *([newest[each].kind for each in some] for some in (numbers, before))),
        months=shares_of(range(1, 13), *([read.first_days[each].month for each in some] for some in (numbers, before))),
        duties=tuple(timely.get(of_year, ())),
        hung=hung,
        changes=_changes(read),
        urgent=_urgent(read),
        overridden=_overridden(read),
        median_days=_median_days(read),
        major_matters=major_matters(of_year, told.postings, read.today),
        major_matters_least=read.held.major_matters,
        answers=None if objected is None else answers_to(objected, now),
        years=tuple(_years(read, timely, told.postings)),
        exempted=tuple(exempted(told.duties[of_year])) if of_year in timely else (),
        asked=asked_in_year(questions.arrived_between(board.db, read.since, read.until), read.today, board.zone),
    )


def _hung(read: Gathered, numbers: list[int]) -> tuple[Hung, ...]:
    proven = airings.days_of(read.board.db, numbers, read.board.zone)
    taken_down: dict[int, dict[int, datetime]] = defaultdict(dict)
    for each in read.said:
        if each.step == "withdraw":
            taken_down[each.notice][each.version] = each.at
    found = []
    for number in numbers:
        versions = read.versions[number]
        newest, posted_on = versions[-1], read.first_days[number]
        hanging = spans(versions, taken_down[number], read.now)
        found.append(
            Hung(
                number,
                read.title(number),
                newest.category,
                newest.kind,
                posted_on,
                is_up=is_live(newest, read.now),
                hung_days=hung_days(hanging, read.board.zone),
                proven_days=len(proven.get(number, ())),
                required_days=_required(read, newest, posted_on),
            )
        )
    return tuple(found)


def _required(read: Gathered, notice: Notice, posted_on: date) -> int:
    item = read.held.catalogue.get(notice.item or "")
    return display_days(notice, item, read.held.terms, posted_on, work_calendar())


def _changes(read: Gathered) -> tuple[Changed, ...]:
    """What was begun to be corrected counts, whether or not it has gone up corrected by now."""
    withdrawn = read.entries("notice.withdrawn", "days_short")
    short = {(each.notice, each.facts.get("version")): each.facts["days_short"] for each in withdrawn}
    return tuple(
        Changed(
            _CHANGES[each.step],
            each.notice,
            read.title(each.notice),
            each.at,
            each.words,
            int(str(short.get((each.notice, each.version)) or 0)) if each.step == "withdraw" else 0,
        )
        for each in read.in_year(_CHANGES)
    )


def _urgent(read: Gathered) -> tuple[Urgent, ...]:
    reviewed = {(each.notice, each.version): each.at for each in read.said if each.step in AFTERWARDS}
    return tuple(
        Urgent(
            each.notice,
            read.title(each.notice),
            each.at,
            each.at + timedelta(hours=URGENT_REVIEW_HOURS),
            reviewed.get((each.notice, each.version)),
        )
        for each in read.in_year(["publish_urgently"])
    )


def _overridden(read: Gathered) -> tuple[Overridden, ...]:
    published = read.entries("notice.published", "overrides") + read.entries("notice.published_urgently", "overrides")
    return tuple(
        Overridden(each.notice or 0, read.title(each.notice or 0), each.at, _families(each.facts), str(each.facts.get("why", "")))
        for each in sorted(published, key=lambda each: each.entry)
        if each.facts.get("overrides")
    )


def _families(facts: Mapping[str, object]) -> tuple[str, ...]:
    codes = facts["overrides"]
    return tuple(dict.fromkeys(str(code).partition(".")[0] for code in codes)) if isinstance(codes, list) else ()


def _median_days(read: Gathered) -> Decimal | None:
    """From when it was first handed in since it last hung, however often it was returned in between."""
    handed_in: dict[int, datetime] = {}
    taken = []
    for each in read.said:
        if each.step == "submit":
            handed_in.setdefault(each.notice, each.at)
        elif each.step in PUTS_UP:
            began = handed_in.pop(each.notice, None)
            if began is not None and read.since <= each.at < read.until:
                taken.append(days_between(began, each.at))
    return median_of(taken)


def _years(read: Gathered, timely: Mapping[int, Sequence[DutyInYear]], postings: Sequence[Posting]) -> Iterable[YearInShort]:
    corrected, withdrawn = ([read.day(at).year for at in year.taken_at(read.board.db, step)] for step in ("correct", "withdraw"))
    for each, duties in timely.items():
        outcomes = [duty.outcome for duty in duties]
        yield YearInShort(
            each,
            len(read.numbers(each)),
            outcomes.count(Outcome.ON_TIME),
            outcomes.count(Outcome.LATE),
            outcomes.count(Outcome.MISSING),
            corrected.count(each),
            withdrawn.count(each),
            major_matters(each, postings, read.today),
        )
