"""The sample village's own notices and the templates come through without a warning."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from cast import a_notice
from reckoner import about

from kiosk.actions.sample_village import resolve
from kiosk.config import resource
from kiosk.documents import front_matter
from kiosk.rules.checks.arithmetic import arithmetic
from kiosk.rules.checks.completeness import completeness
from kiosk.rules.checks.plain_words import plain_words
from kiosk.rules.findings import Finding, Level
from kiosk.rules.notice import Category, Kind, Notice
from kiosk.shipped import sample_village, yardsticks

TEMPLATES = sorted((resource("content") / "templates").glob("*.md"))
SAMPLES = sorted((sample_village() / "notices").glob("*.md"))
DAYS = (date(2026, 10, 20), date(2027, 1, 2), date(2028, 2, 29))


def found(notice: Notice) -> list[Finding]:
    return [each for check in (arithmetic, completeness, plain_words) for each in check(about(notice))]


def grave(findings: list[Finding]) -> list[Finding]:
    return [each for each in findings if each.level is not Level.NOTE]


@pytest.fixture(scope="module", params=DAYS, ids=str)
def village(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("village")
    resolve(sample_village(), folder, request.param)
    return folder


@pytest.mark.parametrize("name", [file.name for file in SAMPLES])
def test_the_sample_village_has_nothing_to_mend(village, name):
    assert grave(found(front_matter.read((village / name).read_text("utf-8")).notice)) == []


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.stem)
def test_an_empty_template_gets_no_warning(file):
    _, head, body = file.read_text("utf-8").split("---\n", 2)
    lines = (line for line in head.split("\n") if not line.startswith("title:"))
    fields = yaml.safe_load("\n".join(lines))
    title = head.split("title:", 1)[1].split("\n", 1)[0].strip()
    notice = a_notice(
        title=title,
        body=body,
        category=Category(fields["category"]),
        kind=Kind(fields["kind"]),
        item=fields.get("item"),
        objection_days=fields.get("objection_days"),
    )
    assert grave(found(notice)) == []


@pytest.mark.parametrize("family", ["arithmetic", "completeness", "plain"])
def test_every_code_is_named_by_its_family(family):
    named = yaml.safe_load((resource("content") / "findings" / f"{family}.yaml").read_text("utf-8"))
    assert {code.partition(".")[0] for code in named if code != "limits"} == {family}
    assert set(named) - {"limits"} <= yardsticks().of_findings.keys()
