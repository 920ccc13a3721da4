/** What the extension changes in the answers of the server. */

import assert from "node:assert/strict";
import { test } from "node:test";

import * as real from "vscode";

import { middleware } from "../src/middleware";
import type * as StandIn from "./vscode";

const { seen } = real as unknown as typeof StandIn;
const never = undefined as never;

test("the code of a finding leads to the rendered page", () => {
  const found = [{ code: { value: "A103", target: real.Uri.parse("file:///tmp/A103.md") } }, { code: "X" }];
  let shown: unknown[] = [];
  middleware.handleDiagnostics?.(real.Uri.file("/说明.md"), found as never, (_uri, all) => void (shown = all));
  assert.equal(String((shown[0] as typeof found[0] & { code: { target: unknown } }).code.target), "gouji-rule:///A103.md");
  assert.equal((shown[1] as { code: unknown }).code, "X");
});

test("so does the action that opens it; other commands go to the server", async () => {
  const asked: string[] = [];
  const next = (command: string) => void asked.push(command);
  seen.executed.length = 0;
  await middleware.executeCommand?.("gouji.openRule", ["A103"], next);
  await middleware.executeCommand?.("gouji.draftSection", [], next);
  assert.deepEqual(seen.executed.map(([name, uri]) => [name, String(uri)]), [["markdown.showPreview", "gouji-rule:///A103.md"]]);
  assert.deepEqual(asked, ["gouji.draftSection"]);
});

test("headings that Markdown lists are not listed twice", async () => {
  const lines = ["# 第三部分", "支出决算表", "一、收入情况"];
  const symbol = (line: number, ...children: unknown[]) => ({ name: lines[line], selectionRange: { start: line }, children });
  const outline = () => [symbol(0, symbol(1)), symbol(2)] as never;
  const names = async (languageId: string) => {
    const document = { languageId, lineAt: (line: number) => ({ text: lines[line] }) };
    const symbols = await middleware.provideDocumentSymbols?.(document as never, never, outline);
    return symbols?.map((each) => each.name);
  };
  assert.deepEqual(await names("markdown"), ["支出决算表", "一、收入情况"]);
  assert.deepEqual(await names("plaintext"), ["# 第三部分", "一、收入情况"]);
});
