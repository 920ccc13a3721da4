"""The desk as people see it: Debian's Chromium drives the pages."""

import io
import zipfile
from pathlib import Path

import pytest
from desks import FAULTY, LAST, NOW, many, running, small
from machine import CHROMIUM, NO_CHROMIUM
from openpyxl import load_workbook
from writers import to_docx, to_html

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)
PATIENCE = 120_000


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with running(tmp_path_factory.mktemp("desk")) as found:
        yield found


@pytest.fixture(scope="module")
def context(desk):
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        found = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN", accept_downloads=True)
        found.set_default_timeout(PATIENCE)
        page = found.new_page()
        page.goto(desk.entry)
        page.close()
        yield found
        browser.close()


@pytest.fixture
def page(context, desk):
    found = context.new_page()
    faults = []
    found.on("pageerror", lambda error: faults.append(str(error)))
    found.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    found.goto(desk.address)
    yield found
    found.close()
    assert not faults


@pytest.fixture(scope="module")
def word(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("word") / "文旅局-2024-决算.docx"
    path.write_bytes(to_docx(FAULTY.read_text("utf-8")))
    return path


def test_a_faulty_word_file_is_dropped_and_comes_back_with_comments(page, word) -> None:
    page.set_input_files("#own", word)
    assert word.name in page.locator(".chosen").first.inner_text()
    page.click("button.main")
    report = page.frame_locator("iframe.report")
    report.locator(".finding").first.wait_for()
    assert "错误" in page.locator(".tools").inner_text()
    number = report.locator(".text .n.tied").first
    number.click()
    cell = report.locator(".tables .hit").first
    cell.wait_for()
    assert cell.inner_text().strip()[:5] in number.inner_text()
    with page.expect_download() as got:
        page.get_by_role("link", name="批注 Word").click()
    assert got.value.suggested_filename == "文旅局-2024-决算-批注.docx"
    assert "word/comments.xml" in zipfile.ZipFile(got.value.path()).namelist()


def test_a_report_is_reached_with_the_keyboard_alone(page, word) -> None:
    page.on("filechooser", lambda _: None)  # from now on the browser tells of choosers, instead of opening them
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "own"
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(word)
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "开始核对"
    page.keyboard.press("Enter")
    frame = page.frame_locator("iframe.report")
    frame.locator(".finding").first.wait_for()
    page.frames[-1].wait_for_load_state()  # what listens to keys stands behind the findings
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "report":
            break
    assert page.evaluate("document.activeElement.className") == "report"
    page.keyboard.press("n")
    frame.locator(".finding.on").wait_for()


def test_last_year_s_document_and_this_year_s_tables_make_a_word_file(page) -> None:
    page.get_by_role("link", name="写今年的").click()
    page.set_input_files("#last", LAST)
    page.set_input_files("#own", NOW)
    page.click("button.main")
    page.locator("#changes").wait_for()
    assert "处要您写或确认" in page.locator(".tools").inner_text()
    field = page.locator(".fill textarea").first
    field.fill("今年内设六个股室")
    page.click("button.main:has-text('保存')")
    page.get_by_text("您已写 1 处").wait_for()
    with page.expect_download() as got:
        page.get_by_role("link", name="下载 Word").click()
    text = zipfile.ZipFile(io.BytesIO(Path(got.value.path()).read_bytes())).read("word/document.xml").decode()
    assert "今年内设六个股室" in text


def test_what_cannot_be_read_says_so_and_how_to_go_on(page, tmp_path) -> None:
    broken = tmp_path / "坏的.docx"
    broken.write_bytes(b"PK\x03\x04")
    page.set_input_files("#own", broken)
    page.click("button.main")
    page.get_by_role("alert").wait_for()
    assert "坏的.docx" in page.get_by_role("alert").inner_text()
    page.get_by_role("link", name="换文件再试").click()
    page.get_by_role("button", name="删除 坏的.docx").wait_for()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="删除 坏的.docx").click()
    page.get_by_role("link", name="坏的.docx").wait_for(state="detached")


def test_a_batch_is_sorted_looked_over_and_decided_on(page, tmp_path) -> None:
    archive, fixed = tmp_path / "2024决算.zip", tmp_path / "改好.md"
    archive.write_bytes(many(60))
    fixed.write_text(small("青川市云岭区第1小学"), "utf-8")
    page.get_by_role("link", name="核对一批").click()
    page.set_input_files("#own", archive)
    page.get_by_role("button", name="上传").click()
    page.locator("[data-group]").first.wait_for()
    assert "60 个文件，分成 60 份" in page.locator(".tools").inner_text()
    first, second = page.locator("[data-group]").nth(0), page.locator("[data-group]").nth(1)
    name = second.get_attribute("data-group")
    first.locator("[data-file]").drag_to(second)
    page.get_by_text("分成 59 份").wait_for()
    moved = page.locator(f'[data-group="{name}"] [data-file]').last
    moved.get_by_role("button", name="移").click()  # without a name: a disclosure of its own again
    page.get_by_text("分成 60 份").wait_for()
    page.get_by_role("button", name="开始核对").click()
    page.locator(".units").wait_for()
    page.locator(".going").wait_for(state="detached")
    page.get_by_role("link", name="单位", exact=False).first.wait_for()
    page.locator("th a", has_text="错误").click()
    page.locator("th[aria-sort=ascending] a", has_text="错误").click()
    assert page.locator(".units tbody tr").first.locator("td.v").first.inner_text() == "1"
    page.fill("#words", "第1小学")
    page.get_by_role("button", name="找").click()
    page.get_by_role("link", name="青川市云岭区第1小学").click()
    page.locator(".decide input[name=reason]").first.fill("口径不同，已核实")
    page.get_by_role("button", name="接受").first.click()
    page.locator("li.decided").wait_for()
    batch = page.locator(".crumbs a").first.get_attribute("href")
    with page.expect_download() as got:
        page.evaluate(f"location.href = '{batch}/xlsx'")
    listed = load_workbook(io.BytesIO(Path(got.value.path()).read_bytes()))["问题清单"]
    assert any(row[-1] == "口径不同，已核实" for row in listed.iter_rows(values_only=True))
    page.set_input_files("#own", fixed)
    page.get_by_role("button", name="核对新的一版").click()
    page.get_by_text("与上一版比：改好1处，未改0处，新增0处").wait_for()


def test_a_unit_writes_and_sends_by_its_link_and_the_bureau_sees_it(page, context, desk, tmp_path) -> None:
    sent, online = tmp_path / "说明.md", tmp_path / "公开.html"
    sent.write_text(small("青川市云岭区档案馆", "61.00%", 2025), "utf-8")
    online.write_bytes(to_html(small("青川市云岭区档案馆", "60.00%", 2025)))
    page.get_by_role("link", name="组织公开").click()
    page.get_by_label("叫什么").fill("2025年度决算公开")
    page.get_by_label("还有哪些单位").fill("青川市云岭区档案馆")
    page.get_by_role("button", name="开始").click()
    page.get_by_role("button", name="分得对").click()
    page.get_by_text("没有开始 1").wait_for()
    unit = context.browser.new_page()  # with no cookie of the bureau's
    unit.set_default_timeout(PATIENCE)
    unit.goto(desk.address + page.get_by_role("link", name="打开").get_attribute("href"))
    unit.keyboard.press("Tab")
    for _ in range(6):
        unit.keyboard.press("Tab")
        if unit.evaluate("document.activeElement.id") == "own":
            break
    unit.set_input_files("#own", sent)
    unit.keyboard.press("Tab")
    unit.keyboard.press("Enter")
    unit.get_by_text("错误 1").wait_for()
    unit.set_input_files("#online", online)
    unit.get_by_role("button", name="比一比").click()
    unit.get_by_text("有 1 处不同").wait_for()
    unit.close()
    page.reload()
    page.get_by_text("已公开 1").wait_for()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="停用").click()
    page.get_by_text("已停用").wait_for()
