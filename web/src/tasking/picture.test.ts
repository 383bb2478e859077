import { describe, expect, it } from 'vitest';
import { pictureOf, placesOf } from './picture';

describe('a picture of places', () => {
  it('has north up, and the same scale to both sides', () => {
    const picture = pictureOf(
      [
        [
          [60, 30],
          [60.01, 30.02],
        ],
      ],
      300,
    );
    const [a, b] = [picture.at([60, 30]), picture.at([60.01, 30.02])];
    expect(b.x - a.x).toBeCloseTo(a.y - b.y, 0);
    expect(b.y).toBeLessThan(a.y);
  });

  it('holds every place within its edges', () => {
    const line = [
      [47, 35],
      [47.3, 35.01],
      [47.1, 34.2],
    ] as const;
    const picture = pictureOf([line], 320);
    for (const place of line) {
      const { x, y } = picture.at(place);
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(320);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(picture.height);
    }
  });

  it('is a picture of nothing, and of one place, without a number that is none', () => {
    expect(pictureOf([], 300).points([[0, 0]])).not.toContain('NaN');
    expect(pictureOf([[[47, 35]]], 300).points([[47, 35]])).not.toContain('NaN');
  });
});

it('offers the ends of ways and where they meet, each once', () => {
  const road = [
    [47, 35],
    [47, 35.1],
    [47, 35.2],
  ] as const;
  const side = [
    [47, 35.1],
    [47.1, 35.15],
    [47.2, 35.1],
  ] as const;
  expect(placesOf([road, side], 9)).toEqual(['47, 35', '47, 35.1', '47, 35.2', '47.2, 35.1']);
  expect(placesOf([road, side], 2)).toHaveLength(2);
});
