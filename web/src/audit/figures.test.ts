import { expect, it } from 'vitest';
import type { AuditCase, AuditFigures } from '../api/types';
import { TABLES } from '../i18n/messages';
import { FIGURES, casesOf } from './figures';

const none = { inTime: 0, cannotTell: 0, late: 0, waits: 0 };
const figures = (more: Partial<AuditFigures>): AuditFigures => ({
  closed: 0,
  findings: none,
  bulletins: none,
  corrections: 0,
  disputes: 0,
  kept: 0,
  changed: 0,
  levelsLost: 0,
  refused: 0,
  ...more,
});
const one = (id: string, broughtBy: string, more: Partial<AuditFigures>): AuditCase => ({
  id,
  broughtBy,
  incident: 'I-1',
  state: 'Closed',
  figures: figures(more),
});

it('gives the cases that a figure of a side comes from, and no others', () => {
  const cases = [
    one('C-1', 'east', { closed: 1, findings: { ...none, late: 1 } }),
    one('C-2', 'west', { closed: 1 }),
    one('C-3', 'east', { refused: 3 }),
  ];
  const named = (name: string, side: string): string[] =>
    casesOf(cases, side, FIGURES.find((each) => each.name === name)!).map(({ id }) => id);
  expect(named('closed', 'east')).toEqual(['C-1']);
  expect(named('closed', 'west')).toEqual(['C-2']);
  expect(named('findings.late', 'east')).toEqual(['C-1']);
  expect(named('findings.inTime', 'east')).toEqual([]);
  expect(named('refused', 'east')).toEqual(['C-3']);
});

it('leaves no figure out, and has words for each', () => {
  const leaves = Object.values(figures({})).reduce<number>(
    (sum, value) => sum + (typeof value === 'number' ? 1 : Object.keys(value as object).length),
    0,
  );
  expect(FIGURES).toHaveLength(leaves);
  expect(new Set(FIGURES.map(({ name }) => name)).size).toBe(leaves);
  for (const { name } of FIGURES) expect(Object.keys(TABLES.en)).toContain(`audit.${name}`);
});
