// Where things went: the address of the tiles for a time, and what the tiles in view say of themselves.
import { API } from '../api/client';

/** The page itself enlarges tiles that are deeper than this. */
export const PAST_MAX_ZOOM = 14;
/** Hours that can be asked for. */
export const PAST_HOURS = [1, 6, 24] as const;

export interface PastAsked {
  readonly toMs: number;
  readonly hours: number;
  /** By what was known then; null: by all that is known now. */
  readonly asOf: string | null;
}

/** What marks in view stand for. */
export interface PastTold {
  readonly states: number;
  readonly marks: number;
}

export function pastTiles({ toMs, hours, asOf }: PastAsked, origin: string): string {
  const time = (ms: number) => encodeURIComponent(new Date(ms).toISOString());
  const known = asOf === null ? '' : `&asOf=${encodeURIComponent(asOf)}`;
  return `${origin}${API}/tracks/tiles/{z}/{x}/{y}?from=${time(toMs - hours * 3_600_000)}&to=${time(toMs)}${known}`;
}

/** Adds up what each tile says of itself. */
export function toldBy(tiles: readonly { readonly properties: Readonly<Record<string, unknown>> }[]): PastTold {
  const sum = (name: string) => tiles.reduce((all, { properties }) => all + Number(properties[name] ?? 0), 0);
  return { states: sum('states'), marks: sum('marks') };
}
