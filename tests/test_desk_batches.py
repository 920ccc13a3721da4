"""Batches: many units' files are sorted into disclosures, checked, looked over, decided on and taken away."""

import io
import json
import re
import stat
import zipfile

import pytest
from click.testing import CliRunner
from desks import many, running, small, zip_of
from openpyxl import load_workbook

from gouji.cli import main
from gouji.desk.grouping import Seen, grouped
from gouji.desk.taking import TakingError
from gouji.desk.unpacking import Unpacker
from gouji.desk.versions import compared

MB = 1 << 20


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with running(tmp_path_factory.mktemp("desk")) as desk:
        yield desk.browser()


def _taken(browser, *files, start=True):
    """The address of a batch that has been checked."""
    page = browser.wait(browser.send("/batches", files=[("own", file) for file in files]).url.path)
    if start:
        browser.wait(browser.send(f"{page}/start").url.path)
    return page


def _unit(browser, batch, name):
    text = browser.client.get(batch, params={"words": name}).text
    return re.search(r'href="(/cases/[0-9a-f]+)"', text)[1]


# ── zips ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _unpacked(data, most_file=MB, most_all=64 * MB):
    unpacker = Unpacker(most_file, most_all)
    found = list(unpacker.files(io.BytesIO(data), "批.zip"))
    return {f"{each.folder}/{each.name}".strip("/"): each.data for each in found}, unpacker.remarks


def test_names_of_chinese_windows_are_read() -> None:
    names = {"水务局决算说明.md": "gb18030", "审计说明ab.md": "utf-8"}  # 17 bytes each, and no word of the encoding
    raw = zip_of({"0" * 17: "x", "1" * 17: "x"})
    for number, (name, encoding) in enumerate(names.items()):
        raw = raw.replace(str(number).encode() * 17, name.encode(encoding))
    assert list(_unpacked(raw)[0]) == list(names)


def test_what_leads_out_of_a_zip_is_left_out_and_said() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in ("../../登录.txt", "/etc/passwd.txt", "甲/../../乙.txt", "C:\\windows\\x.txt", "好.txt"):
            archive.writestr(name, "x")
        link = zipfile.ZipInfo("链接.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    found, remarks = _unpacked(made.getvalue())
    assert list(found) == ["好.txt"]
    assert len(remarks) == 5
    assert any("链接" in remark for remark in remarks)


def test_a_zip_in_a_zip_is_opened_and_one_in_that_is_not() -> None:
    inner = zip_of({"说明.md": "一", "更里.zip": zip_of({"说明.md": "二"})})
    found, remarks = _unpacked(zip_of({"教育局.zip": inner, "别的.rar": b"Rar!"}))
    assert found == {"教育局/说明.md": "一".encode()}
    assert [remark.partition("：")[0] for remark in remarks] == ["更里.zip", "别的.rar"]


def test_a_bomb_is_not_unpacked() -> None:
    found, remarks = _unpacked(zip_of({"大.txt": b"0" * (3 * MB), "小.txt": b"0"}))
    assert list(found) == ["小.txt"]
    assert "上限" in remarks[0]
    with pytest.raises(TakingError, match="太大"):
        _unpacked(zip_of({f"{number}.txt": b"0" * (MB // 2) for number in range(40)}), most_all=8 * MB)
    with pytest.raises(TakingError, match="5000"):
        _unpacked(zip_of({f"{number}.txt": b"" for number in range(5001)}))
    with pytest.raises(TakingError, match="打不开"):
        _unpacked(b"PK\x03\x04 no zip")


# ── disclosures ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _about(unit, year=2024, narrative=True, kind="final"):
    return {"unit": unit, "kind": kind, "year": year, "narrative": narrative, "tables": not narrative}


def test_files_of_one_unit_are_one_disclosure() -> None:
    none = _about("", 0, narrative=False, kind="unknown")
    files = [
        Seen("1", "甲", "甲局2024年决算说明.docx", _about("甲局")),
        Seen("2", "甲", "甲局2024年决算公开表.xlsx", none),
        Seen("3", "", "b.docx", _about("乙局")),
        Seen("4", "", "c.xlsx", _about("乙局", narrative=False)),
        Seen("5", "2023", "b23.docx", _about("乙局", 2023)),
        Seen("6", "丙", "x.docx", _about("丙局")),
        Seen("7", "丙", "y.xlsx", none),
        Seen("8", "丁", "坏.docx", {}),
        Seen("9", "", "d.docx", _about("戊局", 2023)),
    ]
    found = [(g.name, [f.id for f in g.own], [f.id for f in g.prior]) for g in grouped(files)]
    assert found == [
        ("甲局", ["1", "2"], []),
        ("乙局", ["3", "4"], ["5"]),
        ("丙局", ["6", "7"], []),
        ("丁", ["8"], []),
        ("戊局", ["9"], []),
    ]


def test_a_wrong_grouping_is_put_right_by_hand(browser) -> None:
    files = {"一.md": small("青川市水务局"), "二.md": small("青川市审计局"), "三.md": small("青川市审计局", year=2023)}
    page = _taken(browser, ("批.zip", zip_of(files)), start=False)
    text = browser.client.get(page).text
    assert text.count("data-group=") == 2
    assert "去年的</b> 三.md" in text
    file = re.search(r'data-file="([0-9a-f]+)">\s*<span>二.md', text)[1]
    browser.send(f"{page}/move", data={"file": file, "group": "青川市水务局", "role": "own"})
    text = browser.client.get(page).text
    assert re.findall(r'data-group="(.*?)"', text) == ["青川市审计局", "青川市水务局"]
    browser.send(f"{page}/move", data={"file": file, "group": "", "role": "own"})
    assert 'data-group="二"' in browser.client.get(page).text
    assert browser.send(f"{page}/move", data={"file": "0" * 32, "group": "x"}).status_code == 404


# ── the overview ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def batch(browser):
    return _taken(browser, ("2024决算.zip", many(60)), ("坏的.docx", b"PK\x03\x04"))


def _shown(browser, batch, **view):
    text = browser.client.get(batch, params=view).text
    return re.findall(r'<tr><td><a href="/cases/[0-9a-f]+">(.*?)</a>', text)


def test_the_overview_is_sorted_filtered_and_searched(browser, batch) -> None:
    assert "61 个单位" in browser.client.get(batch).text
    worst = _shown(browser, batch, sort="errors", down=True)
    assert len(worst) == 50
    assert len(_shown(browser, batch, sort="errors", down=True, page=2)) == 11
    assert set(worst[:20]) == {f"青川市云岭区第{number}小学" for number in range(1, 61, 3)}
    assert len(_shown(browser, batch, only="errors")) == 20
    assert _shown(browser, batch, only="failed") == ["坏的"]
    assert _shown(browser, batch, words="第17小学") == ["青川市云岭区第17小学"]
    assert _shown(browser, batch, words="%") == []
    assert browser.client.get(batch, params={"sort": "; drop"}).status_code == 422


def test_an_accepted_finding_is_in_the_sheet_and_not_in_the_copy(browser, batch) -> None:
    page = _unit(browser, batch, "第4小学")
    key = re.search(r'name="key" value="([0-9a-f]+)"', browser.client.get(page).text)[1]
    assert browser.send(f"{page}/decide", data={"key": key, "verdict": "accepted"}).status_code == 400
    browser.send(f"{page}/decide", data={"key": key, "verdict": "accepted", "reason": "=理由"})
    assert "接受</b>：=理由" in browser.client.get(page).text
    book = load_workbook(io.BytesIO(browser.client.get(f"{batch}/xlsx").content))
    assert book.sheetnames == ["汇总", "问题清单"]
    summary = {row[0]: row for row in book["汇总"].iter_rows(values_only=True)}
    assert len(summary) == 62
    assert summary["坏的"][3] == "无法读取"
    assert summary["青川市云岭区第4小学"][4:7] == (1, 0, 0)
    assert summary["青川市云岭区第5小学"][3] == "没有发现问题"
    listed = next(row for row in book["问题清单"].iter_rows() if row[0].value == "青川市云岭区第4小学")
    assert [cell.value for cell in listed[9:]] == ["接受", "=理由"]
    assert listed[10].data_type == "s"
    files = zipfile.ZipFile(io.BytesIO(browser.client.get(f"{batch}/zip").content))
    assert len(files.namelist()) == 20
    assert "青川市云岭区第7小学-青川市云岭区第7小学决算-批注.docx" in files.namelist()
    texts = {
        name: zipfile.ZipFile(io.BytesIO(files.read(name))).read("word/document.xml").decode()
        for name in files.namelist()
    }
    assert "61.00%" in texts["青川市云岭区第7小学-青川市云岭区第7小学决算-批注.docx"]
    assert "61.00%" not in texts["青川市云岭区第4小学-青川市云岭区第4小学决算-批注.docx"]
    browser.send(f"{page}/decide", data={"key": key, "verdict": ""})
    assert "=理由" not in browser.client.get(page).text


def test_what_was_accepted_is_a_baseline_of_the_command_line(browser, batch, tmp_path) -> None:
    page = _unit(browser, batch, "第10小学")
    key = re.search(r'name="key" value="([0-9a-f]+)"', browser.client.get(page).text)[1]
    browser.send(f"{page}/decide", data={"key": key, "verdict": "accepted", "reason": "已核实"})
    baseline, file = tmp_path / "已接受.json", tmp_path / "青川市云岭区第10小学决算.md"
    baseline.write_bytes(browser.client.get(f"{batch}/baseline").content)
    assert json.loads(baseline.read_text("utf-8"))["accepted"][0]["reason"] == "已核实"
    file.write_text(small("青川市云岭区第10小学", "61.00%"), "utf-8")
    assert CliRunner().invoke(main, ["lint", str(file), "--baseline", str(baseline)]).exit_code == 0
    assert CliRunner().invoke(main, ["lint", str(file)]).exit_code == 1


def test_a_new_version_is_compared_with_the_last(browser, batch) -> None:
    page = _unit(browser, batch, "第13小学")
    mended = small("青川市云岭区第13小学").replace("100.00万元", "100.00万元，比上年增加5.00万元，下降5.26%")
    browser.wait(browser.send(f"{page}/version", files=[("own", ("改.md", mended.encode()))]).url.path)
    text = browser.client.get(page).text
    assert "与上一版比：改好1处，未改0处，新增1处" in text
    assert "第 2 版" in text


def test_a_finding_whose_surroundings_changed_is_still_the_same() -> None:
    def told(*findings):
        files = [{"code": c, "stated": s, "expected": e, "location": {"text": s}} for c, s, e, _ in findings]
        return {"file": {"findings": files}, "keys": [key for *_, key in findings]}

    before = told(("A104", "61%", "60%", "a"), ("A104", "61%", "60%", "b"), ("D101", "增加", "", "c"))
    now = told(("A104", "61%", "60%", "a"), ("A104", "61%", "60%", "x"), ("T101", "5", "6", "y"))
    assert str(compared(before, now)) == "改好1处，未改2处，新增1处"


def test_a_batch_is_printed_and_deleted(browser) -> None:
    page = _taken(browser, ("批.zip", zip_of({"一.md": small("青川市水务局", "62.00%")})))
    assert "占比与金额对不上" in browser.client.get(f"{page}/print").text
    unit = _unit(browser, page, "水务局")
    browser.send(f"{unit}/review", data={"state": "back"})
    assert "已退回" in browser.client.get(page).text
    assert browser.send(f"{page}/delete").url.path == "/batches"
    assert browser.client.get(unit).status_code == 404


def test_a_batch_of_nothing_says_so(browser) -> None:
    answer = browser.send("/batches", files=[("own", ("批.zip", zip_of({"图.png": b"x"})))])
    assert answer.status_code == 400
    assert "没有找到能核对的文件" in answer.text
    assert "图.png" in answer.text


# ── across the units ─────────────────────────────────────────────────────────────────────────────────────────────────


def _three_public(unit, now, before, share="60.00%"):
    """A disclosure of a unit with a statement of three-public money."""
    head = "因公出国（境）费\t公务用车购置费\t公务用车运行维护费\t公务接待费"
    return small(unit, share) + (
        f"\n公开08表 财政拨款“三公”经费支出决算表\n单位：万元\n项目\t合计\t{head}\n本年决算数\t{now}\t0.00\t0.00\t{now}\t0.00\n"
        f"\n## 五、“三公”经费支出决算情况说明\n\n2024年度“三公”经费支出决算为{now}万元，比上年减少{before}万元。\n"
    )


def test_units_are_seen_side_by_side(browser) -> None:
    files = {
        f"青川市云岭区第{n}中学.md": _three_public(f"青川市云岭区第{n}中学", f"{n}.00", "1.00", "61.00%")
        for n in (1, 2, 3)
    }
    files["四.md"] = "# 青川市水利局2024年度部门决算\n\n本年共有99项工作，完成88项。\n"
    page = _taken(browser, ("批.zip", zip_of(files)))
    text = browser.client.get(f"{page}/across").text
    shared, low, sides = (text.partition(f'id="{name}"')[2] for name in ("shared", "low", "sides"))
    assert "3 个单位</b> 占比与分项、总项对不上" in shared
    assert "基本支出#万元，占#" in shared
    assert "青川市水利局" in low.partition("<section")[0]
    assert "第1中学" not in low.partition("<section")[0]
    rows = [re.findall(r'class="v">(?:<b>)?([-\d.]*)', row) for row in re.findall(r"<tr>.*?</tr>", sides, re.S)]
    assert ["3.00", "4.00", "-1.00"] in [row[:3] for row in rows]
    assert ["6.00", "9.00", "-3.00"] in [row[:3] for row in rows]
    text = browser.client.get(f"{page}/across", params={"sort": "now"}).text
    assert re.findall(r">(青川市云岭区第.中学)<", text.partition('id="sides"')[2]) == [
        f"青川市云岭区第{n}中学" for n in (3, 2, 1)
    ]
