"""What `gouji roll` tells whoever runs it."""

from pathlib import Path

from click.testing import CliRunner

from gouji.cli import main

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
LAST, NOW = EXAMPLES / "文旅局-2024-决算.txt", EXAMPLES / "文旅局-2025-报表.txt"


def _told(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["roll", *arguments])
    return result.exit_code, result.stderr


def test_of_another_name_it_says_what_to_do_without_inputs(tmp_path: Path) -> None:
    other = tmp_path / "去年.txt"
    other.write_text(LAST.read_text("utf-8").replace("青川市云岭区文化和旅游局", "青川市云岭区文物保护中心"), "utf-8")
    status, told = _told(str(other), str(NOW), "-o", str(tmp_path / "今年.md"))
    assert status == 2
    assert "旧名称换成今年的" in told
    assert "情况文件" not in told


def test_beside_tables_of_its_own_year_it_says_so(tmp_path: Path) -> None:
    wrong = tmp_path / "去年.txt"
    wrong.write_text(LAST.read_text("utf-8").replace("总计均为1,627.08万元", "总计均为1,672.08万元"), "utf-8")
    status, told = _told(str(wrong), str(LAST), "-o", str(tmp_path / "今年.md"))
    assert status == 0
    assert "都是2024年度的" in told
    assert "改了 1 个" in told
    assert (tmp_path / "今年.md").read_text("utf-8") == LAST.read_text("utf-8")
