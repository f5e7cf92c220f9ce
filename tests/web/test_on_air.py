"""What the screens show is kept in memory: it outlives its database, follows another, and trusts no clock."""

import os
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from cast import SHANGHAI, a_file

from kiosk.actions.import_notices import Posting, import_paths
from kiosk.config import Config
from kiosk.errors import Unavailable
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


def test_what_a_new_day_makes_overdue_is_read_as_soon_as_a_busy_database_can_be(air, painter, monkeypatch):
    def busy():
        raise Unavailable("store.busy")

    midnight = (air.shown.now.astimezone(SHANGHAI) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    with monkeypatch.context() as patch:
        patch.setattr(air, "open", busy)
        patch.setattr(air, "_probe_at", 0)
        air.look(midnight)
    assert (air.fault is None, painter.times) == (False, 2)
    air.look(midnight + timedelta(seconds=1))
    assert (air.fault, painter.times) == (None, 3)
    air.look(midnight + timedelta(seconds=2))
    assert painter.times == 3


def garbled(config):
    config.database.write_bytes(b"garbage" * 1000)
    return OnAir(lambda: open_board(config, may_begin=False), Painter(), SHANGHAI, LastShown(config.last_shown))


def test_a_start_without_a_database_goes_on_with_what_was_shown_last(air, config):
    again = garbled(config)
    assert (shown(again), again.lost.code) == (shown(air), "store.damaged")
    assert again.shown.settings == air.shown.settings
    assert again.shown.screens == air.shown.screens


def test_a_notice_begins_and_ends_in_its_time_without_a_database(air, config, painter, tmp_path):
    board = reopen_board(config)
    soon = Posting("甲", NOW + timedelta(hours=3), publish=True)
    import_paths(board, [a_file(tmp_path, title="三小时后")], soon)
    board.close()
    air.look()
    again = garbled(config)
    times = []
    again.render = lambda shown, screen: times.append(shown.now) or ""
    for hours in (1, 2, 4, 5):
        again.look(NOW + timedelta(hours=hours))
    assert len(times) == 1, "once, when it began"
    again.look(NOW + timedelta(days=400))
    assert len(times) == 2
    again.look(NOW)
    assert len(times) == 3, "the clock was put back"


def test_with_nothing_to_go_on_there_is_still_a_screen(config, village):
    shutil.rmtree(config.last_shown, ignore_errors=True)
    assert shown(garbled(config)) == ""


def test_damage_somebody_met_makes_it_look_at_everything(air, config):
    """What the screens need can still be read, and something else cannot."""
    board = reopen_board(config)
    root = board.db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'opinions'").fetchone()[0]
    board.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    board.close()
    with config.database.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff" * 4096)
    air.look()
    assert air.lost is None
    air.suspect()
    air.look()
    assert air.lost.code == "store.damaged"
    assert shown(air)
    air.look_at_once()
    assert air.lost is not None, "it is not taken for sound because it opens"


def test_a_full_disk_beside_it_only_leaves_what_was_kept_before(air, config, tmp_path, monkeypatch):
    before = (config.last_shown / "shown.json").read_bytes()

    def refuse(*_):
        raise OSError(28, "No space left on device")

    board = reopen_board(config)
    import_paths(board, [a_file(tmp_path, title="新公告")], Posting("甲", NOW, publish=True))
    board.close()
    monkeypatch.setattr("kiosk.store.whole_files.os.fsync", refuse)
    air.look()
    monkeypatch.undo()
    assert "新公告" in shown(air)
    assert air.fault is None
    assert (config.last_shown / "shown.json").read_bytes() == before


def test_what_is_shown_is_kept_only_when_it_changes(air, config):
    before = (config.last_shown / "shown.json").stat().st_mtime_ns
    board = reopen_board(config)
    board.db.execute("INSERT INTO settings VALUES ('unknown', '1')")
    board.close()
    air.look()
    assert (config.last_shown / "shown.json").stat().st_mtime_ns == before
