import { describe, expect, it } from 'vitest';
// @ts-expect-error plain script
import { clipRing, coastParts, thin } from './shapes.mjs';
// @ts-expect-error plain script
import { placesOf } from './places.mjs';

const BOX = [0, 0, 10, 10];

describe('clipping', () => {
  it('keeps a ring inside as it is', () => {
    const ring = [
      [1, 1],
      [2, 1],
      [2, 2],
      [1, 1],
    ];
    expect(clipRing(ring, BOX)).toHaveLength(4);
  });
  it('drops a ring outside', () =>
    expect(
      clipRing(
        [
          [11, 1],
          [12, 1],
          [12, 2],
          [11, 1],
        ],
        BOX,
      ),
    ).toEqual([]));
  it('cuts at the edge, and the edge is no coast', () => {
    const cut = clipRing(
      [
        [5, 5],
        [15, 5],
        [15, 6],
        [5, 6],
        [5, 5],
      ],
      BOX,
    );
    expect(Math.max(...cut.map(([x]: number[]) => x!))).toBe(10);
    const coast = coastParts(cut, BOX).flat();
    const along = coastParts(cut, BOX).some((part: number[][]) => part.filter(([x]) => x === 10).length > 1);
    expect(along).toBe(false);
    expect(coast.length).toBeGreaterThan(3);
  });
});

it('thins what is smaller than the least triangle and keeps what is larger', () => {
  const line = [
    [0, 0],
    [1, 0.00001],
    [2, 0],
    [3, 1],
    [4, 0],
    [5, 0.00001],
    [6, 0],
  ];
  const left = thin(line, 0.01);
  expect(left).toContainEqual([3, 1]);
  expect(left).not.toContainEqual([1, 0.00001]);
  expect(left[0]).toEqual([0, 0]);
  expect(left.at(-1)).toEqual([6, 0]);
});

it('spells names by the romanisation and shows the greater town first', () => {
  const town = (cityId: number, name: string, population: number, x: number) => ({
    cityId,
    name,
    population,
    featureCode: 'PPL',
    loc: { coordinates: [x, 46.5] },
  });
  const { features } = placesOf(
    [town(1, 'Kramators’k', 170_000, 30.8), town(2, 'Odessa', 1_000_000, 30.7), town(3, 'Elsewhere', 900_000, 100)],
    [15, 33, 45, 54],
  );
  const named = features
    .filter((one: { properties: { kind: string } }) => one.properties.kind !== 'sea')
    .map((one: { properties: { name: string } }) => one.properties.name);
  expect(named).toEqual(['Odesa', 'Kramatorsk']);
  expect(features[1].properties.from).toBeGreaterThan(features[0].properties.from);
});
