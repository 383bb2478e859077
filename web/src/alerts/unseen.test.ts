import { expect, it } from 'vitest';
import type { Incident } from '../api/types';
import { tonesFor, unseen } from './unseen';

const incident = (id: string, severity: number, status = 'Open') =>
  ({ id, severity, status, first: '2031-05-14T02:10:00Z' }) as Incident;

it('calls for open incidents of severity three and four that nobody has seen, the worst first', () => {
  const all = [incident('a', 3), incident('b', 4), incident('c', 2), incident('d', 4, 'Closed'), incident('e', 3)];
  const calling = unseen(all, new Set(['e']));
  expect(calling.map((one) => one.id)).toEqual(['b', 'a']);
  expect(tonesFor(calling)).toBe(4);
  expect(tonesFor([])).toBe(0);
});
