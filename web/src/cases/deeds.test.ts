import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CaseAct } from '../api/types';
import { TABLES } from '../i18n/messages';
import { STEPS, saidBy, stated } from './deeds';

const act = (number: number, deed: CaseAct['deed'], party: string | null = null, refused = false): CaseAct => ({
  number,
  at: '2030-06-03T06:00:00Z',
  author: { person: 'p', role: 'Reviewer', nation: 'n', party },
  confidence: 'NotStated',
  label: '',
  deed,
  state: 'UnderReview',
  refusal: refused ? { why: 'WrongState', words: 'no' } : null,
});

describe('acts of a case', () => {
  it('are deeds that have words', () => {
    const deeds = readFileSync('../src/Trucewatch.Domain/Adjudication/Deed.cs', 'utf8');
    for (const [, deed] of deeds.matchAll(/JsonDerivedType\(typeof\(\w+\), "([\w-]+)"\)/g))
      expect(Object.keys(TABLES.en), `a word for ${deed}`).toContain(`cases.deed.${deed}`);
  });

  it('of the sides stand apart, without what was refused', () => {
    const acts = [
      act(1, { deed: 'claim-made', text: 'a' }, 'west'),
      act(2, { deed: 'claim-made', text: 'b' }, 'east'),
      act(3, { deed: 'claim-made', text: 'c' }, 'west', true),
    ];
    expect(saidBy(acts, 'west').map((one) => one.number)).toEqual([1]);
    expect(saidBy(acts, 'east').map((one) => one.number)).toEqual([2]);
  });

  it('state each step with what else was considered', () => {
    const hypotheses = [
      { id: 'west', words: 'From the west' },
      { id: 'east', words: 'From the east' },
    ];
    const acts = [act(4, { deed: 'attribution-stated', step: 'Direction', answer: 'west', hypotheses, text: 'x' })];
    expect(stated(acts, 'Direction')).toMatchObject({ answer: 'From the west', alternatives: ['From the east'] });
    expect(stated(acts, 'WhoOrdered')).toBeNull();
    expect(STEPS).toHaveLength(4);
  });

  it('come to states that have words', () => {
    const states = readFileSync('../src/Trucewatch.Domain/Adjudication/CaseState.cs', 'utf8');
    const named = [...states.split('enum CaseState')[1]!.split('enum ')[0]!.matchAll(/^ {4}(\w+),$/gm)];
    expect(named.length).toBeGreaterThan(15);
    for (const [, state] of named) expect(Object.keys(TABLES.en)).toContain(`cases.state.${state}`);
  });
});
