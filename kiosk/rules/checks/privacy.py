"""What a notice tells of a person more than it may (个人信息保护法, 社会救助法): numbers, columns, dates, doors, illnesses."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from kiosk.rules.checks.about import About
from kiosk.rules.checks.hits import Hit, gathered
from kiosk.rules.checks.personal_names import PersonalNames
from kiosk.rules.checks.privacy_columns import HiddenColumns
from kiosk.rules.checks.privacy_illnesses import IllnessSearch
from kiosk.rules.checks.privacy_numbers import NumberSearch
from kiosk.rules.checks.privacy_persons import PersonSearch
from kiosk.rules.checks.whereabouts import Whereabouts
from kiosk.rules.findings import Finding


def privacy(about: About) -> Iterator[Finding]:
    """In a table one finding for each code and column, with how often; in sentences one for each place."""
    where, names = about.where, PersonalNames(about.limits)
    searches = (NumberSearch, PersonSearch, IllnessSearch)
    hits = [hit for search in searches for hit in search(about, where, names).hits()]
    columns = HiddenColumns(about, where)
    for finding in gathered(about, hits):
        yield _with_the_catalogues_basis(finding, columns, where)
    yield from columns.findings(_covered(hits))


def _covered(hits: list[Hit]) -> dict[tuple[int, int], set[int]]:
    """By table and column, the rows in which something was found."""
    rows: dict[tuple[int, int], set[int]] = defaultdict(set)
    for hit in hits:
        spot = hit.spot
        if spot.table is not None and spot.column is not None and spot.row is not None:
            rows[spot.table.placed.place, spot.column].add(spot.row)
    return rows


def _with_the_catalogues_basis(finding: Finding, columns: HiddenColumns, where: Whereabouts) -> Finding:
    table, column = finding.place.table, finding.place.column
    if table is None or column is None or column >= len(where.tables[table].heads) or not columns.basis:
        return finding
    if columns.role_of(where.tables[table], column) is None or columns.basis in finding.basis:
        return finding
    return replace(finding, basis="；".join(filter(None, (finding.basis, columns.basis))))
