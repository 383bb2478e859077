// What the page knows: the floor, the agreement and the incidents, kept fresh by the service's events.
import { ApiError, getAgreement, getAgreementMap, getFloor, getIncidents } from '../api/client';
import type { Agreement, Floor, Incident, RecordState } from '../api/types';
import { type Shown, byAttention, filtered, isOpen, withRevision } from '../incidents/queue';
import type { ServerEvent } from '../live/eventLines';
import { openEventStream } from '../live/eventStream';
import { openTrackSocket } from '../live/trackSocket';
import { TrackStore } from '../map/trackStore';
import { settings } from './settings.svelte';

export type View = 'map' | 'incidents' | 'coverage' | 'agreement' | 'log';
export const VIEWS: readonly View[] = ['map', 'incidents', 'coverage', 'agreement', 'log'];

/** A feed is late when nothing came from it for so long, in seconds of the floor's own time. */
export const LATE_AFTER_S = 120;

class FloorState {
  phase = $state<'loading' | 'ready' | 'signedOut' | 'failed'>('loading');
  failure = $state('');
  floor = $state.raw<Floor | null>(null);
  agreement = $state.raw<Agreement | null>(null);
  agreementMap = $state.raw<GeoJSON.FeatureCollection | null>(null);
  incidents = $state.raw<ReadonlyMap<string, Incident>>(new Map());
  view = $state<View>('map');
  cursorId = $state<string | null>(null);
  openId = $state<string | null>(null);
  shown = $state<Shown>('open');
  words = $state('');
  /** Machine time in milliseconds when the stream of events, or the socket of tracks, was lost. */
  eventsLostAt = $state<number | null>(null);
  tracksLostAt = $state<number | null>(null);
  machineMs = $state(Date.now());
  /** The newest checkpoint that a proof brought along. */
  checkpoint = $state<string | null>(null);
  /** Counted up to ask the open panel to prove. */
  proofAsked = $state(0);
  placeAsked = $state.raw<{ longitude: number; latitude: number } | null>(null);
  tracks: TrackStore | null = null;
  onTracks: () => void = () => {};
  #floorAt = Date.now();
  firstIncidentAtMs: number | null = null;

  queue = $derived([...this.incidents.values()].sort(byAttention));
  listed = $derived(filtered(this.queue, this.shown, this.words, settings.language));
  openCount = $derived(this.queue.filter(isOpen).length);
  /** The floor's own time now: in an exercise it runs at its own speed. */
  nowMs = $derived.by(() => {
    if (!this.floor) return this.machineMs;
    const since = Math.max(0, this.machineMs - this.#floorAt);
    return Date.parse(this.floor.now) + (this.eventsLostAt === null ? since * this.floor.speed : 0);
  });
  late = $derived(this.floor?.feeds.filter((feed) => this.isLate(feed.lastReceivedAt)) ?? []);

  isLate(lastReceivedAt: string | null | undefined): boolean {
    return !lastReceivedAt || this.nowMs - Date.parse(lastReceivedAt) > LATE_AFTER_S * 1000;
  }

  async load(): Promise<void> {
    this.phase = 'loading';
    try {
      const [floor, agreement, map, incidents] = await Promise.all([
        getFloor(),
        getAgreement(),
        getAgreementMap(),
        getIncidents(),
      ]);
      this.#takeFloor(floor);
      this.agreement = agreement;
      this.agreementMap = map;
      this.#takeIncidents(incidents);
      const [west, south, east, north] = floor.theatre;
      this.tracks = new TrackStore({ longitudeDeg: (west + east) / 2, latitudeDeg: (south + north) / 2 });
      this.phase = 'ready';
    } catch (error) {
      if (error instanceof ApiError && (error.status === 401 || error.status === 403)) this.phase = 'signedOut';
      else {
        this.phase = 'failed';
        this.failure = error instanceof Error ? error.message : String(error);
      }
    }
  }

  /** Opens the live streams; the answer closes them. */
  listen(): () => void {
    const store = this.tracks;
    if (!store) return () => {};
    const closeEvents = openEventStream({
      event: (event) => this.#take(event),
      open: () => void this.#caughtUp(),
      lost: () => (this.eventsLostAt ??= Date.now()),
      signedOut: () => (this.phase = 'signedOut'),
    });
    const closeTracks = openTrackSocket({
      reader: store,
      open: () => (this.tracksLostAt = null),
      lost: () => (this.tracksLostAt ??= Date.now()),
      drawn: () => this.onTracks(),
    });
    const tick = setInterval(() => (this.machineMs = Date.now()), 250);
    return () => {
      closeEvents();
      closeTracks();
      clearInterval(tick);
    };
  }

  move(by: number): void {
    const at = this.listed.findIndex((one) => one.id === this.cursorId);
    const next = this.listed[at < 0 ? 0 : Math.min(this.listed.length - 1, Math.max(0, at + by))];
    if (!next) return;
    this.cursorId = next.id;
    if (this.openId !== null) this.openId = next.id;
  }

  open(id: string): void {
    this.cursorId = id;
    this.openId = id;
  }

  close(): void {
    this.openId = null;
  }

  /** After an interruption the list is read again: events may have been missed while nobody listened. */
  async #caughtUp(): Promise<void> {
    const wasLost = this.eventsLostAt !== null;
    this.eventsLostAt = null;
    if (!wasLost) return;
    try {
      this.#takeIncidents(await getIncidents());
    } catch {
      // The stream is open again and resumes by id; the next interruption tries this once more.
    }
  }

  #take({ type, data }: ServerEvent): void {
    const value: unknown = JSON.parse(data);
    if (type === 'floor') this.#takeFloor(value as Floor);
    if (type === 'incident') this.#takeIncidents([value as Incident]);
    if (type === 'record' && this.floor) {
      this.floor = { ...this.floor, record: { ...this.floor.record, ...(value as RecordState) } };
      void this.#learnEntries();
    }
  }

  /** An incident is told before it is sealed: after a checkpoint, those without an entry are asked for theirs. */
  async #learnEntries(): Promise<void> {
    if (![...this.incidents.values()].some((one) => one.logIndex == null)) return;
    try {
      this.#takeIncidents(await getIncidents());
    } catch {
      // The next checkpoint asks again.
    }
  }

  #takeFloor(floor: Floor): void {
    this.#floorAt = Date.now();
    this.machineMs = this.#floorAt;
    this.floor = floor;
  }

  #takeIncidents(incidents: readonly Incident[]): void {
    let all: ReadonlyMap<string, Incident> = this.incidents;
    for (const one of incidents) all = withRevision(all, one);
    this.incidents = all;
    if (all.size > 0) this.firstIncidentAtMs ??= performance.now();
  }
}

export const state = new FloorState();
