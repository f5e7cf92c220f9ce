"""The settings' pages: changed in plain forms, each change told with what was there before."""

import json
import re
from datetime import UTC, datetime

import pytest

from kiosk.actions.settle import change_setting
from kiosk.rules.people import By, Role
from kiosk.shipped import setting_kinds
from kiosk.store import settings
from kiosk.web.desk.typed_settings import form_of
from kiosk.web.desk.village import GROUPS

MARK = re.compile(r'name="mark" value="(\w+)"')
VILLAGE = {"village": "安和村", "township": "清河镇", "responsible_unit": "村民委员会", "supervision_phone": "0000-1234567"}
TERMS = {"display_days": "15", "objection_days": "7"}
REVIEW = {"review_chain": "two_tier", "posting_day": "15", "monthly_posting_day": "28", "major_matters": "4", "overdue_on_screen": "no"}
PACE = {"base_seconds": "5", "characters_per_second": "2.5", "row_seconds": "3", "least_seconds": "12", "rows_per_page": "8"}
NUMBERING = {"index_number_pattern": "{prefix}-{year}-{serial:04}"}
NUMBERING |= {f"index_number_prefixes-{code}": text for code, text in setting_kinds()["index_number_prefixes"].value.items()}


def save(admin, group, data):
    mark = MARK.search(admin.get(f"/desk/settings/{group}").text)[1]
    return admin.post(f"/desk/settings/{group}", {"mark": mark} | data)


def changes(board):
    rows = board.db.execute("SELECT who, facts FROM audit WHERE deed = 'setting.changed' ORDER BY entry").fetchall()
    return [(who, json.loads(facts)) for who, facts in rows]


def test_every_setting_stands_in_one_group():
    named = [name for group in GROUPS.values() for name in group.names]
    assert sorted(named) == sorted(setting_kinds())


@pytest.mark.parametrize("name", sorted(setting_kinds()))
def test_what_is_shipped_can_be_typed_as_it_is_shown(name):
    value = setting_kinds()[name].value
    form = form_of(name)
    assert form.read(name, form.shown(value)) == (value, [])


def test_the_page_shows_every_setting_with_its_label_and_its_basis(admin, auditor):
    for who in (admin, auditor):
        page = who.get("/desk/settings").text
        for group in GROUPS.values():
            labels = [setting_kinds()[name].label for name in group.names]
            assert all(label in page for label in labels) or len(labels) == 1
        assert "第三十五条" in page and "第三十七条" in page
    assert "/desk/settings/village" in admin.get("/desk/settings").text
    assert "/desk/settings/village" not in auditor.get("/desk/settings").text


@pytest.mark.parametrize("group", GROUPS)
def test_each_setting_says_what_it_does(admin, group):
    page = admin.get(f"/desk/settings/{group}").text
    for name in GROUPS[group].names:
        kind = setting_kinds()[name]
        assert kind.label in page
        assert kind.means in page or name == "review_chain"
        assert kind.basis in page


def test_that_overdue_is_told_on_the_screens_can_only_be_turned_on(admin, board):
    assert save(admin, "review", REVIEW | {"overdue_on_screen": "yes"}).status_code == 303
    refused = save(admin, "review", REVIEW | {"major_matters": "5"})
    assert refused.status_code == 422
    assert "已开启，不能在管理台关闭" in refused.text
    assert save(admin, "review", REVIEW | {"overdue_on_screen": "yes", "major_matters": "5"}).status_code == 303
    save(admin, "review", {"back": "1"})
    assert settings.own_values(board.db) == {"overdue_on_screen": "yes"}
    change_setting(board, "overdue_on_screen", "no", By("本机"), datetime.now(UTC))
    assert changes(board)[-1][0] == "本机"
    assert settings.settings(board.db).tells_overdue is False


def test_only_what_changed_is_saved_and_told(admin, board):
    assert save(admin, "village", VILLAGE).status_code == 303
    (first, second, third) = changes(board)
    assert first == ("管理员", {"name": "village", "old": "本村", "value": "安和村", "from": "127.0.0.1"})
    assert {facts["name"] for _who, facts in (second, third)} == {"township", "supervision_phone"}
    assert save(admin, "village", VILLAGE).status_code == 303
    assert len(changes(board)) == 3
    assert "responsible_unit" not in settings.own_values(board.db)


@pytest.mark.parametrize(
    "group, data, name, value",
    [
        ("telephones", {"telephones-name": ["值班室", "", " 村医 "], "telephones-number": ["0000-1", "", "0000-2"]}, "telephones", [{"name": "值班室", "number": "0000-1"}, {"name": "村医", "number": "0000-2"}]),
        ("telephones", {"telephones-name": [""], "telephones-number": [""]}, "telephones", []),
        ("duty", {"duty_roster-when": ["星期一"], "duty_roster-who": ["值班甲"], "duty_roster-number": [""]}, "duty_roster", [{"when": "星期一", "who": "值班甲", "number": ""}]),
        ("slogans", {"slogans": "有疑问就提\r\n\r\n  有提问就答  \r\n"}, "slogans", ["有疑问就提", "有提问就答"]),
        ("review", REVIEW | {"review_chain": "three_tier"}, "review_chain", "three_tier"),
        ("review", REVIEW | {"posting_day": "２８"}, "posting_day", 28),
        ("terms", TERMS | {"display_days": " 20 "}, "display_days", 20),
        ("pace", PACE | {"characters_per_second": "２。０"}, "characters_per_second", 2),
        ("pace", PACE | {"row_seconds": "2.5"}, "row_seconds", 2.5),
        ("numbering", NUMBERING | {"index_number_pattern": "安公{prefix}〔{year}〕{serial}号"}, "index_number_pattern", "安公{prefix}〔{year}〕{serial}号"),
        ("copies", {"backup_folder": "/media/kiosk/U盘"}, "backup_folder", "/media/kiosk/U盘"),
    ],
)
def test_what_is_typed_becomes_the_value(admin, board, group, data, name, value):
    change_setting(board, "telephones", [{"name": "旧", "number": "1"}], By("甲"), datetime.now(UTC))
    answer = save(admin, group, data)
    assert answer.status_code == 303, answer.text
    assert settings.own_values(board.db)[name] == value
    assert settings.settings(board.db)
    assert changes(board)[-1][1]["name"] == name


@pytest.mark.parametrize(
    "group, data, field, typed",
    [
        ("village", VILLAGE | {"village": " "}, "village", "清河镇"),
        ("village", VILLAGE | {"village": "村" * 101}, "village", "村" * 101),
        ("village", VILLAGE | {"township": "清\u202e河"}, "township", "安和村"),
        ("telephones", {"telephones-name": ["值班室", "村医"], "telephones-number": ["0000-1", ""]}, "telephones-2-number", "村医"),
        ("telephones", {"telephones-name": ["", "村医"], "telephones-number": ["0000-1", "2"]}, "telephones-1-name", "0000-1"),
        ("telephones", {"telephones-name": ["值班室"] * 51, "telephones-number": ["1"] * 51}, "telephones", "值班室"),
        ("duty", {"duty_roster-when": [""], "duty_roster-who": ["值班甲"], "duty_roster-number": [""]}, "duty_roster-1-when", "值班甲"),
        ("slogans", {"slogans": "长" * 101}, "slogans", "长" * 101),
        ("slogans", {"slogans": "一\n" * 51}, "slogans", "一"),
        ("review", REVIEW | {"review_chain": "no_tier"}, "review_chain", "15"),
        ("review", REVIEW | {"posting_day": "29"}, "posting_day", "29"),
        ("terms", TERMS | {"display_days": "0"}, "display_days", "0"),
        ("terms", TERMS | {"display_days": "十五"}, "display_days", "十五"),
        ("terms", TERMS | {"display_days": "15.5"}, "display_days", "15.5"),
        ("terms", {"objection_days": "7"}, "display_days", "7"),
        ("pace", PACE | {"least_seconds": "NaN"}, "least_seconds", "NaN"),
        ("pace", PACE | {"least_seconds": "1e3"}, "least_seconds", "1e3"),
        ("pace", PACE | {"least_seconds": "-5"}, "least_seconds", "-5"),
        ("pace", PACE | {"characters_per_second": "0.4"}, "characters_per_second", "0.4"),
        ("numbering", NUMBERING | {"index_number_pattern": "{year}"}, "index_number_pattern", "{year}"),
        ("numbering", NUMBERING | {"index_number_pattern": "{prefix.__class__}{serial}"}, "index_number_pattern", "{prefix.__class__}{serial}"),
        ("numbering", NUMBERING | {"index_number_prefixes-finance": "长" * 101}, "index_number_prefixes-finance", "长" * 101),
        ("copies", {"backup_folder": "U盘"}, "backup_folder", "U盘"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_everything_typed_is_kept(admin, board, group, data, field, typed):
    answer = save(admin, group, data)
    assert answer.status_code == 422
    assert f'<a href="#{field}">' in answer.text
    assert f'id="{field}"' in answer.text
    assert "<title>错误：" in answer.text
    assert typed in answer.text
    assert settings.own_values(board.db) == {} and changes(board) == []


def test_several_faults_are_told_at_once(admin):
    answer = save(admin, "pace", dict.fromkeys(PACE, "viel"))
    assert answer.text.count('class="fault"') == 5


def test_more_rows_are_given_without_saving_and_without_losing_what_was_typed(admin, board):
    typed = {"telephones-name": ["值班室"], "telephones-number": ["0000-1"], "more": "1"}
    answer = save(admin, "telephones", typed)
    assert answer.status_code == 200
    assert 'value="值班室"' in answer.text
    assert answer.text.count('name="telephones-name"') > admin.get("/desk/settings/telephones").text.count('name="telephones-name"')
    assert changes(board) == []


def test_back_to_what_is_shipped(admin, board):
    save(admin, "terms", {"display_days": "30", "objection_days": "10"})
    assert "出厂设置：15" in admin.get("/desk/settings/terms").text
    assert admin.post("/desk/settings/terms", {"back": "1", "display_days": "99"}).status_code == 303
    assert settings.own_values(board.db) == {}
    assert changes(board)[-2][1] == {"name": "display_days", "old": 30, "value": 15, "from": "127.0.0.1"}
    assert admin.post("/desk/settings/terms", {"back": "1"}).status_code == 303
    assert len(changes(board)) == 4


def test_what_somebody_else_changed_meanwhile_is_shown_and_not_overwritten_unseen(admin, board):
    mark = MARK.search(admin.get("/desk/settings/village").text)[1]
    change_setting(board, "village", "平安村", By("管理员乙"), datetime.now(UTC))
    answer = admin.post("/desk/settings/village", VILLAGE | {"mark": mark})
    assert answer.status_code == 409
    assert "平安村" in answer.text and 'value="安和村"' in answer.text
    assert settings.settings(board.db).village.name == "平安村"
    again = MARK.search(answer.text)[1]
    assert admin.post("/desk/settings/village", VILLAGE | {"mark": again}).status_code == 303
    assert settings.settings(board.db).village.name == "安和村"


def test_a_change_elsewhere_disturbs_no_form(admin, board):
    mark = MARK.search(admin.get("/desk/settings/village").text)[1]
    change_setting(board, "display_days", 20, By("管理员乙"), datetime.now(UTC))
    assert admin.post("/desk/settings/village", VILLAGE | {"mark": mark}).status_code == 303


@pytest.mark.parametrize("group", GROUPS)
def test_only_an_admin_changes_and_only_admin_and_auditor_read(admin, sign_in, board, group):
    for role in set(Role) - {Role.ADMIN}:
        somebody = sign_in(f"甲{role}", role)
        assert somebody.get("/desk/settings").status_code == (200 if role is Role.AUDITOR else 403)
        assert somebody.get(f"/desk/settings/{group}").status_code == 403
        assert somebody.post(f"/desk/settings/{group}", VILLAGE | {"back": "1"}).status_code == 403
    assert changes(board) == []


def test_a_group_there_is_not(admin):
    assert admin.get("/desk/settings/nothing").status_code == 404
    assert admin.post("/desk/settings/nothing").status_code == 404


