"""What all addresses for programs have in common: how an answer is sent, and what is told of."""

import hashlib
import json
import re
from datetime import datetime

from flask import Response, make_response, request

from kiosk.actions.now import hanging
from kiosk.store.notices import StoredNotice
from kiosk.web.this_request import board, own_address

JSON = "application/json"
MAY_BE_KEPT = "public, max-age=60"
"""Seconds: a notice that is withdrawn is gone everywhere a minute later."""
KEPT_BY_NOBODY_ELSE = "private, no-cache"
"""What names people, for as long as they may be named."""
_PICTURE = re.compile(r'(?<=src=")(?=/pictures/)')


def posted_now(now: datetime) -> list[StoredNotice]:
    """The newest first."""
    return sorted(hanging(board(), now), key=lambda each: (each.notice.shows_from, each.notice.number), reverse=True)


def from_afar(html: str) -> str:
    """With the pictures where they are for somebody else."""
    return _PICTURE.sub(own_address(), html)


def as_json(plain: object) -> bytes:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def kept(data: bytes, kind: str, how: str = MAY_BE_KEPT) -> Response:
    """With a mark by which whoever asks again is told that nothing has changed."""
    response = make_response(data)
    response.headers["Content-Type"] = kind
    response.headers["Cache-Control"] = how
    response.headers["X-Robots-Tag"] = "noindex, noarchive"  # the page that is to be found is the notice's own
    response.set_etag(hashlib.sha256(data).hexdigest()[:16], weak=True)  # it may be packed on its way
    return response.make_conditional(request)


def open_to_all(response: Response) -> Response:
    """Pages of other origins may read it: there is nothing in it that belongs to whoever asks."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag"
    return response
