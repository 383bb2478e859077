// The area that is asked for: a square around a place.
import type { Ring } from '../api/types';

const KM_PER_DEGREE = 111.2;

/** The corners of a square, latitude first, anticlockwise from the south-west. */
export function squareAround(latitude: number, longitude: number, widthKm: number): Ring {
  const north = widthKm / 2 / KM_PER_DEGREE;
  const east = north / Math.cos((latitude * Math.PI) / 180);
  const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
  const corner = (up: number, right: number): readonly [number, number] => [
    round(latitude + up * north),
    round(longitude + right * east),
  ];
  return [corner(-1, -1), corner(-1, 1), corner(1, 1), corner(1, -1)];
}

/** The middle of a ring: the mean of its corners. */
export function middleOf(ring: Ring): readonly [number, number] {
  const mean = (at: 0 | 1): number => ring.reduce((sum, corner) => sum + corner[at], 0) / ring.length;
  return [mean(0), mean(1)];
}
