// How long to wait before the next try: doubled each time, capped, and spread so that many pages do not come at once.

export const FIRST_WAIT_MS = 500;
export const LONGEST_WAIT_MS = 15_000;

/** Wait before try number `attempt` (0 is the first), in milliseconds; `spread` is 0 up to 1. */
export function waitMs(attempt: number, spread: number): number {
  const full = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt, 16));
  return Math.round(full * (0.5 + 0.5 * spread));
}
