"""What a notice's fields were read from: of several that say the same thing, the surest is believed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kiosk.rules.understanding.lines import Remark

TITLE_LIMIT = 120
_LIMITS = {"index_number": 60, "document_number": 60, "supervision_phone": 60, "responsible_unit": 100, "title": TITLE_LIMIT}
_OTHERS = {"issued_on": "understood.other_day", "responsible_unit": "understood.other_unit", "title": "understood.other_title"}


@dataclass(frozen=True)
class Found:
    key: str
    """Field of the notice."""
    value: object
    text: str
    """As it is written."""
    rank: int = 0
    """The lower, the surer."""
    where: str = "text"
    """text, header, table or file_name."""
    line: int | None = None
    """Of the text, where that line says nothing else."""


def chosen(found: Sequence[Found]) -> tuple[dict[str, Found], list[Remark]]:
    """For each field the surest; and what says something else."""
    best: dict[str, Found] = {}
    everything = [each for each in found if _fits(each)]
    for each in everything:
        if each.key not in best or each.rank < best[each.key].rank:
            best[each.key] = each
    others = [each for each in everything if each.value != best[each.key].value]
    unfit = [
        Remark("understood.header_left_out", {"text": each.text})
        for each in found
        if each.where == "header" and not _fits(each)
    ]
    return best, [*_contradictions(best, others), *unfit]


def _contradictions(best: dict[str, Found], others: Iterable[Found]) -> Iterator[Remark]:
    told: set[tuple[str, str]] = set()
    for each in others:
        # What else a text says stays where it stands; what a header says stands nowhere else.
        matters = each.where == "header" or each.key in ("issued_on", "responsible_unit")
        if matters and (each.key, each.text) not in told:
            told.add((each.key, each.text))
            code = _OTHERS.get(each.key, "understood.other_value")
            yield Remark(code, {"value": best[each.key].text, "text": each.text})


def _fits(found: Found) -> bool:
    limit = _LIMITS.get(found.key)
    return limit is None or 0 < len(str(found.value)) <= limit
