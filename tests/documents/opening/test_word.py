"""Word files: text in its order, tables with their merged cells, the numbers that Word sets, and what is not taken over."""

import pytest
from brought import RARE, a_docx, p, tbl, tc, with_part, word_part
from cast import codes

from kiosk.documents.opening import Heading, Opened, open_file
from kiosk.documents.opening.word_numbering import in_chinese
from kiosk.rules.grids import Grid, Merge


def opened(body: str, **further: str) -> Opened:
    return open_file(a_docx(body, **further), "通知.docx")


def test_paragraphs_and_tables_come_in_their_order():
    table = tbl([tc("姓名"), tc("金额")], [tc(RARE), tc("70")])
    assert opened(p("公示") + table + p("特此公示")).parts == ("公示", Grid((("姓名", "金额"), (RARE, "70"))), "特此公示")


def test_runs_tabs_and_broken_lines_make_one_text():
    first = "<w:r><w:t>村主任</w:t><w:tab/><w:t>张三</w:t></w:r>"
    second = "<w:hyperlink><w:r><w:br/><w:t>会计</w:t></w:r></w:hyperlink>"
    assert opened(f"<w:p>{first}{second}</w:p>").parts == ("村主任 张三", "会计")


def test_merged_cells_are_known_by_their_place():
    grid = opened(
        tbl(
            [tc("补贴清册", '<w:gridSpan w:val="3"/>')],
            [tc("张三"), tc("70", '<w:vMerge w:val="restart"/>'), tc("140")],
            [tc("李四"), tc("", "<w:vMerge/>"), tc("210")],
            [tc("王五"), tc("80"), tc("80")],
        )
    ).parts[0]
    assert grid.rows == (("补贴清册", "", ""), ("张三", "70", "140"), ("李四", "", "210"), ("王五", "80", "80"))
    assert grid.merges == (Merge(0, 0, 0, 2), Merge(1, 1, 2, 1))


def test_lines_within_a_cell_are_one_text():
    cell = f"<w:tc>{p('补贴')}{p('标准')}</w:tc>"
    assert opened(tbl([cell, tc("金额")])).parts[0].rows == (("补贴 标准", "金额"),)


def test_headings_are_known_by_their_styles():
    styles = word_part(
        "styles",
        '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="a5"><w:name w:val="Title"/></w:style>'
        '<w:style w:styleId="my"><w:name w:val="我的标题"/><w:basedOn w:val="1"/></w:style>',
    )
    body = (
        p("公告", '<w:pStyle w:val="a5"/>')
        + p("一、补贴", '<w:pStyle w:val="my"/>')
        + p("（一）", '<w:outlineLvl w:val="1"/>')
        + p("正文")
    )
    assert opened(body, styles=styles).parts == (Heading(1, "公告"), Heading(1, "一、补贴"), Heading(2, "（一）"), "正文")


NUMBERING = word_part(
    "numbering",
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="japaneseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1">'
    '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>',
)


def in_list(text: str, number: int, level: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_numbers_that_word_sets_by_itself_are_written_out():
    body = (
        in_list("补贴对象", 1)
        + in_list("甲", 1, 1)
        + in_list("乙", 1, 1)
        + in_list("补贴标准", 1)
        + in_list("丙", 1, 1)
        + in_list("点", 2)
    )
    assert opened(body, numbering=NUMBERING).parts == ("一、补贴对象", "1. 甲", "2. 乙", "二、补贴标准", "1. 丙", "点")


@pytest.mark.parametrize(
    "number, said",
    [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五"), (100, "一百"), (105, "一百零五"), (110, "一百一十")],
)
def test_numbers_in_chinese(number, said):
    assert in_chinese(number) == said


@pytest.mark.parametrize(
    "body, code",
    [
        ("<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>", "opening.pictures"),
        ("<w:p><w:r><w:pict><v:imagedata/></w:pict></w:r></w:p>", "opening.pictures"),
        ("<w:p><w:r><w:footnoteReference/></w:r></w:p>", "opening.footnotes"),
        ("<w:p><w:r><w:commentReference/></w:r></w:p>", "opening.comments"),
        ("<w:p><w:del><w:r><w:delText>删掉的</w:delText></w:r></w:del></w:p>", "opening.tracked_changes"),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏的</w:t></w:r></w:p>", "opening.hidden_text"),
        (f"<w:p><w:r><w:pict><w:txbxContent>{p('框里的')}</w:txbxContent></w:pict></w:r></w:p>", "opening.text_boxes"),
    ],
)
def test_what_is_not_taken_over_is_told(body, code):
    told = opened(body + p("正文"))
    assert told.parts == ("正文",)
    assert codes(told.remarks) == [code]


def test_a_text_box_written_twice_for_old_programs_is_told_all_the_same():
    box = f"<w:txbxContent>{p('框里的')}</w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert codes(opened(f"<w:p><w:r>{both}</w:r></w:p>" + p("正文")).remarks) == ["opening.text_boxes"]


def test_what_was_put_in_under_review_is_part_of_the_text():
    assert opened("<w:p><w:ins><w:r><w:t>新增的</w:t></w:r></w:ins></w:p>").parts == ("新增的",)


def test_a_field_nobody_has_filled_in_is_empty():
    field = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    assert opened(field.format(p("单击此处输入文字")) + p("正文")).parts == ("正文",)
    assert opened(field.replace("<w:showingPlcHdr/>", "").format(p("填好的"))).parts == ("填好的",)


@pytest.mark.parametrize("said, told", [("安和村村务公开", ["opening.page_margins"]), ("第 1 页 共 3 页", [])])
def test_text_in_the_margins_of_the_page_is_told_but_page_numbers_are_not(said, told):
    assert codes(opened(p("正文"), footer1=word_part("ftr", p(said))).remarks) == told


def test_macros_are_left_out_and_told():
    data = with_part(a_docx(p("正文")), "word/vbaProject.bin", b"x")
    assert codes(open_file(data, "通知.docm").remarks) == ["opening.macros"]


def test_a_word_file_named_doc_is_read_all_the_same():
    assert codes(open_file(a_docx(p("正文")), "通知.doc").remarks) == ["opening.other_ending"]
