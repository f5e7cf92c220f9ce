"""`kiosk report`: the yearly report, as tables to be read on a terminal or as JSON."""

from collections.abc import Iterator

import click

from kiosk.actions.report import report_of
from kiosk.cli.answering import _, now, opened, print_json
from kiosk.cli.columns import columns
from kiosk.documents.report_json import report_to_json
from kiosk.rules.report import YearReport
from kiosk.rules.shortcomings import shortcomings
from kiosk.wording.of_report import all_tables, key_figures, sentence_of
from kiosk.wording.tabled import Table


@click.command(
    "report",
    help=_("The yearly disclosure report: what was posted, in time or late, for how long, and where the village fell short."),
)
@click.argument("year", type=click.IntRange(1950, 2998))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
def report_command(year: int, as_json: bool) -> None:
    with opened() as (board, config):
        report = report_of(board, year, now())
    if as_json:
        print_json(report_to_json(report, config.zone))
        return
    for line in _lines(report, all_tables(report, _, config.zone)):
        click.echo(line)


def _lines(report: YearReport, tables: list[Table]) -> Iterator[str]:
    village = f"{report.township}{report.village}"
    yield _("{village}: report on village affairs disclosure, {year}").format(village=village, year=report.year)
    if not report.has_begun:
        yield _("There is nothing to tell of this year: the board began on {day}.").format(day=report.began_on)
        return
    if not report.is_over:
        yield _("The year is not over: this is how things stand today.")
    yield from columns([[words, figure] for words, figure in key_figures(report, _)])
    for table in tables:
        yield ""
        yield table.title
        yield from columns([table.head, *(line.cells for line in table.lines)], table.figures)
    yield ""
    yield _("Where we fell short")
    found = shortcomings(report)
    for place, each in enumerate(found, 1):
        yield f"{place:>3}. {sentence_of(each, _)}"
    if not found:
        yield _("Nothing was found that fell short.")
