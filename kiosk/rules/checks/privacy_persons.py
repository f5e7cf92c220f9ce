"""What else tells who somebody is, or what must stay their own: birth dates, doors, children, names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from kiosk.rules import masks
from kiosk.rules.cells import is_figure
from kiosk.rules.checks.about import About
from kiosk.rules.checks.hits import Hit, cell_hit, hit
from kiosk.rules.checks.limits import pattern
from kiosk.rules.checks.personal_names import PersonalNames
from kiosk.rules.checks.privacy_illnesses import is_about_care
from kiosk.rules.checks.whereabouts import Spot, Whereabouts
from kiosk.rules.findings import Level
from kiosk.rules.notice import Category
from kiosk.rules.placed_text import Piece
from kiosk.rules.tables import with_plain_ends

_D = r"[0-9０-９]"
_SEP = r"[-./．－]"
_NUMERAL_DATE = r"[一二][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?"
_DATE = (
    rf"(?:(?:19|20|１９|２０){_D}{{2}}[ ]?"
    rf"(?:年[ ]?{_D}{{1,2}}[ ]?月(?:[ ]?{_D}{{1,2}}[ ]?日?)?|{_SEP}{_D}{{1,2}}(?:{_SEP}{_D}{{1,2}})?)"
    rf"|(?<!{_D})(?:19|20){_D}{{2}}(?:0[1-9]|1[0-2])(?:[0-2]{_D}|3[01])(?!{_D})"
    rf"|{_NUMERAL_DATE})"
)
_SHORT_DATE = rf"(?<!{_D}){_D}{{2}}年{_D}{{1,2}}月(?:{_D}{{1,2}}日)?"
_BORN = re.compile(
    rf"(?:出生(?:日期|年月日?|时间)?|生于|生日|生辰)(?:日期)?[ ]?(?:[：:为是于在|（(]|\\)?[ ]?(?P<after>{_DATE}|{_SHORT_DATE})"
    rf"|(?P<before>{_DATE}|{_SHORT_DATE})[ ]?(?:出生|生(?=[，。,；、）) ]|$))"
)
_DATE_WITHIN = re.compile(_DATE)
_WHOLE_DATE = re.compile(
    rf"{_DATE}|(?:[0-9]{{2}}|[0-9]{{4}})[-./年][0-9]{{1,2}}(?:[-./月][0-9]{{1,2}})?[月日]?|[0-9]{{6}}|(?:19|20)[0-9]{{2}}年?"
)
_ANY_OF_THEM = re.compile(r"^[ ]?(?:出生)?(?:的|后|以后|之后|起|以前|之前|前|至|及|到|—|-|～|~)")
_UNTIL = re.compile(r"[0-9０-９年月日起][ ]?(?:至|到|—|-|－|～|~|、|和|或){1,2}[ ]?$")
"""A date that ends a span of them, or is one of several."""
_LANES = "路街巷弄道里苑区村庄屯寨湾组队同园"
_DOOR_NUMBER = rf"(?:{_D}{{1,4}}|[一二三四五六七八九十百零〇]{{1,5}}(?=号))"
_DOOR = re.compile(
    rf"(?<=[{_LANES}])[ ]?(?P<door>第?{_DOOR_NUMBER}(?:[-－之]{_D}{{1,3}})?(?:号(?:楼|院|附{_D}{{1,3}}号)?|幢|栋|座)"
    rf"(?:{_D}{{1,3}}(?:号楼|幢|栋|座|号))?(?:{_D}{{1,2}}单元)?(?:{_D}{{1,4}}(?:室|户|号))?)"
)
_FLAT = re.compile(rf"(?P<door>{_D}{{1,3}}(?:号楼|幢|栋|座|#)[ ]?(?:{_D}{{1,2}}单元)?[ ]?{_D}{{2,4}}(?:室|户|号)?)")
_NUMBERED = rf"{_D}{{1,3}}[-－]{_D}{{1,3}}(?:[-－]{_D}{{3,4}})?"
_LIVES_AT = re.compile(rf"(?:住[址在于]?|门牌号?)[：: ]?(?P<door>{_NUMBERED})(?![-－0-9０-９.元亩年月日天晚周个人户间])")
_BARE_DOOR = re.compile(rf"(?:{_D}{{1,4}}(?:号|幢|栋)?(?:附{_D}{{1,3}}号?)?|{_NUMBERED})")
"""All of a cell whose column says that it is a door."""
_MAY_HAVE_DOORS = re.compile(r"[号室栋幢住]|门牌")
_NOT_HOME = re.compile(r"[ ]?(?:线|楼?机|井|泵|沟|渠|桥|闸|站|塘|田|地块?|台区|变压器|路灯|门面|店铺|商铺|仓库|公厕|文件|车位)")
_OFFICE = re.compile(r"村委会|村部|队部|网点|党群|服务中心|便民|政府|大厅|办公|学校|卫生[室院]|派出所|公司|合作社|法院|银行|信用社|医院|超市|窗口|地点")
_NEAR = 18
_FAR = 80
"""Characters of a line that are looked at, before and after."""


@dataclass(frozen=True)
class PersonSearch:
    about: About
    where: Whereabouts
    names: PersonalNames

    @cached_property
    def _body(self) -> str:
        return with_plain_ends(self.about.notice.body)

    @cached_property
    def _homes(self) -> re.Pattern[str]:
        return pattern(self.about.limits, "privacy.home_words")

    def hits(self) -> Iterator[Hit]:
        yield from self._births()
        yield from self._doors()
        if is_about_care(self.about):
            yield from self._kin()
            yield from self._children_by_head()
        yield from self._children_columns()
        if self.about.notice.category is Category.FAMILY_PLANNING:
            yield from self._full_names()

    def _texts(self) -> Iterator[tuple[str, Spot | None]]:
        """The body, whose spots are looked up, and the title."""
        yield self._body, None
        yield self.about.notice.title, Spot(Piece(self.about.notice.title, 0), "title")

    # Birth dates

    def _births(self) -> Iterator[Hit]:
        seen: set[int] = set()
        for table in self.where.tables:
            for column in table.columns_of("birth_date"):
                for spot in table.told_in(column):
                    if _WHOLE_DATE.fullmatch(spot.piece.text):
                        seen.add(spot.piece.start)
                        yield cell_hit("privacy.birth_date", spot, masks.NOTHING)
            for column in {*table.columns_of("birth_date"), *table.columns_of("age")}:
                for spot in table.told_in(column):
                    found = None if spot.piece.start in seen else _DATE_WITHIN.search(spot.piece.raw)
                    if found is not None:
                        seen.add(spot.piece.start)
                        start, end = (spot.piece.start + at for at in found.span())
                        yield hit("privacy.birth_date", spot, (start, end), masks.HIDDEN)
        for text, own in self._texts():
            for found in _BORN.finditer(text) if "生" in text else ():
                part = "after" if found["after"] else "before"
                spot = own or self.where.at(found.start(part))
                if spot.piece.start not in seen and not self._is_about_many(text, found, part):
                    yield hit("privacy.birth_date", spot, found.span(part), masks.HIDDEN, self._of_birth(spot, found.start()))

    def _is_about_many(self, text: str, found: re.Match[str], part: str) -> bool:
        """1933年1月1日以后出生的…, 2025年1月1日出生的婴幼儿: a rule, and nobody's birthday."""
        if part == "before" and _UNTIL.search(text[max(0, found.start() - 5) : found.start()]):
            return True
        after = text[found.end(part) : found.end(part) + 12]
        if _ANY_OF_THEM.match(after.removeprefix("日")):
            return True
        return re.match(r"日?出生(?:的|人口|婴|儿|后|起|以|之|并|且)", after) is not None

    def _of_birth(self, spot: Spot, start: int) -> Level | None:
        at = start - spot.piece.start
        before = spot.piece.raw[max(0, at - _FAR) : at]
        has_name = spot.table is not None or self.names.ends_with_name(before) or any(self.names.in_text(before))
        return None if has_name else Level.WARN

    # Doors

    def _doors(self) -> Iterator[Hit]:
        yield from self._bare_doors()
        for text, own in self._texts():
            if not _MAY_HAVE_DOORS.search(text):
                continue
            last = -1
            doors = (each for sort in (_DOOR, _FLAT, _LIVES_AT) for each in sort.finditer(text))
            for found in sorted(doors, key=lambda each: each.start("door")):
                if found.start("door") < last or _NOT_HOME.match(text, found.end()):
                    continue
                spot = own or self.where.at(found.start("door"))
                level = self._of_door(spot, found)
                if level is not None:
                    last = found.end("door")
                    shut = _shut(text[max(0, found.start("door") - 2) : found.start("door")])
                    yield hit("privacy.address", spot, found.span("door"), shut, level)

    def _bare_doors(self) -> Iterator[Hit]:
        """57号, where the column says that people live there."""
        for table in self.where.tables:
            for column in table.columns_of("address") if table.name_columns else ():
                for spot in table.told_in(column):
                    if _BARE_DOOR.fullmatch(spot.piece.text):
                        yield replace(cell_hit("privacy.address", spot, masks.NOTHING), level=Level.BLOCK)

    def _of_door(self, spot: Spot, found: re.Match[str]) -> Level | None:
        """Only where somebody lives: the address of an office is there to be found."""
        if spot.table is not None and spot.row != -1 and "address" in spot.roles:
            return Level.BLOCK if spot.table.name_columns else Level.WARN
        start = found.start("door") - spot.piece.start
        end = found.end() - spot.piece.start
        before, after = spot.piece.raw[max(0, start - _FAR) : start], spot.piece.raw[end : end + 12]
        if _OFFICE.search(before[-16:]) or _OFFICE.search(after):
            return None
        if self._homes.search(before) or self._homes.search(spot.head):
            return Level.BLOCK if any(self.names.in_text(before + after)) else Level.WARN
        is_in_roster = spot.table is not None and spot.row != -1 and bool(spot.table.name_columns)
        is_after_name = any(end > len(before) - _NEAR for _, end in self.names.in_text(before))
        return Level.WARN if is_in_roster or is_after_name else None

    # Children

    def _children_columns(self) -> Iterator[Hit]:
        for table in self.where.tables:
            for column in table.columns_of("children"):
                for spot in table.told_in(column):
                    text = spot.piece.text
                    if len(text) >= 2 and not is_figure(text):
                        yield cell_hit("privacy.child", spot, masks.NOTHING)

    def _children_by_head(self) -> Iterator[Hit]:
        """学生 over a column of names; over figures it counts them."""
        heads = pattern(self.about.limits, "privacy.child_heads")
        for table in self.where.tables:
            known = set(table.columns_of("children"))
            named = (at for at, head in enumerate(table.heads) if heads.fullmatch(head) and at not in known)
            for spot in (spot for column in named for spot in table.told_in(column)):
                if self.names.is_name(spot.piece.text) and not _is_masked(spot.piece.text):
                    yield cell_hit("privacy.child", spot, masks.NOTHING)

    def _kin(self) -> Iterator[Hit]:
        kin = self.names.kin(pattern(self.about.limits, "privacy.kin_words").pattern)
        for text, own in self._texts():
            for found in kin.finditer(text):
                if not _is_masked(found["name"]) and not self.names.looks_like_another_word(found["name"]):
                    spot = own or self.where.at(found.start("name"))
                    yield hit("privacy.child", spot, found.span("name"), masks.HIDDEN)

    # Names

    def _full_names(self) -> Iterator[Hit]:
        for table in self.where.tables:
            for column in table.name_columns:
                for spot in table.told_in(column):
                    name = re.sub(r"\s", "", spot.piece.text)
                    if 2 <= len(name) <= 4 and self.names.is_name(name) and not _is_masked(name):
                        yield cell_hit("privacy.full_name", spot, masks.masked_name(name))


def _is_masked(name: str) -> bool:
    return "*" in name or "某" in name


def _shut(before: str) -> str:
    """二组15号 is 二组; in a street the number is starred."""
    return "" if before.rstrip()[-1:] in tuple("组队村庄屯寨湾") else masks.HIDDEN
