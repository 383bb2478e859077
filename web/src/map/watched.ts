// What was watched, as shapes for the map: cells of one level are joined to rectangles, so that a theatre of 48,000
// cells is some thousands of shapes.
import { getCoverage, getCoverageMap } from '../api/client';
import type { BlindSpot, CoverageMap } from '../api/types';
import { cellsOf, chanceOf } from '../coverage/heat';
import { LEVELS } from './levels';
import { NO_FEATURES } from './style';

/** The layers speak of so long before the time that the page shows. */
export const WATCHED_HOURS = 24;

/** What the map draws of it. */
export interface Watched {
  readonly isWithheld: boolean;
  readonly cells: GeoJSON.FeatureCollection;
  readonly blind: GeoJSON.FeatureCollection;
  readonly spots: number;
}

const HOUR_MS = 3_600_000;
const CORNERS = 48;
const M_PER_DEGREE = 111_200;

/** The end of the whole hour of a time, both in milliseconds. */
export const hourUpTo = (ms: number): number => Math.ceil(ms / HOUR_MS) * HOUR_MS;

/** Asks what was watched in the hours up to the end of one. */
export async function watchedUntil(until: number): Promise<Watched> {
  const asked = {
    from: new Date(until - WATCHED_HOURS * HOUR_MS).toISOString(),
    until: new Date(until).toISOString(),
    modality: 'all',
    light: 'any',
    class: 'any',
  };
  const [told, map] = await Promise.all([getCoverage(asked), getCoverageMap(asked)]);
  const isWithheld = map.state === 'Withheld';
  return {
    isWithheld,
    cells: isWithheld ? NO_FEATURES : watchedOf(map, await cellsOf(map)),
    blind: blindOf(told.blindSpots),
    spots: told.blindSpots.length,
  };
}

/** The level of a byte of the map; null: no ground. By its root, so that a look of minutes can be told from none. */
export function levelOf(cell: number): number | null {
  const chance = chanceOf(cell);
  if (chance === null) return null;
  return chance === 0 ? 0 : Math.min(LEVELS - 1, 1 + Math.floor(Math.sqrt(chance) * (LEVELS - 1)));
}

interface Run {
  readonly from: number;
  readonly until: number;
  readonly level: number;
  readonly firstRow: number;
}

/** Rectangles that cover each cell with ground once; `level` says how much was seen there. */
export function watchedOf(map: CoverageMap, cells: Uint8Array): GeoJSON.FeatureCollection {
  const features: GeoJSON.Feature[] = [];
  let open: Run[] = [];
  for (let row = 0; row <= map.rows; row++) {
    const runs = row < map.rows ? runsOf(map, cells, row) : [];
    const goesOn = (one: Run) => open.find((known) => isSame(known, one));
    const next = runs.map((one) => goesOn(one) ?? one);
    for (const one of open) if (!next.includes(one)) features.push(rectangle(map, one, row));
    open = next;
  }
  return { type: 'FeatureCollection', features };
}

/** Circles where something kept somebody from looking, `cause` says what. */
export function blindOf(spots: readonly BlindSpot[]): GeoJSON.FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: spots.map(({ cause, latitude, longitude, radiusM }) => ({
      type: 'Feature',
      properties: { cause },
      geometry: { type: 'Polygon', coordinates: [circle(longitude, latitude, radiusM)] },
    })),
  };
}

const isSame = (one: Run, other: Run): boolean =>
  one.from === other.from && one.until === other.until && one.level === other.level;

function runsOf(map: CoverageMap, cells: Uint8Array, row: number): Run[] {
  const runs: Run[] = [];
  for (let from = 0; from < map.columns; ) {
    const level = levelOf(cells[row * map.columns + from]!);
    let until = from + 1;
    while (until < map.columns && levelOf(cells[row * map.columns + until]!) === level) until++;
    if (level !== null) runs.push({ from, until, level, firstRow: row });
    from = until;
  }
  return runs;
}

function rectangle(map: CoverageMap, { from, until, level, firstRow }: Run, endRow: number): GeoJSON.Feature {
  const width = (map.eastDeg - map.westDeg) / map.columns;
  const [west, east] = [map.westDeg + from * width, map.westDeg + until * width];
  const [south, north] = [map.rowEdgesDeg[firstRow]!, map.rowEdgesDeg[endRow]!];
  return {
    type: 'Feature',
    properties: { level },
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [west, south],
          [east, south],
          [east, north],
          [west, north],
          [west, south],
        ],
      ],
    },
  };
}

function circle(longitude: number, latitude: number, radiusM: number): number[][] {
  const high = radiusM / M_PER_DEGREE;
  const wide = high / Math.cos((latitude * Math.PI) / 180);
  return Array.from({ length: CORNERS + 1 }, (_, i) => {
    const at = ((i % CORNERS) * 2 * Math.PI) / CORNERS;
    return [longitude + wide * Math.cos(at), latitude + high * Math.sin(at)];
  });
}
