/** Starts gouji beside the editor, and gives the editor its commands. */

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";

import { newClient } from "./client";
import { draftSection } from "./drafting";
import { thisMachine } from "./machine";
import { PAGE, showRule } from "./middleware";
import { type Entry, output, parseRules, ruleCode } from "./rules";
import { type Program, findProgram } from "./server";
import { type Settings, readSettings, serverOptions } from "./settings";
import { Status } from "./status";

let extension: Extension | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  extension = new Extension(context);
  await extension.start();
}

export async function deactivate(): Promise<void> {
  await extension?.stop();
}

class Extension {
  private readonly log = vscode.window.createOutputChannel("勾稽");
  private readonly status = new Status();
  private client: LanguageClient | undefined;
  private turn: Promise<void> = Promise.resolve();

  constructor(context: vscode.ExtensionContext) {
    const register = vscode.commands.registerCommand;
    context.subscriptions.push(
      this.log,
      this.status,
      register("gouji.client.draftSection", () => this.draft()),
      register("gouji.client.restart", () => this.start()),
      register("gouji.client.openRule", () => this.openRule()),
      vscode.workspace.registerTextDocumentContentProvider(PAGE, {
        provideTextDocumentContent: (uri) => this.page(uri.path.slice(1, -".md".length)),
      }),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (["path", "tables", "inlayHints"].some((key) => change.affectsConfiguration(`gouji.${key}`))) {
          void this.start();
        }
      }),
    );
  }

  /** Starts the server, or starts it again; one after the other, however often it is asked for. */
  start(): Promise<void> {
    this.turn = this.turn.then(() => this.startNow());
    return this.turn;
  }

  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.status.clear();
    if (client?.needsStop()) {
      await client.stop();
    }
  }

  private async startNow(): Promise<void> {
    await this.stop();
    const program = this.program();
    if (!program) {
      void this.tellMissing();
      return;
    }
    this.log.appendLine(`启动：${[program.command, ...program.args].join(" ")} lsp`);
    const folder = folders()[0];
    const client = newClient(program, serverOptions(settings(), folder), folder, this.log, () => void this.tellFailed());
    client.onNotification("gouji/coverage", (message: unknown) => this.status.take(message));
    this.client = client;
    try {
      await output(program, "lsp", "--help"); // a gouji without it, or a broken one, says here what it lacks
      await client.start();
    } catch (error) {
      this.log.appendLine(String(error));
    }
    if (!client.isRunning()) {
      void this.tellFailed();
    }
  }

  private program(): Program | undefined {
    return findProgram(settings().path, folders(), thisMachine);
  }

  private async draft(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (!editor) {
      return;
    }
    if (!this.client?.isRunning()) {
      void this.tellFailed();
      return;
    }
    try {
      await draftSection(this.client, editor);
    } catch (error) {
      void vscode.window.showErrorMessage(`没能起草：${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private async openRule(): Promise<void> {
    const code = codeAtCursor() ?? (await this.choose());
    if (code) {
      await showRule(code);
    }
  }

  private async choose(): Promise<string | undefined> {
    const entries = parseRules(await this.told("rules"));
    const items = entries.map((entry: Entry) => ({ label: entry.code, description: entry.title }));
    return (await vscode.window.showQuickPick(items, { placeHolder: "哪一条规则", matchOnDescription: true }))?.label;
  }

  private async page(code: string): Promise<string> {
    return (await this.told("rule", code)) || `没有取得规则 ${code} 的说明。`;
  }

  /** What gouji writes, or nothing and a message. */
  private async told(...args: string[]): Promise<string> {
    const program = this.program();
    if (!program) {
      void this.tellMissing();
      return "";
    }
    return output(program, ...args).catch((error: unknown) => {
      this.log.appendLine(String(error));
      void this.tellFailed();
      return "";
    });
  }

  private async tellMissing(): Promise<void> {
    const wanted = settings().path;
    const message = wanted
      ? `没有找到 gouji：设置 gouji.path 写的是“${wanted}”，那里没有这个程序。`
      : '没有找到 gouji：请先安装（pip install "gouji[lsp]"），或在设置 gouji.path 里写明它的位置，然后重新启动。';
    if (await vscode.window.showErrorMessage(message, "打开设置")) {
      const place = vscode.env.remoteName === undefined ? "openSettings" : "openRemoteSettings"; // where its tab is
      await vscode.commands.executeCommand(`workbench.action.${place}`, { query: "gouji.path" });
    }
  }

  private async tellFailed(): Promise<void> {
    const message = "gouji 没有运行起来，暂不核对；原因见输出，改好后请用“勾稽：重新启动”。";
    if (await vscode.window.showErrorMessage(message, "查看输出")) {
      this.log.show();
    }
  }
}

function settings(): Settings {
  const configuration = vscode.workspace.getConfiguration("gouji");
  return readSettings((key, otherwise) => configuration.get(key, otherwise));
}

function folders(): string[] {
  return (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath);
}

/** The rule of the finding the cursor is in. */
function codeAtCursor(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (!editor) {
    return undefined;
  }
  const here = vscode.languages
    .getDiagnostics(editor.document.uri)
    .filter((each) => each.source === "gouji" && each.range.contains(editor.selection.active));
  return here.map((each) => ruleCode(each.code)).find((code) => code !== undefined);
}
