"""Whether what is kept is still what was put there."""

from datetime import datetime
from pathlib import Path

from kiosk.actions.safekeeping import problem_of
from kiosk.config import Config
from kiosk.errors import Problem
from kiosk.store import archive_index, audit, audit_head, copies, soundness
from kiosk.store.audit import Deed
from kiosk.store.board import Board
from kiosk.store.connection import transaction
from kiosk.store.shelves import Folders


def verify(board: Board) -> list[Problem]:
    problems = list(soundness.of_database(board.db))
    if any(problem.code == "verify.database" for problem in problems):
        return problems
    loss = audit_head.loss(board.db, board.originals.parent)
    if loss is not None:
        problems.append(problem_of(loss))
    if not archive_index.is_in_step(board.db):
        problems.append(Problem("verify.archive_index"))
    return [*problems, *soundness.of_originals(board.db, Folders((board.originals,)))]


def reindex(board: Board, who: str, now: datetime) -> int:
    """Makes the index of the archive anew out of the notices themselves; how many versions are in it."""
    with transaction(board.db):
        count = archive_index.rebuild(board.db)
        audit.record(board.db, Deed(who, "archive.reindexed", {"versions": count}), now)
    return count


def verify_copy(config: Config, path: Path) -> list[Problem]:
    """A copy of the database may have its originals beside it, or share the board's. Raises Refused for what is none."""
    copies.copy_at(path)
    shelf = Folders((path.parent / config.originals.name, config.originals))
    return copies.findings(path, shelf, config.data if config.data.is_dir() else None)
