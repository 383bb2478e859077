// The map itself, without any framework: base, agreement, tracks, incident marks, selection and view.
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import {
  type GeoJSONSource,
  type LngLatBoundsLike,
  Map as MapLibreMap,
  Marker,
  ScaleControl,
  setWorkerUrl,
} from 'maplibre-gl';
import type { ReadingGround, TrackPoint } from '../api/types';
import { PALETTES, type Theme } from './palette';
import { PAST_MAX_ZOOM, type PastTold, toldBy } from './past';
import {
  GROUND_OF,
  HATCH,
  NO_FEATURES,
  TOGGLES,
  type Toggle,
  groundFilter,
  hatchOf,
  styleOf,
  wentLayer,
} from './style';
import { TrackLayer } from './trackLayer';
import { type TrackStore, mercatorX, mercatorY } from './trackStore';

setWorkerUrl(workerUrl);

/** What an incident looks like on the map. */
export interface IncidentMark {
  readonly id: string;
  readonly longitudeDeg: number;
  readonly latitudeDeg: number;
  readonly severity: number;
  readonly label: string;
  readonly selected: boolean;
  readonly closed: boolean;
}

export interface FloorMapOptions {
  readonly container: HTMLElement;
  readonly theatre: readonly [number, number, number, number];
  readonly theme: Theme;
  readonly store: TrackStore;
  readonly onIncident: (id: string) => void;
  readonly onTrack: (track: number | null) => void;
  /** What the tiles of the past say of themselves when all of the view have come, or why they do not. */
  readonly onWent: (told: PastTold | null, failure: string) => void;
}

/** What the basemap covers; the view cannot leave it. */
const REGION: LngLatBoundsLike = [
  [15, 33],
  [45, 54],
];
const PICK_PX = 14;
const NEAR_ZOOM = 9;
/** Names stay readable over tracks. */
const BELOW = 'names-sea';

export class FloorMap {
  readonly #map: MapLibreMap;
  readonly #tracks: TrackLayer;
  readonly #options: FloorMapOptions;
  readonly #marks = new Map<string, { marker: Marker; key: string }>();
  readonly #off = new Set<Toggle>();
  #agreement: GeoJSON.FeatureCollection = NO_FEATURES;
  #trail: GeoJSON.FeatureCollection = NO_FEATURES;
  #hazards: GeoJSON.FeatureCollection = NO_FEATURES;
  #watched: GeoJSON.FeatureCollection = NO_FEATURES;
  #blind: GeoJSON.FeatureCollection = NO_FEATURES;
  #ground: ReadingGround | null = null;
  #theme: Theme;
  #store: TrackStore;
  #place: Marker | undefined;
  #went: string | null = null;

  constructor(options: FloorMapOptions) {
    this.#options = options;
    this.#theme = options.theme;
    this.#store = options.store;
    this.#tracks = new TrackLayer(options.store, PALETTES[options.theme]);
    this.#map = new MapLibreMap({
      container: options.container,
      style: styleOf(PALETTES[options.theme]),
      bounds: this.#bounds(),
      fitBoundsOptions: { padding: 24 },
      maxBounds: REGION,
      minZoom: 4,
      maxZoom: 13,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      renderWorldCopies: false,
      fadeDuration: 0,
      keyboard: true,
      localIdeographFontFamily: false,
    });
    this.#map.touchZoomRotate.disableRotation();
    this.#map.keyboard.disableRotation();
    this.#map.addControl(new ScaleControl({ maxWidth: 110, unit: 'metric' }), 'bottom-right');
    this.#map.on('style.load', () => this.#dress());
    this.#map.on('click', ({ lngLat }) => this.#pick(lngLat.lng, lngLat.lat));
    this.#map.on('error', (event) => {
      console.warn(`map: ${event.error.message}`);
      if ('sourceId' in event && event.sourceId === 'went') options.onWent(null, event.error.message);
    });
    this.#map.on('idle', () => this.#tellWent());
  }

  get tracksDrawn(): number {
    return this.#tracks.drawn;
  }

  /** Ids of the zones of one reading that are in view. */
  get groundDrawn(): readonly string[] {
    if (!this.#map.getLayer('reading-edge')) return [];
    const drawn = this.#map.queryRenderedFeatures({ layers: ['reading-edge'] });
    return [...new Set(drawn.map(({ properties }) => String(properties.id)))];
  }

  /** Where the map looks, longitude and latitude in degrees. */
  get centre(): readonly [number, number] {
    const { lng, lat } = this.#map.getCenter();
    return [lng, lat];
  }

  /** Draws the tracks of another store: those of the past, or the live ones again. */
  setStore(store: TrackStore): void {
    this.#store = store;
    this.#tracks.store = store;
  }

  /** Marks the place that somebody looks for, or none. */
  setPlace(place: { readonly longitude: number; readonly latitude: number } | null): void {
    this.#place?.remove();
    if (place === null) return;
    const element = document.createElement('div');
    element.className = 'place-mark';
    this.#place = new Marker({ element }).setLngLat([place.longitude, place.latitude]).addTo(this.#map);
  }

  /** Draws where things went from tiles at an address, in place of all drawn before; null: from none. */
  setWent(tiles: string | null): void {
    if (tiles === this.#went) return;
    this.#went = tiles;
    this.#dressWent();
  }

  tracksChanged(): void {
    this.#tracks.changed();
  }

  setAgreement(features: GeoJSON.FeatureCollection): void {
    this.#agreement = features;
    this.#fill('agreement', features);
  }

  /** Draws the ground of one reading strongly, or of none. */
  setGround(ground: ReadingGround | null): void {
    this.#ground = ground;
    this.#dressGround();
  }

  setHazards(features: GeoJSON.FeatureCollection): void {
    this.#hazards = features;
    this.#fill('hazards', features);
  }

  /** Draws what was watched, and where something kept somebody from looking. */
  setWatched(cells: GeoJSON.FeatureCollection, blind: GeoJSON.FeatureCollection): void {
    [this.#watched, this.#blind] = [cells, blind];
    this.#fill('watched', cells);
    this.#fill('blind', blind);
  }

  setTheme(theme: Theme): void {
    if (theme === this.#theme) return;
    this.#theme = theme;
    this.#tracks.palette = PALETTES[theme];
    this.#map.setStyle(styleOf(PALETTES[theme]), { diff: false });
  }

  setShown(toggle: Toggle, shown: boolean): void {
    if (shown) this.#off.delete(toggle);
    else this.#off.add(toggle);
    this.#show(toggle);
  }

  /** Chooses a track and draws where it was; none clears both. */
  setTrack(slot: number, past: readonly TrackPoint[]): void {
    this.#tracks.selectedSlot = slot;
    const coordinates = past.map(({ longitude, latitude }) => [longitude, latitude]);
    this.#trail =
      coordinates.length < 2
        ? NO_FEATURES
        : {
            type: 'FeatureCollection',
            features: [{ type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates } }],
          };
    this.#fill('trail', this.#trail);
    this.tracksChanged();
  }

  setIncidents(marks: readonly IncidentMark[]): void {
    const wanted = new Set(marks.map((one) => one.id));
    for (const [id, { marker }] of this.#marks) {
      if (wanted.has(id)) continue;
      marker.remove();
      this.#marks.delete(id);
    }
    for (const one of marks) this.#mark(one);
    this.#show('incidents');
  }

  showPlace(longitudeDeg: number, latitudeDeg: number): void {
    this.#map.easeTo({
      center: [longitudeDeg, latitudeDeg],
      zoom: Math.max(this.#map.getZoom(), NEAR_ZOOM),
      animate: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    });
  }

  showTheatre(): void {
    this.#map.fitBounds(this.#bounds(), {
      padding: 24,
      animate: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    });
  }

  zoomBy(levels: number): void {
    this.#map.easeTo({
      zoom: this.#map.getZoom() + levels,
      animate: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    });
  }

  remove(): void {
    this.#map.remove();
  }

  #bounds(): LngLatBoundsLike {
    const [west, south, east, north] = this.#options.theatre;
    return [
      [west, south],
      [east, north],
    ];
  }

  /** After each change of style: what is not part of the style is put back. */
  #dress(): void {
    this.#fill('agreement', this.#agreement);
    this.#fill('trail', this.#trail);
    this.#fill('hazards', this.#hazards);
    this.#fill('watched', this.#watched);
    this.#fill('blind', this.#blind);
    if (!this.#map.hasImage(HATCH)) this.#map.addImage(HATCH, hatchOf(PALETTES[this.#theme]));
    if (!this.#map.getLayer('tracks')) this.#map.addLayer(this.#tracks, BELOW);
    this.#dressWent();
    this.#dressGround();
    for (const toggle of Object.keys(TOGGLES) as Toggle[]) this.#show(toggle);
  }

  /** The source is made anew for each address: nothing of another time stays drawn until the answers come. */
  #dressWent(): void {
    if (this.#map.getLayer('went')) this.#map.removeLayer('went');
    if (this.#map.getSource('went')) this.#map.removeSource('went');
    if (this.#went === null || !this.#map.getLayer('tracks')) return;
    this.#map.addSource('went', { type: 'vector', tiles: [this.#went], maxzoom: PAST_MAX_ZOOM });
    this.#map.addLayer(wentLayer(PALETTES[this.#theme]), 'tracks');
  }

  #dressGround(): void {
    for (const [layer, part] of Object.entries(GROUND_OF)) {
      if (!this.#map.getLayer(layer)) continue;
      this.#map.setFilter(layer, groundFilter(this.#ground?.[part] ?? [], part === 'lines' ? 'line' : 'zone'));
    }
  }

  #tellWent(): void {
    if (this.#went === null || !this.#map.isSourceLoaded('went')) return;
    this.#options.onWent(toldBy(this.#map.querySourceFeatures('went', { sourceLayer: 'told' })), '');
  }

  #fill(source: 'agreement' | 'trail' | 'hazards' | 'watched' | 'blind', features: GeoJSON.FeatureCollection): void {
    void this.#map.getSource<GeoJSONSource>(source)?.setData(features);
  }

  #show(toggle: Toggle): void {
    const shown = !this.#off.has(toggle);
    if (toggle === 'tracks') this.#tracks.visible = shown;
    if (toggle === 'incidents') for (const { marker } of this.#marks.values()) marker.getElement().hidden = !shown;
    for (const layer of TOGGLES[toggle]) {
      if (layer !== 'tracks' && this.#map.getLayer(layer)) {
        this.#map.setLayoutProperty(layer, 'visibility', shown ? 'visible' : 'none');
      }
    }
    this.#map.triggerRepaint();
  }

  #pick(longitudeDeg: number, latitudeDeg: number): void {
    const within = PICK_PX / (512 * 2 ** this.#map.getZoom());
    const { onTrack } = this.#options;
    onTrack(this.#tracks.visible ? this.#store.nearest(mercatorX(longitudeDeg), mercatorY(latitudeDeg), within) : null);
  }

  #mark(one: IncidentMark): void {
    const key = JSON.stringify(one);
    const known = this.#marks.get(one.id);
    if (known?.key === key) return;
    const marker = known?.marker ?? new Marker({ element: this.#button(one.id), anchor: 'center' });
    const element = marker.getElement();
    element.className = [
      ...[...element.classList].filter((name) => name.startsWith('maplibregl')),
      'mark',
      `sev${one.severity}`,
      ...(one.selected ? ['selected'] : []),
      ...(one.closed ? ['closed'] : []),
    ].join(' ');
    element.setAttribute('aria-label', one.label);
    element.title = one.label;
    element.style.zIndex = String(one.severity + (one.selected ? 10 : 0));
    element.firstElementChild!.textContent = String(one.severity);
    marker.setLngLat([one.longitudeDeg, one.latitudeDeg]);
    if (!known) marker.addTo(this.#map);
    this.#marks.set(one.id, { marker, key });
  }

  #button(id: string): HTMLElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(document.createElement('span'));
    button.addEventListener('click', (event) => {
      event.stopPropagation();
      this.#options.onIncident(id);
    });
    return button;
  }
}
