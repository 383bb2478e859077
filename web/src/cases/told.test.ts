import { expect, it } from 'vitest';
import type { CaseAct } from '../api/types';
import { saidIn, secondOf } from './told';

const act = (number: number, deed: object, refused = false): CaseAct =>
  ({ number, deed: { text: '', ...deed }, refusal: refused ? { why: 'SameNation', words: '' } : null }) as CaseAct;

it('says of an act all that was chosen in it, and nothing that was left out', () => {
  const finding = { deed: 'finding-stated', outcome: 'Permitted', reading: 'plain', cites: [2, 6], other: null };
  expect(saidIn(act(1, finding))).toEqual([
    { name: 'outcome', value: 'Permitted', word: 'cases.state.Permitted' },
    { name: 'reading', value: 'plain', word: null },
    { name: 'cites', value: '2, 6', word: null },
  ]);
  expect(saidIn(act(1, { deed: 'response-decided', ladder: 'l', step: 's', isTaken: false })).at(-1)).toEqual({
    name: 'isTaken',
    value: 'false',
    word: 'act.isTaken.false',
  });
  expect(saidIn(act(1, { deed: 'claim-made' }))).toEqual([]);
  const stated = { deed: 'attribution-stated', step: 'Direction', hypotheses: [], rows: [], answer: 'undetermined' };
  expect(saidIn(act(1, stated)).at(-1)).toEqual({
    name: 'answer',
    value: 'undetermined',
    word: 'cases.undetermined',
  });
});

it('says whether an act has the second person that it needs', () => {
  const acts = [
    act(1, { deed: 'finding-stated' }),
    act(2, { deed: 'concurred', act: 1 }, true),
    act(3, { deed: 'concurred', act: 1 }),
  ];
  expect(secondOf(acts[0]!, acts)).toBe(3);
  expect(secondOf(acts[0]!, acts.slice(0, 2))).toBe('waits');
  expect(secondOf(acts[1]!, acts)).toBe('none');
  expect(secondOf(act(4, { deed: 'bulletin-issued', rung: 'R1' }), acts)).toBe('none');
});
