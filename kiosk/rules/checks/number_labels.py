"""What the words around a number say that it is: 身份证号：…, 电话 …, 凭证号 …, … 元."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from kiosk.rules.checks.limits import Limits, pattern, words
from kiosk.rules.checks.whereabouts import Spot

_FAR = 80
"""Characters before and after that are looked at."""
_LONGEST_LABEL = 16
_LISTED = re.compile(r"[\d*()、,，/;；或和及与跟转 \\.+:：-]*$")
_OTHER_CODE = re.compile(r"[0-9A-Za-z]{6,}")
_CLAUSE = re.compile(r"[，。；;！？,]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W_]")
_LATIN_BEFORE = re.compile(r"([A-Za-z]+)[.:：_ -]{0,2}$")
_TOUCHING_BEFORE = re.compile(r"([A-Za-z]+)[_-]?$")
_LATIN_AFTER = re.compile(r"[A-Za-z]+")
_ADDRESS_OF_PAGE = re.compile(r"(?:https?:|www\.|\.(?:cn|com|gov|net|org|html?|aspx?))[^\s\u3400-\u9fff，。]*$")
_GOES_ON = re.compile(r"[^\s\u3400-\u9fff，。\[\]()<>|]*\.(?:html?|cn|com|jpg|png|pdf|xlsx?|docx?)")


class Label(StrEnum):
    IDENTITY = "identity"
    PHONE = "phone"
    ACCOUNT = "account"
    CODE = "code"
    """Something that is numbered, and no person."""
    FIGURE = "figure"
    """An amount, a size, a count."""
    NONE = ""


_REACH = {Label.CODE: 4, Label.FIGURE: 2}
"""Chinese characters over which a label still speaks of what follows; the others reach farther."""
_ROLES = {
    "identity_number": Label.IDENTITY,
    "telephone": Label.PHONE,
    "fee_phone": Label.PHONE,
    "complaint_phone": Label.PHONE,
    "bank_account": Label.ACCOUNT,
    "voucher": Label.CODE,
    "number": Label.CODE,
} | dict.fromkeys(
    (
        *("amount", "area_mu", "rate", "allowance", "income", "expense", "balance", "this_period", "last_period", "change"),
        *("year_end", "year_start", "added", "reduced", "per_head"),
        *("total_investment", "grant", "collective", "villagers", "other_funds"),
    ),
    Label.FIGURE,
)


@dataclass(frozen=True)
class Labels:
    """Reads labels by the village's words."""

    limits: Limits

    _heads: dict[tuple[str, frozenset[str]], Label] = field(default_factory=dict, init=False, compare=False)
    _officials: dict[tuple[int, int], int] = field(default_factory=dict, init=False, compare=False)
    """For a row of a table the first column that names an office, looked for once however many numbers the row has."""

    @cached_property
    def _any(self) -> re.Pattern[str]:
        sorts = [label for label in Label if label]
        parts = (pattern(self.limits, f"privacy.{label}_words").pattern for label in sorts)
        return re.compile("|".join(f"(?P<{label}>{part})" for label, part in zip(sorts, parts, strict=True)))

    @cached_property
    def units(self) -> re.Pattern[str]:
        units = pattern(self.limits, "privacy.units").pattern
        return re.compile(f"[ )]{{0,2}}(?:{units})")

    @cached_property
    def latin(self) -> frozenset[str]:
        return frozenset(words(self.limits, "privacy.latin_labels"))

    @cached_property
    def official(self) -> re.Pattern[str]:
        return pattern(self.limits, "privacy.official_words")

    def names_office_before(self, spot: Spot) -> bool:
        """In a cell of its row."""
        if spot.row_place is None:
            return False
        if spot.row_place not in self._officials:
            official = (at for at, cell in enumerate(spot.cells) if self.official.search(cell.raw[:_FAR]))
            self._officials[spot.row_place] = next(official, len(spot.cells))
        return self._officials[spot.row_place] < (spot.column or 0)

    def match_in(self, text: str) -> tuple[Label, str] | None:
        """The last label, and what follows it."""
        found = None
        for found in self._any.finditer(text):
            pass
        return None if found is None or found.lastgroup is None else (Label(found.lastgroup), text[found.end() :])

    def last_in(self, text: str) -> Label:
        found = self.match_in(text)
        return Label.NONE if found is None else found[0]

    def of_head(self, spot: Spot) -> Label:
        """What the column's head says, or in a table of two columns the cell to the left."""
        head, roles = spot.head, spot.roles
        if (head, roles) not in self._heads:
            by_role = (label for role, label in _ROLES.items() if role in roles)
            self._heads[head, roles] = next(by_role, Label.NONE) or self.last_in(head)
        said = self._heads[head, roles]
        if said or spot.table is None or not spot.column:
            return said
        beside = spot.cells[spot.column - 1].raw
        return self.last_in(beside) if len(beside) <= _LONGEST_LABEL and not beside[-1:].isdigit() else Label.NONE


@dataclass(frozen=True)
class Around:
    """What stands around one number."""

    labels: Labels
    spot: Spot
    before: str
    after: str
    """Narrow, of the same line or cell."""

    @cached_property
    def label(self) -> Label:
        if not self.before:
            return self.labels.of_head(self.spot)
        own = self._own_label
        if own or _HAN.search(self.before):
            return own
        return self.labels.of_head(self.spot)

    @cached_property
    def words_before(self) -> str:
        """Since the number before, unless this one is listed after it: 电话：62345678、62345679."""
        listed = _LISTED.sub("", self.before)
        codes = list(_OTHER_CODE.finditer(listed))
        return listed[codes[-1].end() :] if codes else listed

    @cached_property
    def _own_label(self) -> Label:
        found = self.labels.match_in(self.words_before[-24:])
        if found is None:
            return Label.NONE
        label, rest = found
        is_far = len(_HAN.findall(rest)) > _REACH.get(label, 24) or label in _REACH and _CLAUSE.search(rest) is not None
        return Label.NONE if is_far else label

    def is_labelled(self, label: Label) -> bool:
        """By its own words or by the head, both of which may be there."""
        return self._own_label is label or (not self._own_label and self.labels.of_head(self.spot) is label)

    @property
    def is_measured(self) -> bool:
        """元, 亩 or the like follows, or a sign of money stands before."""
        return self.labels.units.match(self.after) is not None or self.before.rstrip()[-1:] in ("¥", "￥", "$")

    @property
    def is_masked(self) -> bool:
        """Stars and more digits follow or stand before."""
        if not self.before and not self.after:
            return False
        is_bold = self.before.endswith("*") and self.after.startswith("*")
        goes_on = re.match(r"\*+[\dX]|\*{2,}", self.after) is not None
        return goes_on and not is_bold or re.search(r"[\dX]\*+$", self.before[-12:]) is not None

    @property
    def is_part_of_a_code(self) -> bool:
        """Letters belong to it, or it stands in the address of a page or the name of a file."""
        return self._is_lettered(_LATIN_BEFORE) or self.is_of_a_page

    @property
    def is_within_a_code(self) -> bool:
        """The same, of a number that proves itself: only letters that touch it speak against it."""
        return self._is_lettered(_TOUCHING_BEFORE) or self.is_of_a_page

    def _is_lettered(self, letters_before: re.Pattern[str]) -> bool:
        if not self.before and not self.after:
            return False
        found = (letters_before.search(self.before[-24:]), _LATIN_AFTER.match(self.after))
        return any(each is not None and self._is_strange(each) for each in found)

    @property
    def is_of_a_page(self) -> bool:
        # The address of a mailbox that is a telephone number tells the number.
        is_of_a_file = self.after[:1] not in ("", "@") and _GOES_ON.match(self.after) is not None
        return is_of_a_file or self.before != "" and _ADDRESS_OF_PAGE.search(self.before) is not None

    def _is_strange(self, found: re.Match[str]) -> bool:
        latin = found[0].strip(".:：_ -").lower()
        is_of_another_number = latin == "x" and found.start() > 0 and self.before[-24:][found.start() - 1].isdigit()
        return latin not in self.labels.latin and not is_of_another_number

    @property
    def is_official(self) -> bool:
        """An office, a hotline or a duty is named before it, over its column, or at the row's beginning."""
        if any(self.labels.official.search(each) for each in (self.before, self.after[:8], self.spot.head)):
            return True
        return self.labels.names_office_before(self.spot)


def around(labels: Labels, spot: Spot, narrow: str, start: int, end: int) -> Around:
    """`narrow` is the whole field."""
    before = narrow[max(spot.piece.start, start - _FAR) : start]
    if spot.table is None and not _WORD.search(before):
        # The label may stand on the line above.
        before = narrow[max(0, start - _FAR // 2) : start].replace("\n", " ")
    after = narrow[end : min(spot.piece.end, end + 24)]
    return Around(labels, spot, before.replace("\\", ""), after.replace("\\", ""))
