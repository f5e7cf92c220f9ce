"""What follows from a screen's size and from where people stand."""

import pytest
from cast import PACE

from kiosk.rules.legibility import legible
from kiosk.rules.screen import Screen
from kiosk.rules.village import Pace


def follows(diagonal_inch, distance_m, shape="landscape", pace=PACE):
    return legible(Screen("hall", "村民大厅", diagonal_inch, distance_m, shape=shape), pace)


def test_the_usual_screen_is_as_the_board_was_drawn():
    usual = follows(55, 4)
    assert (usual.letters_px, usual.letters_mm, usual.rows, usual.is_too_far) == (46, 29, 8, False)
    assert 24 <= usual.characters <= 30


@pytest.mark.parametrize("shape", ["landscape", "portrait"])
def test_whoever_stands_farther_away_reads_larger_letters_and_fewer(shape):
    near, far = follows(65, 2.5, shape), follows(65, 5, shape)
    assert far.letters_px > near.letters_px
    assert far.characters <= near.characters
    assert far.rows <= near.rows


@pytest.mark.parametrize("diagonal_inch, distance_m, is_too_far", [(55, 4, False), (43, 4, False), (32, 4, True), (55, 8, True), (200, 20, False), (10, 20, True)])
def test_a_picture_that_is_too_small_for_the_distance_is_told(diagonal_inch, distance_m, is_too_far):
    assert follows(diagonal_inch, distance_m).is_too_far is is_too_far


def test_no_more_rows_than_are_wanted_and_never_none():
    assert follows(55, 4, pace=Pace(rows_per_page=4)).rows == 4
    assert follows(10, 20).rows >= 1
