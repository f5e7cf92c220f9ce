"""Notices that are hard to cut into pages, one of each kind."""

import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, count, cycle

from PIL import Image, ImageDraw

from .hall import a_notice

SENTENCES = (
    "村里今年修了三条排水沟。",
    "春耕以前要把机耕路平整好，各组按田亩出工，出工的天数记在本子上，年底一并结算！",
    "谁家的水表坏了，谁先报给供水站？",
    "“账目不清不过夜。”这是村民代表定下的规矩；",
    "每季度第一个月十日以前，村会计室把上季度的收支明细、往来款项、资产变动和合同执行情况整理好，"
    "交村务监督委员会逐笔核对，核对无误后张贴公布。",
    "老人家看不清的，可以到值班室请人念一遍……",
)
PICTURE = "沟渠.png"


def prose(characters: int, start: int = 0) -> str:
    said = list(SENTENCES[start:]) + list(SENTENCES[:start])
    text = ""
    for sentence in cycle(said):
        if len(text) >= characters:
            return text
        text += sentence
    raise AssertionError


def unbroken(characters: int) -> str:
    """A run of words without the end of a sentence in it."""
    words = cycle("沟渠塘坝路桥田林水电灯井仓房粮油种肥机车牛羊鸡鸭鱼果茶桑麻棉")
    return "".join(next(words) for _ in range(characters))


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def roster(rows: int, *, total: bool = True) -> str:
    areas = [Decimal(100 + 37 * number % 900) / 100 for number in range(rows)]
    surnames = cycle("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨")
    lines: list[list[object]] = [
        [number, f"{next(surnames)}某{number}", area, area * 82] for number, area in enumerate(areas, 1)
    ]
    if total:
        lines.append(["合计", "", sum(areas), sum(areas) * 82])
    return table(["序号", "户主姓名", "面积（亩）", "金额（元）"], lines)


def wide(first: str) -> str:
    heads = [first, "户主姓名", *(f"第{name}项资产原值（元）" for name in "甲乙丙丁戊己庚辛壬癸子丑")]
    return table(heads, [[row + 1, f"某{row}", *(f"{row}{column:02}0.50" for column in range(12))] for row in range(19)])


def a_picture(width: int, height: int) -> bytes:
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).line((0, 0, width, height), fill="navy", width=9)
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def _sums() -> Iterator[list[object]]:
    for number, balance in enumerate(accumulate(range(1, 17)), 1):
        yield [f"第{number}笔", number, balance]


def _nested(points: int) -> str:
    numbers = count(1)
    lines = []
    for number in range(points):
        indent = "    " * (number % 3)
        lines.append(f"{indent}- 第{next(numbers)}点：{SENTENCES[number % len(SENTENCES)]}")
    return "\n".join(lines)


def _ordered(points: int) -> str:
    return "\n".join(f"{number}. 〔{number}〕{SENTENCES[number % len(SENTENCES)]}" for number in range(1, points + 1))


LONG_TITLE = "长题" + unbroken(118)
UNIT_OVER_A_TABLE = "单位在长表上面"
BODIES = {
    "三百户清册": roster(300),
    "八户清册加合计": roster(8),
    "九户清册加合计": roster(9),
    "十六户清册加合计": roster(16),
    "六十字的格": table(["项目", "说明", "金额（元）"], [["沟渠", unbroken(60), 12], ["道路", "修补", 7]] * 6),
    "比一页长的格": table(
        ["项目", "说明", "金额（元）"], [["道路", "修补", 7], ["沟渠", prose(1500), 12], ["路灯", "更换", 5]]
    ),
    "四千字一段": prose(4000),
    "比一页长的一句": unbroken(900) + "。" + prose(200),
    "十四列": wide("村民小组"),
    "十四列序号在前": wide("序号"),
    "六十点的多级列表": _nested(60),
    "四十条编号": _ordered(40),
    "从七开始编号": "7. 〔7〕先报名。\n8. 〔8〕再核实。\n" + "\n".join(f"{n}. 〔{n}〕{prose(120)}" for n in range(9, 15)),
    "列表里有段落": "\n".join(f"{n}. 〔{n}〕{prose(90)}\n\n    {prose(200, 2)}\n" for n in range(1, 6)),
    "长引文": "> " + prose(1200),
    "脚注": "".join(f"{prose(150, n)}[^{n}]\n\n" for n in range(5))
    + "\n".join(f"[^{n}]: 注{n}：{prose(60, n)}" for n in range(5)),
    "图在字中": f"{prose(260)}\n\n![村东沟渠]({PICTURE})\n\n{prose(160, 1)}",
    LONG_TITLE: prose(300),
    "一个很长的词": "网址是" + "abcdefghij" * 30 + "，请查看。" + prose(200),
    "标题后面有表": "\n\n".join(f"### 第{n}项\n\n{prose(110 + 40 * n, n)}\n\n### 第{n}表\n\n{roster(4)}" for n in range(5)),
    "一行的表": table(["项目", "金额（元）"], [["沟渠", 12]]),
    "三个二级标题": "\n\n".join(f"## 第{n}部分\n\n{prose(100 + 300 * n, n)}" for n in range(3)),
    "横线分页": "\n\n---\n\n".join([prose(60), roster(3), prose(500, 2), "最后一页。"]),
    "合计在前": table(["项目", "金额（元）"], [["合计", 153], *([f"第{n}项", n] for n in range(1, 18))]),
    "小计和合计在后": table(["项目", "数", "累计数"], [*_sums(), ["小计", 136, ""], ["合计", 136, ""]]),
    "空格子": table(["项目", "说明", "金额（元）"], [["沟渠", "", ""], ["", "", 5], ["道路", "修补", ""]] * 5),
    "只有空行的表": table(["项目", "说明"], [["", ""], ["沟渠", "修补"], ["", ""]]),
    "罕见字": "𠮷家湾的䶮、㛃、𬭩三个字，一个也不能少。" + "𠮷䶮㛃𬭩" * 120 + "。",
    "强调跨页": "".join(f"**第{n}条**{prose(40, n % 6)}*请注意*" for n in range(30)),
    "逐行的诗": "\n".join(f"第{n}行，每行一句" for n in range(40)),
    "几种标题": "\n\n".join(f"{'#' * level} {level}级标题\n\n{prose(70, level)}" for level in range(1, 7)),
    UNIT_OVER_A_TABLE: "（单位：元）\n\n" + roster(20),
    "只有一行": "明天停水。",
    "只有题目": "",
}


SECONDS_GIVEN = 33
"""What the clerk asked for "三个二级标题"."""


def notices() -> list[str]:
    given: dict[str, dict[str, object]] = {"三个二级标题": {"seconds": SECONDS_GIVEN}, "图在字中": {"sources": [PICTURE]}}
    given[LONG_TITLE] = {"screens": ["hall", "turned"]}  # on the largest letters it has a test of its own
    return [a_notice(title, body, **given.get(title, {})) for title, body in BODIES.items()]


def originals() -> dict[str, bytes]:
    return {PICTURE: a_picture(900, 640)}
