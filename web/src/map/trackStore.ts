// The newest state of every track, laid out as the graphics card wants it: one row of floats for each track.
import type { TrackName, TrackReader, TrackState } from '../live/trackWire';

export const ROW = 5;
/** Column numbers in a row. */
export const X = 0;
export const Y = 1;
const SIGMA = 2;
const COURSE = 3;
const STANDING = 4;

/** Below this speed a course is noise, so the mark is a dot. */
const LEAST_MOVING_MPS = 0.5;
const EARTH_CIRCUMFERENCE_M = 2 * Math.PI * 6_378_137;
const FIRST_CAPACITY = 1024;
/** No more tracks than this are kept; the service's own limit lies below. */
export const MAX_TRACKS = 200_000;

export interface TrackCard extends TrackState {
  readonly name: TrackName | undefined;
  readonly slot: number;
}

export class TrackStore implements TrackReader {
  /** West-north corner of the drawing's own coordinates: near the tracks, so that 32-bit floats are fine enough. */
  readonly originX: number;
  readonly originY: number;
  rows = new Float32Array(FIRST_CAPACITY * ROW);
  count = 0;
  timeUs = 0;
  refused = 0;
  readonly standings = [0, 0, 0];
  #slots = new Map<number, number>();
  #states: TrackState[] = [];
  #names = new Map<number, TrackName>();

  constructor(centre: { longitudeDeg: number; latitudeDeg: number }) {
    this.originX = mercatorX(centre.longitudeDeg);
    this.originY = mercatorY(centre.latitudeDeg);
  }

  name(name: TrackName): void {
    if (this.#names.size < MAX_TRACKS) this.#names.set(name.track, name);
  }

  time(unixMicroseconds: number): void {
    this.timeUs = unixMicroseconds;
  }

  state(state: TrackState): void {
    let slot = this.#slots.get(state.track);
    if (slot === undefined) {
      if (this.count === MAX_TRACKS) {
        this.refused++;
        return;
      }
      slot = this.count++;
      this.#slots.set(state.track, slot);
      this.#grow();
    } else {
      this.#count(this.#states[slot]!.standing, -1);
    }
    this.#count(state.standing, 1);
    this.#states[slot] = state;
    this.#write(slot, state);
  }

  card(track: number): TrackCard | null {
    const slot = this.#slots.get(track);
    const state = slot === undefined ? undefined : this.#states[slot];
    return state && slot !== undefined ? { ...state, name: this.#names.get(track), slot } : null;
  }

  /** Rows of the tracks that are not plainly outside, and of the chosen one, which comes last. */
  attentionRows(selectedSlot: number): Float32Array {
    const rows: number[] = [];
    const take = (slot: number) => {
      for (let column = 0; column < ROW; column++) rows.push(this.rows[slot * ROW + column]!);
    };
    for (let slot = 0; slot < this.count; slot++) {
      if (slot !== selectedSlot && this.rows[slot * ROW + STANDING] !== 0) take(slot);
    }
    if (selectedSlot >= 0) take(selectedSlot);
    return Float32Array.from(rows);
  }

  /** The track drawn nearest to a point, within a distance; both in mercator units of the whole world. */
  nearest(x: number, y: number, within: number): number | null {
    const [dx0, dy0] = [x - this.originX, y - this.originY];
    let [best, found] = [within * within, -1];
    for (let slot = 0; slot < this.count; slot++) {
      const dx = this.rows[slot * ROW + X]! - dx0;
      const dy = this.rows[slot * ROW + Y]! - dy0;
      const d = dx * dx + dy * dy;
      if (d <= best) [best, found] = [d, slot];
    }
    return found < 0 ? null : (this.#states[found]?.track ?? null);
  }

  #count(standing: number, by: number): void {
    this.standings[standing] = (this.standings[standing] ?? 0) + by;
  }

  #grow(): void {
    if (this.count * ROW <= this.rows.length) return;
    const wider = new Float32Array(this.rows.length * 2);
    wider.set(this.rows);
    this.rows = wider;
  }

  #write(slot: number, { latitudeDeg, longitudeDeg, sigmaM, courseDeg, speedMps, standing }: TrackState): void {
    const at = slot * ROW;
    const moves = courseDeg !== null && speedMps !== null && speedMps >= LEAST_MOVING_MPS;
    this.rows[at + X] = mercatorX(longitudeDeg) - this.originX;
    this.rows[at + Y] = mercatorY(latitudeDeg) - this.originY;
    this.rows[at + SIGMA] = sigmaM / (EARTH_CIRCUMFERENCE_M * Math.cos((latitudeDeg * Math.PI) / 180));
    this.rows[at + COURSE] = moves ? (courseDeg * Math.PI) / 180 : -1;
    this.rows[at + STANDING] = standing;
  }
}

export const mercatorX = (longitudeDeg: number): number => (longitudeDeg + 180) / 360;

export const mercatorY = (latitudeDeg: number): number =>
  0.5 - Math.log(Math.tan(Math.PI / 4 + (latitudeDeg * Math.PI) / 360)) / (2 * Math.PI);
