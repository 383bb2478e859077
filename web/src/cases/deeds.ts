// Which acts the page has a form for, by what the service says that the reader may do. What an act may be at all is for
// the service's one policy; here stands only which fields its form has.
import type { CaseAct, Deed } from '../api/types';

export interface DeedForm {
  /** The operation of the policy that lets somebody do it. */
  readonly operation: string;
  readonly deed: string;
  /** What it takes besides words: a severity, or the number of an act. */
  readonly asks?: 'severity' | 'act';
}

export const DEED_FORMS: readonly DeedForm[] = [
  { operation: 'Claim', deed: 'claim-made' },
  { operation: 'Triage', deed: 'triaged', asks: 'severity' },
  { operation: 'TakeUpReview', deed: 'review-taken-up' },
  { operation: 'Concur', deed: 'concurred', asks: 'act' },
  { operation: 'Dissent', deed: 'dissented', asks: 'act' },
  { operation: 'WithdrawCase', deed: 'case-withdrawn' },
  { operation: 'AcceptDecision', deed: 'decision-accepted' },
  { operation: 'Dispute', deed: 'dispute-raised' },
  { operation: 'Appeal', deed: 'appeal-raised' },
  { operation: 'Plead', deed: 'pleading-filed' },
  { operation: 'DeclareInterest', deed: 'conflict-declared' },
  { operation: 'ReportRemedy', deed: 'remedy-reported' },
  { operation: 'CloseCase', deed: 'case-closed' },
];

/** To look, and no act. */
export const READ_CUSTODY = 'ReadCustody';

/** What a reader may do, parted into what the page has a form for and what it has none for. */
export function formsOf(may: readonly string[]): { forms: DeedForm[]; others: string[] } {
  const known = new Set(DEED_FORMS.map((one) => one.operation));
  return {
    forms: DEED_FORMS.filter((one) => may.includes(one.operation)),
    others: may.filter((one) => !known.has(one) && one !== READ_CUSTODY),
  };
}

/** The act as it is sent: words, and the number that the form asks for. */
export function deedOf(form: DeedForm, text: string, number: number): Deed {
  return { deed: form.deed, ...(form.asks ? { [form.asks]: number } : {}), text };
}

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
