/** The item of the status bar: the coverage of the document in front. */

import * as vscode from "vscode";

import { type Coverage, type Problems, isCoverage, statusText, statusTooltip } from "./coverage";

export class Status implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("gouji.coverage", vscode.StatusBarAlignment.Right, 90);
  private readonly known = new Map<string, Coverage>();
  private readonly listening: vscode.Disposable[];

  constructor() {
    this.item.name = "勾稽：核对了多少";
    this.item.command = "workbench.actions.view.problems";
    this.listening = [
      vscode.window.onDidChangeActiveTextEditor(() => this.show()),
      vscode.workspace.onDidCloseTextDocument((document) => this.known.delete(document.uri.toString())),
    ];
  }

  /** Takes what the server says of a document. */
  take(message: unknown): void {
    if (isCoverage(message)) {
      this.known.set(vscode.Uri.parse(message.uri).toString(), message);
      this.show();
    }
  }

  /** Forgets everything: the server has ended. */
  clear(): void {
    this.known.clear();
    this.show();
  }

  dispose(): void {
    vscode.Disposable.from(this.item, ...this.listening).dispose();
  }

  private show(): void {
    const document = vscode.window.activeTextEditor?.document;
    const coverage = document && this.known.get(document.uri.toString());
    if (!coverage) {
      this.item.hide();
      return;
    }
    this.item.text = statusText(coverage, problems(document.uri));
    this.item.tooltip = statusTooltip(coverage);
    this.item.show();
  }
}

/** What gouji found in a document; it is told before the coverage is. */
function problems(uri: vscode.Uri): Problems {
  const found = vscode.languages.getDiagnostics(uri).filter((each) => each.source === "gouji");
  const count = (severity: vscode.DiagnosticSeverity) => found.filter((each) => each.severity === severity).length;
  return { errors: count(vscode.DiagnosticSeverity.Error), warnings: count(vscode.DiagnosticSeverity.Warning) };
}
