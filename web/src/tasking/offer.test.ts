import { expect, it } from 'vitest';
import { type OfferFields, offerOf, placesOf, timesAlong } from './offer';

const fields: OfferFields = {
  kind: 'Drone',
  modality: 'Thermal',
  places: '60, 35\n60 35.1\n',
  from: '2030-06-03T09:00:00Z',
  until: '2030-06-03T10:00:00Z',
  widthM: 1500,
  lowM: 500,
  highM: 900,
  request: '',
  isForMission: true,
};

it('reads places and refuses what is none', () => {
  expect(placesOf(' 47.5,35\n\n47.6; 35.2 ')).toEqual([[47.5, 35], [47.6, 35.2]]);
  expect(placesOf('47.5')).toBeNull();
  expect(placesOf('91, 35')).toBeNull();
  expect(placesOf('north, 35')).toBeNull();
});

it('reaches places at an even speed, east and north alike', () => {
  const places = [[60, 35], [60, 35.2], [60.1, 35.2]] as const;
  const times = timesAlong(places, fields.from, fields.until);
  expect(times[0]).toBe('2030-06-03T09:00:00.000Z');
  expect(times[2]).toBe('2030-06-03T10:00:00.000Z');
  // A fifth of a degree to the east at 60 degrees is as far as a tenth to the north.
  expect(Math.abs(Date.parse(times[1]!) - Date.parse('2030-06-03T09:30:00Z'))).toBeLessThan(60_000);
});

it('offers what each kind needs, and nothing that it does not', () => {
  const drone = offerOf(fields, 'nation-k');
  expect(drone).toMatchObject({
    kind: 'Offer',
    lowM: 500,
    task: { kind: 'Drone', swathM: 1500, modality: 'Thermal' },
    release: { releasableTo: ['mission', 'nation-k'] },
  });
  expect(drone).not.toHaveProperty('request');
  const patrol = offerOf({ ...fields, kind: 'Patrol', request: 'Q-1', isForMission: false }, 'nation-k');
  expect(patrol).toMatchObject({ request: 'Q-1', release: { releasableTo: ['nation-k'] } });
  expect(patrol).not.toHaveProperty('lowM');
  expect(patrol).not.toHaveProperty('task.modality');
  expect(offerOf({ ...fields, kind: 'Post', places: '60, 35' }, 'k')).toMatchObject({
    task: { watch: { at: [60, 35], rangeM: 1500 }, from: fields.from },
  });
  expect(offerOf({ ...fields, kind: 'Pass' }, 'k')).toBeNull();
  expect(offerOf({ ...fields, places: '60, 35' }, 'k')).toBeNull();
});
