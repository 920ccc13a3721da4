/** The user's settings, and what the server is told of them. */

import * as path from "node:path";

export interface Settings {
  readonly path: string;
  readonly tables: string;
  readonly inlayHints: boolean;
}

/** What the server gets with its initialize request. */
export interface Options {
  readonly tables?: string;
  readonly inlayHints: boolean;
}

/** Reads the settings from the section "gouji" of a configuration. */
export function readSettings(get: <T>(key: string, otherwise: T) => T): Settings {
  return { path: get("path", ""), tables: get("tables", ""), inlayHints: get("inlayHints", true) };
}

/** The arguments of the server. */
export function serverArguments(program: readonly string[]): string[] {
  return [...program, "lsp"];
}

/** The options of the initialize request; the workbook as a full path. */
export function serverOptions(settings: Settings, folder: string | undefined): Options {
  const tables = settings.tables.trim();
  return { ...(tables && { tables: folder ? path.resolve(folder, tables) : tables }), inlayHints: settings.inlayHints };
}
