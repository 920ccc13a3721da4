/** The machine the editor runs on. */

import { statSync } from "node:fs";
import { homedir } from "node:os";

import type { Machine } from "./server";

export const thisMachine: Machine = {
  platform: process.platform,
  home: homedir(),
  get searchPath() {
    return process.env["PATH"] ?? "";
  },
  isFile: (file) => statSync(file, { throwIfNoEntry: false })?.isFile() ?? false,
};

/** The environment gouji runs in: it writes UTF-8, also where the system has another encoding. */
export function environment(): NodeJS.ProcessEnv {
  return { ...process.env, PYTHONUTF8: "1" };
}
