"""The office at work."""

import pytest
from office import Office, staff_of

from kiosk.actions.checker import Checker
from kiosk.documents.rendering import Renderer
from kiosk.store.board import Board


@pytest.fixture
def office(board: Board, renderer: Renderer, checker: Checker) -> Office:
    return Office(board, renderer, checker, staff_of(board))
