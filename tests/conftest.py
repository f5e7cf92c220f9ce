"""A fresh board for every test, and the doors to it."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from a_year import live_through
from cast import SHANGHAI, a_file
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache
from office import Office, staff_of
from werkzeug.routing import Rule

from kiosk.actions.checker import Checker
from kiosk.actions.import_notices import Import, Posting, import_paths
from kiosk.cli import main
from kiosk.config import Config
from kiosk.documents.rendering import Renderer
from kiosk.store import passwords
from kiosk.store.board import Board, open_board
from kiosk.web.application import create_app
from kiosk.web.clock import Clock, by_the_machine

# A busy machine is no fault (no deadline), what was tried leaves nothing behind in the checkout, and what passes here
# passes everywhere.
settings.register_profile("village", max_examples=60, deadline=None, database=None, derandomize=True)
settings.load_profile("village")

ADDRESS = "http://192.0.2.10:8080"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits for browsers begins first: else one worker is left alone with it when the others are done."""
    items.sort(key=lambda item: "browser" not in item.path.parts)


def pytest_collection_finish() -> None:
    """Ten thousand collected tests are no garbage; Python would look through them again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(tmp_path / "data", "127.0.0.1", 8080, SHANGHAI, "zh", ADDRESS)


@pytest.fixture(scope="session")
def _begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a board on which nothing has been done yet: taking all steps of its tables anew for every test would
    cost more than most tests."""
    data = tmp_path_factory.mktemp("begun") / "data"
    open_board(Config(data, "127.0.0.1", 8080, SHANGHAI, "zh", ADDRESS)).close()
    return data


@pytest.fixture
def _data(config: Config, _begun: Path) -> None:
    if not config.data.exists():
        shutil.copytree(_begun, config.data)


@pytest.fixture
def board(config: Config, _data: None) -> Iterator[Board]:
    opened = open_board(config)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def renderer() -> Iterator[Renderer]:
    with Renderer() as running:
        yield running


@pytest.fixture(scope="session")
def _lived(tmp_path_factory: pytest.TempPathFactory, _begun: Path, renderer: Renderer, checker: Checker) -> tuple[Path, dict[str, int]]:
    """The data of a board on which a year was lived through, once for all."""
    data = tmp_path_factory.mktemp("lived") / "data"
    shutil.copytree(_begun, data)
    board = open_board(Config(data, "127.0.0.1", 8080, SHANGHAI, "zh", ADDRESS))
    numbers = live_through(Office(board, renderer, checker, staff_of(board)))
    board.close()
    return data, numbers


@pytest.fixture
def a_year_of(config: Config, _lived: tuple[Path, dict[str, int]]) -> dict[str, int]:
    """The board of this test has that year behind it; the numbers of its notices. To be asked for before the board."""
    data, numbers = _lived
    shutil.copytree(data, config.data)
    return numbers


Bring = Callable[..., Import]


@pytest.fixture
def bring(board: Board, renderer: Renderer) -> Bring:
    """Imports files or folders, as the clerk of the tests. A renderer for each would be the dearest part of most tests, and on
    a busy machine now and then not there in time."""

    def bring_in(*paths: Path, now: datetime | None = None, publish: bool = False) -> Import:
        return import_paths(board, list(paths), Posting("文书甲", now or datetime.now(UTC), publish), renderer=renderer)

    return bring_in


@pytest.fixture
def post(bring: Bring, tmp_path: Path) -> Callable[..., int]:
    """Puts one notice up and tells its number. `now` is when; `publish=False` leaves it a draft."""
    made = iter(range(1000))

    def put_up(now: datetime | None = None, publish: bool = True, **changes: object) -> int:
        done = bring(a_file(tmp_path / "files", f"{next(made):03}.md", **changes), now=now, publish=publish)
        assert done.went_in, done.outcomes
        number = done.outcomes[0].number
        assert number is not None, done.outcomes
        return number

    return put_up


@pytest.fixture(scope="session")
def _compiled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Templates and addresses are translated once for all: every test has an application of its own."""
    made: dict[object, object] = {}

    def compiled(rule: Rule, append_unknown: bool = True) -> object:
        key = (rule.rule, append_unknown, repr(rule.defaults), tuple(rule._trace))
        if key not in made:
            made[key] = compile_builder(rule, append_unknown)
        return made[key]

    compile_builder = Rule._compile_builder
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", compiled)
        cache = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": cache})
        yield


@pytest.fixture(scope="session")
def checker() -> Iterator[Checker]:
    with Checker() as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    """The machine's. Where time must pass, a module gives one that it moves."""
    return by_the_machine


@pytest.fixture
def app(config: Config, _data: None, _compiled: None, renderer: Renderer, checker: Checker, clock: Clock) -> Iterator[Flask]:
    made = create_app(config, clock)
    made.extensions |= {"renderer": renderer, "checker": checker, "reader": checker}
    yield made
    made.extensions["on_air"]._board.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def look(app: Flask) -> Callable[[], None]:
    """What the watching thread does a few times a second."""
    return app.extensions["on_air"].look


@pytest.fixture
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """A quarter of a second for every password is for guessers; most tests are about something else."""
    monkeypatch.setattr(passwords, "COST", 2)
    monkeypatch.setattr(passwords, "_SCHEME", f"scrypt:2:{passwords.BLOCK}:{passwords.LANES}")


Kiosk = Callable[..., Result]


@pytest.fixture
def kiosk(config: Config) -> Kiosk:
    """The command line, in this process: `kiosk("import", path)`."""
    bare = {name: None for name in os.environ if name.startswith("KIOSK_")}

    def run(*words: object, **environment: str) -> Result:
        env = bare | {"KIOSK_DATA": str(config.data)} | environment
        return CliRunner().invoke(main, [str(word) for word in words], env=env)

    return run
