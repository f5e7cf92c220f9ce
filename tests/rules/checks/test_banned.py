from dataclasses import replace

import pytest
from cast import an_item

from kiosk.rules.catalogue import Default
from kiosk.rules.checks.banned import banned as banned_findings
from kiosk.rules.findings import Level
from tests.rules.checks.looking import a_table, about, codes, look

PEOPLE = a_table("序号|村组|姓名", "1|一组|张三", "2|二组|李\\*")
COUNTS = a_table("类别|标准（元/月）|人数", "伤残|460|2", "死亡|590|1")


def banned(body: str, **changes: object) -> list[str]:
    return [code for code in codes(look(body, **changes)) if code.startswith("banned.")]


@pytest.mark.parametrize(
    "title",
    ["一孩生育证发放名单", "2016年二孩生育指标安排公示", "社会抚养费征收情况公示", "计划外生育人员名单", "再生育审批对象公示", "结扎对象花名册"],
)
def test_the_historic_rosters_of_family_planning_are_refused(title):
    assert banned("如下。\n", title=title) == ["banned.historic"]
    assert banned(PEOPLE, title=title) == ["banned.historic"]


@pytest.mark.parametrize(
    "line",
    [
        "2021年起取消社会抚养费，不再实行生育审批。",
        "社会抚养费已取消，任何单位不得再征收。",
        "实行生育登记服务制度，生育证不再发放。",
        "2016年1月1日之前没有违反计划生育政策生育。",
        "违规征收社会抚养费的，可拨打12345举报。",
    ],
)
def test_a_sentence_that_says_it_is_over_is_no_roster(line):
    assert banned(line + "\n", title="生育登记办事指南", item="J05") == []


def test_a_roster_under_a_heading_of_its_own_is_found_and_placed():
    body = f"## 社会抚养费缴纳户\n\n{PEOPLE}"
    [found] = [each for each in look(body) if each.code == "banned.historic"]
    assert (found.place.table, found.place.row, found.level) == (0, -1, Level.BLOCK)
    assert "姓名" in body[found.place.start : found.place.end]


def test_a_name_beside_the_word_is_enough_in_a_sentence():
    assert banned("张三家2015年违法生育，应缴社会抚养费。\n") == ["banned.historic"]
    assert banned("本村无社会抚养费收入。\n") == []


def test_an_item_that_the_catalogue_bans_is_refused_whatever_it_says():
    assert banned("好。\n", item="J07") == ["banned.historic"]


@pytest.mark.parametrize("changes", [{"item": "J02"}, {"title": "特别扶助对象名单"}, {"title": "失独家庭慰问"}])
def test_names_with_special_assistance_are_refused_and_counts_are_not(changes):
    assert banned(PEOPLE, **changes) == ["banned.special_assistance"]
    assert banned(COUNTS, **changes) == []
    assert banned("独生子女死亡家庭每人每月590元，请到镇卫健办申报。\n", **changes) == []


def test_names_with_special_assistance_are_found_in_a_sentence_too():
    assert banned("特别扶助对象：张三、李四。\n") == ["banned.special_assistance"]
    assert banned("特别扶助对象81人，退出7人。\n") == []


def test_a_row_among_others_may_tell_of_it():
    body = a_table("姓名|类别|标准", "张三|奖励扶助|960", "李四|特别扶助|7080")
    assert banned(body, item="J01") == ["banned.special_assistance"]


@pytest.mark.parametrize(
    "body, changes",
    [
        (a_table("姓名|年龄|金额（元）", "张三|8|500"), {}),
        (a_table("姓名|年龄", "张三|45", "李四|6岁"), {}),
        (a_table("姓名|月龄", "张三|8个月"), {"title": "婴幼儿照护"}),
        (a_table("姓名|出生日期", "张三|2019-05-01"), {}),
        (PEOPLE, {"title": "育儿补贴发放名单"}),
        (PEOPLE, {"title": "小学生资助公示"}),
        (a_table("婴幼儿姓名|金额（元）", "张三|3600"), {}),
    ],
)
def test_a_list_of_children_under_fourteen_is_refused(body, changes):
    assert "banned.minors" in banned(body, **changes)


@pytest.mark.parametrize(
    "body, changes",
    [
        (a_table("姓名|年龄|金额（元）", "张三|68|500"), {}),
        (a_table("姓名|出生日期", "张三|1950-05-01"), {}),
        (a_table("组别|人数", "一组|12"), {"title": "小学生资助情况"}),
        (PEOPLE, {"title": "小学教师慰问名单"}),
        ("六一慰问小学生60人。\n", {}),
    ],
)
def test_a_list_of_others_and_a_count_of_children_may_go_up(body, changes):
    assert "banned.minors" not in banned(body, **changes)


def test_a_list_of_people_is_refused_where_only_the_policy_goes_up():
    item = an_item(code="X01", title="某项政策", default=Default.POLICY_ONLY, legal_basis="某法第一条")
    plain = about(PEOPLE, item="X01", title="某项政策")
    [found] = banned_findings(replace(plain, catalogue={"X01": item}))
    assert (found.code, found.basis, found.facts["count"]) == ("banned.policy_only", "某法第一条", 2)
    assert [*banned_findings(replace(about(COUNTS, item="X01"), catalogue={"X01": item}))] == []
