"""`kiosk check`: what is found in a notice before it is published, whatever kind of file it comes in."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import click

from kiosk.actions.check import village_of
from kiosk.actions.checker import Checker, Village
from kiosk.actions.look_at import Looked, look_at
from kiosk.cli.answering import FOUND_SOMETHING, MISUSED, _, now, print_json, telling
from kiosk.config import Config, read_config
from kiosk.errors import KioskError, Misuse, Problem
from kiosk.rules.findings import Finding, Level, blocks, counts_by_level
from kiosk.rules.notice import Notice
from kiosk.store.board import Board, reopen_board
from kiosk.store.connection import is_new
from kiosk.wording import sentence, told
from kiosk.wording.labels import LEVELS


@dataclass(frozen=True)
class Told:
    """A finding as it is printed; the body of a spreadsheet has no lines of its own."""

    file: Path
    finding: Finding
    line: int
    sheet_row: int
    words: str

    @property
    def where(self) -> str:
        row = _(" row {row} of the sheet").format(row=self.sheet_row) if self.sheet_row else ""
        return f"{self.file}{row}"


@click.command("check", help=_("Looks notices over before they are published: personal data, sums, what is missing, hard reading."))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
def check_command(files: tuple[Path, ...], as_json: bool) -> None:
    with telling():
        config = read_config()
        with _board(config) as board, Checker() as checker:
            looked = [(file, each) for file in files for each in _looked_at(file, board, checker, config)]
    if as_json:
        print_json([entry for file, each in looked for entry in _entries(file, each)])
    else:
        for file, each in looked:
            _say(file, each)
    if any(isinstance(each, Misuse) for _file, each in looked):
        sys.exit(MISUSED)
    if any(isinstance(each, KioskError) or blocks(each.findings) for _file, each in looked):
        sys.exit(FOUND_SOMETHING)


@contextmanager
def _board(config: Config) -> Iterator[Board | None]:
    """What the village knows is asked where there is a board; looking a file over makes none."""
    if is_new(config.database):
        yield None
        return
    board = reopen_board(config)
    try:
        yield board
    finally:
        board.close()


def _looked_at(file: Path, board: Board | None, checker: Checker, config: Config) -> list[Looked] | list[KioskError]:
    def village(notice: Notice) -> Village:
        return Village() if board is None else village_of(board, notice)

    try:
        return look_at(file, checker, village, now().astimezone(config.zone).date())
    except KioskError as wrong:
        return [type(wrong).because(replace(each, file=str(file)) for each in wrong.problems)]


def _say(file: Path, looked: Looked | KioskError) -> None:
    if isinstance(looked, KioskError):
        for problem in looked.problems:
            click.echo(told(problem, _), err=True)
        return
    for remark in looked.remarks:
        click.echo(told(replace(remark, file=str(file)), _))
    for each in _told(file, looked):
        place = Problem(each.finding.code, each.finding.facts, each.where, each.line)
        basis = _(" (basis: {basis})").format(basis=each.finding.basis) if each.finding.basis else ""
        click.echo(f"[{_(LEVELS[each.finding.level])}] {told(place, _)}{basis}")
    counts = counted(looked.findings)
    words = _("{file}: {counts}.") if counts else _("{file}: nothing found.")
    click.echo(words.format(file=file, counts=counts))


def counted(findings: Iterable[Finding]) -> str:
    """须改 2、请核对 1; "" for none at all."""
    return "、".join(f"{_(LEVELS[level])} {number}" for level, number in counts_by_level(findings).items() if number)


def _told(file: Path, looked: Looked) -> list[Told]:
    return [
        Told(file, each, looked.line_of(each), looked.sheet_row_of(each), sentence(Problem(each.code, each.facts), _))
        for each in looked.findings
    ]


def _entries(file: Path, looked: Looked | KioskError) -> Iterator[dict[str, object]]:
    if isinstance(looked, KioskError):
        for problem in looked.problems:
            yield {"file": str(file), "code": problem.code, "level": Level.BLOCK.value, "line": problem.line, "words": sentence(problem, _)}
        return
    for remark in looked.remarks:
        yield {"file": str(file), "code": remark.code, "level": "remark", "line": 0, "words": sentence(remark, _)}
    for each in _told(file, looked):
        finding, place = each.finding, each.finding.place
        yield {
            "file": str(file),
            "code": finding.code,
            "level": finding.level.value,
            "field": place.key,
            "line": each.line,
            "sheet_row": each.sheet_row,
            "text": looked.text_at(place) if place.end else "",
            "table": place.table,
            "row": place.row,
            "column": place.column,
            "words": each.words,
            "facts": dict(finding.facts),
            "basis": finding.basis,
            "mend": [{"field": edit.key, "from": looked.text_at(edit), "to": edit.text} for edit in finding.mend],
        }
