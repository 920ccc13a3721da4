/** What the editor does better by itself: it shows the pages of rules rendered, and has an outline of Markdown. */

import * as vscode from "vscode";
import type { Middleware } from "vscode-languageclient/node";

import { ruleCode } from "./rules";

export const PAGE = "gouji-rule";

const OPEN_RULE = "gouji.openRule";
const HEADING = /^ {0,3}#{1,6}\s/;

/** Opens the page of a rule. */
export async function showRule(code: string): Promise<void> {
  await vscode.commands.executeCommand("markdown.showPreview", page(code));
}

export const middleware: Middleware = {
  handleDiagnostics(uri, diagnostics, next) {
    for (const each of diagnostics) {
      const code = ruleCode(each.code);
      if (code !== undefined) {
        each.code = { value: code, target: page(code) };
      }
    }
    next(uri, diagnostics);
  },
  executeCommand(command, args, next) {
    const code = command === OPEN_RULE ? ruleCode(args[0]) : undefined;
    return code === undefined ? next(command, args) : showRule(code);
  },
  async provideDocumentSymbols(document, token, next) {
    const symbols = await next(document, token);
    return document.languageId === "markdown" && isTree(symbols) ? beyondMarkdown(symbols, document) : symbols;
  },
};

function page(code: string): vscode.Uri {
  return vscode.Uri.parse(`${PAGE}:/${code}.md`);
}

function isTree(
  symbols: vscode.DocumentSymbol[] | vscode.SymbolInformation[] | null | undefined,
): symbols is vscode.DocumentSymbol[] {
  return symbols?.every((each) => "children" in each) ?? false;
}

/** The symbols that are no headings of Markdown's, which the editor lists anyway. */
function beyondMarkdown(symbols: vscode.DocumentSymbol[], document: vscode.TextDocument): vscode.DocumentSymbol[] {
  return symbols.flatMap((each) => {
    const children = beyondMarkdown(each.children, document);
    if (HEADING.test(document.lineAt(each.selectionRange.start).text)) {
      return children;
    }
    each.children = children;
    return [each];
  });
}
