"""What a clerk begins with: a template for every kind of notice, refused only until it is filled in."""

import re

import pytest

from kiosk.config import resource
from kiosk.documents import front_matter
from kiosk.rules.notice import Category
from kiosk.shipped import catalogue

TEMPLATES = sorted((resource("content") / "templates").glob("*.md"))
BLANK = re.compile(r"【[^】\n]*】")
UNFILLED = {"notice.blank", "notice.blank_in_title"}


def name(file):
    return file.stem


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_a_template_can_be_read_and_its_duty_is_known(template):
    notice = front_matter.read(front_matter.decode(template.read_bytes())).notice
    item = catalogue().get(notice.item or "")
    assert notice.item is None or item is not None
    assert item is None or item.category is notice.category


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_a_template_is_refused_only_because_of_its_blanks(bring, template):
    done = bring(template, publish=True)
    assert not done.went_in
    problems = done.outcomes[0].problems
    assert {problem.code for problem in problems} <= UNFILLED
    lines = template.read_text("utf-8").splitlines()
    assert [problem.line for problem in problems if not BLANK.search(lines[problem.line - 1])] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_a_template_goes_up_once_it_is_filled_in(bring, tmp_path, template):
    filled = tmp_path / template.name
    filled.write_text(BLANK.sub("一", template.read_text("utf-8")), "utf-8")
    done = bring(filled, publish=True)
    assert done.went_in, done.outcomes[0].problems


def test_every_category_has_a_template():
    begun = {front_matter.read(front_matter.decode(each.read_bytes())).notice.category for each in TEMPLATES}
    assert begun == set(Category)
