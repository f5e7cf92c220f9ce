"""Every word a person meets is there in Chinese and in English, and every code finds its sentence."""

import ast
import gettext
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from runpy import run_path
from string import Formatter

import pytest

from kiosk.config import CHECKOUT, LANGUAGES, PACKAGE
from kiosk.documents.notice_fields import BadValue
from kiosk.documents.safe_html import BadMarkdown
from kiosk.errors import KioskError, Problem
from kiosk.rules.duties import DutyState
from kiosk.rules.notice import Category, Kind, Priority, Status
from kiosk.rules.playlist import Reason
from kiosk.rules.posting import Contradiction
from kiosk.rules.understanding.lines import Remark
from kiosk.shipped import yardsticks
from kiosk.wording import translator
from kiosk.wording.labels import CATEGORIES, DUTY_STATES, KINDS, PRIORITIES, REASONS, STATUSES
from kiosk.wording.of_findings import OF_FINDINGS
from kiosk.wording.sentences import SENTENCES

TRANSLATIONS = run_path(str(CHECKOUT / "scripts/translations.py"))
BUILD_HOOK = run_path(str(CHECKOUT / "scripts/build_hook.py"))
SAID_IN_CODE = TRANSLATIONS["messages"]()
CHINESE = TRANSLATIONS["read"](PACKAGE / "translations/zh/LC_MESSAGES/kiosk.po")

CARRY_A_CODE = {kind.__name__ for kind in (KioskError, Problem, BadValue, BadMarkdown, Contradiction, Remark)}
CARRY_A_CODE |= {kind.__name__ for kind in KioskError.__subclasses__()}


def ids(catalogue: object) -> set[object]:
    return {message.id for message in catalogue if message.id}


def blanks(words: str) -> list[str]:
    """{file}, {place:>3} and %(days)s, each as often as it stands there."""
    braced = [f"{name}:{form}" for _, name, form, _ in Formatter().parse(words) if name is not None]
    return sorted(braced + re.findall(r"%\(\w+\)s|%", words))


def forms(words: str | tuple[str, ...]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else words


def test_nothing_is_said_that_the_translators_have_not_seen():
    assert ids(SAID_IN_CODE) - ids(CHINESE) == set(), "run scripts/translations.py"


def test_nothing_is_kept_that_is_said_no_more():
    assert ids(CHINESE) - ids(SAID_IN_CODE) == set(), "run scripts/translations.py"
    assert not CHINESE.obsolete


def test_everything_is_translated_and_nothing_only_guessed():
    assert [message.id for message in CHINESE if message.id and not TRANSLATIONS["is_translated"](message)] == []
    assert [message.id for message in CHINESE if message.id and message.fuzzy] == []


def test_a_translation_has_the_blanks_of_its_original():
    wrong = [
        (message.id, translation)
        for message in CHINESE
        if message.id
        for translation in forms(message.string)
        if blanks(translation) != blanks(forms(message.id)[-1])
    ]
    assert wrong == []


@pytest.mark.parametrize("jargon", ["yaml", "front matter", "markdown", "unicode"])
def test_no_clerk_meets_the_words_of_programmers(jargon):
    assert [message.string for message in CHINESE if message.id and jargon in str(message.string).lower()] == []


def test_every_language_but_that_of_the_code_has_a_catalogue():
    assert {path.parent.parent.name for path in TRANSLATIONS["catalogues"]()} == set(LANGUAGES) - {"en"}


def test_the_compiled_catalogue_speaks_chinese(tmp_path):
    source = tmp_path / "kiosk/translations/zh/LC_MESSAGES/kiosk.po"
    source.parent.mkdir(parents=True)
    source.write_bytes((PACKAGE / "translations/zh/LC_MESSAGES/kiosk.po").read_bytes())
    BUILD_HOOK["compile_translations"](tmp_path)
    chinese = gettext.translation("kiosk", tmp_path / "kiosk/translations", ["zh"])
    assert chinese.gettext("Published") == "已发布"
    assert chinese.gettext(" line {line}").format(line=3) == " 第3行"


def test_the_words_in_the_code_are_the_english():
    assert translator("en").gettext("Published") == "Published"


@pytest.mark.parametrize(
    "kind, words",
    [(Category, CATEGORIES), (Kind, KINDS), (Priority, PRIORITIES), (Status, STATUSES), (Reason, REASONS), (DutyState, DUTY_STATES)],
)
def test_every_label_has_words(kind: type[StrEnum], words: Mapping[StrEnum, str]):
    assert set(words) == set(kind)
    assert all(words.values())


def test_every_sentence_is_said_somewhere():
    sources = [path for path in PACKAGE.rglob("*.py") if PACKAGE / "wording" not in path.parents]
    text = "\n".join(path.read_text("utf-8") for path in [*sources, *(CHECKOUT / "templates").rglob("*.html")])
    others = set(SENTENCES) - set(OF_FINDINGS)
    assert [code for code in others if f'"{code}"' not in text and f"'{code}'" not in text] == []


def test_every_finding_has_its_sentence_and_its_yardstick():
    assert set(OF_FINDINGS) == set(yardsticks().of_findings)


def test_every_code_that_is_given_has_its_sentence():
    given = [code for path in sorted(PACKAGE.rglob("*.py")) for code in codes_in(path)]
    assert given, "the search finds nothing"
    assert set(given) - set(SENTENCES) == set()


def codes_in(path: Path) -> Iterator[str]:
    """Texts shaped like a code where one is expected: first in the making of an error, or set aside as `code`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        for place in code_places(node):
            for each in ast.walk(place):
                is_text = isinstance(each, ast.Constant) and isinstance(each.value, str)
                if is_text and re.fullmatch(r"[a-z_]+\.[a-z_]+", each.value):
                    yield each.value


def code_places(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Call):
        called = getattr(node.func, "id", getattr(node.func, "attr", ""))
        return node.args[:1] if called in CARRY_A_CODE else []
    is_set_aside = isinstance(node, ast.Assign) and any(getattr(each, "id", "") == "code" for each in node.targets)
    return [node.value] if is_set_aside else []
