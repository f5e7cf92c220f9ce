"""The words for every reason code and every label, in Chinese and English, through gettext.

English stands in the code; Chinese is the first language of everyone who reads it on a screen.
"""

import gettext
import os
from collections.abc import Callable
from datetime import date
from functools import cache

from kiosk.config import PACKAGE
from kiosk.errors import KioskError, Problem
from kiosk.wording.marking import N_
from kiosk.wording.sentences import SENTENCES

Translate = Callable[[str], str]


@cache
def translator(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation("kiosk", PACKAGE / "translations", [language])


# Click says these itself, through gettext's own default domain.
COMMAND_LINE_FRAME = (
    N_("Usage:"),
    N_("Options"),
    N_("Positional arguments"),
    N_("Commands"),
    N_("Show this message and exit."),
    N_("Show the version and exit."),
    N_("Error: {message}"),
    N_("Try '{command} {option}' for help."),
    N_("No such option {name!r}."),
    N_("No such command {name!r}."),
    N_("Missing argument"),
    N_("Missing command."),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("{value!r} is not a valid {number_type}."),
    N_("Option {name!r} does not take a value."),
    N_("default: {default}"),
    N_("Error: The two entered values do not match."),
    N_("Missing option"),
    N_("Aborted!"),
)


def speak_on_the_command_line(language: str) -> None:
    gettext.bindtextdomain("kiosk", str(PACKAGE / "translations"))
    gettext.textdomain("kiosk")
    os.environ["LANGUAGE"] = language


def sentence(problem: Problem, translate: Translate) -> str:
    """What is wrong, in words, without the place."""
    return translate(SENTENCES[problem.code]).format(**{name: _said(fact) for name, fact in problem.facts.items()})


def _said(fact: object) -> str:
    words = fact.isoformat() if isinstance(fact, date) else str(fact)
    return "".join(each if each.isprintable() else " " if each.isspace() else "�" for each in words)


def told(problem: Problem, translate: Translate) -> str:
    """What is wrong, in words, after the file and line where it is."""
    place = problem.file
    if problem.line:
        place += translate(N_(" line {line}")).format(line=problem.line)
    words = sentence(problem, translate)
    return translate(N_("{place}: {words}")).format(place=place.strip(), words=words) if place else words


def all_told(error: KioskError, translate: Translate) -> list[str]:
    return [told(problem, translate) for problem in error.problems]
