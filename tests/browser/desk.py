"""The desk of a hall: people who can sign in, and drafts to work on."""

import sqlite3
from datetime import UTC, datetime

from playwright.sync_api import BrowserContext, Page

from kiosk.config import read_config
from kiosk.rules.people import Role
from kiosk.store import people
from kiosk.store.board import open_board
from kiosk.store.connection import transaction
from kiosk.store.passwords import hashed

from .hall import Hall, a_notice

PASSWORD = "塘边三棵老柳树"


def enrol(hall: Hall, name: str, *roles: Role) -> None:
    board = open_board(read_config({"KIOSK_DATA": str(hall.data)}))
    with transaction(board.db):
        people.add(board.db, name, hashed(PASSWORD), roles, must_change=False, now=datetime.now(UTC))
    board.close()


def a_draft(hall: Hall, title: str, body: str, **front: object) -> int:
    """A draft on the board; its number."""
    file = hall.folder / "draft.md"
    file.write_text(a_notice(title, body, **front), "utf-8", newline="\n")
    hall.kiosk("import", str(file))
    database = sqlite3.connect(hall.data / "kiosk.db")
    (number,) = database.execute("SELECT max(number) FROM notices").fetchone()
    database.close()
    return number


def sign_in(context: BrowserContext, hall: Hall, name: str) -> Page:
    page = context.new_page()
    page.goto(f"{hall.address}/desk/sign-in")
    fill_in(page, name)
    return page


def fill_in(page: Page, name: str) -> None:
    page.locator("[name=name]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("form[action$='/sign-in'] button").click()
