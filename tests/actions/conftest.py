"""The office at work."""

import pytest
from office import Office, staff_of

from kiosk.documents.rendering import Renderer
from kiosk.store.board import Board


@pytest.fixture
def office(board: Board, renderer: Renderer) -> Office:
    return Office(board, renderer, staff_of(board))
