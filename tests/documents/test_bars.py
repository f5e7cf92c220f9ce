import pytest

from kiosk.documents.bars import bar


@pytest.mark.parametrize("amount, largest, width", [(50, 100, "50.0%"), (100, 100, "100.0%"), (1, 3, "33.3%"), (1, 10**9, "0.5%")])
def test_a_bar_is_as_long_as_its_share_and_never_too_short_to_be_seen(amount, largest, width):
    drawn = bar(amount, largest, "this")
    assert f'width="{width}"' in drawn
    assert "style" not in drawn and "aria-hidden" in drawn


def test_nothing_is_drawn_of_nothing():
    assert bar(0, 100, "this") == ""
