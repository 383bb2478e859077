// What the page knows: the floor, the agreement and the incidents, kept fresh by the service's events.
import { unseen } from '../alerts/unseen';
import {
  ApiError,
  acknowledge,
  getAcknowledged,
  getAgreement,
  getAgreementMap,
  getCases,
  getFloor,
  getIncident,
  getIncidents,
  getTracksAsOf,
} from '../api/client';
import type { Agreement, CaseSummary, Exposure, Floor, Incident, RecordState } from '../api/types';
import { dueOf } from '../cases/clocks';
import type { View } from '../i18n/messages';
import {
  type Filter,
  type Group,
  NO_FILTER,
  type Order,
  type Shown,
  byAttention,
  byClock,
  isOpen,
  questionOf,
  regrouped,
  withRevision,
} from '../incidents/queue';
import { type Replay, stepsOf } from '../incidents/replay';
import type { ServerEvent } from '../live/eventLines';
import { openEventStream } from '../live/eventStream';
import { openTrackSocket } from '../live/trackSocket';
import { TrackStore } from '../map/trackStore';
import { statesOf } from '../map/pastTracks';
import { Newest } from '../live/newest';
import type { FoundPlace } from '../places/find';

/** A feed is late when nothing came from it for so long, in seconds of the floor's own time. */
export const LATE_AFTER_S = 120;

/** How often the times of cases are asked for, in milliseconds of the machine: acts are by people, who take minutes. */
const CASES_EVERY_MS = 15_000;

/** What the service found by a question. */
interface Found {
  readonly question: string;
  readonly items: readonly Incident[];
}

/** A past as it was known then. */
export interface Past {
  readonly atMs: number;
  /** The time that the rest was asked for; null: it has not come yet. */
  readonly asOf: string | null;
  readonly incidents: ReadonlyMap<string, Incident>;
  readonly coverage: Exposure | undefined;
  readonly tracks: TrackStore;
}

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
  filter = $state.raw<Filter>(NO_FILTER);
  order = $state<Order>('severity');
  found = $state.raw<Found | null>(null);
  findFailure = $state('');
  cases = $state.raw<readonly CaseSummary[]>([]);
  /** True where the reader may open a case. */
  mayOpenCase = $state(false);
  casesFailure = $state('');
  /** The case that is open, or was last. */
  caseId = $state<string | null>(null);
  /** Machine time in milliseconds when the stream of events, or the socket of tracks, was lost. */
  eventsLostAt = $state<number | null>(null);
  tracksLostAt = $state<number | null>(null);
  machineMs = $state(Date.now());
  /** The newest checkpoint that a proof brought along. */
  checkpoint = $state<string | null>(null);
  /** Counted up to ask the open panel to prove. */
  proofAsked = $state(0);
  placeAsked = $state.raw<{ longitude: number; latitude: number } | null>(null);
  /** The place that somebody searched, shown on the map until it is closed. */
  placeFound = $state.raw<FoundPlace | null>(null);
  /** True when the panel that opens next takes the focus: somebody opened it by a key. */
  isFocusAsked = false;
  /** Incidents that somebody of the watch has seen. */
  seen = $state.raw<ReadonlySet<string>>(new Set());
  /** True when this reader may say so: nobody else is called. */
  mayAcknowledge = $state(false);
  acknowledgeFailure = $state('');
  /** The past that the page shows, as it was known then; null: now. */
  past = $state.raw<Past | null>(null);
  pastFailure = $state('');
  /** The incident that is gone through step by step, on the map. */
  replay = $state.raw<Replay | null>(null);
  tracks: TrackStore | null = null;
  onTracks: () => void = () => {};
  #floorAt = Date.now();
  #middle = { longitudeDeg: 0, latitudeDeg: 0 };
  readonly #finding = new Newest<string>((question) => this.#find(question));
  readonly #looking = new Newest<number>((atMs) => this.#look(atMs));
  firstIncidentAtMs: number | null = null;

  /** The incidents of the time that the page shows. */
  known = $derived(this.past?.incidents ?? this.incidents);
  queue = $derived([...this.known.values()].sort(byAttention));
  /** Incidents that call for somebody, the worst first; nothing calls out of the past. */
  calling = $derived(this.past || !this.mayAcknowledge ? [] : unseen(this.incidents.values(), this.seen));
  openCount = $derived(this.queue.filter(isOpen).length);
  /** What was watched by the time that the page shows. */
  openCoverage = $derived(this.past ? this.past.coverage : this.floor?.openIncidents.coverage);
  /** The floor's own time now: in an exercise it runs at its own speed. */
  liveMs = $derived.by(() => {
    if (!this.floor) return this.machineMs;
    const since = Math.max(0, this.machineMs - this.#floorAt);
    return Date.parse(this.floor.now) + (this.eventsLostAt === null ? since * this.floor.speed : 0);
  });
  /** The time that the page shows. */
  nowMs = $derived(this.past?.atMs ?? this.liveMs);
  /** What the service is asked for the queue; null: nothing that the page does not hold. */
  question = $derived(questionOf(this.filter, this.words, this.shown, this.nowMs));
  /** Times of cases by their incident; they are of now only. */
  due = $derived(dueOf(this.past ? [] : this.cases));
  /** The rows of the queue: until a new answer comes, those of the last one. */
  listed = $derived.by(() => {
    const told = this.found?.items.map((one) => this.known.get(one.id) ?? one);
    const rows = this.question === null || !told ? this.queue : told;
    return rows
      .filter((one) => this.shown === 'all' || isOpen(one) === (this.shown === 'open'))
      .sort(this.order === 'clock' ? byClock(this.due) : byAttention);
  });
  /** The beginning of the record, as far back as the page can look. */
  firstMs = $derived(Date.parse(this.floor?.heardFrom ?? this.floor?.now ?? ''));
  /** Reports come when people write them: a feed of them that never had one is not late. */
  late = $derived(
    this.floor?.feeds.filter(
      (feed) => this.isLate(feed.lastReceivedAt) && (feed.format !== 'report' || feed.frames > 0),
    ) ?? [],
  );

  isLate(lastReceivedAt: string | null | undefined): boolean {
    return !lastReceivedAt || this.liveMs - Date.parse(lastReceivedAt) > LATE_AFTER_S * 1000;
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
      this.#takeIncidents(incidents.items);
      const [west, south, east, north] = floor.theatre;
      this.#middle = { longitudeDeg: (west + east) / 2, latitudeDeg: (south + north) / 2 };
      this.tracks = new TrackStore(this.#middle);
      this.phase = 'ready';
      void this.#learnSeen();
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
    void this.learnCases();
    const cases = setInterval(() => void this.learnCases(), CASES_EVERY_MS);
    return () => {
      clearInterval(cases);
      closeEvents();
      closeTracks();
      clearInterval(tick);
    };
  }

  /** Has the service find what the queue is narrowed to; to be called when the question, or what is known, changes. */
  find(): void {
    const { question, known } = this;
    if (question !== null && known) this.#finding.want(question);
    else {
      this.#finding.forget();
      this.found = null;
      this.findFailure = '';
    }
  }

  async #find(question: string): Promise<void> {
    const asOf = this.past?.asOf ?? null;
    if (this.past && asOf === null) return;
    try {
      const { items } = await getIncidents(asOf, question);
      if (question !== this.question || asOf !== (this.past?.asOf ?? null)) return;
      this.found = { question, items };
      this.findFailure = '';
    } catch (error) {
      this.findFailure = error instanceof Error ? error.message : String(error);
    }
  }

  /** Reads which cases run, and by when they ask for somebody. */
  async learnCases(): Promise<void> {
    try {
      const known = await getCases();
      [this.cases, this.mayOpenCase] = [known.items, known.mayOpen];
      this.casesFailure = '';
    } catch (error) {
      // Who may not know of cases has no clocks; after an interruption the next turn asks again.
      this.casesFailure = error instanceof Error ? error.message : String(error);
    }
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

  /** Opens an incident and takes the keyboard into it. */
  openFocused(id: string): void {
    this.isFocusAsked = true;
    this.open(id);
  }

  openCase(id: string): void {
    this.caseId = id;
    this.view = 'cases';
  }

  /** Opens the incident that became known last. */
  openNewest(): void {
    const newest = [...this.known.values()].sort((a, b) => Date.parse(b.first) - Date.parse(a.first))[0];
    if (!newest) return;
    if (this.shown === 'closed' || (this.shown === 'open' && !isOpen(newest))) this.shown = 'all';
    if (this.view !== 'map' && this.view !== 'incidents') this.view = 'incidents';
    this.openFocused(newest.id);
  }

  close(): void {
    this.openId = null;
  }

  /** Looks at a place on the map, and says which one it is. */
  showPlace(place: FoundPlace): void {
    this.view = 'map';
    this.placeFound = place;
    this.placeAsked = { longitude: place.longitude, latitude: place.latitude };
  }

  /** Says that an incident was seen; the record keeps by whom and when. */
  async acknowledge(id: string): Promise<void> {
    if (!this.mayAcknowledge || this.seen.has(id)) return;
    try {
      this.seen = new Set((await acknowledge(id)).incidents);
      this.acknowledgeFailure = '';
    } catch (error) {
      this.acknowledgeFailure = error instanceof Error ? error.message : String(error);
    }
  }

  async #learnSeen(): Promise<void> {
    try {
      const { incidents, may } = await getAcknowledged();
      this.seen = new Set(incidents);
      this.mayAcknowledge = may;
    } catch {
      // Whoever may not know what was seen is not called either.
    }
  }

  /** Shows the past as it was known at a time, or the present again. */
  lookBack(atMs: number | null): void {
    if (atMs === null || atMs >= this.liveMs) {
      this.#looking.forget();
      this.past = null;
      this.replay = null;
      this.pastFailure = '';
      return;
    }
    const at = Math.max(this.firstMs, atMs);
    // The clock follows the hand at once; incidents and tracks follow as they come.
    this.past = this.past === null ? this.#nothingKnown(at) : { ...this.past, atMs: at };
    this.#looking.want(at);
  }

  /** Goes back to before an incident, on the map where it was, to go through how it became known. */
  async startReplay(id: string): Promise<void> {
    try {
      const { incident, revisions } = await getIncident(id);
      this.view = 'map';
      this.open(id);
      const { place } = incident;
      if (place) this.placeAsked = { longitude: place.longitude, latitude: place.latitude };
      this.#goTo({ id, steps: stepsOf(incident.first, revisions), at: 0 });
    } catch (error) {
      this.pastFailure = error instanceof Error ? error.message : String(error);
    }
  }

  stepReplay(by: number): void {
    const { replay } = this;
    if (replay?.steps[replay.at + by]) this.#goTo({ ...replay, at: replay.at + by });
  }

  #goTo(replay: Replay): void {
    this.lookBack(replay.steps[replay.at]?.atMs ?? null);
    // A step that is not past any more ends in the present.
    this.replay = this.past === null ? null : replay;
  }

  /** Until the answer comes nothing is shown: what is known now must not stand under a past time. */
  #nothingKnown(atMs: number): Past {
    return { atMs, asOf: null, incidents: new Map(), coverage: undefined, tracks: new TrackStore(this.#middle) };
  }

  async #look(atMs: number): Promise<void> {
    const asOf = new Date(atMs).toISOString();
    try {
      const [incidents, tracks] = await Promise.all([getIncidents(asOf), getTracksAsOf(asOf)]);
      if (this.past === null) return;
      const store = new TrackStore(this.#middle);
      store.time(atMs * 1000);
      statesOf(tracks.items, store);
      this.past = {
        atMs: this.past.atMs,
        asOf,
        incidents: new Map(incidents.items.map((one) => [one.id, one])),
        coverage: incidents.coverage,
        tracks: store,
      };
      this.pastFailure = '';
    } catch (error) {
      this.pastFailure = error instanceof Error ? error.message : String(error);
    }
  }

  /** After an interruption the list is read again: events may have been missed while nobody listened. */
  async #caughtUp(): Promise<void> {
    const wasLost = this.eventsLostAt !== null;
    this.eventsLostAt = null;
    if (!wasLost) return;
    try {
      this.#takeIncidents((await getIncidents()).items);
    } catch {
      // The stream is open again and resumes by id; the next interruption tries this once more.
    }
  }

  #take({ type, data }: ServerEvent): void {
    const value: unknown = JSON.parse(data);
    if (type === 'floor') this.#takeFloor(value as Floor);
    if (type === 'incident') this.#takeIncidents([value as Incident]);
    if (type === 'merges') void this.#regroup((value as { items: Group[] }).items);
    if (type === 'record' && this.floor) {
      this.floor = { ...this.floor, record: { ...this.floor.record, ...(value as RecordState) } };
      void this.#learnEntries();
    }
  }

  /** What is one stands in one row, and what is not in as many. */
  async #regroup(groups: readonly Group[]): Promise<void> {
    const before = this.incidents;
    try {
      const { items } = await getIncidents();
      this.incidents = regrouped(before, this.incidents, items, groups);
    } catch {
      // Rows that are one stand apart until the list is read again.
    }
  }

  /** An incident is told before it is sealed: after a checkpoint, those without an entry are asked for theirs. */
  async #learnEntries(): Promise<void> {
    if (![...this.incidents.values()].some((one) => one.logIndex == null)) return;
    try {
      this.#takeIncidents((await getIncidents()).items);
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
