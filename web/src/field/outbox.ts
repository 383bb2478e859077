// The reports of this device, kept in IndexedDB from the moment they are written until the service has signed for them,
// and after that with their receipts. Whatever dies in between, a report is either not written yet or it is here.
import type { Receipt } from './receipt';

export interface Kept {
  readonly id: string;
  /** The report, byte for byte as it is sent each time. */
  readonly text: string;
  /** In milliseconds, when it was written. */
  readonly writtenMs: number;
  readonly state: 'waiting' | 'signed' | 'refused';
  readonly reason?: string;
  readonly receipt?: Receipt;
  /** True when the receipt's signature could be checked here. */
  readonly isChecked?: boolean;
}

/** What the service said of itself when it was last in reach. */
export interface Desk {
  readonly person: string;
  readonly vkey: string;
  readonly exercise: boolean;
  /** The floor's time and this machine's at the same moment, in milliseconds. */
  readonly floorMs: number;
  readonly machineMs: number;
  readonly speed: number;
}

const NAME = 'trucewatch-field';
const VERSION = 1;
const REPORTS = 'reports';
const STATE = 'state';
const DESK = 'desk';
const ONLY = 'desk';

/** Called between steps: tests end everything there, as a dying phone would. */
export type Between = (step: string) => void;

export class Outbox {
  readonly #db: IDBDatabase;
  readonly #between: Between;

  private constructor(db: IDBDatabase, between: Between) {
    this.#db = db;
    this.#between = between;
  }

  static async open(factory: IDBFactory = indexedDB, between: Between = () => {}): Promise<Outbox> {
    const request = factory.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(REPORTS, { keyPath: 'id' }).createIndex(STATE, STATE);
      request.result.createObjectStore(DESK);
    };
    return new Outbox(await answered(request), between);
  }

  close(): void {
    this.#db.close();
  }

  /** Keeps a report. When this is done it is on the device, whatever happens next. */
  async add(id: string, text: string, writtenMs: number): Promise<void> {
    await this.#write(REPORTS, (store) => store.add({ id, text, writtenMs, state: 'waiting' } satisfies Kept));
  }

  /** All reports, the oldest first. */
  async all(): Promise<Kept[]> {
    return inOrder(await answered<Kept[]>(this.#db.transaction(REPORTS).objectStore(REPORTS).getAll()));
  }

  /** Those that are not signed for yet, the oldest first. */
  async waiting(): Promise<Kept[]> {
    const index = this.#db.transaction(REPORTS).objectStore(REPORTS).index(STATE);
    return inOrder(await answered<Kept[]>(index.getAll('waiting')));
  }

  /** Notes what became of a report; its text stays. */
  async settle(kept: Kept, end: Pick<Kept, 'state' | 'reason' | 'receipt' | 'isChecked'>): Promise<void> {
    await this.#write(REPORTS, (store) => store.put({ ...kept, ...end }));
  }

  async desk(): Promise<Desk | null> {
    const found = this.#db.transaction(DESK).objectStore(DESK).get(ONLY);
    return (await answered<Desk | undefined>(found)) ?? null;
  }

  async meet(desk: Desk): Promise<void> {
    await this.#write(DESK, (store) => store.put(desk, ONLY));
  }

  /** One write, on the disk when it is done; cut off in the middle it has not been. */
  async #write(name: string, act: (store: IDBObjectStore) => IDBRequest): Promise<void> {
    this.#between('before write');
    const transaction = this.#db.transaction(name, 'readwrite', { durability: 'strict' });
    const ended = endOf(transaction);
    try {
      await answered(act(transaction.objectStore(name)));
      this.#between('in write');
    } catch (error) {
      abort(transaction);
      await ended.catch(() => {});
      throw error;
    }
    await ended;
    this.#between('after write');
  }
}

const inOrder = (kept: Kept[]): Kept[] =>
  kept.sort((a, b) => a.writtenMs - b.writtenMs || (a.id < b.id ? -1 : 1));

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // It had ended by itself: a failed request ends its transaction.
  }
}

const answered = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const endOf = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
    transaction.onerror = () => reject(transaction.error);
  });
