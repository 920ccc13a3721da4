/** The whole extension and its language client, against a stand-in of the editor and a server that is a real process. */

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, test } from "node:test";

import * as real from "vscode";

import { activate, deactivate } from "../src/extension";
import type * as StandIn from "./vscode";

const vscode = real as unknown as typeof StandIn;
const { answers, configure, openDocument, seen } = vscode;
const STUB = resolve("test/stub.mjs");
const windows = process.platform === "win32" && "the stub is started by its first line";

const subscriptions: { dispose(): void }[] = [];

afterEach(async () => {
  await deactivate();
  subscriptions.splice(0).forEach((each) => each.dispose());
  delete process.env["STUB_BROKEN"];
  delete process.env["STUB_CALLS"];
  delete process.env["STUB_OLD"];
  delete process.env["STUB_CRASHES"];
  for (const list of [seen.messages, seen.log, seen.items, seen.executed, seen.applied, vscode.diagnostics]) {
    list.length = 0;
  }
  answers.button = undefined;
  openDocument(undefined);
});

async function start(path: string): Promise<void> {
  Object.assign(vscode.settings, { path, tables: [] });
  await activate({ subscriptions } as unknown as real.ExtensionContext);
}

async function until(met: () => boolean): Promise<void> {
  for (let tries = 0; tries < 300 && !met(); tries++) {
    await new Promise((done) => setTimeout(done, 20));
  }
  assert.ok(met(), JSON.stringify(seen));
}

async function run(command: string): Promise<void> {
  await seen.commands.get(`gouji.client.${command}`)?.();
}

test("the server is started, and the coverage shown for the document in front", { skip: windows }, async () => {
  openDocument("/说明.md");
  vscode.diagnostics.push({ source: "gouji", severity: 0 }, { source: "gouji", severity: 2 }, { source: "别的", severity: 0 });
  await start(STUB);
  await until(() => seen.items[0]?.visible === true);
  assert.equal(seen.items[0]?.text, "$(error) 勾稽 80% · 1 个问题");
  openDocument("/别的.md");
  assert.equal(seen.items[0]?.visible, false);
  assert.deepEqual(seen.messages, []);
});

test("a missing program is one message, whose button opens the setting", async () => {
  answers.button = "打开设置";
  await start("/没有/gouji");
  await until(() => seen.executed.length > 0);
  assert.equal(seen.messages.length, 1);
  assert.match(seen.messages[0] ?? "", /没有找到 gouji.*\/没有\/gouji/);
  assert.deepEqual(seen.executed, [["workbench.action.openSettings", { query: "gouji.path" }]]);
});

test("away from this machine the button opens the settings of the other", async () => {
  answers.button = "打开设置";
  Object.assign(vscode.env, { remoteName: "wsl" });
  await start("/没有/gouji");
  await until(() => seen.executed.length > 0);
  Object.assign(vscode.env, { remoteName: undefined });
  assert.equal(seen.executed[0]?.[0], "workbench.action.openRemoteSettings");
});

test("a program that ends at once is one message", { skip: windows }, async () => {
  process.env["STUB_BROKEN"] = "1";
  await start(STUB);
  assert.deepEqual(seen.messages, ["gouji 没有运行起来，暂不核对；原因见输出，改好后请用“勾稽：重新启动”。"]);
  delete process.env["STUB_BROKEN"];
  openDocument("/说明.md");
  await run("restart");
  await until(() => seen.items[0]?.visible === true);
});

test("a server that keeps crashing is started again three times, and then that is said once", { skip: windows }, async () => {
  const calls = join(mkdtempSync(join(tmpdir(), "gouji-")), "calls");
  Object.assign(process.env, { STUB_CALLS: calls, STUB_CRASHES: "1" });
  await start(STUB);
  await until(() => seen.messages.length > 0);
  await new Promise((done) => setTimeout(done, 500));
  assert.equal(seen.messages.length, 1);
  assert.equal(readFileSync(calls, "utf8"), `lsp --help\n${"lsp\n".repeat(4)}`);
});

test("a changed setting starts it again with the new options", { skip: windows }, async () => {
  const calls = join(mkdtempSync(join(tmpdir(), "gouji-")), "calls");
  process.env["STUB_CALLS"] = calls;
  await start(STUB);
  configure({ tables: ["公开表.xlsx"] });
  await until(() => readFileSync(calls, "utf8") === "lsp --help\nlsp\n".repeat(2));
});

test("a section is drafted at the cursor, or it is said that there is none", { skip: windows }, async () => {
  openDocument("/说明.md");
  await start(STUB);
  await run("draftSection");
  const [edit] = seen.applied as InstanceType<typeof vscode.WorkspaceEdit>[];
  assert.deepEqual(edit?.inserted, [["file:///%E8%AF%B4%E6%98%8E.md", 0, 1, "起草于 file:///%E8%AF%B4%E6%98%8E.md。"]]);
  const editor = { document: { uri: vscode.Uri.file("/说明.md") }, selection: { active: new vscode.Position(5, 0) } };
  vscode.window.activeTextEditor = editor;
  await run("draftSection");
  assert.match(seen.messages[0] ?? "", /^这里没有可以起草的内容/);
});

test("a server that cannot draft is not asked", { skip: windows }, async () => {
  process.env["STUB_OLD"] = "1";
  openDocument("/说明.md");
  await start(STUB);
  await run("draftSection");
  assert.match(seen.messages[0] ?? "", /^这一版 gouji 还不能/);
  assert.deepEqual(seen.applied, []);
});

test("the page of the rule at the cursor is opened", { skip: windows }, async () => {
  openDocument("/说明.md");
  await start(STUB);
  const range = new vscode.Range(new vscode.Position(0, 0), new vscode.Position(0, 4));
  vscode.diagnostics.push({ source: "别的", code: "X101", range }, { source: "gouji", code: { value: "A103" }, range });
  await run("openRule");
  assert.equal(String(seen.executed[0]?.[1]), "gouji-rule:///A103.md");
});
