"""One phone that trickles or crowds must not keep the TV waiting: asked of a real server, with less patience."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from kiosk.web import patience
from kiosk.web.patience import PatientServer, serve_patiently

WAITING = 20
"""Seconds until a test gives up; what is asked for comes much earlier."""
REQUEST = b"GET / HTTP/1.1\r\nHost: hall\r\n\r\n"


def hall(environ, start_response):
    body = environ["wsgi.input"].read() or b"open"
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


@dataclass
class Door:
    address: tuple[str, int]
    lines: list[socket.socket] = field(default_factory=list)

    def knock(self) -> socket.socket:
        self.lines.append(socket.create_connection(self.address, timeout=WAITING))
        return self.lines[-1]


def is_answered(line: socket.socket, request: bytes = REQUEST) -> bool:
    line.sendall(request)
    return is_open(line)


def is_open(line: socket.socket) -> bool:
    answer = b""
    while not answer.endswith(b"open"):
        piece = line.recv(4096)
        if not piece:
            return False
        answer += piece
    return answer.startswith(b"HTTP/1.1 200")


def is_shut(line: socket.socket) -> bool:
    try:
        return line.recv(4096) == b""
    except ConnectionError:
        return True


def can_enter(line: socket.socket) -> bool:
    try:
        return is_answered(line)
    except ConnectionError:
        return False


@pytest.fixture
def door(monkeypatch) -> Iterator[Callable[..., Door]]:
    """Serves until the test is over, with the patience the test gives it."""
    started: list[PatientServer] = []
    threads: list[threading.Thread] = []
    doors: list[Door] = []
    run = PatientServer.run

    def keep(server: PatientServer) -> None:
        started.append(server)
        run(server)

    monkeypatch.setattr(PatientServer, "run", keep)

    def serve(**rules: object) -> Door:
        for name, value in rules.items():
            monkeypatch.setattr(patience, name, value)
        listening = socket.create_server(("127.0.0.1", 0))
        adjustments = {"sockets": [listening], "threads": 1, "cleanup_interval": 0, "channel_timeout": WAITING * 2}
        thread = threading.Thread(target=serve_patiently, args=[hall], kwargs=adjustments, daemon=True)
        thread.start()
        threads.append(thread)
        doors.append(Door(listening.getsockname()))
        return doors[-1]

    yield serve
    for line in [line for each in doors for line in each.lines]:
        line.close()
    for server in started:
        server.trigger.pull_trigger(server.close)
    for thread in threads:
        thread.join(WAITING)


def test_a_whole_request_is_answered_and_the_line_stays_open(door):
    line = door(REQUEST_SECONDS=0).knock()
    assert is_answered(line)
    assert is_answered(line)


@pytest.mark.parametrize("half", [b"GET / HT", b"GET / HTTP/1.1\r\nHost: hall\r\n", b"POST / HTTP/1.1\r\nHost: hall\r\nContent-Length: 10\r\n\r\nabc"])
def test_a_request_that_never_ends_is_cut_off_and_the_next_one_goes_well(door, half):
    hall_door = door(REQUEST_SECONDS=0.2)
    line = hall_door.knock()
    line.sendall(half)
    assert is_shut(line)
    assert is_answered(hall_door.knock())


def test_a_request_in_two_pieces_has_its_time(door):
    line = door(REQUEST_SECONDS=WAITING * 2).knock()
    line.sendall(REQUEST[:10])
    assert is_answered(line, REQUEST[10:])


def test_so_has_one_on_a_line_that_has_long_been_open(door):
    line = door(REQUEST_SECONDS=1).knock()
    assert is_answered(line)
    time.sleep(1.2)
    line.sendall(REQUEST[:10])
    time.sleep(0.3)
    assert is_answered(line, REQUEST[10:])


def test_in_a_crowd_one_address_has_only_its_share(door):
    hall_door = door(CROWD=3, CONNECTIONS_PER_ADDRESS=3, NEAR=())
    lines = [hall_door.knock() for _ in range(3)]
    assert all(map(is_answered, lines))
    assert is_shut(hall_door.knock())
    assert all(map(is_answered, lines))
    lines.pop().close()
    while not can_enter(hall_door.knock()):  # the server hears of the farewell a moment later
        pass


def test_without_a_crowd_nobody_is_counted(door):
    hall_door = door(CROWD=100, CONNECTIONS_PER_ADDRESS=3, NEAR=())
    lines = [hall_door.knock() for _ in range(6)]
    assert all(map(is_answered, lines))


def test_the_machine_itself_is_never_turned_away(door):
    hall_door = door(CROWD=3, CONNECTIONS_PER_ADDRESS=3)
    lines = [hall_door.knock() for _ in range(6)]
    assert all(map(is_answered, lines))
