/** The command 起草本节: the server drafts, the editor inserts. */

import * as vscode from "vscode";
import { ExecuteCommandRequest, type LanguageClient, type WorkspaceEdit } from "vscode-languageclient/node";

const COMMAND = "gouji.draftSection";

/** Asks for the section at the cursor; the answer is an edit, or a text for the place of the cursor. */
export async function draftSection(client: LanguageClient, editor: vscode.TextEditor): Promise<void> {
  if (!client.initializeResult?.capabilities.executeCommandProvider?.commands.includes(COMMAND)) {
    void vscode.window.showInformationMessage("这一版 gouji 还不能在编辑器里起草，请用 gouji draft，或升级 gouji。");
    return;
  }
  const place = editor.selection.active;
  const convert = client.code2ProtocolConverter;
  const answer: unknown = await client.sendRequest(ExecuteCommandRequest.type, {
    command: COMMAND,
    arguments: [convert.asUri(editor.document.uri), convert.asPosition(place)],
  });
  const edit = await asEdit(client, answer, editor.document.uri, place);
  if (!edit) {
    void vscode.window.showInformationMessage("这里没有可以起草的内容：请把光标放在有报表的一节里。");
  } else if (!(await vscode.workspace.applyEdit(edit))) {
    void vscode.window.showWarningMessage("起草的内容没能写进去：文件刚才改过，请再试一次。");
  }
}

async function asEdit(
  client: LanguageClient,
  answer: unknown,
  uri: vscode.Uri,
  place: vscode.Position,
): Promise<vscode.WorkspaceEdit | undefined> {
  if (typeof answer === "string" && answer) {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, place, answer);
    return edit;
  }
  if (typeof answer === "object" && answer !== null && ("changes" in answer || "documentChanges" in answer)) {
    return client.protocol2CodeConverter.asWorkspaceEdit(answer as WorkspaceEdit);
  }
  return undefined;
}
