"""Settings from the environment: right ones are taken, wrong ones named."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kiosk.config import CHECKOUT, read_config
from kiosk.errors import Misuse


def test_without_settings_the_defaults_hold():
    config = read_config({})
    assert (config.host, config.port, config.zone, config.language, config.address) == (
        "127.0.0.1",
        8080,
        ZoneInfo("Asia/Shanghai"),
        "zh",
        "",
    )
    assert config.data == CHECKOUT / "instance"


@pytest.mark.parametrize("name", ["KIOSK_DATA", "KIOSK_HOST", "KIOSK_PORT", "KIOSK_TIMEZONE", "KIOSK_LANGUAGE", "KIOSK_ADDRESS"])
@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_setting_is_none(name, value):
    assert read_config({name: value}) == read_config({})


@pytest.mark.parametrize(
    "name, value, field, read",
    [
        ("KIOSK_PORT", "1", "port", 1),
        ("KIOSK_PORT", " 65535 ", "port", 65535),
        ("KIOSK_HOST", "0.0.0.0", "host", "0.0.0.0"),
        ("KIOSK_HOST", "::1", "host", "::1"),
        ("KIOSK_TIMEZONE", "Asia/Urumqi", "zone", ZoneInfo("Asia/Urumqi")),
        ("KIOSK_TIMEZONE", "UTC", "zone", ZoneInfo("UTC")),
        ("KIOSK_LANGUAGE", "en", "language", "en"),
        ("KIOSK_ADDRESS", "http://192.0.2.10:8080/", "address", "http://192.0.2.10:8080"),
        ("KIOSK_ADDRESS", "https://board.example", "address", "https://board.example"),
        ("KIOSK_DATA", "/var/kiosk", "data", Path("/var/kiosk")),
        ("KIOSK_DATA", "~/board", "data", Path.home() / "board"),
        ("KIOSK_DATA", "here", "data", Path.cwd() / "here"),
    ],
)
def test_a_setting_is_taken(name, value, field, read):
    assert getattr(read_config({name: value}), field) == read


@pytest.mark.parametrize(
    "name, value, code",
    [
        ("KIOSK_PORT", "0", "config.port"),
        ("KIOSK_PORT", "65536", "config.port"),
        ("KIOSK_PORT", "-1", "config.port"),
        ("KIOSK_PORT", "80.0", "config.port"),
        ("KIOSK_PORT", "８０８０", "config.port"),
        ("KIOSK_PORT", "http", "config.port"),
        ("KIOSK_PORT", "9" * 5000, "config.port"),
        ("KIOSK_TIMEZONE", "Beijing", "config.timezone"),
        ("KIOSK_TIMEZONE", "Asia", "config.timezone"),
        ("KIOSK_TIMEZONE", "../etc/passwd", "config.timezone"),
        ("KIOSK_TIMEZONE", "/etc/localtime", "config.timezone"),
        ("KIOSK_TIMEZONE", "Asia/Shanghai\x00", "config.timezone"),
        ("KIOSK_TIMEZONE", "A" * 5000, "config.timezone"),
        ("KIOSK_LANGUAGE", "de", "config.language"),
        ("KIOSK_LANGUAGE", "ZH", "config.language"),
        ("KIOSK_ADDRESS", "192.0.2.10", "config.address"),
        ("KIOSK_ADDRESS", "ftp://192.0.2.10", "config.address"),
        ("KIOSK_ADDRESS", "http://", "config.address"),
        ("KIOSK_ADDRESS", "http://a?b", "config.address"),
        ("KIOSK_ADDRESS", "http://a#b", "config.address"),
        ("KIOSK_ADDRESS", "http://[::1", "config.address"),
    ],
)
def test_a_wrong_setting_is_named_with_its_value(name, value, code):
    with pytest.raises(Misuse) as wrong:
        read_config({name: value})
    assert wrong.value.code == code
    assert wrong.value.problems[0].facts["value"] == value.rstrip("/")
