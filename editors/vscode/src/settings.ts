/** The user's settings, and what the server is told of them. */

import * as path from "node:path";

export interface Settings {
  readonly path: string;
  readonly tables: readonly string[];
  readonly inlayHints: boolean;
}

/** What the server gets with its initialize request. */
export interface Options {
  readonly tables?: readonly string[];
  readonly hints: boolean;
}

/** Reads the settings from the section "gouji" of a configuration. */
export function readSettings(get: <T>(key: string, otherwise: T) => T): Settings {
  return { path: get("path", ""), tables: get<string[]>("tables", []), inlayHints: get("inlayHints", false) };
}

/** The arguments of the server. */
export function serverArguments(program: readonly string[]): string[] {
  return [...program, "lsp"];
}

/** The options of the initialize request; files as full paths. */
export function serverOptions(settings: Settings, folder: string | undefined): Options {
  const tables = settings.tables.filter((file) => file.trim()).map((file) => path.resolve(folder ?? "", file.trim()));
  return { ...(tables.length && { tables }), hints: settings.inlayHints };
}
