"""Index numbers: what is counted together, which comes next, and which are wanting."""

import pytest

from kiosk.rules.notice import Category
from kiosk.rules.numbering import Given, Numbering, Series, next_serial, registers

PREFIXES = {Category.FINANCE: "CW", Category.SUBSIDY: "BT", Category.LAND: "A1", Category.FEES: "A"}


def numbering(pattern="{prefix}-{year}-{serial:04}", prefixes=PREFIXES):
    return Numbering(pattern, prefixes)


@pytest.mark.parametrize(
    "pattern, number, read",
    [
        ("{prefix}-{year}-{serial:04}", "CW-2026-0031", (Series("CW", 2026), 31)),
        ("{prefix}-{year}-{serial:04}", "CW-2026-31", (Series("CW", 2026), 31)),
        ("{prefix}-{year}-{serial:04}", "CW-2026-12345", (Series("CW", 2026), 12345)),
        ("{prefix}-{year}-{serial:04}", "XX-2026-0031", None),
        ("{prefix}-{year}-{serial:04}", "CW-2026-0031-2", None),
        ("{prefix}-{year}-{serial:04}", "CW-2026-" + "1" * 40, None),
        ("{year}{serial:02}", "203001", (Series(None, 2030), 1)),
        ("{year}{serial:02}", "203105", (Series(None, 2031), 5)),
        ("{prefix}{serial}", "A11", (Series("A1", None), 1)),
        ("安公{prefix}〔{year}〕{serial}号", "安公BT〔2026〕7号", (Series("BT", 2026), 7)),
        ("{serial}", "7", (Series(None, None), 7)),
        ("{prefix}/{prefix}-{serial}", "CW/CW-3", (Series("CW", None), 3)),
        ("{prefix}/{prefix}-{serial}", "CW/BT-3", None),
    ],
)
def test_a_number_is_read_back(pattern, number, read):
    assert numbering(pattern).read(number) == read


@pytest.mark.parametrize(
    "pattern, given, follows",
    [
        ("{prefix}-{year}-{serial:04}", [], 1),
        ("{prefix}-{year}-{serial:04}", ["CW-2026-0001", "CW-2026-0007", "BT-2026-0009", "CW-2025-0099"], 8),
        ("{year}-{serial}", ["2026-4", "2025-9"], 5),
        ("{prefix}-{serial}", ["CW-4", "BT-9"], 5),
        ("{serial:03}", ["004"], 5),
        ("{year}{serial:02}", ["202601", "202705"], 2),
    ],
)
def test_serials_run_over_what_the_pattern_does_not_tell_apart(pattern, given, follows):
    assert next_serial(numbering(pattern), Category.FINANCE, 2026, given) == follows


def test_categories_of_one_prefix_share_a_series():
    shared = numbering(prefixes={Category.FINANCE: "GK", Category.SUBSIDY: "GK"})
    assert next_serial(shared, Category.SUBSIDY, 2026, [shared.index_number(Category.FINANCE, 2026, 1)]) == 2


def test_prefixes_that_run_into_the_serial_never_make_a_number_twice():
    close, made = numbering("{prefix}{serial}"), []
    for _round in range(30):
        for category in (Category.LAND, Category.FEES):
            held = [each for each in made if each.startswith(close.start_of(category, 2026))]
            made.append(close.index_number(category, 2026, next_serial(close, category, 2026, held)))
    assert len(set(made)) == 60


def given(number, index_number, by_board=True, is_posted=True):
    return Given(number, index_number, by_board, is_posted)


def test_what_is_wanting_is_told_with_what_came_after_it():
    brought = given(3, "CW-2026-0006", by_board=False)
    later = given(4, "CW-2026-0008")
    held = [given(1, "CW-2026-0001"), brought, later, given(5, "CW-2027-0001"), given(6, "旧〔2019〕3号", by_board=None)]
    found, others = registers(numbering(), held)
    assert [(each.series, each.count, each.highest) for each in found] == [(Series("CW", 2027), 1, 1), (Series("CW", 2026), 3, 8)]
    assert found[0].gaps == ()
    assert [(gap.first, gap.last, gap.after) for gap in found[1].gaps] == [(2, 5, brought), (7, 7, later)]
    assert [each.number for each in others] == [6]
