"""The desk for programs: what the command line says, over HTTP."""

import io
import json
import time
import zipfile

import pytest
from click.testing import CliRunner
from desks import FAULTY, LAST, NOW, PATIENCE, running, small
from writers import to_docx

from gouji.cli import main


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with running(tmp_path_factory.mktemp("desk")) as desk, desk.program() as found:
        yield found


def _files(field, *paths):
    return [(field, (path.name, path.read_bytes())) for path in paths]


def test_a_check_says_what_the_command_line_says(client) -> None:
    answer = client.post("/api/lint?wait=120", files=_files("files", FAULTY))
    assert answer.status_code == 200
    told = answer.json()["result"]
    done = json.loads(CliRunner().invoke(main, ["lint", str(FAULTY), "--format", "json"]).stdout)
    for whole in (told, done):
        whole["summary"]["seconds"] = 0
        whole["files"][0]["path"] = FAULTY.name
    assert told == done


def test_who_does_not_wait_asks_again(client) -> None:
    answer = client.post("/api/lint", files=_files("files", FAULTY))
    assert answer.status_code == 202
    case = answer.json()["id"]
    with client.stream("GET", f"/cases/{case}/events") as events:
        states = [json.loads(line[6:])["state"] for line in events.iter_lines() if line]
    assert states[-1] == "done"
    assert client.get(f"/api/cases/{case}").json()["result"]["summary"]["errors"] == 12
    assert case in [each["id"] for each in client.get("/api/cases").json()]
    assert client.delete(f"/api/cases/{case}").status_code == 204
    assert client.get(f"/api/cases/{case}").status_code == 404


def test_a_word_file_comes_back_with_comments_and_put_right(client) -> None:
    word = to_docx(FAULTY.read_text("utf-8"))
    case = client.post("/api/lint?wait=120", files={"files": ("说明.docx", word)}).json()
    errors = case["result"]["summary"]["errors"]
    commented = client.get(f"/api/cases/{case['id']}/files/docx")
    assert "%E6%89%B9%E6%B3%A8.docx" in commented.headers["content-disposition"]
    comments = zipfile.ZipFile(io.BytesIO(commented.content)).read("word/comments.xml")
    assert comments.count(b"<w:comment ") >= errors
    fixed = client.get(f"/api/cases/{case['id']}/files/fixed").content
    again = client.post("/api/lint?wait=120", files={"files": ("说明.docx", fixed)}).json()
    assert again["result"]["summary"]["errors"] < errors
    assert client.get(f"/api/cases/{case['id']}/files/pdf", timeout=60).status_code == 409


def test_last_year_s_document_becomes_this_year_s(client) -> None:
    files = _files("document", LAST) + _files("tables", NOW)
    case = client.post("/api/roll?wait=180", files=files).json()
    assert case["state"] == "done"
    assert "2025年度本年收入合计1,626.61万元" in case["result"]["text"]
    changed = next(each for each in case["result"]["changes"] if each["new"].startswith("1,626.61"))
    assert changed["sources"][0]["what"] == "《收入支出决算总表》“本年收入合计”"
    word = client.get(f"/api/cases/{case['id']}/files/docx").content
    text = zipfile.ZipFile(io.BytesIO(word)).read("word/document.xml").decode()
    assert "1,626.61" in text


def test_figures_become_a_draft(client) -> None:
    case = client.post("/api/draft?wait=180", files=_files("tables", NOW) + _files("prior", LAST)).json()
    assert case["state"] == "done"
    assert "2025年度" in case["result"]["text"]


def test_a_file_of_another_year_is_refused_by_its_own_name(client) -> None:
    case = client.post("/api/lint?wait=120", files=_files("files", LAST) + _files("prior", LAST)).json()
    assert case["state"] == "failed"
    assert case["error"].startswith(f"{LAST.name}：是2024年度的")


@pytest.mark.parametrize("path", ["/api/cases/0", "/api/cases/" + "0" * 32, "/api/nothing"])
def test_what_is_not_there_is_said_in_json(client, path) -> None:
    answer = client.get(path)
    assert answer.status_code in (404, 422)
    assert answer.json()["detail"]


def test_what_can_be_done_at_an_address_is_said(client) -> None:
    answer = client.put("/api/cases/" + "0" * 32)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "DELETE, GET"


def test_the_state_of_a_check_comes_by_itself(client) -> None:
    case = client.post("/api/lint", files={"files": ("一.txt", FAULTY.read_bytes())}).json()["id"]
    with client.stream("GET", f"/cases/{case}/events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        states = [json.loads(line.removeprefix("data: "))["state"] for line in answer.iter_lines() if line]
    assert states[0] in ("waiting", "running")
    assert states[-1] == "done"


def test_a_batch_is_checked_without_anybody_s_word(client) -> None:
    files = [
        ("files", ("甲校/说明.md", small("青川市水务局", "61.00%"))),
        ("files", ("乙校/说明.md", small("青川市审计局"))),
    ]
    batch = client.post("/api/batches", files=files, data={"name": "一批"}).json()
    with client.stream("GET", f"/batches/{batch['id']}/events") as events:
        assert [line for line in events.iter_lines() if line][-1]
    until = time.monotonic() + PATIENCE
    while (now := client.get(f"/api/batches/{batch['id']}").json())["state"] != "checking" or now["done"] < now["all"]:
        assert time.monotonic() < until
        time.sleep(0.2)
    assert (now["units"], now["errors"], now["failed"]) == (2, 1, 0)
    rows = client.get(f"/api/batches/{batch['id']}/units", params={"only": "errors"}).json()
    assert [row["unit"] for row in rows["units"]] == ["青川市水务局"]
    assert client.get(f"/api/cases/{rows['units'][0]['id']}").json()["result"]["summary"]["errors"] == 1
    assert client.get(f"/api/batches/{batch['id']}/xlsx").content[:2] == b"PK"
    assert client.delete(f"/api/batches/{batch['id']}").status_code == 204
    assert client.get(f"/api/batches/{batch['id']}").status_code == 404


def test_pages_that_are_pictures_are_recognised_where_that_is_asked_for(monkeypatch) -> None:
    """Without the extra one sentence says what is missing, and the pages show no box."""
    from io import BytesIO

    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    from gouji.desk.desk import environment
    from gouji.desk.work import Order, Source, work
    from gouji.readers.ocr import engine

    made = BytesIO()
    canvas = Canvas(made)
    canvas.drawImage(ImageReader(Image.new("RGB", (400, 400), "gray")), 50, 50)
    canvas.save()

    def missing():
        raise engine.MissingEngineError

    monkeypatch.setattr("gouji.readers.ocr.scan.installed", missing)
    asked = [
        work(Order("lint", [Source("扫描.pdf", made.getvalue())], [], [], {"ocr": ocr})).error for ocr in (False, True)
    ]
    assert "加 --ocr" in asked[0]
    assert "pip install 'gouji[ocr]'" in asked[1]
    for is_there in (False, True):
        monkeypatch.setattr("gouji.desk.desk.find_spec", lambda _, is_there=is_there: is_there or None)
        assert ('name="ocr"' in environment().get_template("parts.html.j2").module.ocr()) == is_there
