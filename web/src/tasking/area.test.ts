import { expect, it } from 'vitest';
import { middleOf, squareAround } from './area';

it('is as wide as it is high, and lies around its place', () => {
  const ring = squareAround(60, 35, 11.12);
  expect(middleOf(ring)).toEqual([60, 35]);
  expect(ring[2]![0] - ring[0]![0]).toBeCloseTo(0.1, 5);
  expect(ring[2]![1] - ring[0]![1]).toBeCloseTo(0.2, 5);
  expect(ring).toHaveLength(4);
});
