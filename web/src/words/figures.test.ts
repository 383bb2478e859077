import { describe, expect, it } from 'vitest';
import {
  age,
  clockIn,
  clockUtc,
  count,
  degrees,
  ellipse95,
  metres,
  position,
  probability,
  range,
  stampUtc,
} from './figures';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

it.each([
  [0, '0 s'],
  [59.9, '59 s'],
  [60, '1 min'],
  [3599, '59 min'],
  [3600, '1 h 0 min'],
  [172_799, '47 h 59 min'],
  [172_800, '2 d 0 h'],
  [-5, '0 s'],
])('an age of %d s is %s', (s, words) => expect(plain(age(s, 'en'))).toBe(words));

it.each([
  [0, '0.0 m'],
  [9.94, '9.9 m'],
  [96, '96 m'],
  [994, '994 m'],
  [1000, '1.0 km'],
  [1810, '1.8 km'],
  [120_400, '120 km'],
  [-240, '−240 m'],
])('%d m is %s', (m, words) => expect(plain(metres(m, 'en'))).toBe(words));

it.each([
  [1, '> 0.999'],
  [0.9994, '> 0.999'],
  [0.997, '0.997'],
  [0.958, '0.96'],
  [0.5, '0.50'],
  [0.0004, '< 0.001'],
  [0, '< 0.001'],
])('a probability of %d is written %s, never as certainty', (p, words) => expect(probability(p)).toBe(words));

describe('ranges', () => {
  it.each([
    [14, 17, '14–17'],
    [3, 3, '3'],
    [2, null, '≥ 2'],
    [undefined, 4, '≤ 4'],
    [null, undefined, null],
  ])('%s to %s', (a, b, words) => expect(range(a, b)).toBe(words));
});

it('writes times in UTC, and names the zone by its city', () => {
  const time = new Date('2031-05-14T02:10:07Z');
  expect(clockUtc(time)).toBe('02:10:07');
  expect(stampUtc(time)).toBe('2031-05-14 02:10:07');
  expect(stampUtc('nonsense')).toBe('—');
  expect(clockIn(time, 'Europe/Kyiv')).toBe('05:10 Kyiv');
});

it('groups digits, rounds courses, and puts a place as latitude and longitude', () => {
  expect(plain(count(1204418))).toBe('1 204 418');
  expect(degrees(359.7)).toBe('000°');
  expect(position(-47.5, 36.25, 2)).toBe('47.50 S 36.25 E');
});

it('turns a covariance into the ellipse that holds 95 %', () => {
  const round = ellipse95(100, 100, 0);
  expect(round.longM).toBeCloseTo(244.77, 1);
  expect(round.shortM).toBeCloseTo(244.77, 1);
  const thin = ellipse95(300, 100, 0);
  expect(thin.longM / thin.shortM).toBeCloseTo(3, 6);
  expect(thin.bearingDeg).toBeCloseTo(90, 6);
  expect(ellipse95(100, 100, 1).shortM).toBeCloseTo(0, 6);
  expect(ellipse95(100, 100, 0.5).bearingDeg).toBeCloseTo(45, 6);
});
