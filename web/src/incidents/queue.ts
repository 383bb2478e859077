// The order of attention, and what is asked of the service: which incidents fit a filter is for the service to say,
// which knows of each what this reader may be told.
import type { Incident } from '../api/types';
import type { Due } from '../cases/clocks';
import { timeOf } from '../words/figures';

export type Shown = 'open' | 'closed' | 'all';
export const SHOWN: readonly Shown[] = ['open', 'closed', 'all'];
export type Order = 'severity' | 'clock';
export const ORDERS: readonly Order[] = ['severity', 'clock'];

/** What the queue is narrowed to; empty: by nothing. */
export interface Filter {
  readonly class: string;
  readonly zone: string;
  /** A party that registers name for an actor; `undetermined`: they name none. */
  readonly side: string;
  /** A reading under which it is a possible breach. */
  readonly reading: string;
  /** It went on within so many hours. */
  readonly hours: string;
  /** It went on between two times, as a field without a zone says them: UTC. They take the place of the hours. */
  readonly from: string;
  readonly until: string;
}
export const NO_FILTER: Filter = { class: '', zone: '', side: '', reading: '', hours: '', from: '', until: '' };
export const HOURS: readonly string[] = ['1', '6', '24', '168'];

export const filtersSet = (filter: Filter): number => Object.values(filter).filter(Boolean).length;

const MINUTE_MS = 60_000;
const MOST_WORDS = 100;

/**
 * The question to the service, or null: what the page holds already answers it. Times are of whole minutes, so that
 * the same question stays the same and its answer need not be sent again.
 */
export function questionOf(filter: Filter, words: string, shown: Shown, nowMs: number): string | null {
  const text = words.trim().replace(/\s+/g, ' ').slice(0, MOST_WORDS);
  if (!text && filtersSet(filter) === 0) return null;
  const { hours, from, until, ...named } = filter;
  const fromMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS - Number(hours) * 60 * MINUTE_MS;
  const span =
    from || until
      ? { from: from && timeOf(from), until: until && timeOf(until) }
      : { from: hours ? new Date(fromMs).toISOString() : '' };
  const asked = { status: shown, text, ...named, ...span };
  return new URLSearchParams(Object.entries(asked).filter(([, value]) => value)).toString();
}

export const isOpen = (incident: Incident): boolean => incident.status.toLowerCase() === 'open';

/** Most severe first, then newest; open before closed, and ids last so that the order never wavers. */
export function byAttention(a: Incident, b: Incident): number {
  return (
    Number(isOpen(b)) - Number(isOpen(a)) ||
    b.severity - a.severity ||
    Date.parse(b.first) - Date.parse(a.first) ||
    (a.id < b.id ? -1 : 1)
  );
}

/** The time that runs for an incident or for one that is one with it; the one that is over first. */
export function dueFor(one: Incident, due: ReadonlyMap<string, Due>): Due | null {
  const all = [one.id, ...(one.merged ?? [])].flatMap((id) => due.get(id) ?? []);
  return all.sort((a, b) => endMs(a) - endMs(b))[0] ?? null;
}

const endMs = (due: Due | null): number => (due ? Date.parse(due.clock.latest) : Infinity);

/** What is over first, then what has no time that runs, by attention. */
export const byClock =
  (due: ReadonlyMap<string, Due>) =>
  (a: Incident, b: Incident): number => {
    const [first, second] = [endMs(dueFor(a, due)), endMs(dueFor(b, due))];
    return first === second ? byAttention(a, b) : first - second;
  };

/** Incidents that are one: the first stands for all. */
export interface Group {
  readonly into: string;
  readonly others: readonly string[];
}

/**
 * The incidents after it was said that some are one, or are not: what the service lists now, and what came by events
 * while it was asked. What stands in another has no row of its own.
 */
export function regrouped(
  before: ReadonlyMap<string, Incident>,
  now: ReadonlyMap<string, Incident>,
  listed: readonly Incident[],
  groups: readonly Group[],
): Map<string, Incident> {
  const hidden = new Set(groups.flatMap((group) => group.others));
  const all = new Map(listed.map((one) => [one.id, one]));
  for (const one of now.values()) if (!hidden.has(one.id) && before.get(one.id) !== one) all.set(one.id, one);
  return all;
}

/** Takes in a new revision; an older one that comes late changes nothing. */
export function withRevision(incidents: ReadonlyMap<string, Incident>, next: Incident): Map<string, Incident> {
  const known = incidents.get(next.id);
  const all = new Map(incidents);
  if (!known || known.revision < next.revision || (known.revision === next.revision && next.logIndex != null)) {
    all.set(next.id, next);
  }
  return all;
}
