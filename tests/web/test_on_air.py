"""What the screens show is kept in memory: it outlives its database, follows another, and trusts no clock."""

import os
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from cast import SHANGHAI, a_file

from kiosk.actions.import_notices import Posting, import_paths
from kiosk.config import Config
from kiosk.store.board import open_board, reopen_board
from kiosk.store.last_shown import LastShown
from kiosk.web.on_air import CLOCK_SLACK, OnAir

NOW = datetime.now(UTC)


class Painter:
    """Renders the titles, counts how often, and fails when it is told to."""

    def __init__(self) -> None:
        self.times = 0
        self.fault: BaseException | None = None

    def __call__(self, shown, screen) -> str:
        self.times += 1
        if self.fault is not None:
            raise self.fault
        return "、".join(each.notice.title for each in shown.posted)


@pytest.fixture
def painter() -> Painter:
    return Painter()


@pytest.fixture
def air(config, village, painter) -> OnAir:
    return OnAir(lambda: open_board(config, may_begin=False), painter, SHANGHAI, LastShown(config.last_shown))


def shown(air: OnAir) -> str:
    return air.slides["hall"].html.decode()


def another_board(folder, title: str) -> Config:
    config = Config(folder, "127.0.0.1", 8080, SHANGHAI, "zh", "")
    board = open_board(config)
    import_paths(board, [a_file(folder / "in", title=title)], Posting("甲", NOW, publish=True))
    board.close()
    return config


def put_in_place_of(config, other) -> None:
    """As somebody does who restores a copy while the server runs."""
    for ending in ("-wal", "-shm"):
        config.database.with_name(config.database.name + ending).unlink(missing_ok=True)
    os.replace(other, config.database)


def test_nothing_is_painted_twice_without_need(air, painter):
    for _ in range(5):
        air.look(air.shown.now)
    assert painter.times == 1


def test_a_board_put_in_the_place_of_the_old_one_is_shown(air, config, tmp_path):
    put_in_place_of(config, another_board(tmp_path / "other", "另一个村").database)
    air.look()
    assert shown(air) == "另一个村"
    assert air.fault is None


def test_after_another_board_was_opened_writes_to_it_are_seen(air, config, tmp_path):
    put_in_place_of(config, another_board(tmp_path / "other", "另一个村").database)
    air.look()
    board = reopen_board(config)
    import_paths(board, [a_file(tmp_path, title="又一个")], Posting("甲", NOW, publish=True))
    board.close()
    air.look()
    assert shown(air) == "另一个村、又一个"


def test_a_lost_board_is_a_fault_until_it_is_put_back(air, config):
    before = shown(air)
    away = config.data.parent / "away.db"
    shutil.copy(config.database, away)
    config.database.unlink()
    air.look()
    assert shown(air) == before
    assert air.fault is not None
    assert air.lost.code == "store.database_lost"
    put_in_place_of(config, away)
    air.look_at_once()
    assert shown(air) == before
    assert air.fault is None


@pytest.mark.parametrize("fault", [RuntimeError("a template"), ValueError("a value"), MemoryError(), RecursionError(), KeyError("hall"), OSError(28, "full")])
def test_whatever_goes_wrong_the_screens_keep_what_they_have(air, config, painter, tmp_path, fault):
    before = air.slides
    board = reopen_board(config)
    import_paths(board, [a_file(tmp_path, title="新公告")], Posting("甲", NOW, publish=True))
    board.close()
    painter.fault = fault
    for _ in range(2):
        air.look()
        assert air.slides == before
        assert air.fault == repr(fault)
    painter.fault = None
    air.look()
    assert "新公告" in shown(air)
    assert air.fault is None


def test_a_fault_while_another_board_is_opened_leaves_the_old_one_on_the_air(air, config, painter, tmp_path):
    before = air.slides
    put_in_place_of(config, another_board(tmp_path / "other", "另一个村").database)
    painter.fault = RuntimeError("a template")
    air.look()
    assert air.slides == before
    painter.fault = None
    air.look()
    assert shown(air) == "另一个村"


def test_a_clock_put_back_brings_back_what_it_had_taken_down(air, painter):
    live, now = shown(air), air.shown.now
    air.look(now + timedelta(days=400))
    assert shown(air) == ""
    air.look(now)
    assert shown(air) == live
    assert painter.times == 3


def test_a_clock_that_is_set_by_a_little_repaints_nothing(air, painter):
    air.look(air.shown.now)
    air.look(air.shown.now - CLOCK_SLACK)
    assert painter.times == 1


def test_a_new_day_is_painted_anew(air, painter):
    midnight = (air.shown.now.astimezone(SHANGHAI) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    air.look(midnight - timedelta(microseconds=1))
    assert painter.times == 1
    air.look(midnight)
    assert painter.times == 2
