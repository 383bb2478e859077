import { expect, it } from 'vitest';
import { featuresOf } from './hazards';

it('draws an area with the longitude first, closed, and under its id', () => {
  const area = [
    [47, 35],
    [47, 35.1],
    [47.1, 35.1],
  ] as const;
  const { features } = featuresOf([
    { id: 'field', kind: 'Mines', status: 'Suspected', source: 'survey', asOf: '2030-01-01T00:00:00Z', area },
  ]);
  expect(features[0]?.properties).toEqual({ name: 'field' });
  expect(features[0]?.geometry).toEqual({
    type: 'Polygon',
    coordinates: [
      [
        [35, 47],
        [35.1, 47],
        [35.1, 47.1],
        [35, 47],
      ],
    ],
  });
});
