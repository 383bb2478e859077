// The map's style: land, sea, coast, names, and the agreement's own zones and line. No state boundary is drawn.
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { LEVELS } from './levels';
import type { Palette } from './palette';

export const FAR_ZOOM = 6.4;
export const FONT = ['Noto Sans'];
/** Name of the hatching among the map's images. */
export const HATCH = 'hatch';
const HATCH_PX = 8;
const HATCH_ALPHA = 110;
export const NO_FEATURES: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };

/** What the reader can switch off, and the map layers that belong to it. */
export const TOGGLES = {
  zones: ['zone-fill', 'zone-edge', 'sea-fill', 'sea-edge', 'zone-name'],
  reading: ['reading-fill', 'reading-line', 'reading-edge', 'reading-except'],
  line: ['line-casing', 'line'],
  corridors: ['corridor-fill', 'corridor-edge'],
  hazards: ['hazard-fill', 'hazard-edge', 'hazard-name'],
  watched: ['watched-none', 'watched'],
  blind: ['blind'],
  tracks: ['tracks', 'trail'],
  went: ['went'],
  incidents: [],
  names: ['names-sea', 'names-town', 'names-city', 'places'],
} as const;

export type Toggle = keyof typeof TOGGLES;

const asset = (name: string): string => new URL(`/basemap/${name}`, location.href).href;

export function styleOf(palette: Palette): StyleSpecification {
  return {
    version: 8,
    sources: {
      far: { type: 'geojson', data: asset('sea-far.json'), maxzoom: 7, tolerance: 0.3, attribution: '' },
      near: { type: 'geojson', data: asset('sea-near.json'), maxzoom: 11, tolerance: 0.3 },
      places: { type: 'geojson', data: asset('places.json'), maxzoom: 10 },
      agreement: { type: 'geojson', data: NO_FEATURES, maxzoom: 12, tolerance: 0.2 },
      hazards: { type: 'geojson', data: NO_FEATURES },
      watched: { type: 'geojson', data: NO_FEATURES, tolerance: 0, buffer: 0 },
      blind: { type: 'geojson', data: NO_FEATURES },
      trail: { type: 'geojson', data: NO_FEATURES },
    },
    layers: [
      ...ground(palette),
      ...watched(palette),
      ...agreement(palette),
      ...reading(palette),
      ...hazards(palette),
      ...names(palette),
      ...trail(palette),
    ],
  };
}

function ground({ land, sea, coast }: Palette): LayerSpecification[] {
  const level = (source: 'far' | 'near'): LayerSpecification[] => {
    const zooms = source === 'far' ? { maxzoom: FAR_ZOOM } : { minzoom: FAR_ZOOM };
    return [
      {
        id: `sea-${source}`,
        type: 'fill',
        source,
        ...zooms,
        filter: ['==', ['get', 'kind'], 'sea'],
        paint: { 'fill-color': sea, 'fill-antialias': false },
      },
      {
        id: `coast-${source}`,
        type: 'line',
        source,
        ...zooms,
        filter: ['==', ['get', 'kind'], 'coast'],
        layout: { 'line-join': 'round' },
        paint: { 'line-color': coast, 'line-width': ['interpolate', ['linear'], ['zoom'], 4, 0.5, 8, 1] },
      },
    ];
  };
  return [{ id: 'land', type: 'background', paint: { 'background-color': land } }, ...level('far'), ...level('near')];
}

function agreement({ zone, zoneFill, corridor, corridorFill, line, lineCasing }: Palette): LayerSpecification[] {
  const source = 'agreement';
  const kind = (...kinds: string[]): ExpressionSpecification => ['in', ['get', 'kind'], ['literal', kinds]];
  const isLine: ExpressionSpecification = ['==', ['get', 'role'], 'line'];
  return [
    {
      id: 'sea-fill',
      type: 'fill',
      source,
      filter: kind('sea', 'air'),
      paint: { 'fill-color': zone, 'fill-opacity': zoneFill * 0.55 },
    },
    {
      id: 'zone-fill',
      type: 'fill',
      source,
      filter: kind('land'),
      paint: { 'fill-color': zone, 'fill-opacity': zoneFill },
    },
    {
      id: 'corridor-fill',
      type: 'fill',
      source,
      filter: kind('corridor'),
      paint: { 'fill-color': corridor, 'fill-opacity': corridorFill },
    },
    {
      id: 'sea-edge',
      type: 'line',
      source,
      filter: kind('sea', 'air'),
      paint: { 'line-color': zone, 'line-opacity': 0.75, 'line-width': 1, 'line-dasharray': [1, 3] },
    },
    {
      id: 'zone-edge',
      type: 'line',
      source,
      filter: kind('land'),
      paint: { 'line-color': zone, 'line-opacity': 0.45, 'line-width': 1 },
    },
    {
      id: 'corridor-edge',
      type: 'line',
      source,
      filter: kind('corridor'),
      paint: { 'line-color': corridor, 'line-opacity': 0.8, 'line-width': 1 },
    },
    {
      id: 'line-casing',
      type: 'line',
      source,
      filter: isLine,
      layout: { 'line-join': 'round' },
      paint: { 'line-color': lineCasing, 'line-opacity': 0.55, 'line-width': 5 },
    },
    {
      id: 'line',
      type: 'line',
      source,
      filter: isLine,
      layout: { 'line-join': 'round' },
      paint: { 'line-color': line, 'line-width': 1.8, 'line-dasharray': [4, 2.4] },
    },
  ];
}

/** The ground of one reading over that of all: its zones and lines are drawn strongly, those left out dotted. */
function reading({ zone, zoneFill, label }: Palette): LayerSpecification[] {
  const layer = { source: 'agreement', filter: groundFilter([]) };
  return [
    { id: 'reading-fill', type: 'fill', ...layer, paint: { 'fill-color': zone, 'fill-opacity': zoneFill * 1.5 } },
    {
      id: 'reading-line',
      type: 'line',
      ...layer,
      layout: { 'line-join': 'round' },
      paint: { 'line-color': zone, 'line-opacity': 0.55, 'line-width': 8 },
    },
    {
      id: 'reading-edge',
      type: 'line',
      ...layer,
      layout: { 'line-join': 'round' },
      paint: { 'line-color': zone, 'line-width': 2.4 },
    },
    {
      id: 'reading-except',
      type: 'line',
      ...layer,
      paint: { 'line-color': label, 'line-width': 2.4, 'line-dasharray': [0.6, 1.6] },
    },
  ];
}

/** Which layer of a reading draws which of its ground, by ids. */
export const GROUND_OF = {
  'reading-fill': 'zones',
  'reading-line': 'lines',
  'reading-edge': 'zones',
  'reading-except': 'except',
} as const;

/** Shows the zones or lines of the agreement that have these ids; a zone and a line may have one id. */
export const groundFilter = (ids: readonly string[], role: 'zone' | 'line' = 'zone'): ExpressionSpecification => [
  'all',
  ['==', ['get', 'role'], role],
  ['in', ['get', 'id'], ['literal', [...ids]]],
];

/** Ground that nobody watched is hatched, never empty; where somebody was kept from looking is dashed. */
function watched({ zone, coast, label }: Palette): LayerSpecification[] {
  const isNone: ExpressionSpecification = ['==', ['get', 'level'], 0];
  return [
    { id: 'watched-none', type: 'fill', source: 'watched', filter: isNone, paint: { 'fill-pattern': HATCH } },
    {
      id: 'watched',
      type: 'fill',
      source: 'watched',
      filter: ['!', isNone],
      paint: {
        'fill-antialias': false,
        'fill-color': ['interpolate', ['linear'], ['get', 'level'], 1, coast, LEVELS - 1, zone],
        'fill-opacity': 0.5,
      },
    },
    {
      id: 'blind',
      type: 'line',
      source: 'blind',
      paint: { 'line-color': label, 'line-width': 1.6, 'line-dasharray': [3, 2.4] },
    },
  ];
}

/** The tile of the hatching: 8 by 8, a line from corner to corner, in the colour of names. */
export function hatchOf({ label }: Palette): { width: number; height: number; data: Uint8Array } {
  const data = new Uint8Array(HATCH_PX * HATCH_PX * 4);
  const color = [1, 3, 5].map((at) => parseInt(label.slice(at, at + 2), 16));
  for (let i = 0; i < HATCH_PX; i++) data.set([...color, HATCH_ALPHA], (i * HATCH_PX + (HATCH_PX - 1 - i)) * 4);
  return { width: HATCH_PX, height: HATCH_PX, data };
}

/** No colour of attention: a hazard is ground, and nobody did anything there. */
function hazards({ label, cityLabel, halo }: Palette): LayerSpecification[] {
  const source = 'hazards';
  return [
    { id: 'hazard-fill', type: 'fill', source, paint: { 'fill-color': label, 'fill-opacity': 0.35 } },
    {
      id: 'hazard-edge',
      type: 'line',
      source,
      paint: { 'line-color': cityLabel, 'line-width': 1.6, 'line-dasharray': [2, 1.5] },
    },
    {
      id: 'hazard-name',
      type: 'symbol',
      source,
      minzoom: 8,
      layout: { 'text-field': ['get', 'name'], 'text-font': FONT, 'text-size': 11.5 },
      paint: { 'text-color': cityLabel, 'text-halo-color': halo, 'text-halo-width': 1.3 },
    },
  ];
}

function names(palette: Palette): LayerSpecification[] {
  const halo = { 'text-halo-color': palette.halo, 'text-halo-width': 1.3, 'text-halo-blur': 0.4 };
  const source = 'places';
  // A filter sees whole zoom levels only; names come in a little early, and the collision test thins them.
  const shown: ExpressionSpecification = ['<=', ['get', 'from'], ['+', ['zoom'], 0.7]];
  const dot = (kind: string, size: number, color: string): LayerSpecification => ({
    id: `names-${kind}`,
    type: 'symbol',
    source,
    filter: ['all', ['==', ['get', 'kind'], kind], shown],
    layout: {
      'text-field': ['get', 'name'],
      'text-font': FONT,
      'text-size': size,
      'text-anchor': 'left',
      'text-offset': [0.55, 0],
      'text-padding': 6,
      'text-max-width': 14,
      'symbol-sort-key': ['get', 'from'],
    },
    paint: { 'text-color': color, ...halo },
  });
  return [
    {
      id: 'names-sea',
      type: 'symbol',
      source,
      filter: ['all', ['==', ['get', 'kind'], 'sea'], shown],
      layout: {
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'text-size': 12.5,
        'text-letter-spacing': 0.22,
        'text-max-width': 8,
      },
      paint: { 'text-color': palette.seaLabel, ...halo, 'text-halo-color': palette.sea },
    },
    {
      id: 'places',
      type: 'circle',
      source,
      filter: ['all', ['!=', ['get', 'kind'], 'sea'], shown],
      paint: { 'circle-radius': ['match', ['get', 'kind'], 'city', 2, 1.5], 'circle-color': palette.label },
    },
    dot('town', 11, palette.label),
    dot('city', 12.5, palette.cityLabel),
    {
      id: 'zone-name',
      type: 'symbol',
      source: 'agreement',
      minzoom: 7.6,
      filter: ['==', ['get', 'role'], 'zone'],
      layout: { 'text-field': ['get', 'name'], 'text-font': FONT, 'text-size': 11.5, 'text-max-width': 12 },
      paint: { 'text-color': palette.zone, ...halo },
    },
  ];
}

/** Past places: one colour for all, larger where a mark stands for more. */
export const wentLayer = ({ trail: color }: Palette): LayerSpecification => ({
  id: 'went',
  type: 'circle',
  source: 'went',
  'source-layer': 'went',
  paint: {
    'circle-color': color,
    'circle-opacity': 0.55,
    'circle-radius': ['interpolate', ['linear'], ['ln', ['get', 'n']], 0, 1.6, 2.3, 2.3, 6.9, 4.2],
  },
});

const trail = ({ trail: color }: Palette): LayerSpecification[] => [
  {
    id: 'trail',
    type: 'line',
    source: 'trail',
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: { 'line-color': color, 'line-width': 2, 'line-opacity': 0.7 },
  },
];
