"""Pages on their way to a phone are packed: a slow network is slower than any machine is at packing."""

import gzip

from flask import Response, request

WORDY = ("text/html", "application/json", "application/feed+json", "application/atom+xml")
LEAST_BYTES = 1000
LEVEL = 5
OWN_WAY = ("desk.", "screens.")
"""Blueprints that are served otherwise: to a screen from memory, and at the desk no secret may stand beside what somebody
else has chosen in one packed page, whose length would tell of it."""
SECRET = b'name="csrf"'


def packed(response: Response) -> Response:
    if not _is_worth_it(response):
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] and SECRET not in response.get_data():
        response.data = gzip.compress(response.get_data(), LEVEL, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
    return response


def _is_worth_it(response: Response) -> bool:
    if (request.endpoint or "desk.").startswith(OWN_WAY) or response.status_code != 200 or response.is_streamed:
        return False
    is_wordy = response.mimetype in WORDY and "Content-Encoding" not in response.headers
    return is_wordy and not response.direct_passthrough and (response.content_length or 0) >= LEAST_BYTES
