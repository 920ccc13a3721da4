"""What keeps others out of the desk, and hostile files from doing harm."""

import logging
import sqlite3
import time

import httpx
import pytest
from click.testing import CliRunner
from desks import FAULTY, running

from gouji.cli import main
from gouji.desk.app import desk_for
from gouji.desk.people import read_users, set_password
from gouji.desk.settings import Settings, SettingsError, settled
from gouji.desk.taking import clean

SMALL = "# 2024年度部门决算\n三、支出决算情况说明\n本年支出合计100.00万元，其中：基本支出60.00万元，占61.00%。\n"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with running(tmp_path_factory.mktemp("desk")) as found:
        yield found


@pytest.fixture(scope="module")
def browser(desk):
    return desk.browser()


# ── who may come in ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_without_the_key_nothing_is_shown(desk) -> None:
    with httpx.Client(base_url=desk.address) as stranger:
        assert stranger.get("/").headers["location"] == "/login"
        assert "启动时显示的地址" in stranger.get("/login").text
        assert stranger.get("/enter", params={"key": "x" * 43}).status_code == 403
        assert stranger.get("/api/cases").status_code == 401
        assert stranger.get("/api/cases", headers={"authorization": "Bearer wrong"}).status_code == 401


def test_the_cookie_is_for_this_desk_alone(desk) -> None:
    said = httpx.get(desk.entry).headers["set-cookie"]
    assert said.startswith(f"gouji-{desk.desk.settings.port}=")
    assert "HttpOnly" in said
    assert "SameSite=strict" in said
    assert desk.key not in said


def test_an_address_for_others_needs_a_token_or_users(tmp_path) -> None:
    with pytest.raises(SettingsError, match="口令或用户"):
        settled(Settings(tmp_path, host="0.0.0.0"))
    with pytest.raises(SettingsError, match="太短"):
        settled(Settings(tmp_path, host="0.0.0.0", token="short"))
    assert settled(Settings(tmp_path, host="0.0.0.0", token="x" * 16)).key == ""
    done = CliRunner().invoke(main, ["serve", "--host", "0.0.0.0", "--data", str(tmp_path), "--no-browser"])
    assert done.exit_code == 2
    assert "--token-file" in done.stderr


def test_other_things_in_the_folder_for_the_data_stay_as_they_are(tmp_path) -> None:
    kept = tmp_path / "work" / "重要.docx"
    kept.parent.mkdir()
    kept.write_bytes(b"somebody's")
    tmp_path.chmod(0o755)
    with running(tmp_path) as desk:
        database = desk.desk.settings.database
    assert kept.read_bytes() == b"somebody's"
    assert tmp_path.stat().st_mode & 0o777 == 0o755
    assert database or (tmp_path / "gouji.sqlite3").stat().st_mode & 0o077 == 0


def test_with_a_token_every_session_sees_its_own(tmp_path) -> None:
    with running(tmp_path, token="a token of the office") as office:
        one, other = office.browser(), office.browser()
        page = one.send("/lint", files=[("own", ("一.txt", SMALL.encode()))]).url.path
        assert one.client.get(page).status_code == 200
        assert other.client.get(page).status_code == 404
        assert "一.txt" not in other.client.get("/").text
        for path in (f"{page}/delete", f"{page}/fill"):
            assert other.send(path).status_code == 404
        assert other.client.get(f"{page}/events").status_code == 404
        assert other.client.get(f"{page}/files/docx").status_code == 404
        assert one.client.get(page).status_code == 200


def test_passwords_are_kept_as_scrypt_and_wrong_ones_soon_wait(tmp_path) -> None:
    users = tmp_path / "users"
    set_password(users, "王芳", "十个字符以上的密码吧")
    assert "密码" not in users.read_text("utf-8")
    assert users.stat().st_mode & 0o077 == 0
    with pytest.raises(SettingsError):
        set_password(users, "a:b", "long enough")
    assert list(read_users(users)) == ["王芳"]
    with running(tmp_path / "data", users=users) as office, httpx.Client(base_url=office.address) as client:
        own = {"origin": office.address}
        right = {"name": "王芳", "secret": "十个字符以上的密码吧"}
        assert client.post("/login", data=right).status_code == 403  # no browser sends a form without Origin
        assert client.post("/login", data=right, headers=own).headers["location"] == "/"
        assert "王芳" in client.get("/").text
        for _ in range(5):
            assert client.post("/login", data={**right, "secret": "x"}, headers=own).status_code == 403
        assert client.post("/login", data=right, headers=own).status_code == 429
        assert client.post("/login", data={"name": "李强", "secret": "x"}, headers=own).status_code == 403


def test_who_goes_out_is_out(desk) -> None:
    one = desk.browser()
    assert one.send("/logout").url.path == "/login"
    assert one.client.get("/").url.path == "/login"


# ── other pages ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{port}", ""]
)
def test_a_name_that_is_not_ours_is_refused(desk, host) -> None:
    with desk.program() as client:
        answer = client.get("/", headers={"host": host.format(port=desk.desk.settings.port)})
    assert answer.status_code == 400


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1:1"])
def test_a_page_of_somebody_else_cannot_send_anything(browser, origin) -> None:
    answer = browser.client.post(f"/delete?csrf={browser.csrf}", headers={"origin": origin})
    assert answer.status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_of_somebody_else_cannot_load_anything(browser, site) -> None:
    fetched = {"sec-fetch-site": site, "sec-fetch-mode": "no-cors", "sec-fetch-dest": "script"}
    assert browser.client.get("/static/desk.js", headers=fetched).status_code == 403
    framed = {"sec-fetch-site": site, "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"}
    assert browser.client.get("/", headers=framed).status_code == 403
    linked = {"sec-fetch-site": site, "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert browser.client.get("/", headers=linked).status_code == 200


def test_what_changes_something_needs_the_token_of_the_page(browser, desk) -> None:
    for query in ("", "?csrf=", f"?csrf={'0' * 32}", f"?csrf={desk.browser().csrf}"):
        answer = browser.client.post(f"/delete{query}", headers={"origin": browser.origin})
        assert answer.status_code == 403


def test_every_answer_says_what_a_browser_may_do_with_it(browser) -> None:
    for path in ("/", "/static/desk.js", "/nowhere", "/api/cases"):
        headers = browser.client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-origin" not in headers
    assert "server" not in browser.client.get("/").headers


# ── what is sent ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../../etc/passwd",
        "/static/%2e%2e%2fbase.html.j2",
        "/static/base.html.j2",
        "/cases/../../etc/passwd",
        "/cases/%2e%2e/report",
    ],
)
def test_no_path_of_a_request_is_one_of_the_disk(browser, path) -> None:
    assert browser.client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\王\\说明.docx", "说明.docx"),
        ("a\x00b\n\u202e.txt", "ab.txt"),
        ("..", "文件"),
        ("", "文件"),
        ("很" * 300 + ".docx", "很" * 115 + ".docx"),
    ],
)
def test_a_name_is_only_a_name(given, kept) -> None:
    assert clean(given) == kept


def test_names_and_texts_are_escaped(browser) -> None:
    name = "<img src=x onerror=alert(1)>.txt"
    page = browser.wait(
        browser.send(
            "/lint", files=[("own", (name, SMALL.replace("决算", "<script>alert(1)</script>").encode()))]
        ).url.path
    )
    text = browser.client.get(page).text
    assert "<img" not in text
    assert "&lt;img" in text
    assert "<script>alert" not in browser.client.get(f"{page}/report").text


def test_a_report_is_in_a_frame_without_an_origin(browser) -> None:
    page = browser.check(FAULTY)
    policy = browser.client.get(f"{page}/report").headers["content-security-policy"]
    assert policy == "sandbox allow-scripts; frame-ancestors 'self'"
    assert 'sandbox="allow-scripts"' in browser.client.get(page).text


def test_a_download_has_a_name_that_no_header_breaks_on(browser) -> None:
    page = browser.wait(browser.send("/lint", files=[("own", ('说"; x=\\明\r\n.txt', SMALL.encode()))]).url.path)
    answer = browser.client.get(f"{page}/files/xlsx")
    assert answer.status_code == 200
    said = answer.headers["content-disposition"]
    assert said.startswith("attachment; filename=\"gouji.xlsx\"; filename*=UTF-8''")
    assert said.count(";") == 2


def test_too_much_is_refused_before_it_is_read(tmp_path) -> None:
    with running(tmp_path, upload=1) as small, small.program() as client:
        big = b"x" * (3 << 20)
        assert client.post("/api/lint", files={"files": ("大.txt", big)}).status_code == 413

        def parts():
            yield b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
            for _ in range(40):
                yield b"x" * 65536
            yield b"\r\n--b--\r\n"

        answer = client.post("/api/lint", content=parts(), headers={"content-type": "multipart/form-data; boundary=b"})
        assert answer.status_code == 413
        assert client.get("/api/cases").json() == []


def test_a_file_above_the_limit_of_files_is_refused(browser) -> None:
    answer = browser.send("/lint", files=[("own", ("大.txt", b"x" * (21 << 20)))])
    assert answer.status_code == 400
    assert "超过上限 20 MB" in answer.text


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [("程序.exe", b"MZ", "读不了"), ("空.txt", b"", "空的"), ("坏.docx", b"PK\x03\x04 broken", "打不开")],
)
def test_what_cannot_be_read_is_said_in_one_sentence(browser, name, data, said) -> None:
    page = browser.send("/lint", files=[("own", (name, data))])
    text = browser.client.get(browser.wait(page.url.path)).text if page.url.path.startswith("/cases") else page.text
    assert said in text
    assert "Traceback" not in text


# ── what is kept ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_deleted_is_gone_from_the_disk(tmp_path) -> None:
    secret = "这一句只在这个文件里".encode()
    with running(tmp_path) as desk:
        browser = desk.browser()
        page = browser.wait(browser.send("/lint", files=[("own", ("密.txt", SMALL.encode() + secret))]).url.path)
        assert any(secret in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
        assert browser.send(f"{page}/delete").url.path == "/"
        assert browser.client.get(page).status_code == 404
    assert not any(secret in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_what_nobody_touches_is_forgotten_in_time(tmp_path) -> None:
    with running(tmp_path, keep=3) as desk:
        browser = desk.browser()
        page = browser.wait(browser.send("/lint", files=[("own", ("旧.txt", SMALL.encode()))]).url.path)
        assert desk.desk.store.forget(time.time() + 2 * 86400) == 0
        assert browser.client.get(page).status_code == 200
        assert desk.desk.store.forget(time.time() + 4 * 86400) == 1
        assert desk.desk.store.session("x") == ""


def test_a_database_of_another_version_is_not_touched(tmp_path) -> None:
    database = sqlite3.connect(tmp_path / "gouji.sqlite3")
    database.execute("CREATE TABLE batches (id TEXT)")
    database.commit()
    database.close()
    with pytest.raises(SettingsError, match="另一个版本"):
        desk_for(Settings(tmp_path, key="x"))


def test_the_data_folder_is_its_owner_s_alone(desk) -> None:
    assert desk.desk.settings.data.stat().st_mode & 0o077 == 0


def test_no_secret_goes_into_a_log(tmp_path, caplog, capfd) -> None:
    caplog.set_level(logging.DEBUG)
    with running(tmp_path, token="a token of the office") as office:
        browser = office.browser()
        browser.client.post("/login", data={"secret": "a wrong token"}, headers={"origin": browser.origin})
        csrf = browser.csrf
        browser.send("/lint", files=[("own", ("一.txt", SMALL.encode()))])
        cookie = next(iter(browser.client.cookies.values()))
    out = "".join(record.getMessage() for record in caplog.records if not record.name.startswith("http")) + "".join(
        capfd.readouterr()
    )
    for secret in ("a token of the office", "a wrong token", cookie, csrf):
        assert secret not in out
