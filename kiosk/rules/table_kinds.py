"""What kind of table it is, told by its heads: a ledger, a balance sheet, a subsidy roster …

The words of the heads are data (`content/table_kinds.yaml`).
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from kiosk.rules.notice import Category

_BRACKETS = re.compile(r"[（(\[【][^（()）\[\]【】]*[)）\]】]")
_SIGNS = re.compile(r"[\s:：*、，,]")
_UNIT_AT_END = re.compile(r"[/／]?(?:万元|元|亩)(?:[/／](?:亩|人|月|年|户))?$")


def bare_head(head: str) -> str:
    """A head without spaces, units and brackets: 面 积（亩） and **面积** are 面积."""
    plain = _SIGNS.sub("", unicodedata.normalize("NFKC", head))
    inner = _BRACKETS.sub("", plain)
    return inner or plain


def unit_in_head(head: str) -> str:
    """万元 of 金额（万元）, 元/亩 of 标准(元/亩); "" where none is named."""
    plain = _SIGNS.sub("", unicodedata.normalize("NFKC", head))
    found = re.search(r"\((?:单位)?(万元|千元|亿元|元/[^()]{1,3}|元|亩|户|人)\)", plain)
    return found[1] if found else ""


@dataclass(frozen=True)
class TableKind:
    name: str
    label: str
    """As the village calls it."""
    needs: tuple[str, ...]
    helps: tuple[str, ...]
    category: Category
    item: str
    """Code in the disclosure catalogue of what is most often posted so."""
    template: str
    """Name of the notice template whose other parts go with it."""
    names_people: bool = False


@dataclass(frozen=True)
class Recognised:
    """Shared by all tables with these heads."""

    kind: TableKind | None
    columns: Mapping[str, int]
    """What a column holds (`area_mu`, `amount` …) → its place; the first, where two say the same."""

    @property
    def name(self) -> str:
        return self.kind.name if self.kind else ""


@dataclass(frozen=True)
class Vocabulary:
    """The words of heads, and the kinds of tables they make."""

    columns: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, TableKind]

    @cached_property
    def _names(self) -> Mapping[str, frozenset[str]]:
        """Which roles a head has that is written just so: most are, and a long sheet asks for many."""
        heads = {head for heads in self.columns.values() for head in heads}
        return {head: frozenset(role for role, names in self.columns.items() if head in names) for head in heads}

    @cached_property
    def _patterns(self) -> Mapping[str, re.Pattern[str]]:
        patterns = {role: [head for head in heads if "*" in head] for role, heads in self.columns.items()}
        return {role: re.compile("|".join(heads)) for role, heads in patterns.items() if heads}

    @cached_property
    def _any(self) -> re.Pattern[str]:
        """Most heads fit none of the patterns."""
        return re.compile("|".join(pattern.pattern for pattern in self._patterns.values()) or "(?!)")

    def roles_of(self, head: str) -> list[str]:
        """Everything a column headed so may hold, such as `rate` and `fee_rate` for 标准."""
        return list(self._known_roles(head))

    @cached_property
    def _known_roles(self) -> Callable[[str], tuple[str, ...]]:
        """The heads of a notice are asked for by whoever looks at its tables, and many tables have the same."""
        return lru_cache(maxsize=16384)(self._roles_of_words)

    def _roles_of_words(self, head: str) -> tuple[str, ...]:
        roles = self._roles_of(head)
        if roles or not head.strip():
            return roles
        # 补贴面积 水田 and 补贴资金 标准, of a head over two rows: the lower word says more, the upper one is better known.
        parts = head.split()
        return next((roles for part in (parts[-1], parts[0]) if (roles := self._roles_of(part))), ()) if len(parts) > 1 else ()

    def _roles_of(self, head: str) -> tuple[str, ...]:
        bare = bare_head(head)
        said = {bare, _UNIT_AT_END.sub("", bare)} - {""}
        roles = set[str]().union(*(self._names.get(each, ()) for each in said))
        if any(self._any.fullmatch(each) for each in said):
            roles |= {role for role, pattern in self._patterns.items() if any(pattern.fullmatch(each) for each in said)}
        return tuple(role for role in self.columns if role in roles) if roles else ()

    def recognise(self, heads: Sequence[str]) -> Recognised:
        """The kind whose needs are all met and that explains the most heads; the one named first where two are even."""
        return self._recognised(tuple(heads))

    @cached_property
    def _recognised(self) -> Callable[[tuple[str, ...]], Recognised]:
        return lru_cache(maxsize=256)(self._recognise)

    def _recognise(self, heads: tuple[str, ...]) -> Recognised:
        places: dict[str, int] = {}
        for at, head in enumerate(heads):
            for role in self._known_roles(head):
                places.setdefault(role, at)
        fitting = [kind for kind in self.kinds.values() if self._fits(kind, places)]
        best = max(fitting, key=lambda kind: _explained(kind, places), default=None)
        wanted = (*best.needs, *best.helps) if best else ()
        own = {role: places[role] for role in wanted if role in places}
        return Recognised(best, own | {role: at for role, at in places.items() if role not in own})

    def _fits(self, kind: TableKind, places: Mapping[str, int]) -> bool:
        """Each need is met by a column of its own."""
        met = [places[need] for need in kind.needs if need in places]
        return len(met) == len(kind.needs) == len(set(met))


def _explained(kind: TableKind, places: Mapping[str, int]) -> int:
    return len({places[role] for role in (*kind.needs, *kind.helps) if role in places})
