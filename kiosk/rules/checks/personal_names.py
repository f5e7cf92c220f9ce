"""Where a sentence names a person: 村民张三, 李小明（…, 王*. A guess by surnames, good enough to weigh what stands beside."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kiosk.rules.checks.limits import Limits, pattern, words

HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"
_STARS = r"(?:\\?\*){1,2}"
_LABELS_AT_END = re.compile(
    r"(?:手机|电话|联系|方式|号码?|个人|本人|家庭|家里|家中|住宅|座机|身份证|银行|卡|账|是|为|的|男|女|汉族|[0-9]{1,3}岁|\\|[：:（(，,、；;\s-])+$"
)
_TITLE = "主任|书记|会计|出纳|文书|组长|队长|委员|医生|老师|师傅|先生|女士|同志|经理|老板|支书|村长|专干|网格员"


@dataclass(frozen=True)
class PersonalNames:
    """Finds names by the village's lists of surnames, and of words that only look like names."""

    limits: Limits

    @cached_property
    def _surnames(self) -> str:
        return "".join(words(self.limits, "privacy.surnames"))

    @cached_property
    def _after(self) -> str:
        return pattern(self.limits, "privacy.after_names").pattern

    @cached_property
    def _name(self) -> str:
        compound = pattern(self.limits, "privacy.compound_surnames").pattern
        surname = f"(?:{compound}|[{self._surnames}])"
        return f"{surname}(?:{_STARS}[{HAN}]?|[某甲乙丙丁][某]?|[{HAN}]{{1,2}})"

    @cached_property
    def _not(self) -> re.Pattern[str]:
        return pattern(self.limits, "privacy.no_names")

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        return re.compile(self._name)

    @cached_property
    def _titled_at_end(self) -> re.Pattern[str]:
        return re.compile(f"(?:^|[^{HAN}])[{self._surnames}](?:{_TITLE})$")

    @cached_property
    def _in_text(self) -> re.Pattern[str]:
        before = pattern(self.limits, "privacy.before_names").pattern
        return re.compile(f"(?:(?<![{HAN}])|(?P<lead>{before}))(?P<name>{self._name})(?=$|[^{HAN}*\\\\]|{self._after})")

    @cached_property
    def _at_start(self) -> re.Pattern[str]:
        return re.compile(f"[（( ]?(?P<name>{self._name})(?=$|[^{HAN}*\\\\]|{self._after})")

    def is_name(self, text: str) -> bool:
        """All of it."""
        return self._whole.fullmatch(text) is not None and not self._not.match(text)

    def in_text(self, text: str) -> Iterator[tuple[int, int]]:
        """From where to where each name goes."""
        for found in self._in_text.finditer(text):
            if not self._not.match(found["name"]):
                yield found.span("name")

    def ends_with_name(self, text: str) -> bool:
        """Before labels and marks: 张三，手机： does."""
        end = _LABELS_AT_END.sub("", text[-40:]) if text else ""
        if not end:
            return False
        if self._titled_at_end.search(end):
            return True
        return any(self.is_name(end[-size:]) for size in (4, 3, 2) if len(end) >= size)

    def begins_with_name(self, text: str) -> bool:
        found = self._at_start.match(text)
        return found is not None and not self._not.match(found["name"])

    def kin(self, kin_words: str) -> re.Pattern[str]:
        """A name right after a word for a relative."""
        return re.compile(f"(?:{kin_words})[：:（( ]?(?P<name>{self._name})(?=$|[^{HAN}*\\\\]|{self._after})")

    def looks_like_another_word(self, name: str) -> bool:
        return self._not.match(name) is not None
