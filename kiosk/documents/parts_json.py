"""What a file holds on its way to a child process: paragraphs, headings, and grids of cells."""

from collections.abc import Mapping
from dataclasses import astuple

from kiosk.rules.grids import Grid, Heading, Merge

Part = str | Heading | Grid
Plain = str | dict[str, object]


def part_to_json(part: Part) -> Plain:
    if isinstance(part, Grid):
        return {"rows": part.rows, "merges": [astuple(merge) for merge in part.merges]}
    return part if isinstance(part, str) else {"level": part.level, "text": part.text}


def part_from_json(plain: str | Mapping[str, object]) -> Part:
    if isinstance(plain, str):
        return plain
    if "rows" in plain:
        return Grid(tuple(map(tuple, plain["rows"])), tuple(Merge(*each) for each in plain["merges"]))
    return Heading(int(str(plain["level"])), str(plain["text"]))
