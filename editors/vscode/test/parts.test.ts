/** The parts that know nothing of the editor. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { isCoverage, statusText, statusTooltip } from "../src/coverage";
import { Patience } from "../src/patience";
import { parseRules, ruleCode } from "../src/rules";
import { type Machine, findProgram } from "../src/server";
import { readSettings, serverArguments, serverOptions } from "../src/settings";

function machine(files: string[], platform: NodeJS.Platform = "linux"): Machine {
  const searchPath = platform === "win32" ? "C:\\bin;D:\\工具" : "/usr/bin:/opt/bin";
  return { platform, home: "/home/某人", searchPath, isFile: (file) => files.includes(file) };
}

test("the program of the setting comes first, and nothing replaces it", () => {
  const all = ["/w/.venv/bin/python", "/w/.venv/bin/gouji", "/usr/bin/gouji", "/home/某人/g/gouji", "/w/bin/gouji"];
  const find = (setting: string) => findProgram(setting, ["/w"], machine(all))?.command;
  assert.equal(find("/usr/bin/gouji"), "/usr/bin/gouji");
  assert.equal(find("~/g/gouji"), "/home/某人/g/gouji");
  assert.equal(find("${workspaceFolder}/bin/gouji"), "/w/bin/gouji");
  assert.equal(find(" bin/gouji "), "/w/bin/gouji");
  assert.equal(find("/nowhere/gouji"), undefined);
  assert.equal(find("bin/没有"), undefined);
});

test("a name alone is one on PATH", () => {
  const find = (setting: string, files: string[], platform?: NodeJS.Platform) =>
    findProgram(setting, [], machine(files, platform))?.command;
  assert.equal(find("gouji-test", ["/usr/bin/gouji", "/opt/bin/gouji-test"]), "/opt/bin/gouji-test");
  assert.equal(find("gouji", ["C:\\bin\\gouji.exe"], "win32"), "C:\\bin\\gouji.exe");
  assert.equal(find("C:\\别处\\gouji", ["C:\\别处\\gouji.exe"], "win32"), "C:\\别处\\gouji.exe");
});

test("then the Python of the first .venv that has gouji", () => {
  const files = ["/a/.venv/bin/python", "/b/.venv/bin/python", "/b/.venv/bin/gouji", "/usr/bin/gouji"];
  const found = findProgram("", ["/a", "/b"], machine(files));
  assert.deepEqual(found, { command: "/b/.venv/bin/python", args: ["-m", "gouji"] });
  const windows = ["C:\\w\\.venv\\Scripts\\python.exe", "C:\\w\\.venv\\Scripts\\gouji.exe"];
  assert.equal(findProgram("", ["C:\\w"], machine(windows, "win32"))?.command, windows[0]);
});

test("then the one on PATH, or none", () => {
  assert.deepEqual(findProgram("", ["/w"], machine(["/opt/bin/gouji"])), { command: "/opt/bin/gouji", args: [] });
  assert.equal(findProgram("", [], machine(["D:\\工具\\gouji.exe"], "win32"))?.command, "D:\\工具\\gouji.exe");
  assert.equal(findProgram("", ["/w"], machine([])), undefined);
});

test("settings become arguments and options", () => {
  const values: Record<string, unknown> = { tables: ["表/公开表.xlsx", " "], inlayHints: true };
  const settings = readSettings((key, otherwise) => (values[key] ?? otherwise) as typeof otherwise);
  assert.deepEqual(settings, { path: "", tables: ["表/公开表.xlsx", " "], inlayHints: true });
  assert.deepEqual(serverArguments(["-m", "gouji"]), ["-m", "gouji", "lsp"]);
  assert.deepEqual(serverOptions(settings, "/w"), { tables: ["/w/表/公开表.xlsx"], hints: true });
  assert.deepEqual(serverOptions({ path: "", tables: [], inlayHints: false }, undefined), { hints: false });
});

test("the coverage in the status bar", () => {
  const coverage = { uri: "file:///a.md", numbers: 186, tied: 40, recomputed: 94, failed: 16, unchecked: 36 };
  const none = { errors: 0, warnings: 0 };
  assert.equal(statusText(coverage, { errors: 10, warnings: 2 }), "$(error) 勾稽 81% · 12 个问题");
  assert.equal(statusText(coverage, { errors: 0, warnings: 2 }), "$(warning) 勾稽 81% · 2 个问题");
  assert.match(statusTooltip(coverage), /^正文数字 186 个，已核对 150 个（81%）：对上报表 40，重新计算 94，/);
  assert.equal(statusText({ ...coverage, failed: 0 }, none), "$(check) 勾稽 81%");
  assert.equal(statusText({ ...coverage, numbers: 0 }, none), "$(dash) 勾稽");
  assert.equal(statusText({ ...coverage, numbers: 0 }, { errors: 1, warnings: 0 }), "$(error) 勾稽 · 1 个问题");
  assert.ok(isCoverage(coverage));
  for (const other of [null, 3, {}, { ...coverage, tied: "40" }, { ...coverage, uri: undefined }]) {
    assert.ok(!isCoverage(other));
  }
});

test("a server that keeps ending is left alone", () => {
  const patience = new Patience();
  assert.deepEqual([0, 1, 2, 3].map((second) => patience.again(second * 1000)), [true, true, true, false]);
  assert.ok(patience.again(400_000));
});

test("rules are told from diagnostics and from the list", () => {
  assert.equal(ruleCode("A103"), "A103");
  assert.equal(ruleCode({ value: "D101", target: {} }), "D101");
  for (const other of [undefined, 103, "--help", "A103 x", { value: 1 }]) {
    assert.equal(ruleCode(other), undefined);
  }
  const listing = "A103  错误  完成率与预算数、决算数对不上  [completion-rate]\r\n\r\n别的\n";
  assert.deepEqual(parseRules(listing), [{ code: "A103", title: "完成率与预算数、决算数对不上" }]);
});
