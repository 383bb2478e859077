import { describe, expect, it } from 'vitest';
import type { CaseAct, CaseFile } from '../api/types';
import { FORMS, type Form } from './forms';
import { type Written, blank, deedOf, faultyField, fieldTime, flagsOnce, meant, missing } from './written';
import { timeOf } from '../words/figures';
import { reasonOf, tonguesOf } from './written';

const act = (number: number, deed: CaseAct['deed'], refused = false): CaseAct => ({
  number,
  at: '2030-06-03T06:00:00Z',
  author: { person: 'p', role: 'Reviewer', nation: 'n' },
  confidence: 'NotStated',
  label: '',
  deed,
  state: 'UnderReview',
  refusal: refused ? { why: 'WrongState', words: 'no' } : null,
});
const said = (deed: string, more: object = {}) => ({ deed, text: 'x', ...more });
const acts = [
  act(1, said('incident-received', { earliest: '2030-06-03T05:00:00.5Z', latest: '2030-06-03T05:10:00.5Z' })),
  act(2, said('observation-made')),
  act(3, said('observation-made'), true),
  act(4, said('finding-stated')),
  act(5, said('concurred', { act: 4 })),
  act(6, said('observation-made')),
  act(7, said('attribution-stated', { step: 'ControllingSide' })),
  act(8, said('attribution-stated', { step: 'Direction' })),
  act(9, said('bulletin-issued', { rung: 'R2' })),
  act(10, said('ruling-proposed')),
  act(11, said('panel-drawn')),
  act(12, said('ruling-proposed')),
  act(13, said('effect-deemed')),
  act(14, said('effect-deemed')),
  act(15, said('effect-answered', { act: 13 })),
];
const file = {
  case: { id: 'C-1', incident: 'I-1', clause: '4' },
  finding: 4,
  parties: ['east', 'west'],
  acts,
  bulletins: [{ act: 9, since: '2030-06-03T06:00:00Z' }],
} as unknown as CaseFile;
const form = (id: string): Form => FORMS.find((one) => one.id === id)!;
const sent = (id: string, more: Partial<Written>) => deedOf(form(id), wrote(more), file);
const wrote = (more: Partial<Written>): Written => ({ ...blank(file, (id) => id), text: ' So ', ...more });

describe('what was written', () => {
  it('begins with the interval of the breach, rounded outwards, and with both parties', () => {
    expect(blank(file, (id) => id.toUpperCase())).toMatchObject({
      values: { earliest: '2030-06-03T05:00:00', latest: '2030-06-03T05:10:01' },
      hypotheses: [
        { id: 'east', words: 'EAST' },
        { id: 'west', words: 'WEST' },
      ],
    });
    expect(fieldTime('2030-06-03T05:00:00Z', 1)).toBe('2030-06-03T05:00:00');
    expect([timeOf('2030-06-03T05:00'), timeOf('2030-06-03T05:00:07')]).toEqual([
      '2030-06-03T05:00:00Z',
      '2030-06-03T05:00:07Z',
    ]);
  });

  it('can mean those acts that are there and still wait, the newest first', () => {
    const numbers = (of: Parameters<typeof meant>[0]) => meant(of, file).map((one) => one.number);
    expect(numbers('observations')).toEqual([6, 2]);
    expect(numbers('newer')).toEqual([6]);
    expect(numbers('waiting')).toEqual([9, 7]);
    expect(numbers('rulings')).toEqual([12]);
    expect(numbers('effects')).toEqual([14]);
    expect(numbers('taken')).not.toContain(3);
  });

  it('becomes the deed that the service reads', () => {
    const finding = { outcome: 'NoViolation', reading: 'plain', other: 'left over' };
    expect(sent('finding-stated', { values: finding, lists: { cites: ['6', '2'] } })).toEqual({
      deed: 'finding-stated',
      outcome: 'NoViolation',
      reading: 'plain',
      cites: [2, 6],
      other: null,
      supersedes: null,
      text: 'So',
    });
    expect(sent('finding-corrected', {})).toMatchObject({ deed: 'finding-stated', supersedes: 4 });
    expect(sent('bulletin-issued', { values: { rung: 'R3' } })).toEqual({
      deed: 'bulletin-issued',
      rung: 'R3',
      supersedes: 9,
      clockEffect: null,
      text: 'So',
    });
    expect(sent('triaged', { values: { severity: '3' } })).toMatchObject({ severity: 3 });
    expect(sent('response-decided', { values: { ladder: 'l', step: 's', isTaken: 'false' } })).toEqual({
      deed: 'response-decided',
      ladder: 'l',
      step: 's',
      isTaken: false,
      text: 'So',
    });
    const records = { values: { evidence: ' fact:1 \n\nphoto' }, lists: { evidence: ['fact:1'] } };
    expect(sent('observation-made', records)).toMatchObject({ evidence: ['fact:1', 'photo'] });
    const upheld = { values: { ruling: 'Uphold', outcome: 'NoViolation' } };
    expect(sent('ruling-proposed', upheld)).toMatchObject({ ruling: 'Uphold', outcome: null });
    expect(sent('attribution-stated', { values: { step: 'Direction' }, fits: { 6: ['For'] } })).toMatchObject({
      answer: 'undetermined',
      rows: [{ observation: 6, fits: ['For', 'Neutral'] }],
    });
  });

  it('is held back where something is missing, by the name of its field', () => {
    expect(missing(form('finding-stated'), wrote({ text: '' }))).toEqual(['outcome', 'reading', 'text']);
    const twice = { outcome: 'Duplicate', reading: 'plain' };
    expect(missing(form('finding-stated'), wrote({ values: twice }))).toEqual(['other']);
    expect(missing(form('concurred'), wrote({ text: '', values: { act: '9' } }))).toEqual([]);
    expect(missing(form('vote-cast'), wrote({ text: '', values: { act: '12', ballot: 'No' } }))).toEqual(['text']);
    expect(missing(form('vote-cast'), wrote({ text: '', values: { act: '12', ballot: 'Yes' } }))).toEqual([]);
    const secret = { item: 'photo', commitment: 'AB', payload: 'x', key: 'cd' };
    expect(missing(form('evidence-sealed'), wrote({ values: secret }))).toEqual(['seal']);
    expect(missing(form('evidence-sealed'), wrote({ values: secret, isKept: true }))).toEqual([]);
  });

  it('has the reason of a refusal beside the field that it is about', () => {
    expect(reasonOf('Refused: nothing-cited')).toBe('nothing-cited');
    expect(faultyField(form('finding-stated'), 'nothing-cited')).toBe('cites');
    expect(faultyField(form('finding-stated'), 'confidence-missing')).toBe('confidence');
    expect(faultyField(form('bulletin-issued'), 'word-not-for-rung')).toBe('text');
    expect(faultyField(form('concurred'), 'same-nation')).toBe('act');
    expect(faultyField(form('case-closed'), 'not-remedied')).toBe('');
  });

  it('is looked through in the languages of its letters, each place once', () => {
    expect([tonguesOf('The line'), tonguesOf('Вогонь'), tonguesOf('')]).toEqual([['en'], ['uk', 'ru'], ['en']]);
    const flag = { line: 1, column: 2, words: 'w', severity: 'Warn', instead: '', reason: '' } as const;
    expect(flagsOnce([[flag], [flag, { ...flag, column: 9 }]])).toHaveLength(2);
  });
});
