// The order of attention, and what a search finds.
import type { Incident } from '../api/types';
import { type Language, localText } from '../i18n/messages';

export type Shown = 'open' | 'closed' | 'all';

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

/** Takes in a new revision; an older one that comes late changes nothing. */
export function withRevision(incidents: ReadonlyMap<string, Incident>, next: Incident): Map<string, Incident> {
  const known = incidents.get(next.id);
  const all = new Map(incidents);
  if (!known || known.revision < next.revision || (known.revision === next.revision && next.logIndex != null)) {
    all.set(next.id, next);
  }
  return all;
}

export function filtered(incidents: readonly Incident[], shown: Shown, words: string, language: Language): Incident[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return incidents.filter(
    (one) =>
      (shown === 'all' || isOpen(one) === (shown === 'open')) && wanted.every((w) => textOf(one, language).includes(w)),
  );
}

function textOf(one: Incident, language: Language): string {
  return [
    one.id,
    localText(one.title, language),
    one.clause,
    one.class,
    one.zone ?? '',
    ...one.actors,
    ...one.parties,
    ...one.means,
  ]
    .join(' ')
    .toLowerCase();
}
