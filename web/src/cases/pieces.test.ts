import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CaseAct, Clause, Detection, Incident, IncidentFile } from '../api/types';
import { TABLES } from '../i18n/messages';
import { FIT_SIGNS, readingsHeld, timelineOf } from './pieces';

const at = (minute: number): string => new Date(minute * 60_000).toISOString();
const detection = (minute: number, given: Partial<Detection> = {}): Detection => ({
  id: minute,
  kind: 'Entered',
  reading: 'a',
  actor: 'UID E-214',
  at: at(minute),
  means: ['cot'],
  ...given,
});
const act = (number: number, minute: number, deed: string, isRefused = false): CaseAct => ({
  number,
  at: at(minute),
  author: { person: 'a-1', role: 'Analyst', nation: 'n' },
  confidence: 'NotStated',
  label: '',
  deed: { deed, text: 'So', evidence: ['fact:7'] },
  state: 'Received',
  refusal: isRefused ? { why: 'WrongState', words: 'no' } : null,
});
const file = (detections: Detection[], facts: number[]) =>
  ({ detections, detectionFacts: facts }) as unknown as IncidentFile;

describe('the timeline of evidence', () => {
  it('has each record once, whatever readings were run over it, with what was brought, by time', () => {
    const rows = timelineOf(
      file([detection(5), detection(5, { reading: 'b' }), detection(2, { kind: 'Reported', words: 'Heard' })], [7, 8, 9]),
      [act(2, 3, 'observation-made'), act(3, 4, 'triaged'), act(4, 4, 'evidence-sealed', true)],
    );
    expect(rows.map((one) => [one.kind, one.fact, one.act])).toEqual([
      ['Reported', 9, null],
      ['observation-made', null, 2],
      ['Entered', 7, null],
    ]);
    expect(rows[1]?.sensor).toBe('a-1, fact:7');
    expect(rows[2]?.sensor).toBe('cot, UID E-214');
  });

  it('has what was brought where the incident is not shown', () =>
    expect(timelineOf(null, [act(2, 3, 'observation-made')])).toHaveLength(1));

  it('has a word for each kind of record', () => {
    const source = readFileSync('../src/Trucewatch.Domain/Detections/Detection.cs', 'utf8');
    const kinds = [...source.split('enum DetectionKind')[1]!.split('enum ')[0]!.matchAll(/^ {4}(\w+),$/gm)];
    expect(kinds.length).toBeGreaterThan(7);
    for (const [, kind] of kinds) expect(Object.keys(TABLES.en)).toContain(`cases.kind.${kind}`);
  });
});

describe('readings', () => {
  const clause = {
    readings: [
      { id: 'a', heldBy: ['west'] },
      { id: 'b', heldBy: ['east'] },
      { id: 'c', heldBy: [] },
    ],
  } as unknown as Clause;
  const incident = {
    readings: ['a'],
    outcomes: [
      { reading: 'a', determination: 'Breach' },
      { reading: 'b', determination: 'Permitted' },
    ],
  } as unknown as Incident;
  const told = (party: string | null, of: Clause = clause) =>
    readingsHeld(of, incident, party).map((one) => [one.reading.id, one.holds, one.outcome?.determination]);

  it('are of who holds them, and what nobody holds stands apart', () => {
    expect(told('west')).toEqual([['a', true, 'Breach']]);
    expect(told('east')).toEqual([['b', false, 'Permitted']]);
    expect(told(null)).toEqual([['c', false, undefined]]);
  });

  it('are exchanged where the parties are', () => {
    const turned = {
      readings: clause.readings.map((one) => ({
        ...one,
        heldBy: one.heldBy.map((id) => (id === 'west' ? 'east' : 'west')),
      })),
    } as unknown as Clause;
    expect([told('east', turned), told('west', turned)]).toEqual([told('west'), told('east')]);
  });
});

it('has a sign and a word for each fit, and a word for each act of custody', () => {
  const enumOf = (path: string, name: string) =>
    [...readFileSync(path, 'utf8').split(`enum ${name}`)[1]!.split('\n}')[0]!.matchAll(/^ {4}(\w+)(?: = -?\d)?,$/gm)];
  const fits = enumOf('../src/Trucewatch.Domain/Adjudication/Hypothesis.cs', 'Fit').map(([, fit]) => fit!);
  expect(Object.keys(FIT_SIGNS).sort()).toEqual([...fits].sort());
  for (const fit of fits) expect(Object.keys(TABLES.en)).toContain(`cases.fit.${fit}`);
  const kinds = enumOf('../src/Trucewatch.Domain/Custody/Act.cs', 'ActKind');
  expect(kinds.length).toBeGreaterThan(10);
  for (const [, kind] of kinds) expect(Object.keys(TABLES.en)).toContain(`cases.did.${kind}`);
});
