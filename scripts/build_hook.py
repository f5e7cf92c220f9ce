"""Compiles the translations: for the wheel (as hatchling's hook) and for a checkout (`python scripts/build_hook.py`)."""

import os
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# Folders beside kiosk/ that live inside the package once it is a wheel. A checkout reads them where they are.
CARRIED = ("templates", "static", "content")


class BuildHook(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        compile_translations(root)
        if self.target_name == "wheel" and version != "editable":
            build_data["force_include"].update({str(root / name): f"kiosk/{name}" for name in CARRIED})


def compile_translations(root: Path) -> list[Path]:
    """Writes a .mo beside every kiosk/translations/*/LC_MESSAGES/*.po. A faulty .po is a ValueError that names it."""
    return [compile_one(source) for source in sorted(root.glob("kiosk/translations/*/LC_MESSAGES/*.po"))]


def compile_one(source: Path) -> Path:
    # Imported here, for hatchling reads this file before it has installed the hook's own dependencies.
    from babel.core import UnknownLocaleError
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    try:
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name, abort_invalid=True)
    except (PoFileError, UnknownLocaleError, ValueError) as fault:
        raise ValueError(f"{source}: {fault}") from fault
    target = source.with_suffix(".mo")
    # Written aside and renamed, so a server that is starting never reads half a file.
    unfinished = target.with_suffix(f".{os.getpid()}.tmp")
    with unfinished.open("wb") as file:
        write_mo(file, catalogue, use_fuzzy=False)
    unfinished.replace(target)
    return target


if __name__ == "__main__":
    try:
        compile_translations(Path(__file__).resolve().parent.parent)
    except (ValueError, OSError) as fault:
        sys.exit(f"{fault}")
