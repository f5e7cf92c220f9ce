"""What sessions are signed with: made at the first start and kept beside the database, so that a restart ends none."""

import logging
import secrets
from pathlib import Path

from kiosk.store.whole_files import replace_whole

log = logging.getLogger(__name__)
FILE = "secret"


def secret_of(folder: Path) -> str:
    """A disk that takes no writes gives one that lasts until the process ends."""
    place = folder / FILE
    try:
        known = place.read_text("ascii").strip() if place.exists() else ""
        if known:
            return known
        replace_whole(place, secrets.token_urlsafe(32).encode("ascii"))
        return place.read_text("ascii").strip()
    except (OSError, ValueError) as fault:
        log.error("the secret that signs sessions cannot be kept: %s", fault)
        return secrets.token_urlsafe(32)
