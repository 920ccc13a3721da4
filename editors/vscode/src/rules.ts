/** The page of a rule, as `gouji rule` writes it: no network is needed. */

import { execFile } from "node:child_process";

import { environment } from "./machine";
import type { Program } from "./server";

const CODE = /^[A-Z]\d{3}$/;

export interface Entry {
  readonly code: string;
  readonly title: string;
}

/** The code of a diagnostic of gouji's, whichever way it is given. */
export function ruleCode(code: unknown): string | undefined {
  const value = typeof code === "object" && code !== null && "value" in code ? code.value : code;
  return typeof value === "string" && CODE.test(value) ? value : undefined;
}

/** The list of `gouji rules`: code, severity, title and [name], two blanks apart. */
export function parseRules(listing: string): Entry[] {
  const lines = listing.split(/\r?\n/).map((line) => line.split(/ {2,}/));
  return lines.flatMap(([code, , title]) => (code && title && CODE.test(code) ? [{ code, title }] : []));
}

/** What gouji writes when called with these arguments. */
export function output(program: Program, ...args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program.command, [...program.args, ...args], { env: environment(), timeout: 30_000 }, (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    );
  });
}
