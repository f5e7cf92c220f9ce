"""Identity, telephone and bank numbers in a notice, how grave each is where it stands, and how it is masked."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from kiosk.rules import masks
from kiosk.rules.checks.about import About
from kiosk.rules.checks.digit_runs import narrowed
from kiosk.rules.checks.hits import Hit
from kiosk.rules.checks.limits import pattern
from kiosk.rules.checks.number_labels import Label, Labels
from kiosk.rules.checks.number_sightings import Sighting, Sort, sightings
from kiosk.rules.checks.personal_names import PersonalNames
from kiosk.rules.checks.whereabouts import Spot, Whereabouts
from kiosk.rules.findings import Edit, Level
from kiosk.rules.notice import Category
from kiosk.rules.places import BODY
from kiosk.rules.tables import with_plain_ends

_MASKED = re.compile(r"(?<![A-Za-z0-9])(?:\d|\\?\*|X){11,24}(?![A-Za-z])")
_FEWEST_OF_A_TELEPHONE = 7
_VISIBLE_OF_MOBILE = 7
_VISIBLE = 10
_FAR = 80
"""Characters of a cell that are looked at."""
_BIRTH = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True)
class NumberSearch:
    about: About
    where: Whereabouts
    names: PersonalNames
    _collective_rows: dict[tuple[int, int], bool] = field(default_factory=dict, init=False, compare=False)
    """Whether the village's own account stands in a row, looked for once however many numbers it has."""

    def hits(self) -> Iterator[Hit]:
        yield from self._in_field(with_plain_ends(self.about.notice.body), self.where.at)
        for spot in self.where.fields():
            yield from self._in_field(spot.piece.raw, lambda _, spot=spot: spot)

    def _in_field(self, text: str, spot_at: Callable[[int], Spot]) -> Iterator[Hit]:
        narrow = narrowed(text)
        for sighting in sightings(narrow, spot_at, self._labels, self.about.numbers):
            if (hit := self._hit(sighting)) is not None:
                yield hit
        yield from self._weak_masks(narrow, spot_at)

    @cached_property
    def _labels(self) -> Labels:
        return Labels(self.about.limits)

    @cached_property
    def _telephones(self) -> frozenset[str]:
        """Digits of what the village publishes, this notice's own telephone with them."""
        own = re.findall(r"[\d(（][\d()（）\s-]{3,}\d", narrowed(self.about.notice.supervision_phone or ""))
        return self.about.telephones | {re.sub(r"\D", "", each) for each in own}

    @cached_property
    def _collective(self) -> re.Pattern[str]:
        return pattern(self.about.limits, "privacy.collective_accounts")

    @cached_property
    def _homes(self) -> re.Pattern[str]:
        return pattern(self.about.limits, "privacy.home_telephones")

    def _hit(self, found: Sighting) -> Hit | None:
        match found.sort:
            case Sort.IDENTITY:
                is_sure = len(found.digits) != 15 or found.is_named or self._is_of_a_person(found)
                return self._masked("privacy.identity_number", found, masks.masked_identity, None if is_sure else Level.WARN)
            case Sort.DOUBTFUL_IDENTITY:
                return self._masked("privacy.doubtful_identity_number", found, masks.masked_identity)
            case Sort.MOBILE:
                return self._mobile(found)
            case Sort.LANDLINE:
                return self._landline(found)
            case Sort.ACCOUNT:
                level = Level.WARN if self._is_collective(found) else None
                return self._masked("privacy.bank_account", found, masks.masked_card, level)

    def _is_own(self, digits: str) -> bool:
        """With the area code or without."""
        if digits in self._telephones:
            return True
        others = (own for own in self._telephones if min(len(own), len(digits)) >= _FEWEST_OF_A_TELEPHONE)
        return any(own.endswith(digits) or digits.endswith(own) for own in others)

    def _is_of_a_person(self, found: Sighting) -> bool:
        """A name stands right before or behind it, or in the row."""
        near = found.around
        table = near.spot.table
        in_roster = table is not None and near.spot.row != -1 and bool(table.name_columns)
        return in_roster or self._is_beside_a_name(found)

    def _is_beside_a_name(self, found: Sighting) -> bool:
        near = found.around
        if not near.before and not near.after:
            return False
        return self.names.ends_with_name(near.words_before) or self.names.begins_with_name(near.after)

    def _mobile(self, found: Sighting) -> Hit | None:
        if self._is_own(found.digits):
            return None
        return self._masked("privacy.mobile", found, masks.masked_mobile, self._of_mobile(found))

    def _of_mobile(self, found: Sighting) -> Level | None:
        near = found.around
        if self._is_beside_a_name(found):
            return None
        if near.is_official:
            return Level.WARN
        is_contact = near.spot.table is None and "联系" in near.words_before[-16:]
        return Level.WARN if is_contact else None

    def _landline(self, found: Sighting) -> Hit | None:
        near = found.around
        if self._is_own(found.digits):
            return None
        is_home = self._homes.search(near.words_before[-12:]) is not None
        if near.is_official and not is_home and not self._is_right_after_a_name(found):
            return None
        is_of_a_person = is_home or self._is_of_a_person(found)
        return self._masked("privacy.landline", found, masks.masked_landline, None if is_of_a_person else Level.NOTE)

    def _is_right_after_a_name(self, found: Sighting) -> bool:
        words = found.around.words_before.rstrip("：:，,、 (")
        return found.around.spot.table is None and any(end == len(words) for _, end in self.names.in_text(words))

    def _is_collective(self, found: Sighting) -> bool:
        """The account that fees and levies are paid to is meant to be read."""
        near = found.around
        if self._is_beside_a_name(found):
            return False
        is_paid_to = self.about.notice.category is Category.FEES and near.spot.table is None
        is_near = self._collective.search(f"{near.before} {near.after}") is not None
        return is_paid_to or is_near or self._is_in_a_collective_row(near.spot)

    def _is_in_a_collective_row(self, spot: Spot) -> bool:
        if spot.row_place is None:
            return False
        if spot.row_place not in self._collective_rows:
            around = " ".join(cell.raw[:_FAR] for cell in spot.cells)
            self._collective_rows[spot.row_place] = self._collective.search(around) is not None
        return self._collective_rows[spot.row_place]

    def _masked(self, code: str, found: Sighting, mask: Callable[[str], str], level: Level | None = None) -> Hit:
        shown, spot = mask(found.digits), found.around.spot
        if self._is_over_cells(found):
            return Hit(code, spot, found.start, found.end, shown, tuple(self._over_cells(found, shown)), level)
        edit = Edit(found.start, found.end, self._written(shown, spot.key), spot.key)
        return Hit(code, spot, found.start, found.end, shown, (edit,), level)

    def _is_over_cells(self, found: Sighting) -> bool:
        return found.end > found.around.spot.piece.end

    def _over_cells(self, found: Sighting, shown: str) -> Iterator[Edit]:
        """Each cell keeps its share of the mask."""
        at = 0
        for group in found.groups:
            share = shown[at : at + len(group.digits)]
            at += len(group.digits)
            yield Edit(group.start, group.end, masks.in_markdown(share))

    def _written(self, shown: str, key: str) -> str:
        return masks.in_markdown(shown) if key == BODY else shown

    def _weak_masks(self, narrow: str, spot_at: Callable[[int], Spot]) -> Iterator[Hit]:
        """Of which so much is left that the rest can be guessed, or the birth date read."""
        if "*" not in narrow and "XX" not in narrow:
            return
        for found in _MASKED.finditer(narrow):
            spot = spot_at(found.start())
            has_star_before = narrow.rfind("*", spot.piece.start, found.start()) >= 0
            has_star_behind = narrow.find("*", found.end(), spot.piece.end) >= 0
            written = _without_emphasis(found[0], has_star_before, has_star_behind)
            start = found.start() + found[0].index(written)
            signs = re.sub("X{2,}", lambda each: "*" * len(each[0]), written.replace("\\", ""))
            if not _is_weak(signs):
                continue
            if self._labels.last_in(narrow[max(spot.piece.start, start - 12) : start]) is Label.CODE:
                continue
            shown = _remasked(signs)
            edit = Edit(start, start + len(written), self._written(shown, spot.key), spot.key)
            yield Hit("privacy.weak_mask", spot, start, start + len(written), shown, (edit,))


def _without_emphasis(written: str, has_star_before: bool, has_star_behind: bool) -> str:
    """**13800138000** is not masked, it is set in bold."""
    opens, closes = written.startswith("*"), written.endswith("*") and not written.endswith("\\*")
    if opens and (closes or has_star_behind):
        written = written.lstrip("*")
    return written.rstrip("*") if closes and (opens or has_star_before) else written


def _is_weak(signs: str) -> bool:
    visible = len(signs) - signs.count("*")
    if "*" not in signs:
        return False
    if len(signs) == 11:
        return signs.startswith("1") and visible > _VISIBLE_OF_MOBILE
    if 15 <= len(signs) <= 19:
        return visible > _VISIBLE or len(signs) == 18 and _BIRTH.fullmatch(signs[6:14]) is not None
    return False


def _remasked(signs: str) -> str:
    """What was hidden stays hidden, and the middle with it."""
    first = 3 if len(signs) in (11, 15, 18) else 0
    return signs[:first] + masks.STAR * (len(signs) - first - 4) + signs[-4:]
