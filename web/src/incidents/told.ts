// What an incident says in one line, and where: shared by list and panel.
import type { Agreement, Incident } from '../api/types';
import { type Language, localText, say } from '../i18n/messages';
import { metres, probability, range } from '../words/figures';

/** The clause's title in the reader's language; what the service sent where the clause is not known here. */
export function titleOf(incident: Incident, agreement: Agreement | null, language: Language): string {
  const clause = agreement?.clauses.find((one) => one.id === incident.clause);
  return localText(clause?.title ?? incident.title, language);
}

export function zoneName(incident: Incident, agreement: Agreement | null, language: Language): string | null {
  if (!incident.zone) return null;
  const zone = agreement?.zones.find((one) => one.id === incident.zone);
  return zone ? localText(zone.name, language) : incident.zone;
}

/** Parties that the registers name, or null: nobody may be named by default. */
export function partyNames(incident: Incident, agreement: Agreement | null, language: Language): string | null {
  if (incident.parties.length === 0) return null;
  return incident.parties
    .map((id) => localText(agreement?.parties.find((one) => one.id === id)?.name, language) || id)
    .join(', ');
}

/** How sure: probability and margin, or what was counted; empty where the incident rests on neither. */
export function sureness(incident: Incident, language: Language): string[] {
  const told: string[] = [];
  if (incident.pInside != null) told.push(say(language, 'inc.pInside', { p: probability(incident.pInside) }));
  if (incident.marginM != null) told.push(say(language, 'inc.margin', { m: metres(incident.marginM, language) }));
  const counted = range(incident.countMin, incident.countMax);
  if (counted) told.push(say(language, 'inc.counted', { n: counted }));
  return told;
}

export function readingsTold(incident: Incident, language: Language): string {
  if (incident.readings.length === 0) {
    const permitted = incident.outcomes.every((one) => one.determination === 'Permitted');
    return say(language, permitted ? 'det.permitted' : 'det.undetermined');
  }

  const [n, all] = [incident.readings.length, Math.max(incident.readingsTried.length, incident.readings.length)];
  return n === all ? say(language, 'inc.readings', { n }) : say(language, 'inc.readingsSome', { n, all });
}
