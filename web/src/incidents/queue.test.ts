import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Incident } from '../api/types';
import { NO_FILTER, byAttention, byClock, dueFor, questionOf, regrouped, withRevision } from './queue';

const incident = (id: string, given: Partial<Incident> = {}): Incident => ({
  id,
  title: 'Vehicle inside the zone',
  revision: 1,
  status: 'Open',
  class: 'presence.zone-entry',
  clause: '4.2',
  readings: ['a'],
  readingsTried: ['a'],
  severity: 2,
  first: '2031-05-14T02:00:00Z',
  last: '2031-05-14T02:00:00Z',
  knownAt: '2031-05-14T02:00:00Z',
  actors: ['UID E-214'],
  parties: [],
  tracks: [],
  firstSeenInside: false,
  origins: 1,
  means: ['cot'],
  detections: [],
  detectionCount: 0,
  frames: [],
  frameCount: 0,
  outcomes: [{ reading: 'a', determination: 'Breach' }],
  factNumber: 1,
  ...given,
});

it('puts open before closed, then severe, then new', () => {
  const all = [
    incident('old'),
    incident('new', { first: '2031-05-14T02:00:01Z' }),
    incident('severe', { severity: 4 }),
    incident('closed', { severity: 4, status: 'Closed' }),
  ];
  expect(all.sort(byAttention).map((one) => one.id)).toEqual(['severe', 'new', 'old', 'closed']);
});

describe('revisions', () => {
  const known = withRevision(new Map(), incident('x', { revision: 2 }));
  it('replace older ones', () =>
    expect(withRevision(known, incident('x', { revision: 3 })).get('x')?.revision).toBe(3));
  it('that come late change nothing', () => expect(withRevision(known, incident('x')).get('x')?.revision).toBe(2));
  it('take in that their entry was sealed', () =>
    expect(withRevision(known, incident('x', { revision: 2, logIndex: 9 })).get('x')?.logIndex).toBe(9));
});

describe('what is asked of the service', () => {
  const now = Date.parse('2031-05-14T02:10:44Z');
  it('is nothing while the page holds the answer', () =>
    expect(questionOf(NO_FILTER, '  ', 'closed', now)).toBeNull());
  it('has the ends of a time that somebody gave, in the place of the hours before now', () => {
    const asked = (given: object) =>
      Object.fromEntries(new URLSearchParams(questionOf({ ...NO_FILTER, ...given }, '', 'all', now)!));
    expect(asked({ hours: '6', from: '2031-05-13T22:00', until: '2031-05-14T01:30' })).toEqual({
      status: 'all',
      from: '2031-05-13T22:00:00Z',
      until: '2031-05-14T01:30:00Z',
    });
    expect(asked({ until: '2031-05-14T01:30' })).toEqual({ status: 'all', until: '2031-05-14T01:30:00Z' });
  });
  it('has words, state and filters, and a time of whole minutes', () => {
    const filter = { ...NO_FILTER, class: 'fire', zone: 'west-land', side: 'undetermined', reading: 'a', hours: '6' };
    expect(Object.fromEntries(new URLSearchParams(questionOf(filter, ' e-214  east ', 'open', now)!))).toEqual({
      status: 'open',
      text: 'e-214 east',
      class: 'fire',
      zone: 'west-land',
      side: 'undetermined',
      reading: 'a',
      from: '2031-05-13T20:10:00.000Z',
    });
    expect(questionOf(filter, '', 'open', now + 15_000)).toBe(questionOf(filter, '', 'open', now));
  });
  it('names nothing that the service does not know', () => {
    const known = readFileSync('../src/Trucewatch.Server/Api/Incidents/IncidentQuery.cs', 'utf8');
    const all = { class: 'x', zone: 'x', side: 'x', reading: 'x', hours: '', from: 'x', until: 'x' };
    for (const name of new URLSearchParams(questionOf(all, 'x', 'all', now)!).keys())
      expect(known).toContain(`[FromQuery(Name = "${name}")]`);
  });
});

describe('by the clock', () => {
  const due = (minute: number) => ({
    case: 'C-1',
    clock: { what: 'dispute', earliest: '', latest: new Date(minute * 60_000).toISOString(), state: 'Due' as const },
  });
  const times = new Map([
    ['late', due(1)],
    ['soon', due(30)],
    ['part', due(20)],
  ]);
  it('comes first what is over first, also for what is one with another, and last what has no time', () => {
    const all = [
      incident('none', { severity: 4 }),
      incident('soon'),
      incident('whole', { merged: ['part'] }),
      incident('late', { severity: 1 }),
    ];
    expect(all.sort(byClock(times)).map((one) => one.id)).toEqual(['late', 'whole', 'soon', 'none']);
    expect(dueFor(incident('whole', { merged: ['soon', 'part'] }), times)).toBe(times.get('part'));
  });
});

it('shows what is one as one, and as several again, and loses no event meanwhile', () => {
  const before = new Map(['a', 'b', 'c'].map((id) => [id, incident(id, { revision: 5 })]));
  const late = incident('c', { revision: 6 });
  const news = new Map([...before, ['c', late], ['b', incident('b', { revision: 6 })]]);
  const merged = regrouped(before, news, [incident('a', { merged: ['b'] }), incident('c')], [
    { into: 'a', others: ['b'] },
  ]);
  expect([...merged.keys()].sort()).toEqual(['a', 'c']);
  expect([merged.get('a')?.merged, merged.get('c')]).toEqual([['b'], late]);
  const apart = regrouped(merged, merged, [incident('a'), incident('b'), incident('c')], []);
  expect([...apart.values()].map((one) => one.merged ?? [])).toEqual([[], [], []]);
});
