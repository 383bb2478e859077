// The service's answers, as the page reads them. A member left out and one that is null are the same.

export type LocalText = string | { readonly en: string; readonly uk?: string | null; readonly ru?: string | null };

export interface Party {
  readonly id: string;
  readonly name: LocalText;
}

export interface FeedState {
  readonly name: string;
  readonly format: string;
  readonly frames: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly latenessP99S?: number | null;
  readonly late?: boolean;
  readonly refusals?: Readonly<Record<string, number>>;
  readonly lastReceivedAt?: string | null;
}

export interface RecordState {
  readonly size: number;
  readonly checkpointAt?: string | null;
  readonly origin?: string;
  readonly vkey?: string;
  readonly witnessed?: Witnessed;
  readonly stamped?: Stamped | null;
}

/** Which size of the log an authority stamped last, and when by its own clock. */
export interface Stamped {
  readonly size: number;
  readonly at: string;
  readonly authority: string;
}

/** Which witnesses saw which size of the log, by the policy of the parties; without a policy there is no quorum. */
export interface Witnessed {
  readonly size: number;
  readonly by: readonly {
    readonly name: string;
    readonly keyName: string;
    readonly at: string;
    readonly isMirror?: boolean;
  }[];
  readonly hasQuorum: boolean;
  readonly quorum?: string | null;
}

/** What was watched: no number of incidents stands without it. */
export interface Exposure {
  readonly state: 'Watched' | 'NotWatched' | 'Withheld';
  readonly from?: string | null;
  readonly until?: string | null;
  readonly watchedKm2H?: number | null;
  readonly wholeKm2H?: number | null;
  readonly share?: number | null;
}

export interface ExposedCount {
  readonly count: number;
  readonly coverage: Exposure;
  readonly ratePer1000Km2Day?: { readonly least: number; readonly likeliest: number; readonly most: number } | null;
}

export interface CoverageSum {
  readonly side?: string | null;
  readonly light: 'Any' | 'Day' | 'Night';
  readonly modality: string;
  readonly watchedKm2H: number;
  readonly lookedKm2H: number;
  readonly wholeKm2H: number;
  readonly share: number;
}

export interface CoverageGap {
  readonly zone?: string | null;
  readonly side?: string | null;
  readonly latitude: number;
  readonly longitude: number;
  readonly areaKm2: number;
  readonly from: string;
  readonly until: string;
  readonly share: number;
}

export interface BlindSpot {
  readonly cause: 'Restriction' | 'Interference' | 'Outage';
  readonly by: string;
  readonly modality: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly radiusM: number;
  readonly from: string;
  readonly until: string;
  readonly lostKm2H: number;
}

export interface DetectionModel {
  readonly modality: string;
  readonly sees: string;
  readonly best: number;
  readonly source: string;
  readonly doubt: string;
}

export interface SensorTerrain {
  readonly sensor: string;
  readonly use: 'Followed' | 'NoLine' | 'NoHeight' | 'NoGround';
  readonly knownShare: number;
  readonly maskedShare: number;
}

export interface Coverage {
  readonly state: Exposure['state'];
  readonly from?: string | null;
  readonly until?: string | null;
  readonly now?: string | null;
  readonly cellM?: number | null;
  readonly sums: readonly CoverageSum[];
  readonly gaps: readonly CoverageGap[];
  readonly blindSpots: readonly BlindSpot[];
  readonly models: readonly DetectionModel[];
  readonly terrain?: { readonly tiles: readonly string[]; readonly sensors: readonly SensorTerrain[] } | null;
}

export interface CoverageMap {
  readonly state: Exposure['state'];
  readonly columns: number;
  readonly rows: number;
  readonly westDeg: number;
  readonly eastDeg: number;
  readonly rowEdgesDeg: readonly number[];
  readonly cellsGzipBase64: string;
}

export interface Floor {
  readonly exercise: boolean;
  readonly exerciseName?: string | null;
  readonly audience: string;
  readonly now: string;
  readonly speed: number;
  readonly agreement: {
    readonly name: string;
    readonly title: LocalText;
    readonly version: string;
    readonly hash: string;
    readonly illustrative: boolean;
    readonly timeZone: string;
    readonly parties: readonly Party[];
  };
  readonly theatre: readonly [number, number, number, number];
  readonly record: RecordState;
  readonly feeds: readonly FeedState[];
  readonly openIncidents: ExposedCount;
  readonly tracks: number;
  readonly heard: readonly { readonly feed: string; readonly bins: readonly number[] }[];
  readonly heardFrom?: string | null;
  readonly heardTo?: string | null;
  readonly degraded?: readonly string[];
  /** What was done with rights that others are to know at once, for those who may: a line each. */
  readonly announced?: readonly string[];
}

export interface Reading {
  readonly id: string;
  readonly name: LocalText;
  readonly heldBy: readonly string[];
  readonly settings: string;
}

export interface Clause {
  readonly id: string;
  readonly title: LocalText;
  readonly text: LocalText;
  readonly ruleKind: string;
  readonly ruleWords: string;
  readonly severity: number;
  readonly incidentClass?: string;
  readonly readings: readonly Reading[];
}

export interface Zone {
  readonly id: string;
  readonly name: LocalText;
  readonly kind: string;
  readonly side?: string | null;
  readonly definition: string;
  readonly areaKm2?: number | null;
}

/** Which ground a reading names, by ids; none at all: it names none. */
export interface ReadingGround {
  readonly clause: string;
  readonly reading: string;
  readonly zones: readonly string[];
  /** Zones in which it does not hold. */
  readonly except: readonly string[];
  /** Lines that it measures from. */
  readonly lines: readonly string[];
}

export interface Agreement {
  readonly name: string;
  readonly title: LocalText;
  readonly version: string;
  readonly hash: string;
  readonly illustrative: boolean;
  readonly notes?: string | null;
  readonly parties: readonly Party[];
  readonly zones: readonly Zone[];
  readonly clauses: readonly Clause[];
  readonly grounds: readonly ReadingGround[];
}

export interface Place {
  readonly latitude: number;
  readonly longitude: number;
  readonly sigmaEastM: number;
  readonly sigmaNorthM: number;
  readonly correlation: number;
}

export interface FrameCitation {
  readonly feed: string;
  readonly sequence: number;
}

export type Determination = 'Undetermined' | 'Compliant' | 'Permitted' | 'Breach';

/** What one reading of the clause says of an incident so far. */
export interface ReadingOutcome {
  readonly reading: string;
  readonly determination: Determination;
  readonly exception?: string | null;
}

/** A value that a determination rests on. */
export interface Detail {
  readonly name: string;
  readonly value: string;
}

export interface Incident {
  readonly id: string;
  readonly title: LocalText;
  readonly revision: number;
  readonly status: string;
  readonly class: string;
  readonly clause: string;
  readonly readings: readonly string[];
  readonly readingsTried: readonly string[];
  readonly zone?: string | null;
  readonly severity: number;
  readonly first: string;
  readonly last: string;
  readonly knownAt: string;
  readonly actors: readonly string[];
  readonly parties: readonly string[];
  readonly tracks: readonly (string | number)[];
  readonly place?: Place | null;
  readonly firstSeenInside: boolean;
  readonly sensors?: readonly string[] | null;
  readonly authenticated?: boolean;
  readonly provisional?: readonly string[] | null;
  readonly pInside?: number | null;
  readonly marginM?: number | null;
  readonly countMin?: number | null;
  readonly countMax?: number | null;
  readonly origins: number;
  readonly means: readonly string[];
  readonly detections: readonly number[];
  readonly detectionCount: number;
  readonly frames: readonly FrameCitation[];
  readonly frameCount: number;
  readonly outcomes: readonly ReadingOutcome[];
  readonly details?: readonly Detail[] | null;
  readonly factNumber: number;
  readonly logIndex?: number | null;
  /** Others that are one with it, and have no row of their own. */
  readonly merged?: readonly string[];
}

export interface Revision {
  readonly revision: number;
  readonly factNumber: number;
  readonly logIndex?: number | null;
  readonly knownAt: string;
  readonly status: string;
  readonly pInside?: number | null;
  readonly marginM?: number | null;
  readonly last: string;
}

export interface Detection {
  readonly id: number;
  readonly kind: string;
  readonly reading: string;
  readonly track?: string | null;
  readonly actor: string;
  readonly party?: string | null;
  readonly at: string;
  readonly pInside?: number | null;
  readonly marginM?: number | null;
  readonly countMin?: number | null;
  readonly countMax?: number | null;
  readonly words?: string | null;
  readonly means: readonly string[];
}

export interface IncidentFile {
  readonly incident: Incident;
  readonly clause?: Clause | null;
  readonly coverage: Exposure;
  readonly revisions: readonly Revision[];
  readonly detections: readonly Detection[];
  /** Numbers of the facts of these detections, in the same order. */
  readonly detectionFacts?: readonly number[];
  /** Hashes of the sealed segments that hold the cited frames. */
  readonly segments?: readonly string[];
  /** What it is made of, where several are one. */
  readonly parts?: readonly Incident[];
  /** The incident that stands for this one. */
  readonly standsIn?: string | null;
}

export interface FactProof {
  readonly number: number;
  readonly index: number;
  readonly treeSize: number;
  readonly payloadBase64: string;
  readonly keyBase64: string;
  readonly entryBase64: string;
  readonly proof: readonly string[];
  readonly checkpoint: string;
  readonly vkey: string;
  readonly tlogProof: string;
  readonly witnessed?: Witnessed;
}

export interface FrameFile {
  readonly feed: string;
  readonly sequence: number;
  /** This and the bytes are null as long as its segment is not closed. */
  readonly receivedAt: string | null;
  readonly bytesBase64: string | null;
  readonly text?: string | null;
  readonly segment?: { readonly digest: string; readonly logIndex?: number | null } | null;
}

export interface TrackPoint {
  readonly at: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly sigmaM: number;
  readonly speedMps?: number | null;
  readonly courseDeg?: number | null;
  readonly standing: string;
  readonly feed?: string | null;
  readonly sequence?: number | null;
}

/** A day of which there is a report; a draft goes on. */
export interface ReportDay {
  readonly day: string;
  readonly from: string;
  readonly until: string;
  readonly isDraft: boolean;
}

/** A change of a sentence: after a change comes the next, from what stood then. */
export interface ReportEdit {
  readonly number: number;
  readonly at: string;
  readonly by: string;
  readonly was: string;
  readonly is: string;
  readonly why: string;
  readonly logIndex?: number | null;
}

/** A sentence of a report: what the program wrote, what stands, and what people changed. */
export interface ReportSentence {
  readonly id: string;
  readonly section: string;
  readonly program: string;
  readonly text: string;
  readonly edits: readonly ReportEdit[];
}

/** What is to be said of a wording. */
export interface Wording {
  readonly keepsNumbers: boolean;
  readonly flags: readonly {
    readonly line: number;
    readonly column: number;
    readonly words: string;
    readonly severity: 'Info' | 'Warn' | 'Block';
    readonly instead: string;
    readonly reason: string;
  }[];
}

/** Where a track was by what was known at a time. */
export interface TrackAsKnown {
  readonly id: number;
  readonly identity: string;
  readonly class: string;
  readonly name?: string | null;
  readonly at: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly sigmaM: number;
  readonly speedMps: number;
  readonly courseDeg?: number | null;
  readonly standing: string;
}

/** What somebody of the watch saw, noted or handed over. */
export interface ShiftLine {
  readonly number: number;
  readonly at: string;
  readonly by: string;
  readonly kind: 'Acknowledged' | 'Noted' | 'ShiftHandedOver';
  readonly incident?: string | null;
  readonly to?: string | null;
  readonly words?: string | null;
  readonly logIndex?: number | null;
}

/** What a device has to know before it goes out of reach of the service. */
export interface FieldDesk {
  readonly exercise: boolean;
  readonly person: string;
  readonly vkey: string;
  readonly now: string;
  readonly speed: number;
}

/** A case as the list shows it. */
export interface CaseSummary {
  readonly id: string;
  readonly state: string;
  readonly incident: string;
  readonly clause: string;
  readonly label: string;
  readonly openedAt: string;
  /** The outcome that stands, by the finding or by a ruling on it. */
  readonly standing?: string | null;
  readonly acts: number;
  /** The time of it that asks for somebody first. */
  readonly next?: CaseClock | null;
}

/** A time that runs: between earliest and latest nobody knows whether it is over. */
export interface CaseClock {
  readonly what: string;
  readonly earliest: string;
  readonly latest: string;
  readonly state: 'NotYetDue' | 'MayBeDue' | 'Due';
  readonly done?: string | null;
  readonly whose?: string | null;
}

/** What was done: `deed` names it; its other members are those of that deed. */
export interface Deed {
  readonly deed: string;
  readonly text: string;
  readonly [member: string]: unknown;
}

/** One act on a case, by a named person; refused ones are kept with the reason. */
export interface CaseAct {
  readonly number: number;
  readonly at: string;
  readonly author: {
    readonly person: string;
    readonly role: string;
    readonly nation: string;
    readonly party?: string | null;
  };
  readonly confidence: string;
  readonly label: string;
  readonly deed: Deed;
  readonly state: string;
  readonly refusal?: { readonly why: string; readonly words: string } | null;
}

export type Fit = 'StronglyAgainst' | 'Against' | 'Neutral' | 'For' | 'StronglyFor';

/** The evidence of one statement of an attribution against all answers that compete. */
export interface CaseMatrix {
  readonly act: number;
  readonly step: string;
  readonly hypotheses: readonly { readonly id: string; readonly words: string }[];
  readonly rows: readonly {
    readonly observation: number;
    readonly fits: readonly Fit[];
    readonly diagnosticity: number;
  }[];
  readonly against: readonly number[];
  readonly ahead?: string | null;
  readonly answer: string;
  readonly stands: boolean;
}

/** A bulletin in the row of those that took each other's place; without a time it waits for a second signature. */
export interface CaseBulletin {
  readonly act: number;
  readonly supersedes?: number | null;
  readonly supersededBy?: number | null;
  readonly since?: string | null;
}

/** A case as this reader sees it, with what the policy lets this reader do to it as it stands. */
export interface CaseFile {
  readonly case: CaseSummary;
  readonly parties: readonly string[];
  readonly clocks: readonly CaseClock[];
  readonly acts: readonly CaseAct[];
  readonly may: readonly string[];
  readonly matrices: readonly CaseMatrix[];
  readonly bulletins: readonly CaseBulletin[];
  /** Number of the finding in force. */
  readonly finding?: number | null;
  readonly terms: CaseTerms;
}

/** What was settled before the case began, as far as whoever acts has to know it. */
export interface CaseTerms {
  readonly maxChars: number;
  readonly pleadingMaxChars: number;
  readonly ladders: readonly {
    readonly id: string;
    readonly dated: string;
    readonly source: string;
    readonly steps: readonly { readonly id: string; readonly words: string; readonly isAutomatic: boolean }[];
  }[];
  /** Of each group one word has to stand in a bulletin of the rung; further ones may. */
  readonly rungs: readonly {
    readonly rung: string;
    readonly needs: readonly (readonly string[])[];
    readonly may: readonly string[];
  }[];
}

/** Who is signed in. */
export interface Me {
  readonly person: string;
  readonly role: string;
  readonly nation: string;
  readonly party?: string | null;
}

/** What was done with the evidence of a case, and who looked at it. */
export interface CaseCustody {
  readonly items: number;
  readonly acts: readonly {
    readonly at: string;
    readonly kind: string;
    readonly by: string;
    readonly to?: string | null;
    readonly items: readonly string[];
    readonly copy?: string | null;
    readonly policy?: string | null;
    readonly logIndex?: number | null;
  }[];
  readonly before: number;
  readonly readers: readonly {
    readonly by: string;
    readonly times: number;
    readonly first: string;
    readonly last: string;
  }[];
}

/** A ring of latitude and longitude. */
export type Ring = readonly (readonly [number, number])[];

export interface LookRequest {
  id: string;
  nation: string;
  person: string;
  at: string;
  area: Ring;
  from: string;
  until: string;
  modality: string;
  why: string;
  open: boolean;
  offers: number;
}

/** A task as the service reads and writes it. */
export interface LookTask {
  kind: 'Drone' | 'Pass' | 'Post' | 'Patrol';
  id: string;
  owner: string;
  modality?: string | null;
  swathM?: number | null;
  route?: { at: string; place: readonly [number, number] }[] | null;
  from?: string | null;
  until?: string | null;
  footprint?: Ring[] | null;
  watch?: {
    at: readonly [number, number];
    rangeM: number;
    heightM: number | null;
    fromDeg: number;
    toDeg: number;
  } | null;
}

export interface Offer {
  id: string;
  request: string | null;
  nation: string;
  person: string;
  at: string;
  state: 'Offered' | 'Accepted' | 'Withdrawn';
  task: { kind: LookTask['kind']; modality: string | null };
  from: string;
  until: string;
  lowM: number | null;
  highM: number | null;
  release: string;
  own: boolean;
}

export interface TaskingBoard {
  now: string;
  nation: string;
  mayRequest: boolean;
  mayOffer: boolean;
  mayAccept: boolean;
  requests: LookRequest[];
  offers: Offer[];
  timetable: string[];
}

export interface ForecastGap {
  zone: string | null;
  side: string | null;
  latitude: number;
  longitude: number;
  areaKm2: number;
  from: string;
  until: string;
  share: number;
}

export interface Forecast {
  from: string;
  until: string;
  tasks: number;
  posts: number;
  sums: { side: string | null; light: string; modality: string; share: number }[];
  hours: { from: string; share: number }[];
  blind: ForecastGap[];
}

export type PlanState = 'NotSet' | 'Waiting' | 'Working' | 'Ready' | 'Failed';

export interface PassTimetable {
  state: PlanState;
  problem: string | null;
  from: string | null;
  until: string | null;
  items: {
    satellite: string;
    owner: string;
    modality: string;
    from: string;
    until: string;
    nearOffNadirDeg: number;
    farOffNadirDeg: number;
    leastSunDeg: number;
    mostSunDeg: number;
  }[];
}

/** Ways that the mission's patrols know, and the hazards that they keep from. */
export interface PatrolGround {
  state: PlanState;
  changed: boolean;
  distanceM: number;
  ways: Ring[];
  items: Hazard[];
}

export interface Hazard {
  id: string;
  kind: 'Mines' | 'ClusterMunitions' | 'ExplosiveRemnants' | 'Other';
  status: 'Suspected' | 'Confirmed';
  source: string;
  asOf: string;
  area: Ring;
}

export interface PatrolRoute {
  state: PlanState;
  outcome: 'Open' | 'BeginOffWays' | 'EndOffWays' | 'Apart' | 'PastHazards' | null;
  route: Ring;
  lengthM: number;
  hazards: string[];
}

export type PatrolState = 'Planned' | 'Heard' | 'Silent' | 'Back' | 'NotListened';

export interface Patrol {
  id: string;
  owner: string;
  from: string;
  until: string;
  route: Ring;
  refused: { leg: number; hazard: string; from: readonly [number, number]; to: readonly [number, number] }[];
  heardBy: string[];
  withheld: boolean;
  state: PatrolState | null;
  last: { at: string; receivedAt: string; place: readonly [number, number] | null; by: string; feed: string } | null;
  due: string | null;
  missed: { due: string; lastHeard: string | null; expected: readonly [number, number] }[];
}

export interface PatrolBoard {
  state: PlanState;
  changed: boolean;
  now: string;
  listensFrom: string | null;
  checkInEveryMin: number;
  items: Patrol[];
}

export interface Proposal {
  state: PlanState;
  day: string;
  done: number;
  tries: number;
  problem: string | null;
  proposed: {
    expected: number;
    standingSeen: number;
    gain: number;
    burdens: { party: string; per1000Km2: number }[];
    tasks: LookTask[];
    predicted: Forecast;
    lastDay: 'Watched' | 'Withheld';
    blind: (ForecastGap & { predictedShare: number })[];
  } | null;
}

export interface NationCredit {
  nation: string;
  promises: number;
  promisedKm2H: number;
  deliveredKm2H: number;
  beyondKm2H: number;
  share: number | null;
}

export interface TaskingCredit {
  from: string;
  until: string;
  nations: NationCredit[];
}

export type TaskingAct =
  | { kind: 'Accept' | 'Withdraw'; id: string; why?: string }
  | {
      kind: 'Offer';
      task: LookTask;
      lowM?: number;
      highM?: number;
      request?: string;
      release: { classification: 'Restricted'; releasableTo: string[]; restrictions: string[] };
    }
  | { kind: 'Request'; area: Ring; from: string; until: string; modality?: string; why: string };

/** One act at the desk of the hotline, and the side that its author spoke for. */
export interface DeskAct {
  readonly at: string;
  readonly person: string;
  readonly nation: string;
  readonly side: string;
  readonly deed: Deed;
}

/** Done in time, late, or neither yet. */
export interface Punctuality {
  readonly inTime: number;
  readonly cannotTell: number;
  readonly late: number;
  readonly waits: number;
}

/** How a side did, in the same figures for every side. */
export interface DeskSide {
  readonly side: string;
  readonly calls: number;
  readonly acknowledged: number;
  readonly answered: number;
  readonly medianS: number | null;
  readonly p90S: number | null;
  readonly longestS: number | null;
  readonly queries: number;
  readonly replies: Punctuality;
  readonly corrections: number;
  readonly verified: number;
  readonly remedies: Punctuality;
  readonly credit: number | null;
}

interface DeskItem {
  readonly id: string;
  readonly acts: readonly DeskAct[];
}

export interface DeskCall extends DeskItem {
  readonly from: string;
  readonly to: string;
  readonly at: string;
  readonly acknowledgedAt: string | null;
  readonly answeredAt: string | null;
  readonly concludedAt: string | null;
  readonly outcome: string | null;
  readonly waitsS: number;
}

export interface DeskNotice extends DeskItem {
  readonly by: string;
  readonly subject: string;
  readonly from: string;
  readonly until: string;
  readonly place: { readonly latitudeDeg: number; readonly longitudeDeg: number; readonly withinM: number };
  readonly leadS: number;
  readonly othersFrom: string | null;
  readonly state: string;
  readonly matches: readonly {
    readonly incident: string;
    readonly fit: string;
    readonly doubts: readonly string[];
    readonly class: string;
  }[];
  /** What was watched of its place and time; null before it begins. */
  readonly coverage: Exposure | null;
}

export interface DeskQuery extends DeskItem {
  readonly from: string;
  readonly to: string;
  readonly at: string;
  readonly replyBy: string;
  readonly repliedAt: string | null;
  readonly inTime: boolean | null;
}

export interface DeskWindow extends DeskItem {
  readonly purpose: string;
  readonly from: string;
  readonly until: string;
  readonly place: { readonly latitudeDeg: number; readonly longitudeDeg: number; readonly withinM: number };
  readonly abortWord: string;
  readonly state: string;
  readonly parties: readonly string[];
  readonly confirmed: readonly string[];
  readonly reported: readonly string[];
  readonly abortedAt: string | null;
  readonly byWord: boolean | null;
}

export interface DeskCorrection extends DeskItem {
  readonly of: string;
  readonly case: string | null;
  readonly at: string;
  readonly due: string;
  readonly othersFrom: string | null;
  readonly state: string;
  readonly reportedAt: string | null;
  readonly inTime: boolean | null;
}

/** The desk of the hotline, and what the policy lets its reader do there; `side` is null for who speaks for none. */
export interface HotlineDesk {
  readonly now: string;
  readonly side: string | null;
  readonly may: readonly string[];
  readonly sides: readonly DeskSide[];
  readonly calls: readonly DeskCall[];
  readonly notices: readonly DeskNotice[];
  readonly queries: readonly DeskQuery[];
  readonly windows: readonly DeskWindow[];
  readonly corrections: readonly DeskCorrection[];
}

/** What the mission did, of one case or of all that one side brought. */
export interface AuditFigures {
  readonly closed: number;
  readonly findings: Punctuality;
  readonly bulletins: Punctuality;
  readonly corrections: number;
  readonly disputes: number;
  readonly kept: number;
  readonly changed: number;
  readonly levelsLost: number;
  readonly refused: number;
}

export interface AuditCase {
  readonly id: string;
  readonly broughtBy: string;
  readonly incident: string;
  readonly state: string;
  readonly figures: AuditFigures;
}

export interface AuditDenial {
  readonly incident: string;
  readonly dutyOf: string | null;
  readonly first: string;
  readonly status: 'Open' | 'Closed';
  readonly lastsS: number;
  readonly cases: readonly string[];
  readonly foundAt: string | null;
}

/** The mission's audit of itself; `size` is how long the sealed record was that it is made from, for the mission. */
export interface MissionAudit {
  readonly at: string;
  readonly size: number | null;
  readonly sides: readonly {
    readonly side: string;
    readonly cases: number;
    readonly figures: AuditFigures;
    readonly denials: number;
    readonly denialsOpen: number;
  }[];
  readonly cases: readonly AuditCase[];
  readonly denials: readonly AuditDenial[];
  readonly denialsOfNobody: number;
}
