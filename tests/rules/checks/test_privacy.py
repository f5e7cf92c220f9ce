import pytest

from kiosk.rules.findings import Level, mended
from kiosk.rules.notice import Category
from tests.rules.checks.looking import a_table, all_mended, codes, look
from tests.rules.checks.people import MOBILE, OTHER_MOBILE, a_card, a_wrong_identity_number, an_identity_number

IDENTITY = an_identity_number()


def levels(body: str, **changes: object) -> dict[str, Level]:
    return {each.code: each.level for each in look(body, **changes)}


def test_a_number_is_masked_where_it_stands_and_its_stars_are_safe_in_a_body():
    body = f"申请人张三，身份证号{IDENTITY}，家住本村。\n"
    [found] = look(body)
    assert (found.code, found.level) == ("privacy.identity_number", Level.BLOCK)
    assert body[found.place.start : found.place.end] == IDENTITY
    assert mended(body, found.mend) == body.replace(IDENTITY, "110" + r"\*" * 11 + IDENTITY[-4:])


def test_in_a_title_the_stars_are_bare():
    [found] = look("本村公告。\n", title=f"张三{MOBILE}的公示")
    assert found.place.key == "title"
    assert mended(f"张三{MOBILE}的公示", found.mend, "title") == "张三138****8000的公示"


def test_no_finding_repeats_what_it_found():
    found = look(f"张三，{IDENTITY}，{MOBILE}，{a_card()}\n")
    assert len(found) == 3
    assert all(secret not in str(each.facts) for each in found for secret in (IDENTITY, MOBILE, a_card()))


def test_line_ends_of_another_machine_move_nothing():
    body = f"第一行\r\n张三{MOBILE}\r\n"
    [found] = look(body)
    assert body.replace("\r\n", "\n")[found.place.start : found.place.end] == MOBILE


def test_a_wrong_check_digit_blocks_where_the_words_say_what_it_is_and_warns_elsewhere():
    number = a_wrong_identity_number()
    assert levels(f"身份证号：{number}\n") == {"privacy.identity_number": Level.BLOCK}
    assert levels(f"李四 {number} 三组\n") == {"privacy.doubtful_identity_number": Level.WARN}
    assert levels(a_table("姓名|身份证号", f"李四|{number}")) == {"privacy.identity_number": Level.BLOCK}


def test_fifteen_digits_warn_where_nothing_says_what_they_are():
    assert levels("二组 110101000101001\n") == {"privacy.identity_number": Level.WARN}
    assert levels("张三 110101000101001\n") == {"privacy.identity_number": Level.BLOCK}


@pytest.mark.parametrize(
    "line, level",
    [
        (f"张三 {MOBILE}", Level.BLOCK),
        (f"手机：{MOBILE}", Level.BLOCK),
        (f"联系人张三，电话{MOBILE}", Level.BLOCK),
        (f"{MOBILE}（张三）", Level.BLOCK),
        (f"监督电话：{MOBILE}", Level.WARN),
        (f"镇农业农村办公室：{MOBILE}", Level.WARN),
        (f"联系电话：{MOBILE}", Level.WARN),
    ],
)
def test_a_mobile_number_is_as_grave_as_the_line_it_stands_in(line, level):
    assert levels(line + "\n") == {"privacy.mobile": level}


def test_a_mobile_number_in_a_roster_blocks_and_that_of_somebody_on_duty_warns():
    assert levels(a_table("姓名|联系电话", f"张三|{MOBILE}")) == {"privacy.mobile": Level.BLOCK}
    assert levels(a_table("值班人|值班电话", f"张三|{MOBILE}")) == {"privacy.mobile": Level.WARN}


@pytest.mark.parametrize("written", [MOBILE, "138-0013-8000", "+86 13800138000", "１３８００１３８０００"])
def test_the_villages_own_telephones_are_there_to_be_called(written):
    assert look(f"值班张三：{written}\n", frozenset({MOBILE})) == []
    assert look(f"张三：{written}\n", supervision_phone="138 0013 8000") == []


def test_the_villages_own_landline_is_known_with_its_area_code_and_without():
    own = frozenset({"00001234567"})
    assert look("张三家电话0000-1234567，或1234567\n", own) == []
    assert codes(look("张三家电话0000-7654321\n", own)) == ["privacy.landline"]
    assert look("张三家电话0000-1234567\n", supervision_phone="0000-1234567、0000-1234568") == []


@pytest.mark.parametrize(
    "line, level",
    [
        ("张三家电话：0000-1234567", Level.WARN),
        ("家庭电话：0000-1234567", Level.WARN),
        ("联系电话：0000-1234567", Level.NOTE),
        ("监督电话：0000-1234567", None),
        ("镇农业农村办公室：0000-1234567", None),
    ],
)
def test_a_landline_is_a_persons_an_offices_or_nobodys_in_particular(line, level):
    assert levels(line + "\n") == ({} if level is None else {"privacy.landline": level})


def test_the_collectives_own_account_is_a_warning_and_a_persons_blocks():
    assert levels("户名：安和村村民委员会，账号：201000001234567\n") == {"privacy.bank_account": Level.WARN}
    assert levels(f"卡号：{a_card()}，请交费\n", category=Category.FEES) == {"privacy.bank_account": Level.WARN}
    assert levels(f"张三，卡号{a_card()}\n", category=Category.FEES) == {"privacy.bank_account": Level.BLOCK}


def test_a_column_is_told_once_with_its_count_and_with_what_the_catalogue_says():
    rows = [f"张\\*|{an_identity_number(serial=serial)}|181.22" for serial in range(40)]
    body = a_table("户主姓名|身份证号|金额（元）", *rows)
    [found] = look(body, item="B01")
    assert (found.code, found.facts["count"], found.facts["column"]) == ("privacy.identity_number", 40, "身份证号")
    assert (found.place.table, found.place.row, found.place.column) == (0, 0, 1)
    assert "村民委员会组织法" in found.basis
    assert look(mended(body, found.mend), item="B01") == []


def test_a_column_the_catalogue_hides_is_emptied_where_no_mask_keeps_anything():
    body = a_table("户主姓名|家庭收入|保障金额（元/月）", "张三|8600|526.00", "李四|—|526.00", "王五|7200|526.00")
    [found] = look(body, item="S02")
    assert (found.code, found.facts["count"], found.place.column) == ("privacy.hidden_column", 2, 1)
    assert found.basis.startswith("社会救助法")
    assert mended(body, found.mend) == a_table("户主姓名|家庭收入|保障金额（元/月）", "张三|—|526.00", "李四|—|526.00", "王五|—|526.00")
    assert look(mended(body, found.mend), item="S02") == []


def test_what_an_item_does_not_hide_may_stay():
    body = a_table("项目|家庭收入", "张三|8600")
    assert look(body, item="F01") == []


def test_an_address_goes_down_to_the_village_group():
    body = a_table("户主姓名|家庭住址|金额（元）", "张三|安和村二组15号|181.22", "李四|安和村三组|90.20")
    found = look(body, item="B01")
    assert codes(found) == ["privacy.address"]
    assert "安和村二组 |" in all_mended(body, found)
    line = "张三，家住安和村二组15号。\n"
    assert all_mended(line, look(line)) == "张三，家住安和村二组。\n"


def test_an_illness_is_taken_out_of_a_row_and_the_rest_of_the_remark_stays():
    body = a_table("户主姓名|保障金额（元/月）|备注", "张三|526.00|尿毒症，本季新增", "李四|526.00|金额调整", "王五|526.00|因病致贫")
    [found] = look(body, item="S02")
    assert (found.code, found.level, found.facts["count"]) == ("privacy.illness", Level.BLOCK, 2)
    mended_body = mended(body, found.mend)
    assert "| 本季新增 |" in mended_body and "| — |" in mended_body
    assert look(mended_body, item="S02") == []


def test_an_illness_is_nobodys_business_only_where_somebody_is_meant():
    assert look("重度残疾人护理补贴标准为每月80元。\n", item="B08") == []
    assert levels("张三患尿毒症，已救助3000元。\n", item="S04") == {"privacy.illness": Level.BLOCK}
    assert levels("该户因病致贫，拟纳入低保。\n", item="S01") == {"privacy.illness": Level.WARN}
    assert look("残疾人事务由民政专干李四负责办理。\n", item="S07") == []


def test_a_childs_name_is_hidden_in_what_is_about_allowances_and_only_there():
    line = "该户三口人，其子张小明在读。\n"
    assert codes(look(line, item="S02")) == ["privacy.child"]
    assert look(line, item="L05") == []
    assert look(all_mended(line, look(line, item="S02")), item="S02") == []


def test_full_names_beside_a_family_planning_reward_are_a_note_and_elsewhere_nothing():
    body = a_table("村组|姓名|新增/退出", "一组|张小明|新增", "二组|李\\*|退出")
    [found] = look(body, item="J01")
    assert (found.code, found.level, found.facts["count"]) == ("privacy.full_name", Level.NOTE, 1)
    assert "| 张\\*明 |" in mended(body, found.mend)
    assert look(a_table("户主姓名|保障金额（元/月）", "张小明|526.00"), item="S02") == []


@pytest.mark.parametrize("digits", [IDENTITY, MOBILE, a_card()])
def test_what_is_masked_well_is_left_alone(digits):
    kept = {18: 3, 11: 3}.get(len(digits), 0)
    masked = digits[:kept] + r"\*" * (len(digits) - kept - 4) + digits[-4:]
    assert look(f"张三 {masked}\n") == []
    assert look(a_table("姓名|号码", f"张三|{masked}")) == []


def test_what_is_masked_badly_is_masked_anew():
    body = r"李四 1101011990\*\*\*\*0013" + "\n"
    [found] = look(body)
    assert (found.code, found.level) == ("privacy.weak_mask", Level.WARN)
    assert mended(body, found.mend) == "李四 110" + r"\*" * 11 + "0013\n"


def test_two_numbers_of_one_kind_in_a_cell_are_both_masked():
    body = a_table("姓名|电话", f"张三|{MOBILE}/{OTHER_MOBILE}")
    [found] = look(body)
    assert found.facts["count"] == 2
    assert look(mended(body, found.mend)) == []


def test_the_text_fields_are_looked_at_too_and_the_index_number_is_none():
    assert codes(look("好。\n", responsible_unit=f"村委会 张三{MOBILE}")) == ["privacy.mobile"]
    assert look("好。\n", index_number="11341823003291720Y/202207-00075", document_number="安政发〔2026〕12号") == []
