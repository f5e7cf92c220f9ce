"""Which of the digits in a text are a person's: identity, telephone and bank numbers."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kiosk.rules.checks.about import Numbers
from kiosk.rules.checks.digit_runs import Digits, Group, Run, Taken, cell_runs, loose_runs, runs
from kiosk.rules.checks.number_labels import Around, Label, Labels, around
from kiosk.rules.checks.number_shapes import (
    DAY,
    IDENTITY_SIZES,
    LIKE_AN_IDENTITY,
    LONGEST,
    MOBILE,
    MOBILE_SIZES,
    NAMED,
    is_cut_like_a_card,
    may_be_pieces,
    totals,
)
from kiosk.rules.checks.whereabouts import Spot


class Sort(StrEnum):
    IDENTITY = "identity"
    DOUBTFUL_IDENTITY = "doubtful_identity"
    """Its check digit is wrong, but it has a birth date where one belongs."""
    MOBILE = "mobile"
    LANDLINE = "landline"
    ACCOUNT = "account"


@dataclass(frozen=True)
class Sighting:
    sort: Sort
    groups: tuple[Group, ...]
    digits: str
    around: Around
    is_named: bool = False
    """The words around say what it is."""

    @property
    def start(self) -> int:
        return self.groups[0].start

    @property
    def end(self) -> int:
        return self.groups[-1].end


_LANDLINE = re.compile(
    r"(?<![\dA-Za-z.〔\[])(?<!\d[-/])(?<!\D\d{4}[ ])(?<!^\d{4}[ ])(?P<area>\(0\d{2,3}\)|0\d{2,3})(?P<gap>[ \-\\]{0,3})"
    r"(?P<rest>\d{7,8}|\d{3,4}[ \-]\d{4})(?P<more>[ ]?(?:-|转|分机|ext\.?)[ ]?\d{1,5})?(?!\d)",
    re.MULTILINE,
)
_FEWEST_OF_AN_ACCOUNT = 10
_FEWEST_OF_A_CARD = 8
"""In a column of them: a social security card has a letter and eight digits."""
_ONE_LETTER = re.compile(r"[A-Za-z]")
_Around = Callable[[int, int], Around]


def sightings(narrow: str, spot_at: Callable[[int], Spot], labels: Labels, numbers: Numbers) -> list[Sighting]:
    """In a whole field, narrowed. In their order; none touches another."""
    reader = _Reader(numbers, lambda start, end: around(labels, spot_at(start), narrow, start, end))
    # Half of a number that is cut by a cell may look like a whole one of another sort.
    found = [each for run in cell_runs(narrow) for each in reader.identities_over_cells(run)] if "|" in narrow else []
    loose = (each for run in loose_runs(narrow) for each in reader.in_loose_pieces(run))
    for others in (loose, reader.landlines(narrow)):
        taken = _taken(found)
        found += [each for each in others if not taken.touches(each.start, each.end)]
    taken = _taken(found)
    for run in runs(narrow):
        for part in taken.free_parts(narrow, run):
            found += reader.read(part)
    return sorted(found, key=lambda each: each.start)


def _taken(found: list[Sighting]) -> Taken:
    return Taken((each.start, each.end) for each in found)


@dataclass(frozen=True)
class _Reader:
    numbers: Numbers
    around: _Around

    def landlines(self, narrow: str) -> Iterator[Sighting]:
        """With an area code. Where nothing sets it off, only the numbering plan tells it from any other number."""
        for found in _LANDLINE.finditer(narrow):
            is_set_off = found["gap"] != "" or found["area"][0] == "("
            digits = re.sub(r"\D", "", found["area"] + found["rest"])
            if MOBILE.fullmatch(digits) and self.numbers.is_mobile(digits[1:]):
                continue
            if is_set_off or self.numbers.is_landline(digits):
                near = self.around(*found.span())
                is_said_otherwise = near.label not in (Label.PHONE, Label.NONE)
                if not (near.is_part_of_a_code or near.is_measured or is_said_otherwise):
                    yield Sighting(Sort.LANDLINE, (Group(*found.span(), digits),), digits, near, near.label is Label.PHONE)

    def identities_over_cells(self, run: Run) -> Iterator[Sighting]:
        at = 0
        while at < len(run.groups):
            found = self._right_identity(run, at, least=2) or self._labelled_over_cells(run, at)
            if found is not None:
                yield found
            at += len(found.groups) if found else 1

    def in_loose_pieces(self, run: Run) -> Iterator[Sighting]:
        """349901/19520304/0016: only what proves itself, cut as such numbers are."""
        at = 0
        while at < len(run.groups):
            found = self._loose_identity(run, at) or self._loose_mobile(run, at)
            if found is not None:
                yield found
            at += len(found.groups) if found else 1

    def _loose_identity(self, run: Run, at: int) -> Sighting | None:
        count = run.count_of(at, 18)
        return self._right_identity(run, at, least=2) if run.sizes[at : at + count] in IDENTITY_SIZES else None

    def _loose_mobile(self, run: Run, at: int) -> Sighting | None:
        count = run.count_of(at, 11)
        if count < 2 or run.sizes[at : at + count] not in MOBILE_SIZES or not self.numbers.is_mobile(run.digits(at, count)):
            return None
        number = run.window(at, count)
        near = self.around(number.start, number.end)
        return self._sighted(Sort.MOBILE, number, near) if near.label is Label.PHONE else None

    def _labelled_over_cells(self, run: Run, at: int) -> Sighting | None:
        """Its check digit is wrong, but the first column says what it is."""
        count = run.count_of(at, 18)
        number = run.window(at, count)
        if count < 2 or not DAY.fullmatch(number.digits[6:14]):
            return None
        near = self.around(number.start, number.start)
        return self._sighted(Sort.IDENTITY, number, near) if near.label is Label.IDENTITY else None

    def read(self, run: Run) -> Iterator[Sighting]:
        """Whole groups first; what is left over may be a number in pieces."""
        if not run.between:
            yield from self._single(run, 0)
            return
        found: dict[int, list[Sighting]] = {}
        for at in range(len(run.groups)):
            if singles := self._single(run, at):
                found[at] = singles
        found |= self._pieces(run, found)
        yield from (each for at in sorted(found) for each in found[at])

    def _pieces(self, run: Run, found: Mapping[int, list[Sighting]]) -> dict[int, list[Sighting]]:
        """By the first of their groups; the others have nothing of their own."""
        # No word stands within a run: what is said of its beginning is said of all.
        label = self.around(run.groups[0].start, run.groups[0].end).label
        pieces: dict[int, list[Sighting]] = {}
        for at in range(len(run.groups) - 1):
            if at in found or at in pieces:
                continue
            one = self._right_identity(run, at, least=2) or self._in_pieces(run, at, label)
            if one is not None and not any(at + more in found for more in range(len(one.groups))):
                pieces |= {at: [one]} | {at + more: [] for more in range(1, len(one.groups))}
        return pieces

    def _right_identity(self, run: Run, at: int, least: int = 1) -> Sighting | None:
        count = run.count_of(at, 18)
        if count < least or not self.numbers.is_resident_id(run.digits(at, count)):
            return None
        number = run.window(at, count)
        near = self.around(number.start, number.end)
        return None if near.is_within_a_code else self._sighted(Sort.IDENTITY, number, near)

    def _sighted(self, sort: Sort, number: Digits, near: Around) -> Sighting:
        wanted = {Sort.IDENTITY: Label.IDENTITY, Sort.DOUBTFUL_IDENTITY: Label.IDENTITY, Sort.ACCOUNT: Label.ACCOUNT}
        return Sighting(sort, number.groups, number.digits, near, near.label is wanted.get(sort, Label.PHONE))

    def _single(self, run: Run, at: int) -> list[Sighting]:
        size = len(run.groups[at].digits)
        if size < 7 or size > 40:
            return []
        if size == 18 and (right := self._right_identity(run, at)):
            return [right]
        number = run.window(at, 1)
        near = self.around(number.start, number.end)
        is_code = near.is_part_of_a_code and not self._is_in_a_handle(number, near) and not _is_of_a_card(near)
        if is_code or near.is_masked or self._is_decimal(run, at):
            return []
        if size in (22, 29, 36):
            return self._joined(number, near)
        found = self._identity(number, near) or self._phone(number, near, run, at) or self._account(number, near)
        return [] if found is None else [found]

    def _is_in_a_handle(self, number: Digits, near: Around) -> bool:
        """微信号zs13800138000: a number that people also call each other by."""
        return near.label is Label.PHONE and self.numbers.is_mobile(number.digits) and not near.is_of_a_page

    def _is_decimal(self, run: Run, at: int) -> bool:
        """12345678.90 is an amount; a point in a list may stand before: 1.13800138000."""
        if not run.between:
            return False
        before = run.between[at - 1] if at else ""
        after = run.between[at] if at < len(run.between) else ""
        is_listed = at == 1 and len(run.groups[0].digits) <= 2 and self._begins_a_line(run.groups[0])
        follows_digit = after == "." and len(run.groups[at + 1].digits) <= 4
        return follows_digit or before == "." and not is_listed

    def _begins_a_line(self, number: Group) -> bool:
        near = self.around(number.start, number.end)
        return near.spot.table is None and number.start == near.spot.piece.start and number.digits != "0"

    def _joined(self, number: Digits, near: Around) -> list[Sighting]:
        """An identity number and a mobile number without anything between them, or two of either."""
        start, digits, found = number.start, number.digits, []
        sorts = ((Sort.IDENTITY, 18, self.numbers.is_resident_id), (Sort.MOBILE, 11, self.numbers.is_mobile))
        if number.end - number.start != len(digits):
            return []
        while digits:
            for sort, size, is_right in sorts:
                if len(digits) >= size and is_right(digits[:size]):
                    found.append(Sighting(sort, (Group(start, start + size, digits[:size]),), digits[:size], near))
                    start, digits = start + size, digits[size:]
                    break
            else:
                return []
        return found

    def _identity(self, number: Digits, near: Around) -> Sighting | None:
        digits, label = number.digits, near.label
        if len(digits) < 14:
            return None
        if self.numbers.is_resident_id(digits) and not self._speaks_against(near):
            return self._sighted(Sort.IDENTITY, number, near)
        if label is Label.IDENTITY and 14 <= len(digits) <= 20 and not self._is_right_account(number, near):
            return self._sighted(Sort.IDENTITY, number, near)
        if LIKE_AN_IDENTITY.fullmatch(digits) and number.sizes in IDENTITY_SIZES and not self._speaks_against(near):
            if not self.numbers.is_bank_card(digits):
                return self._sighted(Sort.DOUBTFUL_IDENTITY, number, near)
        return None

    def _is_right_account(self, number: Digits, near: Around) -> bool:
        return self.numbers.is_bank_card(number.digits) and near.is_labelled(Label.ACCOUNT)

    def _speaks_against(self, near: Around) -> bool:
        return near.is_measured or near.label in (Label.CODE, Label.FIGURE, Label.ACCOUNT, Label.PHONE)

    def _phone(self, number: Digits, near: Around, run: Run, at: int) -> Sighting | None:
        mobile = MOBILE.fullmatch(number.digits)
        if mobile is not None:
            is_meant = near.label is Label.PHONE
            is_account = near.label is Label.ACCOUNT and near.words_before.rstrip(" :").endswith("号")
            may_be = self.numbers.is_mobile(mobile[1]) and not is_account and not self._is_of_a_code(run, at)
            may_be = may_be and not near.is_measured and near.label not in (Label.CODE, Label.FIGURE)
            return self._sighted(Sort.MOBILE, _without_prefix(number, len(mobile[1])), near) if is_meant or may_be else None
        is_local = len(number.digits) in (7, 8) and near.label is Label.PHONE and not near.is_measured
        is_local = is_local and not any(MOBILE.fullmatch(run.digits(first, 2)) for first in range(max(at - 1, 0), at + 1))
        if is_local and (not DAY.fullmatch(number.digits) or "telephone" in near.spot.roles):
            return self._sighted(Sort.LANDLINE, number, near)
        return None

    def _is_of_a_code(self, run: Run, at: int) -> bool:
        """2026-08-13800138000 is none, 86-13800138000 is one, and so is what follows another whole number."""
        if at == 0 or run.between[at - 1] != "-":
            return False
        before = run.groups[at - 1].digits
        return before not in ("86", "086", "0086") and len(before) < 7

    def _account(self, number: Digits, near: Around) -> Sighting | None:
        size = len(number.digits)
        fewest = _FEWEST_OF_A_CARD if _is_of_a_card(near) and not DAY.fullmatch(number.digits) else _FEWEST_OF_AN_ACCOUNT
        if not number.digits.isdigit() or size < fewest or near.is_measured:
            return None
        if near.label is Label.ACCOUNT and size <= LONGEST:
            return self._sighted(Sort.ACCOUNT, number, near)
        if near.label is Label.CODE or not self.numbers.is_bank_card(number.digits):
            return None
        return self._sighted(Sort.ACCOUNT, number, near)

    def _in_pieces(self, run: Run, at: int, label: Label) -> Sighting | None:
        """A number with spaces or hyphens in it; the longest that it can be."""
        is_bare = label not in NAMED
        for total in totals(run, at) if is_bare else range(LONGEST, 6, -1):
            count = run.count_of(at, total)
            if count < 2 or not may_be_pieces(run.sizes[at : at + count], total, label):
                continue
            if is_bare and not self._may_be_right(run.digits(at, count)):
                continue
            number = run.window(at, count)
            near = self.around(number.start, number.end)
            if number.is_even and not near.is_part_of_a_code and (found := self._pieced(number, near)):
                return found
        return None

    def _may_be_right(self, digits: str) -> bool:
        size = len(digits)
        return size in (15, 18) or MOBILE.fullmatch(digits) is not None or self.numbers.is_bank_card(digits)

    def _pieced(self, number: Digits, near: Around) -> Sighting | None:
        size, is_plain = len(number.digits), not near.is_measured and near.label not in (Label.CODE, Label.FIGURE)
        if near.label is not Label.CODE and is_cut_like_a_card(number.sizes) and self.numbers.is_bank_card(number.digits):
            return self._sighted(Sort.ACCOUNT, number, near)
        if size in (15, 18):
            return self._identity(number, near)
        mobile = MOBILE.fullmatch(number.digits)
        if mobile is not None and is_plain and (near.label is Label.PHONE or self.numbers.is_mobile(mobile[1])):
            return self._sighted(Sort.MOBILE, _without_prefix(number, len(mobile[1])), near)
        if near.label is Label.ACCOUNT and number.digits.isdigit() and not DAY.match(number.digits):
            return self._sighted(Sort.ACCOUNT, number, near)
        return self._sighted(Sort.LANDLINE, number, near) if near.label is Label.PHONE and size < 9 else None


def _is_of_a_card(near: Around) -> bool:
    """Nothing, or one letter, stands before it in a column of cards."""
    is_first = not near.before.strip() or _ONE_LETTER.fullmatch(near.before.strip()) is not None
    return is_first and "bank_account" in near.spot.roles and not near.is_of_a_page


def _without_prefix(number: Digits, size: int) -> Digits:
    """The last digits of a number, such as those after 86."""
    groups, left = [], size
    for group in reversed(number.groups):
        if not left:
            break
        if len(group.digits) > left and group.end - group.start == len(group.digits):
            group = Group(group.end - left, group.end, group.digits[-left:])
        groups.insert(0, group)
        left -= min(left, len(group.digits))
    return Digits(tuple(groups), number.digits[-size:], number.is_even)
