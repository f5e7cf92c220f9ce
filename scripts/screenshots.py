"""`.venv/bin/python scripts/screenshots.py [BOARD.png]`: takes the README's pictures, of the sample village.

The board goes to the path given, the residents' page beside it as phone.png.
"""

import argparse
import io
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.browser import board_page, chromium, until
from benchmarks.hall import Server
from environment import ROOT
from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BOARD = ROOT / "content/screenshots/board.png"
LIMIT = 150 * 1024
"""Bytes of one picture."""
TURNS_AT_MOST = 1000
# An address kept for examples (RFC 5737): nobody is led anywhere by the QR code on the picture.
ADDRESS = "http://192.0.2.10:8080"

CURRENT = """() => {
  const { notice, page } = document.querySelector("section[data-current]").dataset;
  return [Number(notice), Number(page)];
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Takes pictures of the board and of the residents' page.")
    parser.add_argument("board", nargs="?", type=Path, default=BOARD, metavar="BOARD.png", help="where the board goes")
    parser.add_argument("--notice", type=int, default=1, help="number of the notice (default: the quarter's ledger)")
    parser.add_argument("--page", type=int, default=2, help="which of its pages (default: the second)")
    wanted = parser.parse_args()
    phone = wanted.board.with_name("phone.png")
    with Server(public_address=ADDRESS) as server, chromium() as browser:
        write(wanted.board, picture_of_board(browser, server, wanted.notice, wanted.page))
        write(phone, picture_of_phone(browser, server))


def picture_of_board(browser: "Browser", server: Server, notice: int, page_number: int) -> bytes:
    page = board_page(browser, server)
    turn_to(page, notice, page_number)
    until(page, "document.fonts.status === 'loaded'")
    return page.screenshot()


def turn_to(page: "Page", notice: int, page_number: int) -> None:
    for _ in range(TURNS_AT_MOST):
        if page.evaluate(CURRENT) == [notice, page_number]:
            return
        page.keyboard.press("ArrowRight")
    raise SystemExit(f"notice {notice} has no page {page_number} on the board")


def picture_of_phone(browser: "Browser", server: Server) -> bytes:
    page = browser.new_page(viewport={"width": 390, "height": 844}, device_scale_factor=2)
    page.goto(server.address)
    return page.screenshot()


def write(path: Path, png: bytes) -> None:
    """With as many colours as the limit leaves room for."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in (256, 128, 64, 32, 16):
        packed = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
        if packed.tell() <= LIMIT:
            break
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(packed.getvalue())
    print(f"{path}: {picture.width} × {picture.height}, {colours} colours, {packed.tell() / 1024:.0f} KB")


if __name__ == "__main__":
    main()
