"""The picture in the README: the desk with the report on the faulty example. Needs Chromium (apt-get install chromium) and playwright.

python benchmarks/desk_picture.py docs/desk.png
"""

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from desks import FAULTY, running

with TemporaryDirectory() as folder, running(Path(folder)) as desk, sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    page.goto(desk.entry)
    page.set_input_files("#own", FAULTY)
    page.click("button.main")
    report = page.frame_locator("iframe.report")
    report.locator(".finding .go").nth(6).click(timeout=120_000)
    page.wait_for_timeout(500)
    page.screenshot(path=sys.argv[1])
    browser.close()
