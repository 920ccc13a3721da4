/** Where the gouji program is, and how it is called. */

import * as path from "node:path";

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

/** What of the machine decides where a program is found. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly searchPath: string;
  isFile(file: string): boolean;
}

/** The program the setting names; without one, that of a folder's .venv, or else of PATH. Undefined if there is none. */
export function findProgram(setting: string, folders: readonly string[], machine: Machine): Program | undefined {
  if (setting.trim()) {
    const command = expanded(setting.trim(), folders, machine);
    return machine.isFile(command) ? { command, args: [] } : undefined;
  }
  return ofFolders(folders, machine) ?? ofSearchPath(machine);
}

function expanded(setting: string, folders: readonly string[], machine: Machine): string {
  const full = setting.replace(/^~(?=[/\\])/, machine.home).replace("${workspaceFolder}", folders[0] ?? "");
  return paths(machine).resolve(folders[0] ?? machine.home, full);
}

/** Python itself is called: the scripts of an environment that was moved point to where it was. */
function ofFolders(folders: readonly string[], machine: Machine): Program | undefined {
  const windows = machine.platform === "win32";
  for (const folder of folders) {
    const bin = paths(machine).join(folder, ".venv", windows ? "Scripts" : "bin");
    const python = paths(machine).join(bin, windows ? "python.exe" : "python");
    if (machine.isFile(python) && machine.isFile(paths(machine).join(bin, name(machine)))) {
      return { command: python, args: ["-m", "gouji"] };
    }
  }
  return undefined;
}

function ofSearchPath(machine: Machine): Program | undefined {
  const { delimiter, join } = paths(machine);
  const folders = machine.searchPath.split(delimiter).filter(Boolean);
  const command = folders.map((folder) => join(folder, name(machine))).find((file) => machine.isFile(file));
  return command === undefined ? undefined : { command, args: [] };
}

function name(machine: Machine): string {
  return machine.platform === "win32" ? "gouji.exe" : "gouji";
}

function paths(machine: Machine): path.PlatformPath {
  return machine.platform === "win32" ? path.win32 : path.posix;
}
