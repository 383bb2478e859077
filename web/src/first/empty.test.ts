import { expect, it } from 'vitest';
import type { Floor } from '../api/types';
import { isEmpty } from './empty';

const floor = (exercise: boolean, ...frames: number[]) =>
  ({ exercise, feeds: frames.map((n) => ({ frames: n })) }) as unknown as Floor;

it('is empty until the first frame, and an exercise never is', () => {
  expect(isEmpty(floor(false), 0)).toBe(true);
  expect(isEmpty(floor(false, 0, 0), 0)).toBe(true);
  expect(isEmpty(floor(false, 0, 1), 0)).toBe(false);
  expect(isEmpty(floor(false, 0), 1)).toBe(false);
  expect(isEmpty(floor(true, 0), 0)).toBe(false);
  expect(isEmpty(null, 0)).toBe(false);
});
