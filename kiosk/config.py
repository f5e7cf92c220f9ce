"""Settings from the environment: read once, validated by name, then frozen."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from kiosk.errors import Misuse

PACKAGE = Path(__file__).parent
CHECKOUT = PACKAGE.parent
LANGUAGES = ("zh", "en")
SECRET_LEAST = 16


@dataclass(frozen=True)
class Config:
    data: Path
    host: str
    port: int
    zone: ZoneInfo
    language: str
    address: str
    """What phones must type to reach the board (scheme, host, port), or "" to find it out."""
    secret: str = ""
    """Signs sessions; "" for the one kept in the data directory."""

    @property
    def database(self) -> Path:
        return self.data / "kiosk.db"

    @property
    def originals(self) -> Path:
        return self.data / "originals"

    @property
    def backups(self) -> Path:
        return self.data / "backups"

    @property
    def last_shown(self) -> Path:
        return self.data / "last-shown"


def resource(name: str) -> Path:
    """A folder shipped with the product: inside the installed wheel, or beside the package in a checkout."""
    packed = PACKAGE / name
    return packed if packed.is_dir() else CHECKOUT / name


def read_config(environ: Mapping[str, str] = os.environ) -> Config:
    return Config(
        data=_data(environ),
        host=environ.get("KIOSK_HOST", "").strip() or "127.0.0.1",
        port=_port(environ),
        zone=_zone(environ),
        language=_language(environ),
        address=_address(environ),
        secret=_secret(environ),
    )


def _data(environ: Mapping[str, str]) -> Path:
    given = environ.get("KIOSK_DATA", "").strip()
    if given:
        return Path(given).expanduser().absolute()
    if (CHECKOUT / "pyproject.toml").is_file():
        return CHECKOUT / "instance"
    return _user_data(environ) / "kiosk"


def _user_data(environ: Mapping[str, str]) -> Path:
    if sys.platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def _port(environ: Mapping[str, str]) -> int:
    given = environ.get("KIOSK_PORT", "").strip() or "8080"
    if not (len(given) <= 5 and given.isascii() and given.isdigit() and 1 <= int(given) <= 65535):
        raise Misuse("config.port", value=given)
    return int(given)


def _zone(environ: Mapping[str, str]) -> ZoneInfo:
    given = environ.get("KIOSK_TIMEZONE", "").strip() or "Asia/Shanghai"
    try:
        return ZoneInfo(given)
    except (KeyError, OSError, ValueError) as unknown:  # an unknown name, a folder's name, a path
        raise Misuse("config.timezone", value=given) from unknown


def _language(environ: Mapping[str, str]) -> str:
    given = environ.get("KIOSK_LANGUAGE", "").strip() or "zh"
    if given not in LANGUAGES:
        raise Misuse("config.language", value=given)
    return given


def _address(environ: Mapping[str, str]) -> str:
    given = environ.get("KIOSK_ADDRESS", "").strip().rstrip("/")
    if not given:
        return ""
    if len(given) > 100:
        raise Misuse("config.address", value=given[:100])
    try:
        parts = urlsplit(given)
    except ValueError as wrong:
        raise Misuse("config.address", value=given) from wrong
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise Misuse("config.address", value=given)
    return given


def _secret(environ: Mapping[str, str]) -> str:
    given = environ.get("KIOSK_SECRET", "").strip()
    if given and len(given) < SECRET_LEAST:
        raise Misuse("config.secret", length=len(given), least=SECRET_LEAST)
    return given
