import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { CoverageMap } from '../api/types';
import { cellsOf, chanceOf, frameOf, percent, xOf, yOf } from './heat';

const map = (cells: number[]): CoverageMap => ({
  state: 'Watched',
  columns: 2,
  rows: 2,
  westDeg: 30,
  eastDeg: 32,
  rowEdgesDeg: [46, 47, 48],
  cellsGzipBase64: gzipSync(Uint8Array.from(cells)).toString('base64'),
});

describe('the coverage map', () => {
  it('tells ground that nobody watched from no ground', () => {
    expect(chanceOf(0)).toBeNull();
    expect(chanceOf(1)).toBe(0);
    expect(chanceOf(255)).toBe(1);
    expect(chanceOf(128)).toBeCloseTo(0.25, 5);
  });

  it('unpacks what the service packed', async () => {
    expect([...(await cellsOf(map([0, 1, 77, 255])))]).toEqual([0, 1, 77, 255]);
  });

  it('keeps the shape of the ground and north up', () => {
    const frame = frameOf(map([0, 0, 0, 0]), 800, 600);
    expect(yOf(frame, 48)).toBeLessThan(yOf(frame, 46));
    const wide = xOf(frame, 32) - xOf(frame, 30);
    const high = yOf(frame, 46) - yOf(frame, 48);
    expect(wide / high).toBeCloseTo(Math.cos((47 * Math.PI) / 180), 5);
    expect(xOf(frame, 31)).toBeCloseTo(400, 5);
  });

  it('never rounds little to nothing, nor much to all', () => {
    expect(percent(0)).toBe('0.0');
    expect(percent(0.0003)).toBe('< 0.1');
    expect(percent(0.0123)).toBe('1.2');
    expect(percent(0.61)).toBe('61');
    expect(percent(0.9996)).toBe('> 99.9');
    expect(percent(1)).toBe('100');
  });
});
