// What the view of a case is made of, worked out from the case and from the file of its incident. Both parties are
// treated by the same lines: exchanged, they give the same exchanged.
import type { CaseAct, Clause, Detection, Incident, IncidentFile, Reading, ReadingOutcome } from '../api/types';
import { taken } from './deeds';

/** One line of the timeline of evidence. */
export interface Evidence {
  readonly at: string;
  /** Kind of a detection, or the deed of an act. */
  readonly kind: string;
  /** What perceived it, and whom or what it is about. */
  readonly sensor: string;
  readonly words: string;
  /** Number of the fact that proves it, or null. */
  readonly fact: number | null;
  /** Number of the act that states it, or null. */
  readonly act: number | null;
}

const OF_EVIDENCE: readonly string[] = ['observation-made', 'evidence-sealed', 'evidence-revealed'];

/** What sensors and people recorded, and what was brought into the case, in the order of its times. */
export function timelineOf(file: IncidentFile | null, acts: readonly CaseAct[]): Evidence[] {
  const rows = new Map<string, Evidence>();
  file?.detections.forEach((one, at) => {
    // Each reading is run over the same record: that is one record.
    const key = `${one.at} ${one.kind} ${one.actor} ${one.words ?? ''}`;
    if (!rows.has(key)) rows.set(key, ofDetection(one, file.detectionFacts?.[at] ?? null));
  });
  const stated = taken(acts)
    .filter((act) => OF_EVIDENCE.includes(act.deed.deed))
    .map((act) => ({
      at: act.at,
      kind: act.deed.deed,
      sensor: [act.author.person, ...((act.deed['evidence'] as string[] | undefined) ?? [])].join(', '),
      words: act.deed.text,
      fact: null,
      act: act.number,
    }));
  return [...rows.values(), ...stated].sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.act ?? 0) - (b.act ?? 0));
}

const ofDetection = (one: Detection, fact: number | null): Evidence => ({
  at: one.at,
  kind: one.kind,
  sensor: [...one.means, one.actor].join(', '),
  words: one.words ?? '',
  fact,
  act: null,
});

/** What a reading says of the incident; null: it says that the clause was kept, or was not run. */
export interface ReadingSaid {
  readonly reading: Reading;
  readonly holds: boolean;
  readonly outcome: ReadingOutcome | null;
}

/** The readings that a party holds; with null, those that no party holds. */
export const readingsHeld = (clause: Clause, incident: Incident, party: string | null): ReadingSaid[] =>
  clause.readings
    .filter((one) => (party === null ? one.heldBy.length === 0 : one.heldBy.includes(party)))
    .map((reading) => ({
      reading,
      holds: incident.readings.includes(reading.id),
      outcome: incident.outcomes.find((one) => one.reading === reading.id) ?? null,
    }));

/** How a fit is written where there is room for two signs. */
export const FIT_SIGNS: Readonly<Record<string, string>> = {
  StronglyAgainst: '−−',
  Against: '−',
  Neutral: '0',
  For: '+',
  StronglyFor: '++',
};
