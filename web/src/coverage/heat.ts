// The cells of the coverage map: unpacked, and drawn. One hue: how much was seen is no side and no alarm.
import type { CoverageMap } from '../api/types';

/** A share as a percentage that never reads as nothing or as all where it is neither. */
export function percent(share: number): string {
  const n = 100 * share;
  if (n > 0 && n < 0.1) return '< 0.1';
  if (n < 100 && n > 99.9) return '> 99.9';
  return n < 10 ? n.toFixed(1) : n.toFixed(0);
}

/** The chance that a byte of the map stands for; null: no ground. 0 is ground that nobody watched. */
export function chanceOf(cell: number): number | null {
  return cell === 0 ? null : ((cell - 1) / 254) ** 2;
}

export async function cellsOf(map: CoverageMap): Promise<Uint8Array> {
  const packed = Uint8Array.from(atob(map.cellsGzipBase64), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export interface Frame {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  readonly width: number;
  readonly height: number;
}

/** A frame around the cells that keeps the shape of the ground at its middle latitude. */
export function frameOf(map: CoverageMap, width: number, height: number): Frame {
  const [south, north] = [map.rowEdgesDeg[0]!, map.rowEdgesDeg[map.rowEdgesDeg.length - 1]!];
  const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const perDegree = 0.94 * Math.min(width / ((map.eastDeg - map.westDeg) * narrow), height / (north - south));
  const [halfEast, halfNorth] = [width / 2 / perDegree / narrow, height / 2 / perDegree];
  const [lon, lat] = [(map.westDeg + map.eastDeg) / 2, (south + north) / 2];
  return { west: lon - halfEast, south: lat - halfNorth, east: lon + halfEast, north: lat + halfNorth, width, height };
}

export const xOf = (frame: Frame, lon: number): number =>
  ((lon - frame.west) / (frame.east - frame.west)) * frame.width;

export const yOf = (frame: Frame, lat: number): number =>
  ((frame.north - lat) / (frame.north - frame.south)) * frame.height;

/** Draws all cells; those that nobody watched are hatched, never empty. */
export function drawCells(
  context: CanvasRenderingContext2D,
  map: CoverageMap,
  cells: Uint8Array,
  frame: Frame,
  colors: { readonly low: string; readonly high: string; readonly hatch: string; readonly ground: string },
): void {
  const hatch = hatching(context, colors.hatch, colors.ground);
  const [low, high] = [rgb(colors.low), rgb(colors.high)];
  const columnWidth = (map.eastDeg - map.westDeg) / map.columns;
  for (let row = 0; row < map.rows; row++) {
    const top = Math.floor(yOf(frame, map.rowEdgesDeg[row + 1]!));
    const bottom = Math.floor(yOf(frame, map.rowEdgesDeg[row]!));
    for (let from = 0; from < map.columns; ) {
      const cell = cells[row * map.columns + from]!;
      let until = from + 1;
      while (until < map.columns && cells[row * map.columns + until] === cell) until++;
      const chance = chanceOf(cell);
      if (chance !== null) {
        const left = Math.floor(xOf(frame, map.westDeg + from * columnWidth));
        const right = Math.floor(xOf(frame, map.westDeg + until * columnWidth));
        // By its root, so that a look of a few minutes can be told from none.
        context.fillStyle = chance === 0 ? hatch : mixed(low, high, Math.sqrt(chance));
        context.fillRect(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
      }
      from = until;
    }
  }
}

function hatching(context: CanvasRenderingContext2D, line: string, ground: string): CanvasPattern | string {
  const tile = document.createElement('canvas');
  tile.width = tile.height = 8;
  const pen = tile.getContext('2d');
  if (!pen) return ground;
  pen.fillStyle = ground;
  pen.fillRect(0, 0, 8, 8);
  pen.strokeStyle = line;
  pen.lineWidth = 1.2;
  pen.beginPath();
  for (const at of [-8, 0, 8]) {
    pen.moveTo(at, 8);
    pen.lineTo(at + 8, 0);
  }
  pen.stroke();
  return context.createPattern(tile, 'repeat') ?? ground;
}

const rgb = (color: string): number[] => [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));

const mixed = (low: number[], high: number[], share: number): string =>
  `rgb(${low.map((one, i) => Math.round(one + (high[i]! - one) * share)).join(' ')})`;
