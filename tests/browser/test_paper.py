"""Printed by Chromium: the size of the paper, heads and numbers on every page, and nothing cut off."""

import re
from collections.abc import Iterator

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page

from kiosk.rules.people import Role

from .desk import enrol, sign_in
from .hall import Hall, a_notice

A4, A3 = (210, 297), (297, 420)
HEADS = [f"栏{sign}" for sign in "甲乙丙丁戊己庚辛壬癸"]


def a_table(columns: int, rows: int) -> str:
    lines = [HEADS[:columns], ["---"] * columns, *([f"第{row}行", *["内容"] * (columns - 1)] for row in range(1, rows + 1))]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    hall = Hall(tmp_path_factory.mktemp("paper"))
    hall.start()
    hall.post(a_notice("长名单", a_table(3, 60)), a_notice("宽表", a_table(10, 30)))
    enrol(hall, "文书甲", Role.CLERK)
    yield hall
    hall.kill()


@pytest.fixture(scope="module")
def page(hall: Hall, browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield sign_in(context, hall, "文书甲")
    context.close()


def printed(page: Page, address: str) -> list[tuple[tuple[int, int], str]]:
    """Of each page its size in mm, and its words without blanks."""
    page.goto(address)
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    sizes = [tuple(round(points * 25.4 / 72) for points in each.get_size()) for each in document]
    return list(zip(sizes, [re.sub(r"\s", "", each.get_textpage().get_text_range()) for each in document], strict=True))


@pytest.mark.parametrize("size, paper", [("a4", A4), ("a3", A3)])
def test_a_long_table_has_its_head_on_every_page_and_all_its_rows_once(
    hall: Hall, page: Page, size: str, paper: tuple[int, int]
) -> None:
    pages = printed(page, f"{hall.address}/notices/1/print?size={size}")
    assert len(pages) > 1
    with_rows = [words for _, words in pages if "内容" in words]
    assert len(with_rows) > 1
    for place, (found, words) in enumerate(pages, 1):
        assert found == paper
        assert f"第{place}页共{len(pages)}页" in words and "村务公开" in words
    assert all("栏甲栏乙栏丙" in words for words in with_rows)
    assert re.findall(r"第(\d+)行", "".join(words for _, words in pages)) == [str(row) for row in range(1, 61)]
    assert "村委会主任" in pages[-1][1]


def test_in_one_go_each_notice_counts_its_own_pages_and_a_wide_one_lies_on_its_side(hall: Hall, page: Page) -> None:
    pages = printed(page, f"{hall.address}/desk/print/sheets?notice=1&notice=2&contents=1")
    assert pages[0][0] == A4 and "公开栏张贴目录" in pages[0][1]
    numbers = [int(re.search(r"第(\d+)页", words)[1]) for _, words in pages[1:]]
    second = numbers.index(1, 1)
    assert numbers == [*range(1, second + 1), *range(1, len(numbers) - second + 1)]
    assert {size for size, _ in pages[1 : 1 + second]} == {A4}
    assert {size for size, _ in pages[1 + second :]} == {A4[::-1]}
    wide = [words for _, words in pages[1 + second :] if "内容" in words]
    assert len(wide) > 1 and all("".join(HEADS) in words for words in wide)
    assert f"全册{len(pages)}/{len(pages)}" in pages[-1][1]
