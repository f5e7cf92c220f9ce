"""A furnished board behind the web: one notice of every state, by the clock of this very moment."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from cast import SHANGHAI, a_file, days_from_today
from PIL import Image

from kiosk.actions.import_notices import Posting, import_paths
from kiosk.config import Config
from kiosk.rules.notice import Category
from kiosk.store.board import Board, open_board

STATES = {
    "live": {"title": "停水通知", "body": "**明天**停水。\n"},
    "future": {"title": "未来机密", "body": "未来正文", "issued_on": days_from_today(2)},
    "seen": {"title": "有图公告", "body": "有图"},
    "draft": {"title": "草稿机密", "body": "草稿正文"},
    "over": {"title": "过期机密", "body": "过期正文", "category": Category.SUBSIDY},
}


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """Made once and copied for each test. All but the live one have a picture of their own."""
    folder = tmp_path_factory.mktemp("village")
    board = open_board(Config(folder / "data", "127.0.0.1", 8080, SHANGHAI, "zh", ""))
    now = datetime.now(UTC)
    up = [_file(folder, state) for state in ("live", "future", "seen")]
    numbers = dict(zip(("live", "future", "seen"), _numbers(board, up, Posting("甲", now, publish=True)), strict=True))
    numbers["draft"] = _numbers(board, [_file(folder, "draft")], Posting("甲", now))[0]
    long_ago = Posting("甲", now - timedelta(days=60), publish=True)
    numbers["over"] = _numbers(board, [_file(folder, "over")], long_ago)[0]
    rows = board.db.execute("SELECT notice, digest FROM pictures").fetchall()
    board.close()
    pictures = {number: f"/pictures/{digest}.png" for number, digest in rows}
    return SimpleNamespace(data=folder / "data", pictures=pictures, **numbers)


def _file(folder: Path, state: str) -> Path:
    place = folder / state
    if state == "live":
        return a_file(place, **STATES[state])
    place.mkdir()
    Image.new("RGB", (8, 8), (list(STATES).index(state), 0, 0)).save(place / "plan.png")
    fields = dict(STATES[state])
    return a_file(place, sources=("plan.png",), body=f"{fields.pop('body')}\n\n![图](plan.png)\n", **fields)


def _numbers(board: Board, files: list[Path], posting: Posting) -> list[int]:
    return [outcome.number for outcome in import_paths(board, files, posting).outcomes]


@pytest.fixture
def config(config: Config, request: pytest.FixtureRequest) -> Config:
    """With the furnished board in its place for tests that ask for the village."""
    if "village" in request.fixturenames:
        shutil.copytree(request.getfixturevalue("furnished").data, config.data)
    return config


@pytest.fixture
def village(config: Config, furnished: SimpleNamespace) -> SimpleNamespace:
    return furnished
