"""The door every screen knocks at each second: answered from memory, before Flask and before any query."""

import time
from collections.abc import Callable, Iterable
from datetime import UTC
from email.utils import format_datetime
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from kiosk.actions.timekeeping import TrustedClock
from kiosk.web.on_air import OnAir, Slides
from kiosk.web.static_files import assets_version

START, END = "/screen/", "/slides"
IN_DOUBT = ("X-Kiosk-Clock", "in-doubt")


class PollDoor:
    """WSGI around the application: `/screen/<screen>/slides` ends here, everything else goes on."""

    def __init__(self, application: WSGIApplication, on_air: OnAir, clock: TrustedClock) -> None:
        self.application = application
        self.clock = clock
        self.on_air = on_air
        self.page = ("X-Kiosk-Page", assets_version())

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path: str = environ["PATH_INFO"]
        if not (path.startswith(START) and path.endswith(END) and environ["REQUEST_METHOD"] in ("GET", "HEAD")):
            return self.application(environ, start_response)
        screen = path[len(START) : -len(END)]
        slides = self.on_air.slides.get(screen)
        if slides is None:
            return self.application(environ, start_response)
        self.on_air.polled_at[screen] = time.monotonic()
        return self._answer(environ, slides, start_response)

    def _answer(
        self, environ: WSGIEnvironment, slides: Slides, start_response: Callable[..., object]
    ) -> Iterable[bytes]:
        tag = f'"{slides.revision}"'
        headers = [("ETag", tag), ("Cache-Control", "no-cache"), ("Vary", "Accept-Encoding"), self.page, *self._time()]
        if tag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 Not Modified", headers)
            return []
        body = slides.html
        if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
            body = slides.packed
            headers.append(("Content-Encoding", "gzip"))
        headers += [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Security-Policy", "default-src 'none'; img-src 'self'"),
        ]
        start_response("200 OK", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _time(self) -> list[tuple[str, str]]:
        """By which the screen sets itself; it swears to none that is in doubt."""
        held = self.clock.held()
        date = ("Date", format_datetime(held.now.astimezone(UTC), usegmt=True))
        return [date] if held.doubt is None else [date, IN_DOUBT]
