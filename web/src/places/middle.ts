// The middle of what the map draws under an id: good enough to look there, and no statement about the zone.

type Position = readonly number[];

export function middleOf(
  map: GeoJSON.FeatureCollection | null,
  id: string,
): { latitude: number; longitude: number } | null {
  const box = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity };
  for (const feature of map?.features ?? []) {
    if (feature.properties?.id !== id) continue;
    for (const [longitude, latitude] of positionsOf(feature.geometry)) {
      if (longitude === undefined || latitude === undefined) continue;
      box.west = Math.min(box.west, longitude);
      box.east = Math.max(box.east, longitude);
      box.south = Math.min(box.south, latitude);
      box.north = Math.max(box.north, latitude);
    }
  }
  return box.west > box.east
    ? null
    : { latitude: (box.south + box.north) / 2, longitude: (box.west + box.east) / 2 };
}

function positionsOf(geometry: GeoJSON.Geometry): Position[] {
  if (geometry.type === 'GeometryCollection') return geometry.geometries.flatMap(positionsOf);
  return flat(geometry.coordinates);
}

const flat = (value: unknown): Position[] =>
  Array.isArray(value) ? (typeof value[0] === 'number' ? [value as Position] : value.flatMap(flat)) : [];
