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
    const file = [command, executable(command, machine)].find((each) => machine.isFile(each));
    return file === undefined ? ofSearchPath(setting.trim(), machine) : { command: file, args: [] };
  }
  return ofFolders(folders, machine) ?? ofSearchPath("gouji", machine);
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
    const python = paths(machine).join(bin, executable("python", machine));
    if (machine.isFile(python) && machine.isFile(paths(machine).join(bin, executable("gouji", machine)))) {
      return { command: python, args: ["-m", "gouji"] };
    }
  }
  return undefined;
}

/** A program that is called by its name alone. */
function ofSearchPath(name: string, machine: Machine): Program | undefined {
  const { basename, delimiter, join } = paths(machine);
  if (basename(name) !== name) {
    return undefined;
  }
  const folders = machine.searchPath.split(delimiter).filter(Boolean);
  const command = folders.map((folder) => join(folder, executable(name, machine))).find((file) => machine.isFile(file));
  return command === undefined ? undefined : { command, args: [] };
}

function executable(name: string, machine: Machine): string {
  return machine.platform === "win32" && !/\.exe$/i.test(name) ? `${name}.exe` : name;
}

function paths(machine: Machine): path.PlatformPath {
  return machine.platform === "win32" ? path.win32 : path.posix;
}
