"""`kiosk airings`: when and where a notice was on a screen, and for how long."""

from zoneinfo import ZoneInfo

import click

from kiosk.actions.showing import airings_of
from kiosk.cli.answering import _, opened, print_json
from kiosk.rules.airings import AiredDay, shown_on


@click.command("airings", help=_("When and where a notice was on a screen, and for how long."))
@click.argument("notice", type=click.IntRange(min=1))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
def airings_command(notice: int, as_json: bool) -> None:
    with opened() as (board, config):
        days = airings_of(board, notice)
    if as_json:
        print_json([_facts(day, config.zone) for day in days])
        return
    for day in days:
        click.echo(_line(day, config.zone))
    minutes = sum(day.seconds for day in days) // 60
    words = _("Shown on {days} days, {minutes} minutes in all.") if days else _("No screen has told of showing it.")
    click.echo(words.format(days=len(shown_on(days)), minutes=minutes))


def _facts(day: AiredDay, zone: ZoneInfo) -> dict[str, object]:
    return {
        "day": day.on.isoformat(),
        "screen": day.screen,
        "version": day.version,
        "seconds": day.seconds,
        "from": day.first_at.astimezone(zone).isoformat(timespec="seconds"),
        "until": day.last_at.astimezone(zone).isoformat(timespec="seconds"),
        "hours": sorted(day.hours),
        "pages": len(day.pages),
    }


def _line(day: AiredDay, zone: ZoneInfo) -> str:
    words = _("{day}  {screen}  version {version}  {first} to {last}: {minutes} min {seconds} s in {hours} hours")
    minutes, seconds = divmod(day.seconds, 60)
    first, last = (at.astimezone(zone).strftime("%H:%M") for at in (day.first_at, day.last_at))
    return words.format(day=day.on, screen=day.screen, version=day.version, first=first, last=last, minutes=minutes, seconds=seconds, hours=len(day.hours))
