// A plain picture of places: north is up, and a metre is as long to the east as to the north.
import type { Ring } from '../api/types';

type Place = readonly [number, number];

/** Where places stand in a picture of a width, and how high it is. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Points of an SVG, of places with the latitude first. */
  points(places: readonly Place[]): string;
  at(place: Place): { readonly x: number; readonly y: number };
}

const MARGIN = 14;
const FLATTEST = 0.35;
const TALLEST = 1;
/** What a single place is shown with around it, in degrees. */
const LEAST_SPAN = 0.01;

/** A picture that holds all lines; where there are none, of nothing. */
export function pictureOf(lines: readonly Ring[], width: number): Picture {
  const places = lines.flat();
  const span = (which: 0 | 1): readonly [number, number] => {
    const all = places.length > 0 ? places.map((place) => place[which]) : [0];
    const [least, most] = [Math.min(...all), Math.max(...all)];
    const more = Math.max(0, LEAST_SPAN - (most - least)) / 2;
    return [least - more, most + more];
  };
  const [south, north] = span(0);
  const [west, east] = span(1);
  const shrink = Math.cos(((south + north) / 2) * (Math.PI / 180));
  const [across, up] = [(east - west) * shrink, north - south];
  const room = width - 2 * MARGIN;
  const inner = Math.min(room * TALLEST, Math.max(room * FLATTEST, (room * up) / across));
  const scale = Math.min(room / across, inner / up);
  const at = ([latitude, longitude]: Place): { x: number; y: number } => ({
    x: round(width / 2 + (longitude - (west + east) / 2) * shrink * scale),
    y: round(MARGIN + inner / 2 - (latitude - (south + north) / 2) * scale),
  });
  return {
    width,
    height: round(inner + 2 * MARGIN),
    at,
    points: (some) =>
      some
        .map(at)
        .map(({ x, y }) => `${x},${y}`)
        .join(' '),
  };
}

/** Where a route can begin and end without a place being typed: ends of ways, and where they meet. */
export function placesOf(ways: readonly Ring[], most: number): readonly string[] {
  const seen = new Map<string, number>();
  for (const way of ways) {
    way.forEach(([latitude, longitude], at) => {
      const key = `${latitude}, ${longitude}`;
      seen.set(key, (seen.get(key) ?? 0) + (at === 0 || at === way.length - 1 ? 2 : 1));
    });
  }
  return [...seen].filter(([, times]) => times > 1).map(([key]) => key).slice(0, most);
}

const round = (value: number): number => Math.round(value * 10) / 10;
