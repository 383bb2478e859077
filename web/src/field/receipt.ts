// A receipt is a note that the service signed: that it recorded these bytes, as which frame, and when. A report counts
// as handed in for nothing less.
import { digestsOf } from '../proof/digests';
import { hex, utf8 } from '../proof/bytes';
import { ED25519, parseNote, parseVerifierKey } from '../proof/note';

export interface Receipt {
  readonly id: string;
  readonly sha256: string;
  readonly feed: string;
  readonly sequence: number;
  readonly receivedAt: string;
  readonly note: string;
}

const FIRST = 'trucewatch receipt/1';

/** What checking a receipt comes to: a browser without Ed25519 can compare, and cannot verify. */
export type ReceiptEnd = 'holds' | 'fails' | 'notChecked';

/** Whether the note says this of this very report, and the key signed it. */
export async function check(
  receipt: Receipt,
  report: { readonly id: string; readonly text: string },
  vkey: string,
  subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle,
): Promise<ReceiptEnd> {
  const digests = digestsOf(subtle);
  const [note, key] = [parseNote(receipt.note), parseVerifierKey(vkey)];
  if (!note || key?.type !== ED25519) return 'fails';
  const says = [
    FIRST,
    `report ${report.id}`,
    `sha256 ${hex(await digests.sha256(utf8(report.text)))}`,
    `feed ${receipt.feed} ${receipt.sequence}`,
    `received ${receipt.receivedAt}`,
    '',
  ].join('\n');
  const signed = note.signatures.find(({ name, keyId }) => name === key.name && hex(keyId) === hex(key.keyId));
  if (receipt.id !== report.id || note.text !== says || !signed) return 'fails';
  const end = await digests.ed25519(key.publicKey, signed.signature, utf8(note.text));
  return typeof end === 'boolean' ? (end ? 'holds' : 'fails') : 'notChecked';
}
