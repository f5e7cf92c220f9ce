"""A notice on its way to a child process and its findings on their way back: the fields as a file has them, right or not."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, astuple, replace

from kiosk.documents.notice_fields import FIELDS
from kiosk.rules.findings import Edit, Finding, Level, Overview
from kiosk.rules.notice import Category, Kind, Notice
from kiosk.rules.places import Place

Plain = dict[str, object]
_AS_THEY_ARE = ("title", "category", "kind")
"""A draft's title may be anything yet."""


def notice_to_json(notice: Notice) -> Plain:
    fields = {key: field.write(notice) for key, field in FIELDS.items()}
    return {key: value for key, value in fields.items() if value is not None} | {"body": notice.body}


def notice_from_json(plain: Mapping[str, object]) -> Notice:
    bare = Notice(str(plain["title"]), Category(plain["category"]), Kind(plain["kind"]), str(plain["body"]))
    rest = {key: FIELDS[key].read(_written(value)) for key, value in plain.items() if key in FIELDS and key not in _AS_THEY_ARE}
    return replace(bare, **rest)


def _written(value: object) -> str | list[str]:
    return [str(each) for each in value] if isinstance(value, list) else str(value)


def finding_to_json(finding: Finding) -> Plain:
    """Facts become texts, as they will be said."""
    facts = {name: fact if isinstance(fact, int) else str(fact) for name, fact in finding.facts.items()}
    return asdict(finding) | {"facts": facts}


def finding_from_json(plain: Mapping[str, object]) -> Finding:
    parts = {"level": Level(plain["level"]), "place": Place(**plain["place"]), "mend": tuple(Edit(**each) for each in plain["mend"])}
    return Finding(**{**plain, **parts})


def overview_to_json(overview: Overview) -> Plain:
    return asdict(overview) | {
        "shown": [finding_to_json(each) for each in overview.shown],
        "mendable": sorted(overview.mendable),
    }


def overview_from_json(plain: Mapping[str, object]) -> Overview:
    return Overview(
        shown=tuple(finding_from_json(each) for each in plain["shown"]),
        mendable=frozenset(plain["mendable"]),
        columns=plain["columns"],
        tables=plain["tables"],
        counts={Level(level): count for level, count in plain["counts"].items()},
        private=plain["private"],
        blocking=tuple(plain["blocking"]),
    )


def edits_to_json(edits: Iterable[Edit]) -> list[tuple[object, ...]]:
    """Without the names of their parts: there may be tens of thousands."""
    return [astuple(each) for each in edits]


def edits_from_json(plain: Iterable[tuple[int, int, str, str]]) -> list[Edit]:
    return [Edit(*each) for each in plain]
