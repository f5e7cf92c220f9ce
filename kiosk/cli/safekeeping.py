"""`kiosk backup`, `restore` and `verify`: the whole board in one file, back again, and whether it is sound."""

import sys
from pathlib import Path

import click

from kiosk.actions.safekeeping import make_portable, put_back
from kiosk.actions.verify import reindex, verify, verify_copy
from kiosk.cli.answering import FOUND_SOMETHING, _, by, now, opened, telling
from kiosk.config import read_config
from kiosk.errors import Misuse, Problem
from kiosk.store.copies import copy_at, stamp
from kiosk.wording import told


@click.command("verify", help=_("Checks the database, the chain of the audit log, and the originals; or a copy."))
@click.argument("file", required=False, type=click.Path(path_type=Path))
def verify_command(file: Path | None) -> None:
    if file is None:
        with opened(notes_losses=False) as (board, _config):
            problems = verify(board)
    else:
        with telling():
            problems = verify_copy(read_config(), _there(file))
    for problem in problems:
        click.echo(told(problem, _), err=True)
    if problems:
        sys.exit(FOUND_SOMETHING)
    click.echo(_("Everything is as it was put there."))


@click.command("reindex", help=_("Makes the index by which the archive is searched anew."))
@click.option("--as", "who", default=None, help=_("Who does it, for the audit log."))
def reindex_command(who: str | None) -> None:
    with opened() as (board, _config):
        count = reindex(board, by(who).name, now())
    click.echo(_("The index holds {count} posted texts.").format(count=count))


@click.command(help=_("Writes the whole board into one file: database, originals, audit log."))
@click.argument("file", required=False, type=click.Path(path_type=Path))
def backup(file: Path | None) -> None:
    with opened() as (_board, config):
        at = now()
        target = (file or Path()).absolute()
        if target.is_dir():
            target = target / f"kiosk-{stamp(at)}.zip"
        for problem in make_portable(config, target, at):
            click.echo(told(problem, _), err=True)
    click.echo(_("{file} is whole and was looked at. Keep it on another machine: it holds names and sums.").format(file=target))


@click.command(help=_("Puts a copy of the board in the place of what is there, which is kept."))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help=_("Without asking."))
@click.option("--as", "who", default=None, help=_("Who does it, for the audit log."))
def restore(file: Path, yes: bool, who: str | None) -> None:
    with telling():
        config = read_config()
        made_at = copy_at(_there(file)).made_at.astimezone(config.zone)
        words = _("Everything that was done since {time} will be gone from the board (it is kept aside). Put the copy back?")
        if not yes and not click.confirm(words.format(time=f"{made_at:%Y-%m-%d %H:%M}")):
            raise click.Abort
        done = put_back(config, file, by(who), now())
    for problem in done.problems:
        click.echo(told(problem, _), err=True)
    click.echo(_("The board is as it was at {time}.").format(time=f"{made_at:%Y-%m-%d %H:%M}"))
    if done.kept is not None:
        click.echo(_("What was there before is kept as {path}.").format(path=done.kept))


def _there(file: Path) -> Path:
    if not file.exists():
        raise Misuse.because([Problem("file.absent", file=str(file))])
    return file
