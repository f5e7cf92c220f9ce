"""Waitress with its patience bounded: one phone that trickles half-written requests must not keep the TV waiting."""

import time
from typing import Any

import waitress.server
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser

REQUEST_SECONDS = 15
"""For a request to arrive whole. Waitress's own time-out begins anew with every byte."""
UPLOAD_SECONDS = 180
"""For one that has said that it brings a file: twenty megabytes over a poor network."""
LARGE_BYTES = 256 * 1024
CONNECTIONS_PER_ADDRESS = 64
CROWD = 100
"""Open connections below which nobody is counted."""
NEAR = ("127.0.0.1", "::1")


class TimedRequest(HTTPRequestParser):
    """Knows when its first byte came: the line may have been open for hours before."""

    def __init__(self, adj: Adjustments) -> None:
        super().__init__(adj)
        self.began_at = time.time()


class PatientChannel(HTTPChannel):
    parser_class = TimedRequest


class PatientServer(waitress.server.TcpWSGIServer):
    channel_class = PatientChannel

    def accept(self) -> tuple[Any, Any] | None:
        accepted = super().accept()
        if accepted is not None and self._has_too_many(accepted[1][0]):
            accepted[0].close()
            return None
        return accepted

    def _has_too_many(self, address: str) -> bool:
        if len(self.active_channels) < CROWD or address in NEAR:
            return False
        return sum(channel.addr[0] == address for channel in self.active_channels.values()) >= CONNECTIONS_PER_ADDRESS

    def maintenance(self, now: float) -> None:
        super().maintenance(now)
        for channel in self.active_channels.values():
            is_half_written = channel.request is not None and not channel.requests
            if is_half_written and channel.request.began_at < now - _patience_with(channel.request):
                channel.will_close = True


def _patience_with(request: HTTPRequestParser) -> int:
    is_large = request.headers_finished and request.content_length > LARGE_BYTES
    return UPLOAD_SECONDS if is_large else REQUEST_SECONDS


def serve_patiently(application: object, **adjustments: Any) -> None:
    """As `waitress.serve` on one socket, until it is stopped."""
    settings = Adjustments(**adjustments)
    listening = settings.sockets[0]
    sockinfo = (listening.family, listening.type, listening.proto, listening.getsockname())
    server = PatientServer(application, _sock=listening, bind_socket=False, adj=settings, sockinfo=sockinfo)
    server.run()
