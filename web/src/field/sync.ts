// Hands in what waits, oldest first. A report that was sent and not signed for is sent again, the same bytes under the
// same id: the service records an id once and gives the same receipt each time.
import { ApiError } from '../api/client';
import type { Between, Outbox } from './outbox';
import { type Receipt, type ReceiptEnd, check } from './receipt';

export interface Line {
  /** Sends a report and gives the receipt; an ApiError is an answer, anything else means that nothing is known. */
  send(text: string): Promise<Receipt>;
  check?: (receipt: Receipt, report: { id: string; text: string }, vkey: string) => Promise<ReceiptEnd>;
}

/** Why it stopped: all was answered, the line is gone, nobody is signed in, or a receipt does not hold. */
export type SyncEnd = 'done' | 'offline' | 'signIn' | 'badReceipt';

/** Answers after which a report will never be taken as it is. */
const FINAL = new Set([400, 409, 413, 422]);

export async function handIn(outbox: Outbox, line: Line, vkey: string, between: Between = () => {}): Promise<SyncEnd> {
  for (const kept of await outbox.waiting()) {
    between('before send');
    let receipt: Receipt;
    try {
      receipt = await line.send(kept.text);
    } catch (error) {
      if (!(error instanceof ApiError)) return 'offline';
      if (error.status === 401 || error.status === 403) return 'signIn';
      if (!FINAL.has(error.status)) return 'offline';
      await outbox.settle(kept, { state: 'refused', reason: error.detail });
      continue;
    }
    between('after send');
    const end = await (line.check ?? check)(receipt, kept, vkey);
    if (end === 'fails') return 'badReceipt';
    await outbox.settle(kept, { state: 'signed', receipt, isChecked: end === 'holds' });
  }
  return 'done';
}
