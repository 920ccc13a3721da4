/** The server of this tree, started as the extension starts it. Without `gouji lsp` here, this is skipped. */

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { test } from "node:test";

import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageclient/node";

import { environment, thisMachine } from "../src/machine";
import { findProgram } from "../src/server";
import { readSettings, serverArguments, serverOptions } from "../src/settings";

const root = resolve("../..");
const program = findProgram(process.env["GOUJI"] ?? "", [root], thisMachine);
const there = program && spawnSync(program.command, [...program.args, "lsp", "--help"]).status === 0;

test("gouji lsp answers initialize", { skip: !there && "no gouji lsp in this tree", timeout: 60_000 }, async () => {
  assert.ok(program);
  const server = spawn(program.command, serverArguments(program.args), { env: environment() });
  const connection = createMessageConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  connection.listen();
  const initializationOptions = serverOptions(readSettings((_key, otherwise) => otherwise), root);
  const params = { processId: process.pid, rootUri: null, capabilities: {}, initializationOptions };
  const answer: { capabilities: object } = await connection.sendRequest("initialize", params);
  assert.ok("textDocumentSync" in answer.capabilities);
  await connection.sendNotification("initialized", {});
  await connection.sendRequest("shutdown");
  await connection.sendNotification("exit");
  assert.equal(await new Promise((done) => server.once("exit", done)), 0);
});
