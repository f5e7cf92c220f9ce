"""The command line goes by the board's trust in the clock: it tells of a doubt, publishes nothing meanwhile, and ends it."""

from datetime import UTC, datetime, timedelta

import pytest
from cast import DAY, HOUR, a_file

from kiosk.store import audit, notices, running, settings
from kiosk.store.board import Board
from kiosk.store.connection import transaction

NOW = datetime.now(UTC)


@pytest.fixture
def last_on(board: Board):
    """The board was on so long ago, or, for less than nothing, will have been."""

    def was(ago: timedelta) -> None:
        with transaction(board.db):
            running.beat(board.db, NOW - ago)

    return was


@pytest.mark.parametrize("ago, says", [
    (timedelta(0), ""),
    (20 * DAY, ""),
    (40 * DAY, "隔得太久"),
    (400 * DAY, "隔得太久"),
    (-8 * HOUR, "已有比这更晚的记录"),
    (-400 * DAY, "已有比这更晚的记录"),
])  # fmt: skip
def test_what_is_told_of_the_clock(kiosk, last_on, ago, says):
    last_on(ago)
    done = kiosk("clock")
    assert done.exit_code == (1 if says else 0)
    assert (says in done.stderr) if says else "时间正常" in done.stdout


def test_while_it_is_in_doubt_drafts_come_in_and_nothing_goes_up(kiosk, board, last_on, tmp_path):
    last_on(40 * DAY)
    refused = kiosk("import", "--publish", a_file(tmp_path / "a", title="甲"))
    assert refused.exit_code == 1
    assert "本机时间现在不可信" in refused.stderr and "kiosk clock --right" in refused.stderr
    assert notices.count(board.db) == 0
    assert kiosk("import", a_file(tmp_path / "b", title="乙")).exit_code == 0
    assert notices.count(board.db) == 1


def test_once_it_is_said_to_be_right_it_is_for_the_next_command_too(kiosk, board, last_on, tmp_path):
    last_on(-40 * DAY)
    done = kiosk("clock", "--right", "--as", "管理员")
    assert (done.exit_code, "时间正常" in done.stdout) == (0, True)
    entry = next(audit.entries(board.db, audit.Wanted(deed="clock.trusted")))
    assert entry.who == "管理员"
    assert kiosk("clock").stderr == ""
    assert kiosk("import", "--publish", a_file(tmp_path, title="甲")).exit_code == 0


def test_a_right_clock_needs_nobody_to_say_so(kiosk, board, last_on):
    last_on(timedelta(0))
    assert kiosk("clock", "--right").exit_code == 0
    assert list(audit.entries(board.db, audit.Wanted(deed="clock.trusted"))) == []


@pytest.mark.parametrize("days, is_doubted", [(45, False), (10, True), ("many", False)])
def test_how_long_the_machine_may_be_off_is_a_setting(kiosk, board, last_on, days, is_doubted):
    last_on(25 * DAY)
    settings.put(board.db, "absence_days", days)
    assert (kiosk("clock").exit_code == 1) is is_doubted
