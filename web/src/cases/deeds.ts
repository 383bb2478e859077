// What was done to a case, parted by who did it and by what it states.
import type { CaseAct } from '../api/types';

/** What was taken, without what was refused. */
export const taken = (acts: readonly CaseAct[]): CaseAct[] => acts.filter((one) => !one.refusal);

const OF_PARTIES = [
  'claim-made',
  'dispute-raised',
  'appeal-raised',
  'pleading-filed',
  'decision-accepted',
  'remedy-reported',
];

/** What a party says, oldest first. */
export const saidBy = (acts: readonly CaseAct[], party: string): CaseAct[] =>
  taken(acts).filter((one) => one.author.party === party && OF_PARTIES.includes(one.deed.deed));

export const STEPS = ['Direction', 'AreaOfOrigin', 'ControllingSide', 'WhoOrdered'] as const;

export interface StatedStep {
  readonly answer: string;
  readonly alternatives: readonly string[];
  readonly act: CaseAct;
}

/** The newest statement of a step of attribution, or null: nothing is stated, which is no answer. */
export function stated(acts: readonly CaseAct[], step: string): StatedStep | null {
  const act = taken(acts).findLast((one) => one.deed.deed === 'attribution-stated' && one.deed['step'] === step);
  if (!act) return null;
  const all = (act.deed['hypotheses'] as { id: string; words: string }[] | undefined) ?? [];
  const answer = String(act.deed['answer']);
  return {
    answer: all.find((one) => one.id === answer)?.words ?? answer,
    alternatives: all.filter((one) => one.id !== answer).map((one) => one.words),
    act,
  };
}
