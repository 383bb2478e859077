import { expect, it } from 'vitest';
import { positionIn, textOf } from './report';

const form = {
  id: 'p-1:1',
  time: '2031-05-14T02:10:00.000Z',
  reporter: 'p-1',
  exercise: true,
  reportClass: 'fire.mortar',
  words: 'Heard “four”.',
  means: ['heard'],
  place: { latitude: 48.59, longitude: 38, sigmaM: 300 },
  countMin: 5,
  countMax: 4,
  bearingDeg: -10,
};

it('is written as the schema wants it', () => {
  expect(JSON.parse(textOf(form))).toEqual({
    id: 'p-1:1',
    time: '2031-05-14T02:10:00.000Z',
    reporter: 'p-1',
    reporterKind: 'patrol',
    class: 'fire.mortar',
    text: 'Heard “four”.',
    means: ['heard'],
    place: { lat: 48.59, lon: 38, sigmaM: 300 },
    count: { min: 4, max: 5 },
    bearingDeg: 350,
    exercise: true,
  });
});

it('leaves out what nobody said', () => {
  const bare = { ...form, exercise: false, means: [], place: null, countMin: null, countMax: null, bearingDeg: null };
  expect(Object.keys(JSON.parse(textOf(bare)) as object)).toEqual([
    'id',
    'time',
    'reporter',
    'reporterKind',
    'class',
    'text',
  ]);
  expect(JSON.parse(textOf({ ...bare, countMax: 3 }))).toMatchObject({ count: { min: 3, max: 3 } });
});

it('reads a position out of two numbers', () => {
  expect(positionIn('48.59 38.00')).toEqual({ latitude: 48.59, longitude: 38 });
  expect(positionIn('48,59; 38')).toEqual({ latitude: 48.59, longitude: 38 });
  expect(positionIn('98 38')).toBeNull();
  expect(positionIn('Bakhmut')).toBeNull();
});
