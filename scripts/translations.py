"""`.venv/bin/python scripts/translations.py`: brings every .po up to date with the words in the code and the templates.

New words come in without a translation, words that are gone are dropped; then translate, and run build_hook.py.
"""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent

SOURCES = {"python": "kiosk/**/*.py", "jinja2.ext:babel_extract": "templates/**/*.html"}
# As kiosk.web.application sets Jinja up; a template that cannot be parsed must stop this, not be passed over.
OPTIONS = {"trim_blocks": "true", "lstrip_blocks": "true", "newstyle_gettext": "true", "silent": "false"}

# Without the dates that would make every run a change.
HEADER = r"""# Updated by scripts/translations.py, which keeps the translations and nothing else.
msgid ""
msgstr ""
"Language: {language}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: {plural_forms}\n"

"""


def messages() -> Catalog:
    """Everything marked with `_`, `N_` or a `trans` block."""
    catalog = Catalog(domain="kiosk")
    for method, pattern in SOURCES.items():
        for file in sorted(ROOT.glob(pattern)):
            for line, words, _, context in extract_from_file(method, file, options=OPTIONS):
                catalog.add(words, None, [(file.relative_to(ROOT).as_posix(), line)], context=context)
    return catalog


def catalogues() -> list[Path]:
    return sorted(ROOT.glob("kiosk/translations/*/LC_MESSAGES/kiosk.po"))


def read(path: Path) -> Catalog:
    """The translations as they stand, with the obsolete and the fuzzy."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name, abort_invalid=True)


def update(path: Path) -> list[str]:
    """The words that still want a translation."""
    catalog = read(path)
    catalog.update(messages(), no_fuzzy_matching=True)
    text = io.BytesIO()
    write_po(text, catalog, width=0, omit_header=True, sort_output=True, ignore_obsolete=True, include_lineno=False)
    header = HEADER.format(language=catalog.locale, plural_forms=catalog.plural_forms)
    path.write_text(header + text.getvalue().decode("utf-8").strip() + "\n", "utf-8", newline="\n")
    return [str(message.id) for message in catalog if message.id and not is_translated(message)]


def is_translated(message: Message) -> bool:
    """In all its forms, where it has a plural."""
    words = message.string or ""
    return all([words] if isinstance(words, str) else words)


if __name__ == "__main__":
    untranslated = [f"{path.relative_to(ROOT)}: {words}" for path in catalogues() for words in update(path)]
    sys.exit("\n".join(untranslated) or None)
