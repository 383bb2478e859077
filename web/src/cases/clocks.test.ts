import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CaseClock, CaseSummary } from '../api/types';
import { LANGUAGES } from '../i18n/messages';
import { clockWords, dueOf, standingOf, whatWords } from './clocks';

const at = (minute: number): string => new Date(minute * 60_000).toISOString();
const clock = (what: string, earliest: number, latest: number): CaseClock => ({
  what,
  earliest: at(earliest),
  latest: at(latest),
  state: 'NotYetDue',
});
const summary = (id: string, incident: string, next: CaseClock | null): CaseSummary => ({
  id,
  state: 'Triaged',
  incident,
  clause: '4.2',
  label: '',
  openedAt: at(0),
  acts: 1,
  next,
});

describe('times of cases', () => {
  it.each([
    [9.99, 'due', '< 1', 'due: bulletin A1'],
    [5, 'due', '5', 'due: bulletin A1'],
    [10, 'perhaps', '≤ 20', 'perhaps over: bulletin A1'],
    [30, 'late', '+0', 'late: bulletin A1'],
    [42, 'late', '+12', 'late: bulletin A1'],
  ])('at minute %s stand as %s', (minute, standing, figure, words) => {
    const told = clockWords(clock('bulletin a1', 10, 30), minute * 60_000, 'en');
    expect([told.standing, told.words]).toEqual([standing, words]);
    if (!figure.startsWith('<')) expect(told.figure.split('\u00a0')[0]).toBe(figure);
    expect(standingOf(clock('bulletin a1', 10, 30), minute * 60_000)).toBe(standing);
  });

  it('have a word in each language for whatever the service names', () => {
    const source = readFileSync('../src/Trucewatch.Watch/Adjudication/CaseClocks.cs', 'utf8');
    const named = [...source.matchAll(/new CaseClock\(\s*(.+?), At\(|new CaseClock\(\$"(bulletin) /gs)].flatMap(
      ([, first, bulletin]) => (bulletin ? ['bulletin a1'] : [...(first ?? '').matchAll(/"([a-z][^"]+)"/g)].map((m) => m[1]!)),
    );
    expect(named.length).toBeGreaterThan(7);
    for (const what of named) {
      for (const language of LANGUAGES) expect(whatWords(what, language)).not.toMatch(/^\{|undefined/);
      expect(whatWords(what, 'uk'), what).not.toBe(what);
    }
    expect(whatWords('ft-2026 s1', 'uk')).toBe('ft-2026 s1');
  });

  it('are of an incident the one that is over first', () => {
    const due = dueOf([
      summary('C-1', 'I-1', clock('dispute', 50, 50)),
      summary('C-2', 'I-1', clock('pleading', 10, 20)),
      summary('C-3', 'I-1', clock('appeal', 15, 30)),
      summary('C-4', 'I-2', null),
    ]);
    expect([...due].map(([id, one]) => [id, one.case])).toEqual([['I-1', 'C-2']]);
  });
});
