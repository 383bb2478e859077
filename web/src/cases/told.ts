// What an act says besides its words, from the same table that its form is drawn from: nothing that was chosen is left
// out where the act is read.
import type { CaseAct } from '../api/types';
import { type Field, FORMS, membersOf } from './forms';
import { UNDETERMINED, needsSecond } from './written';

/** A member of an act: the key of its name, and its value, or the key of the word for it. */
export interface Said {
  readonly name: string;
  readonly value: string;
  /** Where the word for the value stands; null: the value speaks for itself. */
  readonly word: string | null;
}

/** What weighs an answer stands in its matrix, which the case shows by itself. */
const SHOWN_ELSEWHERE: readonly string[] = ['hypotheses', 'rows'];

/** What was chosen in an act, in the order of its form. */
export function saidIn(act: CaseAct): Said[] {
  const form = FORMS.find((one) => one.deed === act.deed.deed);
  return (form?.fields ?? []).flatMap((field) =>
    field.kind === 'known'
      ? []
      : membersOf(field)
          .filter((name) => !SHOWN_ELSEWHERE.includes(name))
          .flatMap((name) => saidOf(field, name, act.deed[name])),
  );
}

function saidOf(field: Field, name: string, value: unknown): Said[] {
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return [];
  const text = Array.isArray(value) ? value.join(', ') : String(value);
  if (text === UNDETERMINED) return [{ name, value: text, word: 'cases.undetermined' }];
  const isWord = field.kind === 'choice' || field.kind === 'yesNo';
  return [{ name, value: text, word: isWord ? `${field.words ?? `act.${field.name}`}.${text}` : null }];
}

/** What a second person's word makes of an act: it needs none, it waits, or the number of the act that gave it. */
export function secondOf(act: CaseAct, acts: readonly CaseAct[]): 'none' | 'waits' | number {
  if (act.refusal || !needsSecond(act)) return 'none';
  const second = acts.find(({ deed, refusal }) => !refusal && deed.deed === 'concurred' && deed['act'] === act.number);
  return second?.number ?? 'waits';
}
