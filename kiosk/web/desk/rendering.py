"""One child that renders for everybody at the desk: starting one for every key that is struck would take too long."""

import threading
import time

from flask import current_app

from kiosk.documents.rendering import Renderer
from kiosk.documents.safe_html import Picture

IDLE_SECONDS = 600


class SharedRenderer(Renderer):
    """One body after the other, whoever asks."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._used_at = 0.0

    def html(self, body: str, pictures: dict[str, Picture] | None = None) -> str:
        with self._lock:
            self._used_at = time.monotonic()
            return super().html(body, pictures)

    def rest(self) -> None:
        """Ends the child when nobody has written anything for a while."""
        with self._lock:
            if time.monotonic() - self._used_at > IDLE_SECONDS:
                self.close()


def renderer() -> Renderer:
    return current_app.extensions["renderer"]
