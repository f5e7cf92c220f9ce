"""Screens as they hang, and the numbers the board gives."""

from datetime import time

import pytest

from kiosk.rules.notice import Category
from kiosk.rules.numbering import Numbering
from kiosk.rules.screen import Screen
from kiosk.rules.village import Pace, Terms, Village

FIELDS = {"name": "hall", "title": "村民大厅"}


@pytest.mark.parametrize(
    "diagonal_inch, distance_m, width, height, pixels",
    [
        (55, 4, 1920, 1080, 46),
        (55, 4, 1080, 1920, 46),
        (55, 4, 3840, 2160, 92),
        (55, 8, 1920, 1080, 92),
        (43, 4, 1920, 1080, 59),
        (65, 3, 1920, 1080, 30),
    ],
)
def test_the_smallest_letter_is_25_minutes_of_arc_from_where_people_stand(diagonal_inch, distance_m, width, height, pixels):
    screen = Screen("hall", "村民大厅", diagonal_inch, distance_m)
    assert screen.minimum_px(width, height) == pixels


def test_running_text_is_aimed_at_40_minutes_of_arc():
    screen = Screen("hall", "村民大厅")
    assert screen.minimum_mm == pytest.approx(29.1, abs=0.1)
    assert screen.reading_mm == pytest.approx(46.5, abs=0.1)
    assert screen.diagonal_mm == pytest.approx(1397)


@pytest.mark.parametrize(
    "change",
    [
        {"diagonal_inch": 9.9},
        {"diagonal_inch": 201},
        {"diagonal_inch": 0},
        {"diagonal_inch": float("nan")},
        {"diagonal_inch": float("inf")},
        {"distance_m": 0.4},
        {"distance_m": 21},
        {"distance_m": -4},
        {"distance_m": float("nan")},
        {"rotation": 45},
        {"rotation": -90},
        {"rotation": 360},
        {"name": ""},
        {"name": "Hall"},
        {"name": "大厅"},
        {"name": "-hall"},
        {"name": "a b"},
        {"name": "../x"},
        {"name": "hall\n"},
        {"name": "a" * 33},
        {"title": ""},
        {"title": "a\nb"},
        {"title": "大" * 101},
        {"title": 5},
        {"slogans": 1},
        {"slogans": "yes"},
    ],
)
def test_a_screen_that_cannot_be_is_refused(change):
    with pytest.raises(ValueError):
        Screen(**FIELDS | change)


@pytest.mark.parametrize(
    "change",
    [
        {"diagonal_inch": 10},
        {"diagonal_inch": 200},
        {"distance_m": 0.5},
        {"distance_m": 20},
        {"rotation": 90},
        {"rotation": 180},
        {"rotation": 270},
        {"name": "h"},
        {"name": "hall-2_b"},
        {"name": "2"},
        {"name": "a" * 32},
        {"title": "大" * 100},
        {"slogans": True},
    ],
)
def test_a_screen_at_its_limits_is_taken(change):
    assert Screen(**FIELDS | change)


def test_an_index_number_tells_category_year_and_serial():
    numbering = Numbering("{prefix}-{year}-{serial:04}", {Category.FINANCE: "CW"})
    assert numbering.index_number(Category.FINANCE, 2026, 31) == "CW-2026-0031"
    assert numbering.index_number(Category.FINANCE, 2026, 12345) == "CW-2026-12345"


@pytest.mark.parametrize(
    "pattern",
    ["{prefix}-{year}-{serial:04}", "{serial}", "安公{prefix}〔{year}〕{serial}号", "{prefix}{year}{serial:08}", "{prefix}-{serial:01}-" + "年" * 19],
)
def test_an_index_number_may_be_written_in_the_villages_own_way(pattern):
    assert Numbering(pattern, {Category.FINANCE: "CW"}).index_number(Category.FINANCE, 2026, 31)


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "CW",
        "{prefix}-{year}",
        "{serial",
        "serial}",
        "{{serial}}",
        "{}-{serial}",
        "{serial:4}",
        "{serial:09}",
        "{serial:099999999}",
        "{serial:>10}",
        "{serial!r}",
        "{prefix.__class__}-{serial}",
        "{prefix:99999999}-{serial}",
        "{year[0]}-{serial}",
        "{nobody}-{serial}",
        "{serial}" + "x" * 40,
        "{serial}\n",
        "{serial}-{year}",
        "{serial}-{serial}",
        "{prefix}{serial}-1",
    ],
)
def test_a_pattern_that_could_not_number_notices_is_refused(pattern):
    with pytest.raises(ValueError):
        Numbering(pattern, {Category.FINANCE: "CW"})


RANGES = [
    (Pace, "base_seconds", 0, 60),
    (Pace, "characters_per_second", 0.5, 20),
    (Pace, "row_seconds", 0, 60),
    (Pace, "least_seconds", 1, 600),
    (Pace, "rows_per_page", 1, 50),
    (Terms, "display_days", 1, 3650),
    (Terms, "objection_days", 1, 365),
]


@pytest.mark.parametrize("kind, name, least, most", RANGES)
def test_a_number_is_taken_from_its_least_to_its_most_and_no_further(kind, name, least, most):
    for value in (least, most):
        assert getattr(kind(**{name: value}), name) == value
    for value in (least - 0.01, most + 0.01, -1, float("nan"), float("inf"), float("-inf")):
        with pytest.raises(ValueError, match=name):
            kind(**{name: value})


@pytest.mark.parametrize(
    "opens, closes, at, is_open",
    [
        (None, None, time(3), True),
        ("08:00", "21:30", time(7, 59, 59), False),
        ("08:00", "21:30", time(8), True),
        ("08:00", "21:30", time(21, 29, 59), True),
        ("08:00", "21:30", time(21, 30), False),
        ("18:00", "02:00", time(17, 59), False),
        ("18:00", "02:00", time(18), True),
        ("18:00", "02:00", time(0), True),
        ("18:00", "02:00", time(1, 59), True),
        ("18:00", "02:00", time(2), False),
        ("18:00", "02:00", time(12), False),
        ("00:00", "12:00", time(0), True),
        ("12:00", "00:00", time(23, 59), True),
        ("12:00", "00:00", time(0), False),
    ],
)
def test_a_screen_is_open_from_its_hour_until_just_before_the_other(opens, closes, at, is_open):
    assert Screen("hall", "村民大厅", opens_at=opens, closes_at=closes).is_open(at) is is_open


@pytest.mark.parametrize("name", ["", " ", "　"])
def test_a_village_has_a_name(name):
    with pytest.raises(ValueError):
        Village(name, "", "", "")
