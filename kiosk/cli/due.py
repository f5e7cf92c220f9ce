"""`kiosk due`: what the village must post, by when, and how far it has come."""

import sys
from datetime import date

import click

from kiosk.actions.duties import duties_of
from kiosk.cli.answering import FOUND_SOMETHING, _, now, opened, print_json
from kiosk.cli.columns import columns
from kiosk.errors import Misuse
from kiosk.rules.duties import Duty, DutyState
from kiosk.wording.labels import DUTY_STATES
from kiosk.wording.marking import N_

HEADS = (N_("State"), N_("Due"), N_("Period"), N_("Days shown"), N_("Days wanting"), N_("Item"))


@click.command("due", help=_("Shows what the village must post, by when, and how far it has come; exit 1 if something is overdue."))
@click.option("--at", help=_("The day, such as 2026-10-08; today if left out."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
def due_command(at: str | None, as_json: bool) -> None:
    with opened() as (board, config):
        today = now().astimezone(config.zone).date() if at is None else _day(at)
        found = duties_of(board, today)
    if as_json:
        print_json([_entry(duty) for duty in found])
    else:
        of_now = [duty for duty in found if duty.state is not DutyState.NOT_APPLICABLE]
        for line in columns([[_(head) for head in HEADS], *map(_cells, of_now)]):
            click.echo(line)
    if any(duty.state is DutyState.OVERDUE for duty in found):
        sys.exit(FOUND_SOMETHING)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as wrong:
        raise Misuse("time.day_form", value=text) from wrong
    if not 1950 <= day.year <= 2998:
        raise Misuse("time.day_form", value=text)
    return day


def _entry(duty: Duty) -> dict[str, object]:
    posting = duty.posting
    return {
        "item": duty.item.code,
        "title": duty.item.title,
        "period": duty.period.code if duty.period else None,
        "due_on": duty.due_on.isoformat() if duty.due_on else None,
        "holidays_known": duty.is_sure,
        "state": duty.state.value,
        "notice": posting.number if posting else None,
        "posted_on": posting.posted_on.isoformat() if posting else None,
        "days_shown": duty.days_shown,
        "days_required": duty.days_required,
        "days_proven": duty.is_proven,
        "exempt": duty.exempt or None,
    }


def _cells(duty: Duty) -> list[str]:
    days = (f"{duty.days_shown}", f"{duty.days_required}") if duty.posting else ("", "")
    due_on = duty.due_on.isoformat() if duty.due_on else ""
    period = duty.period.title if duty.period else ""
    return [_(DUTY_STATES[duty.state]), due_on, period, *days, f"{duty.item.code} {duty.item.title}"]
