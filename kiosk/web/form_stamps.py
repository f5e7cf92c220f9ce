"""Forms of people who have not signed in: each carries a stamp that only this board can have made, and that tells when. A form
that is sent twice is known by it."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import current_app

from kiosk.rules.record_codes import made_of
from kiosk.web.this_request import the_time

STAMP_MOST = 200


@dataclass(frozen=True)
class Stamp:
    made_at: datetime
    token: str

    @property
    def code(self) -> str:
        """Under which what is sent with the form can be followed; nobody can tell it from the token without the secret."""
        return made_of(_digest(f"code {self.token}"))

    def __str__(self) -> str:
        told = f"{int(self.made_at.timestamp())}.{self.token}"
        return f"{told}.{_signature(told)}"


def new_stamp() -> Stamp:
    return Stamp(the_time(), secrets.token_hex(12))


def stamp_of(text: str) -> Stamp | None:
    """None for one that is not ours."""
    told, _, signature = text[:STAMP_MOST].rpartition(".")
    if not hmac.compare_digest(signature.encode("utf-8", "replace"), _signature(told).encode()):
        return None
    seconds, _, token = told.partition(".")
    return Stamp(datetime.fromtimestamp(int(seconds), UTC), token)


def _signature(told: str) -> str:
    return _digest(f"stamp {told}").hex()[:32]


def _digest(text: str) -> bytes:
    return hmac.new(str(current_app.secret_key).encode(), text.encode("utf-8", "replace"), hashlib.sha256).digest()
