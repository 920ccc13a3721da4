"""Data out: the same numbers in every format, exact; the page's columns and questions."""

import csv
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import regex
from test_cli import BAD, GOOD, ROOT, gouji

import gouji as package
from gouji.exporting import ENDINGS
from gouji.records import DOCUMENTS, FACTS, FINDINGS, PLACES, TABLES, WHOLE, _exact

duckdb = pytest.importorskip("duckdb", reason="没有 duckdb：pip install 'gouji[data]'")

PAGE = (ROOT / "docs" / "data.md").read_text("utf-8")
SCHEMA = json.loads((ROOT / "src" / "gouji" / "schemas" / "extract.schema.json").read_text("utf-8"))["$defs"]
VIEW, *QUESTIONS = regex.findall(r"```sql\n(.*?)```", PAGE, regex.S)
NEXT = ROOT / "examples" / "文旅局-2025-报表.txt"


def _rows(folder: Path, ending: str) -> dict[str, list[tuple[Any, ...]]]:
    """What was written, as tuples of the same types whatever the format."""
    if ending == ".duckdb":
        with duckdb.connect(str(folder / "数据.duckdb"), read_only=True) as database:
            return {table: database.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}
    found = {}
    for table, columns in TABLES.items():
        path = folder / f"数据{'' if table == 'facts' else f'-{table}'}{ending}"
        if ending == ".parquet":
            found[table] = duckdb.execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
            continue
        if ending == ".csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                raw = [list(row.values()) for row in csv.DictReader(file)]
        else:
            raw = [list(json.loads(line).values()) for line in path.read_text("utf-8").splitlines()]
        found[table] = [tuple(map(_typed, row, columns.values())) for row in raw]
    return found


def _typed(value: Any, kind: str) -> Any:
    if value in ("", None):
        return None
    make = {"integer": int, "decimal": Decimal, "boolean": lambda v: v in (True, "true"), "text": str}[kind]
    return make(value)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three disclosures of two units, one of which cannot be read."""
    path = tmp_path_factory.mktemp("data")
    (path / "公开").mkdir()
    for name in (GOOD, NEXT):
        (path / "公开" / name.name).write_bytes(name.read_bytes())
    other = GOOD.read_text("utf-8").replace("云岭区文化和旅游局", "石桥区文化和旅游局")
    (path / "公开" / "石桥区.txt").write_text(other, "utf-8")
    (path / "公开" / "坏.pdf").write_bytes(b"%PDF-1.4\n")
    for ending in ENDINGS:
        done = gouji("extract", "公开", "-o", f"数据{ending}", cwd=path)
        assert done.returncode == 2
        assert "坏.pdf" in done.stderr
        assert f"数据{ending}：文件 4 份" in done.stderr
    return path


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_format_has_the_same_rows(folder: Path, ending: str) -> None:
    found = _rows(folder, ending)
    assert found == _rows(folder, ".jsonl")
    documents = {row[0]: dict(zip(DOCUMENTS, row, strict=True)) for row in found["documents"]}
    assert documents["公开/坏.pdf"]["error"]
    assert documents["公开/石桥区.txt"]["unit"] == "青川市石桥区文化和旅游局"
    assert len(found["facts"]) > 1000


def test_a_number_is_exact_and_says_where_it_stands(folder: Path) -> None:
    facts = [dict(zip(FACTS, row, strict=True)) for row in _rows(folder, ".jsonl")["facts"]]
    assert {row["document"] for row in facts} == {"公开/石桥区.txt", f"公开/{GOOD.name}", f"公开/{NEXT.name}"}
    (fact,) = (
        row
        for row in facts
        if row["document"] == f"公开/{GOOD.name}"
        and (row["statement"], row["item_code"], row["nature"]) == ("final-05", "2070101", "all")
    )
    assert fact["value"] == Decimal("4318200")
    assert (fact["precision"], fact["text"]) == (Decimal(100), "431.82万元")
    assert (fact["scope"], fact["measure"], fact["period"], fact["item"]) == ("general", "final", 2024, "行政运行")
    assert fact["state"] == "tied"
    line = GOOD.read_text("utf-8").splitlines()[fact["line"] - 1]
    assert "431.82" in line
    both = [row for row in facts if row["document"] == f"公开/{GOOD.name}" and row["text"] == "1,627.08万元"]
    assert {(row["flow"], row["item"]) for row in both if row["source"] == "text"} >= {
        ("income", "grand"),
        ("expenditure", "grand"),
    }


def test_what_is_wrong_is_a_row_of_the_findings_and_a_state_of_the_fact(tmp_path: Path) -> None:
    gouji("extract", str(BAD), "-o", str(tmp_path / "数据.csv"))
    found = _rows(tmp_path, ".csv")
    assert len(found["findings"]) == 12
    assert {dict(zip(FINDINGS, row, strict=True))["code"] for row in found["findings"]} >= {"A103", "D101", "T102"}
    failed = [dict(zip(FACTS, row, strict=True)) for row in found["facts"] if "failed" in row]
    assert any(row["text"] == "6.89元" and row["value"] == Decimal("6.89") for row in failed)


def test_the_facts_of_a_report_make_a_data_frame() -> None:
    pandas = pytest.importorskip("pandas", reason="没有 pandas")
    frame = pandas.DataFrame(package.lint(GOOD).facts())
    assert set(frame.columns) == set(FACTS)
    assert frame[frame.item == "三公经费"].value.iloc[0] == Decimal("267000")


def test_a_decimal_column_is_exact_or_empty() -> None:
    assert _exact(Decimal("1E+25")) == Decimal("1E+25")
    assert _exact(Decimal("0.000000000001")) is not None
    assert _exact(Decimal("0.0000000000001")) is None
    assert _exact(Decimal(10) ** WHOLE) is None
    assert WHOLE + PLACES == 38


@pytest.mark.parametrize("name", ["pyarrow", "duckdb"])
def test_without_the_extra_one_sentence_says_how_to_get_it(name: str, tmp_path: Path) -> None:
    code = f"import sys; sys.modules[{name!r}] = None; from gouji.start import main; main()"
    output = tmp_path / "数据.parquet"
    command = [sys.executable, "-c", code, "extract", str(GOOD), "-o", str(output)]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 2
    assert "pip install 'gouji[data]'" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_an_input_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "数据.csv"
    path.write_text(GOOD.read_text("utf-8"), "utf-8")
    done = gouji("extract", str(path), str(GOOD), "-o", str(path))
    assert done.returncode == 2
    assert "不能覆盖" in done.stderr
    assert path.read_text("utf-8") == GOOD.read_text("utf-8")
    done = gouji("extract", str(tmp_path))
    assert done.returncode == 2
    assert "-o 数据.parquet" in done.stderr


def test_the_page_describes_every_column_as_the_schema_does() -> None:
    for definition in ("fact", "document", "finding"):
        for column, said in SCHEMA[definition]["properties"].items():
            assert f"| `{column}` | {said['description']} |" in PAGE


def test_the_example_of_the_page_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pandas", reason="没有 pandas")
    monkeypatch.chdir(ROOT)
    exec(regex.search(r"```python\n(.*?)```", PAGE, regex.S)[1], {})
    assert "431.82万元" in capsys.readouterr().out


def _answers(database: Path) -> list[list[tuple[Any, ...]]]:
    with duckdb.connect(str(database), read_only=True) as opened:
        opened.execute(VIEW)
        return [opened.execute(question).fetchall() for question in QUESTIONS]


def test_the_questions_of_the_page_over_invented_disclosures(folder: Path) -> None:
    by_place, shares, changes = _answers(folder / "数据.duckdb")
    assert [(row[0], row[1], row[3], row[4]) for row in by_place] == [
        ("青川市", 2024, 2, 51.36),
        ("青川市", 2025, 1, 11.25),
    ]
    assert [(row[0][3:6], row[1], float(row[2])) for row in shares] == [
        ("云岭区", 2024, 74.50),
        ("石桥区", 2024, 74.50),
        ("云岭区", 2025, 75.52),
    ]
    assert [(row[0], row[1], row[2], float(row[3])) for row in changes] == [
        ("青川市云岭区文化和旅游局", 2025, 22.68, 1.41)
    ]


def test_the_questions_of_the_page_over_real_disclosures(tmp_path: Path) -> None:
    corpus = ROOT.parent / "shared" / "corpus"
    if not corpus.is_dir():
        pytest.skip("没有 ../shared/corpus：真实文件只在有它的机器上")
    names = ("jiangsu/jiangsu-congress-2017", "jiangsu/jiangsu-congress-2018", "cities/state-petitions-2024-final")
    files = [
        str(corpus / f"{name}.pdf") for name in (*names, "cities/yantai-civil-2026", "cities/guangzhou-assets-2026")
    ]
    done = gouji("extract", *files, "-o", str(tmp_path / "数据.duckdb"))
    assert done.returncode == 0, done.stderr
    by_place, shares, changes = _answers(tmp_path / "数据.duckdb")
    assert {(row[0], row[1], row[4]) for row in by_place} >= {("广州市", 2026, 74.83), ("烟台市", 2026, 24.62)}
    assert {(row[1], float(row[2])) for row in shares} >= {(2026, 5.73), (2018, 49.55), (2017, 56.17), (2024, 75.99)}
    assert [(row[1], row[2], float(row[3])) for row in changes] == [(2018, 2248.37, 16.47)]
