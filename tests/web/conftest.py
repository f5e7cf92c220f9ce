"""A furnished board behind the web: one notice of every state, by the clock of this very moment."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from cast import a_file, days_from_today
from PIL import Image

SECRETS = ("草稿机密", "未来机密", "过期机密", "草稿正文", "未来正文", "过期正文")


@pytest.fixture
def village(app, board, bring, post, look, tmp_path):
    """Numbers of a live notice, a draft, one to come and one that is over; each but the first has a picture."""
    past = datetime.now(UTC) - timedelta(days=60)
    live = post(title="停水通知", body="**明天**停水。\n")

    def with_picture(name: str, colour: int, body: str, publish: bool, now: datetime | None = None, **fields: object) -> int:
        folder = tmp_path / name
        folder.mkdir()
        Image.new("RGB", (8, 8), (colour, 0, 0)).save(folder / "plan.png")
        file = a_file(folder, sources=("plan.png",), body=f"{body}\n\n![图](plan.png)\n", **fields)
        (outcome,) = bring(file, publish=publish, now=now).outcomes
        return outcome.number

    found = SimpleNamespace(
        live=live,
        draft=with_picture("draft", 1, "草稿正文", False, title="草稿机密"),
        future=with_picture("future", 2, "未来正文", True, title="未来机密", issued_on=days_from_today(2)),
        over=with_picture("over", 3, "过期正文", True, past, title="过期机密"),
        seen=with_picture("seen", 4, "有图", True, title="有图公告"),
    )
    rows = board.db.execute("SELECT notice, digest FROM pictures").fetchall()
    found.pictures = {number: f"/pictures/{digest}.png" for number, digest in rows}
    look()
    return found
