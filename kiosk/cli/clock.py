"""`kiosk clock`: whether the board believes this machine's clock, and saying that it is right."""

import sys

import click

from kiosk.actions.timekeeping import say_it_is_right
from kiosk.cli.answering import FOUND_SOMETHING, _, by, clock_of_the_board, opened


@click.command("clock", help=_("Tells whether this machine's clock can be believed; exit 1 if not."))
@click.option("--right", "is_right", is_flag=True, help=_("You have looked at it, and it is right."))
@click.option("--as", "who", default=None, help=_("Who does it, for the audit log."))
def clock_command(is_right: bool, who: str | None) -> None:
    with opened() as (board, config):
        clock = clock_of_the_board()
        if is_right:
            say_it_is_right(board, clock, clock.machine.wall(), by(who))
        held = clock.held()
    if held.doubt is not None:  # in what way has been told
        sys.exit(FOUND_SOMETHING)
    click.echo(_("The clock is right: {time}.").format(time=f"{held.now.astimezone(config.zone):%Y-%m-%d %H:%M}"))
