import { describe, expect, it } from 'vitest';
import type { Incident } from '../api/types';
import { byAttention, filtered, withRevision } from './queue';

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

it('finds by every word in title, actor, clause and id, whatever the case', () => {
  const all = [incident('I-0001'), incident('I-0002', { actors: ['MMSI 271002231'], status: 'closed' })];
  const found = (words: string, shown: 'open' | 'closed' | 'all' = 'all') =>
    filtered(all, shown, words, 'en').map((one) => one.id);
  expect(found('VEHICLE e-214')).toEqual(['I-0001']);
  expect(found('271002231')).toEqual(['I-0002']);
  expect(found('', 'open')).toEqual(['I-0001']);
  expect(found('', 'closed')).toEqual(['I-0002']);
  expect(found('nothing')).toEqual([]);
});
