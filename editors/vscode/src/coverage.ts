/** How much of a document was checked, as the status bar says it. */

/** The notification gouji/coverage. */
export interface Coverage {
  readonly uri: string;
  readonly numbers: number;
  readonly tied: number;
  readonly recomputed: number;
  readonly failed: number;
  readonly unchecked: number;
}

/** The findings of a document, as the editor lists them. */
export interface Problems {
  readonly errors: number;
  readonly warnings: number;
}

/** The text of the status bar. */
export function statusText(coverage: Coverage, { errors, warnings }: Problems): string {
  const checked = coverage.numbers ? `勾稽 ${share(coverage)}` : "勾稽";
  if (errors + warnings) {
    return `$(${errors ? "error" : "warning"}) ${checked} · ${errors + warnings} 个问题`;
  }
  return `$(${coverage.numbers ? "check" : "dash"}) ${checked}`;
}

/** What it says when the mouse rests on it, in the words of gouji's own summary. */
export function statusTooltip(coverage: Coverage): string {
  if (!coverage.numbers) {
    return "正文里没有可核对的数字。";
  }
  return (
    `正文数字 ${coverage.numbers} 个，已核对 ${checked(coverage)} 个（${share(coverage)}）：对上报表 ${coverage.tied}，` +
    `重新计算 ${coverage.recomputed}，有问题 ${coverage.failed}，未能核对 ${coverage.unchecked}。点击查看问题。`
  );
}

/** Whether a message is what it should be; a server of another version may send something else. */
export function isCoverage(value: unknown): value is Coverage {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const fields = value as Record<string, unknown>;
  const counts = ["numbers", "tied", "recomputed", "failed", "unchecked"];
  return typeof fields["uri"] === "string" && counts.every((key) => Number.isSafeInteger(fields[key]));
}

function checked(coverage: Coverage): number {
  return coverage.numbers - coverage.unchecked;
}

function share(coverage: Coverage): string {
  return `${((checked(coverage) * 100) / coverage.numbers).toFixed(0)}%`;
}
