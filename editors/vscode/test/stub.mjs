#!/usr/bin/env node
// A server that speaks just enough of the protocol: it answers, tells a coverage, and drafts one sentence.
import { appendFileSync } from "node:fs";

const [command, code] = process.argv.slice(2);
if (process.env.STUB_CALLS) {
  appendFileSync(process.env.STUB_CALLS, `${process.argv.slice(2).join(" ")}\n`);
}
if (process.env.STUB_BROKEN) {
  process.exit(2);
}
if (command === "rules") {
  console.log("A103  错误  完成率与预算数、决算数对不上  [completion-rate]");
} else if (command === "rule") {
  console.log(`# ${code} 说明`);
} else if (command === "lsp" && code !== "--help") {
  serve();
}

function serve() {
  let rest = Buffer.alloc(0);
  process.stdin.on("data", (part) => {
    rest = Buffer.concat([rest, part]);
    for (;;) {
      const header = /^Content-Length: (\d+)\r\n(?:[^\r\n]+\r\n)*\r\n/.exec(rest.toString("latin1"));
      if (!header || rest.length < header[0].length + Number(header[1])) {
        return;
      }
      const end = header[0].length + Number(header[1]);
      answer(JSON.parse(rest.subarray(header[0].length, end).toString()));
      rest = rest.subarray(end);
    }
  });
}

function send(message) {
  const body = JSON.stringify({ jsonrpc: "2.0", ...message });
  process.stdout.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

function answer({ id, method, params }) {
  if (method === "initialize") {
    const commands = process.env.STUB_OLD ? [] : ["gouji.draftSection"];
    send({ id, result: { capabilities: { executeCommandProvider: { commands } } } });
  } else if (method === "initialized" && process.env.STUB_CRASHES) {
    process.exit(3);
  } else if (method === "initialized") {
    const coverage = { uri: "file:///%E8%AF%B4%E6%98%8E.md", numbers: 10, tied: 4, recomputed: 3, failed: 1, unchecked: 2 };
    send({ method: "gouji/coverage", params: coverage });
  } else if (method === "workspace/executeCommand") {
    const [uri, place] = params.arguments;
    send({ id, result: place.line ? null : `起草于 ${uri}。` });
  } else if (method === "exit") {
    process.exit(0);
  } else if (id !== undefined) {
    send({ id, result: null });
  }
}
