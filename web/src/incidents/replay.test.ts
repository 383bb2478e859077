import { expect, it } from 'vitest';
import type { Revision } from '../api/types';
import { MOST_STEPS, stepsOf } from './replay';

const at = (minute: number): string => new Date(minute * 60_000).toISOString();
const revisions = (count: number): Revision[] =>
  Array.from({ length: count }, (_, i) => ({
    revision: i + 1,
    factNumber: i,
    knownAt: at(10 + i),
    status: 'Open',
    last: at(10),
  }));

it('begins before anything happened or was known, and goes from revision to revision', () => {
  expect(stepsOf(at(9), revisions(2))).toEqual([
    { atMs: 8 * 60_000, revision: null },
    { atMs: 10 * 60_000, revision: 1 },
    { atMs: 11 * 60_000, revision: 2 },
  ]);
  // A clock of a sensor that is ahead puts nothing before it was known.
  expect(stepsOf(at(30), revisions(1))[0]?.atMs).toBe(9 * 60_000);
});

it('takes no more steps than anybody goes through, the first and the last revision among them', () => {
  const steps = stepsOf(at(9), revisions(500));
  expect(steps).toHaveLength(MOST_STEPS);
  expect([steps[1]?.revision, steps.at(-1)?.revision]).toEqual([1, 500]);
  expect(new Set(steps.map((one) => one.atMs)).size).toBe(MOST_STEPS);
});
