"""The command line: it reads the call, does one thing, and says what came of it."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from kiosk.actions.candidates import html_of_file
from kiosk.actions.checker import Checker
from kiosk.actions.export_board import export
from kiosk.actions.import_notices import Outcome, Posting, import_paths
from kiosk.actions.now import playlist_of
from kiosk.actions.settle import change_screen, change_setting, kind_of_setting, take_screen_away
from kiosk.cli.airing import airings_command
from kiosk.cli.answering import FOUND_SOMETHING, _, by, clock_of_the_board, now, opened, print_json, telling
from kiosk.cli.checking import check_command, counted
from kiosk.cli.clock import clock_command
from kiosk.cli.due import due_command
from kiosk.cli.people import user
from kiosk.cli.report import report_command
from kiosk.cli.safekeeping import backup, reindex_command, restore, verify_command
from kiosk.config import read_config
from kiosk.documents.rendering import Renderer
from kiosk.errors import Misuse
from kiosk.rules.findings import Finding
from kiosk.rules.notice import Category
from kiosk.rules.playlist import Entry
from kiosk.rules.screen import Screen
from kiosk.shipped import setting_kinds
from kiosk.store import screens, settings
from kiosk.wording import told
from kiosk.wording.labels import CATEGORIES, REASONS


@click.group(
    help=_("Kiosk: the public noticeboard of a village hall."), context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="village-kiosk", message="%(version)s")
def main() -> None:
    """Languages apart, `kiosk --help` is the table of contents of this folder."""


@main.command(help=_("Brings the database up to date, then serves the board."))
@click.option("--host", help=_("Address to listen on instead of KIOSK_HOST."))
@click.option("--port", help=_("Port to listen on instead of KIOSK_PORT."))
@click.option("--lan", is_flag=True, help=_("Listen on every interface, so that TVs and phones reach it."))
@click.option("--empty", is_flag=True, help=_("Start a new board without the sample village."))
def serve(host: str | None, port: str | None, lan: bool, empty: bool) -> None:
    from kiosk.web.serving import serve_board  # the other commands need no web server

    with telling():
        given = dict(os.environ)
        given |= {name: value for name, value in (("KIOSK_HOST", host), ("KIOSK_PORT", port)) if value is not None}
        if lan:
            given["KIOSK_HOST"] = "0.0.0.0"
        serve_board(read_config(given), empty, lambda words: click.echo(words))


@main.command("import", help=_("Brings notices in from Markdown files, spreadsheets, Word, CSV or folders of them, as drafts."))
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--publish", is_flag=True, help=_("Put them up at once; the audit log says so."))
@click.option("--as", "who", default=None, help=_("Who does it, for the audit log."))
def import_command(paths: tuple[Path, ...], publish: bool, who: str | None) -> None:
    with opened() as (board, _config):
        posting = Posting(who or _("this machine"), clock_of_the_board().sworn() if publish else now(), publish)
        with Checker() as checker:
            done = import_paths(board, list(paths), posting, _progress, checker)
        for outcome in done.outcomes:
            for words in _what_became(outcome, done.went_in):
                click.echo(words, err=bool(outcome.problems))
        if done.passed_over:
            click.echo(_passed_over(done.passed_over))
    if not done.went_in:
        wrong = sum(bool(outcome.problems) for outcome in done.outcomes)
        click.echo(_("Nothing was imported: mend {count} files and try again.").format(count=wrong), err=True)
        sys.exit(FOUND_SOMETHING)


def _progress(paths: list[Path]) -> Iterator[Path]:
    if len(paths) < 20 or not sys.stderr.isatty():
        yield from paths
        return
    with click.progressbar(paths, label=_("Reading"), file=sys.stderr) as bar:
        yield from bar


def _what_became(outcome: Outcome, went_in: bool) -> list[str]:
    facts = {"file": outcome.path, "title": outcome.title, "number": outcome.number}
    if outcome.problems:
        return [told(problem, _) for problem in outcome.problems]
    if not went_in:
        words = _("{file}: “{title}” is all right.")
    elif outcome.was_there and outcome.is_published:
        words = _("{file}: “{title}” is on the board already, as notice {number}; left as it is.")
    elif outcome.was_there:
        words = _("{file}: “{title}” is a draft already, notice {number}, not on the screen; --publish puts it up.")
    elif outcome.is_published:
        words = _("{file}: “{title}” is notice {number}, published.")
    else:
        words = _("{file}: “{title}” is notice {number}, a draft, not on the screen; --publish puts it up.")
    return [words.format(**facts) + _found_in_it(outcome.findings), *(f"    {told(remark, _)}" for remark in outcome.remarks)]


def _passed_over(endings: Mapping[str, int]) -> str:
    without = _("without an ending")
    kinds = "、".join(f"{ending or without} {count}" for ending, count in sorted(endings.items(), key=lambda each: (-each[1], each[0])))
    words = _("{count} files of kinds that are not read in were passed over: {kinds}.")
    return words.format(count=sum(endings.values()), kinds=kinds)


def _found_in_it(findings: tuple[Finding, ...]) -> str:
    """Behind the line of a file: how many things were found in it."""
    counts = counted(findings)
    return _(" Found: {counts} (kiosk check tells more).").format(counts=counts) if counts else ""


@main.command("export", help=_("Writes every notice as a file, with its originals, into a new folder."))
@click.argument("folder", type=click.Path(path_type=Path))
def export_command(folder: Path) -> None:
    with opened() as (board, _config):
        count = export(board, folder.absolute())
        click.echo(_("{count} notices written to {folder}.").format(count=count, folder=folder))


@main.command(help=_("Prints the safe HTML of a notice."))
@click.argument("file", type=click.Path(path_type=Path))
def render(file: Path) -> None:
    with telling(), Renderer() as renderer:
        click.echo(html_of_file(file, renderer), nl=False)


@main.command(help=_("Shows what a screen shows at a moment, in order, and why."))
@click.option("--screen", default="hall", show_default=True, help=_("Which screen."))
@click.option("--at", help=_("The moment, such as 2026-10-08T09:30, in the village's time; now if left out."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
def playlist(screen: str, at: str | None, as_json: bool) -> None:
    with opened() as (board, config):
        entries = playlist_of(board, screen, _moment(at, config.zone))
    if as_json:
        print_json([_entry_as_json(entry) for entry in entries])
        return
    if not entries:
        click.echo(_("Nothing is posted on this screen at that moment."))
    for place, entry in enumerate(entries, 1):
        notice = entry.notice
        category = _(CATEGORIES[notice.category])
        words = _("{place:>3}. No. {number} [{category}] {title}: {seconds} s, {reason}")
        reason = _(REASONS[entry.reason])
        facts = {"number": notice.number, "title": notice.title, "seconds": entry.seconds}
        click.echo(words.format(place=place, category=category, reason=reason, **facts))


def _entry_as_json(entry: Entry) -> dict[str, object]:
    notice = entry.notice
    return {
        "notice": notice.number,
        "title": notice.title,
        "category": notice.category.value,
        "period": notice.period.code if notice.period else None,
        "priority": notice.priority.value,
        "seconds": entry.seconds,
        "reason": entry.reason.value,
        "why": _(REASONS[entry.reason]),
        "until": notice.shows_until.isoformat() if notice.shows_until else None,
    }


def _moment(text: str | None, zone: ZoneInfo) -> datetime:
    if text is None:
        return now()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise Misuse("time.form", value=text) from wrong
    if not 1949 <= moment.year <= 2999:
        raise Misuse("time.form", value=text)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


@main.command("settings", help=_("Lists the settings, or changes one: kiosk settings NAME VALUE."))
@click.argument("name", required=False)
@click.argument("value", required=False)
@click.option("--as", "who", default=None, help=_("Who does it, for the audit log."))
def settings_command(name: str | None, value: str | None, who: str | None) -> None:
    with opened() as (board, _config):
        kinds = list(setting_kinds().values()) if name is None else [kind_of_setting(name)]
        if name is not None and value is not None:
            change_setting(board, name, _as_written(value), by(who), now())
        own = settings.own_values(board.db)
        for kind in kinds:
            shown = json.dumps(own.get(kind.name, kind.value), ensure_ascii=False)
            click.echo(f"{kind.name} = {shown}\n    {kind.label}: {kind.means}" + (f"\n    {kind.basis}" if kind.basis else ""))


def _as_written(value: str) -> "str | int | float | list[str]":
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


@main.command("screen", help=_("Lists the screens, or sets one up: kiosk screen NAME --diagonal 55 --distance 4."))
@click.argument("name", required=False)
@click.option("--title", help=_("What people call it."))
@click.option("--diagonal", type=float, help=_("Diagonal of the picture, in inches."))
@click.option("--distance", type=float, help=_("How far away people stand, in metres."))
@click.option("--rotation", type=int, help=_("Degrees the picture is turned for a TV hung on its side."))
@click.option("--shape", help=_("As people see it: landscape or portrait."))
@click.option("--slogans/--no-slogans", default=None, help=_("With or without the strip of slogans."))
@click.option("--opens", help=_("From when on it shows notices, such as 08:00; it is dark before."))
@click.option("--closes", help=_("Until when it shows notices, such as 21:30; it is dark after."))
@click.option("--all-hours", is_flag=True, help=_("It shows notices day and night."))
@click.option("--category", "categories", multiple=True, type=click.Choice([each.value for each in Category]), help=_("A category that it shows; give it once for each."))
@click.option("--all-categories", is_flag=True, help=_("It shows every category."))
@click.option("--slogan", "own_slogans", multiple=True, help=_("A line of its strip that is its own, one for each time it is given."))
@click.option("--village-slogans", is_flag=True, help=_("Its strip shows the village's slogans."))
@click.option("--take-away", is_flag=True, help=_("It hangs no longer; what it has shown stays told."))
@click.option("--as", "who", default=None, help=_("Who does it, for the audit log."))
def screen_command(
    name: str | None, who: str | None, take_away: bool, **changes: "str | float | bool | tuple[str, ...] | None"
) -> None:
    with opened() as (board, _config):
        if name is not None and take_away:
            take_screen_away(board, name, by(who), now())
        elif name is not None:
            known = screens.get(board.db, name)
            wanted = _wanted(changes)
            try:
                screen = replace(known, **wanted) if known else Screen(**{"name": name, "title": name} | wanted)
            except ValueError as wrong:
                raise Misuse("screen.wrong_value", reason=wrong) from wrong
            change_screen(board, screen, by(who), now())
        for screen in screens.all_screens(board.db):
            click.echo(_screen_line(screen))


_BACK = {"all_hours": ("opens_at", "closes_at"), "all_categories": ("categories",), "village_slogans": ("own_slogans",)}
"""Options that make these fields what they are without any."""


def _wanted(changes: Mapping[str, object]) -> dict[str, object]:
    fields = {"diagonal": "diagonal_inch", "distance": "distance_m", "opens": "opens_at", "closes": "closes_at"}
    wanted = {fields.get(key, key): value for key, value in changes.items() if value not in (None, ()) and key not in _BACK}
    if "categories" in wanted:
        wanted["categories"] = tuple(map(Category, wanted["categories"]))
    plain = Screen("plain", "-")
    return wanted | {field: getattr(plain, field) for option, fields in _BACK.items() if changes[option] for field in fields}


def _screen_line(screen: Screen) -> str:
    words = _("{name} ({title}): {diagonal_inch:g} inches, read from {distance_m:g} m, turned {rotation}°, slogans {slogans}, {hours}, {shows}")
    hours = _("{opens} to {closes}").format(opens=screen.opens_at, closes=screen.closes_at) if screen.opens_at else _("at all hours")
    shows = _(", ").join(_(CATEGORIES[each]) for each in screen.categories) or _("every category")
    return words.format(**vars(screen) | {"slogans": _("on") if screen.slogans else _("off"), "hours": hours, "shows": shows})


for further in (airings_command, check_command, clock_command, due_command, report_command, user, backup, reindex_command, restore, verify_command):
    main.add_command(further)
