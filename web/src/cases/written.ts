// What somebody wrote into the form of an act, which acts can be meant, and the act as it is sent.
import type { CaseAct, CaseFile, Deed, Wording } from '../api/types';
import { taken } from './deeds';
import { timeOf } from '../words/figures';
import type { Field, Form, Meant } from './forms';

export interface Hypothesis {
  readonly id: string;
  readonly words: string;
}

export interface Written {
  text: string;
  confidence: string;
  /** Told to the mission only. */
  isNarrow: boolean;
  values: Record<string, string>;
  lists: Record<string, string[]>;
  hypotheses: Hypothesis[];
  /** By the number of the observation, one fit for each hypothesis. */
  fits: Record<string, string[]>;
  /** True once the key of sealed evidence was handed over. */
  isKept: boolean;
}

export const NOT_STATED = 'NotStated';
/** The answer that the evidence does not decide. */
export const UNDETERMINED = 'undetermined';
const NEUTRAL = 'Neutral';
export const MOST_HYPOTHESES = 8;

/** An empty form; where a breach began is known from the act that opened the case. */
export function blank(file: CaseFile, partyWord: (id: string) => string): Written {
  const opened = file.acts.find((one) => one.deed.deed === 'incident-received')?.deed;
  return {
    text: '',
    confidence: NOT_STATED,
    isNarrow: false,
    values: opened
      ? { earliest: fieldTime(String(opened['earliest']), 0), latest: fieldTime(String(opened['latest']), 1) }
      : {},
    lists: {},
    hypotheses: file.parties.map((id) => ({ id, words: partyWord(id) })),
    fits: {},
    isKept: false,
  };
}

/** A time as a field of whole seconds shows it: rounded out by so many seconds where it is not whole. */
export function fieldTime(time: string, outS: 0 | 1): string {
  const ms = Date.parse(time);
  const whole = (outS ? Math.ceil(ms / 1000) : Math.floor(ms / 1000)) * 1000;
  return Number.isNaN(ms) ? '' : new Date(whole).toISOString().slice(0, 19);
}

const SECOND: readonly string[] = ['finding-stated', 'bulletin-issued R2', 'attribution-stated ControllingSide'];

/** True for what has no force until a second person of another nation concurs. */
export const needsSecond = ({ deed }: CaseAct): boolean =>
  [deed.deed, `${deed.deed} ${String(deed['rung'])}`, `${deed.deed} ${String(deed['step'])}`].some(
    (one) => SECOND.includes(one) || one === 'attribution-stated WhoOrdered',
  );

/** The acts that can be meant, the newest first. */
export function meant(of: Meant, file: CaseFile): CaseAct[] {
  const acts = taken(file.acts);
  const isNamedBy = (deed: string, one: CaseAct) =>
    acts.some((act) => act.deed.deed === deed && act.deed['act'] === one.number);
  const seen = acts.filter((one) => one.deed.deed === 'observation-made');
  const drawn = acts.findLast((one) => one.deed.deed === 'panel-drawn')?.number ?? 0;
  const known: Record<Meant, () => CaseAct[]> = {
    observations: () => seen,
    newer: () => seen.filter((one) => one.number > (file.finding ?? 0)),
    waiting: () => acts.filter((one) => needsSecond(one) && !isNamedBy('concurred', one)),
    taken: () => acts,
    rulings: () => acts.filter((one) => one.deed.deed === 'ruling-proposed' && one.number > drawn),
    effects: () => acts.filter((one) => one.deed.deed === 'effect-deemed' && !isNamedBy('effect-answered', one)),
  };
  return known[of]().toReversed();
}

/** The bulletin that a new one takes the place of. */
const head = (file: CaseFile): number | null =>
  file.bulletins.filter((one) => one.since && one.supersededBy == null).at(-1)?.act ?? null;

/** What is known from the file and asked of nobody. */
function knownOf(form: Form, field: Field, file: CaseFile): unknown {
  if (form.id === 'finding-stated') return null;
  if (form.id === 'bulletin-issued') return head(file);
  return field.name === 'incident' ? file.case.incident : field.name === 'clause' ? file.case.clause : file.finding;
}

export const isAsked = (field: Field, written: Written): boolean =>
  field.kind !== 'known' && (!field.where || field.where.is.includes(written.values[field.where.field] ?? ''));

export const isBrief = ({ isBrief: brief }: Form, written: Written): boolean =>
  typeof brief === 'object' ? brief.is.includes(written.values[brief.field] ?? '') : brief === true;

/** Of an optional line that is left empty, and of what is not asked, nothing is said. */
const said = (field: Field, written: Written): string | null =>
  isAsked(field, written) ? written.values[field.name]?.trim() || null : null;

function membersOf(form: Form, field: Field, written: Written, file: CaseFile): Record<string, unknown> {
  const value = written.values[field.name] ?? '';
  switch (field.kind) {
    case 'known':
      return { [field.name]: knownOf(form, field, file) };
    case 'act':
      return { [field.name]: Number(value) };
    case 'acts':
      return { [field.name]: (written.lists[field.name] ?? []).map(Number).sort((a, b) => a - b) };
    case 'evidence':
      return { [field.name]: evidenceOf(written, field.name) };
    case 'yesNo':
      return { [field.name]: value === 'true' };
    case 'time':
      return { [field.name]: timeOf(value) };
    case 'seal':
      return { item: written.values['item']?.trim(), commitment: written.values['commitment'] };
    case 'reveal':
      return {
        item: written.values['item']?.trim(),
        key: written.values['key']?.trim(),
        payload: written.values['payload'] ?? '',
      };
    case 'matrix':
      return matrixOf(written);
    case 'choice':
      return { [field.name]: field.name === 'severity' ? Number(value) : said(field, written) };
    default:
      return { [field.name]: said(field, written) };
  }
}

const evidenceOf = (written: Written, name: string): string[] => [
  ...new Set([
    ...(written.lists[name] ?? []),
    ...(written.values[name] ?? '')
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  ]),
];

/** Every observation that was weighed has a fit for every answer; what was left open says nothing of it. */
function matrixOf(written: Written): Record<string, unknown> {
  return {
    hypotheses: written.hypotheses.map(({ id, words }) => ({ id: id.trim(), words: words.trim() || id.trim() })),
    rows: Object.entries(written.fits).map(([observation, fits]) => ({
      observation: Number(observation),
      fits: written.hypotheses.map((_, i) => fits[i] ?? NEUTRAL),
    })),
    answer: written.values['answer'] || UNDETERMINED,
  };
}

/** The act as it is sent. */
export function deedOf(form: Form, written: Written, file: CaseFile): Deed {
  const members: Record<string, unknown> = {};
  for (const field of form.fields) Object.assign(members, membersOf(form, field, written, file));
  return { deed: form.deed, ...members, text: written.text.trim() };
}

/** Labels of acts that only the mission is told. */
export const MISSION_ONLY = { classification: 'Confidential', releasableTo: ['mission'], restrictions: [] } as const;

/** What is missing before anything is asked of the service: names of fields, and `text`. */
export function missing(form: Form, written: Written): string[] {
  const asked = form.fields.filter((field) => isAsked(field, written));
  const lacks = asked.filter((field) => lacksOf(field, written)).map(({ name }) => name);
  return written.text.trim() || isBrief(form, written) ? lacks : [...lacks, 'text'];
}

function lacksOf(field: Field, written: Written): boolean {
  const value = written.values[field.name]?.trim();
  switch (field.kind) {
    case 'acts':
      return !field.isOptional && !written.lists[field.name]?.length;
    case 'evidence':
      return evidenceOf(written, field.name).length === 0;
    case 'hex':
      return !/^[0-9a-f]{64}$/i.test(value ?? '');
    case 'seal':
      return !written.values['item']?.trim() || !written.values['commitment'] || !written.isKept;
    case 'reveal':
      return !written.values['item'] || !/^[0-9a-f]{64}$/i.test(written.values['key']?.trim() ?? '');
    case 'matrix':
      return written.hypotheses.length < 2 || written.hypotheses.some(({ id }) => !id.trim());
    default:
      return !field.isOptional && !value;
  }
}

/** The reason in the title of a refusal, for example `nothing-cited`. */
export const reasonOf = (title: string): string => /^Refused: (.+)$/.exec(title)?.[1] ?? '';

const OF_TEXT: readonly string[] = ['words-missing', 'too-long', 'word-not-for-rung'];

/** The field that a reason is about: its name, `text`, `confidence`, `label`, or empty: it is about none. */
export function faultyField(form: Form, reason: string): string {
  if (reason === 'confidence-missing') return 'confidence';
  if (reason === 'label') return 'label';
  if (OF_TEXT.includes(reason)) return 'text';
  return form.fields.find((one) => one.faults?.includes(reason))?.name ?? '';
}

type Flag = Wording['flags'][number];

/** The languages whose loaded words are looked for: letters tell an alphabet, and no more. */
export const tonguesOf = (text: string): readonly string[] =>
  /\p{Script=Cyrillic}/u.test(text) ? ['uk', 'ru'] : ['en'];

/** Each place once, whichever language found it. */
export const flagsOnce = (all: readonly (readonly Flag[])[]): Flag[] => [
  ...new Map(all.flat().map((flag) => [`${flag.line}:${flag.column}`, flag])).values(),
];
