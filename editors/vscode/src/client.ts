/** The language client: one server over standard input and output, whose troubles are told in one sentence. */

import * as vscode from "vscode";
import {
  CloseAction,
  type CloseHandlerResult,
  ErrorAction,
  type ErrorHandler,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
} from "vscode-languageclient/node";

import { environment } from "./machine";
import { middleware } from "./middleware";
import { Patience } from "./patience";
import type { Program } from "./server";
import { type Options, serverArguments } from "./settings";

/** Keeps the library's English pop-ups and what fails in stopping in the log; the extension has its own words. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }

  override async stop(timeout?: number): Promise<void> {
    try {
      await super.stop(timeout);
    } catch (error) {
      this.outputChannel.appendLine(String(error));
    }
  }
}

/** A client that is ready to be started; `gaveUp` is called when the server keeps ending. */
export function newClient(
  program: Program,
  options: Options,
  folder: string | undefined,
  log: vscode.OutputChannel,
  gaveUp: () => void,
): LanguageClient {
  let ran = false;
  const settled: LanguageClientOptions = {
    documentSelector: ["markdown", "plaintext"].flatMap((language) =>
      ["file", "untitled"].map((scheme) => ({ scheme, language })),
    ),
    initializationOptions: options,
    outputChannel: log,
    middleware,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    errorHandler: errorHandler(() => ran, gaveUp),
    initializationFailedHandler: () => false,
  };
  const run = {
    command: program.command,
    args: serverArguments(program.args),
    options: { env: environment(), ...(folder !== undefined && { cwd: folder }) },
  };
  const client = new QuietClient("gouji", "勾稽", run, settled);
  client.onDidChangeState(({ newState }) => {
    ran ||= newState === State.Running;
  });
  return client;
}

/** A server that ended before it ever ran is not started again: whoever started it is told. */
function errorHandler(ran: () => boolean, gaveUp: () => void): ErrorHandler {
  const patience = new Patience();
  return {
    error: () => ({ action: ErrorAction.Continue, handled: true }),
    closed(): CloseHandlerResult {
      if (!ran()) {
        return { action: CloseAction.DoNotRestart, handled: true };
      }
      if (patience.again(Date.now())) {
        return { action: CloseAction.Restart, handled: true };
      }
      gaveUp();
      return { action: CloseAction.DoNotRestart, handled: true };
    },
  };
}
