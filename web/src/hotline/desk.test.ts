import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DeskCall, DeskCorrection, DeskNotice, DeskQuery, DeskWindow } from '../api/types';
import { TABLES } from '../i18n/messages';
import {
  BEGINNINGS,
  type DeskForm,
  beginningsOf,
  blank,
  deedOf,
  newKey,
  onCall,
  onCorrection,
  onNotice,
  onQuery,
  onWindow,
} from './desk';

const LIAISON = ['UseHotline', 'GiveNotice', 'Inquire', 'KeepWindow', 'ConfirmWindow', 'ReportCorrection'];
const at = '2031-01-01T00:00:00Z';
const place = { latitudeDeg: 47, longitudeDeg: 35, withinM: 1000 };
const call: DeskCall = {
  id: 'H-1',
  from: 'east',
  to: 'west',
  at,
  acknowledgedAt: null,
  answeredAt: null,
  concludedAt: null,
  outcome: null,
  waitsS: 1,
  acts: [],
};
const window: DeskWindow = {
  id: 'W-1',
  purpose: 'Repair',
  from: at,
  until: at,
  place,
  abortWord: 'heron',
  state: 'Proposed',
  parties: ['east', 'west'],
  confirmed: ['east'],
  reported: [],
  abortedAt: null,
  byWord: null,
  acts: [],
};
const query: DeskQuery = { ...call, replyBy: at, repliedAt: null, inTime: null };
const notice: DeskNotice = {
  id: 'N-1',
  by: 'west',
  subject: 'Works',
  from: at,
  until: at,
  place,
  leadS: 0,
  othersFrom: null,
  state: 'Waits',
  matches: [],
  coverage: null,
  acts: [],
};
const correction: DeskCorrection = {
  id: 'R-1',
  of: 'west',
  case: null,
  at,
  due: at,
  othersFrom: null,
  state: 'Asked',
  reportedAt: null,
  inTime: null,
  acts: [],
};
const deeds = (forms: readonly DeskForm[]): string[] => forms.map(({ deed }) => deed);
const east = { side: 'east', may: LIAISON };
const west = { side: 'west', may: LIAISON };
const officer = { side: 'mission', may: ['UseHotline', 'Inquire', 'KeepWindow', 'AskCorrection'] };
const reviewer = { side: 'mission', may: ['AskCorrection', 'CheckCorrection'] };

describe('offers what is the next act of a side and nothing else', () => {
  it('on calls', () => {
    expect(deeds(onCall(west, call))).toEqual(['call-acknowledged', 'call-answered']);
    expect(deeds(onCall(west, { ...call, acknowledgedAt: at }))).toEqual(['call-answered']);
    expect(deeds(onCall(west, { ...call, answeredAt: at }))).toEqual([]);
    expect(deeds(onCall(east, call))).toEqual(['call-concluded']);
    expect(onCall(east, { ...call, concludedAt: at })).toEqual([]);
    expect(onCall(officer, call)).toEqual([]);
    expect(deeds(onCall(officer, { ...call, to: 'mission' }))).toEqual(['call-acknowledged', 'call-answered']);
    expect(onCall(reviewer, { ...call, to: 'mission' })).toEqual([]);
  });

  it('on windows', () => {
    expect(deeds(onWindow(west, window))).toEqual(['window-confirmed', 'window-aborted']);
    expect(deeds(onWindow(east, window))).toEqual(['window-aborted']);
    expect(deeds(onWindow(officer, { ...window, state: 'Holds' }))).toEqual(['window-aborted']);
    expect(onWindow(west, { ...window, state: 'Lapsed' })).toEqual([]);
    expect(deeds(onWindow(west, { ...window, state: 'Aborted' }))).toEqual(['window-reported']);
    expect(onWindow(west, { ...window, state: 'Over', reported: ['west'] })).toEqual([]);
  });

  it('on notices, queries and corrections', () => {
    expect(deeds(onNotice(west, notice))).toEqual(['notice-withdrawn']);
    expect(onNotice(east, notice)).toEqual([]);
    expect(onNotice(west, { ...notice, state: 'Withdrawn' })).toEqual([]);
    expect(deeds(onQuery(west, query))).toEqual(['query-replied']);
    expect(onQuery(east, query)).toEqual([]);
    expect(deeds(onCorrection(west, correction))).toEqual(['correction-reported']);
    expect(onCorrection(east, correction)).toEqual([]);
    expect(deeds(onCorrection(reviewer, { ...correction, state: 'Reported' }))).toEqual(['correction-checked']);
    expect(deeds(onCorrection(reviewer, { ...correction, state: 'Checked' }))).toEqual(['correction-agreed']);
  });

  it('to who speaks for no side nothing', () => {
    const nobody = { side: null, may: LIAISON };
    expect(beginningsOf(nobody)).toEqual([]);
    expect(onCall(nobody, call)).toEqual([]);
    expect(deeds(beginningsOf(reviewer))).toEqual(['correction-asked']);
  });
});

it('is the mirror image of itself: sides exchanged are offered each other’s acts', () => {
  const swap = <T>(of: T): T =>
    JSON.parse(
      JSON.stringify(of).replace(/east|west/g, (side) => (side === 'east' ? 'west' : 'east')),
    ) as T;
  const all = (desk: typeof east, exchange: <T>(of: T) => T): string[][] => [
    deeds(beginningsOf(desk)),
    deeds(onCall(desk, exchange(call))),
    deeds(onWindow(desk, exchange(window))),
    deeds(onNotice(desk, exchange(notice))),
    deeds(onQuery(desk, exchange(query))),
    deeds(onCorrection(desk, exchange(correction))),
  ];
  expect(all(east, swap)).toEqual(all(west, (of) => of));
  expect(all(west, swap)).toEqual(all(east, (of) => of));
  expect(all(east, (of) => of)).not.toEqual(all(west, (of) => of));
});

it('sends each member that the service asks for', () => {
  const written = {
    ...blank(),
    to: 'west',
    from: '2031-01-01T10:00',
    until: '2031-01-01T12:00',
    latitude: '47.5',
    longitude: '35.5',
    evidence: ' fact:1 \n\n document:2',
    text: ' So ',
  };
  const sent = Object.fromEntries(BEGINNINGS.map((form) => [form.deed, deedOf(form, '', written)]));
  expect(sent['call-placed']).toEqual({ deed: 'call-placed', call: '', to: 'west', text: 'So' });
  expect(sent['query-asked']).toEqual({ deed: 'query-asked', query: '', to: 'west', replyBy: null, text: 'So' });
  expect(sent['notice-given']).toEqual({
    deed: 'notice-given',
    notice: '',
    subject: 'Movement',
    from: '2031-01-01T10:00:00Z',
    until: '2031-01-01T12:00:00Z',
    place: { latitudeDeg: 47.5, longitudeDeg: 35.5, withinM: 1000 },
    othersFrom: null,
    text: 'So',
  });
  expect(sent['correction-asked']).toEqual({
    deed: 'correction-asked',
    correction: '',
    of: 'west',
    case: null,
    due: '2031-01-01T12:00:00Z',
    othersFrom: null,
    text: 'So',
  });
  expect(deedOf(onCorrection(west, correction)[0]!, 'R-1', written)['evidence']).toEqual(['fact:1', 'document:2']);
});

it('knows each act by the name that the service gives it, and has words for it', () => {
  const source = readFileSync('../src/Trucewatch.Domain/Adjudication/HotlineDeed.cs', 'utf8');
  const served = [...source.matchAll(/JsonDerivedType\(typeof\(\w+\), "([a-z-]+)"\)/g)].map(([, name]) => name!);
  expect(served).toHaveLength(16);
  for (const name of served) expect(Object.keys(TABLES.en)).toContain(`hot.deed.${name}`);
  const offered = readFileSync('src/hotline/desk.ts', 'utf8').matchAll(/deed: '([a-z-]+)'/g);
  expect([...new Set([...offered].map(([, name]) => name!))].sort()).toEqual([...served].sort());
});

it('makes a new key each time', () => {
  expect(newKey()).toMatch(/^[0-9a-f]{32}$/);
  expect(newKey()).not.toBe(newKey());
});
