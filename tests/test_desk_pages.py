"""Every page of the desk can be used by everybody: labels, names, headings; and by axe-core, where npm has fetched it (`npm ci` in tests/axe)."""

import re
from collections import Counter
from pathlib import Path

import pytest
from desks import FAULTY, LAST, NOW, running, small, zip_of
from lxml import html
from machine import CHROMIUM, NO_CHROMIUM

AXE = Path(__file__).resolve().parent / "axe" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = (
    *("home", "forward", "batches", "rounds", "nowhere"),
    *("report", "failed", "rolled", "drafted", "sorting", "overview", "unit", "whole", "print", "across"),
    *("round", "seat with a draft", "seat that has sent", "seat that is gone"),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with running(tmp_path_factory.mktemp("desk")) as found:
        yield found


@pytest.fixture(scope="module")
def pages(desk) -> dict[str, str]:
    """The addresses of one page of each kind."""
    browser = desk.browser()

    def sent(path, *files, **data):
        given = [(role, (name, content)) for role, name, content in files]
        return browser.send(path, files=given or None, data=data).url.path

    def unit(text):
        return re.search(r"/cases/[0-9a-f]+", text)[0]

    found = {name: f"/{name}" for name in ("forward", "batches", "rounds", "nowhere")} | {"home": "/"}
    last, now = LAST.read_bytes(), NOW.read_bytes()
    found["report"] = sent("/lint", ("own", "一.txt", FAULTY.read_bytes()))
    found["failed"] = sent("/lint", ("own", "坏.docx", b"PK\x03\x04"))
    found["rolled"] = sent("/forward", ("last", "去年.txt", last), ("own", "今年.txt", now))
    found["drafted"] = sent("/forward", ("own", "今年.txt", now))
    files = {f"{n}.md": small(f"青川市云岭区第{n}小学", "61.00%") for n in (1, 2)}
    found["sorting"] = browser.wait(sent("/batches", ("own", "批.zip", zip_of(files))))
    batch = browser.wait(sent("/batches", ("own", "批.zip", zip_of(files))))
    found["overview"] = browser.wait(sent(f"{batch}/start"))
    found["unit"] = unit(browser.client.get(batch).text)
    found |= {"whole": f"{found['unit']}/whole", "print": f"{batch}/print", "across": f"{batch}/across"}
    files = (("own", "青川市云岭区文化和旅游局.txt", now), ("last", "去年.txt", last))
    round_ = browser.wait(sent("/rounds", *files, units="甲局"))
    found["round"] = browser.wait(sent(f"{round_}/start"))
    first, second = re.findall(r'href="(/u/[^"]+)"', browser.client.get(found["round"]).text)[:2]
    links = sorted((first, second), key=lambda link: "处要您写" not in browser.client.get(link).text)
    found["seat with a draft"], found["seat that has sent"] = links
    sent(f"{links[1]}/send", ("own", "说明.md", small("甲局", "61.00%").encode()))
    found["seat that is gone"] = f"/u/{'x' * 43}"
    for page in found.values():
        browser.wait(page)
    return found


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_names_for_all_that_can_be_used(desk, pages, name) -> None:
    root = html.fromstring(desk.browser().client.get(pages[name]).text)
    assert root.xpath("string(/html/@lang)") == "zh-CN"
    assert root.xpath("string(//title)").strip()
    assert len(root.xpath("//h1")) == 1
    assert root.xpath("//main[@id='main']")
    repeated = [each for each, times in Counter(root.xpath("//@id")).items() if times > 1]
    assert not repeated
    labelled = {*root.xpath("//label/@for")}
    for field in root.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        is_named = field.get("id") in labelled or field.get("aria-label") or field.xpath("ancestor::label")
        assert is_named, html.tostring(field)
    for each in root.xpath("//button | //a[@href] | //summary | //th"):
        assert each.text_content().strip() or each.get("aria-label"), html.tostring(each)
    for each in root.xpath("//iframe"):
        assert each.get("title")
    assert not root.xpath("//*[@style] | //script[not(@src)] | //*[@onclick]")  # the policy would not let them


@pytest.mark.skipif(CHROMIUM is None or not AXE.exists(), reason=f"{NO_CHROMIUM}；axe-core：cd tests/axe && npm ci")
def test_axe_finds_nothing_serious_and_nothing_is_wider_than_the_screen(desk, pages) -> None:
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        page.goto(desk.entry)
        found = []
        for name in PAGES:
            page.goto(f"{desk.address}{pages[name]}", timeout=60_000)
            page.evaluate(AXE.read_text("utf-8"))
            told = page.evaluate("axe.run(document, {resultTypes: ['violations'], iframes: false})")
            found += [
                (name, each["id"], each["nodes"][0]["html"])
                for each in told["violations"]
                if each["impact"] in ("serious", "critical")
            ]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append((name, "wide", ""))
        browser.close()
    assert not found
