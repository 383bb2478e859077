// Which incidents call for a person: open, severe enough, and not yet seen by anybody of the watch.
import type { Incident } from '../api/types';
import { byAttention, isOpen } from '../incidents/queue';

/** From this severity on an incident is heard. */
export const LEAST_SEVERITY = 3;

export const unseen = (incidents: Iterable<Incident>, seen: ReadonlySet<string>): Incident[] =>
  [...incidents]
    .filter((one) => isOpen(one) && one.severity >= LEAST_SEVERITY && !seen.has(one.id))
    .sort(byAttention);

/** How many tones call for incidents: as many as the worst of them is severe; none where nothing calls. */
export const tonesFor = (incidents: readonly Incident[]): number =>
  incidents.reduce((most, one) => Math.max(most, one.severity), 0);
