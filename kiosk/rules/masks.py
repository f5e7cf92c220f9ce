"""What a number, a name or an address looks like once it may be shown: 138****1234, 张*明.

All of them take what is written, digits full width or apart as they may be, and give plain stars; `in_markdown` makes
those stars safe within a body, where a bare one could begin an emphasis.
"""

import re

STAR = "*"
NOTHING = "—"
"""Stands where nothing of it may be shown."""
HIDDEN = STAR * 3
"""Stands in a sentence, where a dash would read as a pause."""

_NO_DIGIT = re.compile(r"[^0-9Xx]")
_WIDE = str.maketrans("０１２３４５６７８９Ｘｘ×", "0123456789XxX")
_GROUP = re.compile(r"^.*?[组队]")
_DOOR = re.compile(r"[0-9０-９]")
_COMPOUND = ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "夏侯", "令狐", "慕容", "司徒")


def in_markdown(text: str) -> str:
    return text.replace(STAR, "\\" + STAR)


def _kept(digits: str, first: int, last: int) -> str:
    """The ends are shown, or less of them where next to nothing would be hidden."""
    first, last = (first, last) if first + last < len(digits) else (0, min(last, len(digits) // 2))
    hidden = len(digits) - first - last
    return digits[:first] + STAR * hidden + digits[len(digits) - last :]


def bare(text: str) -> str:
    """The digits of a number, and its X."""
    if text.isascii() and text.isdigit():
        return text
    return _NO_DIGIT.sub("", text.translate(_WIDE)).upper()


def masked_identity(text: str) -> str:
    """The first 3 and the last 4. With 4 and 4 whoever knows the birthday has only two digits to guess, and one of the
    last four checks the guess; the last four are what people know of their own number and look for. The old number of 15
    digits ends in a day of birth and 3 more: those 3 are shown."""
    digits = bare(text)
    return _kept(digits, 3, 3 if len(digits) == 15 else 4)


def masked_mobile(text: str) -> str:
    """138****1234."""
    return _kept(bare(text), 3, 4)


def masked_landline(text: str) -> str:
    """The area code and the last two: a village exchange has few numbers, and the last four would be the whole of one."""
    written = text.translate(_WIDE)
    found = re.match(r"[(（]?(0(?:10|2\d|\d{3}))[)）]?[\s-]*(?=\d)", written)
    area = "" if found is None or len(bare(written)) < 10 else found[1]
    digits = bare(written)[len(area) :]
    return f"{area}-{_kept(digits, 0, 2)}" if area else _kept(digits, 0, 2)


def masked_card(text: str) -> str:
    """The last 4, of cards and of accounts."""
    return _kept(bare(text), 0, 4)


def masked_name(text: str) -> str:
    """张三 is 张*, 张小明 is 张*明, 欧阳小明 is 欧阳*明."""
    name = re.sub(r"\s", "", text)
    first = 2 if len(name) > 2 and name.startswith(_COMPOUND) else 1
    last = 1 if len(name) - first > 1 else 0
    return _kept(name, first, last) if len(name) > 1 else name


def masked_address(text: str) -> str:
    """安和村二组15号 is 安和村二组; nothing where no group is named before the first figure."""
    found = _GROUP.match(text)
    if found is not None and not _DOOR.search(re.sub(r"[0-9０-９]{1,2}(?=[组队]$)", "", found[0])):
        return found[0]
    return NOTHING
