"""Word files: what a reader of the page sees is what is checked, and each number is found again in the file."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from packages import STRICT, WORD, p, part, r, tbl, tc, word
from writers import to_docx

from gouji.config import Config
from gouji.document import Heading, Paragraph, Table
from gouji.linter import lint_bytes, lint_file
from gouji.readers import read_bytes
from gouji.readers.word_styles import Styles
from gouji.readers.word_text import Words, paragraphs

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = sorted((ROOT / "examples").glob("*决算*.txt"))
CORPUS = ROOT.parent / "shared" / "corpus"
NAMES = ["huyi-2024-final", "huzhu-2024-final", "beilin-2024-budget"]


def lines(body: str, **parts: str) -> list[str]:
    return [line for line in read_bytes(word(body, **parts), "文.docx").source.splitlines() if line]


def found(report) -> list[tuple[str, str]]:
    return [(finding.code, finding.message) for finding in report.findings]


@pytest.mark.parametrize("numbered", [False, True], ids=["numbers", "automatic"])
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_word_file_has_the_findings_of_its_text(path: Path, numbered: bool) -> None:
    text = lint_file(path, Config())
    report = lint_bytes(to_docx(path.read_text("utf-8"), numbered), "文.docx", Config())
    assert sorted(found(report)) == sorted(found(text))
    assert [s.id for s in report.statements] == [s.id for s in text.statements]
    assert all(report.document.place(f.span.start) for f in report.findings)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="没有 ../shared/corpus：只在有语料的机器上运行")
@pytest.mark.parametrize("numbered", [False, True], ids=["numbers", "automatic"])
@pytest.mark.parametrize("name", NAMES)
def test_a_real_document_has_the_same_findings_in_word(name: str, numbered: bool) -> None:
    path = CORPUS / f"{name}.txt"
    report = lint_bytes(to_docx(path.read_text("utf-8"), numbered), "文.docx", Config())
    assert sorted(found(report)) == sorted(found(lint_file(path, Config())))


def test_every_number_is_found_again_in_its_paragraph() -> None:
    data = to_docx(EXAMPLES[0].read_text("utf-8"))
    document = read_bytes(data, "文.docx")
    import io
    import zipfile

    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    words = Words(Styles(None))
    shown = [words.read(paragraph).text for paragraph in paragraphs(root)]
    checked = 0
    for block in document.blocks:
        cells = [cell for row in block.rows for cell in row] if isinstance(block, Table) else [block]
        for cell in cells:
            start, end = cell.span
            anchor = document.anchor(start)
            if start < end:
                at = anchor.character + start - anchor.offset
                assert shown[anchor.paragraph - 1][at : at + end - start] == document.source[start:end]
                checked += 1
    assert checked > 1000


# Chinese text, numbers and punctuation, in runs cut anywhere.
TEXTS = st.text("收入支出决算总计，。；：（）一二三、1234567890.% 万元\t增加减少", min_size=1, max_size=30)


@given(st.lists(st.lists(TEXTS, min_size=1, max_size=5), min_size=1, max_size=6))
def test_anchors_point_at_the_characters_they_name(content: list[list[str]]) -> None:
    body = "".join(p("".join(r(run) for run in runs)) for runs in content)
    document = read_bytes(word(body), "文.docx")
    texts = ["".join(runs).replace("\t", " ") for runs in content]
    assert [line for line in document.source.split("\n") if line] == [text for text in texts if text.strip()]
    for anchor in document.anchors:
        text = texts[anchor.paragraph - 1][anchor.character :]
        assert document.source[anchor.offset : anchor.offset + len(text)] == text
    assert [anchor.offset for anchor in document.anchors] == sorted(anchor.offset for anchor in document.anchors)


def test_revisions_are_read_as_accepted() -> None:
    body = p(
        r("本年收入")
        + f"<w:del>{r('10').replace('w:t', 'w:delText')}</w:del><w:ins>{r('20')}</w:ins>{r('万元。')}"
        + f"<w:moveFrom>{r('移走')}</w:moveFrom><w:moveTo>{r('移来')}</w:moveTo>"
    )
    body += p("上半句", "<w:rPr><w:del/></w:rPr>") + p("下半句。")
    body += f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr>{tc('删')}{tc('1')}</w:tr><w:tr>{tc('留')}{tc('2')}</w:tr></w:tbl>"
    document = read_bytes(word(body), "文.docx")
    assert [line for line in document.source.splitlines() if line] == [
        "本年收入20万元。移来",
        "上半句下半句。",
        "留\t2",
    ]
    assert document.remarks == ["有修订标记，按接受全部修订后的文字检查"]
    second = document.anchor(document.source.index("下半句"))
    assert (second.paragraph, second.character) == (3, 0)


def test_hidden_text_is_left_out_and_said() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="隐"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="暗"><w:basedOn w:val="暗底"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="暗底"><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    body = p(
        r("见") + r("不见", "<w:vanish/>") + r("不见", '<w:rStyle w:val="隐"/>') + r("也见", '<w:vanish w:val="0"/>')
    )
    body += p(r("全不见") + r("却见", '<w:vanish w:val="false"/>'), '<w:pStyle w:val="暗"/>')
    document = read_bytes(word(body, styles=styles), "文.docx")
    assert document.source.split() == ["见也见", "却见"]
    assert document.remarks == ["有隐藏文字，没有读取"]


def _fields(*kinds: str) -> str:
    made = {"begin": "begin", "separate": "separate", "end": "end"}
    return "".join(f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' if kind in made else kind for kind in kinds)


def test_fields_show_their_result() -> None:
    inner = _fields("begin", "<w:r><w:instrText>PAGEREF _Toc1</w:instrText></w:r>", "separate", r("7"), "end")
    toc = _fields("begin", "<w:r><w:instrText>TOC</w:instrText></w:r>", "separate")
    body = p(toc + r("一、收入") + "<w:r><w:tab/></w:r>" + inner) + p(r("二、支出") + _fields("end"))
    condition = _fields("begin", r("条件"), "begin", r("内"), "separate", r("内"), "end", "separate", r("结果"), "end")
    body += p(condition) + p(
        f'<w:fldSimple w:instr="DATE">{r("2024年")}</w:fldSimple><w:hyperlink>{r("链接")}</w:hyperlink>'
    )
    assert lines(body) == ["一、收入 7", "二、支出", "结果", "2024年链接"]


def test_signs_and_wrappers() -> None:
    body = p(
        "<w:r><w:t>一、收入情况</w:t><w:br/><w:t>本年收入</w:t><w:noBreakHyphen/><w:t>支出</w:t><w:tab/><w:t>合计</w:t></w:r>"
    )
    body += f"<w:sdt><w:sdtPr/><w:sdtContent>{p('控件里的字')}</w:sdtContent></w:sdt>"
    body += p(f"<w:r><w:ruby><w:rt>{r('yún')}</w:rt><w:rubyBase>{r('云岭')}</w:rubyBase></w:ruby></w:r>")
    assert lines(body) == ["一、收入情况", "本年收入-支出 合计", "控件里的字", "云岭"]
    blocks = read_bytes(word(body), "文.docx").blocks
    assert isinstance(blocks[0], Heading)


def test_merged_cells_keep_the_columns() -> None:
    span, down, more = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = tbl(
        tc("科目", down) + tc("本年支出", span),
        tc("", more) + tc("基本支出") + tc(p("项目") + p("支出")),
        tc("合计") + tc("1.00") + tc("2.00"),
        f'<w:trPr><w:gridBefore w:val="1"/></w:trPr>{tc("3.00")}{tc("4.00")}',
    )
    assert lines(body) == ["科目\t本年支出\t", "\t基本支出\t项目 支出", "合计\t1.00\t2.00", "\t3.00\t4.00"]


def test_rows_of_one_cell_stand_over_and_under_the_table() -> None:
    wide = '<w:gridSpan w:val="3"/>'
    body = tbl(
        tc("公开01表 收入支出决算总表", wide),
        tc("单位：万元", wide),
        tc("项目") + tc("行次") + tc("金额"),
        tc("其中", wide),
        tc("合计") + tc("1") + tc("5.00"),
        tc("注：本表以万元为单位。", wide),
    )
    document = read_bytes(word(body), "文.docx")
    assert [type(block) for block in document.blocks] == [Paragraph, Paragraph, Table, Paragraph]
    assert [cell.text for cell in document.blocks[2].rows[1]] == ["其中", "", ""]


def test_two_columns_with_an_empty_cell_stay_one_table() -> None:
    document = read_bytes(
        word(tbl(tc("项目") + tc("金额"), tc("一、收入") + tc(""), tc("合计") + tc("5.00"))), "文.docx"
    )
    assert [[cell.text for cell in row][:2] for row in document.blocks[0].rows] == [
        ["项目", "金额"],
        ["一、收入", ""],
        ["合计", "5.00"],
    ]


def test_frames_and_nested_tables() -> None:
    inner = tbl(tc("甲") + tc("1"), tc("乙") + tc("2"))
    assert lines(tbl(tc(p("框里的话。") + inner + p("")))) == ["框里的话。", "甲\t1", "乙\t2"]
    assert lines(tbl(tc("外") + tc(p("有") + inner), tc("外二") + tc("无"))) == ["外\t有", "外二\t无", "甲\t1", "乙\t2"]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{p('框中文字。')}</w:txbxContent>"
    shape = f"<mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    body = p(r("正文。") + f"<w:r>{shape}</w:r>") + p("下一段。")
    document = read_bytes(word(body), "文.docx")
    assert [line for line in document.source.splitlines() if line] == ["正文。", "框中文字。", "下一段。"]
    assert [anchor.paragraph for anchor in document.anchors] == [1, 2, 3]


def test_notes_stand_at_the_end_and_point_at_their_reference() -> None:
    notes = f'<w:footnote w:id="1">{p("口径说明。")}{tbl(tc("甲") + tc("1"))}</w:footnote><w:footnote w:id="2">{p("没有人引用。")}</w:footnote>'
    body = p("首段。") + p(r("收入") + '<w:r><w:footnoteReference w:id="1"/></w:r>' + r("总计。"))
    document = read_bytes(word(body, footnotes=notes), "文.docx")
    assert document.source.split() == ["首段。", "收入总计。", "口径说明。", "甲", "1"]
    assert {anchor[-2:] for anchor in document.anchors[2:]} == {(2, 2)}


def test_what_is_not_read_is_said() -> None:
    body = (
        p("<w:r><w:drawing><pic:pic/></w:drawing></w:r><w:r><w:object><v:imagedata/></w:object></w:r>")
        + "<w:altChunk/>"
    )
    assert read_bytes(word(body + p("字")), "文.docx").remarks == [
        "有1张图片，图片里的文字没有读取",
        "有1个嵌入的对象（如工作表），没有读取",
        "有1处引用其他文件的内容，没有读取",
    ]


def test_the_strict_vocabulary_is_read_alike() -> None:
    assert read_bytes(word(p("一、收入"), space=STRICT), "文.docx").source.split() == ["一、收入"]


def level(number: int, shape: str, text: str, more: str = "", start: int = 1) -> str:
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{shape}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def listed(text: str, number: int = 0, list_id: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{number}"/><w:numId w:val="{list_id}"/></w:numPr>')


LEVELS = (
    level(0, "chineseCounting", "%1、")
    + level(1, "chineseCountingThousand", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "%1.%3.%4", "<w:isLgl/>")
)
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="0">{LEVELS}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


def test_automatic_numbers_are_written_out_and_restart_under_a_higher_level() -> None:
    body = (
        listed("收入")
        + listed("总体", 1)
        + listed("财政", 2)
        + listed("其他", 2)
        + listed("分项", 1)
        + listed("再分", 2)
        + listed("细目", 3)
        + listed("支出")
        + listed("总体", 1)
        + listed("续前一列")
        + listed("另起", list_id=2)
        + listed("接着", list_id=2)
    )
    assert lines(body, numbering=NUMBERING) == [
        "一、 收入",
        "（一） 总体",
        "1. 财政",
        "2. 其他",
        "（二） 分项",
        "1. 再分",
        "1.1.1 细目",
        "二、 支出",
        "（一） 总体",
        "三、 续前一列",
        "五、 另起",
        "六、 接着",
    ]
    document = read_bytes(word(body, numbering=NUMBERING), "文.docx")
    assert [(b.level, b.title) for b in document.blocks[:3]] == [(2, "收入"), (3, "总体"), (4, "财政")]
    assert [a[-2:] for a in document.anchors[:4]] == [(1, 0), (1, 0), (2, 0), (2, 0)]


def test_numbering_by_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="章"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="节"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="节二"><w:basedOn w:val="节"/></w:style>'
        '<w:style w:type="numbering" w:styleId="列"><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style>'
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="1">'
        + level(0, "chineseCounting", "第%1部分", '<w:pStyle w:val="章"/>')
        + level(1, "decimalEnclosedCircle", "%2", '<w:lvlRestart w:val="0"/><w:pStyle w:val="节"/>')
        + '<w:styleLink w:val="列"/></w:abstractNum><w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="列"/></w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="1"/></w:num>'
    )
    body = (
        p("概况", '<w:pStyle w:val="章"/>') + p("职责", '<w:pStyle w:val="节"/>') + p("说明", '<w:pStyle w:val="章"/>')
    )
    body += p("机构", '<w:pStyle w:val="节二"/>') + p(
        "无号", '<w:pStyle w:val="节"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    )
    document = read_bytes(word(body, styles=styles, numbering=numbering), "文.docx")
    assert document.source.split("\n\n")[:-1] == ["第一部分 概况", "① 职责", "第二部分 说明", "② 机构", "无号"]
    assert [(block.level, block.title) for block in document.blocks][-1] == (6, "无号")


def test_empty_and_deleted_numbered_paragraphs() -> None:
    gone = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>'
    body = listed("甲") + listed("") + p("<w:del/>", gone) + listed("乙")
    body += tbl(tc(listed("", 2)) + tc("图书馆"), tc(listed("", 2)) + tc("文化馆"))
    assert lines(body, numbering=NUMBERING) == ["一、 甲", "三、 乙", "1. \t图书馆", "2. \t文化馆"]


def test_headings_by_style_take_the_level_of_their_numbered_kind() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{n}"><w:pPr><w:outlineLvl w:val="{n}"/></w:pPr></w:style>'
        for n in range(3)
    )
    body = p("部门概况", '<w:pStyle w:val="0"/>') + p("一、职责", '<w:pStyle w:val="1"/>') + p("负责工作。")
    body += p("收支情况", '<w:pStyle w:val="1"/>') + p("本年收入10万元，均为财政拨款。", '<w:pStyle w:val="1"/>')
    blocks = read_bytes(word(body, styles=styles), "文.docx").blocks
    assert [(b.level, b.title) for b in blocks if isinstance(b, Heading)] == [
        (1, "部门概况"),
        (2, "职责"),
        (2, "收支情况"),
    ]
    assert sum(isinstance(b, Paragraph) for b in blocks) == 2


def test_a_style_based_on_itself_is_read() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="b"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    )
    assert lines(p("部门概况", '<w:pStyle w:val="b"/>'), styles=styles) == ["部门概况"]


def test_paragraphs_are_counted_over_tables_and_boxes() -> None:
    root = etree.fromstring(part("body", p("一") + tbl(tc("二") + tc("三")) + p("四")).encode())
    assert ["".join(each.itertext()) for each in paragraphs(root)] == ["一", "二", "三", "四"]
    assert root.tag == f"{{{WORD}}}body"


def _tabbed(*lines: str) -> str:
    tab = "<w:r><w:tab/></w:r>"
    return "".join(p(tab.join(r(text) if text else "" for text in line.split("|"))) for line in lines)


def test_paragraphs_whose_words_stand_apart_by_tabs_are_a_table() -> None:
    rows = ("科目编码|科目名称|合计|基本支出", "|合计|1,100.00|700.00", "201|一般公共服务支出|1,100.00|700.00")
    document = read_bytes(word(p("支出决算表") + _tabbed(*rows) + p("以上为支出。")), "文.docx")
    (_, table), *others = document.tables()
    assert not others
    assert ["|".join(cell.text for cell in row) for row in table.rows] == list(rows)
    amount = table.rows[2][3]
    anchor = document.anchor(amount.span.start)
    assert (anchor.paragraph, anchor.character) == (4, len("201 一般公共服务支出 1,100.00 "))
    assert [block.flow.text for block in document.blocks if isinstance(block, Paragraph)] == [
        "支出决算表",
        "以上为支出。",
    ]


@pytest.mark.parametrize(
    "rows",
    [
        ("一、部门职责|1", "二、收入决算|3", "三、支出决算|12"),  # contents
        ("|支出决算为1,100.00万元。", "|收入决算为1,100.00万元。", "|结转为0.00万元。"),  # indented
        ("负责人：张|审核人：李|2025年", "电话：1|传真：2|邮编：3", "地址：|一路|"),
    ],
)
def test_lines_with_few_tabs_are_text(rows: tuple[str, ...]) -> None:
    assert not list(read_bytes(word(_tabbed(*rows)), "文.docx").tables())
