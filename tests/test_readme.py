"""What the README names is there, and what is there it names."""

import re

import pytest

from kiosk.cli import main
from kiosk.config import CHECKOUT, PACKAGE

README = (CHECKOUT / "README.md").read_text("utf-8")
COMMAND = re.compile(r"kiosk ([a-z]+)")
VARIABLE = re.compile(r"KIOSK_[A-Z]+")
IN_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)


def read_by(*folders) -> set[str]:
    return {name for folder in folders for file in folder.rglob("*.py") for name in VARIABLE.findall(file.read_text("utf-8"))}


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_is_in_the_readme(command):
    assert re.search(rf"`kiosk {command}\b", README)


def test_every_command_the_readme_names_exists():
    in_code = " ".join(IN_CODE.findall(README))
    assert set(COMMAND.findall(in_code)) == set(main.commands)


@pytest.mark.parametrize("variable", sorted(read_by(PACKAGE)))
def test_every_variable_is_in_the_readme(variable):
    assert f"`{variable}`" in README


def test_every_variable_the_readme_names_is_read():
    assert set(VARIABLE.findall(README)) <= read_by(PACKAGE, CHECKOUT / "scripts")


def test_every_folder_on_the_map_is_there():
    listed = re.search(r"```\n(kiosk/\n.*?)```", README, re.DOTALL)[1]
    parents = [line.split()[0] for line in listed.splitlines() if not line.startswith(" ")]
    inside = [line.split()[0] for line in listed.splitlines() if re.match(r"  \S", line)]
    assert [name for name in parents if not (CHECKOUT / name).is_dir()] == []
    assert [name for name in inside if not (PACKAGE / name).exists()] == []
    assert {each.name for each in PACKAGE.iterdir() if (each / "__init__.py").is_file()} == {name.strip("/") for name in inside if name.endswith("/")}


def test_every_picture_of_the_readme_is_there():
    assert [name for name in re.findall(r"!\[[^]]*\]\(([^)]+)\)", README) if not (CHECKOUT / name).is_file()] == []
