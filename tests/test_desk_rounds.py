"""A round: the units of a bureau get drafts and links, send in, are sent back, are done, publish; and the bureau sees who is late."""

import io
import re
import time
from datetime import date, timedelta

import docx
import httpx
import openpyxl
import pytest
from desks import LAST, NOW, running, small, zip_of
from writers import to_docx, to_docx_and_xlsx, to_html

from gouji.desk.publishing import differences
from gouji.readers import read_bytes

OWN = "文化和旅游局"
WATER, WOOD, AUDIT = (f"青川市云岭区{name}局" for name in ("水务", "林业", "审计"))


def _of(text, unit):
    return text.read_text("utf-8").replace(f"青川市云岭区{OWN}", unit).replace(OWN, unit.removeprefix("青川市云岭区"))


def _export(*units):
    """This year's statements of all units in one workbook, as a system exports them."""
    whole = openpyxl.Workbook()
    whole.remove(whole.worksheets[0])
    for unit in units:
        for sheet in openpyxl.load_workbook(io.BytesIO(to_docx_and_xlsx(_of(NOW, unit))[1])).worksheets:
            copy = whole.create_sheet(f"{unit[-3:]}{sheet.title}")
            copy.append([f"编制单位：{unit}"])
            for row in sheet.iter_rows(values_only=True):
                copy.append(row)
    made = io.BytesIO()
    whole.save(made)
    return made.getvalue()


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with running(tmp_path_factory.mktemp("desk")) as desk:
        yield desk.browser()


def _begun(browser, *files, **terms):
    """The address of a round whose drafts are written."""
    sent = browser.send("/rounds", files=list(files) or None, data={"name": "2025年度决算公开", **terms})
    page = browser.wait(sent.url.path)
    return browser.wait(browser.send(f"{page}/start").url.path)


@pytest.fixture(scope="module")
def page(browser):
    last = zip_of({"水务局-2024.docx": to_docx(_of(LAST, WATER))})
    files = [("own", ("导出.xlsx", _export(WATER, WOOD))), ("last", ("去年.zip", last))]
    return _begun(browser, *files, approved=date.today().isoformat(), units=f"{WOOD}\n{AUDIT}\n\n")


def _row(browser, page, unit):
    text = browser.client.get(page, params={"words": unit}).text
    return re.search(r'<tr id="u[0-9a-f]+">.*?</tr>', text, re.S)[0]


def _link(browser, page, unit):
    return re.search(r'href="(/u/[^"]+)"', _row(browser, page, unit))[1]


@pytest.fixture
def unit(browser):
    """A unit's own browser: nothing but the link lets it in."""
    with httpx.Client(base_url=browser.origin, follow_redirects=True, timeout=60) as client:
        yield client


def _sent(browser, unit, link, *files, to="send", role="own", **data):
    headers = {"origin": browser.origin}
    answer = unit.post(f"{link}/{to}", files=[(role, file) for file in files] or None, data=data, headers=headers)
    assert answer.status_code == 200, answer.text
    while "data-events" in (text := unit.get(link).text):
        pass
    return text


def _words(data):
    return "\n".join(each.text for each in docx.Document(io.BytesIO(data)).paragraphs)


def test_each_unit_has_a_draft_filled_from_the_export(browser, page, unit) -> None:
    text = browser.client.get(page).text
    assert f"{(date.today() + timedelta(20)).isoformat()} 前公开，还有 20 天" in text
    assert re.search("没有开始 <b>3</b>", text)
    assert "写好，还要写" in _row(browser, page, WATER)
    assert "写好，还要写" in _row(browser, page, WOOD)
    assert "没有报表" in _row(browser, page, AUDIT)
    link = _link(browser, page, WATER)
    assert "处要您写" in unit.get(link).text
    assert "在写" in _row(browser, page, WATER)
    field = re.search(r'name="(n\d+)"', unit.get(link).text)[1]
    assert "您已写的" in _sent(browser, unit, link, to="fill", **{field: "今年内设六个股室"})
    words = _words(unit.get(f"{link}/draft").content)
    assert "2025年度" in words
    assert WATER in words
    assert "今年内设六个股室" in words
    assert "还缺的" in unit.get(_link(browser, page, WOOD)).text


def test_a_unit_sends_is_sent_back_sends_again_and_is_done(browser, page, unit) -> None:
    link = _link(browser, page, AUDIT)
    text = _sent(browser, unit, link, ("说明.md", small(AUDIT, "61.00%", 2025).encode()))
    assert "已交，等着看" in text
    assert "错误 1" in text
    assert "应为60.00%" in text
    assert unit.get(f"{link}/report").headers["content-security-policy"].startswith("sandbox")
    assert unit.get(f"{link}/files/docx").headers["content-disposition"].startswith("attachment")
    case = re.search(r"/cases/[0-9a-f]+", _row(browser, page, AUDIT))[0]
    key = re.search(r'name="key" value="([0-9a-f]+)"', browser.client.get(case).text)[1]
    browser.send(f"{case}/decide", data={"key": key, "verdict": "back", "reason": "占比请重算"})
    browser.send(f"{case}/review", data={"state": "back"})
    text = unit.get(link).text
    assert "已退回，请改好再交" in text
    assert "请改：占比请重算" in text
    _sent(browser, unit, link, ("说明.md", small(AUDIT, "60.00%", 2025).encode()))
    assert "与上一版比：改好1处，未改0处，新增0处" in browser.client.get(case).text
    assert "已交" in _row(browser, page, AUDIT)
    browser.send(f"{case}/review", data={"state": "done"})
    assert "已办结，可以公开" in unit.get(link).text


def test_what_is_published_is_held_against_what_was_sent(browser, page, unit) -> None:
    link = _link(browser, page, WOOD)
    final = _of(LAST, WOOD).replace("2024", "2025").replace("2023", "2024")
    _sent(browser, unit, link, ("决算.docx", to_docx(final)))
    html = to_html("首页 | 政务公开\n\n" + final)
    text = _sent(browser, unit, link, ("公开.html", html), to="publish", role="online", on=date.today().isoformat())
    assert "一样</b>" in text
    assert 'class="fine">一样' in _row(browser, page, WOOD)
    other = html.replace("1,610.22万元".encode(), "1,601.22万元".encode(), 1)
    text = _sent(browser, unit, link, ("公开.html", other), to="publish", role="online")
    assert "有 1 处不同" in text
    assert "1,601.22万元" in text
    assert "1 处不同" in _row(browser, page, WOOD)
    assert "公开的与交来的比" in browser.client.get(re.search("/cases/[0-9a-f]+", _row(browser, page, WOOD))[0]).text
    assert "已公开" in _row(browser, page, WOOD)


def test_a_link_is_revoked_renewed_and_expires(browser, page, unit) -> None:
    link = _link(browser, page, AUDIT)
    case = re.search(r'id="u([0-9a-f]+)"', _row(browser, page, AUDIT))[1]
    assert unit.get(link).status_code == 200
    browser.send(f"{page}/{case}/link", data={"do": "revoke"})
    for path in ("", "/draft", "/report", "/files/docx", "/events"):
        assert unit.get(f"{link}{path}").status_code == 410
    assert unit.post(f"{link}/send", files=[("own", ("x.md", b"x"))]).status_code == 410
    assert unit.get("/u/").status_code == 404
    assert unit.get("/u/" + "x" * 43).status_code == 410
    browser.send(f"{page}/{case}/link", data={"do": "renew"})
    new = _link(browser, page, AUDIT)
    assert new != link
    assert unit.get(new).status_code == 200
    yesterday, tomorrow = ((date.today() + timedelta(by)).isoformat() for by in (-1, 1))
    browser.send(f"{page}/terms", data={"due": yesterday, "until": yesterday})
    assert unit.get(new).status_code == 410
    text = browser.client.get(page, params={"stage": "late"}).text
    assert "2 个单位逾期" in text
    assert WATER in text
    assert WOOD not in text.partition("<tbody>")[2]  # has published
    browser.send(f"{page}/terms", data={"due": tomorrow, "until": tomorrow})
    assert unit.get(new).status_code == 200
    assert browser.send(f"{page}/terms", data={"due": "", "until": tomorrow}).status_code == 400


def test_a_link_opens_nothing_but_its_unit_s_own(browser, page, unit) -> None:
    link = _link(browser, page, AUDIT)
    unit.get(link)
    case = re.search(r'id="u([0-9a-f]+)"', _row(browser, page, AUDIT))[1]
    for path in ("/", page, f"/cases/{case}", "/rounds", page.replace("rounds", "batches")):
        assert unit.get(path).url.path == "/login"
    assert unit.get("/api/cases").status_code == 401
    text = unit.get(link).text
    assert WATER not in text
    assert WOOD not in text
    # Refused before a body is read, and with a body the end of the connection may come before the answer.
    evil = unit.post(f"{link}/send", headers={"origin": "http://evil.example"})
    assert evil.status_code == 403


def test_the_list_of_links_goes_to_the_units(browser, page) -> None:
    book = openpyxl.load_workbook(io.BytesIO(browser.client.get(f"{page}/xlsx").content))
    rows = {row[0]: row for row in book.worksheets[0].iter_rows(values_only=True)}
    assert set(rows) == {"单位", WATER, WOOD, AUDIT}
    assert rows[WOOD][1] == "已公开"
    assert rows[AUDIT][9] == browser.origin + _link(browser, page, AUDIT)


def test_a_round_is_no_batch_in_the_list_and_goes_as_a_whole(browser) -> None:
    page = _begun(browser, units="甲局\n乙局")
    assert "2025年度决算公开" not in browser.client.get("/batches").text
    link = _link(browser, page, "甲局")
    assert browser.send(f"{page}/delete").url.path == "/rounds"
    assert httpx.get(f"{browser.origin}{link}").status_code == 410
    assert browser.send("/rounds").status_code == 400


def test_files_cut_otherwise_are_the_same_and_a_changed_row_is_told() -> None:
    text = "# 说明\n\n一、收入情况\n\n本年收入合计12.00万元。其中：财政拨款12.00万元；其他收入0.00万元。\n\n科目\t合计\t基本支出\n行政运行\t12.00\t0.00\n办公经费支出\t3.00\t1.00\n"
    one = read_bytes(text.encode(), "一.md")
    same = text.replace("12.00万元。其中", "12.00万元。\n\n其中").replace("\t0.00", "\t").replace("一、", "一、 ")
    assert differences(one, read_bytes(same.encode(), "二.md"))["changed"] == []
    other = text.replace("3.00\t1.00", "3.00\t1.50").replace("其他收入0.00万元", "")
    found = differences(one, read_bytes(other.encode(), "二.md"))
    assert [(each["sent"], each["published"]) for each in found["changed"]] == [
        ("办公经费支出 3.00 1.00", "办公经费支出 3.00 1.50")
    ]
    assert [each["text"] for each in found["missing"]] == ["其他收入0.00万元。"]
    assert found["missing"][0]["where"] == "收入情况"
    assert differences(one, read_bytes("别的文件，说的是别的事。\n".encode(), "三.md"))["other"]


def test_what_leads_out_of_a_zip_is_left_out_of_a_round_too(browser) -> None:
    files = [("own", ("批.zip", zip_of({"../x.md": "乙", "一.md": "甲"})))]
    page = browser.wait(browser.send("/rounds", files=files).url.path)
    assert "路径指到压缩包外面" in browser.client.get(page).text


# ── desks of their own (last: where the tests run on a server, each begins with nothing) ─────────────────────────────────


def test_a_round_is_kept_until_its_links_end(tmp_path) -> None:
    with running(tmp_path, keep=30) as desk:
        browser = desk.browser()
        _begun(browser, units="甲局")
        until = time.time() + 50 * 86400  # twenty days, and thirty more for the links
        assert desk.desk.store.forget(until - 86400) == 0
        assert desk.desk.store.forget(until + 32 * 86400) == 1


def test_no_link_goes_into_the_log(tmp_path, monkeypatch) -> None:
    told = []

    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("gouji.desk.app.faults.log", told.append)
    monkeypatch.setattr("gouji.desk.seat_pages.rounds.seated", broken)
    with running(tmp_path) as desk:
        assert httpx.get(f"{desk.address}/u/{'s' * 43}").status_code == 500
    assert "ZeroDivisionError" in told[0]
    assert "sss" not in told[0]
