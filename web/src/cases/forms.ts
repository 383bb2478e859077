// What each act of a case takes, as data: one form is drawn from it. What an act may be at all is for the service's one
// policy; here stand the fields of each, and which operations of the policy they come under.
import type { MessageKey } from '../i18n/messages';

/** How a field is asked for. */
export type Kind =
  /** One of some values, in words. */
  | 'choice'
  | 'yesNo'
  /** The number of an act of this file, or the numbers of several. */
  | 'act'
  | 'acts'
  /** Records and documents that something rests on. */
  | 'evidence'
  | 'time'
  /** A reading of the case's clause. */
  | 'reading'
  /** A response ladder, and a step of it. */
  | 'ladder'
  | 'step'
  | 'line'
  /** 32 bytes in hexadecimal. */
  | 'hex'
  /** Known from the file; nobody is asked. */
  | 'known'
  /** A commitment that is made in the page, and the way back. */
  | 'seal'
  | 'reveal'
  /** Answers that compete, and how each observation fits them. */
  | 'matrix';

/** Which acts of the file can be meant. */
export type Meant = 'observations' | 'newer' | 'waiting' | 'taken' | 'rulings' | 'effects';

export interface Field {
  readonly name: string;
  readonly kind: Kind;
  /** Members of the deed that it fills; without them its own name. */
  readonly members?: readonly string[];
  readonly values?: readonly string[];
  /** Where the words of the values stand: the key is this, a dot and the value. */
  readonly words?: string;
  /** The operation of the policy that each value comes under; a value that is not allowed is not offered. */
  readonly operations?: Readonly<Record<string, string>>;
  readonly of?: Meant;
  readonly isOptional?: boolean;
  /** It is asked for where another field has one of these values. */
  readonly where?: { readonly field: string; readonly is: readonly string[] };
  /** Reasons of the service that are about it. */
  readonly faults?: readonly string[];
}

export interface Form {
  readonly id: string;
  readonly deed: string;
  /** Any of these lets somebody use it. */
  readonly operations: readonly string[];
  readonly fields: readonly Field[];
  /** Words may be left out; with a field named, where it has one of the values. */
  readonly isBrief?: boolean | { readonly field: string; readonly is: readonly string[] };
  readonly asksConfidence?: boolean;
  /** It may be told to fewer than the case is. */
  readonly asksLabel?: boolean;
  /** It has force or cannot be undone: it is read once more before it is sent. */
  readonly isWeighty?: boolean;
  /** It opens a case and stands where the incident does. */
  readonly opens?: boolean;
}

export const OUTCOMES: readonly string[] = [
  'ConfirmedViolation',
  'TechnicalViolation',
  'NoViolation',
  'Permitted',
  'Unverifiable',
  'UndeterminedActor',
  'Duplicate',
];
export const CONFIDENCES: readonly string[] = ['NotStated', 'Low', 'Moderate', 'High'];
export const FITS: readonly string[] = ['StronglyFor', 'For', 'Neutral', 'Against', 'StronglyAgainst'];
export const RUNGS: readonly string[] = ['A1', 'A2', 'R1', 'R2', 'R3'];
const STEPS: readonly string[] = ['Direction', 'AreaOfOrigin', 'ControllingSide', 'WhoOrdered'];

const REFERENCE = 'unknown-reference';
const CITES: Field = {
  name: 'cites',
  kind: 'acts',
  of: 'observations',
  faults: ['nothing-cited', 'nothing-new', 'label-too-wide', REFERENCE],
};
const ACT: Field = { name: 'act', kind: 'act', of: 'taken', faults: [REFERENCE, 'already-done'] };
const LADDER: Field = { name: 'ladder', kind: 'ladder', faults: [REFERENCE] };
const STEP: Field = { name: 'step', kind: 'step' };
const FROM: Field = { name: 'earliest', kind: 'time', faults: ['incomplete'] };
const UNTIL: Field = { name: 'latest', kind: 'time' };

const FINDING: readonly Field[] = [
  { name: 'outcome', kind: 'choice', values: OUTCOMES, words: 'cases.state' },
  { name: 'reading', kind: 'reading', faults: ['incomplete'] },
  { ...CITES, isOptional: true },
  { name: 'other', kind: 'line', where: { field: 'outcome', is: ['Permitted', 'Duplicate'] } },
];

const ofWords = (deed: string, operation: string, more: Partial<Form> = {}): Form => ({
  id: deed,
  deed,
  operations: [operation],
  fields: [],
  ...more,
});

/** In the order of a case, so that a list of them reads like one. */
export const FORMS: readonly Form[] = [
  ofWords('incident-received', 'ReceiveIncident', {
    opens: true,
    fields: [{ name: 'incident', kind: 'known' }, { name: 'clause', kind: 'known' }, FROM, UNTIL],
  }),
  ofWords('observation-made', 'Observe', {
    asksConfidence: true,
    asksLabel: true,
    fields: [{ name: 'evidence', kind: 'evidence', faults: ['nothing-cited'] }],
  }),
  ofWords('claim-made', 'Claim', { asksLabel: true }),
  ofWords('triaged', 'Triage', {
    fields: [
      { name: 'severity', kind: 'choice', values: ['1', '2', '3', '4'], words: 'act.severity', faults: ['incomplete'] },
    ],
  }),
  ofWords('review-taken-up', 'TakeUpReview'),
  ofWords('finding-stated', 'StateFinding', {
    asksConfidence: true,
    fields: [...FINDING, { name: 'supersedes', kind: 'known' }],
  }),
  ofWords('finding-stated', 'CorrectFinding', {
    id: 'finding-corrected',
    asksConfidence: true,
    fields: [...FINDING, { name: 'supersedes', kind: 'known', faults: [REFERENCE] }],
  }),
  ofWords('concurred', 'Concur', {
    isBrief: true,
    asksConfidence: true,
    fields: [{ ...ACT, of: 'waiting', faults: [...ACT.faults!, 'same-person', 'same-nation'] }],
  }),
  ofWords('dissented', 'Dissent', { asksLabel: true, fields: [ACT] }),
  {
    id: 'attribution-stated',
    deed: 'attribution-stated',
    operations: ['AttributeOrigin', 'AttributeSide', 'AttributeOrder'],
    asksConfidence: true,
    fields: [
      {
        name: 'step',
        kind: 'choice',
        values: STEPS,
        words: 'cases.step',
        operations: {
          Direction: 'AttributeOrigin',
          AreaOfOrigin: 'AttributeOrigin',
          ControllingSide: 'AttributeSide',
          WhoOrdered: 'AttributeOrder',
        },
        faults: ['step-skipped', 'no-violation-stands'],
      },
      {
        name: 'matrix',
        kind: 'matrix',
        of: 'observations',
        members: ['hypotheses', 'rows', 'answer'],
        faults: ['incomplete', 'not-diagnostic', 'label-too-wide', REFERENCE],
      },
    ],
  },
  {
    id: 'bulletin-issued',
    deed: 'bulletin-issued',
    operations: [
      'IssueAutomaticBulletin',
      'IssuePreliminaryBulletin',
      'IssueReviewedBulletin',
      'IssueCommissionBulletin',
    ],
    asksConfidence: true,
    fields: [
      {
        name: 'rung',
        kind: 'choice',
        values: RUNGS,
        words: 'act.rung',
        operations: {
          A1: 'IssueAutomaticBulletin',
          A2: 'IssueAutomaticBulletin',
          R1: 'IssuePreliminaryBulletin',
          R2: 'IssueReviewedBulletin',
          R3: 'IssueCommissionBulletin',
        },
        faults: ['already-done', 'role-may-not'],
      },
      { name: 'supersedes', kind: 'known', faults: [REFERENCE] },
      { name: 'clockEffect', kind: 'line', isOptional: true, faults: ['incomplete'] },
    ],
  },
  ofWords('case-withdrawn', 'WithdrawCase', { isWeighty: true }),
  ofWords('decision-accepted', 'AcceptDecision', { isWeighty: true }),
  ofWords('dispute-raised', 'Dispute'),
  ofWords('appeal-raised', 'Appeal'),
  ofWords('evidence-sealed', 'ExchangeEvidence', {
    isBrief: true,
    fields: [
      {
        name: 'seal',
        kind: 'seal',
        members: ['item', 'commitment'],
        faults: ['incomplete', 'already-done', 'too-late'],
      },
    ],
  }),
  ofWords('evidence-revealed', 'ExchangeEvidence', {
    isBrief: true,
    isWeighty: true,
    fields: [
      {
        name: 'reveal',
        kind: 'reveal',
        members: ['item', 'key', 'payload'],
        faults: [REFERENCE, 'commitment-mismatch', 'already-done'],
      },
    ],
  }),
  ofWords('pleading-filed', 'Plead'),
  ofWords('conflict-declared', 'DeclareInterest', { isWeighty: true }),
  ofWords('panel-drawn', 'DrawPanel', {
    isBrief: true,
    isWeighty: true,
    fields: [{ name: 'seed', kind: 'hex', faults: ['commitment-mismatch'] }],
  }),
  ofWords('ruling-proposed', 'Rule', {
    asksConfidence: true,
    isWeighty: true,
    fields: [
      { name: 'ruling', kind: 'choice', values: ['Uphold', 'Amend', 'SetAside'], words: 'act.ruling' },
      {
        name: 'outcome',
        kind: 'choice',
        values: OUTCOMES,
        words: 'cases.state',
        where: { field: 'ruling', is: ['Amend'] },
        faults: ['incomplete'],
      },
    ],
  }),
  ofWords('vote-cast', 'Rule', {
    isBrief: { field: 'ballot', is: ['Yes', 'Abstain'] },
    isWeighty: true,
    fields: [
      { ...ACT, of: 'rulings' },
      { name: 'ballot', kind: 'choice', values: ['Yes', 'No', 'Abstain'], words: 'act.ballot' },
    ],
  }),
  ofWords('remedy-reported', 'ReportRemedy'),
  {
    id: 'remedy-verified',
    deed: 'remedy-verified',
    operations: ['VerifyRemedy', 'VerifyNoRemedy'],
    asksConfidence: true,
    fields: [
      { name: 'isRemedied', kind: 'yesNo', operations: { true: 'VerifyRemedy', false: 'VerifyNoRemedy' } },
      { ...CITES, of: 'newer' },
    ],
  },
  ofWords('clock-set', 'SetClock', {
    isWeighty: true,
    fields: [LADDER, { name: 'finding', kind: 'known', faults: ['no-violation-stands'] }, FROM, UNTIL],
  }),
  ofWords('response-recommended', 'RecommendResponse', { asksLabel: true, fields: [LADDER, STEP] }),
  ofWords('response-decided', 'DecideResponse', {
    isWeighty: true,
    fields: [LADDER, STEP, { name: 'isTaken', kind: 'yesNo' }],
  }),
  ofWords('effect-deemed', 'DeemEffect', { fields: [LADDER, { ...STEP, faults: ['incomplete', 'too-early'] }] }),
  ofWords('effect-answered', 'DecideResponse', {
    isWeighty: true,
    fields: [
      { ...ACT, of: 'effects' },
      { name: 'isConfirmed', kind: 'yesNo' },
    ],
  }),
  ofWords('case-closed', 'CloseCase', { isWeighty: true }),
  ofWords('case-reopened', 'ReopenCase', { isWeighty: true, fields: [{ ...CITES, of: 'newer' }] }),
];

/** To look, and no act. */
export const READ_CUSTODY = 'ReadCustody';

/** The forms of what a reader may do now; each with those of its values only that they may say. */
export function formsOf(may: readonly string[]): Form[] {
  return FORMS.filter((one) => !one.opens && one.operations.some((to) => may.includes(to))).map((one) => ({
    ...one,
    fields: one.fields.map((field) => allowed(field, may)),
  }));
}

function allowed(field: Field, may: readonly string[]): Field {
  const { operations } = field;
  if (!operations) return field;
  const values = field.values ?? ['true', 'false'];
  return { ...field, values: values.filter((value) => may.includes(operations[value] ?? '')) };
}

export const membersOf = (field: Field): readonly string[] => field.members ?? [field.name];

/** What a form is called, where it is not simply the act. */
export const titleKey = (form: Form): MessageKey =>
  (form.id === form.deed ? `cases.deed.${form.deed}` : `act.title.${form.id}`) as MessageKey;
