// One function per question to the service. Answers that are no answer become an ApiError with status and words.
import type {
  Agreement,
  CaseCustody,
  CaseFile,
  CaseSummary,
  Coverage,
  CoverageMap,
  Deed,
  FieldDesk,
  FactProof,
  Floor,
  Forecast,
  FrameFile,
  HotlineDesk,
  Exposure,
  Incident,
  IncidentFile,
  Me,
  MissionAudit,
  PassTimetable,
  PatrolBoard,
  PatrolGround,
  PatrolRoute,
  Proposal,
  ReportDay,
  ReportEdit,
  ReportSentence,
  ShiftLine,
  TaskingAct,
  TaskingBoard,
  TaskingCredit,
  TrackAsKnown,
  TrackPoint,
  Wording,
} from './types';
import type { Receipt } from '../field/receipt';

export const API = '/api/v1';

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    /** What it is called; of a refusal, its reason. */
    readonly title = '',
  ) {
    super(`${status}: ${detail}`);
  }
}

async function ask<T>(path: string, init?: RequestInit): Promise<T> {
  const answer = await fetch(API + path, { credentials: 'same-origin', cache: 'no-store', ...init });
  if (!answer.ok) throw await errorOf(answer);
  return answer.status === 204 ? (undefined as T) : ((await answer.json()) as T);
}

/** Answers that came with a mark: asked again, the service says that nothing changed instead of sending it all. */
const held = new Map<string, { readonly mark: string; readonly body: unknown }>();
const MOST_HELD = 16;

async function askHeld<T>(path: string): Promise<T> {
  const known = held.get(path);
  const answer = await fetch(API + path, {
    credentials: 'same-origin',
    cache: 'no-store',
    headers: known ? { 'if-none-match': known.mark } : {},
  });
  if (answer.status === 304 && known) return known.body as T;
  if (!answer.ok) throw await errorOf(answer);
  const body = (await answer.json()) as T;
  const mark = answer.headers.get('etag');
  held.delete(path);
  if (mark) held.set(path, { mark, body });
  for (const oldest of held.keys()) {
    if (held.size <= MOST_HELD) break;
    held.delete(oldest);
  }
  return body;
}

async function askBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await fetch(API + path, { credentials: 'same-origin', cache: 'no-store' });
  if (!answer.ok) throw await errorOf(answer);
  return new Uint8Array(await answer.arrayBuffer());
}

async function errorOf(answer: Response): Promise<ApiError> {
  try {
    const { title, detail } = (await answer.json()) as { title?: string; detail?: string };
    return new ApiError(answer.status, detail ?? title ?? answer.statusText, title);
  } catch {
    return new ApiError(answer.status, answer.statusText);
  }
}

const part = encodeURIComponent;

export const signIn = (token: string): Promise<void> =>
  ask('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });

export const signOut = (): Promise<void> => ask('/session', { method: 'DELETE' });

export const getFloor = (): Promise<Floor> => ask('/floor');

export const getAgreement = (): Promise<Agreement> => ask('/agreement');

export const getAgreementMap = (): Promise<GeoJSON.FeatureCollection> => ask('/agreement/map');

/** What is asked of the ledger of coverage. */
export interface CoverageAsked {
  readonly from: string;
  readonly until: string;
  readonly modality: string;
  readonly light: string;
  readonly class: string;
}

const asked = (of: CoverageAsked): string => new URLSearchParams({ ...of }).toString();

export const getCoverage = (of: CoverageAsked): Promise<Coverage> => ask(`/coverage?${asked(of)}`);

/** The board of shared tasking as this reader may know it. */
export const getTasking = (): Promise<TaskingBoard> => ask('/tasking');

/** What would be watched in the next day by the looks that are agreed. */
export const getForecast = (): Promise<Forecast> => ask('/tasking/forecast');

/** What nations promised and delivered in the last day. */
export const getTaskingCredit = (): Promise<TaskingCredit> => ask('/tasking/credit');

/** The proposal of a day, or how far working it out is. */
export const getProposal = (day: string): Promise<Proposal> => ask(`/tasking/proposal?day=${part(day)}`);

/** When satellites can look at the zones on a day. */
export const getPasses = (day: string): Promise<PassTimetable> => ask(`/tasking/passes?day=${part(day)}`);

/** The ways that patrols know, and the hazards that they keep from. */
export const getPatrolGround = (): Promise<PatrolGround> => ask('/tasking/ground');

/** The patrols of the day: refused legs, when each was heard, when it is due, and what was missed. */
export const getPatrols = (): Promise<PatrolBoard> => ask('/tasking/patrols');

/** The shortest route over known ways that keeps from hazards; places as latitude and longitude. */
export const findPatrolRoute = (from: string, to: string): Promise<PatrolRoute> =>
  ask(`/tasking/route?${new URLSearchParams({ from, to }).toString()}`);

/** Does something on the board, in one's own name. */
export const actOnTasking = (act: TaskingAct): Promise<{ id: string }> =>
  ask('/tasking/acts', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(act),
  });

/** The desk of the hotline as this reader may know it. */
export const getHotline = (): Promise<HotlineDesk> => ask('/hotline');

/** Does something at the desk, in one's own name; under the same key the same act is done once. */
export const actAtHotline = (deed: Deed, key: string): Promise<{ id: string }> =>
  ask('/hotline/acts', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ deed, key }),
  });

/** The mission's audit of itself, of what this reader may see. */
export const getMissionAudit = (): Promise<MissionAudit> => ask('/audit');

export const getCoverageMap = (of: CoverageAsked): Promise<CoverageMap> => ask(`/coverage/map?${asked(of)}`);

/** The file of an incident, by what is known now or by what was known at a time. */
export const getIncident = (id: string, asOf: string | null = null): Promise<IncidentFile> =>
  ask(`/incidents/${part(id)}${asOf === null ? '' : `?asOf=${part(asOf)}`}`);

/** Where all tracks were by what was known at a time. */
export const getTracksAsOf = (asOf: string): Promise<{ items: TrackAsKnown[] }> =>
  ask(`/tracks?asOf=${part(asOf)}`);

export const getProof = (factNumber: number): Promise<FactProof> => ask(`/facts/${factNumber}/proof`);

export const getSegmentProof = (digest: string): Promise<FactProof> => ask(`/segments/${part(digest)}/proof`);

export const getSegment = (digest: string): Promise<Uint8Array<ArrayBuffer>> => askBytes(`/segments/${part(digest)}`);

export const getFrame = (feed: string, sequence: number): Promise<FrameFile> =>
  ask(`/frames/${part(feed)}/${sequence}`);

export const getHistory = (track: number, most: number, to: string | null): Promise<{ items: TrackPoint[] }> =>
  ask(`/tracks/${track}/history?most=${most}${to === null ? '' : `&to=${part(to)}`}`);

/** Days of which there is a report, the newest first. */
export const getReports = (): Promise<{ items: ReportDay[] }> => ask('/reports');

/** Address of the report of a day in a language and a form. */
export const reportAddress = (day: string, lang: string, format: string): string =>
  `${API}/reports/daily/${part(day)}?${new URLSearchParams({ lang, format }).toString()}`;

/** Sentences of the report of a day, for those who may change their words. */
export const getSentences = (day: string, lang: string): Promise<{ items: ReportSentence[]; isDraft: boolean }> =>
  ask(`/reports/daily/${part(day)}/sentences?${new URLSearchParams({ lang }).toString()}`);

const post = <T>(path: string, body: unknown): Promise<T> =>
  ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** What is to be said of other words for a sentence. */
export const judgeWording = (language: string, was: string, is: string): Promise<Wording> =>
  post('/reports/wording', { language, was, is });

/** Changes the words of a sentence. */
export const editReport = (
  day: string,
  edit: { language: string; sentence: string; was: string; is: string; why: string },
): Promise<ReportEdit> => post(`/reports/daily/${part(day)}/edits`, edit);

/** Which incidents the watch has seen, and whether this reader may say so. */
export const getAcknowledged = (): Promise<{ incidents: string[]; may: boolean }> => ask('/acknowledgements');

export const acknowledge = (incident: string): Promise<{ incidents: string[] }> =>
  ask('/acknowledgements', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ incident }),
  });

/** The log of the shift, oldest first, and whether this reader may write in it. */
export const getShift = (): Promise<{ items: ShiftLine[]; may: boolean }> => ask('/shift');

/** Notes something; with somebody to hand over to, it hands the watch over. */
export const writeShift = (line: { words: string; to?: string }): Promise<ShiftLine> =>
  ask('/shift', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(line),
  });

/** The cases that this reader may know of, the oldest first. */
export const getCases = (): Promise<{ items: CaseSummary[]; mayOpen: boolean }> => ask('/cases');

export const getCase = (id: string): Promise<CaseFile> => ask(`/cases/${part(id)}`);

/** Who viewed, exported and passed on the evidence of a case. */
export const getCustody = (id: string): Promise<CaseCustody> => ask(`/cases/${part(id)}/custody`);

/** Where the case stands on one page of plain text. */
export const casePage = (id: string): string => `${API}/cases/${part(id)}/page`;

/** An act as it is handed in. */
export interface ActRequest {
  readonly deed: Deed;
  readonly confidence: string;
  /** Who may read it; null: whoever reads the case. */
  readonly label: object | null;
}

/** Does something to a case in the reader's own name; gives the number of the act. */
export const actOnCase = (id: string, act: ActRequest): Promise<{ number: number }> =>
  post(`/cases/${part(id)}/acts`, act);

/** Loaded words among the words of an act. */
export const judgeActWording = (language: string, text: string): Promise<{ flags: Wording['flags'] }> =>
  post('/cases/wording', { language, text });

/** Opens a case of an incident. */
export const openCase = (request: {
  incident: string;
  text: string;
  earliest: string;
  latest: string;
}): Promise<CaseFile> => post('/cases', request);

/** Who is signed in. */
export const getMe = (): Promise<Me> => ask('/me');

/** Who reports from this device, and the key of receipts. */
export const getFieldDesk = (): Promise<FieldDesk> => ask('/field-reports');

/** Hands in a report; the same one again gives the same receipt. */
export const sendFieldReport = (report: string): Promise<Receipt> =>
  ask('/field-reports', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ report }),
    signal: AbortSignal.timeout(SEND_MS),
  });

/** On a weak link a report may take long; after so long it is tried again. */
const SEND_MS = 30_000;
const PAGE = 200;
const MAX_PAGES = 10;

/** All incidents up to a limit that fit a question, page after page, and what was watched meanwhile. */
export async function getIncidents(
  asOf: string | null = null,
  question = 'status=all',
): Promise<{ items: Incident[]; coverage?: Exposure }> {
  const items: Incident[] = [];
  let after: string | null = null;
  let coverage: Exposure | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const query = new URLSearchParams(question);
    query.set('most', String(PAGE));
    if (after !== null) query.set('after', after);
    if (asOf !== null) query.set('asOf', asOf);
    const answer = await askHeld<{ items: Incident[]; coverage?: Exposure; next?: string | null }>(
      `/incidents?${query}`,
    );
    items.push(...answer.items);
    coverage = answer.coverage;
    if (!answer.next) break;
    after = answer.next;
  }
  return coverage ? { items, coverage } : { items };
}
