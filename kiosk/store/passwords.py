"""Passwords as they are remembered: scrypt, slow on purpose, with a salt of their own."""

import base64
import hashlib
import hmac
import secrets
import threading
import unicodedata

from kiosk.rules.people import PASSWORD_MOST

COST, BLOCK, LANES = 2**14, 8, 5
"""16 MB and about a quarter of a second of one core; OWASP's figures for scrypt in little memory."""
_SCHEME = f"scrypt:{COST}:{BLOCK}:{LANES}"
_at_once = threading.Semaphore(2)
"""However many sign in at once, the screens' polls keep a core."""


def hashed(password: str) -> str:
    salt = secrets.token_bytes(16)
    return "$".join((_SCHEME, _text(salt), _text(_digest(password, salt, COST, BLOCK, LANES))))


NOBODY = f"{_SCHEME}${'A' * 22}==${'A' * 86}=="
"""No password's. What an unknown name's password is compared with, so that the answer takes as long as for a known one."""


def matches(password: str, remembered: str) -> bool:
    scheme, salt, digest = remembered.split("$")
    _, cost, block, lanes = scheme.split(":")
    given = _digest(password, base64.b64decode(salt), int(cost), int(block), int(lanes))
    return hmac.compare_digest(given, base64.b64decode(digest))


def _digest(password: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    # Nobody has a longer one, and a million accents would take an hour to be put in order.
    plain = unicodedata.normalize("NFKC", password[: PASSWORD_MOST + 1]).encode("utf-8", "replace")
    with _at_once:
        return hashlib.scrypt(plain, salt=salt, n=cost, r=block, p=lanes, maxmem=64 * 1024 * 1024)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
