// Which acts the desk offers on what stands at it, by the side of the reader and by what the policy lets them do. What
// an act may be at all is for the service; here stands only which fields its form has.
import type { Deed, DeskCall, DeskCorrection, DeskNotice, DeskQuery, DeskWindow, HotlineDesk } from '../api/types';
import { timeOf } from '../words/figures';

/** A field of a form, besides words. */
export type Field =
  | 'to'
  | 'subject'
  | 'purpose'
  | 'times'
  | 'place'
  | 'othersFrom'
  | 'abortWord'
  | 'due'
  | 'outcome'
  | 'word'
  | 'result'
  | 'evidence'
  | 'isRemedied';

export interface DeskForm {
  readonly deed: string;
  /** The operation of the policy that lets somebody do it. */
  readonly operation: string;
  /** The member that names what it is about. */
  readonly about: 'call' | 'notice' | 'query' | 'window' | 'correction';
  readonly fields: readonly Field[];
  /** True where words may be left out. */
  readonly isBrief?: boolean;
}

/** What begins something. */
export const BEGINNINGS: readonly DeskForm[] = [
  { deed: 'call-placed', operation: 'UseHotline', about: 'call', fields: ['to'] },
  {
    deed: 'notice-given',
    operation: 'GiveNotice',
    about: 'notice',
    fields: ['subject', 'times', 'place', 'othersFrom'],
  },
  { deed: 'query-asked', operation: 'Inquire', about: 'query', fields: ['to'] },
  {
    deed: 'window-proposed',
    operation: 'KeepWindow',
    about: 'window',
    fields: ['purpose', 'times', 'place', 'abortWord'],
  },
  { deed: 'correction-asked', operation: 'AskCorrection', about: 'correction', fields: ['to', 'due', 'othersFrom'] },
];

const ACKNOWLEDGE: DeskForm = {
  deed: 'call-acknowledged',
  operation: 'UseHotline',
  about: 'call',
  fields: [],
  isBrief: true,
};
const ANSWER: DeskForm = { deed: 'call-answered', operation: 'UseHotline', about: 'call', fields: [] };
const CONCLUDE: DeskForm = { deed: 'call-concluded', operation: 'UseHotline', about: 'call', fields: ['outcome'] };
const TAKE_BACK: DeskForm = { deed: 'notice-withdrawn', operation: 'GiveNotice', about: 'notice', fields: [] };
const REPLY: DeskForm = { deed: 'query-replied', operation: 'Inquire', about: 'query', fields: [] };
const CONFIRM: DeskForm = {
  deed: 'window-confirmed',
  operation: 'ConfirmWindow',
  about: 'window',
  fields: [],
  isBrief: true,
};
const STOP: DeskForm = {
  deed: 'window-aborted',
  operation: 'KeepWindow',
  about: 'window',
  fields: ['word'],
  isBrief: true,
};
const REPORT: DeskForm = { deed: 'window-reported', operation: 'KeepWindow', about: 'window', fields: ['result'] };
const REMEDY: DeskForm = {
  deed: 'correction-reported',
  operation: 'ReportCorrection',
  about: 'correction',
  fields: ['evidence'],
};
const CHECK: DeskForm = {
  deed: 'correction-checked',
  operation: 'CheckCorrection',
  about: 'correction',
  fields: ['isRemedied', 'evidence'],
};
const AGREE: DeskForm = {
  deed: 'correction-agreed',
  operation: 'CheckCorrection',
  about: 'correction',
  fields: [],
  isBrief: true,
};

type Asked = Pick<HotlineDesk, 'side' | 'may'>;

const allowed = ({ side, may }: Asked, forms: readonly (DeskForm | false)[]): DeskForm[] =>
  side === null ? [] : forms.filter((form) => form !== false).filter(({ operation }) => may.includes(operation));

export const beginningsOf = (desk: Asked): DeskForm[] => allowed(desk, BEGINNINGS);

export function onCall(desk: Asked, call: DeskCall): DeskForm[] {
  const isOpen = call.concludedAt === null;
  const isCalled = call.to === desk.side;
  return allowed(desk, [
    isOpen && isCalled && call.answeredAt === null && call.acknowledgedAt === null && ACKNOWLEDGE,
    isOpen && isCalled && call.answeredAt === null && ANSWER,
    isOpen && call.from === desk.side && CONCLUDE,
  ]);
}

export const onNotice = (desk: Asked, notice: DeskNotice): DeskForm[] =>
  allowed(desk, [notice.by === desk.side && notice.state !== 'Withdrawn' && TAKE_BACK]);

export const onQuery = (desk: Asked, query: DeskQuery): DeskForm[] =>
  allowed(desk, [query.to === desk.side && query.repliedAt === null && REPLY]);

export function onWindow(desk: Asked, window: DeskWindow): DeskForm[] {
  const mayStop = ['Proposed', 'Confirmed', 'Holds'].includes(window.state);
  const isEnded = ['Aborted', 'Over'].includes(window.state);
  const side = desk.side ?? '';
  return allowed(desk, [
    window.state === 'Proposed' && window.parties.includes(side) && !window.confirmed.includes(side) && CONFIRM,
    mayStop && STOP,
    isEnded && !window.reported.includes(side) && REPORT,
  ]);
}

export const onCorrection = (desk: Asked, one: DeskCorrection): DeskForm[] =>
  allowed(desk, [
    one.of === desk.side && one.state === 'Asked' && REMEDY,
    one.state === 'Reported' && CHECK,
    one.state === 'Checked' && AGREE,
  ]);

/** What somebody wrote into a form. */
export interface Written {
  to: string;
  subject: string;
  purpose: string;
  from: string;
  until: string;
  latitude: string;
  longitude: string;
  withinM: number;
  othersFrom: string;
  abortWord: string;
  outcome: string;
  word: string;
  result: string;
  evidence: string;
  isRemedied: boolean;
  text: string;
}

export const blank = (): Written => ({
  to: '',
  subject: 'Movement',
  purpose: 'Repair',
  from: '',
  until: '',
  latitude: '',
  longitude: '',
  withinM: 1000,
  othersFrom: '',
  abortWord: '',
  outcome: 'Settled',
  word: '',
  result: 'Done',
  evidence: '',
  isRemedied: true,
  text: '',
});

/** An empty field says nothing. */
const timeSaid = (field: string): string | null => (field === '' ? null : timeOf(field));

/** The act as it is sent. */
export function deedOf(form: DeskForm, id: string, written: Written): Deed {
  const members: Record<string, unknown> = {};
  for (const field of form.fields) Object.assign(members, membersOf(form, field, written));
  if (form.deed === 'query-asked') members['replyBy'] = null;
  if (form.deed === 'correction-asked') members['case'] = null;
  return { deed: form.deed, [form.about]: id, ...members, text: written.text.trim() };
}

function membersOf(form: DeskForm, field: Field, written: Written): Record<string, unknown> {
  switch (field) {
    case 'to':
      return form.about === 'correction' ? { of: written.to } : { to: written.to };
    case 'times':
      return { from: timeSaid(written.from), until: timeSaid(written.until) };
    case 'due':
      return { due: timeSaid(written.until) };
    case 'place':
      return {
        place: {
          latitudeDeg: Number(written.latitude),
          longitudeDeg: Number(written.longitude),
          withinM: written.withinM,
        },
      };
    case 'othersFrom':
      return { othersFrom: timeSaid(written.othersFrom) };
    case 'evidence':
      return {
        evidence: written.evidence
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean),
      };
    default:
      return { [field]: written[field] };
  }
}

/** A mark of an act: sent again under it, the act is done once. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
