import { expect, it } from 'vitest';
import type { TrackState } from '../live/trackWire';
import { ROW, TrackStore, X, Y, mercatorX, mercatorY } from './trackStore';

const state = (track: number, longitudeDeg: number, latitudeDeg: number, standing = 0): TrackState => ({
  track,
  longitudeDeg,
  latitudeDeg,
  courseDeg: 90,
  speedMps: 5,
  sigmaM: 10,
  standing,
});
const store = () => new TrackStore({ longitudeDeg: 35, latitudeDeg: 47 });

it('keeps one row for each track and counts standings as they change', () => {
  const tracks = store();
  tracks.state(state(7, 35, 47, 2));
  tracks.state(state(8, 36, 47, 1));
  tracks.state(state(7, 35.1, 47, 0));
  expect(tracks.count).toBe(2);
  expect(tracks.standings).toEqual([1, 1, 0]);
  expect(tracks.card(7)).toMatchObject({ slot: 0, longitudeDeg: 35.1 });
  expect(tracks.card(9)).toBeNull();
});

it('keeps places to less than a metre in 32 bits across the theatre', () => {
  const tracks = store();
  tracks.state(state(1, 40.4, 50.2));
  const worldM = 2 * Math.PI * 6_378_137 * Math.cos((50.2 * Math.PI) / 180);
  expect(Math.abs(tracks.rows[X]! + tracks.originX - mercatorX(40.4)) * worldM).toBeLessThan(1);
  expect(Math.abs(tracks.rows[Y]! + tracks.originY - mercatorY(50.2)) * worldM).toBeLessThan(1);
});

it('grows, and finds the nearest within reach', () => {
  const tracks = store();
  for (let i = 0; i < 5000; i++) tracks.state(state(i, 30 + i * 0.001, 47));
  expect(tracks.count).toBe(5000);
  expect(tracks.rows.length).toBeGreaterThanOrEqual(5000 * ROW);
  expect(tracks.nearest(mercatorX(33.21004), mercatorY(47), 1e-5)).toBe(3210);
  expect(tracks.nearest(mercatorX(20), mercatorY(47), 1e-5)).toBeNull();
});

it('gathers what needs attention, the chosen track last', () => {
  const tracks = store();
  for (let i = 0; i < 5; i++) tracks.state(state(i, 35 + i, 47, i % 3));
  const standings = (slot: number) => [...tracks.attentionRows(slot)].filter((_, i) => i % ROW === ROW - 1);
  expect(standings(-1)).toEqual([1, 2, 1]);
  expect(standings(2)).toEqual([1, 1, 2]);
  expect(standings(0)).toEqual([1, 2, 1, 0]);
});
