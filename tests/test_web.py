"""Web pages: the published text and its tables, without what stands around them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from writers import to_html

from gouji.config import Config
from gouji.document import Heading, Table
from gouji.linter import lint_bytes, lint_file
from gouji.readers import UnreadableError, read_bytes

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = sorted((ROOT / "examples").glob("*决算*.txt"))
CORPUS = ROOT.parent / "shared" / "corpus"
NAMES = ["huyi-2024-final", "huzhu-2024-final", "beilin-2024-budget"]

LINKS = "".join(f'<li><a href="/{n}">云岭区第{n}号通知公告和工作动态信息</a></li>' for n in range(40))
PAGE = f"""<!DOCTYPE html><html><head><title>云岭区文旅局2024年度部门决算_云岭区人民政府</title>
<meta charset="CHARSET"><style>p {{ color: red }}</style><script>var 收入 = 1;</script></head><body>
<div class="top"><img src="x.png"><ul>{LINKS}</ul></div>
<div id="wrap"><div class="place">当前位置：<a href="/">首页</a> &gt; 信息公开</div>
<div class="main"><h1>云岭区文旅局2024年度部门决算</h1><div class="date">发布时间：2025-09-01 浏览次数：12</div>
<div id="zoom">BODY</div></div>
<div class="side"><h3>相关链接</h3><ul>{LINKS}</ul></div></div>
<div class="bottom"><p>主办单位：云岭区人民政府办公室</p><p>网站标识码：6100000000</p></div>
<div style="display: none">看不见的统计代码</div></body></html>"""


def lines(page: str) -> list[str]:
    return [line for line in read_bytes(page.encode(), "页.html").source.splitlines() if line]


def body(path: Path) -> str:
    return to_html(path.read_text("utf-8")).decode().partition("<body>")[2]


def found(report) -> list[tuple[str, str]]:
    return sorted((finding.code, finding.message) for finding in report.findings)


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_published_page_has_the_findings_of_its_text(path: Path, charset: str) -> None:
    text = lint_file(path, Config())
    page = PAGE.replace("CHARSET", charset).replace("BODY", body(path))
    report = lint_bytes(page.encode("gb18030" if charset == "gb2312" else charset), "页.html", Config())
    assert found(report) == found(text)
    assert [s.id for s in report.statements] == [s.id for s in text.statements]
    for words in ("通知公告", "网站标识码", "当前位置", "统计代码", "var"):
        assert words not in report.document.source
    assert "云岭区文旅局2024年度部门决算" in report.document.source


@pytest.mark.skipif(not CORPUS.is_dir(), reason="没有 ../shared/corpus：只在有语料的机器上运行")
@pytest.mark.parametrize("name", NAMES)
def test_a_real_document_has_the_same_findings_on_a_page(name: str) -> None:
    path = CORPUS / f"{name}.txt"
    report = lint_bytes(to_html(path.read_text("utf-8")), "页.html", Config())
    assert found(report) == found(lint_file(path, Config()))


def test_merged_cells_keep_the_columns() -> None:
    page = """<table><tr><td colspan=3>收入支出决算表</td></tr>
    <tr><td rowspan="2">科目</td><th colspan="2">本年<br>支出</th></tr><tr><td>基本<b>支<i>出</i></b>数</td><td>项目</td></tr>
    <tr><td>合计</td><td>1.00</td><td>2.00</td></tr><tr><td rowspan=2>其中</td><td>3.00</td><td></td></tr><tr><td colspan=2>4.00</td></tr>
    </table>"""
    assert lines(page) == [
        "收入支出决算表",
        "科目\t本年 支出\t",
        "\t基本支出数\t项目",
        "合计\t1.00\t2.00",
        "其中\t3.00\t",
        "\t4.00\t",
    ]


def test_a_table_that_only_arranges() -> None:
    inner = "<table><tr><td>甲<td>1<tr><td>乙<td>2</table>"
    assert lines(f"<table><tr><td>左边的话。<td><p>右边的话。{inner}</table>") == [
        "左边的话。",
        "右边的话。",
        "甲\t1",
        "乙\t2",
    ]
    assert lines("<table><tr><td><p>一、收入<p>本年收入10万元。</table>") == ["一、收入", "本年收入10万元。"]


def test_text_entities_and_breaks() -> None:
    page = "<p>一、收入&nbsp;&nbsp;情况<br>\n 本年&#25910;入&lt;10万元，\n见<a href='#'>附表</a>。<!-- 注 --><script>1</script>完。</p><pre>甲\n乙</pre>"
    assert lines(page) == ["一、收入 情况", "本年收入<10万元， 见附表。完。", "甲", "乙"]


def test_headings_of_the_page() -> None:
    blocks = read_bytes(
        "<h2>部门概况</h2><h3>一、职责</h3><p>负责。</p><h2>决算表</h2><p>见表。</p>".encode(), "页.htm"
    ).blocks
    assert [(b.level, b.title) for b in blocks if isinstance(b, Heading)] == [
        (1, "部门概况"),
        (2, "职责"),
        (1, "决算表"),
    ]


def test_places_are_told_as_people_find_them() -> None:
    document = read_bytes("<p>甲。</p><table><tr><td>乙<td>丙</table><p>丁。</p>".encode(), "页.html")
    places = [document.place(document.source.index(sign)) for sign in "甲乙丙丁"]
    assert places == ["第1段", "表1第1行“乙”", "表1第1行“乙”", "第2段"]
    assert isinstance(document.blocks[1], Table)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b"<html><body><script>1</script></body></html>", "没有正文"),
        (b"%PDF-1.4", "PDF"),
        (b"<div>" * 3000 + "深".encode(), "html"),
        (b"<table>" + b"<tr>" + b"<td colspan=1000>x" * 600 + b"</table>", "大得不正常"),
        (b"<table><tr>" + b"<td rowspan=65534 colspan=1000>x<td>y" + b"<tr><td>z" * 600 + b"</table>", "多得不正常"),
    ],
)
def test_a_hostile_page_is_refused_in_one_sentence(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableError, match=words) as caught:
        read_bytes(data, "页.html")
    assert str(caught.value).startswith("页.html：")
    assert str(caught.value).count("。") == 1


TAGS = st.sampled_from("div p table tr td th tbody caption h1 span br pre b ul li form nav center a".split())
SOUP = st.lists(
    st.one_of(
        st.builds("<{} rowspan={} colspan={}>".format, TAGS, st.integers(-1, 9), st.integers(-1, 9)),
        st.builds("</{}>".format, TAGS),
        st.sampled_from(["收入", " ", "&nbsp;", "&", "<", "\t", "\n", "1.00", "&#0;", "<!--", "-->", "<![CDATA["]),
    ),
    max_size=60,
)


@given(SOUP)
def test_any_soup_of_tags_is_read_or_refused(parts: list[str]) -> None:
    try:
        document = read_bytes("".join(["字", *parts]).encode(), "页.html")
    except UnreadableError:
        return
    offsets = [anchor.offset for anchor in document.anchors]
    assert offsets == sorted(offsets)
    assert all("\t" not in line or line.count("\t") < 600 for line in document.source.splitlines())
