// The steps by which an incident became known: before it, and at each of its revisions.
import type { Revision } from '../api/types';

export interface ReplayStep {
  readonly atMs: number;
  /** The revision that became known then; null: before anything of it was known. */
  readonly revision: number | null;
}

export interface Replay {
  readonly id: string;
  readonly steps: readonly ReplayStep[];
  readonly at: number;
}

/** How long before it the replay begins. */
const BEFORE_MS = 60_000;
/** More steps than this nobody goes through; of more, so many at even distances are taken, the last among them. */
export const MOST_STEPS = 24;

export function stepsOf(first: string, revisions: readonly Revision[]): ReplayStep[] {
  const known = revisions.map((one) => ({ atMs: Date.parse(one.knownAt), revision: one.revision }));
  const most = MOST_STEPS - 1;
  const chosen =
    known.length <= most
      ? known
      : Array.from({ length: most }, (_, i) => known[Math.round((i * (known.length - 1)) / (most - 1))]!);
  const beginMs = Math.min(Date.parse(first), chosen[0]?.atMs ?? Infinity) - BEFORE_MS;
  return [{ atMs: beginMs, revision: null }, ...chosen];
}
