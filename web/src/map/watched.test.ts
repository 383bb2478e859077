import { describe, expect, it } from 'vitest';
import type { CoverageMap } from '../api/types';
import { chanceOf } from '../coverage/heat';
import { LEVELS } from './levels';
import { blindOf, levelOf, watchedOf } from './watched';

const COLUMNS = 17;
const ROWS = 13;
const map: CoverageMap = {
  state: 'Watched',
  columns: COLUMNS,
  rows: ROWS,
  westDeg: 30,
  eastDeg: 33.4,
  rowEdgesDeg: Array.from({ length: ROWS + 1 }, (_, i) => 46 + i * 0.1 + i * i * 0.001),
  cellsGzipBase64: '',
};

/** Patches of some cells each, so that there is something to join. */
function cellsOf(seed: number): Uint8Array {
  let state = seed;
  const next = () => (state = (state * 1103515245 + 12345) % 2147483648);
  const cells = new Uint8Array(COLUMNS * ROWS);
  for (let patch = 0; patch < 12; patch++) {
    const [x, y, w, h] = [next() % COLUMNS, next() % ROWS, 1 + (next() % 6), 1 + (next() % 5)];
    const value = (next() >> 8) % 256;
    for (let row = y; row < Math.min(ROWS, y + h); row++) {
      for (let column = x; column < Math.min(COLUMNS, x + w); column++) cells[row * COLUMNS + column] = value;
    }
  }
  return cells;
}

describe('what was watched, as shapes', () => {
  it('covers each cell with ground once, at its own level, and nothing else', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const cells = cellsOf(seed);
      const { features } = watchedOf(map, cells);
      for (let row = 0; row < ROWS; row++) {
        for (let column = 0; column < COLUMNS; column++) {
          const lon = 30 + ((column + 0.5) * 3.4) / COLUMNS;
          const lat = (map.rowEdgesDeg[row]! + map.rowEdgesDeg[row + 1]!) / 2;
          const over = features.filter(({ geometry }) => {
            const [[west, south], , [east, north]] = (geometry as GeoJSON.Polygon).coordinates[0] as number[][] as [
              [number, number],
              number[],
              [number, number],
            ];
            return lon > west && lon < east && lat > south && lat < north;
          });
          const level = levelOf(cells[row * COLUMNS + column]!);
          expect(over.map(({ properties }) => properties?.level)).toEqual(level === null ? [] : [level]);
        }
      }
    }
  });

  it('joins what is one, and keeps apart what nobody watched from what somebody did for a moment', () => {
    expect(watchedOf(map, new Uint8Array(COLUMNS * ROWS).fill(1)).features).toHaveLength(1);
    expect([levelOf(0), levelOf(1), levelOf(2), levelOf(255)]).toEqual([null, 0, 1, LEVELS - 1]);
    for (let cell = 2; cell < 255; cell++) {
      expect(levelOf(cell + 1)!).toBeGreaterThanOrEqual(levelOf(cell)!);
      expect(Math.sqrt(chanceOf(cell)!)).toBeGreaterThan(0);
    }
  });

  it('draws a circle of its own radius', () => {
    const { features } = blindOf([
      {
        cause: 'Interference',
        by: 'not known',
        modality: 'reception',
        latitude: 47,
        longitude: 35,
        radiusM: 50_000,
        from: '',
        until: '',
        lostKm2H: 1,
      },
    ]);
    for (const [lon, lat] of (features[0]!.geometry as GeoJSON.Polygon).coordinates[0]!) {
      const east = (lon! - 35) * 111_200 * Math.cos((47 * Math.PI) / 180);
      expect(Math.hypot(east, (lat! - 47) * 111_200)).toBeCloseTo(50_000, 0);
    }
  });
});
