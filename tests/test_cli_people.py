"""`kiosk user`: the same deeds as at the desk, with a password that is never an argument."""

import os
import pty
import select
import sqlite3
import subprocess
import sys
import time

import pytest

from kiosk.rules.people import Role
from kiosk.store import people
from kiosk.store.board import open_board

GOOD = "石桥 安静 麦穗\n"


def said(result):
    return result.output + result.stderr


@pytest.fixture
def type_in(config):
    """The command line with something on standard input."""

    def run(typed, *words):
        from click.testing import CliRunner

        from kiosk.cli import main

        return CliRunner().invoke(main, ["user", *words], input=typed, env={"KIOSK_DATA": str(config.data)})

    return run


@pytest.fixture
def staff(type_in):
    assert type_in(GOOD, "add", "管理员", "--role", "admin").exit_code == 0
    assert type_in(GOOD, "add", "文书甲", "--role", "clerk", "--role", "reviewer").exit_code == 0


def deeds(config):
    with sqlite3.connect(config.database) as db:
        return db.execute("SELECT who, deed, facts FROM audit").fetchall()


def test_people_are_added_and_listed(kiosk, staff, config):
    lines = kiosk("user", "list").output.splitlines()
    assert len(lines) == 2
    assert "文书甲" in lines[1] and "经办人" in lines[1] and "审核人" in lines[1]
    board = open_board(config)
    assert people.who_is(board.db, "文书甲", GOOD.strip()).roles == {Role.CLERK, Role.REVIEWER}
    board.close()
    assert {(who, deed) for who, deed, _facts in deeds(config)} == {("本机", "person.added")}
    assert "麦穗" not in str(deeds(config))


def test_a_board_without_people_says_so(kiosk):
    result = kiosk("user", "list")
    assert result.exit_code == 0 and result.output.strip()


def test_somebody_is_disabled_and_enabled_again(kiosk, staff, config):
    for way, is_active in (("disable", False), ("enable", True)):
        assert kiosk("user", way, "文书甲").exit_code == 0
        board = open_board(config)
        assert people.named(board.db, "文书甲").is_active is is_active
        board.close()
    assert [deed for _who, deed, _facts in deeds(config)][2:] == ["person.disabled", "person.enabled"]


def test_a_new_password_holds_and_the_old_one_does_not(type_in, staff, config):
    assert type_in("新的 麦穗 石桥\r\n", "password", "文书甲").exit_code == 0
    board = open_board(config)
    assert people.who_is(board.db, "文书甲", "新的 麦穗 石桥")
    assert not people.who_is(board.db, "文书甲", GOOD.strip())
    board.close()


@pytest.mark.parametrize(
    "typed, words, code",
    [
        (GOOD, ["add", "管理员", "--role", "clerk"], 1),
        (GOOD, ["add", "<b>", "--role", "clerk"], 1),
        ("short\n", ["add", "乙", "--role", "clerk"], 1),
        ("", ["add", "乙", "--role", "clerk"], 1),
        (GOOD, ["add", "乙", "--role", "mayor"], 2),
        (GOOD, ["add", "乙"], 2),
        (GOOD, ["add"], 2),
        ("12345678\n", ["password", "文书甲"], 1),
        (GOOD, ["password", "无名"], 1),
        ("", ["disable", "无名"], 1),
        ("", ["enable", "无名"], 1),
        ("", ["disable", "管理员"], 1),
        ("", ["sack", "管理员"], 2),
        (GOOD, ["add", "乙", "--role", "clerk", "--password", "x"], 2),
    ],
)
def test_what_does_not_go_is_told_in_one_sentence(type_in, staff, config, typed, words, code):
    before = deeds(config)
    result = type_in(typed, *words)
    assert result.exit_code == code, said(result)
    assert said(result).strip() and "Traceback" not in said(result)
    assert deeds(config) == before


@pytest.mark.parametrize("command", [[], ["add"], ["list"], ["disable"], ["enable"], ["password"]])
def test_every_command_has_help(kiosk, command):
    result = kiosk("user", *command, "--help")
    assert result.exit_code == 0 and "kiosk" in result.output or "main user" in result.output


def test_at_a_terminal_the_password_is_asked_for_twice_and_not_shown(config):
    """A real terminal, with somebody who mistypes once."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "kiosk", "user", "add", "管理员", "--role", "admin"]
    running = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=os.environ | {"KIOSK_DATA": str(config.data)})
    os.close(theirs)
    seen = b""
    for typed in ("stone bridge wheat", "stone bridge whaet", "stone bridge wheat", "stone bridge wheat"):
        seen += _read_until(ours, "密码: ".encode())
        os.write(ours, f"{typed}\n".encode())
    seen += _read_until(ours, "管理员".encode())
    assert running.wait(20) == 0
    os.close(ours)
    assert b"stone" not in seen
    board = open_board(config)
    assert people.who_is(board.db, "管理员", "stone bridge wheat")
    board.close()


def _read_until(terminal: int, ending: bytes) -> bytes:
    seen, until = b"", time.monotonic() + 20
    while ending not in seen and time.monotonic() < until:
        if select.select([terminal], [], [], 0.2)[0]:
            seen += os.read(terminal, 4096)
    return seen
