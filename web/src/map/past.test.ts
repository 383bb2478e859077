import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { VectorTile } from '@mapbox/vector-tile';
import { describe, expect, it } from 'vitest';
import { pastTiles, toldBy } from './past';

// The decoder's own reader of protobuf, wherever it was put.
const here = createRequire(import.meta.url);
const { PbfReader: Reader } = (await import(
  pathToFileURL(createRequire(here.resolve('@mapbox/vector-tile')).resolve('pbf')).href
)) as { PbfReader: new (bytes: Uint8Array) => ConstructorParameters<typeof VectorTile>[0] };

// Tiles that the service wrote, with what a decoder in its own tests read from them: two readers have to agree.
const corpus = readFileSync(new URL('../../../src/Trucewatch.Server/Past/corpus/tiles.txt', import.meta.url), 'utf8');

function lines(bytes: Uint8Array): string[] {
  const { layers } = new VectorTile(new Reader(bytes));
  return Object.values(layers).flatMap((layer) =>
    Array.from({ length: layer.length }, (_, at) => {
      const feature = layer.feature(at);
      const point = feature.loadGeometry()[0]![0]!;
      const values = Object.entries(feature.properties)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => `${key}=${Number(value)}`);
      return [layer.name, point.x, point.y, ...values].join(' ');
    }),
  );
}

describe('tiles of past places', () => {
  const tiles = corpus.split('tile ').slice(1);

  it('are read by the decoder of the map as they are by that of the service', () => {
    expect(tiles).toHaveLength(3);
    for (const one of tiles) {
      const [packed, ...wanted] = one.trimEnd().split('\n');
      const read = lines(new Uint8Array(Buffer.from(packed!, 'base64')));
      expect([...read.slice(0, 3), read.at(-1)]).toEqual(wanted);
    }
  });

  it('say for how many states their marks stand', () => {
    const { layers } = new VectorTile(new Reader(new Uint8Array(Buffer.from(tiles[2]!.split('\n')[0]!, 'base64'))));
    const told = toldBy([layers['told']!.feature(0), layers['told']!.feature(0)]);
    const went = layers['went']!;
    const states = Array.from({ length: went.length }, (_, at) => Number(went.feature(at).properties['n']));
    expect(told).toEqual({ states: 2 * states.reduce((all, n) => all + n), marks: 2 * went.length });
  });

  it('are asked for by time, and by what was known', () => {
    const toMs = Date.UTC(2030, 2, 17, 12);
    const at = 'from=2030-03-17T06%3A00%3A00.000Z&to=2030-03-17T12%3A00%3A00.000Z';
    const path = 'http://x/api/v1/tracks/tiles/{z}/{x}/{y}';
    expect(pastTiles({ toMs, hours: 6, asOf: null }, 'http://x')).toBe(`${path}?${at}`);
    expect(pastTiles({ toMs, hours: 6, asOf: '2030-03-17T12:00:00Z' }, 'http://x')).toBe(
      `${path}?${at}&asOf=2030-03-17T12%3A00%3A00Z`,
    );
  });
});
