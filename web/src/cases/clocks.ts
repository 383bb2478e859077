// The times that run in cases, as the queue and the case show them: what is due, how long it is till then, and what is
// late. That a time is over decides nothing; it asks for somebody.
import type { CaseClock, CaseSummary } from '../api/types';
import { type Language, type MessageKey, say } from '../i18n/messages';
import { age } from '../words/figures';

/** The time that asks for somebody first, and the case that it runs in. */
export interface Due {
  readonly case: string;
  readonly clock: CaseClock;
}

/** Between its earliest and its latest end nobody knows whether a time is over. */
export type Standing = 'due' | 'perhaps' | 'late';

export function standingOf(clock: CaseClock, nowMs: number): Standing {
  if (nowMs >= Date.parse(clock.latest)) return 'late';
  return nowMs >= Date.parse(clock.earliest) ? 'perhaps' : 'due';
}

export interface ClockWords {
  readonly standing: Standing;
  /** How long till then, or how long it is over. */
  readonly figure: string;
  readonly words: string;
}

export function clockWords(clock: CaseClock, nowMs: number, language: Language): ClockWords {
  const standing = standingOf(clock, nowMs);
  const [from, to] = standing === 'late' ? [Date.parse(clock.latest), nowMs] : [nowMs, endOf(clock, standing)];
  const sign = { due: '', perhaps: '≤ ', late: '+' }[standing];
  return {
    standing,
    figure: sign + age((to - from) / 1000, language),
    words: say(language, `clock.${standing}`, { what: whatWords(clock.what, language) }),
  };
}

const endOf = (clock: CaseClock, standing: Standing): number =>
  Date.parse(standing === 'due' ? clock.earliest : clock.latest);

/** What the service names, and the word for it; what stands in brackets goes into the word. */
const NAMED: readonly (readonly [RegExp, MessageKey])[] = [
  [/^bulletin (.+)$/, 'clock.bulletin'],
  [/^(dispute)$/, 'clock.dispute'],
  [/^(appeal)$/, 'clock.appeal'],
  [/^(pleading)$/, 'clock.pleading'],
  [/^(sealing of evidence)$/, 'clock.sealing'],
  [/^(opening of evidence)$/, 'clock.opening'],
  [/^ruling of the level (.+)$/, 'clock.ruling'],
  [/^a person's word on (.+)$/, 'clock.answer'],
];

/** What is due in the reader's language; a step of a ladder is called what its ladder calls it. */
export function whatWords(what: string, language: Language): string {
  for (const [pattern, key] of NAMED) {
    const found = pattern.exec(what)?.[1];
    if (found) return say(language, key, { name: key === 'clock.bulletin' ? found.toUpperCase() : found });
  }
  return what;
}

/** For each incident the time of its cases that is over first. */
export function dueOf(cases: readonly CaseSummary[]): ReadonlyMap<string, Due> {
  const due = new Map<string, Due>();
  for (const { id, incident, next: clock } of cases) {
    if (clock && !isSooner(due.get(incident)?.clock, clock)) due.set(incident, { case: id, clock });
  }
  return due;
}

const isSooner = (known: CaseClock | undefined, than: CaseClock): boolean =>
  known !== undefined && Date.parse(known.latest) <= Date.parse(than.latest);
