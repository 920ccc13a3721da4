/** How often a server that ends by itself is started again. */

const TIMES = 3;
const WITHIN_MS = 180_000;

export class Patience {
  private ends: number[] = [];

  /** Whether to start it again, when it has just ended. */
  again(now: number): boolean {
    this.ends = [...this.ends.filter((end) => now - end < WITHIN_MS), now];
    return this.ends.length <= TIMES;
  }
}
