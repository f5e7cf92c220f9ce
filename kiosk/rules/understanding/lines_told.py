"""What single lines of a notice's text tell: its title, who signed it and when, its number, whom to ring up."""

import re
from collections.abc import Iterator, Sequence

from kiosk.rules.grids import Heading
from kiosk.rules.understanding.days import read_day
from kiosk.rules.understanding.lines import is_aside, narrow
from kiosk.rules.understanding.told import Found

Text = str | Heading
"""Of each part of the notice; "" where a table stands."""
_FIRST_LINES = 6
"""Among which a title is looked for."""
_LONGEST_TITLE = 80
_SAYS_WHAT = re.compile(
    r"公示|公告|公开|通知|通告|通报|情况|方案|名单|名册|清册|报告|决议|明细|计划|一览|指南|表(?:[（(].*[）)])?$"
)
_NO_TITLE = re.compile(r"(?:附件?|附表)[\d一二三四五六七八九十]*(?:[ :：]|$)|.*[。；：:，,、]$|根据|为了|依据|按照")
_UNIT = re.compile(
    r"(?:[^，。；：:、]{2,28}(?:委员会|村委会|居委会|合作社|经济社|人民政府|政府|办事处|办公室|局|站|所|中心|小组|支部|总支|党委|村|社区|公司|厅|部|院|会)"
    r"(?:[（(][^）)]{1,8}[）)])? ?){1,3}"
)
_SEAL = re.compile(r"[（(](?:盖章|公章|章|代章|印章)[）)]")
_OWN_NUMBER = re.compile(r"(?:文号[:：] ?)?(?P<number>[\u4e00-\u9fff]{2,14}[〔\[(（【]\d{4}[〕\])）】] ?第?\d{1,5}号)")
_NUMBERS = r"(?P<number>\d[\d\-—－()（）]{1,20}\d(?:[ 、,，;；/或]{1,3}\d[\d\-—－]{1,20}\d){0,2})"
_PHONE = re.compile(rf"(?:监督|举报|投诉)[^：:，。；\d]{{0,8}}(?:电话|热线)?(?:为|是)?[:：]? ?{_NUMBERS}")


def titles(parts: Sequence[Text]) -> Iterator[Found]:
    """The best first. A first line that does not say what it is about is one only where it is short."""
    for at, part in enumerate(parts[:_FIRST_LINES]):
        text = part.text if isinstance(part, Heading) else part
        if not _may_be_title(text):
            continue
        is_first = at == 0 and len(text) <= _LONGEST_TITLE // 2
        if isinstance(part, Heading) or _SAYS_WHAT.search(text):
            yield Found("title", text, text, rank=0, line=at)
        elif is_first and not _UNIT.fullmatch(text):
            yield Found("title", text, text, rank=2, line=at)


def _may_be_title(text: str) -> bool:
    return 2 <= len(text) <= _LONGEST_TITLE and not _NO_TITLE.match(text) and not is_aside(text) and "。" not in text


def signatures(parts: Sequence[Text]) -> Iterator[Found]:
    """村民委员会 over 2026年9月3日. The last is the surest: an earlier one may be quoted."""
    for at, part in enumerate(parts):
        day = read_day(part) if isinstance(part, str) else None
        if day is None or not isinstance(part, str):
            continue
        # A day that stands alone near the top, without a unit over it, may be that of a meeting.
        above = parts[at - 1] if at else ""
        signed = isinstance(above, str) and len(above) <= _LONGEST_TITLE and _UNIT.fullmatch(_SEAL.sub("", above)) is not None
        rank = 3 if signed else 5
        yield Found("issued_on", day, part, rank - at / len(parts), line=at)
        if signed and isinstance(above, str):
            yield Found("responsible_unit", _SEAL.sub("", above).strip(), above, rank - at / len(parts), line=at - 1)


def own_numbers(parts: Sequence[Text]) -> Iterator[Found]:
    """A line that is nothing but a number; one that is cited in a sentence is another paper's."""
    for at, part in enumerate(parts[:_FIRST_LINES]):
        found = _OWN_NUMBER.fullmatch(part) if isinstance(part, str) else None
        if found and isinstance(part, str):
            yield Found("document_number", found["number"], part, line=at)


def telephones(texts: Sequence[str]) -> Iterator[Found]:
    """The line stays in the text: it also says whose number it is."""
    for at, text in enumerate(texts):
        found = _PHONE.search(narrow(text[:2000]).replace("—", "-"))
        if found:
            yield Found("supervision_phone", found["number"].strip(), text, rank=at)
