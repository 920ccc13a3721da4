"""Writing files: nothing that is read is written over, nothing is half written, and what a file was it stays."""

import fcntl
import importlib.util
import os
import random
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from gouji import files, leftovers
from gouji.cli import main
from gouji.files import ChangedError, WriteError, growing, keep_copy, reading, write_whole
from gouji.leftovers import tidy
from gouji.linter import lint_document

ROOT = Path(__file__).resolve().parents[1]
TEXT = "# 2024年度部门决算\n三、部门人员情况\n截止2024年底，本部门人员编制20人。\n"
MENDED = TEXT.replace("截止", "截至")
FIGURES = '{"year": 2024, "kind": "final", "statements": []}\n'
STYLE = 'extends = "national"\ntitle = "自己的"\n[[section]]\nid = "totals"\ntitle = "总体"\n'
LONG = "很" * 81


def gouji(folder: Path, *arguments: str, shell: str = "") -> subprocess.CompletedProcess[bytes]:
    """Run the gouji that is tested, whatever is installed."""
    line = " ".join(f"'{each}'" for each in (sys.executable, "-m", "gouji", *arguments))
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(
        ["bash", "-c", f"{line} {shell}"], cwd=folder, env=environment, capture_output=True, check=False
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with everything that a run may read; runs begin in it, and know nothing of those before."""
    for name, content in {
        "说明.txt": TEXT,
        "表.txt": TEXT,
        "gouji.toml": 'tables = ["表.txt"]\nbaseline = "基线.json"\nlexicon = ["词表"]\n',
        "基线.json": '{"accepted": []}\n',
        "词表/terms.toml": "",
        "数据.json": FIGURES,
        "情况.yaml": "单位名称: 某局\n",
        "上年.json": FIGURES.replace("2024", "2023"),
        "写法/style.toml": STYLE,
        "写法/totals.md.j2": "总计。\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, "utf-8")
    monkeypatch.chdir(tmp_path)
    for room, known in ((files, "_read"), (files, "_places"), (leftovers, "_tidied")):
        monkeypatch.setattr(room, known, type(getattr(room, known))())
    return tmp_path


DRAFT = ("draft", "数据.json", "--inputs", "情况.yaml", "--prior", "上年.json", "--style", "写法")


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (("lint", "说明.txt", "--write-baseline"), "说明.txt"),
        (("lint", "说明.txt", "-o"), "gouji.toml"),
        (("lint", "说明.txt", "-o"), "基线.json"),
        (("lint", "说明.txt", "-o"), "词表/terms.toml"),
        (("lint", "说明.txt", "--write-baseline"), "gouji.toml"),
        (("lint", "说明.txt", "--format", "html", "-o"), "表.txt"),
        (("lint", "说明.txt", "--no-config", "--tables", "表.txt", "--write-baseline"), "表.txt"),
        (("lint", "说明.txt", "--debug"), "说明.txt"),
        ((*DRAFT, "-o"), "数据.json"),
        ((*DRAFT, "-o"), "情况.yaml"),
        ((*DRAFT, "-o"), "上年.json"),
        ((*DRAFT, "-o"), "写法/style.toml"),
        ((*DRAFT, "-o"), "写法/totals.md.j2"),
        ((*DRAFT, "--provenance"), "情况.yaml"),
        (("extract", "说明.txt", "-o"), "说明.txt"),
        (("extract", "说明.txt", "--inputs", "-o"), "gouji.toml"),
        (("lint", "表.txt", "--no-config", "-o", "新.json", "--write-baseline"), "新.json"),
        (("new", "--reasons", "数据.json", "-o"), "情况.yaml"),
    ],
)
def test_what_a_run_reads_is_never_written_over(
    folder: Path, arguments: tuple[str, ...], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "--debug" in arguments:
        monkeypatch.setattr("gouji.checking.lint_document", lambda *_: 1 / 0)
    (folder / "新.json").touch()
    before = (folder / name).read_bytes()
    (folder / "链接").symlink_to(name)
    for path in (name, "链接"):
        result = CliRunner().invoke(main, [*arguments, path])
        assert result.exit_code == 2, result.output
        assert (folder / name).read_bytes() == before
        assert any(said in result.output for said in ("没有覆盖", "不能", "请分开", "写不出"))
        if arguments[0] == "new":
            break  # a file that is there is not written over at all


def test_standard_input_is_not_written_over(folder: Path) -> None:
    done = gouji(folder, "lint", "-", "-o", "说明.txt", shell="< 说明.txt")
    assert done.returncode == 2
    assert (folder / "说明.txt").read_text("utf-8") == TEXT


def test_a_baseline_is_written_anew_and_other_files_are_replaced(folder: Path) -> None:
    for _ in range(2):
        assert CliRunner().invoke(main, ["lint", "说明.txt", "--write-baseline", "基线.json"]).exit_code == 0
    assert "W101" in (folder / "基线.json").read_text("utf-8")
    (folder / "报告.csv").write_text("旧", "utf-8")
    CliRunner().invoke(main, ["lint", "说明.txt", "--no-config", "--format", "csv", "-o", "报告.csv"])
    assert "W101" in (folder / "报告.csv").read_text("utf-8")


def test_links_mode_and_second_names_stay(folder: Path) -> None:
    real, linked, second = folder / "真.txt", folder / "链接", folder / "第二个名字"
    real.write_text("旧", "utf-8")
    real.chmod(0o640)
    linked.symlink_to("真.txt")
    write_whole(linked, "新")
    assert linked.is_symlink()
    assert real.read_text("utf-8") == "新"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    os.link(real, second)
    write_whole(linked, "更新")
    assert second.read_text("utf-8") == "更新"
    assert second.samefile(real)
    second.unlink()
    real.chmod(0o6750)
    write_whole(real, "另外的")
    assert stat.S_IMODE(real.stat().st_mode) == 0o750  # another content does not run as its owner
    (folder / "悬").symlink_to("没有.txt")
    write_whole(folder / "悬", "写到所指的地方")
    assert (folder / "没有.txt").read_text("utf-8") == "写到所指的地方"
    real.chmod(0o444)
    if os.geteuid():
        with pytest.raises(WriteError, match="只读"):
            write_whole(real, "改不得")


def test_the_owner_stays(folder: Path) -> None:
    path = folder / "说明.txt"
    owner = (os.geteuid() or 1234, os.getgroups()[-1] if os.geteuid() else 4321)  # only root can give files away
    os.chown(path, *owner)
    CliRunner().invoke(main, ["lint", str(path), "--fix", "--backup", "--no-config"])
    assert path.read_text("utf-8") == MENDED
    for each in (path, folder / "说明.txt.bak"):
        assert (each.stat().st_uid, each.stat().st_gid) == owner


def test_pipes_and_terminals_are_written_to(folder: Path) -> None:
    """No device of the machine's own: where this fails, it is gone."""
    os.mkfifo(folder / "管道")
    (folder / "屏幕").symlink_to("/dev/stdout")
    lint = ("lint", "表.txt", "--no-config", "--format", "csv", "-o")
    for done in (
        gouji(folder, *lint, "管道", shell="& cat 管道; wait"),
        gouji(folder, *lint, "屏幕", shell="> 收到; cat 收到"),
        gouji(folder, *lint, shell=">(cat > 收到; touch 收完); until [ -e 收完 ]; do sleep 0.01; done; cat 收到"),
    ):
        assert done.stdout.decode("utf-8-sig").startswith("文件,位置"), done.stderr.decode()
    assert stat.S_ISFIFO((folder / "管道").stat().st_mode)
    assert (folder / "屏幕").is_symlink()
    keyboard, screen = os.openpty()
    write_whole(Path(os.ttyname(screen)), "一行\n")
    assert os.read(keyboard, 100).decode().strip() == "一行"


def test_long_names_are_written_copied_and_kept(folder: Path) -> None:
    path = folder / f"{LONG}.txt"
    path.write_text(TEXT, "utf-8")
    (folder / "批注").mkdir()
    arguments = ["lint", str(path), "--no-config", "--fix", "--backup", "--format", "docx", "-o", "批注/"]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    assert path.read_text("utf-8") == MENDED
    assert (folder / f"{LONG}.txt.bak").read_text("utf-8") == TEXT
    assert [each.name for each in (folder / "批注").iterdir()] == [f"{LONG}-勾稽.docx"]
    path = folder / ("长" * 85)
    path.write_text(TEXT, "utf-8")
    assert keep_copy(path, b"1").name == "长" * 83 + ".bak"
    assert keep_copy(path, b"2").name == "长" * 83 + ".bak2"


@pytest.mark.parametrize("content", [TEXT.encode("gb18030"), TEXT.encode("utf-16")])
def test_a_fix_keeps_mode_links_and_every_backup(folder: Path, content: bytes) -> None:
    path, second = folder / "说明.txt", folder / "第二个名字.txt"
    arguments = ["lint", str(path), "--fix", "--backup", "--no-config"]
    path.write_bytes(content)
    path.chmod(0o600)
    os.link(path, second)
    os.utime(path, ns=(10**18, 10**18))
    CliRunner().invoke(main, arguments)
    fixed = second.read_bytes()
    assert fixed != content
    assert path.samefile(second)
    assert path.stat().st_mtime_ns > 10**18
    path.write_bytes(content)
    CliRunner().invoke(main, arguments)
    for name in ("说明.txt.bak", "说明.txt.bak2"):
        assert (folder / name).read_bytes() == content
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    assert (folder / "说明.txt.bak").stat().st_mtime_ns == 10**18
    os.utime(path, ns=(10**18, 10**18))
    CliRunner().invoke(main, arguments)  # nothing is left to fix
    assert path.stat().st_mtime_ns == 10**18
    assert not (folder / "说明.txt.bak3").exists()


@pytest.mark.parametrize("often", [1, 9])
def test_a_save_meanwhile_is_never_lost(folder: Path, often: int, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "说明.txt"
    saves = iter(range(often))

    def saved_meanwhile(*about):
        if (number := next(saves, None)) is not None:
            path.write_text(f"{TEXT}补充第{number}句。\n", "utf-8")
        return lint_document(*about)

    monkeypatch.setattr("gouji.checking.lint_document", saved_meanwhile)
    result = CliRunner().invoke(main, ["lint", str(path), "--fix", "--backup", "--no-config"])
    if often == 1:
        assert "文件又存过，已按新的内容改了 1 处" in result.output
        assert path.read_text("utf-8") == f"{MENDED}补充第0句。\n"
        assert [each.read_text("utf-8") for each in folder.glob("*.bak*")] == [f"{TEXT}补充第0句。\n"]
    else:
        assert result.exit_code == 2
        assert "一再变动，没有改" in result.output
        assert "截止" in path.read_text("utf-8")
        assert not list(folder.glob("*.bak*"))


def test_what_an_interrupted_run_left_is_cleared_away_and_what_another_writes_is_not(folder: Path) -> None:
    left, busy, other = folder / ".gouji-1.tmp", folder / ".gouji-2.tmp", folder / ".gouji-说明"
    for each in (left, busy, other):
        each.write_text("内容", "utf-8")
    with busy.open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        write_whole(folder / "报告.txt", "报告")
    assert not left.exists()
    assert busy.exists()
    assert other.exists()


@pytest.mark.parametrize(
    ("before", "now", "after"),
    [
        (b"old old old", b"old old old", b"new new"),
        (b"old old old", b"new old old", b"new new"),
        (b"old", b"new n", b"new new"),
        (b"old old old", b"new new", b"new new"),
        (b"old old old", b"saved since", b"saved since"),
    ],
)
def test_writing_in_place_is_finished_unless_the_file_was_saved_since(
    folder: Path, before: bytes, now: bytes, after: bytes
) -> None:
    path = folder / "表.txt"
    path.write_bytes(now)
    note = folder / f".gouji-x-{path.stat().st_ino:x}.redo"
    note.write_bytes(len(before).to_bytes(8, "big") + before + b"new new")
    tidy(folder)
    assert path.read_bytes() == after
    assert not note.exists()


def test_only_what_was_there_counts_as_read(folder: Path) -> None:
    """An editor that saves by renaming frees the inode, and another file may get it."""
    path, other = folder / "说明.txt", folder / "另.txt"
    reading(path)
    os.rename(path, other)
    path.write_text("新存的", "utf-8")
    with pytest.raises(WriteError):
        write_whole(path, "覆盖")
    write_whole(other, "报告")
    assert other.read_text("utf-8") == "报告"


def grow(path: Path, content: bytes = b"new") -> None:
    with growing(path) as made:
        made.write_bytes(content)


def test_what_is_written_bit_by_bit_obeys_the_same_rules(folder: Path) -> None:
    real, linked, second = folder / "数.csv", folder / "链接.csv", folder / "第二个名字.csv"
    grow(real, b"old")
    assert stat.S_IMODE(real.stat().st_mode) == 0o666 & ~files._mask()
    real.chmod(0o6640)
    linked.symlink_to(real.name)
    grow(linked)
    assert linked.is_symlink()
    assert (real.read_bytes(), stat.S_IMODE(real.stat().st_mode)) == (b"new", 0o640)
    os.link(real, second)
    grow(real, b"newer")
    assert second.samefile(real)
    assert second.read_bytes() == b"newer"
    grow(folder / f"{LONG}.parquet")
    with pytest.raises(WriteError, match="文件夹"):
        grow(folder / "词表")
    both = growing(folder / "同时.csv")
    both.__enter__().write_bytes(b"mine")
    (folder / "同时.csv").write_bytes(b"another program's")
    with pytest.raises(ChangedError):
        both.__exit__(None, None, None)
    assert (folder / "同时.csv").read_bytes() == b"another program's"
    assert not list(folder.glob(".gouji-*"))


def test_what_is_written_bit_by_bit_goes_into_a_pipe(folder: Path) -> None:
    os.mkfifo(folder / "管道.csv")
    done = gouji(folder, "extract", "表.txt", "-o", "管道.csv", shell="& cat 管道.csv; wait")
    assert done.stdout.decode("utf-8-sig").startswith("document,"), done.stderr.decode()
    assert stat.S_ISFIFO((folder / "管道.csv").stat().st_mode)


def test_the_folder_of_an_interrupted_run_is_removed_and_that_of_another_is_not(folder: Path) -> None:
    left, lone, busy = folder / ".gouji-1.tmp.d", folder / ".gouji-2.tmp.d", folder / ".gouji-3.tmp.d"
    for each in (left, lone, busy):
        each.mkdir()
        (each / "data.csv").touch()
    (folder / ".gouji-1.tmp").touch()
    with (folder / ".gouji-3.tmp").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        tidy(folder)
    assert [each for each in (left, lone, busy) if each.exists()] == [busy]


@pytest.mark.usefixtures("folder")
def test_a_log_that_cannot_be_written_is_said_before_anything_is_done() -> None:
    os.link("说明.txt", "另一个名字")
    for log in ("没有/日志.txt", "说明.txt", "另一个名字", "报告.csv"):
        result = CliRunner().invoke(main, ["lint", "说明.txt", "--format", "csv", "-o", "报告.csv", "--debug", log])
        assert result.exit_code == 2
        assert log in result.output
        assert not Path("报告.csv").exists()


def test_the_examples_go_into_no_folder_that_holds_other_things(folder: Path) -> None:
    (folder / "说明.docx").write_bytes(b"somebody's")
    result = CliRunner().invoke(main, ["demo", "-o", "."])
    assert result.exit_code == 2
    assert "已有别的东西" in result.output
    assert (folder / "说明.docx").read_bytes() == b"somebody's"


def test_kills_at_random_moments_lose_nothing(tmp_path: Path) -> None:
    """Four of each kind here; `benchmarks/kills.py` does as many as are asked for."""
    spec = importlib.util.spec_from_file_location("kills", ROOT / "benchmarks" / "kills.py")
    kills = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(kills)
    kills.ready()
    for kind in kills.KINDS:
        kills.campaign(kind, 4, random.Random(16), tmp_path / "kill")
