// One function per question to the service. Answers that are no answer become an ApiError with status and words.
import type {
  Agreement,
  Coverage,
  CoverageMap,
  FactProof,
  Floor,
  FrameFile,
  Incident,
  IncidentFile,
  ReportDay,
  TrackPoint,
} from './types';

export const API = '/api/v1';

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
  ) {
    super(`${status}: ${detail}`);
  }
}

async function ask<T>(path: string, init?: RequestInit): Promise<T> {
  const answer = await fetch(API + path, { credentials: 'same-origin', cache: 'no-store', ...init });
  if (!answer.ok) throw new ApiError(answer.status, await reasonOf(answer));
  return answer.status === 204 ? (undefined as T) : ((await answer.json()) as T);
}

async function askBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await fetch(API + path, { credentials: 'same-origin', cache: 'no-store' });
  if (!answer.ok) throw new ApiError(answer.status, await reasonOf(answer));
  return new Uint8Array(await answer.arrayBuffer());
}

async function reasonOf(answer: Response): Promise<string> {
  try {
    const problem = (await answer.json()) as { title?: string; detail?: string };
    return problem.detail ?? problem.title ?? answer.statusText;
  } catch {
    return answer.statusText;
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
}

const asked = (of: CoverageAsked): string => new URLSearchParams({ ...of }).toString();

export const getCoverage = (of: CoverageAsked): Promise<Coverage> => ask(`/coverage?${asked(of)}`);

export const getCoverageMap = (of: CoverageAsked): Promise<CoverageMap> => ask(`/coverage/map?${asked(of)}`);

export const getIncident = (id: string): Promise<IncidentFile> => ask(`/incidents/${part(id)}`);

export const getProof = (factNumber: number): Promise<FactProof> => ask(`/facts/${factNumber}/proof`);

export const getSegmentProof = (digest: string): Promise<FactProof> => ask(`/segments/${part(digest)}/proof`);

export const getSegment = (digest: string): Promise<Uint8Array<ArrayBuffer>> => askBytes(`/segments/${part(digest)}`);

export const getFrame = (feed: string, sequence: number): Promise<FrameFile> =>
  ask(`/frames/${part(feed)}/${sequence}`);

export const getHistory = (track: number, most: number): Promise<{ items: TrackPoint[] }> =>
  ask(`/tracks/${track}/history?most=${most}`);

/** Days of which there is a report, the newest first. */
export const getReports = (): Promise<{ items: ReportDay[] }> => ask('/reports');

/** Address of the report of a day in a language and a form. */
export const reportAddress = (day: string, lang: string, format: string): string =>
  `${API}/reports/daily/${part(day)}?${new URLSearchParams({ lang, format }).toString()}`;

/** What the watch of an exercise has acknowledged; a live service has no such address. */
export const getAcknowledged = (): Promise<{ incidents: string[] }> => ask('/exercise/acknowledgements');

export const acknowledge = (incident: string): Promise<{ incidents: string[] }> =>
  ask('/exercise/acknowledgements', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ incident }),
  });

const PAGE = 200;
const MAX_PAGES = 10;

/** All incidents up to a limit, page after page. */
export async function getIncidents(): Promise<Incident[]> {
  const all: Incident[] = [];
  let after: string | null = null;
  for (let page = 0; page < MAX_PAGES; page++) {
    const query: string = after === null ? '' : `&after=${part(after)}`;
    const answer: { items: Incident[]; next?: string | null } = await ask(`/incidents?status=all&most=${PAGE}${query}`);
    all.push(...answer.items);
    if (!answer.next) break;
    after = answer.next;
  }
  return all;
}
