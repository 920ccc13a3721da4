"""The language server, asked over its standard streams as an editor would, and its parts."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from editor import Editor
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol.types import Position
from pygls.uris import to_fs_path

from gouji.config import Config, ConfigError, parse
from gouji.document import Span
from gouji.linter import lint_document, lint_file
from gouji.lsp.analysis import Source, Tables, analyse
from gouji.lsp.places import Places
from gouji.lsp.settings import Settings, read_settings
from gouji.narrative.tokens import Vocabulary
from gouji.readers import UnreadableError
from gouji.readers.text import read_text

ROOT = Path(__file__).resolve().parents[1]
FAULTY = ROOT / "examples" / "文旅局-2024-决算-有误.txt"
WRONG_RATE = "# 2024年度部门决算\n\n## 一、支出决算情况说明\n\n😀😀本年支出合计100.00万元，其中：基本支出61.80万元，占{}；项目支出38.20万元，占38.20%。\n"
UNITS = {"utf-8": lambda s: len(s.encode()), "utf-16": lambda s: len(s.encode("utf-16-le")) // 2, "utf-32": len}


@pytest.fixture
def editor() -> Iterator[Editor]:
    editor = Editor()
    yield editor
    assert editor.close() == 0


def _at(text: str, words: str, unit: str = "utf-16") -> dict[str, int]:
    """Where words stand in a text."""
    before = text[: text.index(words)].replace("\r\n", "\n").split("\n")
    return {"line": len(before) - 1, "character": UNITS[unit](before[-1])}


def _changed(text: str, edit: dict[str, Any]) -> str:
    """A text after a workspace edit, as an editor of UTF-16 positions makes it."""
    places = Places(text)
    edits = edit["documentChanges"][0]["edits"]
    spans = [(Position(**e["range"]["start"]), Position(**e["range"]["end"]), e["newText"]) for e in edits]
    for start, end, new in sorted(spans, key=lambda e: (e[0].line, e[0].character), reverse=True):
        text = text[: places.offset(start)] + new + text[places.offset(end) :]
    return text


def _actions(editor: Editor, path: Path, where: dict[str, Any], **context: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = editor.ask(
        "textDocument/codeAction",
        {"textDocument": {"uri": path.as_uri()}, "range": where, "context": {"diagnostics": [], **context}},
    )
    return found


def _place(path: Path, position: dict[str, int]) -> dict[str, Any]:
    return {"textDocument": {"uri": path.as_uri()}, "position": position}


def test_open_hover_fix_and_the_diagnostic_is_gone(editor: Editor, tmp_path: Path) -> None:
    path, text = tmp_path / "说明.md", WRONG_RATE.format("68.10%")
    [found] = editor.open(path, text)
    assert (found["code"], found["severity"], found["source"]) == ("A104", 1, "gouji")
    assert found["range"]["start"] == _at(text, "68.10%")
    assert found["relatedInformation"]
    assert found["codeDescription"]["href"].endswith("A104.md")
    hover = editor.ask("textDocument/hover", _place(path, found["range"]["start"]))
    assert "61.80 ÷ 100.00 = 61.80%" in hover["contents"]["value"]
    fix = next(a for a in _actions(editor, path, found["range"]) if "61.80%" in a["title"])
    editor.change(path, 2, _changed(text, fix["edit"]))
    assert editor.found(path.as_uri(), 2) == []


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_positions_with_emoji_in_every_encoding(unit: str, newline: str, tmp_path: Path) -> None:
    editor, text = Editor(encodings=[unit]), WRONG_RATE.format("68.10%").replace("\n", newline)
    [found] = editor.open(tmp_path / "说明.md", text)
    assert editor.about["capabilities"]["positionEncoding"] == unit
    assert found["range"] == {"start": _at(text, "68.10%", unit), "end": _at(text, "；项目", unit)}
    assert editor.close() == 0


def test_a_finding_is_accepted_by_the_comment_that_is_offered(editor: Editor, tmp_path: Path) -> None:
    text = FAULTY.read_text("utf-8").replace("\n", "\r\n")
    path, version = tmp_path / "说明.md", 1
    codes = sorted(d["code"] for d in editor.open(path, text))
    for code in ("D101", "F102"):  # a paragraph, and a table
        found = next(d for d in editor.found(path.as_uri(), version) if d["code"] == code)
        action = next(a for a in _actions(editor, path, found["range"]) if f"不报告这里的 {code}" in a["title"])
        text, version = _changed(text, action["edit"]), version + 1
        assert f"<!-- gouji: ignore {code} 口径不同，已核实 -->\r\n" in text
        editor.change(path, version, text)
        codes.remove(code)
        assert sorted(d["code"] for d in editor.found(path.as_uri(), version)) == codes


def test_all_safe_fixes_at_once(editor: Editor, tmp_path: Path) -> None:
    path, text = tmp_path / "说明.md", FAULTY.read_text("utf-8")
    before = editor.open(path, text)
    nowhere = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}
    [action] = _actions(editor, path, nowhere, only=["source.fixAll"])
    assert action["kind"] == "source.fixAll.gouji"
    editor.change(path, 2, _changed(text, action["edit"]))
    assert len(editor.found(path.as_uri(), 2)) < len(before)
    assert _actions(editor, path, nowhere, only=["source.fixAll"]) == []


def test_from_a_number_to_its_cell_and_back(editor: Editor, tmp_path: Path) -> None:
    path, text = tmp_path / "说明.md", FAULTY.read_text("utf-8")
    editor.open(path, text)
    number = _at(text, "1,627.08万元")
    places = editor.ask("textDocument/definition", _place(path, number))
    lines = text.split("\n")
    assert places
    assert all(lines[place["range"]["start"]["line"]].count("\t") > 2 for place in places)
    asked = {**_place(path, places[0]["range"]["start"]), "context": {"includeDeclaration": False}}
    assert number in [place["range"]["start"] for place in editor.ask("textDocument/references", asked)]
    hover = editor.ask("textDocument/hover", _place(path, number))["contents"]["value"]
    assert hover.startswith("对上报表\n《收入支出决算总表》")
    cell = editor.ask("textDocument/hover", _place(path, places[0]["range"]["start"]))["contents"]["value"]
    assert "正文 1 处用到这个数" in cell
    assert "=" in cell


def test_outline_and_hints(tmp_path: Path) -> None:
    editor, text = Editor(settings={"hints": True}), FAULTY.read_text("utf-8")
    path = tmp_path / "说明.md"
    editor.open(path, text)
    uri = {"textDocument": {"uri": path.as_uri()}}
    symbols = editor.ask("textDocument/documentSymbol", uri)
    names = [symbol["name"] for symbol in symbols]
    assert names[:2] == ["第一部分 部门概况", "第二部分 2024年度部门决算情况说明"]
    assert symbols[1]["children"][0]["name"] == "一、收入支出决算总体情况说明"
    tables = next(symbol for symbol in symbols if symbol["name"] == "第三部分 2024年度部门决算表")
    assert "收入决算表" in str(tables)
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 9999, "character": 0}}
    hints = editor.ask("textDocument/inlayHint", {**uri, "range": whole})
    assert "≈ 4.1242%" in [hint["label"] for hint in hints]
    editor.notify("workspace/didChangeConfiguration", {"settings": {"gouji": {"hints": False}}})
    assert editor.ask("textDocument/inlayHint", {**uri, "range": whole}) == []
    assert editor.close() == 0


def test_completion_of_names_and_of_the_section(editor: Editor, tmp_path: Path) -> None:
    path, text = tmp_path / "说明.md", FAULTY.read_text("utf-8")
    heading = "## 二、收入决算情况说明\n"
    start = text.rindex(heading) + len(heading)
    end = text.index("## 三、", start)
    for typed, wanted in (
        ("", "2024年度本年收入合计1,609.01万元"),
        ("2024年度本", "2024年度本年收入合计1,609.01万元"),
        ("支出了文化活", "文化活动"),
    ):
        written = text[:start] + "\n" + typed + "\n\n" + text[end:]
        editor.open(path, written)
        places = Places(written)
        at = places.position(start + 1 + len(typed))
        asked = _place(path, {"line": at.line, "character": at.character})
        first = editor.ask("textDocument/completion", asked)["items"][0]
        assert first["textEdit"]["newText"].startswith(wanted)
        assert first["insertTextFormat"] == 1
        replaced = places.offset(Position(**first["textEdit"]["range"]["start"]))
        assert wanted.startswith(written[replaced : places.offset(at)])
        editor.notify("textDocument/didClose", {"textDocument": {"uri": path.as_uri()}})
        editor.diagnostics.clear()


def test_the_names_are_those_that_go_on_with_the_most(editor: Editor, tmp_path: Path) -> None:
    path, text = tmp_path / "说明.md", FAULTY.read_text("utf-8") + "\n基本"
    editor.open(path, text)
    place = {"line": text.count("\n"), "character": 2}
    names = [item["label"] for item in editor.ask("textDocument/completion", _place(path, place))["items"]]
    assert names == ["基本工资"]  # and none that begins with 本


def test_tables_in_the_workbook_that_the_configuration_names(editor: Editor, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["支出决算表"],
        ["单位：万元"],
        ["项目", "本年支出合计", "基本支出", "项目支出"],
        ["合计", 100, 61.8, 38.2],
    ):
        sheet.append(row)
    book.save(tmp_path / "公开表.xlsx")
    (tmp_path / "gouji.toml").write_text('tables = ["公开表.xlsx"]\n', "utf-8")
    path = tmp_path / "说明.md"
    text = (
        "# 2024年度部门决算\n\n## 三、支出决算情况说明\n\n2024年度本年支出合计100.00万元，其中：基本支出68.10万元。\n"
    )
    found = next(d for d in editor.open(path, text) if d["code"].startswith("T"))
    assert found["range"]["start"] == _at(text, "68.10万元")
    uris = [place["location"]["uri"] for place in found["relatedInformation"]]
    assert (tmp_path / "公开表.xlsx").as_uri() in uris
    assert "（公开表.xlsx:Sheet!C4）" in str(found["relatedInformation"])
    [cell] = editor.ask("textDocument/definition", _place(path, _at(text, "100.00万元")))
    assert cell["uri"] == (tmp_path / "公开表.xlsx").as_uri()
    told = editor.ask("textDocument/hover", _place(path, _at(text, "100.00万元")))["contents"]["value"]
    assert "见 公开表.xlsx:Sheet!B4" in told
    path.write_text(text, "utf-8")
    report = lint_file(path, parse({"tables": ["公开表.xlsx"]}, tmp_path / "gouji.toml"))
    assert found["code"] in [finding.code for finding in report.findings]
    (tmp_path / "公开表.xlsx").unlink()
    editor.change(path, 2, text + "\n")
    assert editor.ask("textDocument/hover", _place(path, {"line": 0, "character": 0})) is None
    assert len(editor.log("公开表.xlsx：打不开")) == 1


def test_nothing_that_is_sent_ends_it(editor: Editor, tmp_path: Path) -> None:
    path = tmp_path / "说明.md"
    editor.send_bytes(b"{not json")
    editor.send_bytes(b"\xff\xfe")
    editor.send_bytes(b'[{"jsonrpc": "2.0"}]')
    editor.send_bytes(b'{"jsonrpc": "2.0", "id": 77}')
    editor.notify("textDocument/didChange", {"textDocument": None})
    editor.notify("no/such/thing", {})
    editor.notify("workspace/didChangeConfiguration", {"settings": {"gouji": {"pause": "long", "colour": 1}}})
    assert editor.reply("no/such/thing", {})["error"]["code"] == -32601
    editor.send_bytes(b'{"jsonrpc": "2.0", "id": 78, "method": "textDocument/hover", "params": {"position": 3}}')
    assert editor.ask("textDocument/hover", _place(path, {"line": 0, "character": 0})) is None
    for number, text in enumerate(("", "\x00\x0c\u2028", "|" * 3000, "𠮷\r\r\n1.2万元", "<!-- gouji: ignore"), 1):
        (editor.open if number == 1 else lambda p, t, n=number: editor.change(p, n, t))(path, text)
        editor.found(path.as_uri(), number)
        editor.ask("textDocument/hover", _place(path, {"line": 70000, "character": 70000}))
        _actions(editor, path, {"start": {"line": 9, "character": 9}, "end": {"line": 0, "character": 0}})
        editor.ask("textDocument/completion", _place(path, {"line": 1, "character": 1}))
    assert any("“pause”应为整数" in message for message in editor.logged)
    [found] = editor.open(tmp_path / "另.md", WRONG_RATE.format("68.10%"))
    assert found["code"] == "A104"


def test_what_is_malformed_is_refused_and_the_stream_goes_on(editor: Editor, tmp_path: Path) -> None:
    assert editor.process.stdin is not None
    path = tmp_path / "说明.md"
    where = _place(path, {"line": 0, "character": 0})
    for raw in (
        b"Content-Length: many\r\n\r\n",
        b"Content-Length: -4\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"Content-Type: x\r\n\r\n",
    ):
        editor.process.stdin.write(raw)
        editor.process.stdin.flush()
        assert editor.refusal()["error"]["code"] == -32700
    editor.process.stdin.write(b"content-length:9 \r\nContent-Type: x\r\n\r\n{nothing}")
    assert editor.ask("textDocument/hover", where) is None
    assert editor.refusal()["error"]["code"] == -32700
    editor.process.stdin.write(b'Content-Length: 12\r\n\r\n{"jsonrpc": "2.0", "id": 70, "method": "shutdown"}')
    assert editor.ask("textDocument/hover", where) is None
    editor.send_bytes(b'{"jsonrpc": "2.0", "id": 78, "method": "textDocument/hover", "params": {"position": 3}}')
    assert editor.refusal(78)["error"]["code"] == -32602
    editor.send_bytes(b'{"jsonrpc": "2.0", "id": 79, "method": "textDocument/hover", "params": 3}')
    assert editor.refusal(79)["error"]["code"] == -32602
    [found] = editor.open(path, WRONG_RATE.format("68.10%"))
    assert found["code"] == "A104"


def test_an_analysis_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def never_ends(*_: object, **__: object) -> None:
        while True:
            time.sleep(0.01)

    monkeypatch.setattr("gouji.lsp.analysis._PATIENCE", 0.2)
    monkeypatch.setattr("gouji.lsp.analysis.lint_document", never_ends)
    with pytest.raises(UnreadableError, match="秒还没有核对完，已停下"):
        analyse(Source("untitled:1", 1, "一、收入", "utf-16"), Tables())


def test_the_newest_version_is_the_one_that_counts(editor: Editor, tmp_path: Path) -> None:
    path = tmp_path / "说明.md"
    editor.open(path, WRONG_RATE.format("68.10%"))
    for version in range(2, 30):
        editor.change(path, version, WRONG_RATE.format("61.80%" if version == 29 else f"{version}.10%"))
    assert editor.found(path.as_uri(), 29) == []
    editor.notify("textDocument/didClose", {"textDocument": {"uri": path.as_uri()}})
    assert editor.ask("textDocument/documentSymbol", {"textDocument": {"uri": path.as_uri()}}) is None


def test_the_page_of_a_rule_is_shown(editor: Editor) -> None:
    editor.ask("workspace/executeCommand", {"command": "gouji.openRule", "arguments": ["A104"]})
    shown = next(request["params"]["uri"] for request in editor.requests if request["method"] == "window/showDocument")
    assert shown.endswith("A104.md")
    page = Path(to_fs_path(shown) or "")
    editor.notify(
        "textDocument/didOpen",
        {"textDocument": {"uri": shown, "languageId": "markdown", "version": 1, "text": page.read_text("utf-8")}},
    )
    assert editor.ask("textDocument/documentSymbol", {"textDocument": {"uri": shown}}) is None  # it is not linted
    address = {"gouji": {"rules": "https://example.org/rules/"}}
    editor.notify("workspace/didChangeConfiguration", {"settings": address})
    editor.ask("workspace/executeCommand", {"command": "gouji.openRule", "arguments": ["A103"]})
    assert editor.requests[-1]["params"]["uri"] == "https://example.org/rules/A103.md"


def test_without_pygls_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "pygls.py").write_text("raise ModuleNotFoundError(name='pygls')", "utf-8")
    (tmp_path / "lsprotocol.py").write_text("raise ModuleNotFoundError(name='lsprotocol')", "utf-8")
    command = [sys.executable, "-m", "gouji", "lsp"]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(tmp_path)}, capture_output=True, check=False)
    assert (done.returncode, done.stderr.decode().strip()) == (
        2,
        "gouji lsp 要用 pygls，请先运行 pip install 'gouji[lsp]'。",
    )


def test_linting_does_not_load_the_server() -> None:
    code = "import sys, gouji.cli, gouji.runner; print([m for m in sys.modules if 'pygls' in m or 'lsp' in m])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.strip() == b"[]"


def test_faulty_settings_are_named() -> None:
    assert read_settings(None) == (Settings(), [])
    settled, faults = read_settings({"gouji": {"hints": True, "reasons": ["已核实"], "pause": True, "x": 1}})
    assert settled == Settings(hints=True, reasons=("已核实",))
    assert faults == [
        "设置“pause”应为整数（毫秒），现在是 True。",
        "不认识的设置“x”，可用的有 hints、pause、rules、reasons、style、tables。",
    ]


def test_the_tables_of_a_configuration_are_files() -> None:
    with pytest.raises(ConfigError, match="“tables”应为公开表文件的列表"):
        parse({"tables": "公开表.xlsx"}, Path("gouji.toml"))


@given(st.text(st.sampled_from("一a😀𠮷é\r\n\x0c\u2028\t")), st.sampled_from(list(UNITS)))
def test_every_offset_has_a_position_and_comes_back(text: str, unit: str) -> None:
    places = Places(text, unit)
    for offset in range(len(text) + 1):
        inside_a_line_end = text[max(offset - 1, 0) : offset + 1] == "\r\n" and offset
        assert places.offset(places.position(offset)) == (offset - 1 if inside_a_line_end else offset)
    assert places.span(places.range(Span(0, len(text)))).start == 0


def test_what_is_remembered_changes_no_result() -> None:
    """A text analysed after others gives what it gives after other ones, or at first."""
    chance = random.Random(16)
    texts = [_edited(FAULTY.read_text("utf-8"), chance) for _ in range(12)]
    Vocabulary.build.cache_clear()
    forward = [_results(text) for text in texts]
    Vocabulary.build.cache_clear()
    assert forward == [_results(text) for text in reversed(texts)][::-1]


def _edited(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(text))
        text = text[:at] + chance.choice(["", "8", "增加", "\n", "\t", "（类）", "。"]) + text[at + 1 :]
    return text


def _results(text: str) -> tuple[Any, ...]:
    report = lint_document(read_text(text, "说明.md"), Config(notes=True))
    numbers = [(m.fact.span, report.tieout.states[m.fact]) for m in report.narrative.mentions]
    return report.findings, report.tieout.coverage, numbers, [r.formula() for r in report.tieout.relations]


NEOVIM = shutil.which("nvim")


@pytest.mark.skipif(NEOVIM is None, reason="nvim 没有安装（apt-get install neovim）")
def test_a_session_of_neovim(tmp_path: Path) -> None:
    """Its own client opens, hovers, fixes, and sees the diagnostic go."""
    path = tmp_path / "说明.md"
    path.write_text(WRONG_RATE.format("68.10%"), "utf-8")
    environment = {
        **os.environ,
        "GOUJI_PYTHON": sys.executable,
        "XDG_CONFIG_HOME": str(tmp_path),
        "XDG_STATE_HOME": str(tmp_path),
    }
    script = ROOT / "tests" / "neovim.lua"
    command = [str(NEOVIM), "--headless", "--clean", "-c", f"luafile {script}", str(path)]
    done = subprocess.run(command, env=environment, capture_output=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr.decode()
    said = done.stderr.decode() + done.stdout.decode()
    assert "A104" in said
    assert "61.80 ÷ 100.00 = 61.80%" in said
    assert path.read_text("utf-8") == WRONG_RATE.format("61.80%")


def test_coverage_is_told_and_a_section_drafted(tmp_path: Path, editor: Editor) -> None:
    path = tmp_path / "说明.md"
    text = FAULTY.read_text("utf-8")
    path.write_text(text, "utf-8")
    editor.open(path, text)
    told = editor.told("gouji/coverage")
    assert told["uri"] == path.as_uri()
    assert told["tied"] > 30
    where = _at(text, "2024年度本年支出合计")
    command = {"command": "gouji.draftSection", "arguments": [path.as_uri(), where]}
    assert editor.ask("workspace/executeCommand", command).startswith(
        "2024年度本年支出合计1,610.22万元，其中：基本支出"
    )


def test_tables_of_the_editor_s_settings() -> None:
    found, faults = read_settings({"tables": ["/表.xlsx"]})
    assert found.tables == ("/表.xlsx",)
    assert faults == []
